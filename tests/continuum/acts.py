"""How tests run rounds: by acting as people do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from coopspace.continuum import actions, answering, results
from coopspace.continuum.actions import Mode
from coopspace.continuum.answering import Author
from coopspace.continuum.model import ContinuumRound
from coopspace.continuum.rules import Group, Placed
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from tests.visitor import Visitor
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/continuum"
ROUND = f"{HOME}/tours/1"
QUESTION = "Situons notre coopération, chacun depuis sa place"
NAMED = Mode()
OPENLY = Mode(hidden=False)
ANONYMOUS = Mode(anonymous=True, guests=True)
GUESTS = Mode(guests=True)
ANSWERERS = ("state", "authority", "civil", "contributor")


@contextmanager
def acting(session: Session, world: World) -> Iterator[Session]:
    """An act at the site."""
    with saving(session), in_site(session, world.site.id):
        yield session


def open_round(
    session: Session, world: World, mode: Mode = NAMED, *, days: float = 7, expected: int = 10
) -> None:
    with acting(session, world):
        actions.open_round(
            session,
            world.site,
            by=world.facilitator,
            question=QUESTION,
            closes_at=clock.now() + timedelta(days=days),
            mode=mode,
            expected=expected if mode.guests else None,
        )


def the_round(session: Session, number: int = 1) -> ContinuumRound:
    return actions.round_of(session, number)


def place(
    session: Session, world: World, name: str, level: int, *, number: int = 1, **more: object
) -> None:
    """A member takes a position, from a browser of their own."""
    with acting(session, world):
        author = answering.member(
            session, world.site, by=getattr(world, name), device=f"browser-of-{name}-{'x' * 20}"
        )
        answering.answer(
            session,
            the_round(session, number),
            author=author,
            placed=Placed(level=level, **more),
        )


def guest(
    session: Session,
    world: World,
    device: str,
    level: int,
    *,
    view: Group = Group.OTHER,
    number: int = 1,
    **more: object,
) -> None:
    """Somebody without an account takes a position."""
    with acting(session, world):
        answering.answer(
            session,
            the_round(session, number),
            author=Author(device=device.ljust(24, "x"), view=view, name=f"Invité {device}"),
            placed=Placed(level=level, **more),
        )


def reveal(session: Session, world: World, *, number: int = 1) -> None:
    with acting(session, world):
        actions.reveal(session, the_round(session, number), by=world.facilitator)


def read(session: Session, world: World, *, number: int = 1) -> results.Results | None:
    session.rollback()
    with in_site(session, world.site.id):
        return results.results(session, the_round(session, number))


def later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def in_english(visitor: Visitor) -> Visitor:
    """The visitor reads in English: tests read the sentences of the code."""
    visitor.post("/affichage", page="/accessibilite", theme="auto", locale="en", next="/aide")
    return visitor
