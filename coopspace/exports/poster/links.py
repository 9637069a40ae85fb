"""The curves: from the right edge of a card to the left edge of the next, ends fanned out.

A curve only bends between two columns and only crosses a column in its lane, so no link ever
passes through a card. A link inside one level swings out to the right and comes back.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coopspace.changes.layout import Lane
from coopspace.changes.rules import VISION, Level
from coopspace.exports.poster.board import Board
from coopspace.exports.poster.cards import Card
from coopspace.exports.poster.paper import Setting
from coopspace.exports.poster.poster import Poster, PosterLink

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
SUN_BULGE = 35.0
"""How far the edge of the light runs back from mid-height to the corners (millimetres of A3)."""
MANY = 60
"""From this many links on a page, curves are finer, and of two tones in turn."""
FIRM, SOFT, STEEP = 0.5, 0.3, 4.0
"""How far a curve stays level before it turns, as a share of its way across: level ones, steep
ones (from this slope on)."""
TO_THE_SUN = 0.55
"""Arrows reach the light nearer to mid-height than the cards they leave from."""


@dataclass(frozen=True)
class Curve:
    """One link as drawn: cubic pieces, end to end, and the way its arrow points (1 right, -1 left).

    Neighbours leave in two tones in turn (0 or 1), which helps the eye to follow one of many.
    """

    link: PosterLink
    pieces: tuple[Cubic, ...]
    heading: int
    tone: int = 0

    @property
    def tip(self) -> Point:
        """Where the arrow touches."""
        return self.pieces[-1][3]


def sun_edge(setting: Setting, y: float) -> float:
    """The left edge of the light at height `y`."""
    half = setting.paper.height / 2
    share = min(1.0, abs(y - half) / half)
    return setting.sun_x + SUN_BULGE * setting.unit * (1 - math.sqrt(1 - share * share))


def curves(poster: Poster, board: Board) -> tuple[Curve, ...]:
    """Every link of the page, in the order of its cards."""
    return _Weaver(poster, board).weave()


@dataclass
class _End:
    """One end of a link on a card's edge; `towards` is the height it goes to, or comes from."""

    link: PosterLink
    leaves: bool
    towards: float
    y: float = 0.0


class _Weaver:
    def __init__(self, poster: Poster, board: Board) -> None:
        self.board, self.setting = board, board.setting
        self.links = sorted(
            set(poster.drawn), key=lambda one: (self._middle(one.source), self._middle(one.target))
        )
        self.starts: dict[PosterLink, float] = {}
        self.ends: dict[PosterLink, float] = {}

    def weave(self) -> tuple[Curve, ...]:
        self._fan_out()
        self._reach_the_sun()
        order = {code: place for place, code in enumerate(self.board.cards)}
        many = len(self.links) > MANY
        drawn = (
            self._beside(link) if self._same_level(link) else self._onward(link)
            for link in self.links
        )
        return tuple(
            replace(curve, tone=order[curve.link.source] % 2 if many else 0) for curve in drawn
        )

    def _middle(self, code: str) -> float:
        if code == VISION:
            return self.setting.paper.height / 2
        card = self.board.cards[code]
        return card.y + card.height / 2

    def _same_level(self, link: PosterLink) -> bool:
        return link.target != VISION and self._level(link.source) is self._level(link.target)

    def _level(self, code: str) -> Level:
        return self.board.cards[code].change.level

    def _passed(self, link: PosterLink) -> list[tuple[Level, float]]:
        """The levels that the link jumps, with the height of its lane."""
        lane = Lane(link.source, link.target)
        return [
            (level, self.board.lanes[lane, level])
            for level in Level
            if (lane, level) in self.board.lanes
        ]

    def _fan_out(self) -> None:
        right: dict[str, list[_End]] = {}
        left: dict[str, list[_End]] = {}
        for link in self.links:
            passed = self._passed(link)
            after = passed[0][1] if passed else self._middle(link.target)
            before = passed[-1][1] if passed else self._middle(link.source)
            right.setdefault(link.source, []).append(_End(link, True, after))
            if self._same_level(link):
                right.setdefault(link.target, []).append(_End(link, False, before))
            elif link.target != VISION:
                left.setdefault(link.target, []).append(_End(link, False, before))
        for sides in (right, left):
            for code, ends in sides.items():
                self._spread(self.board.cards[code], ends)

    def _spread(self, card: Card, ends: list[_End]) -> None:
        """Share the edge of a card between its links, in the order of where they go."""
        ends.sort(key=lambda end: (end.towards, end.leaves))
        most = 1.6 * self.setting.em
        step = min(most, card.height * 0.82 / len(ends))
        first = card.y + card.height / 2 - step * (len(ends) - 1) / 2
        for place, end in enumerate(ends):
            (self.starts if end.leaves else self.ends)[end.link] = first + step * place

    def _reach_the_sun(self) -> None:
        reaching = [link for link in self.links if link.target == VISION]
        half, unit = self.setting.paper.height / 2, self.setting.unit
        ends = []
        for link in reaching:
            passed = self._passed(link)
            y = passed[-1][1] if passed else self.starts[link]
            ends.append((half + (y - half) * TO_THE_SUN, link))
        ends.sort(key=lambda one: one[0])
        heights = _apart(
            [y for y, _ in ends], least=min(2.4 * unit, 150 * unit / max(1, len(ends)))
        )
        self.ends.update({link: y for (_, link), y in zip(ends, heights, strict=True)})

    def _onward(self, link: PosterLink) -> Curve:
        card = self.board.cards[link.source]
        here: Point = (card.right, self.starts[link])
        pieces: list[Cubic] = []
        for level, y in self._passed(link):
            x, width = self.setting.columns[level]
            pieces += [_bend(here, (x, y)), _straight((x, y), (x + width, y))]
            here = (x + width, y)
        y = self.ends[link]
        if link.target == VISION:
            tip = (sun_edge(self.setting, y) - 1.0 * self.setting.unit, y)
        else:
            tip = (self.board.cards[link.target].x, y)
        return Curve(link, (*pieces, _bend(here, tip)), 1)

    def _beside(self, link: PosterLink) -> Curve:
        """Out to the right, and back to the right edge of a card of the same column."""
        card = self.board.cards[link.source]
        start, end = (card.right, self.starts[link]), (card.right, self.ends[link])
        reach = abs(end[1] - start[1])
        swing = (3 + 9 * math.tanh(reach / (90 * self.setting.unit))) * self.setting.unit * 4 / 3
        return Curve(
            link, ((start, (start[0] + swing, start[1]), (end[0] + swing, end[1]), end),), -1
        )


def _bend(start: Point, end: Point) -> Cubic:
    """Out and in level; the steeper the way, the nearer to a straight line in between."""
    across, down = end[0] - start[0], abs(end[1] - start[1])
    steepness = min(1.0, down / (STEEP * across))
    pull = across * (FIRM + (SOFT - FIRM) * steepness)
    return (start, (start[0] + pull, start[1]), (end[0] - pull, end[1]), end)


def _straight(start: Point, end: Point) -> Cubic:
    return (start, start, end, end)


def _apart(heights: Iterable[float], *, least: float) -> list[float]:
    """The same heights, in order, at least `least` apart, moved as little as possible."""
    groups: list[tuple[float, int]] = []
    for height in heights:
        centre, count = height, 1
        while groups:
            before, others = groups[-1]
            room = least * (others + count) / 2
            if centre - before >= room:
                break
            groups.pop()
            centre = (before * others + centre * count) / (others + count)
            count += others
        groups.append((centre, count))
    return [
        centre + least * (place - (count - 1) / 2)
        for centre, count in groups
        for place in range(count)
    ]
