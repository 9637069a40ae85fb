"""The whole page in millimetres, and how a chain too large for one page is shared over several."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

from coopspace.changes.rules import Level
from coopspace.exports.poster.board import Board, best, smallest
from coopspace.exports.poster.frame import Frame, frame_of
from coopspace.exports.poster.links import Curve, curves
from coopspace.exports.poster.paper import PAPERS, Format, Paper
from coopspace.exports.poster.poster import Part, Poster
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import segno
else:
    segno = Later("segno")


@dataclass(frozen=True)
class Options:
    """What the reader chose."""

    format: Format = Format.A3
    saves_ink: bool = False
    room_to_write: bool = False
    by_goal: bool = False
    """One page per ultimate change, even when everything would stand on one."""


@dataclass(frozen=True)
class Sheet:
    """One page, ready to be drawn."""

    poster: Poster
    options: Options
    board: Board
    frame: Frame
    curves: tuple[Curve, ...]
    code: tuple[tuple[int, ...], ...]
    """The modules of the code to scan, row by row, 1 for dark."""

    @property
    def paper(self) -> Paper:
        """The paper it is laid out for."""
        return self.board.setting.paper


def sheets(poster: Poster, options: Options | None = None) -> tuple[Sheet, ...]:
    """The page; or, beyond what one page can show legibly, one page for each ultimate change."""
    options = options or Options()
    paper = PAPERS[options.format]
    whole = best(poster, paper)
    if whole and not options.by_goal:
        return (_sheet(poster, whole, options),)
    pages = _parts(poster, paper)
    if len(pages) == 1 and whole:
        return (_sheet(poster, whole, options),)
    found = []
    for number, (goals, codes) in enumerate(pages, 1):
        part = poster.only(codes, Part(number, len(pages), goals))
        board = best(part, paper) or smallest(part, paper)
        found.append(_sheet(part, board, options))
    return tuple(found)


def fits_one_page(poster: Poster, format: Format) -> bool:
    """Whether everything can be read on one sheet of this format."""
    return best(poster, PAPERS[format]) is not None


def _sheet(poster: Poster, board: Board, options: Options) -> Sheet:
    return Sheet(
        poster=poster,
        options=options,
        board=board,
        frame=frame_of(poster, board.setting, notes=options.room_to_write),
        curves=curves(poster, board),
        code=_code_to_scan(poster.address),
    )


@lru_cache(maxsize=64)
def _code_to_scan(address: str) -> tuple[tuple[int, ...], ...]:
    made = segno.make(address, error="m", micro=False)
    return tuple(tuple(int(module) for module in row) for row in made.matrix)


Share = tuple[tuple[str, ...], frozenset[str]]


def _parts(poster: Poster, paper: Paper) -> list[Share]:
    """Pages for each ultimate change with all that leads to it, then one for what leads to none."""
    pages: list[Share] = []
    covered: set[str] = set()
    for change in poster.by_level[Level.ULTIMATE]:
        codes = frozenset(nx.ancestors(poster.graph, change.code) | {change.code})
        covered |= codes
        pages += _small_enough(poster, paper, (change.code,), codes)
    rest = poster.codes - covered
    if rest:
        pages += _small_enough(poster, paper, (), frozenset(rest))
    return pages


def _small_enough(
    poster: Poster, paper: Paper, goals: tuple[str, ...], codes: frozenset[str]
) -> list[Share]:
    """The share itself when it fits; else halves of halves until each fits, goals on every page."""
    others = [change.code for change in poster.changes if change.code in codes - set(goals)]
    if len(others) <= 1 or best(poster.only(codes, Part(1, 1, goals)), paper):
        return [(goals, codes)]
    halves = _by_practice(poster, goals, codes) or _by_count(others, goals)
    return [page for half in halves for page in _small_enough(poster, paper, goals, half)]


def _by_practice(
    poster: Poster, goals: tuple[str, ...], codes: frozenset[str]
) -> list[frozenset[str]]:
    """Two halves, each with half of the intermediate changes and what leads to them."""
    middles = [
        change.code
        for change in poster.by_level[Level.INTERMEDIATE]
        if change.code in codes - set(goals)
    ]
    cut = len(middles) // 2
    first, second = (
        frozenset(goals).union(own, *(nx.ancestors(poster.graph, code) & codes for code in own))
        for own in (middles[:cut], middles[cut:])
    )
    second |= codes - first
    return [first, second] if cut and max(len(first), len(second)) < len(codes) else []


def _by_count(others: list[str], goals: tuple[str, ...]) -> list[frozenset[str]]:
    cut = len(others) // 2
    return [frozenset(others[:cut]).union(goals), frozenset(others[cut:]).union(goals)]
