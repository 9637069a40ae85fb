"""Where each stands: in the core or around it, with one circle or between several."""

from dataclasses import dataclass

from coopspace.network.holding import Graph


@dataclass(frozen=True)
class Heart:
    """The core and what surrounds it; `beside` are as linked as the last of the core.

    Who of equals enters the core is decided by the order of ids and means nothing.
    """

    core: tuple[str, ...]
    beside: tuple[str, ...]
    missing: int
    """Ties missing inside the core, plus ties between two organisations outside it."""


def centralisation(graph: Graph) -> float | None:
    """Freeman's degree centralisation: 0 ties evenly shared, 1 everything through one.

    Σ (max degree − degree) / ((n − 1)(n − 2)) (Freeman, 1979). None below three organisations.
    """
    size = len(graph)
    if size < 3:
        return None
    degrees = [len(graph.adj[node]) for node in graph]
    return (size * max(degrees) - sum(degrees)) / ((size - 1) * (size - 2))


def constraints(graph: Graph) -> dict[str, float]:
    """Burt's constraint of each who has a tie: low bridges worlds, high depends on one circle.

    Σ_j (p_ij + Σ_q p_iq p_qj)², p_ij = 1 / degree of i (Burt, 1992); who has no tie has none.
    """
    return {node: _constraint(graph, node) for node in graph if graph.adj[node]}


def _constraint(graph: Graph, node: str) -> float:
    around = graph.adj[node]
    part = 1 / len(around)
    through = {
        other: part + sum(part / len(graph.adj[q]) for q in around if other in graph.adj[q])
        for other in around
    }
    return sum(invested * invested for invested in through.values())


def heart(graph: Graph) -> Heart:
    """The best cut between a core where all are linked and a periphery where none are (Lip, 2011).

    The core of size k that misses least, C(k, 2) + m − Σ degrees of the core, holds the k most
    linked; the smallest such k is kept. Nobody stands in the core of a network without ties.
    """
    order = sorted(graph, key=lambda node: (-len(graph.adj[node]), node))
    degrees = [len(graph.adj[node]) for node in order]
    size = sum(degree > rank for rank, degree in enumerate(degrees))
    core = order[:size]
    beside = [
        node
        for node, degree in zip(order[size:], degrees[size:], strict=True)
        if size and degree == degrees[size - 1]
    ]
    missing = size * (size - 1) // 2 + graph.number_of_edges() - sum(degrees[:size])
    return Heart(tuple(sorted(core)), tuple(sorted(beside)), missing)
