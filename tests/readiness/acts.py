"""How tests run rounds on the conditions: by acting as people do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.readiness import actions, results
from coopspace.readiness.actions import Mode
from coopspace.readiness.model import ReadinessRound
from coopspace.readiness.rules import Item, Outcome, Said
from coopspace.sites import actions as sites
from coopspace.sites.model import College, Ring
from tests.world import World, person

SITE = "/sites/quartier-des-trois-ponts"
HOME = f"{SITE}/conditions"
ROUND = f"{HOME}/tours/1"
NAMED = Mode()
OPENLY = Mode(hidden=False)
ANONYMOUS = Mode(anonymous=True)
ANSWERERS = ("state", "authority", "civil", "contributor")


@contextmanager
def acting(session: Session, world: World) -> Iterator[Session]:
    """An act at the site."""
    with saving(session), in_site(session, world.site.id):
        yield session


def enlarge(session: Session, world: World, count: int, college: College | None = None) -> None:
    """So many more contributors, « more_1 » and the next."""
    with acting(session, world):
        already = sum(key.startswith("more_") for key in world.people)
        for number in range(already + 1, already + count + 1):
            who = person(session, f"Renfort {number}")
            world.people[f"more_{number}"] = who
            sites.join(
                session,
                world.site,
                person=who,
                role=Role.CONTRIBUTOR,
                by=world.lead,
                college=college,
                ring=Ring.CORE,
            )


def open_round(session: Session, world: World, mode: Mode = NAMED, *, days: float = 7) -> None:
    with acting(session, world):
        actions.open_round(
            session,
            world.site,
            by=world.facilitator,
            closes_at=clock.now() + timedelta(days=days),
            mode=mode,
        )


def the_round(session: Session, number: int = 1) -> ReadinessRound:
    return actions.round_of(session, number)


def all_at(step: int | None, comment: str = "") -> dict[Item, Said]:
    """The eight, judged the same; without a step, that one cannot say."""
    return {item: Said(step, step is None, comment) for item in Item}


def judge(
    session: Session, world: World, name: str, said: dict[Item, Said], *, number: int = 1
) -> None:
    """A member judges, from a browser of their own."""
    with acting(session, world):
        author = actions.member(
            session, world.site, by=getattr(world, name), device=f"browser-of-{name}-{'x' * 20}"
        )
        actions.answer(session, the_round(session, number), author=author, said=said)


def reveal(session: Session, world: World, *, number: int = 1) -> None:
    with acting(session, world):
        actions.reveal(session, the_round(session, number), by=world.facilitator)


def conclude(
    session: Session,
    world: World,
    words: str,
    *,
    item: Item | None = None,
    outcome: Outcome = Outcome.ACT,
    number: int = 1,
) -> None:
    with acting(session, world):
        actions.conclude(
            session,
            the_round(session, number),
            item=item,
            outcome=outcome,
            words=words,
            by=world.state,
        )


def read(session: Session, world: World, *, number: int = 1) -> results.Results | None:
    session.rollback()
    with in_site(session, world.site.id):
        return results.results(session, the_round(session, number))
