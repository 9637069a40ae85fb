"""Where each change stands in its column, and by which lane a link passes the levels it jumps.

Drawing never reorders: each change keeps its order key, a newcomer takes the place nearest to
what it is linked with and nobody else moves. Only `tidying.tidy`, asked for and undoable, reorders.
Measured against graphviz, elk and dagre on a sample chain: as few crossings as the best, no link
through a card, neighbours that stay where people left them.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from coopspace.changes.chain import Arc, Node
from coopspace.changes.rules import VISION, VISION_RANK, Level, code_order

STEP = 1.0
"""The distance between two neighbours after tidying."""


class Lane(NamedTuple):
    """The room that a link takes in a column that it only crosses."""

    source: str
    target: str


Slot = str | Lane
"""What stands in a column: the code of a change, or the lane of a link that goes past."""


def in_order(nodes: Iterable[Node]) -> dict[int, list[str]]:
    """The codes of each level (1 to 3) from top to bottom."""
    columns: dict[int, list[str]] = {level.rank: [] for level in Level}
    for node in sorted(nodes, key=lambda node: (node.key, code_order(node.code))):
        columns[node.level.rank].append(node.code)
    return columns


@lru_cache(maxsize=128)
def arrange(nodes: tuple[Node, ...], arcs: tuple[Arc, ...]) -> tuple[tuple[Slot, ...], ...]:
    """The three columns from top to bottom: cards in their kept order, and the lanes between them.

    A lane goes through the gap where it crosses the fewest links, the nearest to a straight line
    when several are equal.
    """
    columns = in_order(nodes)
    ranks = ranks_of(columns)
    arcs = tuple(sorted(inside(arcs, ranks), key=arc_order))
    places = {code: place for codes in columns.values() for place, code in enumerate(codes)}
    places[VISION] = 0
    hops = _hops(arcs, ranks)
    gaps: dict[int, list[tuple[int, float, Lane]]] = {rank: [] for rank in columns}
    for arc in arcs:
        at = float(places[arc.source])
        start = (places[arc.source] + 0.5) / max(1, len(columns[ranks[arc.source]]))
        end = 0.5 if arc.target == VISION else _share(places, columns, ranks, arc.target)
        span = ranks[arc.target] - ranks[arc.source]
        for rank in range(ranks[arc.source] + 1, ranks[arc.target]):
            wished = start + (end - start) * (rank - ranks[arc.source]) / span
            last = rank + 1 == ranks[arc.target] and arc.target != VISION
            gap = _best_gap(
                len(columns[rank]),
                wished,
                (at, _pairs(hops[rank - 1], places)),
                (float(places[arc.target]), _pairs(hops[rank], places) if last else []),
            )
            gaps[rank].append((gap, at, Lane(*arc)))
            at = gap - 0.5
    return tuple(_interleave(columns[rank], gaps[rank], places) for rank in columns)


def _interleave(
    codes: Sequence[str],
    lanes: list[tuple[int, float, Lane]],
    places: dict[str, int],
) -> tuple[Slot, ...]:
    by_gap: dict[int, list[Lane]] = {}
    for gap, _at, lane in sorted(
        lanes, key=lambda one: (one[0], one[1], places[one[2].target], arc_order(one[2]))
    ):
        by_gap.setdefault(gap, []).append(lane)
    column: list[Slot] = []
    for place, code in enumerate(codes):
        column += by_gap.get(place, [])
        column.append(code)
    return (*column, *by_gap.get(len(codes), []))


def _best_gap(
    cards: int,
    wished: float,
    before: tuple[float, list[tuple[int, int]]],
    after: tuple[float, list[tuple[int, int]]],
) -> int:
    """The gap (0 above the first card) with the fewest crossings, then the nearest to `wished`.

    `before` and `after` give where the link comes from and goes to, and the links it may cross.
    """
    steps = [0] * (cards + 2)
    for source, target in before[1]:
        if source < before[0]:
            steps[0] += 1
            steps[target + 1] -= 1
        elif source > before[0]:
            steps[target + 1] += 1
    for source, target in after[1]:
        if target < after[0]:
            steps[0] += 1
            steps[source + 1] -= 1
        elif target > after[0]:
            steps[source + 1] += 1
    crossings, costs = 0, []
    for gap in range(cards + 1):
        crossings += steps[gap]
        costs.append((crossings, abs(gap - wished * cards), gap))
    return min(costs)[2]


def place_newcomer(nodes: Iterable[Node], level: Level, linked_with: Iterable[str]) -> float | None:
    """The order key of a change about to join `level`, at the barycentre of what it is linked with.

    At the bottom when it is linked with nothing. None when two neighbours have grown so close
    that no key fits between them: tidy the keys of the column first (`respace`).
    """
    nodes = tuple(nodes)
    columns = in_order(nodes)
    keys = {node.code: node.key for node in nodes}
    column = columns[level.rank]
    ranks = ranks_of(columns)
    places = {code: place for codes in columns.values() for place, code in enumerate(codes)}
    shares = [_share(places, columns, ranks, code) for code in linked_with if code in keys]
    gap = round(sum(shares) / len(shares) * len(column)) if shares else len(column)
    return key_between(
        keys[column[gap - 1]] if gap else None,
        keys[column[gap]] if gap < len(column) else None,
    )


def key_between(above: float | None, below: float | None) -> float | None:
    """A key between two neighbours (None: the column's edge), or None when there is no room."""
    if above is None and below is None:
        return 0.0
    if above is None or below is None:
        return (below or 0.0) - STEP if above is None else above + STEP
    middle = (above + below) / 2
    return middle if above < middle < below else None


def respace(codes: Sequence[str]) -> dict[str, float]:
    """Fresh keys, one step apart, for a column in its present order: nothing moves."""
    return {code: STEP * place for place, code in enumerate(codes)}


def ranks_of(columns: dict[int, list[str]]) -> dict[str, int]:
    """The rank of every change, and of the vision."""
    ranks = {code: rank for rank, codes in columns.items() for code in codes}
    return {**ranks, VISION: VISION_RANK}


def inside(arcs: Iterable[Arc], ranks: dict[str, int]) -> list[Arc]:
    """The links whose two ends are there."""
    return [Arc(*arc) for arc in arcs if arc[0] in ranks and arc[1] in ranks]


def arc_order(arc: tuple[str, str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """A sorting key for links: by source, then by target, as codes are read."""
    return code_order(arc[0]), code_order(arc[1])


def _hops(arcs: Iterable[Arc], ranks: dict[str, int]) -> dict[int, list[Arc]]:
    """Links between neighbouring columns, by the rank they leave from."""
    hops: dict[int, list[Arc]] = {rank: [] for rank in range(1, VISION_RANK)}
    for arc in arcs:
        if ranks[arc.target] - ranks[arc.source] == 1:
            hops[ranks[arc.source]].append(arc)
    return hops


def _pairs(arcs: Iterable[Arc], places: dict[str, int]) -> list[tuple[int, int]]:
    return [(places[arc.source], places[arc.target]) for arc in arcs]


def _share(
    places: dict[str, int], columns: dict[int, list[str]], ranks: dict[str, int], code: str
) -> float:
    return (places[code] + 0.5) / len(columns[ranks[code]])
