"""Reordering the columns so that links cross less: asked for by somebody, and undoable.

Because the levels are given, only the order inside each column is to be found: barycentre sweeps
and swaps of neighbours find as few crossings as graphviz on the sample chain.
"""

from collections.abc import Iterable
from itertools import pairwise

from coopspace.changes.chain import Arc, Node
from coopspace.changes.layout import (
    Lane,
    Slot,
    arc_order,
    arrange,
    in_order,
    inside,
    ranks_of,
    respace,
)
from coopspace.changes.rules import VISION, VISION_RANK, Level, code_order

SWEEPS = 12


def tidy(nodes: Iterable[Node], arcs: Iterable[Arc]) -> dict[str, float]:
    """New order keys with fewer crossings, or the same order when none is better.

    Barycentre sweeps in both directions with neighbours swapped when that removes a crossing;
    links that jump a level hold a lane in the columns they pass.
    """
    nodes, arcs = tuple(nodes), tuple(arcs)
    present = in_order(nodes)
    best, fewest = present, _cost(nodes, arcs, present)
    for start in (
        present,
        {rank: sorted(codes, key=code_order) for rank, codes in present.items()},
    ):
        trial = _Lanes(arrange(_keyed(nodes, start), arcs), arcs)
        for sweep in range(SWEEPS):
            trial.sweep(forward=sweep % 2 == 0)
            trial.transpose()
            cost = _cost(nodes, arcs, trial.columns())
            if cost < fewest:
                best, fewest = trial.columns(), cost
    return {code: key for codes in best.values() for code, key in respace(codes).items()}


def crossings(nodes: Iterable[Node], arcs: Iterable[Arc]) -> int:
    """How many times links cross in the kept order, lanes placed as they are drawn."""
    nodes, arcs = tuple(nodes), tuple(arcs)
    return _cost(nodes, arcs, in_order(nodes))[0]


def _keyed(nodes: Iterable[Node], columns: dict[int, list[str]]) -> tuple[Node, ...]:
    keys = {code: key for codes in columns.values() for code, key in respace(codes).items()}
    return tuple(
        sorted(
            (node._replace(key=keys[node.code]) for node in nodes),
            key=lambda node: code_order(node.code),
        )
    )


def _cost(
    nodes: Iterable[Node], arcs: tuple[Arc, ...], columns: dict[int, list[str]]
) -> tuple[int, int]:
    """Crossings as drawn first, then how far apart linked changes of a same level stand."""
    return _Lanes(arrange.__wrapped__(_keyed(nodes, columns), arcs), arcs).cost()


class _Lanes:
    """The columns with their lanes while `tidy` looks for a better order."""

    def __init__(self, drawn: tuple[tuple[Slot, ...], ...], arcs: Iterable[Arc]) -> None:
        self.layers = {rank: list(slots) for rank, slots in enumerate(drawn, 1)}
        self.layers[VISION_RANK] = [VISION]
        ranks = ranks_of(self.columns())
        known = sorted(inside(arcs, ranks), key=arc_order)
        self.left: dict[int, dict[Slot, list[Slot]]] = {rank: {} for rank in self.layers}
        self.right: dict[int, dict[Slot, list[Slot]]] = {rank: {} for rank in self.layers}
        self.beside = [arc for arc in known if ranks[arc.source] == ranks[arc.target]]
        for arc in known:
            self._thread(arc, ranks[arc.source], ranks[arc.target])

    def _thread(self, arc: Arc, first: int, last: int) -> None:
        here: Slot = arc.source
        for rank in range(first + 1, last + 1):
            there: Slot = arc.target if rank == last else Lane(*arc)
            self.right[rank - 1].setdefault(here, []).append(there)
            self.left[rank].setdefault(there, []).append(here)
            here = there

    def columns(self) -> dict[int, list[str]]:
        """The cards of each level, without the lanes."""
        return {
            level.rank: [slot for slot in self.layers[level.rank] if isinstance(slot, str)]
            for level in Level
        }

    def sweep(self, *, forward: bool) -> None:
        order = sorted(self.layers) if forward else sorted(self.layers, reverse=True)
        sides = self.left if forward else self.right
        for fixed, rank in pairwise(order):
            places = {slot: place for place, slot in enumerate(self.layers[fixed])}
            slots = self.layers[rank]
            stays = {slot: place for place, slot in enumerate(slots)}
            stretch = len(places) / max(1, len(slots))
            slots.sort(
                key=lambda slot: _centre(sides[rank].get(slot), places, stays[slot] * stretch)
            )

    def transpose(self) -> None:
        for rank, slots in self.layers.items():
            before = _positions(self.layers.get(rank - 1, ()))
            after = _positions(self.layers.get(rank + 1, ()))
            for place in range(len(slots) - 1):
                up, down = slots[place], slots[place + 1]
                gain = self._gain(rank, up, down, before, after)
                if gain > 0:
                    slots[place], slots[place + 1] = down, up

    def _gain(
        self, rank: int, up: Slot, down: Slot, before: dict[Slot, int], after: dict[Slot, int]
    ) -> int:
        gain = 0
        for sides, places in ((self.left, before), (self.right, after)):
            ours = [places[slot] for slot in sides[rank].get(up, ())]
            theirs = [places[slot] for slot in sides[rank].get(down, ())]
            gain += sum((a > b) - (a < b) for a in ours for b in theirs)
        return gain

    def cost(self) -> tuple[int, int]:
        """Crossings first, then how far apart linked changes of a same level stand."""
        crossed = sum(self._crossings(rank) for rank in self.layers)
        places = {slot: place for slots in self.layers.values() for place, slot in enumerate(slots)}
        return crossed, sum(abs(places[a] - places[b]) for a, b in self.beside)

    def _crossings(self, rank: int) -> int:
        after = _positions(self.layers.get(rank + 1, ()))
        ends = [
            end
            for slot in self.layers[rank]
            for end in sorted(after[other] for other in self.right[rank].get(slot, ()))
        ]
        return _inversions(ends)


def _inversions(values: list[int]) -> int:
    """How many pairs stand in the wrong order (merge sort: long columns stay fast)."""
    if len(values) < 2:
        return 0
    middle = len(values) // 2
    left, right = values[:middle], values[middle:]
    count = _inversions(left) + _inversions(right)
    left.sort()
    right.sort()
    place = 0
    for value in left:
        while place < len(right) and right[place] < value:
            place += 1
        count += place
    return count


def _centre(linked: list[Slot] | None, places: dict[Slot, int], otherwise: float) -> float:
    return sum(places[slot] for slot in linked) / len(linked) if linked else otherwise


def _positions(slots: Iterable[Slot]) -> dict[Slot, int]:
    return {slot: place for place, slot in enumerate(slots)}
