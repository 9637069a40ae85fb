"""What is found of programmes: how they and their sites are called, the events that concern whoever
looks, the documents that their sites share.

They are few and of no single site, and an event says itself for whom it is: they are read as they
stand, by the rules of their own pages, and no entry is kept of them.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.calendar import reading
from coopspace.calendar.model import CalendarDocument
from coopspace.calendar.rules import Seat, Viewer
from coopspace.discussed_kinds import Thing
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_
from coopspace.search.rules import Needle, folded, matches
from coopspace.sites.access import Standing
from coopspace.sites.model import Programme, Site

NAME, EVENT, DOCUMENT = "place", "event", "document"
LABELS: dict[str, str] = {
    NAME: N_("Sites and programmes"),
    EVENT: N_("Events of the calendar"),
    DOCUMENT: N_("Documents of the programme"),
}
"""Every kind, in the order in which a page tells what was found."""

_folded = lru_cache(maxsize=1_000)(folded)
"""Words that hardly change are folded once."""
Places = Sequence[tuple[Site, Standing]]


@dataclass(frozen=True)
class Told:
    """Something of a programme: what it says, its name and where it stands; an event has a day."""

    programme: Programme
    kind: str
    words: str
    thing: Thing
    day: date | None = None


def find(
    session: Session,
    needles: Sequence[Needle],
    *,
    places: Places,
    led: Iterable[Programme],
    kinds: Collection[str],
) -> list[Told]:
    """What holds all that is asked. `places`: the sites that are looked at, with the place that
    the person has there; `led`: the programmes that they lead, looked at as a whole."""
    if not needles:
        return []
    programmes = {one.id: one for one in led}
    leading = frozenset(programmes)
    programmes |= {site.programme_id: site.programme for site, _place in places}
    looking = _viewers(places, leading)
    told: list[Told] = []
    if NAME in kinds:
        told += _names(places, [programmes[one] for one in leading])
    if EVENT in kinds:
        told += _events(session, programmes, looking)
    if DOCUMENT in kinds:
        told += _documents(session, programmes, looking)
    return [one for one in told if matches(_folded(one.words), needles)]


def _viewers(places: Places, leading: Collection[uuid.UUID]) -> dict[uuid.UUID, Viewer]:
    """What the person is in each programme whose calendar they may read."""
    seats: dict[uuid.UUID, list[Seat]] = defaultdict(list)
    for site, place in places:
        if place.may(Permission.CALENDAR_READ):
            seats[site.programme_id] += reading.viewer_at(site, place).seats
    return {one: Viewer(one in leading, tuple(seats[one])) for one in {*seats, *leading}}


def _names(places: Places, led: Iterable[Programme]) -> Iterator[Told]:
    known = {one.id: one for one in led}
    known |= {
        site.programme_id: site.programme
        for site, place in places
        if place.may(Permission.PROGRAMME_READ)
    }
    for one in known.values():
        leads_to = Thing(one.name, "programmes.show", {"programme": one.slug})
        yield Told(one, NAME, f"{one.name}\n{one.description}", leads_to)
    for site, place in places:
        if place.may(Permission.SITE_READ):
            leads_to = Thing(site.name, "sites.dashboard", {"site": site.slug})
            yield Told(site.programme, NAME, f"{site.name}\n{site.territory}", leads_to)


def _events(
    session: Session, programmes: dict[uuid.UUID, Programme], looking: dict[uuid.UUID, Viewer]
) -> Iterator[Told]:
    """The latest first."""
    for of, one in reversed(reading.events_of(session, looking)):
        values = {"programme": programmes[of].slug, "event": str(one.number)}
        said = one.planned
        yield Told(
            programmes[of],
            EVENT,
            "\n".join(filter(None, (said.title, said.place, said.prepare, one.words))),
            Thing(said.title, "calendar.show", values, gone=one.cancelled),
            said.first_day,
        )


def _documents(
    session: Session, programmes: dict[uuid.UUID, Programme], looking: Collection[uuid.UUID]
) -> Iterator[Told]:
    query = (
        select(CalendarDocument)
        .where(CalendarDocument.programme_id.in_(looking), CalendarDocument.ended_at.is_(None))
        .order_by(CalendarDocument.at.desc(), CalendarDocument.id)
    )
    for one in session.scalars(query):
        of = programmes[one.programme_id]
        leads_to = Thing(one.label, "calendar.documents", {"programme": of.slug})
        yield Told(of, DOCUMENT, one.label, leads_to)
