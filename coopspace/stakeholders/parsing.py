"""Reads one file of a stranger in a process of its own, which has little memory and little time.

It is run by `kernel.confined`, alone: it says what it found on its standard output as JSON, and
dies if the file asks too much. DTDs are refused, so entities never grow; an archive is measured
before it is opened, then read with a hand on the counter (`kernel.unpacking`); what a CSV, XLSX or
ODS says is `kernel.tabular`'s to tell.
"""

import json
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from defusedxml.ElementTree import fromstring

from coopspace.kernel import tabular, unpacking
from coopspace.kernel.unpacking import Unreadable

MOST_ELEMENTS = 2_000
MOST_CONNECTIONS = 20_000
MOST_COLUMNS = 60
LONGEST = 4_000
"""A longer cell is cut here; the rules then say that it is too long."""
_ENDS = {"from", "to", "source", "target", "de", "vers", "à"}

Row = dict[str, str]
Tables = dict[str, list[Row]]
Lines = list[tuple[int, Row]]
"""The rows of a table, each with its number as its file counts."""
Reader = Callable[[bytes], Iterator[tuple[str, Lines]]]


def read(kind: str, files: list[bytes]) -> dict[str, Any]:
    """The elements and the connections of one file, or of two CSV, and the number of the line on
    which each stands (`at`). Raises Unreadable."""
    tables: Tables = {"elements": [], "connections": []}
    at: dict[str, list[int]] = {name: [] for name in tables}
    for data in files:
        for name, lines in _READERS[kind](data):
            tables[name] += [row for _number, row in lines]
            at[name] += [number for number, _row in lines]
            _check(tables)
    if not tables["elements"] and not tables["connections"]:
        raise Unreadable("empty")
    return {**tables, "at": at}


def _check(tables: Tables) -> None:
    if len(tables["elements"]) > MOST_ELEMENTS or len(tables["connections"]) > MOST_CONNECTIONS:
        raise Unreadable("many")


def _tabular(kind: str) -> Reader:
    """The reader of the tables of this kind: each sheet is one of ours, under its headings."""

    def read_tables(data: bytes) -> Iterator[tuple[str, Lines]]:
        for sheet in tabular.sheets(kind, data):
            if "(ignore)" not in sheet.title.lower() and sheet.lines:
                yield _named(_rows(sheet.lines))

    return read_tables


def _graphml(data: bytes) -> Iterator[tuple[str, Lines]]:
    root = fromstring(data, forbid_dtd=True)
    keys = {
        one.get("id", ""): one.get("attr.name", one.get("id", ""))
        for one in root.iter()
        if _tag(one) == "key"
    }
    elements, connections = [], []
    for one in root.iter():
        if _tag(one) == "node":
            elements.append({"ID": one.get("id", ""), **_data(one, keys)})
        elif _tag(one) == "edge":
            connections.append(
                {"From": one.get("source", ""), "To": one.get("target", ""), **_data(one, keys)}
            )
    undirected = any(
        _tag(one) == "graph" and one.get("edgedefault") == "undirected" for one in root
    )
    yield "elements", _counted(elements)
    yield "connections", _counted(_both_ways(connections) if undirected else connections)


def _gexf(data: bytes) -> Iterator[tuple[str, Lines]]:
    root = fromstring(data, forbid_dtd=True)
    titles: dict[tuple[str, str], str] = {}
    default = "undirected"
    for one in root.iter():
        if _tag(one) == "attributes":
            for key in one:
                titles[one.get("class", ""), key.get("id", "")] = key.get("title", "")
        elif _tag(one) == "graph":
            default = one.get("defaultedgetype", default)
    elements, connections = [], []
    for one in root.iter():
        if _tag(one) == "node":
            said = _values(one, "node", titles)
            elements.append({**said, "ID": one.get("id", ""), "Label": one.get("label", "")})
        elif _tag(one) == "edge":
            line = {"From": one.get("source", ""), "To": one.get("target", "")}
            line["Direction"] = one.get("type", default)
            if one.get("weight"):
                line["Weight"] = one.get("weight", "")
            connections.append({**line, **_values(one, "edge", titles)})
    yield "elements", _counted(elements)
    yield "connections", _counted(connections)


def _json(data: bytes) -> Iterator[tuple[str, Lines]]:
    told = json.loads(tabular.decoded(data))
    if not isinstance(told, dict):
        raise Unreadable("shape")
    for name, also in (("elements", "nodes"), ("connections", "edges")):
        rows = told.get(name, told.get(also, []))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unreadable("shape")
        yield name, _counted([_flat(row) for row in rows])


def _flat(row: dict[str, Any]) -> Row:
    """One line of JSON: what stands under `attributes` is told beside the rest."""
    inside = row.get("attributes")
    whole = {**(inside if isinstance(inside, dict) else {}), **row}
    return {str(key): _cell(value) for key, value in whole.items() if not isinstance(value, dict)}


def _both_ways(rows: list[Row]) -> list[Row]:
    return [{**row, "Direction": "undirected"} for row in rows]


def _data(one: Any, keys: dict[str, str]) -> Row:
    return {
        keys.get(part.get("key", ""), part.get("key", "")): part.text or ""
        for part in one
        if _tag(part) == "data"
    }


def _values(one: Any, kind: str, titles: dict[tuple[str, str], str]) -> Row:
    found = {}
    for part in one.iter():
        if _tag(part) == "attvalue":
            key = part.get("for", part.get("id", ""))
            found[titles.get((kind, key)) or key] = part.get("value", "")
    return found


def _tag(one: Any) -> str:
    return str(one.tag).rsplit("}", 1)[-1]


def _named(lines: Lines) -> tuple[str, Lines]:
    """Which of the two tables this is: connections have two ends."""
    heads = {head.strip().lower() for head in lines[0][1]} if lines else set()
    return ("connections" if len(heads & _ENDS) >= 2 else "elements"), lines


def _rows(lines: list[tuple[int, list[str]]]) -> Lines:
    """Lines under their headings, each with the number that its reader sees beside it."""
    (_first, heads), *rest = lines
    if len(rest) > MOST_CONNECTIONS:
        raise Unreadable("many")
    return [
        (number, _cut(dict(zip_longest(heads, line[: len(heads)], fillvalue=""))))
        for number, line in rest
    ]


def _counted(rows: list[Row]) -> Lines:
    """Rows of a file that has no lines of its own, counted as a table under headings would be."""
    return [(number, _cut(row)) for number, row in enumerate(rows, start=2)]


def _cut(row: Row) -> Row:
    return {key[:120]: value[:LONGEST] for key, value in list(row.items())[:MOST_COLUMNS] if key}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(_cell(one) for one in value)
    return tabular.said(value)[:LONGEST].strip()


_READERS: dict[str, Reader] = {
    **{kind: _tabular(kind) for kind in ("csv", "xlsx", "ods")},
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
}


if __name__ == "__main__":
    unpacking.answer(read)
