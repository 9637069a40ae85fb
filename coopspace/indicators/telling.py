"""What measures tell: how far from the start, how far from the aim, when the next is awaited.

Only differences of exact figures, told in words: nothing is divided, no share of the way is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from coopspace.indicators.rules import MONTHS, Described, Direction, Rhythm


class Standing(StrEnum):
    """Where the last figure is, as to the aim."""

    AHEAD = "ahead"
    """There is still a way to go."""
    THERE = "there"
    BESIDE = "beside"
    """It should hold, and is a little beside."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Distance:
    """How far the last figure is: `since` the start, signed; `left` to the aim, never negative.
    Either is None when there is nothing to hold it against."""

    since: Decimal | None
    left: Decimal | None
    standing: Standing | None
    over: bool
    """Whether the day of the aim has passed."""


def distance(said: Described, last: Point | None, *, today: date) -> Distance:
    """How far the last figure is from the start and from the aim."""
    over = said.aim_on is not None and said.aim_on < today
    if last is None:
        return Distance(None, None, None, over)
    since = None if said.start is None else last.value - said.start
    if said.aim is None:
        return Distance(since, None, None, over)
    return Distance(since, abs(said.aim - last.value), _standing(said, said.aim, last), over)


def _standing(said: Described, aim: Decimal, last: Point) -> Standing:
    if said.direction is Direction.STEADY:
        return Standing.THERE if last.value == aim else Standing.BESIDE
    there = last.value >= aim if said.direction is Direction.MORE else last.value <= aim
    return Standing.THERE if there else Standing.AHEAD


def awaited(rhythm: Rhythm, last: date | None, *, begun: date) -> date | None:
    """The day by which a measure is awaited; None when nothing is. Without any measure yet, one
    rhythm after it was begun."""
    if rhythm is Rhythm.ONCE:
        return after(begun, 12) if last is None else None
    return after(last or begun, MONTHS[rhythm])


def is_late(due: date | None, *, today: date) -> bool:
    """Whether a measure was awaited before today."""
    return due is not None and due < today


def after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, end.day))


def months_between(first: date, last: date) -> int:
    """How many whole months have passed."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (after(first, months) > last)


def points(said: Described, measured: Sequence[Point]) -> tuple[Point, ...]:
    """The start and the measures, in order of days: what is drawn. A measure of the day of the
    start stands in its place."""
    found = {one.on: one for one in measured}
    if said.start is not None and said.start_on is not None and said.start_on not in found:
        found[said.start_on] = Point(said.start_on, said.start)
    return tuple(found[on] for on in sorted(found))
