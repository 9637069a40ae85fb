"""How tests look at notices, and what people do that concerns others."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.config import Settings
from coopspace.discussion import actions as discussions
from coopspace.kernel.saving import saving
from coopspace.notices import actions, reading
from coopspace.notices.model import Notice
from coopspace.notices.reading import UNREAD, Found, Wish
from coopspace.notices.rules import Choice, Rhythm, What
from coopspace.sites import access
from coopspace.sites import actions as sites
from coopspace.sites.model import Membership
from tests.discussion.acts import acting
from tests.world import World

HOME = "/avis"


def whats(session: Session, who: User, *, unread: bool = True) -> list[str]:
    """What somebody finds on their page, the latest first."""
    return [
        line.what.value for one in page(session, who, unread=unread).groups for line in one.lines
    ]


def page(session: Session, who: User, *, unread: bool = True) -> Found:
    """Their page, in English."""
    session.rollback()
    places = access.everywhere(session, who)
    return reading.page(session, who, places, Wish(unread=unread), language="en")


def badge(session: Session, who: User) -> int:
    """How many the head of every page counts."""
    session.rollback()
    return session.scalar(select(UNREAD).select_from(User).where(User.id == who.id)) or 0


def of(session: Session, who: User, what: What) -> Notice:
    """Their one notice of this kind."""
    session.rollback()
    query = select(Notice).where(Notice.user_id == who.id, Notice.what == what)
    return session.scalars(query).one()


def read(session: Session, who: User, *notices: Notice) -> int:
    """Somebody says that they have read these, or all of theirs."""
    ids = [one.id for one in notices]
    with saving(session):
        return actions.read(session, who, ids=ids) if ids else actions.read_all(session, who)


def choose(session: Session, who: User, *, at_once: bool = True, rhythm: str = "daily") -> None:
    """Somebody says how they wish to be written to."""
    with saving(session):
        actions.choose(session, who, Choice(at_once, Rhythm(rhythm)))


def see(session: Session, world: World, ref: str, who: User) -> None:
    """Somebody says in a thread that they have read what called them."""
    with acting(session, world):
        discussions.see(session, discussions.thread_of(session, ref), by=who)


def take_back(session: Session, world: World, ref: str, who: User, number: int = 1) -> None:
    """Somebody takes their words back."""
    with acting(session, world):
        discussions.take_back(session, discussions.thread_of(session, ref), number=number, by=who)


def leave_site(session: Session, world: World, who: User) -> None:
    """Somebody’s place at the site ends."""
    with acting(session, world):
        query = select(Membership).where(
            Membership.site_id == world.site.id,
            Membership.user_id == who.id,
            Membership.ended_at.is_(None),
        )
        sites.end(session, world.site, member=session.scalars(query).one(), by=world.lead)


def letters(settings: Settings) -> list[EmailMessage]:
    """What was written, in the order of who receives it."""
    return sorted(map(_read, (settings.data / "mails").glob("*.eml")), key=lambda one: one["To"])


def body(letter: EmailMessage) -> str:
    """What it says."""
    return str(letter.get_content()).replace("\r\n", "\n")


def _read(path: Path) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert isinstance(message, EmailMessage)
    return message
