"""How tests discuss: by beginning, answering, correcting and taking back as people do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement.clauses import CLAUSE, PART
from coopspace.discussion import actions, reading
from coopspace.discussion.rules import Said, Topic
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/discussions"
WHO = Topic(CLAUSE, "power-who", Permission.AGREEMENT_READ)
ABOUT = f"{HOME}/a-propos/article/power-who"


@contextmanager
def acting(session: Session, world: World) -> Iterator[Session]:
    """An act at the site of the world, saved."""
    with in_site(session, world.site.id), saving(session):
        yield session


def begin(session: Session, world: World, words: str, *, by: User, to: User | None = None) -> str:
    """Somebody begins a thread about a clause; gives its name."""
    with acting(session, world):
        said = Said(words, frozenset([to.id] if to else []))
        return actions.begin(session, world.site, topic=WHO, said=said, by=by).ref


def reply(
    session: Session, world: World, ref: str, words: str, *, by: User, to: User | None = None
) -> int:
    """Somebody answers; gives the number of the comment."""
    with acting(session, world):
        return actions.reply(
            session,
            world.site,
            thread=actions.thread_of(session, ref),
            topic=WHO,
            said=Said(words, frozenset([to.id] if to else [])),
            by=by,
        ).number


def correct(
    session: Session,
    world: World,
    ref: str,
    words: str,
    *,
    by: User,
    number: int = 1,
    seen: int = 1,
) -> None:
    """An author says a comment better."""
    with acting(session, world):
        actions.correct(
            session,
            world.site,
            thread=actions.thread_of(session, ref),
            topic=WHO,
            number=number,
            said=Said(words),
            seen=seen,
            by=by,
        )


def look(session: Session, world: World, ref: str) -> reading.Thread:
    """A thread as its readers read it."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.thread(session, actions.thread_of(session, ref))


def calls(session: Session, world: World, who: User) -> list[reading.Call]:
    """What waits for the eyes of somebody."""
    session.rollback()
    with in_site(session, world.site.id):
        return reading.calls(session, me=who.id, kinds=[CLAUSE, PART])


def talked_about(
    session: Session, site: Site, cast: dict[str, User], mark: str, *, part: str
) -> dict[str, str]:
    """A thread about a clause, corrected, answered, that calls somebody; one about a part,
    resolved, with a comment taken back. In `saving()`, at the site in scope."""
    state, civil = cast["state"], cast["civil"]
    to = frozenset({cast["observer"].id})
    thread = actions.begin(
        session, site, topic=WHO, said=Said(f"Qui tranche ici {mark}", to), by=state
    )
    actions.correct(
        session,
        site,
        thread=thread,
        topic=WHO,
        number=1,
        said=Said(f"Qui tranche chez nous {mark}", to),
        seen=1,
        by=state,
    )
    said = Said(f"Nous tous {mark}")
    actions.reply(session, site, thread=thread, topic=WHO, said=said, by=civil)
    topic = Topic(PART, part, Permission.AGREEMENT_READ)
    said = Said(f"Trop souvent {mark}")
    done = actions.begin(session, site, topic=topic, said=said, by=civil)
    for number, words in ((2, f"Je me trompe {mark}"), (3, f"Bien vu {mark}")):
        said = Said(words)
        actions.reply(session, site, thread=done, topic=topic, said=said, by=state)
        if number == 2:
            actions.take_back(session, done, number=2, by=state)
    actions.resolve(session, done, by=civil)
    return {"thread": thread.ref, "topic": "article", "about": "power-who"}
