"""The plan along the days: where each action stands on a line from left to right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopspace.plan.reading import Line

LONG = 1000
"""The length of the line."""
_STEPS = (1, 2, 3, 6, 12, 24, 60)
_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """An action on the line. `opens` and `closes` say whether that end is known."""

    line: Line
    x: int
    width: int
    opens: bool
    closes: bool


@dataclass(frozen=True)
class Timeline:
    """The line: its bars from the first to start, its months, today, and what has no date."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, date], ...]
    today: int
    undated: tuple[Line, ...]


def timeline(lines: Iterable[Line], *, today: date) -> Timeline:
    """Where each action stands; the line holds every date and today, in whole months."""
    everybody = list(lines)
    dated = [one for one in everybody if one.said.starts or one.said.ends]
    days = [day for one in dated for day in (one.said.starts, one.said.ends) if day]
    first, last = _month(min([today, *days])), _after(_month(max([today, *days])), 1)
    length = (last - first).days

    def place(day: date) -> int:
        return round(LONG * (day - first).days / length)

    bars = []
    for one in dated:
        x = place(one.said.starts) if one.said.starts else 0
        end = place(one.said.ends) if one.said.ends else LONG
        bars.append(Bar(one, x, max(end - x, 6), bool(one.said.starts), bool(one.said.ends)))
    bars.sort(key=lambda bar: (bar.x, bar.x + bar.width, bar.line.number))
    return Timeline(
        bars=tuple(bars),
        ticks=tuple((place(day), day) for day in _ticks(first, last)),
        today=place(today),
        undated=tuple(one for one in everybody if not (one.said.starts or one.said.ends)),
    )


def _ticks(first: date, last: date) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in _STEPS if months <= one * _MOST_TICKS), _STEPS[-1])
    return [_after(first, at) for at in range(0, months, step)]


def _month(day: date) -> date:
    return day.replace(day=1)


def _after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
