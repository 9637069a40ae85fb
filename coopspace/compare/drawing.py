"""The small drawings and the strip of the sites: where things stand, on the same axes for all.

Plain numbers for a template. A level is a lane, not a height to climb: all lanes are alike.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from coopspace.compare.rules import SiteView, Step
from coopspace.continuum.rules import LEVELS
from coopspace.kernel.clock import PARIS

LANE = 20.0
"""The height of a level, in units of the drawing."""
LEFT, WIDTH, INNER = 112.0, 320.0, 14.0
"""Where the lanes begin, where they end, and how far a point stays from both ends."""
FOOT = 24.0
HEIGHT = LANE * LEVELS + FOOT


@dataclass(frozen=True)
class Axis:
    """The days between which every drawing of a page lies, whole half-years."""

    first: date
    last: date

    def x(self, moment: datetime) -> float:
        """How far to the right a moment stands."""
        days = (self.last - self.first).days or 1
        gone = (moment.astimezone(PARIS).date() - self.first).days
        return round(LEFT + INNER + (WIDTH - LEFT - 2 * INNER) * gone / days, 1)

    @property
    def years(self) -> tuple[tuple[int, float], ...]:
        """The first of January of each year inside, and where it stands."""
        inside = range(self.first.year, self.last.year + 1)
        starts = [(year, datetime(year, 1, 1, 12, tzinfo=PARIS)) for year in inside]
        return tuple((year, self.x(start)) for year, start in starts if start.date() >= self.first)


@dataclass(frozen=True)
class Mark:
    """One round on a drawing: from the top of its span to its bottom, and the middle half."""

    x: float
    top: float
    bottom: float
    half_top: float | None
    half_bottom: float | None


@dataclass(frozen=True)
class Wish:
    """Where the group of one round wanted to go."""

    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The path of one site. `line` is an SVG path; empty for fewer than two rounds."""

    line: str
    marks: tuple[Mark, ...]
    wishes: tuple[Wish, ...]


class Cell(Enum):
    """What a cell of the strip can say without a level."""

    NOTHING = "nothing"
    MASKED = "masked"


@dataclass(frozen=True)
class StripCell:
    """One cell: the levels between which the site stood, or why none is said."""

    span: tuple[int, int] | None = None
    why: Cell = Cell.NOTHING
    count: int = 0

    @property
    def tint(self) -> int:
        """Which tint of the one hue: the lower of the two levels."""
        return self.span[0] if self.span else 0


@dataclass(frozen=True)
class Strip:
    """The rounds of the sites side by side: by their number, or by half-year."""

    columns: tuple[tuple[int, int], ...]
    rows: tuple[tuple[SiteView, tuple[StripCell, ...]], ...]


def y(level: float) -> float:
    """The middle of the lane of a level; rivalry is at the bottom, as on the page of a round."""
    return LANE * (LEVELS - level + 0.5)


def axis(views: Iterable[SiteView]) -> Axis | None:
    """One axis for all these sites; None where no round is shown."""
    days = [step.at.astimezone(PARIS).date() for view in views for step in view.steps]
    if not days:
        return None
    first, last = min(days), max(days)
    begins = date(first.year, 1 if first.month <= 6 else 7, 1)
    ends = date(last.year, 6, 30) if last.month <= 6 else date(last.year, 12, 31)
    return Axis(begins, ends)


def drawing(view: SiteView, on: Axis) -> Drawing:
    """The path of a site: a line that turns at each round, because nothing is known between."""
    placed = [(step, step.position) for step in view.steps]
    line = ""
    for step, position in placed:
        if position is not None:
            x, height = on.x(step.at), y(sum(position) / 2)
            line += f"H{x:g}V{height:g}" if line else f"M{x:g} {height:g}"
    return Drawing(
        line=line if "H" in line else "",
        marks=tuple(_mark(step, position, on) for step, position in placed if position),
        wishes=tuple(
            Wish(on.x(step.at), y(step.wished)) for step in view.steps if step.wished is not None
        ),
    )


def _mark(step: Step, position: tuple[int, int], on: Axis) -> Mark:
    half = step.middle
    return Mark(
        x=on.x(step.at),
        top=y(position[1]),
        bottom=y(position[0]),
        half_top=y(half.upper_quarter) - LANE / 2 if half else None,
        half_bottom=y(half.lower_quarter) + LANE / 2 if half else None,
    )


def by_round(views: Sequence[SiteView]) -> Strip:
    """One column for each number of round."""
    last = max((step.number for view in views for step in view.steps), default=0)
    columns = tuple((0, number) for number in range(1, last + 1))
    return _strip(views, columns, lambda step: (0, step.number))


def by_half_year(views: Sequence[SiteView]) -> Strip:
    """One column for each half-year, from the first to the last in which a round was revealed."""
    found = sorted({_half(step) for view in views for step in view.steps})
    if not found:
        return _strip(views, (), _half)
    (first, start), (last, _end) = found[0], found[-1]
    every = [(year, part) for year in range(first, last + 1) for part in (1, 2)]
    kept = tuple(one for one in every if (first, start) <= one <= found[-1])
    return _strip(views, kept, _half)


def _half(step: Step) -> tuple[int, int]:
    day = step.at.astimezone(PARIS).date()
    return day.year, 1 if day.month <= 6 else 2


def _strip(
    views: Sequence[SiteView],
    columns: tuple[tuple[int, int], ...],
    place: Callable[[Step], tuple[int, int]],
) -> Strip:
    return Strip(
        columns=columns,
        rows=tuple(
            (view, tuple(_cell([s for s in view.steps if place(s) == one]) for one in columns))
            for view in views
        ),
    )


def _cell(steps: Sequence[Step]) -> StripCell:
    """The latest round of this column that says where the site stood."""
    for step in reversed(steps):
        if step.position is not None:
            return StripCell(span=step.position, count=len(steps))
    masked = any(step.masked for step in steps)
    return StripCell(why=Cell.MASKED if masked else Cell.NOTHING, count=len(steps))
