"""How tests keep a calendar: by planning, moving, cancelling, enrolling as people do."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.calendar import actions, attending, doors, reading, rules
from coopspace.calendar.held import event_of, planned_of, standing
from coopspace.calendar.model import CalendarDocument, CalendarEvent
from coopspace.calendar.rules import Kind, Part, Planned, When
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.world import World

HOME = "/dispositifs/cites-en-mouvement/calendrier"
SITE = "/sites/quartier-des-trois-ponts/calendrier"


def on(day: date, start: str = "", end: str = "", **more: object) -> Planned:
    """An event of one day."""
    hours = [time.fromisoformat(one) if one else None for one in (start, end)]
    starts, ends, whole = rules.moments(When(day, None, *hours))
    title = str(more.pop("title", "Une journée"))
    return Planned(title, starts, ends, whole_days=whole, **more)


def in_days(days: int, start: str = "", end: str = "", **more: object) -> Planned:
    """The same, so many days from today."""
    return on(clock.today() + timedelta(days=days), start, end, **more)


@contextmanager
def acting(session: Session, world: World) -> Iterator[None]:
    """An act at the site of the world, saved."""
    with in_site(session, world.site.id), saving(session):
        yield


def plan(session: Session, world: World, planned: Planned, who: str = "lead") -> int:
    """Somebody plans an event; gives its number."""
    by = getattr(world, who)
    with acting(session, world):
        looking = reading.viewer(session, by, world.programme)
        made = actions.plan(session, world.programme, planned=planned, viewer=looking, by=by)
        return made.number


def training(session: Session, world: World, days: int = -1, **more: object) -> int:
    """A training day, yesterday unless told otherwise."""
    kind = {"kind": Kind.TRAINING, "halves": 2, "part": Part.COOPERATION}
    return plan(session, world, in_days(days, "09:00", "17:00", **{**kind, **more}))


def change(
    session: Session, world: World, number: int, words: str = "", who: str = "lead", **more: object
) -> object:
    """Somebody says an event anew, having read what stands."""
    by = getattr(world, who)
    with acting(session, world):
        event = event_of(session, world.programme, number)
        now = standing(session, event)
        return actions.change(
            session,
            world.programme,
            event,
            planned=replace(planned_of(now), **more),
            words=words,
            seen=now.seq,
            viewer=reading.viewer(session, by, world.programme),
            by=by,
        )


def cancel(
    session: Session, world: World, number: int, words: str = "Il neige.", who: str = "lead"
) -> None:
    """Somebody cancels an event."""
    by = getattr(world, who)
    with acting(session, world):
        event = event_of(session, world.programme, number)
        looking = reading.viewer(session, by, world.programme)
        actions.cancel(session, event, words=words, viewer=looking, by=by)


def titles(session: Session, world: World, who: str) -> list[str]:
    """What somebody reads in the calendar of the programme."""
    looking = reading.viewer(session, getattr(world, who), world.programme)
    return [one.planned.title for one in reading.events(session, world.programme, looking)]


def planned_for(
    session: Session, site: Site, cast: Mapping[str, User], lead: User, mark: str
) -> dict[str, str]:
    """A training of the whole programme and a document, once; a training of this site alone, said
    anew and moved; who is enrolled and came; hours; a link. In `saving()`, at the site."""
    programme = site.programme
    looking = reading.viewer(session, lead, programme)
    kind = {"kind": Kind.TRAINING, "halves": 2, "part": Part.LEARNING}
    query = select(func.count(CalendarEvent.id)).where(CalendarEvent.programme_id == programme.id)
    first = not session.scalar(query)
    own = in_days(
        -2,
        "09:00",
        "12:00",
        **kind,
        title=f"Formation du site {mark}",
        place=f"Salle {mark}",
        prepare=f"Venez à trois {mark}.",
        sites=(site.id,),
    )
    general = in_days(-1, "09:00", "17:00", **kind, title=f"Formation commune {mark}")
    if first:
        shared = actions.plan(session, programme, planned=general, viewer=looking, by=lead)
        actions.add_document(
            session,
            programme,
            label=f"Le parcours {mark}",
            address="https://exemple.fr/parcours",
            by=lead,
        )
    alone = actions.plan(session, programme, planned=own, viewer=looking, by=lead)
    moved = replace(own, starts=own.starts + timedelta(hours=1))
    actions.change(
        session,
        programme,
        alone,
        planned=moved,
        words=f"Le train est en retard {mark}.",
        seen=1,
        viewer=looking,
        by=lead,
    )
    who = [cast["state"].id, cast["civil"].id]
    attending.enrol(session, site, alone, people=who, by=cast["state"])
    attending.write_attendance(session, site, alone, came=who[:1], by=cast["facilitator"])
    attending.plan_hours(session, site, hours="10", words=f"Comme prévu {mark}.", by=lead)
    document = session.scalars(
        select(CalendarDocument).where(CalendarDocument.programme_id == programme.id)
    ).first()
    return {
        "event": str(shared.number if first else alone.number),
        "document": str(document.id) if document else "",
        "feed_token": doors.make(session, programme, site, by=cast["state"]),
    }
