"""What a steering group reads of a programme: numbers over what sites share, and no site by name.

A distribution is given from five sites on. In it a number below three is not said, nor another
with it where it could be found from the whole. A fixed number of queries, whatever the sites.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accompaniment.used import minutes_used
from coopspace.calendar import reading as calendar
from coopspace.calendar import rules as planning
from coopspace.calendar.model import AccompanimentPlan, Attendance
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import Kind, Viewer
from coopspace.compare import reading, rules
from coopspace.compare.rules import Item, SiteView, Wanted
from coopspace.kernel.base import across_sites
from coopspace.sites.model import Programme

LEAST_SITES = 5
LEAST_SAID = 3
LEAST_PEOPLE = 5
_ALL = 100_000
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Spread:
    """Over how many sites something is counted; how many there are of each, None where that is
    not said. `counts` is None below five sites."""

    sites: int
    counts: Mapping[object, int | None] | None


@dataclass(frozen=True)
class Training:
    """The training given: events that were held, the half-days they count for, how many people
    came; None where so few came that nothing is said of it."""

    events: int
    halves: int
    people: int | None


@dataclass(frozen=True)
class Steering:
    """The page. `planned` and `used` are minutes, None for whoever may not read them."""

    sites: int
    sharing: int
    shares: Mapping[Item, int]
    rounds: int
    levels: Spread
    sizes: Spread
    topics: Spread
    training: Training
    milestones: tuple[Shown, ...]
    planned: int | None
    planned_at: int
    used: int | None


def masked(counts: Mapping[Key, int], least: int = LEAST_SAID) -> dict[Key, int | None]:
    """The same counts without the small ones. Where one alone would be hidden, what is left of the
    whole would tell it: the smallest of the others is hidden too."""
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = [(count, rank, key) for rank, (key, count) in enumerate(counts.items()) if count]
    if len(hidden) == 1 and len(others) > 1:
        hidden.add(min(one for one in others if one[2] not in hidden)[2])
    return {key: None if key in hidden else count for key, count in counts.items()}


def spread(sites: int, found: Iterable[object]) -> Spread:
    """How many there are of each, over so many sites."""
    if sites < LEAST_SITES:
        return Spread(sites, None)
    return Spread(sites, masked(Counter(found)))


def overlapping(sites: int, found: Iterable[object]) -> Spread:
    """The same where one site may count several times: nothing is found from the whole."""
    if sites < LEAST_SITES:
        return Spread(sites, None)
    counts = Counter(found).items()
    return Spread(sites, {key: count if count >= LEAST_SAID else None for key, count in counts})


def steering(
    session: Session, programme: Programme, looking: Viewer, *, with_hours: bool
) -> Steering:
    """What stands today. `looking` is the reader: milestones that do not concern them are left
    out."""
    beside = reading.beside(
        session, programme, viewer=None, wanted=Wanted(), most=_ALL, taken_away=True
    )
    seen = beside.sites
    stood = [one.path[-1].position for one in seen if one.path]
    sized = [one for one in seen if one.size is not None]
    on_topics = [one for one in seen if one.topics]
    everything = calendar.events(session, programme, Viewer(leads=True))
    attended, planned, planned_at, used = _counted(session, programme, everything)
    return Steering(
        sites=beside.total,
        sharing=beside.sharing,
        shares={item: sum(item in one.shares for one in seen) for item in Item},
        rounds=sum(len(one.steps) for one in seen if one.shares & rules.ROUNDS),
        levels=spread(len(stood), stood),
        sizes=spread(len(sized), (one.size for one in sized)),
        topics=overlapping(len(on_topics), _topics(on_topics)),
        training=_training(everything, attended, leads=looking.leads),
        milestones=tuple(_milestones(everything, looking)),
        planned=planned if with_hours else None,
        planned_at=planned_at if with_hours else 0,
        used=used if with_hours else None,
    )


def _topics(sites: Iterable[SiteView]) -> Iterable[str]:
    return (topic for one in sites for topic in one.topics)


def _training(shown: Iterable[Shown], attended: int, *, leads: bool) -> Training:
    held = [one.planned for one in shown if _held(one)]
    people = attended if leads or attended >= LEAST_PEOPLE or not attended else None
    return Training(len(held), planning.halves_of(held), people)


def _held(one: Shown) -> bool:
    return one.planned.kind is Kind.TRAINING and one.is_past and not one.cancelled


def _milestones(shown: Iterable[Shown], looking: Viewer) -> Iterable[Shown]:
    for one in shown:
        stands = not (one.is_past or one.cancelled)
        if one.planned.kind is Kind.MILESTONE and stands and planning.sees(one.planned, looking):
            yield one


def _counted(
    session: Session, programme: Programme, shown: Iterable[Shown]
) -> tuple[int, int, int, int]:
    """How many people came to training; the minutes of accompaniment planned, at how many sites,
    and those used: totals of the whole programme, never of a site."""
    ids = [one.id for one in calendar.sites_of(session, programme)]
    held = [one.id for one in shown if _held(one)]
    came = select(func.count(func.distinct(Attendance.user_id))).where(
        Attendance.site_id.in_(ids),
        Attendance.event_id.in_(held),
        Attendance.came.is_(True),
        Attendance.until.is_(None),
    )
    planned = select(
        func.sum(AccompanimentPlan.minutes), func.count(AccompanimentPlan.site_id)
    ).where(AccompanimentPlan.site_id.in_(ids), AccompanimentPlan.until.is_(None))
    with across_sites(session, because="a programme counts its training and hours as one"):
        people = session.scalar(came) or 0
        hours, sites = session.execute(planned).one()
    return people, hours or 0, sites, sum(minutes_used(session, ids).values())
