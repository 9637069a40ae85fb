"""Reads one file of a stranger in a process of its own, which has little memory and little time.

It is run by `kernel.confined`, alone: it says what it found on its standard output as JSON, and
dies if the file asks too much. DTDs are refused, so entities never grow; an archive is measured
before it is opened, then read with a hand on the counter (`kernel.unpacking`).
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from coopspace.kernel import unpacking
from coopspace.kernel.unpacking import Unreadable

MOST_ENTRIES = 200
MOST_ELEMENTS = 2_000
MOST_CONNECTIONS = 20_000
MOST_COLUMNS = 60
LONGEST = 4_000
"""A longer cell is cut here; the rules then say that it is too long."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENDS = {"from", "to", "source", "target", "de", "vers", "à"}

Row = dict[str, str]
Tables = dict[str, list[Row]]


def read(kind: str, files: list[bytes]) -> Tables:
    """The elements and the connections of one file, or of two CSV. Raises Unreadable."""
    tables: Tables = {"elements": [], "connections": []}
    for data in files:
        for name, rows in _READERS[kind](data):
            tables[name] += rows
            _check(tables)
    if not tables["elements"] and not tables["connections"]:
        raise Unreadable("empty")
    return tables


def _check(tables: Tables) -> None:
    if len(tables["elements"]) > MOST_ELEMENTS or len(tables["connections"]) > MOST_CONNECTIONS:
        raise Unreadable("many")


def _csv(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    text = _text(data)
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    yield _named(_rows(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)))


def _xlsx(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    book = load_workbook(io.BytesIO(_measured(data)), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if "(ignore)" in sheet.title.lower():
            continue
        cells = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        rows = _rows([_cell(one) for one in row] for row in cells)
        if rows:
            yield _named(rows)


def _measured(data: bytes) -> bytes:
    """An archive whose parts are of the size that they say, and all that is opened of it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as clean:
        for name, content in unpacking.parts(data, most=MOST_ENTRIES):
            clean.writestr(name, content)
    return kept.getvalue()


def _graphml(data: bytes) -> Iterator[tuple[str, list[Row]]]:
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
    yield "elements", _cut(elements)
    yield "connections", _cut(_both_ways(connections) if undirected else connections)


def _gexf(data: bytes) -> Iterator[tuple[str, list[Row]]]:
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
    yield "elements", _cut(elements)
    yield "connections", _cut(connections)


def _json(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    told = json.loads(_text(data))
    if not isinstance(told, dict):
        raise Unreadable("shape")
    for name, also in (("elements", "nodes"), ("connections", "edges")):
        rows = told.get(name, told.get(also, []))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unreadable("shape")
        yield name, _cut([_flat(row) for row in rows])


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


def _named(rows: list[Row]) -> tuple[str, list[Row]]:
    """Which of the two tables this is: connections have two ends."""
    heads = {head.strip().lower() for head in rows[0]} if rows else set()
    return ("connections" if len(heads & _ENDS) >= 2 else "elements"), rows


def _rows(lines: Iterable[list[str]]) -> list[Row]:
    """Lines under their headings; empty ones are left out."""
    found: list[Row] = []
    heads: list[str] = []
    for line in lines:
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if not heads:
            heads = cells[:MOST_COLUMNS]
            continue
        found.append(dict(zip(heads, cells, strict=False)))
        if len(found) > MOST_CONNECTIONS:
            raise Unreadable("many")
    return _cut(found)


def _cut(rows: list[Row]) -> list[Row]:
    return [
        {key[:120]: value[:LONGEST] for key, value in list(row.items())[:MOST_COLUMNS] if key}
        for row in rows
    ]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(_cell(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    found = str(value.date() if hasattr(value, "date") else value)
    return found[:LONGEST].strip()


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in _UTF16 else "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return data.decode("cp1252", "replace")


_READERS: dict[str, Callable[[bytes], Iterator[tuple[str, list[Row]]]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
}


if __name__ == "__main__":
    unpacking.answer(read)
