"""What would change if two organisations reached a level: one step tried, nothing kept.

The network before and after, compared by what people act upon: who joins, what breaks no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import networkx as nx

from coopspace.network.graph import Network, View
from coopspace.network.holding import (
    Cuts,
    Graph,
    Piece,
    block_tree,
    cuts,
    graph_of,
    isolated,
    pieces,
)
from coopspace.network.sectors import Silos, Trio, silos, trio


@dataclass(frozen=True)
class State:
    """What a step may change."""

    ties: int
    pieces: tuple[Piece, ...]
    isolated: Piece
    cuts: Cuts
    silos: Silos
    trio: Trio


@dataclass(frozen=True)
class Step:
    """The network before and after two organisations reach a level, and what the step changes."""

    a: str
    b: str
    level: int
    before: State
    after: State

    @property
    def changes(self) -> bool:
        """Whether any tie that counts is gained or lost."""
        return self.before.ties != self.after.ties

    @property
    def no_longer_isolated(self) -> Piece:
        """Who would have their first tie."""
        return _gone(self.before.isolated, self.after.isolated)

    @property
    def now_isolated(self) -> Piece:
        """Who would lose their last tie."""
        return _gone(self.after.isolated, self.before.isolated)

    @property
    def no_longer_fragile(self) -> Piece:
        """Without whom the network would hold after the step, and did not before."""
        return _gone(_points(self.before), _points(self.after))

    @property
    def now_fragile(self) -> Piece:
        """Without whom it would break after the step only."""
        return _gone(_points(self.after), _points(self.before))

    @property
    def pieces_joined(self) -> int:
        """How many pieces fewer there would be; below 0, how many more."""
        return len(self.before.pieces) - len(self.after.pieces)

    @property
    def trios_closed(self) -> int:
        """How many trios State, local authority, civil society would close."""
        return self.after.trio.closed - self.before.trio.closed


@dataclass(frozen=True)
class Opening:
    """Two who know each other below level 4: what their tie would change, if it came to count."""

    a: str
    b: str
    level: int
    joined: Piece
    """Who would come in: the smaller of the two pieces that they would join, if any."""
    freed: Piece
    """Without whom the network would then hold."""


def reaching(network: Network, a: str, b: str, *, level: int) -> Step:
    """The network if `a` and `b` both told this level of each other."""
    kept = tuple(view for view in network.views if {view.source, view.target} != {a, b})
    tried = (View(a, b, level, origin="answer"), View(b, a, level, origin="answer"))
    return Step(
        a=min(a, b),
        b=max(a, b),
        level=level,
        before=state(network),
        after=state(replace(network, views=(*kept, *tried))),
    )


def state(network: Network) -> State:
    """What a step may change, as it stands."""
    graph = graph_of(network)
    return State(
        ties=graph.number_of_edges(),
        pieces=pieces(graph),
        isolated=isolated(graph),
        cuts=cuts(graph),
        silos=silos(network),
        trio=trio(network, graph),
    )


def openings(network: Network, *, at_most: int = 5) -> tuple[Opening, ...]:
    """Relations below level 4 that would most change what holds, if they reached it.

    First those that would join two groups, the larger first; then those that would free most
    fragile points; then a first tie for somebody. One that would change none is not told.
    """
    graph = graph_of(network)
    piece = {node: group for group in pieces(graph) for node in group}
    ways = _Ways(graph)
    found = []
    for tie in network.ties:
        if tie.counts:
            continue
        one, two = piece[tie.a], piece[tie.b]
        if one is not two:
            smaller = min(one, two, key=lambda piece: (len(piece), piece))
            found.append(Opening(tie.a, tie.b, tie.level, smaller, ()))
        elif freed := ways.freed(tie.a, tie.b):
            found.append(Opening(tie.a, tie.b, tie.level, (), freed))
    found.sort(key=_weight)
    return tuple(found[:at_most])


class _Ways:
    """The tree of blocks, to be walked from one organisation to another.

    A tie between two makes one block of all those on the way; a point on that way which joined no
    other block is then fragile no more.
    """

    def __init__(self, graph: Graph) -> None:
        blocks, joints, self._tree = block_tree(graph)
        self._at: dict[str, str | int] = {
            node: node if node in joints else number
            for number, block in enumerate(blocks)
            for node in block
        }
        self._above: dict[str | int, str | int | None] = {}
        self._depth: dict[str | int, int] = {}
        for root in self._tree:
            if root not in self._depth:
                self._above[root], self._depth[root] = None, 0
                for parent, child in nx.bfs_edges(self._tree, root):
                    self._above[child], self._depth[child] = parent, self._depth[parent] + 1

    def freed(self, a: str, b: str) -> Piece:
        """Without whom the network would hold if these two, of one piece, had a tie."""
        one, two = self._at[a], self._at[b]
        way = []
        while one != two:
            if self._depth[one] < self._depth[two]:
                one, two = two, one
            way.append(one)
            above = self._above[one]
            assert above is not None, "both are of one piece"
            one = above
        passed = {*way, one} - {a, b}
        return tuple(sorted(n for n in passed if isinstance(n, str) and self._tree.degree(n) == 2))


def _weight(one: Opening) -> tuple[int, int, int, str, str]:
    groups = len(one.joined) if len(one.joined) > 1 else 0
    return (-groups, -len(one.freed), -one.level, one.a, one.b)


def _points(one: State) -> Iterable[str]:
    return (point.id for point in one.cuts.fragile)


def _gone(before: Iterable[str], after: Iterable[str]) -> Piece:
    return tuple(sorted(set(before) - set(after)))
