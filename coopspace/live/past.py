"""The words of many texts as they stood at one moment, in two queries but for those being typed."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from coopspace.live import store
from coopspace.live.model import DocumentUpdate, Wording


def words_as_of(
    session: Session, ids: Collection[uuid.UUID], moment: datetime
) -> dict[uuid.UUID, str]:
    """The words of these texts at `moment`; one that did not exist yet is not there."""
    latest = (
        select(Wording.document_id, func.max(Wording.number).label("number"))
        .where(Wording.document_id.in_(ids), Wording.at <= moment, ~Wording.aside)
        .group_by(Wording.document_id)
        .subquery()
    )
    typed_since = and_(
        DocumentUpdate.document_id == Wording.document_id,
        DocumentUpdate.seq == func.coalesce(Wording.seq, 0) + 1,
        DocumentUpdate.created_at <= moment,
    )
    rows = session.execute(
        select(Wording.document_id, Wording.text, DocumentUpdate.seq)
        .join(
            latest,
            and_(latest.c.document_id == Wording.document_id, latest.c.number == Wording.number),
        )
        .outerjoin(DocumentUpdate, typed_since)
    )
    found: dict[uuid.UUID, str] = {}
    for document_id, text, seq in rows:
        moving = store.as_of(session, document_id, moment) if seq is not None else None
        found[document_id] = moving.text if moving is not None else text
    return found
