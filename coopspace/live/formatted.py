"""Several formatted texts as they are read, in a few queries however many they are."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.live import formats, merging, store, wordings
from coopspace.live.formats import Block
from coopspace.live.model import Document, DocumentSnapshot, DocumentUpdate, Wording


@dataclass(frozen=True)
class Formatted:
    """A text as it is read: its wording, who wrote it and when. No block: no words. `moving`:
    somebody is typing it, or has just paused."""

    document_id: uuid.UUID
    number: int
    blocks: tuple[Block, ...]
    authors: tuple[uuid.UUID, ...]
    at: datetime
    restores: int | None = None
    moving: bool = False


def read_many(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Formatted]:
    """These texts as they stand. One that is being typed now costs queries of its own."""
    if not ids:
        return {}
    standing = (Wording.document_id == Document.id) & (Wording.number == Document.version)
    rows = session.execute(
        select(Document, Wording).outerjoin(Wording, standing).where(Document.id.in_(set(ids)))
    ).all()
    resting = [row for row in rows if row.Document.head_seq <= wordings.place(row.Wording)]
    logs = _logs(session, [row.Document for row in resting])
    return {
        row.Document.id: _resting(row.Document, row.Wording, logs)
        if row in resting
        else _moving(session, row.Document.id)
        for row in rows
    }


def _moving(session: Session, document_id: uuid.UUID) -> Formatted:
    text = store.read(session, document_id)
    return Formatted(
        document_id=document_id,
        number=text.number,
        blocks=tuple(store.blocks(session, text)) if text.text.strip() else (),
        authors=text.authors,
        at=text.at,
        restores=text.restores,
        moving=text.is_open,
    )


def _resting(
    document: Document, row: Wording | None, logs: dict[uuid.UUID, list[bytes]]
) -> Formatted:
    if row is None:
        return Formatted(document.id, 0, (), (), document.updated_at)
    named = tuple(uuid.UUID(one) for one in row.authors or ())
    return Formatted(
        document_id=document.id,
        number=row.number,
        blocks=_blocks(row.text, logs.get(document.id)) if row.text.strip() else (),
        authors=named or ((row.author_id,) if row.author_id else ()),
        at=row.at,
        restores=row.restores,
    )


def _blocks(words: str, log: list[bytes] | None) -> tuple[Block, ...]:
    """The words with their marks, where the log says these words."""
    doc = merging.load(log) if log else None
    if doc is None or merging.clean(merging.raw(doc)) != words:
        return tuple(formats.plain(words))
    return tuple(formats.blocks(formats.marked(doc)))


def _logs(session: Session, documents: Collection[Document]) -> dict[uuid.UUID, list[bytes]]:
    """What makes each text that was ever live: its snapshot, then every line since."""
    live = {one.id: one for one in documents if one.snapshot_seq is not None}
    if not live:
        return {}
    found: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    snapshots = session.execute(
        select(DocumentSnapshot.document_id, DocumentSnapshot.seq, DocumentSnapshot.state).where(
            DocumentSnapshot.document_id.in_(live)
        )
    )
    for row in snapshots:
        if row.seq == live[row.document_id].snapshot_seq:
            found[row.document_id].append(row.state)
    lines = session.execute(
        select(DocumentUpdate.document_id, DocumentUpdate.update)
        .join(Document, Document.id == DocumentUpdate.document_id)
        .where(
            DocumentUpdate.document_id.in_(live),
            DocumentUpdate.seq > Document.snapshot_seq,
        )
        .order_by(DocumentUpdate.document_id, DocumentUpdate.seq)
    )
    for line in lines:
        found[line.document_id].append(line.update)
    return found
