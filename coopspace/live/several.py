"""Many shared texts opened at once, as `store.create` opens one."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coopspace.kernel.base import new_id
from coopspace.kernel.saving import check_saving
from coopspace.live.merging import clean
from coopspace.live.model import Document, Wording
from coopspace.live.wordings import digest


def create_many(
    session: Session,
    kind: str,
    texts: Sequence[str],
    *,
    site_id: uuid.UUID,
    by: uuid.UUID | None,
    at: datetime,
) -> list[uuid.UUID]:
    """Open a text for each of these, with its first wording unless it has no words yet; they are
    no longer than a text may be, which their room has seen to."""
    words = [clean(text) for text in texts]
    ids = [new_id() for _one in words]
    documents = [
        {
            "id": id_,
            "site_id": site_id,
            "kind": kind,
            "text": text,
            "version": 1 if text else 0,
            "updated_at": at,
            "updated_by": by,
            "head_seq": 0,
            "text_seq": 0,
        }
        for id_, text in zip(ids, words, strict=True)
    ]
    wordings = [
        {
            "id": new_id(),
            "site_id": site_id,
            "document_id": id_,
            "number": 1,
            "text": text,
            "digest": digest(text),
            "author_id": by,
            "at": at,
            "aside": False,
            "seq": 0,
        }
        for id_, text in zip(ids, words, strict=True)
        if text
    ]
    check_saving(session)
    if documents:
        session.execute(insert(Document), documents)
    if wordings:
        session.execute(insert(Wording), wordings)
    return ids
