"""A line that is left out is named by the number that its author sees beside it."""

import io

import openpyxl
import pytest

from coopspace.stakeholders import bringing, lines, parsing
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.networks import Seen

ROWS = (
    ("Label", "Influence"),
    ("Régie", "2"),
    (),
    ("", ""),
    ("Le Collectif", "9"),
    (),
    ("L’école", "3"),
    ("La crèche", "7"),
)


def _csv() -> bytes:
    return "\r\n".join(",".join(row) for row in (*ROWS[:2], (), *ROWS[3:])).encode()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def left_out(kind: str, *files: bytes) -> list[tuple[str, int]]:
    """The lines that no rule lets through."""
    tables = Tables.from_text(Tables(**parsing.read(kind, list(files))).as_text())
    seen = Seen((), ())
    read = lines.understand(tables, lines.guess(tables), seen, wording=lines.Wording({}, {}))
    faults = (*read.faults, *bringing.plan(seen, read.elements, read.connections).faults)
    return [(one.table, one.line) for one in faults]


@pytest.mark.parametrize(("kind", "made"), [("csv", _csv), ("xlsx", _xlsx)])
def test_blank_lines_are_counted_as_spreadsheets_count_them(kind, made):
    assert left_out(kind, made()) == [("elements", 5), ("elements", 8)]


def test_titles_above_count_too_and_so_do_lines_within_quotes():
    data = b'\r\n\r\nLabel,Description\r\nA,"deux\nlignes"\r\n\r\n,x\r\n'
    assert left_out("csv", data) == [("elements", 6)]


def test_each_file_counts_its_own_lines():
    relations = b"From,To,Level\nA,B,4\n\nA,,4\n"
    assert left_out("csv", b"Label\nA\n\nB\n", relations) == [("connections", 4)]


def test_what_has_no_lines_is_counted_under_its_headings():
    data = b'{"elements":[{"label":"A"},{"mission":"x"}],"connections":[]}'
    assert left_out("json", data) == [("elements", 3)]
