"""The log of what is typed, as it is read; `writer` writes it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from coopspace.live import merging
from coopspace.live.model import Document, DocumentSnapshot, DocumentUpdate


@dataclass(slots=True, eq=False)
class Line:
    """One update to be written; `origin` is whoever must be told, `change` what it brings: neither
    is looked at here."""

    document_id: uuid.UUID
    update: bytes
    user_id: uuid.UUID | None
    origin: Any = None
    change: Any = None


@dataclass(slots=True, eq=False)
class Projection:
    """The plain words of a text at one line of its log, for pages and search."""

    document_id: uuid.UUID
    seq: int
    text: str


class Outcome(NamedTuple):
    """What became of a line: its number in the log, or None when nothing was written."""

    line: Line
    seq: int | None


class State(NamedTuple):
    """A text as the log holds it: updates that make it, oldest first, up to line `seq`."""

    site_id: uuid.UUID
    kind: str
    seq: int
    updates: list[bytes]


def read(engine: Engine, document_id: uuid.UUID) -> State | None:
    """The whole text from the log, None when there is no such document.

    For the hub, which has asked the door: no site is in scope here.
    """
    document, updates, snapshots = _tables()
    with engine.connect() as connection:
        row = connection.execute(
            select(
                document.c.site_id,
                document.c.kind,
                document.c.snapshot_seq,
                document.c.head_seq,
                document.c.text,
            ).where(document.c.id == document_id)
        ).one_or_none()
        if row is None:
            return None
        if row.snapshot_seq is None:
            first = merging.seed(document_id, row.text)
            return State(row.site_id, row.kind, row.head_seq, [first])
        state = connection.execute(
            select(snapshots.c.state).where(
                snapshots.c.document_id == document_id, snapshots.c.seq == row.snapshot_seq
            )
        ).scalar_one()
        lines = connection.execute(
            select(updates.c.seq, updates.c.update)
            .where(updates.c.document_id == document_id, updates.c.seq > row.snapshot_seq)
            .order_by(updates.c.seq)
        ).all()
    seq = lines[-1].seq if lines else row.snapshot_seq
    return State(row.site_id, row.kind, seq, [state, *(line.update for line in lines)])


def after(engine: Engine, document_id: uuid.UUID, seq: int) -> list[tuple[int, bytes]]:
    """The lines that follow line `seq`, in order."""
    updates = _tables()[1]
    with engine.connect() as connection:
        rows = connection.execute(
            select(updates.c.seq, updates.c.update)
            .where(updates.c.document_id == document_id, updates.c.seq > seq)
            .order_by(updates.c.seq)
        ).all()
    return [(row.seq, row.update) for row in rows]


def heads(engine: Engine, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The last line's number of each of these documents."""
    document = _tables()[0]
    wanted = list(ids)
    with engine.connect() as connection:
        rows = connection.execute(
            select(document.c.id, document.c.head_seq).where(document.c.id.in_(wanted))
        ).all()
    return {row.id: row.head_seq for row in rows}


def _tables() -> tuple[Any, Any, Any]:
    return Document.__table__, DocumentUpdate.__table__, DocumentSnapshot.__table__
