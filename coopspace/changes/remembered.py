"""What is said of changes and links is kept each time it is said, to look back on that day."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coopspace.changes.model import Change, ChangeSaying, Link, LinkStrength
from coopspace.kernel.base import new_id

Ids = Collection[uuid.UUID]


def remember_changes(session: Session, ids: Ids, *, by: uuid.UUID, at: datetime) -> None:
    """Keep what is said of these changes as they stand, by whom it was said and when."""
    session.flush()
    numbers = _next(session, ChangeSaying.change_id, ids)
    said = (Change.nature, Change.effect, Change.who, Change.systems, Change.horizon)
    rows = [
        {
            **row._mapping,
            "id": new_id(),
            "number": numbers[row.change_id],
            "by": by,
            "at": at,
        }
        for row in session.execute(
            select(Change.id.label("change_id"), Change.site_id, *said).where(Change.id.in_(ids))
        )
    ]
    if rows:
        session.execute(insert(ChangeSaying), rows)


def remember_links(session: Session, ids: Ids, *, by: uuid.UUID, at: datetime) -> None:
    """Keep how strong these links are said to be as they stand."""
    session.flush()
    numbers = _next(session, LinkStrength.link_id, ids)
    rows = [
        {
            **row._mapping,
            "id": new_id(),
            "number": numbers[row.link_id],
            "by": by,
            "at": at,
        }
        for row in session.execute(
            select(Link.id.label("link_id"), Link.site_id, Link.strength).where(Link.id.in_(ids))
        )
    ]
    if rows:
        session.execute(insert(LinkStrength), rows)


def _next(
    session: Session, owner: InstrumentedAttribute[uuid.UUID], ids: Ids
) -> dict[uuid.UUID, int]:
    """The next number of each."""
    rows = session.execute(
        select(owner, func.max(owner.class_.number)).where(owner.in_(ids)).group_by(owner)
    ).all()
    last: dict[uuid.UUID, int] = {row[0]: row[1] for row in rows}
    return {id_: last.get(id_, 0) + 1 for id_ in ids}
