"""Where readiness stands, for pages that only show that it is there, and for other sites.

`glance` reads no answer. `agreed` reads what was counted at the reveal, which nothing changes.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock, ordinal
from coopspace.kernel.ordinal import Median, Spread
from coopspace.readiness.model import ReadinessConclusion, ReadinessMark, ReadinessRound
from coopspace.readiness.rules import STEPS, Item
from coopspace.rounds.rules import FEWEST, Moments, Stage, stage


@dataclass(frozen=True)
class ReadinessGlance:
    """The latest round that was not ended."""

    number: int
    stage: Stage
    closes_at: datetime
    revealed_at: datetime | None
    answered: int
    mine: bool
    concluded: bool


_LATEST = (
    select(
        ReadinessRound.number,
        ReadinessRound.opens_at,
        ReadinessRound.closes_at,
        ReadinessRound.revealed_at,
        select(func.count())
        .select_from(ReadinessMark)
        .where(ReadinessMark.round_id == ReadinessRound.id)
        .scalar_subquery(),
        exists().where(
            ReadinessMark.round_id == ReadinessRound.id,
            ReadinessMark.user_id == bindparam("person"),
        ),
        exists().where(ReadinessConclusion.round_id == ReadinessRound.id),
    )
    .where(ReadinessRound.ended_at.is_(None))
    .order_by(ReadinessRound.number.desc())
    .limit(1)
)


def glance(session: Session, *, person: uuid.UUID) -> ReadinessGlance | None:
    """The latest round of the site in scope, as `person` may see it; None before the first one."""
    row = session.execute(_LATEST, {"person": person}).first()
    if row is None:
        return None
    number, opens_at, closes_at, revealed_at, answered, mine, concluded = row
    moments = Moments(opens_at, closes_at, revealed_at)
    where = stage(moments, now=clock.now())
    return ReadinessGlance(number, where, closes_at, revealed_at, answered, mine, concluded)


@dataclass(frozen=True)
class Stood:
    """Where the judgements of an item stood at the reveal: the middle, and the middle half."""

    median: Median
    spread: Spread
    answered: int


@dataclass(frozen=True)
class Agreed:
    """What one revealed round of one site may tell other sites, item by item.

    An item is None where fewer than five people gave it a step.
    """

    site_id: uuid.UUID
    number: int
    revealed_at: datetime
    items: Mapping[Item, Stood | None]


def agreed(session: Session, site_ids: Collection[uuid.UUID]) -> list[Agreed]:
    """Every revealed round of these sites, by site then by number, in one query.

    To be called inside `across_sites(...)`, for sites that share this. What came after the reveal
    is not in it: reading it before and after a late answer gives the same.
    """
    query = (
        select(
            ReadinessRound.site_id,
            ReadinessRound.number,
            ReadinessRound.revealed_at,
            ReadinessRound.stood,
        )
        .where(ReadinessRound.site_id.in_(site_ids), ReadinessRound.revealed_at.is_not(None))
        .order_by(ReadinessRound.site_id, ReadinessRound.number)
    )
    return [
        Agreed(
            site_id=site_id,
            number=number,
            revealed_at=revealed_at,
            items={item: _stood(tuple(stood[item][:STEPS])) for item in Item},
        )
        for site_id, number, revealed_at, stood in session.execute(query)
        if revealed_at is not None and stood is not None
    ]


@lru_cache(maxsize=16_384)
def _stood(steps: tuple[int, ...]) -> Stood | None:
    """Few counts are different from one another, however many the sites: each is read once."""
    answers = ordinal.answers_of(steps)
    median, spread = ordinal.median(answers), ordinal.spread(answers)
    if len(answers) < FEWEST or median is None or spread is None:
        return None
    return Stood(median, spread, len(answers))
