"""An event as rows: found by its number, held while something of it changes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.calendar import rules
from coopspace.calendar.model import CalendarEvent, CalendarSaying
from coopspace.calendar.rules import Planned
from coopspace.kernel import audit
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import Programme


def event_of(session: Session, programme: Programme, number: int) -> CalendarEvent:
    """The event of this number in a programme. Raises NotFound."""
    query = select(CalendarEvent).where(
        CalendarEvent.programme_id == programme.id, CalendarEvent.number == number
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def locked(session: Session, event: CalendarEvent) -> CalendarSaying:
    """What stands of the event, held until the act ends: two who change it take turns."""
    query = select(CalendarEvent.id).where(CalendarEvent.id == event.id).with_for_update(**HELD)
    session.execute(query)
    return standing(session, event)


def standing(session: Session, event: CalendarEvent) -> CalendarSaying:
    """What is said of the event today."""
    query = (
        select(CalendarSaying)
        .where(CalendarSaying.event_id == event.id, CalendarSaying.until.is_(None))
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one()


def planned_of(saying: CalendarSaying) -> Planned:
    """The event as the rules read it."""
    return rules.read(saying.content, starts=saying.starts, ends=saying.ends)


def note(session: Session, event: CalendarEvent, action: str, *, by: User) -> None:
    """One line of the journal of the house: the event is of no single site."""
    audit.record(
        session,
        action,
        site_id=None,
        actor_id=by.id,
        on=("event", event.id),
        number=event.number,
    )
