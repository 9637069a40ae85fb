"""What each kind of shared text asks for, and which texts rest: `coopspace.live` knows no room."""

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.agreement.clauses import CLAUSE
from coopspace.changes.actions import DESCRIPTION, STATEMENT
from coopspace.changes.linking import ASSUMPTION, RATIONALE
from coopspace.changes.model import Change, Link
from coopspace.decisions.actions import PROPOSAL
from coopspace.decisions.model import Decision
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Permission
from coopspace.live.door import Rights
from coopspace.narrative.actions import NARRATIVE
from coopspace.vision.actions import Which

_VISION = Rights(Permission.VISION_READ, Permission.VISION_EDIT)
_CHANGE = Rights(Permission.CHANGE_READ, Permission.CHANGE_EDIT)
_LINK = Rights(Permission.CHANGE_READ, Permission.LINK_EDIT)

RIGHTS: dict[str, Rights] = {
    Which.SENTENCE: _VISION,
    Which.READING: _VISION,
    STATEMENT: _CHANGE,
    DESCRIPTION: _CHANGE,
    RATIONALE: _LINK,
    ASSUMPTION: _LINK,
    NARRATIVE: _CHANGE,
    CLAUSE: Rights(Permission.AGREEMENT_READ, Permission.AGREEMENT_EDIT),
    PROPOSAL: Rights(Permission.DECISION_READ, Permission.DECISION_EDIT),
}
"""A kind that is not here opens to nobody."""


def resting(session: Session, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these texts that nobody writes in: their change or their link has ended, or their
    decision was taken."""
    found: set[uuid.UUID] = set()
    with across_sites(session, because="the door is asked about texts, whatever their site"):
        for model, one, other in (
            (Change, Change.statement_id, Change.description_id),
            (Link, Link.rationale_id, Link.assumption_id),
        ):
            rows = session.execute(
                select(one, other).where(
                    model.ended_at.is_not(None), or_(one.in_(ids), other.in_(ids))
                )
            )
            found.update(text for row in rows for text in row)
        decided = select(Decision.document_id).where(
            Decision.decided_at.is_not(None), Decision.document_id.in_(ids)
        )
        found.update(session.scalars(decided))
    return found & set(ids)
