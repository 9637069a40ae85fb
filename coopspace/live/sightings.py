"""The exact words that somebody had before their eyes, found again by the token of their page."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.live import store, wordings
from coopspace.live.model import Document
from coopspace.live.wordings import digest


def words_seen(session: Session, document_id: uuid.UUID, token: int, known: str) -> str | None:
    """The words whose digest is `known`, as they stood at this token; None when nobody knows."""
    document = session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        return None
    if token >= store.PLACES:
        words = wordings.words_at(session, document, token - store.PLACES)
    else:
        row = wordings.numbered(session, document_id, token)
        words = row.text if row is not None else None
    return words if words is not None and digest(words) == known else None
