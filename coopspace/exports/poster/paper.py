"""The paper and how the page is set on it: sheet, margins, letters from large to small."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from coopspace.changes.rules import Level
from coopspace.exports.poster.letters import POINT

INK = "#2A1A2E"
INK_2 = "#5C4A61"
CARD_EDGE = "#8C7787"
CURVES = ("#4A3A50", "#8C7787")
RULE = "#B9A8B6"
ALERT = "#A3123C"
SUN = "#F7C445"
PAPER = "#FFFFFF"
COLLEGE_COLORS = {
    "state": "#1D3F94",
    "local_authority": "#0E7560",
    "civil_society": "#B0430C",
}
Shares = tuple[int, int, int]
PARTS = 24
"""The width of the page is given to the columns by 24ths, so that small changes move nothing."""
EVEN: Shares = (8, 8, 8)
AIRY_FROM = 11.0
"""From this many points (on A3) on, cards have several parts and the vision is written large."""


class Format(StrEnum):
    """The two sheets of the house: the wall and the table."""

    A3 = "a3"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in landscape; `unit` is a millimetre of A3 on it; `points` the sizes tried."""

    format: Format
    width: float
    height: float
    unit: float
    points: tuple[float, ...]
    ppi: int

    @property
    def smallest(self) -> float:
        """No letter of the page is smaller than this (millimetres)."""
        return 7 * POINT


PAPERS = {
    Format.A3: Paper(
        Format.A3, 420, 297, 1.0, (14, 13, 12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5), 150
    ),
    Format.A4: Paper(Format.A4, 297, 210, 297 / 420, (10, 9.5, 9, 8.5, 8, 7.75, 7.5, 7.25, 7), 200),
}


@dataclass(frozen=True)
class Setting:
    """One way to set the page: a paper, a size of letters, shares of the width."""

    paper: Paper
    points: float
    shares: Shares = EVEN
    names_systems: bool = True
    """Whether cards name their systems beside the icons; the key of the page always does."""

    @cached_property
    def em(self) -> float:
        """The size of a card's sentence in millimetres."""
        return self.points * POINT

    @property
    def unit(self) -> float:
        """A millimetre of A3, on this paper."""
        return self.paper.unit

    @cached_property
    def airy(self) -> bool:
        """Whether there is room for cards of several parts and for the vision written large."""
        return self.points >= AIRY_FROM * (1 if self.paper.format is Format.A3 else 0.8)

    def small(self, share: float) -> float:
        """A share of the sentence's size, never under the smallest letter of the page."""
        return max(self.em * share, self.paper.smallest)

    @cached_property
    def sun_x(self) -> float:
        """Where the vision's light begins, at mid-height."""
        return (316 if self.airy else 350) * self.unit

    @property
    def top(self) -> float:
        """Where cards begin."""
        return (47 if self.airy else 37.5) * self.unit

    @property
    def bottom(self) -> float:
        """Where cards end."""
        return (251 if self.airy else 260.5) * self.unit

    @property
    def gutters(self) -> tuple[float, float]:
        """The space between two columns, and between the last one and the light."""
        return (21 * self.unit, 20 * self.unit) if self.airy else (26 * self.unit, 20 * self.unit)

    @cached_property
    def room(self) -> float:
        """The width that the three columns share."""
        between, last = self.gutters
        return self.sun_x - 11 * self.unit - 2 * between - last

    @cached_property
    def columns(self) -> dict[Level, tuple[float, float]]:
        """The left edge and the width of each level."""
        left = 11 * self.unit
        placed: dict[Level, tuple[float, float]] = {}
        for level, share in zip(Level, self.shares, strict=True):
            width = self.room * share / PARTS
            placed[level] = (left, width)
            left += width + self.gutters[0]
        return placed
