"""How tests say indicators and measure: by doing it as people do."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.indicators import actions, held
from coopspace.indicators.reading import Line, indicators
from coopspace.indicators.rules import Described, Direction, Rhythm, Seen, Written
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.sites.model import Site
from tests.plan.acts import acting
from tests.world import World

NAME = "Les familles appellent avant que le mur ne noircisse"


def write(
    session: Session,
    world: World,
    name: str = NAME,
    *,
    changes: Collection[str] = ("D1",),
    start: str = "",
    aim: str = "",
    by: str = "civil",
    **said: Any,
) -> int:
    """Somebody says an indicator; gives its number. A start is of a year ago unless it is said."""
    if start and "start_on" not in said:
        said["start_on"] = clock.today() - timedelta(days=365)
    with acting(session, world):
        return actions.write(
            session,
            world.site,
            said=Described(name, **said),
            written=Written(start, aim),
            changes=changes,
            by=getattr(world, by),
        ).number


def measure(
    session: Session,
    world: World,
    value: str,
    *,
    number: int = 1,
    on: date | None = None,
    ago: int = 0,
    by: str = "state",
    **seen: str,
) -> int:
    """Somebody writes a measure, of so many days ago; gives its number."""
    with acting(session, world):
        return actions.measure(
            session,
            held.indicator_of(session, number),
            seen=Seen(on=on or clock.today() - timedelta(days=ago), **seen),
            value=value,
            by=getattr(world, by),
        ).number


def correct(
    session: Session,
    world: World,
    value: str | None,
    *,
    number: int = 1,
    measure: int = 1,
    why: str = "Deux familles comptées deux fois.",
    on: date | None = None,
) -> None:
    """Somebody corrects a measure; None withdraws it."""
    with acting(session, world):
        found = held.indicator_of(session, number)
        standing = held.measure_of(session, found, measure)
        actions.correct(
            session,
            found,
            measure,
            seen=None if value is None else Seen(on=on or standing.measured_on),
            value=value or "",
            why=why,
            by=world.state,
        )


def end(session: Session, world: World, number: int = 1, learnt: str = "Trop lent.") -> None:
    """Somebody ends an indicator."""
    with acting(session, world):
        found = held.indicator_of(session, number)
        actions.end(session, found, learnt=learnt, by=world.state)


def looked(session: Session, world: World) -> list[Line]:
    """The indicators as pages read them."""
    session.rollback()
    with in_site(session, world.site.id):
        return indicators(session)


def two_indicators(
    session: Session, site: Site, cast: Mapping[str, User], mark: str
) -> dict[str, str]:
    """One that was said twice, measured, corrected; one that ended. In `saving()`, at the site in
    scope."""
    day = clock.today() - timedelta(days=40)
    for name in (f"On appelle {mark}", f"On compte {mark}"):
        actions.write(
            session,
            site,
            said=Described(name, start_on=day),
            written=Written(start="4"),
            changes={"D1"},
            by=cast["state"],
        )
    first, second = held.indicator_of(session, 1), held.indicator_of(session, 2)
    actions.describe(
        session,
        first,
        said=Described(
            f"On appelle tôt {mark}",
            definition=f"Les appels du mois {mark}",
            unit=f"appels {mark}",
            direction=Direction.MORE,
            method=f"Le cahier {mark}",
            who=f"La gardienne {mark}",
            rhythm=Rhythm.MONTHLY,
            start_on=day,
            aim_words=f"Presque toutes {mark}",
        ),
        written=Written(start="4", aim="12"),
        changes={"D1", "I1"},
        seen=1,
        by=cast["contributor"],
    )
    for ago, value in ((30, "5"), (9, "7")):
        actions.measure(
            session,
            first,
            seen=Seen(
                on=clock.today() - timedelta(days=ago),
                words=f"Deux nouvelles {mark}",
                source=f"Le cahier {mark}",
            ),
            value=value,
            by=cast["civil"],
        )
    taken = Seen(on=clock.today() - timedelta(days=9), source=f"Le cahier relu {mark}")
    why = f"Mal lu {mark}"
    actions.correct(session, first, 2, seen=taken, value="8", why=why, by=cast["state"])
    actions.end(session, second, learnt=f"Trop lent {mark}", by=cast["state"])
    return {"measure": "1"}
