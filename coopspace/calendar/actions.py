"""What people do with the calendar of a programme: plan an event, change it, move it, cancel it
with a word, bring it back, name the documents that all share. Nothing is lost."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.calendar import rules
from coopspace.calendar.held import locked, note, planned_of
from coopspace.calendar.model import CalendarDocument, CalendarEvent, CalendarSaying
from coopspace.calendar.rules import Happened, Planned, Viewer
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Programme, Site

CANCELLED = N_("This event is cancelled: bring it back first.")
MEANWHILE = N_(
    "Somebody changed this meanwhile: read what stands now, above. What you typed is still here."
)
MOST_DOCUMENTS = 60


def plan(
    session: Session, programme: Programme, *, planned: Planned, viewer: Viewer, by: User
) -> CalendarEvent:
    """Plan an event. `viewer` is what `by` is in the programme."""
    hold_programme(session, programme)
    made = _checked(session, programme, planned, viewer)
    query = select(func.max(CalendarEvent.number)).where(CalendarEvent.programme_id == programme.id)
    event = CalendarEvent(
        programme_id=programme.id,
        number=(session.scalar(query) or 0) + 1,
        opened_by=by.id,
        opened_at=clock.now(),
    )
    session.add(event)
    session.flush()
    _say(session, event, None, made, Happened.WRITTEN, by=by)
    note(session, event, "event:plan", by=by)
    return event


NOTED: dict[Happened, str] = {
    Happened.CHANGED: "event:change",
    Happened.MOVED: "event:move",
    Happened.CANCELLED: "event:cancel",
    Happened.RESTORED: "event:restore",
}
"""What the journal says of what happened to an event."""


def change(
    session: Session,
    programme: Programme,
    event: CalendarEvent,
    *,
    planned: Planned,
    words: str,
    seen: int,
    viewer: Viewer,
    by: User,
) -> Happened | None:
    """Say an event anew; saying the same changes nothing. One that moves in time says why. `seen`
    is what was read. Raises Refusal."""
    before = locked(session, event)
    if before.happened == Happened.CANCELLED:
        raise Refusal(CANCELLED)
    was = planned_of(before)
    _check_reach(was, viewer)
    made = _checked(session, programme, planned, viewer, kept=was.sites)
    happened = rules.changed(was, made)
    if happened is None:
        return None
    if before.seq != seen:
        raise Refusal(MEANWHILE)
    needed = N_("Say why it moves: whoever had planned to come will read it.")
    said = typed.words(
        words, "words", rules.WORDS_MAX, needed=needed if happened is Happened.MOVED else ""
    )
    _say(session, event, before, made, happened, words=said, by=by)
    note(session, event, NOTED[happened], by=by)
    return happened


def cancel(session: Session, event: CalendarEvent, *, words: str, viewer: Viewer, by: User) -> None:
    """Cancel an event, with a word: it stays where it stood, said to be cancelled."""
    before = locked(session, event)
    was = planned_of(before)
    _check_reach(was, viewer)
    if before.happened == Happened.CANCELLED:
        return
    needed = N_("Say why it is cancelled: whoever had planned to come will read it.")
    said = typed.words(words, "words", rules.WORDS_MAX, needed=needed)
    _say(session, event, before, was, Happened.CANCELLED, words=said, by=by)
    note(session, event, NOTED[Happened.CANCELLED], by=by)


def restore(session: Session, event: CalendarEvent, *, viewer: Viewer, by: User) -> None:
    """Bring back an event that was cancelled; one that stands is left alone."""
    before = locked(session, event)
    was = planned_of(before)
    _check_reach(was, viewer)
    if before.happened == Happened.CANCELLED:
        _say(session, event, before, was, Happened.RESTORED, by=by)
        note(session, event, NOTED[Happened.RESTORED], by=by)


def add_document(
    session: Session, programme: Programme, *, label: str, address: str, by: User
) -> CalendarDocument:
    """Name a document that the sites share, by its address."""
    hold_programme(session, programme)
    found = typed.line(label, "label", rules.LINE_MAX)
    if not found:
        raise Refusal(N_("Give this document a name."), field="label")
    link = rules.link_of(address, "link")
    if not link:
        raise Refusal(N_("Write its address."), field="link")
    query = select(func.count(CalendarDocument.id)).where(
        CalendarDocument.programme_id == programme.id, CalendarDocument.ended_at.is_(None)
    )
    if (session.scalar(query) or 0) >= MOST_DOCUMENTS:
        raise Refusal(
            N_("Take one of the %(most)d documents off the list first."), most=MOST_DOCUMENTS
        )
    document = CalendarDocument(
        programme_id=programme.id, label=found, address=link, by=by.id, at=clock.now()
    )
    session.add(document)
    session.flush()
    _note_document(session, document, "document:add", by=by)
    return document


def end_document(
    session: Session, programme: Programme, *, document_id: uuid.UUID, by: User
) -> None:
    """Take a document off the list; that it stood there is kept. Raises NotFound."""
    hold_programme(session, programme)
    document = session.get(CalendarDocument, document_id)
    if document is None or document.programme_id != programme.id:
        raise NotFound
    if document.ended_at is None:
        document.ended_at, document.ended_by = clock.now(), by.id
        _note_document(session, document, "document:end", by=by)


def restore_document(
    session: Session, programme: Programme, *, document_id: uuid.UUID, by: User
) -> CalendarDocument | None:
    """Name again a document that was taken off: a new line, the one before stays. One that stands
    is left alone. Raises NotFound, or Refusal."""
    hold_programme(session, programme)
    ended = session.get(CalendarDocument, document_id)
    if ended is None or ended.programme_id != programme.id:
        raise NotFound
    stands = select(CalendarDocument.id).where(
        CalendarDocument.programme_id == programme.id,
        CalendarDocument.label == ended.label,
        CalendarDocument.address == ended.address,
        CalendarDocument.ended_at.is_(None),
    )
    if session.scalar(stands.limit(1)) is not None:
        return None
    return add_document(session, programme, label=ended.label, address=ended.address, by=by)


def hold_programme(session: Session, programme: Programme) -> None:
    """Wait for, and take, the right to change what the whole programme shares."""
    session.execute(
        select(Programme.id).where(Programme.id == programme.id).with_for_update(**HELD)
    )


def _note_document(session: Session, document: CalendarDocument, action: str, *, by: User) -> None:
    audit.record(session, action, site_id=None, actor_id=by.id, on=("document", document.id))


def _check_reach(was: Planned, viewer: Viewer) -> None:
    """Raises NotFound for an event that this person does not even read, Refusal otherwise."""
    if not rules.sees(was, viewer):
        raise NotFound
    if not rules.may_write(was.sites, viewer):
        raise Refusal(
            N_("This event concerns sites that you do not facilitate: ask the programme’s lead.")
        )


def _checked(
    session: Session,
    programme: Programme,
    planned: Planned,
    viewer: Viewer,
    *,
    kept: Collection[uuid.UUID] = (),
) -> Planned:
    """An event whose sites are of the programme and within reach. Raises Refusal."""
    made = rules.whole(planned)
    query = select(Site.id).where(Site.programme_id == programme.id, Site.ended_at.is_(None))
    known = {*session.scalars(query), *kept}
    if not known.issuperset(made.sites) or not rules.may_write(made.sites, viewer):
        raise Refusal(N_("Choose sites that you facilitate."), field="sites")
    return made


def _say(
    session: Session,
    event: CalendarEvent,
    before: CalendarSaying | None,
    planned: Planned,
    happened: Happened,
    *,
    words: str = "",
    by: User,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        CalendarSaying(
            event_id=event.id,
            seq=before.seq + 1 if before else 1,
            happened=happened,
            words=words,
            starts=planned.starts,
            ends=planned.ends,
            content=rules.stored(planned),
            by=by.id,
            at=moment,
        )
    )
    session.flush()
