"""The year of a programme: hours and training of all its sites together, and of what moved only
what each site shares.

Hours and training are the support structure's own work, which its lead follows already; they are
summed and told of no site. What a site does not share is in no count here: the page may be handed
to somebody outside.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentTelling
from coopspace.accompaniment.rules import Total, as_backbone, as_missions, by_role, total
from coopspace.agreement.model import AgreementClosing, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.calendar import reading as calendar
from coopspace.calendar.model import Attendance
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import Kind, Viewer, halves_of
from coopspace.compare import reading as compare
from coopspace.compare.rules import Item, SiteView, Step, Wanted
from coopspace.kernel import clock
from coopspace.kernel.base import across_sites
from coopspace.kernel.clock import PARIS
from coopspace.kernel.refusal import NotFound
from coopspace.roles.rules import Backbone, Mission, SupportRole
from coopspace.sites.model import Programme
from coopspace.yearly import rules


@dataclass(frozen=True)
class Spent:
    """An entry of the log of some site: the role, the time and the day, and nothing else."""

    site: uuid.UUID
    role: SupportRole
    minutes: int
    day: date


@dataclass(frozen=True)
class Trained:
    """Training: half-days held, half-days attended person by person, and how many people came."""

    held: int
    attended: int
    people: int


@dataclass(frozen=True)
class Pact:
    """That a site signed a version of its agreement, where it shares its agreement."""

    version: int
    on: date


@dataclass(frozen=True)
class Shared:
    """What one site shares of what moved there in the year."""

    slug: str
    name: str
    territory: str
    steps: tuple[Step, ...] = ()
    pacts: tuple[Pact, ...] = ()


@dataclass(frozen=True)
class Counted:
    """How much of one thing moved, over how many sites that share it."""

    times: int
    sites: int


@dataclass(frozen=True)
class Cohort:
    """The year of a programme."""

    year: int
    until: date
    years: tuple[int, ...]
    sites: int
    served: int
    total: Total
    roles: Mapping[SupportRole, Total]
    backbone: Mapping[Backbone | None, Total]
    missions: Mapping[Mission | None, Total]
    training: Trained
    positions: Counted
    agreements: Counted
    advances: Counted
    shared: tuple[Shared, ...] = field(default=())

    @property
    def runs(self) -> bool:
        """The year is not over."""
        return self.until < date(self.year, 12, 31)

    @property
    def is_empty(self) -> bool:
        """Nothing was logged, held or shared."""
        return not (self.total.entries or self.training.held or self.shared)


def year(session: Session, programme: Programme, asked: int | None = None) -> Cohort:
    """The year that is asked for, else the one that runs, in a fixed number of queries. Raises
    NotFound for a year of which nothing is known. Ask first whether the reader leads it."""
    today = clock.today()
    sites = calendar.sites_of(session, programme)
    ids = {one.slug: one.id for one in sites}
    events = [
        one
        for one in calendar.events(session, programme, Viewer(leads=True))
        if one.planned.kind is Kind.TRAINING and not one.cancelled and one.is_past
    ]
    views = compare.beside(
        session, programme, viewer=None, wanted=Wanted(), most=len(sites) + 1, taken_away=True
    ).sites
    agreeing = [ids[one.slug] for one in views if one.slug in ids and Item.AGREEMENT in one.shares]
    with across_sites(session, because="a lead sums hours; agreements are of sites that share"):
        spent = _spent(session, list(ids.values()))
        came = _came(session, list(ids.values()))
        pacts = _pacts(session, agreeing)
    shared = [_shared(one, pacts.get(ids.get(one.slug), [])) for one in views]
    days = [
        *(one.day for one in spent),
        *(one.planned.first_day for one in events),
        *(_day(step.at) for one in shared for step in one.steps),
        *(pact.on for one in shared for pact in one.pacts),
    ]
    offered = rules.years(days, today)
    chosen = today.year if asked is None else asked
    if chosen not in offered:
        raise NotFound
    return _cohort(
        chosen,
        offered,
        sites=len(sites),
        spent=[one for one in spent if one.day.year == chosen],
        training=_trained([one for one in events if one.planned.first_day.year == chosen], came),
        views=views,
        shared=[_within(one, chosen) for one in shared],
    )


def _cohort(
    chosen: int,
    offered: tuple[int, ...],
    *,
    sites: int,
    spent: Sequence[Spent],
    training: Trained,
    views: Sequence[SiteView],
    shared: Sequence[Shared],
) -> Cohort:
    totals = by_role(spent)
    return Cohort(
        year=chosen,
        until=rules.last_day(chosen, clock.today()),
        years=offered,
        sites=sites,
        served=len({one.site for one in spent}),
        total=total(spent),
        roles=totals,
        backbone=as_backbone(totals),
        missions=as_missions(totals),
        training=training,
        positions=Counted(
            sum(1 for one in shared for step in one.steps if step.outcome is not None),
            _sharing(views, Item.CONCLUSION),
        ),
        agreements=Counted(sum(len(one.pacts) for one in shared), _sharing(views, Item.AGREEMENT)),
        advances=Counted(
            sum(1 for one in shared for step in one.steps if step.advances),
            _sharing(views, Item.ADVANCES),
        ),
        shared=tuple(one for one in shared if one.steps or one.pacts),
    )


def _sharing(views: Iterable[SiteView], item: Item) -> int:
    return sum(1 for one in views if item in one.shares)


def _shared(view: SiteView, pacts: Sequence[Pact]) -> Shared:
    """What a site shares, whatever the year; the middle of its answers stays where sites are seen
    beside one another."""
    told = tuple(one for one in view.steps if one.outcome is not None or one.advances or one.words)
    return Shared(view.slug, view.name, view.territory, told, tuple(pacts))


def _within(one: Shared, chosen: int) -> Shared:
    return Shared(
        one.slug,
        one.name,
        one.territory,
        tuple(step for step in one.steps if _day(step.at).year == chosen),
        tuple(pact for pact in one.pacts if pact.on.year == chosen),
    )


def _spent(session: Session, ids: Sequence[uuid.UUID]) -> list[Spent]:
    rows = session.execute(
        select(
            AccompanimentTelling.site_id,
            AccompanimentTelling.role,
            AccompanimentTelling.minutes,
            AccompanimentTelling.day,
        ).where(
            AccompanimentTelling.site_id.in_(ids),
            AccompanimentTelling.until.is_(None),
            AccompanimentTelling.withdrawn.is_(False),
        )
    )
    return [Spent(site, SupportRole(role), minutes, day) for site, role, minutes, day in rows]


def _came(session: Session, ids: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Who came to which event."""
    rows = session.execute(
        select(Attendance.event_id, Attendance.user_id).where(
            Attendance.site_id.in_(ids), Attendance.until.is_(None), Attendance.came.is_(True)
        )
    )
    return [(event, person) for event, person in rows]


def _trained(events: Sequence[Shown], came: Collection[tuple[uuid.UUID, uuid.UUID]]) -> Trained:
    """Somebody who comes for two sites came once."""
    held = {one.id: one.planned for one in events}
    there = {(event, person) for event, person in came if event in held}
    return Trained(
        held=halves_of([one.planned for one in events]),
        attended=sum(held[event].halves for event, _person in there),
        people=len({person for _event, person in there}),
    )


def _pacts(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, list[Pact]]:
    """The versions that these sites signed, in order of time."""
    rows = session.execute(
        select(AgreementVersion.site_id, AgreementVersion.number, AgreementClosing.at)
        .join(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
        .where(AgreementVersion.site_id.in_(ids), AgreementClosing.state == State.SIGNED)
        .order_by(AgreementVersion.number)
    )
    found: dict[uuid.UUID | None, list[Pact]] = defaultdict(list)
    for site, number, at in rows:
        found[site].append(Pact(number, _day(at)))
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()
