"""One agenda over several sites, in order of time: events of their programmes, next steps of the
roles, closings of rounds, agreements to look at again."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.calendar import reading as calendar
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import PARIS, Planned, Seat, Viewer, at_site
from coopspace.facilitation import around
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Permission
from coopspace.roles.model import RoleTelling
from coopspace.roles.rules import SupportRole
from coopspace.sites.access import Standing
from coopspace.sites.model import Site

Places = Sequence[tuple[Site, Standing]]


class Kind(StrEnum):
    """What a line of the agenda is."""

    EVENT = "event"
    STEP = "step"
    CLOSING = "closing"
    REVIEW = "review"


@dataclass(frozen=True)
class Line:
    """One line. An event names the sites that it concerns, anything else its own site. `number`
    is that of the event, the role, the round or the version; `seq` grows when it is said anew."""

    kind: Kind
    id: str
    planned: Planned
    sites: tuple[Site, ...]
    made_at: datetime
    said_at: datetime
    number: int
    seq: int = 1
    room: str = ""
    person: uuid.UUID | None = None
    event: Shown | None = None

    @property
    def site(self) -> Site:
        """Its site; the first one of an event."""
        return self.sites[0]

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.event is not None and self.event.cancelled


def agenda(session: Session, places: Places) -> list[Line]:
    """Everything of these sites that has a day, in order of time. The caller has checked that
    whoever asks may follow them. Nothing that was concluded stands in it, but what is over does."""
    by_id = {site.id: site for site, _place in places}
    with across_sites(session, because="a lead follows every site, a facilitator their own"):
        found = [*_steps(session, by_id), *_closings(session, by_id), *_reviews(session, by_id)]
    found += _events(session, places)
    return sorted(found, key=lambda one: (one.planned.starts, one.kind, one.id))


def _events(session: Session, places: Places) -> Iterator[Line]:
    seats: dict[uuid.UUID, list[Seat]] = {}
    leads: set[uuid.UUID] = set()
    for site, place in places:
        seats.setdefault(site.programme_id, []).append(Seat(site.id, facilitates=True))
        if place.may(Permission.PROGRAMME_EDIT):
            leads.add(site.programme_id)
    looking = {of: Viewer(of in leads, tuple(some)) for of, some in seats.items()}
    for of, one in calendar.events_of(session, looking):
        sites = tuple(
            site
            for site, _place in places
            if site.programme_id == of and at_site(one.planned, site.id)
        )
        if sites:
            yield Line(
                Kind.EVENT,
                str(one.id),
                one.planned,
                sites,
                one.opened_at,
                one.at,
                one.number,
                seq=one.seq,
                event=one,
            )


def _steps(session: Session, by_id: dict[uuid.UUID, Site]) -> Iterator[Line]:
    row = RoleTelling
    query = select(row).where(
        row.site_id.in_(by_id), row.until.is_(None), row.step_day.is_not(None)
    )
    for one in session.scalars(query):
        if one.step_day is not None:
            support = SupportRole(one.role)
            yield Line(
                Kind.STEP,
                f"step-{support}-{one.site_id}",
                _whole_day(one.step, one.step_day),
                (by_id[one.site_id],),
                one.at,
                one.at,
                support.number,
                seq=one.seq,
                person=one.step_person,
            )


def _closings(session: Session, by_id: dict[uuid.UUID, Site]) -> Iterator[Line]:
    for one in around.rounds(session, by_id):
        if one.revealed_at is None:
            yield Line(
                Kind.CLOSING,
                str(one.id),
                Planned("", one.closes_at, one.closes_at + timedelta(minutes=15)),
                (by_id[one.site],),
                one.opened_at,
                one.opened_at,
                one.number,
                room=one.room,
            )


def _reviews(session: Session, by_id: dict[uuid.UUID, Site]) -> Iterator[Line]:
    for site, one in around.standing(around.versions(session, by_id)).items():
        yield Line(
            Kind.REVIEW,
            str(one.id),
            _whole_day("", one.review),
            (by_id[site],),
            one.put_at,
            one.put_at,
            one.number,
        )


def _whole_day(title: str, day: date) -> Planned:
    starts = datetime.combine(day, time.min, tzinfo=PARIS)
    ends = datetime.combine(day + timedelta(days=1), time.min, tzinfo=PARIS)
    return Planned(title, starts, ends, whole_days=True)
