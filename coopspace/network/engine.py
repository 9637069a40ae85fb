"""Communities and brokers, by networkx, and by a faster engine above 5,000 organisations.

The faster one is networkit, where it is installed (the extra `national`): one thread and one seed,
so that both answer the same at every run. Above 5,000 brokers are estimated from a sample of
sources; exact betweenness, closeness and effective size are never asked for: they take hours, or
all the memory there is.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any, TypeAlias

import networkx as nx

from coopspace.network.holding import Graph, Piece

LARGE = 5_000
SOURCES = 200
SEED = 7

Numbers: TypeAlias = "nx.Graph[int]"


def name(size: int) -> str:
    """Which engine counts a network of so many organisations."""
    return "networkit" if size > LARGE and has_networkit() else "networkx"


def has_networkit() -> bool:
    """Whether the faster engine is installed."""
    return importlib.util.find_spec("networkit") is not None


def communities(graph: Graph) -> tuple[Piece, ...]:
    """The groups that work together more than with others, largest first: those of two or more.

    Louvain (Blondel et al., 2008), every tie alike: a level is an order, not a weight. One reading
    among several nearly as good; the seed and the order of ids make it the same every time.
    """
    ids = list(graph)
    numbers = _numbered(graph, ids)
    if name(len(ids)) == "networkit":
        groups = _communities_fast(numbers)
    else:
        groups = [set(group) for group in nx.community.louvain_communities(numbers, seed=SEED)]
    named = (tuple(sorted(ids[number] for number in group)) for group in groups if len(group) > 1)
    return tuple(sorted(named, key=lambda group: (-len(group), group)))


def betweenness(graph: Graph) -> dict[str, float]:
    """How often each stands on the shortest ways between two others, from 0 to 1.

    Σ_{s,t} σ(s,t | v) / σ(s,t), of the (n−1)(n−2)/2 pairs (Freeman, 1977; Brandes, 2001). Above
    5,000 an estimate from 200 sources (Brandes & Pich, 2007): good for the first twenty names.
    """
    ids = list(graph)
    numbers = _numbered(graph, ids)
    if len(ids) <= LARGE:
        found = dict(enumerate(_betweenness_exact(numbers)))
    elif name(len(ids)) == "networkit":
        found = dict(enumerate(_betweenness_fast(numbers)))
    else:
        found = nx.betweenness_centrality(numbers, k=SOURCES, seed=SEED)
    return {ids[number]: float(value) for number, value in found.items()}


def _numbered(graph: Graph, ids: list[str]) -> Numbers:
    """The same graph with numbers for ids: no set of strings, whose order changes at each start."""
    number = {node: place for place, node in enumerate(ids)}
    numbers: Numbers = nx.Graph()
    numbers.add_nodes_from(range(len(ids)))
    numbers.add_edges_from((number[a], number[b]) for a, b in graph.edges)
    return numbers


def _betweenness_exact(numbers: Numbers) -> list[float]:
    """Brandes (2001) on plain lists: three times as fast as networkx for a site's network."""
    around = [list(numbers.adj[node]) for node in range(len(numbers))]
    size = len(around)
    found = [0.0] * size
    for source in range(size):
        for node, share in _passing(around, source):
            found[node] += share
    pairs = (size - 1) * (size - 2)
    return [share / pairs for share in found] if pairs > 0 else found


def _passing(around: list[list[int]], source: int) -> Iterator[tuple[int, float]]:
    """How much of the shortest ways from one passes through each other."""
    far, ways = [-1] * len(around), [0] * len(around)
    far[source], ways[source], order = 0, 1, [source]
    for node in order:
        step, here = far[node] + 1, ways[node]
        for other in around[node]:
            if far[other] < 0:
                far[other], ways[other] = step, here
                order.append(other)
            elif far[other] == step:
                ways[other] += here
    share = [0.0] * len(around)
    for node in reversed(order[1:]):
        part, before = (1 + share[node]) / ways[node], far[node] - 1
        for other in around[node]:
            if far[other] == before:
                share[other] += ways[other] * part
        yield node, share[node]


def _networkit() -> Any:
    """The engine, loaded when first needed: an installation may not have it."""
    engine = importlib.import_module("networkit")
    engine.setNumberOfThreads(1)
    engine.setSeed(SEED, False)
    return engine


def _loaded(engine: Any, numbers: Numbers) -> Any:
    graph = engine.Graph(len(numbers))
    for a, b in numbers.edges:
        graph.addEdge(a, b)
    return graph


def _communities_fast(numbers: Numbers) -> list[set[int]]:
    engine = _networkit()
    found = engine.community.PLM(_loaded(engine, numbers), refine=True)
    groups: dict[int, set[int]] = {}
    for node, group in enumerate(found.run().getPartition().getVector()):
        groups.setdefault(group, set()).add(node)
    return list(groups.values())


def _betweenness_fast(numbers: Numbers) -> list[float]:
    engine = _networkit()
    sampled = engine.centrality.EstimateBetweenness(_loaded(engine, numbers), SOURCES, True, False)
    return list(sampled.run().scores())
