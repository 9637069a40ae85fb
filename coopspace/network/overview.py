"""A network too large to draw, as its communities: groups for dots, ties between groups for lines.

Nobody reads a picture of 100,000 dots; about 150 is the most. The largest groups are shown, each
named by those who have most ties in it; the rest is counted, not drawn.
"""

from collections import Counter
from dataclasses import dataclass

from coopspace.network.graph import COUNTS_FROM, Network, Node, View
from coopspace.network.holding import Graph, Piece

SHOWN = 60
NAMED = 3


@dataclass(frozen=True)
class Group:
    """A community: how many, who has most ties in it, and its sectors, the largest first."""

    id: str
    size: int
    first: tuple[str, ...]
    sectors: tuple[tuple[str, int], ...]
    inside: int
    """Ties between two of its members."""


@dataclass(frozen=True)
class Passage:
    """How many ties link two groups, of the pairs there could be."""

    a: str
    b: str
    ties: int
    possible: int


@dataclass(frozen=True)
class Overview:
    """The groups that are shown, the ties between them, and what is only counted."""

    groups: tuple[Group, ...]
    passages: tuple[Passage, ...]
    other_groups: int
    in_other_groups: int
    in_no_group: int

    @property
    def network(self) -> Network:
        """The groups as a network of their own, to be placed and drawn like any other.

        A group bears the sector of most of its members. Its lines all stand at the first level
        that counts: how many ties they hold is `passages`', and no level of the continuum.
        """
        return Network(
            nodes=tuple(Node(one.id, one.id, one.sectors[0][0]) for one in self.groups),
            views=tuple(View(one.a, one.b, COUNTS_FROM) for one in self.passages),
        )


def overview(
    network: Network, graph: Graph, communities: tuple[Piece, ...], *, at_most: int = SHOWN
) -> Overview:
    """The largest communities of a network; `communities` come largest first, as measured."""
    shown, rest = communities[:at_most], communities[at_most:]
    wide = len(str(len(shown)))
    ids = [f"g{number:0{wide}}" for number in range(1, len(shown) + 1)]
    group = {node: ids[place] for place, one in enumerate(shown) for node in one}
    between: Counter[tuple[str, str]] = Counter()
    for a, b in graph.edges:
        if a in group and b in group:
            between[min(group[a], group[b]), max(group[a], group[b])] += 1
    sizes = {ids[place]: len(one) for place, one in enumerate(shown)}
    sector = {node.id: node.college for node in network.nodes}
    return Overview(
        groups=tuple(
            Group(
                id=ids[place],
                size=len(one),
                first=_first(graph, one),
                sectors=_sectors(sector, one),
                inside=between[ids[place], ids[place]],
            )
            for place, one in enumerate(shown)
        ),
        passages=tuple(
            Passage(a, b, ties, sizes[a] * sizes[b])
            for (a, b), ties in sorted(between.items())
            if a != b
        ),
        other_groups=len(rest),
        in_other_groups=sum(map(len, rest)),
        in_no_group=len(network.nodes) - sum(map(len, communities)),
    )


def _first(graph: Graph, group: Piece) -> tuple[str, ...]:
    """Those who have most ties inside the group."""
    inside = frozenset(group)
    ties = {node: sum(other in inside for other in graph.adj[node]) for node in group}
    return tuple(sorted(group, key=lambda node: (-ties[node], node))[:NAMED])


def _sectors(sector: dict[str, str], group: Piece) -> tuple[tuple[str, int], ...]:
    found = Counter(sector[node] for node in group)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
