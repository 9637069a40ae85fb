"""The year of a site, read from its rooms in a fixed number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accompaniment import reading as log
from coopspace.accompaniment.reading import Line
from coopspace.accompaniment.rules import Total, Wish, as_backbone, as_missions, by_role, total
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.calendar import reading as calendar
from coopspace.calendar.rules import Viewer
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound
from coopspace.roles.model import RoleHolding
from coopspace.roles.reading import Judged, every_judgement
from coopspace.roles.rules import Backbone, Mission, SupportRole
from coopspace.sites.model import College, Membership, Site
from coopspace.sites.rules import alphabetical
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Kind
from coopspace.yearly import rules
from coopspace.yearly.moves import moves
from coopspace.yearly.rules import After, Covered, Month


@dataclass(frozen=True)
class Mapped:
    """An organisation of the map, or a person of it: whom a file may name differs."""

    name: str
    is_person: bool


@dataclass(frozen=True)
class Holder:
    """Who held a role for some of the year: somebody of the site by what they are there, or an
    organisation. `name` is a person's; it stands apart because a file leaves it out."""

    name: str = ""
    capacity: str = ""
    college: College | None = None
    place: Role | None = None
    organisation: Mapped | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class RoleYear:
    """One role in a year: the time, the lines that tell most, who held it, how it was judged."""

    role: SupportRole
    total: Total
    lines: tuple[Line, ...]
    foremost: Line | None
    worded: int
    holders: tuple[Holder, ...]
    coverage: tuple[Covered, ...]

    @property
    def more(self) -> int:
        """How many entries with words are left to the log."""
        return self.worded - len(self.lines)


@dataclass(frozen=True)
class Training:
    """The training that the site attended: half-days that somebody came to, and how many came."""

    halves: int
    people: int


@dataclass(frozen=True)
class Year:
    """What the support structure did in a year, and what moved after. `moved` is in order of time;
    each names the entries before it by their numbers, told in `lines`.
    `earlier` is what moved before the first entry of the log: it came after nothing told here."""

    year: int
    until: date
    years: tuple[int, ...]
    total: Total
    roles: tuple[RoleYear, ...]
    backbone: Mapping[Backbone | None, Total]
    missions: Mapping[Mission | None, Total]
    training: Training
    moved: tuple[After, ...]
    earlier: tuple[After, ...]
    months: tuple[Month, ...]
    entries: tuple[Line, ...]
    lines: Mapping[int, Line]
    mapped: Mapping[str, Mapped]
    authors: Mapping[uuid.UUID, str]

    @property
    def is_empty(self) -> bool:
        """Nothing was logged and nothing moved."""
        return not (self.total.entries or self.moved or self.earlier)

    @property
    def runs(self) -> bool:
        """The year is not over."""
        return self.until < date(self.year, 12, 31)

    @property
    def served(self) -> int:
        """How many of the seven roles something was logged for."""
        return sum(1 for one in self.roles if one.total.entries)


def year(session: Session, site: Site, asked: int | None = None) -> Year:
    """The year that is asked for, else the one that runs. Raises NotFound for a year of which
    nothing is known."""
    today = clock.today()
    entries = rules.in_order(log.entries(session, Wish()))
    moved = moves(session)
    judged = every_judgement(session)
    offered = rules.years(
        [
            *(one.day for one in entries),
            *(one.day for one in moved),
            *(one.quarter.first for one in judged),
        ],
        today,
    )
    chosen = today.year if asked is None else asked
    if chosen not in offered:
        raise NotFound
    mine = [one for one in entries if one.day.year == chosen]
    after = [
        After(move, tuple(one.number for one in lines))
        for move, lines in zip(moved, rules.before(entries, moved), strict=True)
        if move.day.year == chosen
    ]
    told = rules.gathered(after)
    earlier, later = rules.parted(told, entries[0].day if entries else None)
    totals = by_role(mine)
    everybody = _named(session)
    named = {id_: one for id_, _ref, one in everybody}
    return Year(
        year=chosen,
        until=rules.last_day(chosen, today),
        years=offered,
        total=total(mine),
        roles=_roles(totals, mine, judged, _holders(session, site, chosen, named), chosen),
        backbone=as_backbone(totals),
        missions=as_missions(totals),
        training=_training(session, site, chosen),
        moved=tuple(later),
        earlier=tuple(earlier),
        months=rules.months(chosen, mine, [one.moved for one in told]),
        entries=tuple(mine),
        lines={one.number: one for one in entries},
        mapped={ref: one for _id, ref, one in everybody},
        authors={
            id_: one.name for id_, one in people.by_ids(session, log.authors(entries)).items()
        },
    )


def _roles(
    totals: Mapping[SupportRole, Total],
    mine: Sequence[Line],
    judged: Sequence[Judged],
    held: Mapping[SupportRole, Sequence[Holder]],
    chosen: int,
) -> tuple[RoleYear, ...]:
    served: dict[SupportRole, list[Line]] = defaultdict(list)
    for one in mine:
        served[one.role].append(one)
    said = defaultdict(list)
    for each in judged:
        said[each.role].append((each.quarter, each.coverage))
    return tuple(
        RoleYear(
            role=role,
            total=totals[role],
            lines=rules.telling(served[role]),
            foremost=next(iter(rules.telling(served[role], 1)), None),
            worded=sum(1 for one in served[role] if one.moved),
            holders=tuple(held[role]),
            coverage=rules.coverage(said[role], chosen),
        )
        for role in SupportRole
    )


def _holders(
    session: Session, site: Site, chosen: int, named: Mapping[uuid.UUID, Mapped]
) -> dict[SupportRole, list[Holder]]:
    """Who held each role for some of the year, who began first comes first,
    then people before organisations, by name."""
    rows = [
        row
        for row in session.scalars(select(RoleHolding))
        if _day(row.at).year <= chosen and (row.until is None or _day(row.until).year >= chosen)
    ]
    known = people.by_ids(session, [row.user_id for row in rows if row.user_id])
    rows.sort(key=lambda row: (row.at, *_called(row, known, named), str(row.id)))
    places = _places(session, site, known)
    found: dict[SupportRole, list[Holder]] = {role: [] for role in SupportRole}
    for row in rows:
        since, until = _day(row.at), _day(row.until) if row.until else None
        if row.stakeholder_id is not None:
            one = Holder(organisation=named.get(row.stakeholder_id), since=since, until=until)
        else:
            assert row.user_id is not None  # the database holds exactly one of both
            one = _person(row.user_id, known, places, since, until)
        found[SupportRole(row.role)].append(one)
    return found


def _called(
    row: RoleHolding, known: Mapping[uuid.UUID, User], named: Mapping[uuid.UUID, Mapped]
) -> tuple[bool, str]:
    """People before organisations, then by name."""
    if row.user_id is not None:
        return False, alphabetical(known[row.user_id].name) if row.user_id in known else ""
    mapped = named.get(row.stakeholder_id) if row.stakeholder_id else None
    return True, alphabetical(mapped.name) if mapped else ""


def _person(
    id_: uuid.UUID,
    known: Mapping[uuid.UUID, User],
    places: Mapping[uuid.UUID, Membership],
    since: date,
    until: date | None,
) -> Holder:
    place = places[id_].place if id_ in places else None
    return Holder(
        name=known[id_].name if id_ in known else "",
        capacity=place.capacity if place else "",
        college=place.college if place else None,
        place=place.role if place else None,
        since=since,
        until=until,
    )


def _places(session: Session, site: Site, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Membership]:
    """The last place that these people had at the site."""
    query = (
        select(Membership)
        .where(Membership.site_id == site.id, Membership.user_id.in_([*ids]))
        .order_by(Membership.since)
    )
    return {one.user_id: one for one in session.scalars(query)}


_NAMED = (
    select(Stakeholder.id, Stakeholder.ref, StakeholderTelling.name, StakeholderTelling.kind)
    .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
    .where(StakeholderTelling.until.is_(None))
)


def _named(session: Session) -> list[tuple[uuid.UUID, str, Mapped]]:
    """Everybody of the map, also those who left it."""
    return [
        (id_, ref, Mapped(name, kind != Kind.ORGANISATION))
        for id_, ref, name, kind in session.execute(_NAMED)
    ]


def _training(session: Session, site: Site, chosen: int) -> Training:
    """What the site attended of its programme's training in the year. Attendance is the site's
    own, so which of the events the reader may see does not change it."""
    shown = calendar.events(session, site.programme, Viewer(leads=True))
    came = calendar.trained_here(
        session, [one for one in shown if one.planned.first_day.year == chosen]
    )
    return Training(came.halves, len(came.people))


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()
