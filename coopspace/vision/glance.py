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
_READING = select(Vision, Document.text, Document.updated_at).join(
    Document, Vision.reading_id == Document.id
)


def sentence(session: Session) -> str:
    """The words of the vision of the site in scope, empty while it has none."""
    return session.scalar(_SENTENCE) or ""


def opened(session: Session) -> tuple[Vision | None, ReadingGlance | None]:
    """The vision of the site in scope and its shared reading, in one query; None for what has no
    words or is not there."""
    row = session.execute(_READING).first()
    if row is None:
        return None, None
    return row[0], ReadingGlance(row[1], row[2]) if row[1] else None
