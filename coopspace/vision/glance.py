"""The shared reading at a glance, for a page that only shows that it is there."""

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


def reading(session: Session) -> ReadingGlance | None:
    """The shared reading of the site in scope, None while it has no words."""
    row = session.execute(
        select(Document.text, Document.updated_at).join(Vision, Vision.reading_id == Document.id)
    ).first()
    return ReadingGlance(row[0], row[1]) if row is not None and row[0] else None
