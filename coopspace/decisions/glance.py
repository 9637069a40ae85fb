"""The decisions at a glance, for pages that only say where they stand."""

import uuid
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coopspace.decisions.model import Decision, DecisionPosition, DecisionSeat
from coopspace.roles.glance import COUNTS, RolesGlance


class DecisionsGlance(NamedTuple):
    """How many are open, how many were decided, and one that is open on which this person is asked
    and has said nothing yet (its number, else 0)."""

    opened: int
    decided: int
    awaits: int


_SAID = (
    select(DecisionPosition.id)
    .where(
        DecisionPosition.decision_id == Decision.id,
        DecisionPosition.user_id == DecisionSeat.user_id,
    )
    .correlate(Decision, DecisionSeat)
    .exists()
)


_AWAITS = (
    select(func.min(Decision.number))
    .join(DecisionSeat, DecisionSeat.decision_id == Decision.id)
    .where(
        Decision.decided_at.is_(None),
        DecisionSeat.user_id == bindparam("person"),
        DecisionSeat.until.is_(None),
        ~_SAID,
    )
    .scalar_subquery()
)
_GLANCE = select(
    func.count(Decision.id), func.count(Decision.decided_at), func.coalesce(_AWAITS, 0)
)

_WITH_ROLES = _GLANCE.add_columns(*COUNTS)


def glance(session: Session, person: uuid.UUID) -> DecisionsGlance:
    """Where the decisions of the site in scope stand for this person, in one query."""
    total, decided, awaits = session.execute(_GLANCE, {"person": person}).one()
    return DecisionsGlance(total - decided, decided, awaits)


def with_roles(
    session: Session, person: uuid.UUID, today: date
) -> tuple[DecisionsGlance, RolesGlance]:
    """Where the decisions and the seven roles of the site in scope stand, in one query: the
    dashboard asks for both."""
    total, decided, awaits, *roles = session.execute(
        _WITH_ROLES, {"person": person, "today": today}
    ).one()
    return DecisionsGlance(total - decided, decided, awaits), RolesGlance(*roles)
