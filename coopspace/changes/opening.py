"""Reads one file of a stranger in a process of its own: see `kernel.confined`.

It says the sheets that it found, their lines numbered as spreadsheets count. Our own JSON is two
sheets like any other, whose headings are its fields.
"""

import json
from typing import Any

from coopspace.changes.cells import listed
from coopspace.kernel import tabular, unpacking
from coopspace.kernel.tabular import MOST_COLUMNS, MOST_LINES, Grid
from coopspace.kernel.unpacking import Unreadable

TABLES = ("changes", "links", "actions")


def read(kind: str, files: list[bytes]) -> dict[str, Any]:
    """The sheets of one file, or of two CSV. Raises Unreadable."""
    found: list[Grid] = []
    for data in files:
        found += _json(data) if kind == "json" else tabular.sheets(kind, data)
    if sum(len(sheet.lines) for sheet in found) > MOST_LINES:
        raise Unreadable("many")
    kept = [sheet for sheet in found if sheet.lines]
    if not kept:
        raise Unreadable("empty")
    return {"sheets": kept}


def _json(data: bytes) -> list[Grid]:
    told = json.loads(tabular.decoded(data))
    if not isinstance(told, dict):
        raise Unreadable("shape")
    return [_grid(name, told.get(name, [])) for name in TABLES]


def _grid(name: str, rows: object) -> Grid:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("shape")
    heads = list(dict.fromkeys(str(key) for row in rows for key in row))[:MOST_COLUMNS]
    lines = [
        (number, [_cell(row.get(head)).strip() for head in heads])
        for number, row in enumerate(rows, start=2)
    ]
    return Grid(name, [(1, heads), *lines] if rows else [])


def _cell(value: object) -> str:
    if isinstance(value, list):
        return listed(_within(one) for one in value)
    if isinstance(value, dict):
        raise Unreadable("shape")
    return tabular.said(value)


def _within(value: object) -> str:
    """One of several things that a cell says; a contribution says how strong it is."""
    if isinstance(value, dict):
        if set(value) != {"change", "strength"}:
            raise Unreadable("shape")
        return f"{_cell(value['change'])} ({_cell(value['strength'])})"
    return _cell(value)


if __name__ == "__main__":
    unpacking.answer(read)
