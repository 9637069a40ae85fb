"""Measures as a line: where each stands, in whole units of a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from coopspace.indicators.telling import Point

FEWEST = 2
"""One figure alone is no line: it is told in words."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure, and where it stands."""

    x: int
    y: int
    point: Point


@dataclass(frozen=True)
class Line:
    """The figures from left to right; `aim` is how high the aim is, when it is a figure."""

    dots: tuple[Dot, ...]
    aim: int | None

    @property
    def path(self) -> str:
        """« M0 40L120 12 »: as SVG draws it."""
        return "M" + "L".join(f"{dot.x} {dot.y}" for dot in self.dots)


def line(points: Sequence[Point], *, width: int, height: int, aim: Decimal | None) -> Line | None:
    """The line of these figures, the first day on the left, the highest figure at the top; None
    for too few of them. The aim is within the drawing."""
    if len(points) < FEWEST:
        return None
    first, last = points[0].on, points[-1].on
    values = [one.value for one in points] + ([aim] if aim is not None else [])
    low, high = min(values), max(values)

    def across(point: Point) -> int:
        return _part(Decimal((point.on - first).days), Decimal((last - first).days), width)

    def down(value: Decimal) -> int:
        return height - _part(value - low, high - low, height) if high > low else height // 2

    dots = tuple(Dot(across(one), down(one.value), one) for one in points)
    return Line(dots, None if aim is None else down(aim))


def _part(some: Decimal, whole: Decimal, length: int) -> int:
    return int((length * some / whole).to_integral_value(ROUND_HALF_EVEN))
