"""A wording is closed: what people typed together becomes a line of the history.

What people type belongs to one open wording until they paused, they left, a form was saved, or
somebody spoke of these exact words.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel import audit, clock
from coopspace.live.model import Document, DocumentUpdate, Wording
from coopspace.live.wordings import digest, last_number, numbered, place

_JOURNALED: set[str] = set()


def journal(*kinds: str) -> None:
    """Wordings of these kinds that people typed together are lines of the journal (`kind:reword`).

    One line when a wording is closed, not one a key; what a form saves its room notes itself.
    """
    _JOURNALED.update(kinds)


class Tail(NamedTuple):
    """Who typed since the latest wording, and when the last of them did."""

    authors: list[uuid.UUID]
    at: datetime | None


def tail(session: Session, document_id: uuid.UUID, start: int, end: int) -> Tail:
    """Who typed after line `start` up to line `end`: the latest first, each once."""
    rows = session.execute(
        select(DocumentUpdate.user_id, DocumentUpdate.created_at)
        .where(
            DocumentUpdate.document_id == document_id,
            DocumentUpdate.seq > start,
            DocumentUpdate.seq <= end,
        )
        .order_by(DocumentUpdate.seq.desc())
    ).all()
    authors = dict.fromkeys(row.user_id for row in rows if row.user_id is not None)
    return Tail(list(authors), rows[0].created_at if rows else None)


def close(session: Session, document: Document, *, seq: int, words: str) -> Wording | None:
    """Close the open wording at line `seq`, of a document that is held; the one that stands.

    Typing that came back to the same words makes no new wording. None: there are no words yet.
    """
    standing = numbered(session, document.id, document.version)
    if seq <= place(standing):
        return standing
    if standing is not None and standing.text == words:
        standing.seq = seq
        session.flush()
        return standing
    if standing is None and not words:
        return None
    who = tail(session, document.id, place(standing), seq)
    row = stand(
        session,
        document,
        words,
        seq=seq,
        by=who.authors[0] if who.authors else None,
        at=who.at or clock.now(),
        authors=who.authors,
    )
    if document.kind in _JOURNALED:
        audit.record(
            session,
            f"{document.kind}:reword",
            site_id=document.site_id,
            actor_id=row.author_id,
            on=("wording", row.number),
            digest=row.digest,
            authors=row.authors or [],
        )
    return row


def stand(
    session: Session,
    document: Document,
    words: str,
    *,
    seq: int,
    by: uuid.UUID | None,
    at: datetime,
    authors: Iterable[uuid.UUID] = (),
    restores: int | None = None,
    seen: int | None = None,
) -> Wording:
    """Make these words the wording that stands, at line `seq`."""
    row = Wording(
        site_id=document.site_id,
        document_id=document.id,
        number=last_number(session, document.id) + 1,
        text=words,
        digest=digest(words),
        author_id=by,
        at=at,
        aside=False,
        restores=restores,
        seen=seen,
        seq=seq,
        authors=[str(one) for one in authors] or None,
    )
    document.version = row.number
    session.add(row)
    session.flush()
    return row


def keep_aside(
    session: Session, document: Document, words: str, *, seen: int, by: uuid.UUID | None
) -> Wording:
    """The words of which nobody knows over what they were written, kept once."""
    known = digest(words)
    kept = session.scalar(
        select(Wording).where(
            Wording.document_id == document.id,
            Wording.digest == known,
            Wording.author_id == by,
            Wording.seen == seen,
            Wording.aside,
        )
    )
    if kept is None:
        kept = Wording(
            site_id=document.site_id,
            document_id=document.id,
            number=last_number(session, document.id) + 1,
            text=words,
            digest=known,
            author_id=by,
            at=clock.now(),
            aside=True,
            seen=seen,
        )
        session.add(kept)
        session.flush()
    return kept
