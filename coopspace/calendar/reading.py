"""The calendar as pages show it: only what concerns whoever looks."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.calendar import rules
from coopspace.calendar.held import event_of, planned_of
from coopspace.calendar.model import (
    AccompanimentPlan,
    Attendance,
    CalendarDocument,
    CalendarEvent,
    CalendarSaying,
    TrainingSeat,
)
from coopspace.calendar.rules import Happened, Hours, Kind, Planned, Seat, Viewer
from coopspace.kernel import clock
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import NotFound
from coopspace.sites import access
from coopspace.sites.access import Standing
from coopspace.sites.model import Membership, Programme, Ring, Site


@dataclass(frozen=True)
class Shown:
    """An event as it stands, or as it stood at one moment of its history."""

    id: uuid.UUID
    number: int
    seq: int
    planned: Planned
    happened: Happened
    words: str
    by: uuid.UUID
    at: datetime
    opened_at: datetime

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.happened is Happened.CANCELLED

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.planned.ends <= clock.now()

    @property
    def has_begun(self) -> bool:
        """Whether who came may be written."""
        return self.planned.first_day <= clock.today()


def viewer(session: Session, user: User, programme: Programme) -> Viewer:
    """What somebody is in a programme, as far as its calendar asks."""
    query = (
        select(Membership)
        .join(Site, Site.id == Membership.site_id)
        .where(
            Site.programme_id == programme.id,
            Site.ended_at.is_(None),
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
        )
    )
    seats = tuple(_seat(one) for one in session.scalars(query))
    return Viewer(access.leads(session, user, programme.id), seats)


def _seat(member: Membership) -> Seat:
    held = ROLE_PERMISSIONS[Role(member.role)]
    return Seat(member.site_id, member.ring == Ring.TRIO, Permission.CALENDAR_EDIT in held)


def viewer_at(site: Site, standing: Standing) -> Viewer:
    """What somebody is at one site alone: what they are elsewhere is left aside. A lead is seen as
    facilitating, and reads what concerns this site."""
    facilitates = standing.may(Permission.CALENDAR_EDIT)
    return Viewer(False, (Seat(site.id, standing.ring is Ring.TRIO, facilitates),))


def events(session: Session, programme: Programme, looking: Viewer) -> list[Shown]:
    """Every event that concerns whoever looks, in order of time."""
    return [one for _programme, one in events_of(session, {programme.id: looking})]


def events_of(
    session: Session, looking: Mapping[uuid.UUID, Viewer]
) -> list[tuple[uuid.UUID, Shown]]:
    """Every event of several programmes that concerns whoever looks, with its programme, in order
    of time and in one query. `looking` is what they are in each."""
    query = (
        select(CalendarEvent, CalendarSaying)
        .join(CalendarSaying, CalendarSaying.event_id == CalendarEvent.id)
        .where(CalendarEvent.programme_id.in_(looking), CalendarSaying.until.is_(None))
        .order_by(CalendarSaying.starts, CalendarEvent.number)
    )
    found = (
        (event.programme_id, _shown(event, saying)) for event, saying in session.execute(query)
    )
    return [(of, one) for of, one in found if rules.sees(one.planned, looking[of])]


def sheet(session: Session, programme: Programme, number: int, looking: Viewer) -> list[Shown]:
    """An event and everything that was said of it, newest first: what stands comes first. Raises
    NotFound when it does not concern whoever looks."""
    event = event_of(session, programme, number)
    query = select(CalendarSaying).where(CalendarSaying.event_id == event.id)
    told = [
        _shown(event, one) for one in session.scalars(query.order_by(CalendarSaying.seq.desc()))
    ]
    if not rules.sees(told[0].planned, looking):
        raise NotFound
    return told


def _shown(event: CalendarEvent, saying: CalendarSaying) -> Shown:
    return Shown(
        id=event.id,
        number=event.number,
        seq=saying.seq,
        planned=planned_of(saying),
        happened=Happened(saying.happened),
        words=saying.words,
        by=saying.by,
        at=saying.at,
        opened_at=event.opened_at,
    )


def documents(
    session: Session, programme: Programme, *, with_ended: bool = False
) -> list[CalendarDocument]:
    """The documents that the sites share, newest first; with those taken off the list if asked."""
    query = select(CalendarDocument).where(CalendarDocument.programme_id == programme.id)
    if not with_ended:
        query = query.where(CalendarDocument.ended_at.is_(None))
    return list(session.scalars(query.order_by(CalendarDocument.at.desc(), CalendarDocument.id)))


def sites_of(session: Session, programme: Programme) -> list[Site]:
    """The sites of a programme, by name."""
    query = select(Site).where(Site.programme_id == programme.id, Site.ended_at.is_(None))
    return list(session.scalars(query.order_by(Site.name)))


@dataclass(frozen=True)
class Trained:
    """The training of a site: half-days that somebody of it came to, and those of each person."""

    halves: int
    people: Mapping[uuid.UUID, int]


def trained(rows: Iterable[Attendance], shown: Sequence[Shown]) -> Trained:
    """What these lines of attendance say together; an event that was cancelled counts nothing."""
    held = {
        one.id: one.planned
        for one in shown
        if one.planned.kind is Kind.TRAINING and not one.cancelled
    }
    came = [row for row in rows if row.came and row.event_id in held]
    people: dict[uuid.UUID, int] = {}
    for row in came:
        people[row.user_id] = people.get(row.user_id, 0) + held[row.event_id].halves
    return Trained(rules.halves_of([held[one] for one in {row.event_id for row in came}]), people)


def trained_here(session: Session, shown: Sequence[Shown]) -> Trained:
    """The training of the site in scope."""
    rows = session.scalars(select(Attendance).where(Attendance.until.is_(None)))
    return trained(rows, shown)


def enrolled_here(session: Session) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Who of the site in scope is enrolled, by event."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    query = select(TrainingSeat).where(TrainingSeat.until.is_(None)).order_by(TrainingSeat.at)
    for one in session.scalars(query):
        found.setdefault(one.event_id, []).append(one.user_id)
    return found


@dataclass(frozen=True)
class Followed:
    """One site as the programme follows it: people enrolled, training, hours of accompaniment."""

    site: Site
    enrolled: int
    trained: Trained
    hours: Hours


def followed(
    session: Session,
    programme: Programme,
    looking: Viewer,
    *,
    used: Mapping[uuid.UUID, int] | None = None,
) -> list[Followed]:
    """The sites that a lead leads, or a facilitator facilitates, by name.

    `used` is how many minutes of accompaniment were used at each site, where somebody counted them:
    the log of accompaniment hands it in. Without it nothing is said of what is used.
    """
    sites = [
        one for one in sites_of(session, programme) if looking.leads or one.id in looking.writes_at
    ]
    shown = events(session, programme, looking)
    ids = [one.id for one in sites]
    with across_sites(session, because="a lead follows every site, a facilitator their own"):
        rows = list(
            session.scalars(
                select(Attendance).where(Attendance.site_id.in_(ids), Attendance.until.is_(None))
            )
        )
        seats = list(
            session.scalars(
                select(TrainingSeat).where(
                    TrainingSeat.site_id.in_(ids), TrainingSeat.until.is_(None)
                )
            )
        )
        plans = {
            one.site_id: one.minutes
            for one in session.scalars(
                select(AccompanimentPlan).where(
                    AccompanimentPlan.site_id.in_(ids), AccompanimentPlan.until.is_(None)
                )
            )
        }
    return [
        Followed(
            site=site,
            enrolled=len({one.user_id for one in seats if one.site_id == site.id}),
            trained=trained([one for one in rows if one.site_id == site.id], shown),
            hours=Hours(plans.get(site.id), used.get(site.id, 0) if used is not None else None),
        )
        for site in sites
    ]
