"""The chain in miniature: where each change stands, drawn on the server."""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from coopspace.changes.chain import Arc, Node
from coopspace.changes.layout import Lane, arrange
from coopspace.changes.rules import VISION

WIDTH, HEIGHT = 240, 112
_COLUMNS = (6, 98, 190)
_BOX = 18
_ROOMY = 19.0
"""The distance between two boxes while there is room."""


class Box(NamedTuple):
    """One change: the corner of its box, and whether it is read again."""

    x: int
    y: float
    lost: bool


class Drawing(NamedTuple):
    """Boxes and curves, in the coordinates of a WIDTH × HEIGHT picture."""

    boxes: tuple[Box, ...]
    curves: tuple[str, ...]
    tall: float


@lru_cache(maxsize=64)
def draw(nodes: tuple[Node, ...], arcs: tuple[Arc, ...], lost: Collection[str]) -> Drawing:
    """Draw the chain in the order of its columns; a link that jumps a level passes by its lane."""
    columns = arrange(nodes, arcs)
    pitch = min([_ROOMY, *((HEIGHT - 8) / max(1, len(column)) for column in columns)])
    tall = round(min(10.0, pitch * 0.6), 1)
    middles: dict[object, float] = {}
    boxes = []
    for x, column in zip(_COLUMNS, columns, strict=True):
        top = (HEIGHT - pitch * (len(column) - 1)) / 2
        for place, slot in enumerate(column):
            middle = round(top + place * pitch, 1)
            middles[(slot, x) if isinstance(slot, Lane) else slot] = middle
            if not isinstance(slot, Lane):
                boxes.append(Box(x, round(middle - tall / 2, 1), slot in lost))
    rank = {node.code: node.level.rank for node in nodes} | {VISION: 4}
    curves = tuple(_curve(arc, rank, middles) for arc in arcs if arc.source in rank)
    return Drawing(tuple(boxes), curves, tall)


def _curve(arc: Arc, rank: dict[str, int], middles: dict[object, float]) -> str:
    """From the right edge of the source to the left edge of the target, or to the horizon."""
    start, end = rank[arc.source], rank[arc.target]
    points = [(_COLUMNS[start - 1] + _BOX, middles[arc.source])]
    for level in range(start + 1, min(end, 4)):
        x = _COLUMNS[level - 1]
        y = middles.get((Lane(arc.source, arc.target), x), HEIGHT / 2)
        points += [(x, y), (x + _BOX, y)]
    if arc.target == VISION:
        points.append((WIDTH, HEIGHT / 2))
    elif start == end:
        points.append((_COLUMNS[end - 1] + _BOX, middles[arc.target]))
    else:
        points.append((_COLUMNS[end - 1], middles[arc.target]))
    return _path(points)


def _path(points: list[tuple[int, float]]) -> str:
    x, y = points[0]
    parts = [f"M{x} {y:g}"]
    for to_x, to_y in points[1:]:
        if to_x == x:
            parts.append(f"C{x + 16} {y:g} {x + 16} {to_y:g} {to_x} {to_y:g}")
        elif to_y == y:
            parts.append(f"H{to_x}")
        else:
            half = (x + to_x) / 2
            parts.append(f"C{half:g} {y:g} {half:g} {to_y:g} {to_x} {to_y:g}")
        x, y = to_x, to_y
    return "".join(parts)
