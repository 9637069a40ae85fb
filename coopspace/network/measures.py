"""All that is measured of one network, in one value: each organisation, then the whole.

Nothing here is infinite or fails: a figure that means nothing for this network is None. Below ten
organisations, or under 70 % of answers, only what the map itself shows is given (DOMAIN §3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median
from coopspace.network import engine
from coopspace.network.graph import Network, Silence
from coopspace.network.holding import (
    Cuts,
    Graph,
    Piece,
    cores,
    cuts,
    graph_of,
    isolated,
    pieces,
)
from coopspace.network.ranges import Certainty, certainty
from coopspace.network.sectors import Silos, Trio, silos, trio
from coopspace.network.standing import Heart, centralisation, constraints, heart
from coopspace.network.views import (
    Share,
    Told,
    levels,
    median,
    reciprocity,
    strengths,
    told,
)

STEPS = ("ties", "holding", "communities", "passages", "sectors")
"""What is counted, one after another; passages take the longest."""
Tell: TypeAlias = Callable[[str], None]


def nobody(_step: str) -> None:
    """Nobody waits to be told."""


@dataclass(frozen=True)
class Place:
    """What the map shows of one organisation: its ties, and its relations at each level."""

    id: str
    degree: int
    levels: tuple[int, ...]

    @property
    def relations(self) -> int:
        """How many relations it has, those below level 4 included."""
        return sum(self.levels)

    @property
    def median(self) -> Median | None:
        """The level in the middle of its relations."""
        return ordinal.median(ordinal.answers_of(self.levels))


@dataclass(frozen=True)
class Standing:
    """Where one organisation stands in the whole."""

    betweenness: float
    core: int
    constraint: float | None
    community: int | None
    """The number of its group, in the order of `Whole.communities`; None when it is in none."""
    fragile: bool
    in_heart: bool


@dataclass(frozen=True)
class Whole:
    """The figures of the whole network."""

    density: Share
    reciprocity: Share
    told: Told
    pieces: tuple[Piece, ...]
    isolated: Piece
    cuts: Cuts
    centralisation: float | None
    communities: tuple[Piece, ...]
    heart: Heart
    silos: Silos
    trio: Trio
    standing: dict[str, Standing]
    certainty: Certainty | None
    engine: str
    sampled: bool
    """Whether betweenness is an estimate: read the first twenty names, not the figures."""

    @property
    def brokers(self) -> tuple[str, ...]:
        """Who is passed through, the most first; who is passed through by nobody is left out."""
        order = sorted(self.standing, key=lambda one: (-self.standing[one].betweenness, one))
        return tuple(one for one in order if self.standing[one].betweenness > 0)


@dataclass(frozen=True)
class Measures:
    """What may be said of a network; `whole` is None where `silence` says why."""

    organisations: int
    relations: int
    ties: int
    levels: tuple[int, ...]
    median: Median | None
    answers: Share
    """Who answered, of who was asked: it stands beside every figure."""
    silence: Silence | None
    places: dict[str, Place]
    whole: Whole | None


def measure(network: Network, tell: Tell = nobody) -> Measures:
    """Everything that may be said of this network, whatever its size and shape.

    `tell` is called before each of `STEPS`, with its name: a large network takes a minute.
    """
    tell(STEPS[0])
    graph = graph_of(network)
    strength = strengths(network)
    return Measures(
        organisations=len(network.nodes),
        relations=len(network.ties),
        ties=len(network.counted),
        levels=levels(network),
        median=median(network),
        answers=Share(len(network.answered & network.asked), len(network.asked)),
        silence=network.silence,
        places={node: Place(node, len(graph.adj[node]), strength[node]) for node in graph},
        whole=None if network.silence else whole(network, graph, tell),
    )


def density(graph: Graph) -> Share:
    """The ties there are, of the pairs there could be: m of n(n − 1) / 2 (Wasserman & Faust, 1994).

    It falls as a group grows: compare a network with itself over time, never with another.
    """
    size = len(graph)
    return Share(graph.number_of_edges(), size * (size - 1) // 2)


def whole(network: Network, graph: Graph, tell: Tell = nobody) -> Whole:
    """The figures of the whole; `graph` is that of its ties that count.

    The rule that keeps figures back for few organisations or few answers is `measure`'s.
    """
    tell(STEPS[1])
    breaking, middle = cuts(graph), heart(graph)
    tell(STEPS[2])
    groups = engine.communities(graph)
    tell(STEPS[3])
    standing = _standing(graph, breaking, middle, groups)
    tell(STEPS[4])
    return Whole(
        density=density(graph),
        reciprocity=reciprocity(network),
        told=told(network),
        pieces=pieces(graph),
        isolated=isolated(graph),
        cuts=breaking,
        centralisation=centralisation(graph),
        communities=groups,
        heart=middle,
        silos=silos(network),
        trio=trio(network, graph),
        standing=standing,
        certainty=certainty(network),
        engine=engine.name(len(graph)),
        sampled=len(graph) > engine.LARGE,
    )


def _standing(
    graph: Graph, breaking: Cuts, middle: Heart, groups: tuple[Piece, ...]
) -> dict[str, Standing]:
    between, core, constraint = engine.betweenness(graph), cores(graph), constraints(graph)
    group = {node: number for number, one in enumerate(groups) for node in one}
    fragile = {point.id for point in breaking.fragile}
    inside = set(middle.core)
    return {
        node: Standing(
            betweenness=between[node],
            core=core[node],
            constraint=constraint.get(node),
            community=group.get(node),
            fragile=node in fragile,
            in_heart=node in inside,
        )
        for node in graph
    }
