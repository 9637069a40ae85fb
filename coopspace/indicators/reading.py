"""Indicators as pages read them: each with the changes that it shows and what was measured, in a
number of queries that does not depend on how many there are."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.changes.model import Change
from coopspace.changes.rules import Level, code_of, code_order
from coopspace.indicators import held, rules
from coopspace.indicators.model import (
    Indicator,
    IndicatorChange,
    IndicatorMeasure,
    IndicatorTelling,
)
from coopspace.indicators.rules import Described
from coopspace.indicators.telling import (
    Distance,
    Point,
    awaited,
    distance,
    is_late,
    points,
)
from coopspace.kernel.clock import PARIS


@dataclass(frozen=True)
class Measured:
    """One measure. `until` with its reason when it was corrected or withdrawn; `instead_of` is the
    number of the one that it corrects."""

    number: int
    on: date
    value: Decimal | None
    words: str
    source: str
    at: datetime
    by: uuid.UUID
    instead_of: int | None
    until: datetime | None
    ended_by: uuid.UUID | None
    why: str


@dataclass(frozen=True)
class Ended:
    """When it ended, by whom, and what was learnt."""

    at: datetime
    by: uuid.UUID | None
    learnt: str


@dataclass(frozen=True)
class Line:
    """One indicator as it stands: what is said of it, the changes (by code) that it shows, what
    was measured from the first day to the last, what was corrected."""

    number: int
    said: Described
    seq: int
    written_on: date
    changes: tuple[str, ...]
    measures: tuple[Measured, ...]
    corrected: tuple[Measured, ...]
    ended: Ended | None

    @property
    def last(self) -> Measured | None:
        """The measure of the latest day."""
        return self.measures[-1] if self.measures else None

    @property
    def figures(self) -> tuple[Point, ...]:
        """What was measured in figures."""
        return tuple(Point(one.on, one.value) for one in self.measures if one.value is not None)

    @property
    def points(self) -> tuple[Point, ...]:
        """What is drawn: the start, then what was measured in figures."""
        return points(self.said, self.figures)

    def distance(self, today: date) -> Distance:
        """How far the last figure is from the start and from the aim."""
        return distance(self.said, self.figures[-1] if self.figures else None, today=today)

    def awaited(self) -> date | None:
        """The day by which a measure is awaited; none of an indicator that has ended."""
        if self.ended is not None:
            return None
        last = self.last.on if self.last else None
        begun = max(filter(None, (self.said.start_on, self.written_on)))
        return awaited(self.said.rhythm, last, begun=begun)

    def is_late(self, today: date) -> bool:
        """Whether a measure was awaited before today."""
        return is_late(self.awaited(), today=today)


@dataclass(frozen=True)
class Told:
    """One telling of an indicator: who said it and when, and what it says otherwise than before."""

    by: uuid.UUID
    at: datetime
    said: Described
    moved: tuple[str, ...]


def indicators(session: Session) -> list[Line]:
    """Every indicator of the site in scope, those that ended included, by number."""
    rows = session.execute(_TOLD).all()
    if not rows:
        return []
    shown, measured = _shown(session), _measured(session)
    return [
        Line(
            number=row.number,
            said=rules.read(row.content),
            seq=row.seq,
            written_on=row.written_at.astimezone(PARIS).date(),
            changes=tuple(sorted(shown.get(row.id, ()), key=code_order)),
            measures=tuple(one for one in measured[row.id] if one.until is None),
            corrected=tuple(one for one in measured[row.id] if one.until is not None),
            ended=Ended(row.ended_at, row.ended_by, row.learnt) if row.ended_at else None,
        )
        for row in rows
    ]


def of_change(lines: Iterable[Line], code: str) -> list[Line]:
    """The indicators that show a change today."""
    return [one for one in lines if one.ended is None and code in one.changes]


def tellings(session: Session, indicator: Indicator) -> list[Told]:
    """How an indicator was said, the latest first."""
    rows = held.tellings_of(session, indicator)
    said = [rules.read(row.content) for row in rows]
    turned = _turned(session, indicator)
    return [
        Told(row.by, row.at, now, _moved(row.at, now, before, turned) if before else ())
        for row, now, before in zip(rows, said, [*said[1:], None], strict=True)
    ]


def _moved(
    at: datetime, now: Described, before: Described, turned: set[datetime]
) -> tuple[str, ...]:
    return (*rules.moved(before, now), *(("changes",) if at in turned else ()))


def _turned(session: Session, indicator: Indicator) -> set[datetime]:
    """The moments at which it came to show other changes."""
    query = select(IndicatorChange.at, IndicatorChange.until).where(
        IndicatorChange.indicator_id == indicator.id
    )
    return {moment for row in session.execute(query) for moment in row if moment is not None}


def _shown(session: Session) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for indicator, level, number in session.execute(_SHOWN):
        found[indicator].append(code_of(Level(level), number))
    return found


def _measured(session: Session) -> dict[uuid.UUID, list[Measured]]:
    found: dict[uuid.UUID, list[Measured]] = defaultdict(list)
    for row in session.scalars(_MEASURED):
        found[row.indicator_id].append(
            Measured(
                row.number,
                row.measured_on,
                row.value,
                row.words,
                row.source,
                row.at,
                row.by,
                row.instead_of,
                row.until,
                row.ended_by,
                row.why,
            )
        )
    return found


_TOLD = (
    select(
        Indicator.id,
        Indicator.number,
        Indicator.written_at,
        Indicator.ended_at,
        Indicator.ended_by,
        Indicator.learnt,
        IndicatorTelling.seq,
        IndicatorTelling.content,
    )
    .join(IndicatorTelling, IndicatorTelling.indicator_id == Indicator.id)
    .where(IndicatorTelling.until.is_(None))
    .order_by(Indicator.number)
)
_SHOWN = (
    select(IndicatorChange.indicator_id, Change.level, Change.number)
    .join(Change, Change.id == IndicatorChange.change_id)
    .where(IndicatorChange.until.is_(None), Change.ended_at.is_(None))
)
_MEASURED = select(IndicatorMeasure).order_by(IndicatorMeasure.measured_on, IndicatorMeasure.number)
