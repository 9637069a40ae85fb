"""Who wrote what, and when, inside a wording that several people wrote.

It is read from the log, whose lines are their authors' by their sessions. Lines are kept a day;
before they go, what they say of each closed wording is kept beside it (`unsettled`, `settle`).
"""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel.refusal import NotFound
from coopspace.live import tracing, wordings
from coopspace.live.model import Document, DocumentUpdate, Wording
from coopspace.live.tracing import Line, Run

__all__ = ["Run", "runs", "settle", "unsettled"]


def runs(session: Session, document_id: uuid.UUID, number: int) -> list[Run]:
    """The words of a wording in order, with whose they are; the open wording included.

    Joined, they are its text. Words brought back by a restore stay their authors'. Raises
    NotFound when there is no such wording.
    """
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        raise NotFound
    rows = _rows(session, document_id)
    wanted = next((row for row in rows if row.number == number), None)
    if wanted is not None and wanted.aside:
        return [Run(wanted.text, wanted.author_id, wanted.at)] if wanted.text else []
    stood = [row for row in rows if not row.aside and row.number <= number]
    known = _known(session, document, stood)
    if wanted is not None:
        return known[number]
    last = stood[-1] if stood else None
    lines = _lines(session, document, wordings.place(last), document.head_seq)
    if number != wordings.last_number(session, document_id) + 1 or not lines:
        raise NotFound
    return _followed(session, document, last, known[last.number] if last else [], lines)


def unsettled(session: Session, document_id: uuid.UUID) -> dict[uuid.UUID, list[Run]]:
    """Whose each word is, by wording, where only the log says so yet."""
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        return {}
    stood = [row for row in _rows(session, document_id) if not row.aside]
    known = _known(session, document, stood)
    return {row.id: known[row.number] for row in stood if row.runs is None}


def settle(session: Session, found: dict[uuid.UUID, list[Run]]) -> None:
    """Keep beside each wording whose each of its words is."""
    for row in session.scalars(select(Wording).where(Wording.id.in_(found))):
        row.runs = tracing.pack(found[row.id])


def _rows(session: Session, document_id: uuid.UUID) -> list[Wording]:
    """Every wording, oldest first."""
    query = select(Wording).where(Wording.document_id == document_id).order_by(Wording.number)
    return list(session.scalars(query))


def _known(session: Session, document: Document, stood: list[Wording]) -> dict[int, list[Run]]:
    """The runs of these wordings, each worked out over the one before it."""
    known: dict[int, list[Run]] = {}
    before: Wording | None = None
    for row in stood:
        known[row.number] = _runs(session, document, row, before, known)
        before = row
    return known


def _runs(
    session: Session,
    document: Document,
    row: Wording,
    before: Wording | None,
    known: dict[int, list[Run]],
) -> list[Run]:
    if row.runs is not None:
        return tracing.unpack(row.text, row.runs)
    if row.restores in known:
        return known[row.restores]
    base = known[before.number] if before else []
    if row.seq:
        lines = _lines(session, document, wordings.place(before), row.seq)
        found = _followed(session, document, before, base, lines) if lines else []
        if "".join(run.text for run in found) == row.text:
            return found
    return tracing.replaced(base, row.text, by=row.author_id, at=row.at)


def _followed(
    session: Session,
    document: Document,
    before: Wording | None,
    base: list[Run],
    lines: list[Line],
) -> list[Run]:
    updates = wordings.updates_at(session, document, wordings.place(before))
    return tracing.follow(updates, base, lines) if updates is not None else []


def _lines(session: Session, document: Document, start: int, end: int) -> list[Line]:
    """The lines after `start` up to `end`; none when some of them are gone."""
    rows = session.execute(
        select(DocumentUpdate.update, DocumentUpdate.user_id, DocumentUpdate.created_at)
        .where(
            DocumentUpdate.document_id == document.id,
            DocumentUpdate.seq > start,
            DocumentUpdate.seq <= end,
        )
        .order_by(DocumentUpdate.seq)
    ).all()
    return [Line(*row) for row in rows] if len(rows) == end - start else []
