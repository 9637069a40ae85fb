"""The vision and the shared reading at a glance, for pages that only show their words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.live.model import Document, Wording
from coopspace.live.store import Text, standing
from coopspace.vision.model import Vision


class ReadingGlance(NamedTuple):
    """The words of the shared reading as they stand, and since when."""

    text: str
    at: datetime


_SENTENCE = select(Document.text).join(Vision, Vision.sentence_id == Document.id)
_SAID = aliased(Document)
_READING = (
    select(Vision, Document.text, Document.updated_at, _SAID, Wording)
    .join(Document, Vision.reading_id == Document.id)
    .join(_SAID, Vision.sentence_id == _SAID.id)
    .outerjoin(Wording, (Wording.document_id == _SAID.id) & (Wording.number == _SAID.version))
)


def sentence(session: Session) -> str:
    """The words of the vision of the site in scope, empty while it has none."""
    return session.scalar(_SENTENCE) or ""


def opened(session: Session) -> tuple[Vision | None, ReadingGlance | None, Text | None]:
    """The vision of the site in scope, its shared reading and its sentence as it stands, in one
    query; None for what has no words or is not there."""
    row = session.execute(_READING).first()
    if row is None:
        return None, None, None
    reading = ReadingGlance(row[1], row[2]) if row[1] else None
    return row[0], reading, standing(session, row[3], row[4])
