"""The log of a text as pages and forms meet it: a state of the past, a line more, a snapshot."""

import hashlib
import uuid
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import NotFound
from coopspace.live import bus, formats, guard, merging
from coopspace.live.model import Document, DocumentSnapshot, DocumentUpdate, Wording

KEPT = timedelta(days=1)
"""How long every line is kept one by one: a form opened since then merges exactly."""


_LOCKED = (
    select(Document)
    .where(Document.id == bindparam("document"))
    .with_for_update(**HELD)
    .execution_options(populate_existing=True)
)
_OF_DOCUMENT = Wording.document_id == bindparam("document")
_NUMBERED = select(Wording).where(_OF_DOCUMENT, Wording.number == bindparam("number"))
_LAST_NUMBER = select(func.max(Wording.number)).where(_OF_DOCUMENT)


class Condensed(NamedTuple):
    """A whole state, checked, that may stand for all lines up to `seq`."""

    seq: int
    state: bytes


def digest(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def locked(session: Session, document_id: uuid.UUID) -> Document:
    """The document, its row held until the act ends. Raises NotFound."""
    document = session.scalar(_LOCKED, {"document": document_id})
    if document is None:
        raise NotFound
    return document


def numbered(session: Session, document_id: uuid.UUID, number: int) -> Wording | None:
    """One wording by its number."""
    return session.scalar(_NUMBERED, {"document": document_id, "number": number})


def last_number(session: Session, document_id: uuid.UUID) -> int:
    """The highest number given so far."""
    return session.scalar(_LAST_NUMBER, {"document": document_id}) or 0


def place(standing: Wording | None) -> int:
    """The line of the log at which a wording stands."""
    return (standing.seq or 0) if standing else 0


def updates_at(session: Session, document: Document, seq: int) -> list[bytes] | None:
    """The updates that make the text as it was at line `seq`; None when that is not known."""
    if not 0 <= seq <= document.head_seq:
        return None
    if document.snapshot_seq is None:
        return [merging.seed(document.id, document.text)]
    base = session.execute(
        select(DocumentSnapshot.seq, DocumentSnapshot.state)
        .where(DocumentSnapshot.document_id == document.id, DocumentSnapshot.seq <= seq)
        .order_by(DocumentSnapshot.seq.desc())
        .limit(1)
    ).first()
    if base is None:
        return None
    lines = session.scalars(
        select(DocumentUpdate.update)
        .where(
            DocumentUpdate.document_id == document.id,
            DocumentUpdate.seq > base.seq,
            DocumentUpdate.seq <= seq,
        )
        .order_by(DocumentUpdate.seq)
    ).all()
    return [base.state, *lines] if len(lines) == seq - base.seq else None


def state_at(session: Session, document: Document, seq: int) -> bytes | None:
    """The whole state at line `seq` as one update; None when that is not known."""
    updates = updates_at(session, document, seq)
    return merging.load(updates).get_update() if updates is not None else None


def words_at(session: Session, document: Document, seq: int) -> str | None:
    """The canonical words at line `seq`; None when they are not known."""
    if seq == document.head_seq == document.text_seq:
        return document.text
    updates = updates_at(session, document, seq)
    return merging.clean(merging.raw(merging.load(updates))) if updates is not None else None


def marked_at(
    session: Session, document: Document, seq: int, words: str
) -> list[formats.Marked] | None:
    """The text at line `seq` with its marks, where its words are these; None when the log no
    longer knows."""
    updates = updates_at(session, document, seq) if document.snapshot_seq is not None else None
    doc = merging.load(updates) if updates is not None else None
    if doc is None or merging.clean(merging.raw(doc)) != words:
        return None
    return formats.marked(doc)


def head_state(session: Session, document: Document) -> bytes:
    """The whole state as it stands."""
    state = state_at(session, document, document.head_seq)
    if state is None:
        raise LookupError(f"the log of {document.id} is not whole")
    return state


def append(session: Session, document: Document, update: bytes, *, by: uuid.UUID | None) -> int:
    """Add one line to the log of a document that is held, and have it announced at commit."""
    moment = clock.now()
    if document.snapshot_seq is None:
        first = merging.seed(document.id, document.text)
        session.add(
            DocumentSnapshot(
                document_id=document.id, seq=document.head_seq, state=first, created_at=moment
            )
        )
        document.snapshot_seq = document.head_seq
    document.head_seq += 1
    document.updated_at, document.updated_by = moment, by
    session.add(
        DocumentUpdate(
            document_id=document.id,
            seq=document.head_seq,
            update=update,
            user_id=by,
            created_at=moment,
        )
    )
    session.flush()
    bus.announce(session, document.id, document.head_seq, update)
    return document.head_seq


def project(document: Document, words: str) -> None:
    """These are the words at the head of the log."""
    document.text, document.text_seq = words, document.head_seq


def condensed(session: Session, document_id: uuid.UUID) -> Condensed | None:
    """The state at the head as one update, proved to be the same text; None when it is not.

    It is not when a line rests on one that never came: then every line stays as it is.
    """
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None or document.snapshot_seq in (None, document.head_seq):
        return None
    updates = updates_at(session, document, document.head_seq)
    if updates is None:
        return None
    whole = merging.load(updates)
    state = whole.get_update()
    again = merging.load([state])
    known = guard.clocks(again.get_state())
    reached = all(
        known.get(client, 0) >= end
        for update in updates
        for client, end in guard.known(update).reaches.items()
    )
    same = (formats.marked(whole), guard.deletions(state)) == (
        formats.marked(again),
        guard.deletions(again.get_update()),
    )
    return Condensed(document.head_seq, state) if same and reached else None


def keep_snapshot(session: Session, document_id: uuid.UUID, found: Condensed) -> int:
    """Date a checked state, and drop the lines that an older one has stood for since a day.

    Returns how many lines were dropped. Lines that still have to say who wrote what stay.
    """
    document = locked(session, document_id)
    if document.snapshot_seq is None or document.snapshot_seq >= found.seq:
        return 0
    moment = clock.now()
    session.add(
        DocumentSnapshot(
            document_id=document_id, seq=found.seq, state=found.state, created_at=moment
        )
    )
    document.snapshot_seq = found.seq
    session.flush()
    settled = session.scalar(
        select(func.max(Wording.seq)).where(
            Wording.document_id == document_id, Wording.runs.is_not(None)
        )
    )
    old = session.scalar(
        select(func.max(DocumentSnapshot.seq)).where(
            DocumentSnapshot.document_id == document_id,
            DocumentSnapshot.seq <= (settled or 0),
            DocumentSnapshot.created_at <= moment - KEPT,
        )
    )
    if not old:
        return 0
    dropped = session.execute(
        delete(DocumentUpdate).where(
            DocumentUpdate.document_id == document_id, DocumentUpdate.seq <= old
        )
    )
    return int(getattr(dropped, "rowcount", 0))
