"""Who works across the sectors: silos, the table of sectors, and what links the trio's three."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations_with_replacement

from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median
from coopspace.network.graph import LEVELS, Network
from coopspace.network.holding import Graph
from coopspace.network.views import Share

TRIO = ("state", "authority", "civil")
"""The three parties whose cooperation the method is about."""


@dataclass(frozen=True)
class Cell:
    """Two sectors, or one with itself: the ties among the pairs there could be, and the levels."""

    a: str
    b: str
    possible: int
    ties: int
    levels: tuple[int, ...]

    @property
    def median(self) -> Median | None:
        """The level in the middle of the relations told between these two."""
        return ordinal.median(ordinal.answers_of(self.levels))


@dataclass(frozen=True)
class Silos:
    """Ties inside sectors and across them, beside what the sizes alone of the sectors give."""

    inside: int
    across: int
    possible_inside: int
    possible_across: int
    cells: tuple[Cell, ...]

    @property
    def cross(self) -> Share:
        """The ties that link two sectors, of all ties."""
        return Share(self.across, self.inside + self.across)

    @property
    def index(self) -> float | None:
        """E-I = (E − I) / (E + I): -1 all inside, +1 all across (Krackhardt & Stern, 1988)."""
        return ei_index(self.across, self.inside)

    @property
    def expected(self) -> float | None:
        """The E-I index if every pair of organisations had the same chance of a tie."""
        return ei_index(self.possible_across, self.possible_inside)


@dataclass(frozen=True)
class Reach:
    """How many of the other organisations have a tie with this party, and who has none."""

    sector: str
    present: int
    reached: Share
    unreached: tuple[str, ...]


@dataclass(frozen=True)
class Trio:
    """What links the three parties."""

    closed: int
    """Trios State, local authority, civil society in which all three pairs have a tie."""
    all_three: Share
    """The organisations that touch all three parties: by being of one, or by a tie."""
    reach: tuple[Reach, ...]


def ei_index(across: int, inside: int) -> float | None:
    """(E − I) / (E + I); None where there is neither."""
    return (across - inside) / (across + inside) if across + inside else None


def silos(network: Network) -> Silos:
    """The ties by pair of sectors; each cell counts every relation told by its level."""
    sector = {node.id: node.college for node in network.nodes}
    sizes = Counter(sector.values())
    ties: Counter[tuple[str, str]] = Counter()
    levels: dict[tuple[str, str], list[int]] = {}
    for tie in network.ties:
        one, two = sector[tie.a], sector[tie.b]
        pair = (min(one, two), max(one, two))
        ties[pair] += tie.counts
        levels.setdefault(pair, []).append(tie.level)
    cells = tuple(
        Cell(
            a=a,
            b=b,
            possible=sizes[a] * (sizes[a] - 1) // 2 if a == b else sizes[a] * sizes[b],
            ties=ties[a, b],
            levels=ordinal.counts(levels.get((a, b), ()), steps=LEVELS),
        )
        for a, b in combinations_with_replacement(sorted(sizes), 2)
    )
    return Silos(
        inside=sum(cell.ties for cell in cells if cell.a == cell.b),
        across=sum(cell.ties for cell in cells if cell.a != cell.b),
        possible_inside=sum(cell.possible for cell in cells if cell.a == cell.b),
        possible_across=sum(cell.possible for cell in cells if cell.a != cell.b),
        cells=cells,
    )


def trio(network: Network, graph: Graph) -> Trio:
    """How the three parties reach the others, and each other: counts, from the ties that count."""
    sector = {node.id: node.college for node in network.nodes}
    touched = {
        node: {sector[other] for other in graph.adj[node]} | {sector[node]} for node in sector
    }
    everywhere = sum(touches.issuperset(TRIO) for touches in touched.values())
    return Trio(
        closed=closed_trios(graph, sector),
        all_three=Share(everywhere, len(sector)),
        reach=tuple(_reach(party, sector, touched) for party in TRIO),
    )


def closed_trios(graph: Graph, sector: dict[str, str]) -> int:
    """Triangles with one organisation of each of the three parties."""
    state, authority, civil = TRIO
    third = {node for node, one in sector.items() if one == civil}
    close = {
        node: third.intersection(graph.adj[node])
        for node, one in sector.items()
        if one in (state, authority)
    }
    return sum(
        len(close[a] & close[b])
        for a, b in graph.edges
        if {sector[a], sector[b]} == {state, authority}
    )


def _reach(party: str, sector: dict[str, str], touched: dict[str, set[str]]) -> Reach:
    others = [node for node, one in sector.items() if one != party]
    present = len(sector) - len(others)
    unreached = tuple(sorted(node for node in others if party not in touched[node]))
    return Reach(party, present, Share(len(others) - len(unreached), len(others)), unreached)
