"""Where the latest round stands, for pages that only show that it is there: one query, in which no
answer is read."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coopspace.continuum import rules
from coopspace.continuum.model import ContinuumConclusion, ContinuumMark, ContinuumRound
from coopspace.continuum.rules import Outcome, Stage
from coopspace.kernel import clock


@dataclass(frozen=True)
class RoundGlance:
    """The latest round that was not ended; `outcome` is None while nothing is concluded of it."""

    number: int
    stage: Stage
    closes_at: datetime
    revealed_at: datetime | None
    answered: int
    mine: bool
    outcome: Outcome | None = None
    level: int | None = None


def _concluded(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(ContinuumConclusion.round_id == ContinuumRound.id)
        .order_by(ContinuumConclusion.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


_LATEST = (
    select(
        ContinuumRound,
        select(func.count())
        .select_from(ContinuumMark)
        .where(ContinuumMark.round_id == ContinuumRound.id)
        .scalar_subquery(),
        exists().where(
            ContinuumMark.round_id == ContinuumRound.id,
            ContinuumMark.user_id == bindparam("person"),
        ),
        _concluded(ContinuumConclusion.outcome),
        _concluded(ContinuumConclusion.level),
    )
    .where(ContinuumRound.ended_at.is_(None))
    .order_by(ContinuumRound.number.desc())
    .limit(1)
)


def glance(session: Session, *, person: uuid.UUID) -> RoundGlance | None:
    """The latest round of the site in scope, as `person` may see it; None before the first one."""
    row = session.execute(_LATEST, {"person": person}).first()
    if row is None:
        return None
    latest: ContinuumRound = row[0]
    moments = rules.Moments(latest.opens_at, latest.closes_at, latest.revealed_at)
    return RoundGlance(
        number=latest.number,
        stage=rules.stage(moments, now=clock.now()),
        closes_at=latest.closes_at,
        revealed_at=latest.revealed_at,
        answered=row[1],
        mine=row[2],
        outcome=Outcome(row[3]) if row[3] else None,
        level=row[4],
    )
