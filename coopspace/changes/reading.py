"""The chain read aloud: path by path while it can be listened to, change by change beyond."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from coopspace.changes.chain import Chain
from coopspace.changes.rules import VISION, code_order

READABLE = 60
"""Beyond this many paths nobody listens to the end: the reading then goes change by change."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text alternative. `paths` is None when there are too many to be read one by one."""

    count: int
    paths: tuple[tuple[str, ...], ...] | None
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    """Each change with what it leads to, in reading order: always there."""


def paths(graph: Chain, *, at_most: int = READABLE) -> Reading:
    """Every path from its start to its end: the vision, or a change that leads nowhere.

    Paths start at changes that nothing leads to. They are counted before they are listed, so a
    dense chain never makes the page wait.
    """
    count = count_paths(graph)
    listed = tuple(_walk(graph)) if count <= at_most else None
    steps = tuple(
        (code, tuple(sorted(graph.successors(code), key=code_order)))
        for code in sorted((code for code in graph if code != VISION), key=code_order)
    )
    return Reading(count=count, paths=listed, steps=steps)


def count_paths(graph: Chain) -> int:
    """How many paths `paths` would list."""
    onward: dict[str, int] = {}
    for code in reversed(list(nx.topological_sort(graph))):
        onward[code] = sum(onward[after] for after in graph.successors(code)) or 1
    return sum(onward[code] for code in _starts(graph))


def _starts(graph: Chain) -> list[str]:
    return sorted(
        (code for code in graph if code != VISION and not graph.pred[code]), key=code_order
    )


def _walk(graph: Chain) -> Iterator[tuple[str, ...]]:
    stack: list[tuple[str, ...]] = [(code,) for code in reversed(_starts(graph))]
    while stack:
        so_far = stack.pop()
        following = sorted(graph.successors(so_far[-1]), key=code_order)
        if not following:
            yield so_far
        stack.extend((*so_far, after) for after in reversed(following))
