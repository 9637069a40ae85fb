"""What holds the network together, and what would part if somebody left: pieces, fragile points.

Everything here reads the ties that count. All answers are sorted: by size first, then by id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, cast

import networkx as nx

from coopspace.network.graph import Network

Graph: TypeAlias = "nx.Graph[str]"
Piece: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Fragile:
    """An organisation without which its piece of the network would fall into several.

    `pieces` are their sizes, the largest first.
    """

    id: str
    pieces: tuple[int, ...]

    @property
    def cut_off(self) -> int:
        """How many organisations would be parted from the largest piece that remains."""
        return sum(self.pieces[1:])


@dataclass(frozen=True)
class Narrow:
    """A tie with no way round it; `beyond` is how many stand at its smaller side."""

    a: str
    b: str
    beyond: int


@dataclass(frozen=True)
class Cuts:
    """Where the network could break."""

    fragile: tuple[Fragile, ...]
    narrow: tuple[Narrow, ...]


@dataclass(frozen=True)
class Departure:
    """What is left of the piece of somebody who leaves."""

    id: str
    ties: int
    pieces: tuple[Piece, ...]
    alone: Piece
    parted: int
    """Pairs of organisations that were linked, however far, and no longer are."""


def graph_of(network: Network) -> Graph:
    """The ties that count, as a graph; organisations and ties enter it in the order of their ids.

    The order matters: a seed makes an algorithm repeatable for the same order only.
    """
    graph: Graph = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((tie.a, tie.b) for tie in network.counted)
    return graph


def pieces(graph: Graph) -> tuple[Piece, ...]:
    """The organisations that are linked, directly or through others, the largest group first.

    Connected components (Harary, Norman & Cartwright, 1965).
    """
    return _by_size(nx.connected_components(graph))


def isolated(graph: Graph) -> Piece:
    """Who has no tie that counts."""
    return tuple(sorted(node for node in graph if not graph.adj[node]))


def cuts(graph: Graph) -> Cuts:
    """Where the network could break: articulation points and bridges, most cut off first.

    Read from the tree of blocks (Hopcroft & Tarjan, 1973; bridges: Tarjan, 1974): a point is
    fragile when it belongs to two blocks, what hangs on it on each side is a piece, and a tie has
    no way round when it is a block of its own.
    """
    blocks, joints, tree = block_tree(graph)
    weight = _weights(blocks, joints)
    points: list[Fragile] = []
    ties = [
        Narrow(block[0], block[1], 1)
        for block in blocks
        if len(block) == 2 and joints.isdisjoint(block)
    ]
    seen: set[str | int] = set()
    for root in sorted(joints):
        if root not in seen:
            sides = _sides(tree, weight, root)
            seen.update(sides)
            for node, sizes in sides.items():
                if isinstance(node, str):
                    points.append(Fragile(node, tuple(sorted(sizes, reverse=True))))
                elif len(blocks[node]) == 2:
                    a, b = blocks[node]
                    ties.append(Narrow(a, b, min(sides[node][0], sides[node][1])))
    points.sort(key=lambda one: (-one.cut_off, one.id))
    ties.sort(key=lambda one: (-one.beyond, one.a, one.b))
    return Cuts(tuple(points), tuple(ties))


def block_tree(graph: Graph) -> "tuple[list[list[str]], set[str], nx.Graph[str | int]]":
    """The blocks, the points that join two of them or more, and the tree that both make.

    A block is its number there, a joint its id; a joint's degree is how many blocks it joins.
    """
    blocks = [sorted(block) for block in _blocks(graph)]
    joints = _joints(blocks)
    tree: nx.Graph[str | int] = nx.Graph()
    for number, block in enumerate(blocks):
        tree.add_node(number)
        tree.add_edges_from((number, one) for one in block if one in joints)
    return blocks, joints, tree


def leaving(graph: Graph, who: str) -> Departure:
    """What would fall apart if this organisation left.

    Pairs parted: the sum, over two pieces, of the product of their sizes.
    """
    if who not in graph:
        return Departure(who, 0, (), (), 0)
    rest = set(nx.node_connected_component(graph, who)) - {who}
    left = _by_size(_spread(graph, rest))
    sizes = [len(piece) for piece in left]
    parted = (sum(sizes) ** 2 - sum(size * size for size in sizes)) // 2
    alone = tuple(sorted(piece[0] for piece in left if len(piece) == 1))
    return Departure(who, len(graph.adj[who]), left, alone, parted)


def cores(graph: Graph) -> dict[str, int]:
    """How dense the densest heart is that each belongs to: its k-core number.

    The k-core is what remains when those with fewer than k ties are taken away, again and again
    (Seidman, 1983).
    """
    return dict(nx.core_number(graph))


def _spread(graph: Graph, allowed: set[str]) -> list[set[str]]:
    """The pieces of what is allowed."""
    found, left = [], sorted(allowed, reverse=True)
    seen: set[str] = set()
    while left:
        start = left.pop()
        if start in seen:
            continue
        piece, ahead = {start}, [start]
        while ahead:
            fresh = {one for one in graph.adj[ahead.pop()] if one in allowed} - piece
            piece |= fresh
            ahead.extend(fresh)
        seen |= piece
        found.append(piece)
    return found


def _by_size(groups: Iterable[set[str]]) -> tuple[Piece, ...]:
    return tuple(sorted((tuple(sorted(group)) for group in groups), key=lambda g: (-len(g), g)))


def _blocks(graph: Graph) -> Iterable[set[str]]:
    return cast("Iterable[set[str]]", nx.biconnected_components(graph))


def _sides(
    tree: "nx.Graph[str | int]", weight: dict[str | int, int], root: str
) -> dict[str | int, list[int]]:
    """For each point or block of a piece, how many stand at each side of it, from its root.

    The first side of a block is the one that the root is at.
    """
    order = list(nx.bfs_edges(tree, root))
    below: dict[str | int, int] = {root: weight[root]}
    below.update((child, weight[child]) for _parent, child in order)
    for parent, child in reversed(order):
        below[parent] += below[child]
    whole = below[root]
    sides: dict[str | int, list[int]] = {root: []}
    for parent, child in order:
        sides[child] = [whole - below[child]]
        sides[parent].append(below[child])
    for node, sizes in sides.items():
        if not isinstance(node, str):
            sides[node] = [sizes[0], below[node]]
    return sides


def _joints(blocks: list[list[str]]) -> set[str]:
    once: set[str] = set()
    twice: set[str] = set()
    for block in blocks:
        twice.update(once.intersection(block))
        once.update(block)
    return twice


def _weights(blocks: list[list[str]], joints: set[str]) -> dict[str | int, int]:
    """A joint weighs one; a block, what it holds of its own."""
    weight: dict[str | int, int] = dict.fromkeys(joints, 1)
    weight |= {
        number: sum(one not in joints for one in block) for number, block in enumerate(blocks)
    }
    return weight
