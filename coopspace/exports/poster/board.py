"""Where each card stands: columns in their kept order, with lanes between cards for long links.

A column's places depend on its own cards and on the links that pass through it: a card added to
one level leaves the others in place (but for a lane that goes elsewhere); inside its own level it
pushes its neighbours and never changes their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopspace.changes.chain import Arc, Node
from coopspace.changes.layout import Lane, Slot, arrange
from coopspace.changes.rules import Level
from coopspace.exports.poster.cards import (
    Card,
    card_of,
    dense_content,
    dense_height,
    dense_lengths,
    measures_of,
)
from coopspace.exports.poster.letters import Lengths
from coopspace.exports.poster.paper import PARTS, Paper, Setting, Shares
from coopspace.exports.poster.poster import Poster

LANE_PITCH = 1.25
"""Millimetres of A3 between two links that pass side by side."""
LANE_CLEAR = 1.1
"""Millimetres of A3 between a card and the link that passes by."""
NARROWEST = 4
"""No column gets less than this many 24ths of the width."""
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Board:
    """The cards at their places, and at which height each link passes each level it jumps."""

    setting: Setting
    cards: dict[str, Card]
    lanes: dict[tuple[Lane, Level], float]
    overflow: float
    """How many millimetres the fullest column lacks; 0 when everything is on the page."""

    @property
    def fits(self) -> bool:
        """Whether everything is on the page."""
        return self.overflow <= TOLERANCE


def best(poster: Poster, paper: Paper) -> Board | None:
    """The board with the largest letters on which everything fits, if there is one.

    What fits at a size is taken to fit at any smaller one, so sizes are tried by halves; systems
    are named on cards where that costs no size.
    """
    low, high = 0, len(paper.points)
    while low < high:
        middle = (low + high) // 2
        if _may_fit(poster, Setting(paper, paper.points[middle])):
            high = middle
        else:
            low = middle + 1
    for points in paper.points[low:]:
        for named in (True, False):
            board = _settled(poster, Setting(paper, points, names_systems=named))
            if board is not None:
                return board
    return None


def smallest(poster: Poster, paper: Paper) -> Board:
    """The board with the smallest letters, whether or not everything fits."""
    return place(poster, Setting(paper, paper.points[-1]))


def _may_fit(poster: Poster, setting: Setting) -> bool:
    """Whether everything fits at this size, read from the lengths of words alone."""
    most = max(len(changes) for changes in poster.by_level.values())
    if most * setting.em * 1.9 > setting.bottom - setting.top:
        return False
    if setting.airy:
        return place(poster, setting).fits
    return _shares(poster, replace(setting, names_systems=False)) is not None


def _settled(poster: Poster, setting: Setting) -> Board | None:
    """The board at this size, if everything really stands on it."""
    if not setting.airy:
        shares = _shares(poster, setting)
        if shares is None:
            return None
        setting = replace(setting, shares=shares)
    board = place(poster, setting)
    return board if board.fits else None


def _shares(poster: Poster, setting: Setting) -> Shares | None:
    """How much of the width each level needs, in 24ths: even when it can be."""
    needed = []
    for level, slots in _slots(poster):
        contents = [
            dense_lengths(dense_content(poster, change, setting))
            for change in poster.by_level[level]
        ]
        needed.append(_least_share(contents, setting, _Column(setting, slots).room))
    if sum(needed) > PARTS:
        return None
    while sum(needed) < PARTS:
        needed[needed.index(min(needed))] += 1
    first, second, third = needed
    return first, second, third


def _least_share(contents: Sequence[tuple[Lengths, Lengths]], setting: Setting, room: float) -> int:
    low, high = NARROWEST, PARTS
    while low < high:
        middle = (low + high) // 2
        width = setting.room * middle / PARTS
        if sum(dense_height(one, setting, width) for one in contents) <= room:
            high = middle
        else:
            low = middle + 1
    return low


def _slots(poster: Poster) -> list[tuple[Level, tuple[Slot, ...]]]:
    """Each level's cards in their kept order, with the lanes that pass between them."""
    nodes = tuple(
        Node(change.code, level, key=float(key))
        for level, changes in poster.by_level.items()
        for key, change in enumerate(changes)
    )
    arcs = tuple(sorted({Arc(link.source, link.target) for link in poster.drawn}))
    return list(zip(Level, arrange(nodes, arcs), strict=True))


def place(poster: Poster, setting: Setting) -> Board:
    """Place the cards of the page."""
    changes = {change.code: change for change in poster.changes}
    cards: dict[str, Card] = {}
    lanes: dict[tuple[Lane, Level], float] = {}
    spare = 0.0
    for level, slots in _slots(poster):
        column = _Column(setting, slots)
        settled, left = column.settle(
            [card_of(poster, changes[code], setting) for code in column.codes]
        )
        spare = min(spare, left)
        cards.update({card.code: card for card in settled})
        lanes.update({(lane, level): y for lane, y in column.lanes.items()})
    return Board(setting, cards, lanes, -spare)


class _Column:
    """One level from top to bottom: gaps alternate with cards, and a gap holds its lanes."""

    def __init__(self, setting: Setting, slots: Sequence[Slot]) -> None:
        self.setting = setting
        self.codes: list[str] = []
        self.gaps: list[list[Lane]] = [[]]
        for slot in slots:
            if isinstance(slot, Lane):
                self.gaps[-1].append(slot)
            else:
                self.codes.append(slot)
                self.gaps.append([])
        self.least = [self._least(number) for number in range(len(self.gaps))]
        self.lanes: dict[Lane, float] = {}

    @property
    def room(self) -> float:
        """The height left for the cards themselves."""
        return self.setting.bottom - self.setting.top - sum(self.least)

    def settle(self, cards: Sequence[Card]) -> tuple[list[Card], float]:
        """The cards spread over the height, and how many millimetres are left (or lacking)."""
        spare = self.room - sum(card.height for card in cards)
        air = max(spare, 0.0) / max(1, len(cards))
        y = self.setting.top
        settled: list[Card] = []
        for number, (gap, least) in enumerate(zip(self.gaps, self.least, strict=True)):
            height = least + (air if self._is_inner(number) else air / 2)
            self._pass(gap, y, height)
            y += height
            if number < len(cards):
                settled.append(replace(cards[number], y=y))
                y += cards[number].height
        return settled, spare

    def _is_inner(self, number: int) -> bool:
        return 0 < number < len(self.codes)

    def _least(self, number: int) -> float:
        inner, lanes = self._is_inner(number), len(self.gaps[number])
        gap = measures_of(self.setting).gap if inner else 0.0
        if not lanes:
            return gap
        between = LANE_PITCH * (lanes - 1) * self.setting.unit
        sides = LANE_CLEAR * self.setting.unit * (2 if inner else 1)
        return max(gap, between + sides)

    def _pass(self, lanes: Sequence[Lane], top: float, height: float) -> None:
        pitch = LANE_PITCH * self.setting.unit
        first = top + height / 2 - pitch * (len(lanes) - 1) / 2
        for number, lane in enumerate(lanes):
            self.lanes[lane] = first + pitch * number
