"""The roles at a glance, for pages that only say where they stand."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, distinct, func, select
from sqlalchemy.orm import Session

from coopspace.roles.model import RoleHolding, RoleTelling


class RolesGlance(NamedTuple):
    """How many of the seven roles somebody holds, of how many something is said, and how many next
    steps are past their day."""

    held: int
    told: int
    late: int


_HELD = func.count(distinct(RoleHolding.role))
_TOLD = select(func.count(RoleTelling.id)).where(RoleTelling.until.is_(None)).scalar_subquery()
_LATE = (
    select(func.count(RoleTelling.id))
    .where(RoleTelling.until.is_(None), RoleTelling.step_day < bindparam("today"))
    .scalar_subquery()
)
_NOW = RoleHolding.until.is_(None)
_GLANCE = select(_HELD, _TOLD, _LATE).where(_NOW)
COUNTS = (select(_HELD).where(_NOW).scalar_subquery(), _TOLD, _LATE)
"""The same as columns, for a room above that asks them with its own; `today` is the day."""


def glance(session: Session, today: date) -> RolesGlance:
    """Where the roles of the site in scope stand, in one query."""
    return RolesGlance(*session.execute(_GLANCE, {"today": today}).one())
