"""The truth of the chain: a directed graph without loops, whose only end is the vision.

networkx holds it. Codes (D1, I4, U2) are the nodes, `V` is the vision; every link goes to the
same level or to a later one. A loop can therefore only close inside one level, which is where
it is looked for.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import networkx as nx

from coopspace.changes.rules import (
    VISION,
    VISION_RANK,
    Effect,
    Level,
    System,
    code_order,
)
from coopspace.kernel.refusal import N_, Refusal

Chain: TypeAlias = "nx.DiGraph[str]"
"""A chain as a graph; nodes carry `rank` and `node`, the `Node` they were built from."""

ARROW = " → "


class Node(NamedTuple):
    """One change as the chain needs it."""

    code: str
    level: Level
    effect: Effect = Effect.INTENDED
    systems: frozenset[System] = frozenset()
    key: float = 0.0


class Arc(NamedTuple):
    """One link: codes of its source and of its target (`V` for the vision)."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Lit:
    """What is lit around one change: what leads here, what follows, and the links between."""

    before: frozenset[str]
    after: frozenset[str]
    links: frozenset[Arc]

    @property
    def codes(self) -> frozenset[str]:
        """Every code on the way, on both sides."""
        return self.before | self.after


def build(nodes: Iterable[Node], arcs: Iterable[tuple[str, str]]) -> Chain:
    """The chain of these changes and links; a link whose change is not there is left out."""
    graph: Chain = nx.DiGraph()
    graph.add_node(VISION, node=None, rank=VISION_RANK)
    graph.add_nodes_from((node.code, {"node": node, "rank": node.level.rank}) for node in nodes)
    graph.add_edges_from(
        (source, target) for source, target in arcs if source in graph and target in graph
    )
    return graph


def rank(graph: Chain, code: str) -> int:
    """1 to 3 for a change's level, 4 for the vision."""
    return int(graph.nodes[code]["rank"])


def refuse_link(graph: Chain, source: str, target: str) -> None:
    """Raise Refusal if the chain may not carry a link from `source` to `target`."""
    if source == VISION:
        raise Refusal(
            N_("The vision is where the chain ends: draw the link towards it."), field="target"
        )
    if source == target:
        raise Refusal(N_("A change does not lead to itself: choose another one."), field="target")
    if graph.has_edge(source, target):
        raise Refusal(
            N_("%(source)s already leads to %(target)s: open that link to complete it."),
            field="target",
            source=source,
            target=target,
        )
    if rank(graph, source) > rank(graph, target):
        raise Refusal(
            N_(
                "The chain goes towards the vision: %(source)s comes later than %(target)s. "
                "Link %(target)s to %(source)s, or move one of them to another level."
            ),
            field="target",
            source=source,
            target=target,
        )
    way_back = way(graph, target, source)
    if way_back:
        raise Refusal(
            N_(
                "This link would close a loop: %(loop)s. "
                "Choose another change, or end one of these links first."
            ),
            field="target",
            loop=ARROW.join((source, *way_back)),
        )


def way(graph: Chain, start: str, end: str) -> tuple[str, ...]:
    """A shortest way from `start` to `end` along the links, both included; empty if there is none.

    Links never go back a level, so nothing later than `end` is visited.
    """
    if start == end:
        return (start,)
    latest = rank(graph, end)
    ranks = graph.nodes
    came_from = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for following in graph.successors(here):
            if following in came_from or ranks[following]["rank"] > latest:
                continue
            came_from[following] = here
            if following == end:
                return _retrace(came_from, end)
            queue.append(following)
    return ()


def _retrace(came_from: Mapping[str, str], end: str) -> tuple[str, ...]:
    steps = [end]
    while came_from[steps[-1]] != steps[-1]:
        steps.append(came_from[steps[-1]])
    return tuple(reversed(steps))


def refuse_level(graph: Chain, code: str, level: Level) -> None:
    """Raise Refusal, naming the links, if moving `code` to `level` would turn a link backward."""
    against = [
        Arc(before, code)
        for before in sorted(graph.predecessors(code), key=code_order)
        if rank(graph, before) > level.rank
    ] + [
        Arc(code, after)
        for after in sorted(graph.successors(code), key=code_order)
        if rank(graph, after) < level.rank
    ]
    if against:
        raise Refusal(
            N_(
                "At that level these links would go backward: %(links)s. "
                "End them first, or leave %(code)s where it is."
            ),
            field="level",
            code=code,
            links=", ".join(ARROW.join(arc) for arc in against),
        )


def what_leads_here(graph: Chain, code: str) -> frozenset[str]:
    """Every change from which a path leads to `code`."""
    return frozenset(nx.ancestors(graph, code))


def what_follows(graph: Chain, code: str) -> frozenset[str]:
    """Every change that `code` leads to, and the vision when it is reached."""
    return frozenset(nx.descendants(graph, code))


def lit(graph: Chain, code: str) -> Lit:
    """What to light when `code` is chosen."""
    before, after = what_leads_here(graph, code), what_follows(graph, code)
    upstream, downstream = before | {code}, after | {code}
    links = frozenset(
        Arc(source, target)
        for side in (upstream, downstream)
        for source in side
        for target in graph.successors(source)
        if target in side
    )
    return Lit(before=before, after=after, links=links)
