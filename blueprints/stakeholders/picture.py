"""The picture as vis-network reads it: pyvis builds it, from a copy that holds a few facts only.

pyvis is asked for nodes, edges and options and for nothing else. Its own page is never made: it
calls other hosts, breaks any strict policy and runs what people typed (tested in
tests/stakeholders/test_picture.py). Its `from_nx` writes into the graph that it is given, and ships
every attribute that it finds there: hence a graph of our own, thrown away.
"""

import json
from typing import TYPE_CHECKING, Any

import networkx

from blueprints.stakeholders.drawing import Band, Drawn, Spot
from coopspace.kernel.later import Later
from coopspace.stakeholders.places import version

if TYPE_CHECKING:
    from pyvis import network as pyvis
else:
    pyvis = Later("pyvis.network")

SHAPES = {
    "state": "square",
    "authority": "diamond",
    "civil": "dot",
    "residents": "triangle",
    "business": "hexagon",
    "health": "triangleDown",
    "other": "dot",
}
"""A shape of vis-network for each sector; "other" is drawn hollow."""
NODE_FACTS = frozenset(
    {"id", "label", "shape", "group", "size", "x", "y", "ties", "name", "word", "near", "chosen"}
    | {"seen"}
)
EDGE_FACTS = frozenset(
    {"from", "to", "width", "dashes", "arrows", "level", "there", "back", "kinds", "core"}
    | {"label", "near", "change", "before", "at"}
)
"""All that the picture ever tells (tested): an attribute more would be shipped by pyvis."""
HELD_FROM = 800
"""From so many organisations on, lines rest while the map moves."""


def picture(drawn: Drawn) -> dict[str, Any]:
    """Nodes, edges and options, of plain values: nothing of the reader's language."""
    copy: networkx.DiGraph[str] = networkx.DiGraph()
    for spot in drawn.spots:
        copy.add_node(spot.mark.id, **_node(spot))
    for band in drawn.bands:
        copy.add_edge(band.line.a, band.line.b, **_edge(band))
    built = pyvis.Network(directed=True)
    built.from_nx(copy)
    built.toggle_physics(False)
    options = json.loads(built.options.to_json())
    return {
        "nodes": built.nodes,
        "edges": built.edges,
        "options": {**options, **_options(len(drawn.spots))},
        "sheet": {
            "width": drawn.sheet.width,
            "height": drawn.sheet.height,
            "letters": drawn.sheet.letters,
            "side": drawn.sheet.side,
            "head": drawn.sheet.head,
            "tall": drawn.sheet.tall,
        },
    }


def _node(spot: Spot) -> dict[str, Any]:
    mark, word = spot.mark, spot.word
    return {
        "label": mark.label,
        "name": mark.name,
        "shape": SHAPES[mark.college],
        "group": mark.college,
        "size": round(spot.radius),
        "x": spot.x,
        "y": spot.y,
        "ties": mark.ties,
        "word": [list(word.lines), word.x, word.y, word.anchor] if word else None,
        "near": mark.near,
        "chosen": mark.chosen,
        "seen": version((mark.x, mark.y)),
    }


def _edge(band: Band) -> dict[str, Any]:
    line = band.line
    return {
        "weight": band.stroke.width,
        "dashes": list(band.stroke.dashes) or False,
        "core": band.stroke.core,
        "arrows": "",
        "level": line.level,
        "there": line.there,
        "back": line.back,
        "kinds": list(line.kinds),
        "label": str(line.level) if band.numbered else "",
        "near": line.near,
        "change": line.change,
        "before": line.before,
        "at": band.share,
    }


def _options(organisations: int) -> dict[str, Any]:
    """What pyvis has no word for: nothing moves by itself, lines are straight."""
    many = organisations >= HELD_FROM
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False},
        "interaction": {
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "hover": True,
            "keyboard": False,
            "multiselect": False,
            "selectConnectedEdges": False,
            "tooltipDelay": 3_600_000,
        },
    }
