"""Networks to take away as GraphML, GEXF and JSON, through networkx's own writers.

What is written is given line by line, as plain values: no attribute goes along that was not named.
Text is what XML can hold; an empty value is left out, since neither format knows how to say it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import networkx

from coopspace.exports.sheets import MAKER, written

TYPES = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "json": "application/json",
}
VERSION = 1
Line = Mapping[str, str | int | float | date | None]


@dataclass(frozen=True)
class Lines:
    """A network as lines: `ID` names an element, `From` and `To` the ends of a connection."""

    title: str
    elements: tuple[Line, ...]
    connections: tuple[Line, ...]


def graphml(lines: Lines) -> bytes:
    """GraphML, as Gephi, yEd and networkx read it."""
    held = BytesIO()
    networkx.write_graphml_xml(_graph(lines), held, encoding="utf-8")
    return held.getvalue()


def gexf(lines: Lines) -> bytes:
    """GEXF 1.2, Gephi's own format."""
    held = BytesIO()
    networkx.write_gexf(_graph(lines), held, encoding="utf-8", version="1.2draft")
    return held.getvalue()


def as_json(lines: Lines) -> bytes:
    """JSON in the shape of a Kumu blueprint: elements and connections, keys in lower case."""
    told = {
        "format": f"{MAKER} network",
        "version": VERSION,
        "title": lines.title,
        "elements": [_lowered(one) for one in lines.elements],
        "connections": [_lowered(one, but=("Source", "Target")) for one in lines.connections],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _graph(lines: Lines) -> Any:
    """A graph that is thrown away: two views of one direction make it a multigraph."""
    ends = [(one["From"], one["To"]) for one in lines.connections]
    graph: Any = networkx.DiGraph() if len({*ends}) == len(ends) else networkx.MultiDiGraph()
    graph.graph["name"] = written(lines.title)
    for line in lines.elements:
        said = _said(line, but=("ID",))
        graph.add_node(str(line["ID"]), **{key.lower(): value for key, value in said})
    for line in lines.connections:
        said = _said(line, but=("From", "To", "Source", "Target"))
        graph.add_edge(
            str(line["From"]), str(line["To"]), **{key.lower(): value for key, value in said}
        )
    return graph


def _said(line: Line, *, but: tuple[str, ...] = ()) -> Iterable[tuple[str, str | int | float]]:
    for key, value in line.items():
        if key in but or value is None:
            continue
        if isinstance(value, date):
            yield key, value.isoformat()
        else:
            yield key, written(value) if isinstance(value, str) else value


def _lowered(line: Line, *, but: tuple[str, ...] = ()) -> dict[str, str | int | float]:
    return {key.lower(): value for key, value in _said(line, but=but)}
