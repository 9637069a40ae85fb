"""Between which bounds each figure would lie if everybody who was asked had answered.

What a missing answer may say is not guessed, only bounded. Somebody who was asked and has not
answered may say any level of anybody, or nothing of those of whom the map says nothing either.
Every other view stays as it is, as does the silence of who answered, or was not asked. Hence two
networks: the *sure* one, of the ties that no missing answer can undo (neither end is missing), and
the *possible* one, with every tie that missing answers could make count besides. The true network
lies between the two, and any set of ties between them could be true.

A bound that is reached by some answers is called exact. Every bound here is exact except the lower
one of centralisation, and the number of fragile points and of ties without way round, of which
each point and each tie is told exactly but not all of them could be so at once: these three hold,
and may be wider than need be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import networkx as nx

from coopspace.network.graph import COUNTS_FROM, Network, Tie
from coopspace.network.holding import Cuts, Graph, Piece, cuts, isolated, leaving, pieces
from coopspace.network.sectors import TRIO, closed_trios, ei_index
from coopspace.network.views import returned, speakers

LARGEST = 1_000
"""Above so many organisations no range is counted: there are too many possible ties to list."""

Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Range:
    """The lowest and the highest that a figure could be."""

    low: float
    high: float


@dataclass(frozen=True)
class Certainty:
    """The ranges by name of figure, and what stays fragile whatever the missing answers say."""

    ranges: dict[str, Range]
    surely_fragile: tuple[str, ...]
    surely_narrow: tuple[Pair, ...]


@dataclass(frozen=True)
class _Bounds:
    """The two networks between which the true one lies."""

    sure: Graph
    possible: Graph
    added: tuple[Pair, ...]
    sector: dict[str, str]

    @cached_property
    def cuts(self) -> tuple[Cuts, Cuts]:
        """Where the sure network could break, and the possible one."""
        return cuts(self.sure), cuts(self.possible)

    @cached_property
    def piece(self) -> dict[str, int]:
        """The piece of the sure network that each is in, by number."""
        return {node: place for place, group in enumerate(pieces(self.sure)) for node in group}


def certainty(network: Network) -> Certainty | None:
    """Every range; None when no answer is missing, or the network is too large to bound."""
    missing = network.missing & network.by_id.keys()
    if not missing or len(network.nodes) > LARGEST:
        return None
    bounds = _bounds(network, missing)
    fragile, surely_fragile = _fragile(bounds)
    narrow, surely_narrow = _narrow(bounds)
    found = {
        **_rising(bounds),
        **_across(bounds),
        **_views(network, missing),
        "fragile": fragile,
        "narrow": narrow,
    }
    if len(network.nodes) > 2:
        found["centralisation"] = _centralisation(bounds)
    return Certainty(dict(sorted(found.items())), surely_fragile, surely_narrow)


def _bounds(network: Network, missing: frozenset[str]) -> _Bounds:
    """A missing end may lower any tie; it makes one count unless the other end says less than 4."""
    refused = set()
    sure: Graph = nx.Graph()
    sure.add_nodes_from(node.id for node in network.nodes)
    for tie in network.ties:
        if not missing.isdisjoint((tie.a, tie.b)):
            if any(level < COUNTS_FROM for level in _fixed(tie, missing)):
                refused.add((tie.a, tie.b))
        elif tie.counts:
            sure.add_edge(tie.a, tie.b)
    added = tuple(pair for pair in _open_pairs(network, missing) if pair not in refused)
    possible: Graph = sure.copy()
    possible.add_edges_from(added)
    return _Bounds(sure, possible, added, {node.id: node.college for node in network.nodes})


def _fixed(tie: Tie, missing: frozenset[str]) -> list[int]:
    """The levels that no missing answer can change."""
    sides = ((tie.a, tie.there), (tie.b, tie.back))
    return [level for end, level in sides if level is not None and end not in missing]


def _rising(bounds: _Bounds) -> dict[str, Range]:
    """Figures that only rise, or only fall, with each tie: exact at both ends."""
    sure, possible, sector = bounds.sure, bounds.possible, bounds.sector
    size = len(sure)
    few, many = sure.number_of_edges(), possible.number_of_edges()
    apart, together = pieces(sure), pieces(possible)
    found = {
        "ties": Range(few, many),
        "components": Range(len(together), len(apart)),
        "largest": Range(len(apart[0]), len(together[0])),
        "isolated": Range(len(isolated(possible)), len(isolated(sure))),
        "closed_trios": Range(closed_trios(sure, sector), closed_trios(possible, sector)),
        "all_three": Range(_all_three(sure, sector), _all_three(possible, sector)),
        "core": Range(max(nx.core_number(sure).values()), max(nx.core_number(possible).values())),
    }
    if size > 1:
        pairs = size * (size - 1) / 2
        found["density"] = Range(few / pairs, many / pairs)
    return found


def _all_three(graph: Graph, sector: dict[str, str]) -> int:
    """How many touch all three parties."""
    return sum(
        {sector[node], *(sector[other] for other in graph.adj[node])}.issuperset(TRIO)
        for node in graph
    )


def _across(bounds: _Bounds) -> dict[str, Range]:
    """Most across with fewest inside, and the reverse: exact."""
    sector = bounds.sector
    across = sum(sector[a] != sector[b] for a, b in bounds.sure.edges)
    inside = bounds.sure.number_of_edges() - across
    more_across = sum(sector[a] != sector[b] for a, b in bounds.added)
    more_inside = len(bounds.added) - more_across
    low = ei_index(across, inside + more_inside)
    high = ei_index(across + more_across, inside)
    # Nothing is sure and all that is possible is on one side: the index is one value, or none
    low = high if low is None else low
    high = low if high is None else high
    if low is None or high is None:
        return {}
    return {"silos": Range(low, high), "cross": Range((low + 1) / 2, (high + 1) / 2)}


def _views(network: Network, missing: frozenset[str]) -> dict[str, Range]:
    """The same or not, both or one, for each pair with a missing end: exact.

    A side that is not missing and told nothing stays silent, so its pairs are never told by both;
    one that nobody asked is no speaker, so its pairs do not enter reciprocity.
    """
    told = {(tie.a, tie.b): tie for tie in network.ties}
    settled = [tie for tie in told.values() if missing.isdisjoint((tie.a, tie.b))]
    same = sum(tie.gap == 0 for tie in settled)
    both = sum(tie.gap is not None for tie in settled)
    speaking = speakers(network)
    arcs = returned(settled, speaking)
    open_both = open_mutual = open_any = 0
    for pair in _open_pairs(network, missing):
        ends = [end for end in pair if end not in missing]
        fixed = _fixed(told[pair], missing) if pair in told else []
        open_both += len(fixed) == len(ends)
        open_mutual += not ends or (bool(fixed) and fixed[0] >= COUNTS_FROM)
        open_any += speaking.issuperset(ends)
    found = {}
    if both + open_both:
        found["same"] = Range(same / (both + open_both), (same + open_both) / (both + open_both))
    if arcs.whole + open_any:
        most = arcs.whole + 2 * open_mutual
        found["reciprocity"] = Range(
            arcs.part / (arcs.whole + open_any),
            (arcs.part + 2 * open_mutual) / most if most else 0.0,
        )
    return found


def _open_pairs(network: Network, missing: frozenset[str]) -> Iterator[Pair]:
    """The pairs of which a missing answer may say something."""
    ids = [node.id for node in network.nodes]
    for place, a in enumerate(ids):
        for b in ids[place + 1 :]:
            if a in missing or b in missing:
                yield a, b


def _centralisation(bounds: _Bounds) -> Range:
    """Above: all possible ties of one organisation, and no other, whichever makes most; exact.

    Below: for each highest degree D, at most Σ min(D, possible degree) / 2 ties share them out.
    """
    size = len(bounds.sure)
    ties, most_ties = bounds.sure.number_of_edges(), bounds.possible.number_of_edges()
    known = {node: len(bounds.sure.adj[node]) for node in bounds.sure}
    could = {node: len(bounds.possible.adj[node]) for node in bounds.sure}
    high = max(size * could[node] - 2 * (ties + could[node] - known[node]) for node in bounds.sure)
    low = min(
        size * most - 2 * (min(most_ties, _shared(most, could)))
        for most in range(max(known.values()), max(could.values()) + 1)
    )
    whole = (size - 1) * (size - 2)
    return Range(max(0, low) / whole, high / whole)


def _shared(most: int, could: dict[str, int]) -> int:
    """How many ties there are at most when nobody has more than so many."""
    return sum(min(most, degree) for degree in could.values()) // 2


def _fragile(bounds: _Bounds) -> tuple[Range, tuple[str, ...]]:
    """Of each organisation exactly: whether some, or all, of the networks between would need it.

    It could be fragile when two of its possible neighbours are not linked without it by sure ties;
    it surely is when two of its sure neighbours are not linked without it even by possible ones.
    """
    piece, broken = bounds.piece, bounds.cuts
    now = {point.id for point in broken[0].fragile}
    could = sum(
        node in now or len({piece[other] for other in bounds.possible.adj[node]}) > 1
        for node in bounds.sure
    )
    sure = tuple(
        sorted(
            point.id
            for point in broken[1].fragile
            if _parts(leaving(bounds.possible, point.id).pieces, bounds.sure, point.id) > 1
        )
    )
    return Range(len(sure), could), sure


def _parts(left: tuple[Piece, ...], sure: Graph, who: str) -> int:
    """Among how many of these pieces the sure neighbours of somebody are spread."""
    return sum(any(node in sure.adj[who] for node in piece) for piece in left)


def _narrow(bounds: _Bounds) -> tuple[Range, tuple[Pair, ...]]:
    """A sure tie that even possible ones leave without way round; at most, those of a tree."""
    sure = tuple(
        (tie.a, tie.b) for tie in bounds.cuts[1].narrow if bounds.sure.has_edge(tie.a, tie.b)
    )
    piece = bounds.piece
    could = len(bounds.cuts[0].narrow) + sum(piece[a] != piece[b] for a, b in bounds.added)
    tree = len(bounds.sure) - len(pieces(bounds.possible))
    return Range(len(sure), min(could, tree)), tuple(sorted(sure))
