"""What a person does with their notices: read some, read all, say how to be written to."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.discussion.model import DiscussionMention
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.held import HELD
from coopspace.notices.model import Notice, NoticeChoice
from coopspace.notices.rules import Choice, Rhythm, Stop, What


def read(session: Session, me: User, *, ids: Collection[uuid.UUID]) -> int:
    """These notices of mine are read; how many were not. What is nobody’s or somebody else’s is
    left alone."""
    return _read(session, me, Notice.id.in_(ids))


def read_all(session: Session, me: User, *, site_id: uuid.UUID | None = None) -> int:
    """All of mine are read, at one site or everywhere, those of places that I left included."""
    return _read(session, me, *([] if site_id is None else [Notice.site_id == site_id]))


def _read(session: Session, me: User, *which: ColumnElement[bool]) -> int:
    """Whoever was called says so in the thread too: it does not wait for them any more."""
    mine = (Notice.user_id == me.id, Notice.read_at.is_(None), *which)
    moment = clock.now()
    called: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    query = select(Notice.site_id, Notice.source_id).where(*mine, Notice.what == What.MENTION)
    for site_id, comment in session.execute(query):
        called[site_id].append(comment)
    for site_id, comments in sorted(called.items()):
        with in_site(session, site_id):
            _see(session, me, comments, moment)
    read = session.execute(
        update(Notice)
        .where(*mine)
        .values(read_at=moment)
        .execution_options(synchronize_session=False)
    )
    return read.rowcount  # type: ignore[attr-defined, no-any-return]


def _see(session: Session, me: User, comments: Collection[uuid.UUID], moment: datetime) -> None:
    query = select(DiscussionMention).where(
        DiscussionMention.comment_id.in_(comments),
        DiscussionMention.user_id == me.id,
        DiscussionMention.seen_at.is_(None),
    )
    for mention in session.scalars(query):
        mention.seen_at = moment
    session.flush()


def choice_of(session: Session, person: User) -> Choice:
    """How somebody wishes to be written to."""
    row = session.get(NoticeChoice, person.id)
    return Choice(row.at_once, Rhythm(row.rhythm)) if row else Choice()


def choose(session: Session, person: User, choice: Choice) -> None:
    """Say how one wishes to be written to; the same again changes nothing."""
    if _keep(session, person, choice):
        _note(session, "notices:choose", person)


def stop(session: Session, person: User, which: Stop) -> None:
    """Stop some letters, by the link at their foot; stopping them twice changes nothing."""
    if _keep(session, person, choice_of(session, person).without(which)):
        _note(session, "notices:stop", person)


def _keep(session: Session, person: User, choice: Choice) -> bool:
    session.execute(select(User.id).where(User.id == person.id).with_for_update(**HELD))
    if choice == choice_of(session, person):
        return False
    row = session.get(NoticeChoice, person.id)
    if row is None:
        row = NoticeChoice(user_id=person.id)
        session.add(row)
    row.at_once, row.rhythm, row.at = choice.at_once, choice.rhythm, clock.now()
    session.flush()
    return True


def _note(session: Session, action: str, person: User) -> None:
    audit.record(session, action, site_id=None, actor_id=person.id, on=("user", person.id))
