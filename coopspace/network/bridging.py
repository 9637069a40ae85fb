"""What links the sites of a programme: organisations that several of them know, and nothing else.

Ties lie inside the map of a site. Two sites are linked where one organisation stands on both maps,
or through other sites; an organisation holds them together alone where there is no way round it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

from coopspace.network.holding import Graph, cuts, leaving, pieces
from coopspace.network.merging import Local

LOOKED_AT = 20
"""Of so many of those who hold sites together alone it is counted what would part."""
_SITE, _ORGANISATION = "s ", "o "


@dataclass(frozen=True)
class Holder:
    """An organisation of so many sites, without which sites would part: those `parted` are no more
    than those that stay together."""

    id: str
    sites: int
    parted: tuple[str, ...]


@dataclass(frozen=True)
class Bridging:
    """The sites that are linked and those that are not, and who links them.

    `linked` are groups of two sites or more, the largest first; `alone` are linked to no other.
    """

    linked: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]
    holders: tuple[Holder, ...]


def bridging(
    sites: Collection[str], shared: Collection[str], places: Mapping[str, tuple[Local, ...]]
) -> Bridging:
    """How the organisations that are `shared` by sites link them."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from(_SITE + site for site in sorted(sites))
    for one in sorted(shared):
        for site in sorted({site for site, _id in places[one]}):
            graph.add_edge(_ORGANISATION + one, _SITE + site)
    groups = [tuple(filter(None, map(_site, piece))) for piece in pieces(graph)]
    groups.sort(key=lambda group: (-len(group), group))
    return Bridging(
        linked=tuple(group for group in groups if len(group) > 1),
        alone=tuple(sorted(group[0] for group in groups if len(group) == 1)),
        holders=_holders(graph),
    )


def _holders(graph: Graph) -> tuple[Holder, ...]:
    alone = [one.id for one in cuts(graph).fragile if one.id.startswith(_ORGANISATION)]
    alone.sort(key=lambda one: (-len(graph.adj[one]), one))
    found = []
    for one in alone[:LOOKED_AT]:
        left = [tuple(filter(None, map(_site, piece))) for piece in leaving(graph, one).pieces]
        left.sort(key=lambda piece: (len(piece), piece))
        parted = tuple(sorted(site for piece in left[:-1] for site in piece))
        found.append(Holder(one[len(_ORGANISATION) :], len(graph.adj[one]), parted))
    return tuple(sorted(found, key=lambda one: (-len(one.parted), -one.sites, one.id)))


def _site(node: str) -> str:
    return node[len(_SITE) :] if node.startswith(_SITE) else ""
