"""The people of a site in the training of its programme: who is enrolled, who came; and the hours
of accompaniment that the site may count on."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.calendar import rules
from coopspace.calendar.held import locked, planned_of
from coopspace.calendar.model import AccompanimentPlan, Attendance, CalendarEvent, TrainingSeat
from coopspace.calendar.rules import Happened, Kind
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def people_of(session: Session, site: Site) -> dict[uuid.UUID, User]:
    """Who may be enrolled at a site, by name: its members of today."""
    return {
        one.user_id: one.user for one in access.who_may(session, site, Permission.CALENDAR_READ)
    }


def seats_of(session: Session, event: CalendarEvent) -> dict[uuid.UUID, TrainingSeat]:
    """Who of the site in scope is enrolled today, by person."""
    query = select(TrainingSeat).where(
        TrainingSeat.event_id == event.id, TrainingSeat.until.is_(None)
    )
    return {one.user_id: one for one in session.scalars(query.order_by(TrainingSeat.at))}


def came_of(session: Session, event: CalendarEvent) -> dict[uuid.UUID, Attendance]:
    """What is written of who came from the site in scope, by person."""
    query = select(Attendance).where(Attendance.event_id == event.id, Attendance.until.is_(None))
    return {one.user_id: one for one in session.scalars(query.order_by(Attendance.at))}


def enrol(
    session: Session, site: Site, event: CalendarEvent, *, people: Collection[uuid.UUID], by: User
) -> bool:
    """Enrol these people of the site and nobody else; whether that changed. Whoever was enrolled
    and left the site stays as they were."""
    hold(session, site.id)
    _concerned(session, site, event, kind=Kind.TRAINING, past=False)
    known = people_of(session, site)
    if not known.keys() >= set(people):
        raise Refusal(N_("Choose members of this site."), field="people")
    seats, moment = seats_of(session, event), clock.now()
    gone = [seat for who, seat in seats.items() if who in known and who not in people]
    for seat in gone:
        seat.until = moment
    new = [who for who in dict.fromkeys(people) if who not in seats]
    session.add_all(
        TrainingSeat(site_id=site.id, event_id=event.id, user_id=who, at=moment, by=by.id)
        for who in new
    )
    session.flush()
    if gone or new:
        _note(session, site, event, "training:enrol", by=by)
    return bool(gone or new)


def write_attendance(
    session: Session, site: Site, event: CalendarEvent, *, came: Collection[uuid.UUID], by: User
) -> bool:
    """Write who came, among the members and those enrolled: the others did not. Whether that
    changed. Only what has begun can be written of."""
    hold(session, site.id)
    _concerned(session, site, event, kind=None, past=True)
    written = came_of(session, event)
    known = [*people_of(session, site), *seats_of(session, event), *written]
    if not set(known) >= set(came):
        raise Refusal(N_("Choose members of this site."), field="people")
    moment, moved = clock.now(), []
    for who in dict.fromkeys(known):
        before = written.get(who)
        if before is not None and before.came is (who in came):
            continue
        if before is not None:
            before.until = moment
        moved.append(who)
    session.flush()
    session.add_all(
        Attendance(
            site_id=site.id, event_id=event.id, user_id=who, came=who in came, at=moment, by=by.id
        )
        for who in moved
    )
    session.flush()
    if moved:
        _note(session, site, event, "training:attend", by=by)
    return bool(moved)


def plan_hours(session: Session, site: Site, *, hours: str, words: str, by: User) -> bool:
    """Write how many hours of accompaniment the site may count on; whether that changed."""
    hold(session, site.id)
    minutes = rules.minutes_of(hours)
    said = typed.words(words, "words", rules.WORDS_MAX)
    before = plan_of(session)
    if before is not None and (before.minutes, before.words) == (minutes, said):
        return False
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        AccompanimentPlan(site_id=site.id, minutes=minutes, words=said, at=moment, by=by.id)
    )
    session.flush()
    audit.record(session, "hours:plan", site_id=site.id, actor_id=by.id, on=("site", site.id))
    return True


def plan_of(session: Session) -> AccompanimentPlan | None:
    """What the site in scope may count on today."""
    return session.scalar(select(AccompanimentPlan).where(AccompanimentPlan.until.is_(None)))


def plans_of(session: Session) -> list[AccompanimentPlan]:
    """What the site in scope could count on, newest first."""
    return list(session.scalars(select(AccompanimentPlan).order_by(AccompanimentPlan.at.desc())))


def _concerned(
    session: Session, site: Site, event: CalendarEvent, *, kind: Kind | None, past: bool
) -> None:
    """Raises NotFound for another site's event, Refusal for one that this cannot be said of."""
    saying = locked(session, event)
    planned = planned_of(saying)
    if event.programme_id != site.programme_id or not rules.at_site(planned, site.id):
        raise NotFound
    if kind is not None and planned.kind is not kind:
        raise Refusal(N_("People enrol in training only."))
    if saying.happened == Happened.CANCELLED:
        raise Refusal(N_("This event is cancelled."))
    if past and planned.first_day > clock.today():
        raise Refusal(N_("Wait for the day: who came is written then."))


def _note(session: Session, site: Site, event: CalendarEvent, action: str, *, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=by.id,
        on=("event", event.number),
        number=event.number,
    )
