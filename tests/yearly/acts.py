"""A year as people live it: they log, they meet, things move before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from coopspace.agreement.governed import key_of
from coopspace.changes import actions as changes
from coopspace.changes.held import find
from coopspace.changes.rules import Level, Progress
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.roles.rules import SupportRole
from coopspace.stakeholders.rules import Kind, Sector
from coopspace.yearly import reading
from coopspace.yearly.reading import Year
from tests.accompaniment.acts import note
from tests.agreement.acts import acting
from tests.compare.acts import a_round
from tests.decisions.acts import conclude, opened
from tests.roles.acts import hand, judge, on_the_map
from tests.stakeholders.acts import add, tell
from tests.world import World

HOME = "/sites/quartier-des-trois-ponts/bilan"
PROGRAMME = "/dispositifs/cites-en-mouvement/bilan"
STATEMENT = "Les familles savent à qui parler."
END = datetime(2030, 11, 20, 12, tzinfo=UTC)


def on(month: int, day: int, year: int = 2030) -> datetime:
    """Noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def log(session: Session, world: World, month: int, day: int, **said: object) -> None:
    """Somebody logs on this very day."""
    with clock.at(on(month, day)):
        note(session, world, day=date(2030, month, day), **said)


def advance(session: Session, world: World, month: int, day: int, judgement: Progress) -> None:
    """Somebody says where the first change stands."""
    with clock.at(on(month, day)), acting(session, world):
        changes.judge_progress(
            session,
            find(session, "D1"),
            by=world.civil,
            judgement=judgement,
            reason=f"Vu au café le {day}/{month}.",
        )


def a_year(session: Session, world: World) -> str:
    """Entries and moves around a change and a relation; gives how the relation is called."""
    with clock.at(on(1, 10)):
        with acting(session, world):
            changes.add(
                session, world.site, by=world.civil, level=Level.DIRECT, statement=STATEMENT
            )
        caf = add(session, world, "CAF", Sector.STATE)
        town = add(session, world, "Ville", Sector.AUTHORITY)
        rosa = add(session, world, "Rosa Tremblay", Sector.RESIDENTS, kind=Kind.PERSON)
    with clock.at(on(2, 2)):
        tell(session, world, caf, town, 3)
        tell(session, world, town, caf, 3)
        judge(session, world, SupportRole.TRUST, "at_times")
        hand(session, world, SupportRole.TRUST, "facilitator", on_the_map(session, world))
        tell(session, world, town, rosa, 2)
    relation = key_of(caf, town)
    log(
        session, world, 3, 5, role="trust", minutes=90, moved="CAF et Ville parlent", about=relation
    )
    log(session, world, 3, 6, role="vision", minutes=30, moved="Relu D1 ensemble", about="D1")
    with clock.at(on(4, 1)):
        tell(session, world, caf, town, 5, fact="Un calendrier commun.")
        tell(session, world, town, caf, 5)
    log(session, world, 5, 1, role="vision", minutes=45, moved="Le jour même", about="D1")
    advance(session, world, 5, 1, Progress.FIRST_SIGNS)
    log(session, world, 6, 1, role="engagement", minutes=60, moved="=1+1 au café", about="D1")
    log(
        session,
        world,
        6,
        2,
        role="trust",
        minutes=15,
        moved="Un mot de Rosa",
        about=key_of(town, rosa),
    )
    advance(session, world, 9, 1, Progress.UNDER_WAY)
    with clock.at(on(9, 10)):
        opened(session, world)
        conclude(session, world)
        judge(session, world, SupportRole.TRUST, "reliably")
        judge(session, world, SupportRole.TRUST, "not_yet", by="civil")
    a_round(session, world, world.site, [4] * 5, at=on(10, 1), concluded=(Outcome.RIGHT, 4))
    a_round(session, world, world.site, [5] * 5, at=on(11, 1), concluded=(Outcome.RIGHT, 5))
    log(session, world, 11, 10, role="vision", minutes=20, moved="Après tout", about="D1")
    return relation


def look(session: Session, world: World, asked: int | None = None) -> Year:
    """The year as its pages read it, late in the year."""
    session.rollback()
    with clock.at(END), in_site(session, world.site.id):
        return reading.year(session, world.site, asked)


@contextmanager
def at_the_end() -> Iterator[None]:
    """Late in the year that is told."""
    with clock.at(END):
        yield
