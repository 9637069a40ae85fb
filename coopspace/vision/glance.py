"""The vision and the shared reading at a glance, for pages that only show their words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.live.model import Document
from coopspace.vision.model import Vision


class ReadingGlance(NamedTuple):
    """The words of the shared reading as they stand, and since when."""

    text: str
    at: datetime


_SENTENCE = select(Document.text).join(Vision, Vision.sentence_id == Document.id)
_READING = select(Document.text, Document.updated_at).join(Vision, Vision.reading_id == Document.id)


def sentence(session: Session) -> str:
    """The words of the vision of the site in scope, empty while it has none."""
    return session.scalar(_SENTENCE) or ""


def reading(session: Session) -> ReadingGlance | None:
    """The shared reading of the site in scope, None while it has no words."""
    row = session.execute(_READING).first()
    return ReadingGlance(row[0], row[1]) if row is not None and row[0] else None
