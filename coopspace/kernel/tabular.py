"""Tables of strangers, whoever wrote them: CSV, XLSX and ODS, as sheets of numbered lines of words.

Run only in a process of its own (`kernel.confined`), by the reader of a room. Nothing is guessed
and nothing is lost in silence: a number is written without a trailing zero, a day as the precision
that its author sees, a formula as its result, or `NO_RESULT` when the file does not hold it. A file
whose letters or quotation marks cannot be trusted is not read.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook

from coopspace.kernel import unpacking
from coopspace.kernel.harmless import as_said
from coopspace.kernel.unpacking import Unreadable

MOST_ENTRIES = 200
MOST_LINES = 20_001
MOST_COLUMNS = 60
LONGEST = 32_767
"""No spreadsheet holds a longer cell."""
NO_RESULT = "#?"
"""What stands where a formula has no result in the file."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AROUND = " \t\r\n\f\v\u00a0\u202f\u2007\ufeff\u200b"
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MARKS = ";\t,|"
_TRIED = 60
"""So many lines say which mark parts the columns."""


class Grid(NamedTuple):
    """One sheet: its lines that hold something, each with its number as spreadsheets count."""

    title: str
    lines: list[tuple[int, list[str]]]


def sheets(kind: str, data: bytes) -> list[Grid]:
    """The sheets of a file of this kind (csv, xlsx, ods). Raises Unreadable."""
    return list({"csv": _csv, "xlsx": _xlsx, "ods": _ods}[kind](data))


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or Windows-1252. Raises Unreadable."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in _UTF16 else "utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("letters")


def _grid(title: str, lines: Iterator[tuple[int, list[str]]]) -> Grid:
    """Lines that hold something, without the blanks around words. Raises Unreadable."""
    kept: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        words = [cell.strip(_AROUND)[:LONGEST] for cell in cells]
        while words and not words[-1]:
            words.pop()
        if not words:
            continue
        kept.append((number, words[:MOST_COLUMNS]))
        if len(kept) > MOST_LINES:
            raise Unreadable("many")
    return Grid(title, kept)


def _csv(data: bytes) -> Iterator[Grid]:
    text = decoded(data)
    mark = _mark(text)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1)
    try:
        yield _grid("", ((at, [as_said(cell) for cell in row]) for at, row in rows))
    except csv.Error as why:
        raise Unreadable("quotes") from why


def _mark(text: str) -> str:
    """What parts the columns: the mark by which most lines are cut alike, into most cells."""
    return max(_MARKS, key=lambda mark: _alike(text, mark))


def _alike(text: str, mark: str) -> int:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    with suppress(csv.Error):
        widths.update(len(row) for row, _at in zip(reader, range(_TRIED), strict=False))
    return max(((width - 1) * times for width, times in widths.items() if width > 1), default=0)


def _xlsx(data: bytes) -> Iterator[Grid]:
    packed, computed = _measured(data)
    book = load_workbook(io.BytesIO(packed), read_only=True, data_only=True)
    typed = load_workbook(io.BytesIO(packed), read_only=True) if computed else None
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        yield _grid(sheet.title, _xlsx_lines(sheet, typed and typed[sheet.title]))


def _xlsx_lines(sheet: Any, typed: Any) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row. A formula computed to no words is said to be of words; one that was
    never computed is of no kind, and has no result."""
    rows = sheet.iter_rows(max_col=MOST_COLUMNS)
    if typed is None:
        yield from ((at, [_shown(cell) for cell in row]) for at, row in enumerate(rows, 1))
        return
    typed.reset_dimensions()
    both = zip(rows, typed.iter_rows(max_col=MOST_COLUMNS), strict=False)
    for at, (row, formulas) in enumerate(both, 1):
        cells = [_shown(cell) for cell in row]
        for place, cell in enumerate(formulas):
            if cell.data_type == "f" and row[place].value is None and row[place].data_type == "n":
                cells[place] = NO_RESULT
        yield at, cells


def _measured(data: bytes) -> tuple[bytes, bool]:
    """An archive whose parts are of the size that they say, all that is opened of it, and whether
    a sheet of it computes."""
    kept, computed = io.BytesIO(), False
    with zipfile.ZipFile(kept, "w") as clean:
        for name, content in unpacking.parts(data, most=MOST_ENTRIES):
            computed = computed or ("/worksheets/" in name and b"<f" in content)
            clean.writestr(name, content)
    return kept.getvalue(), computed


def _shown(cell: Any) -> str:
    """What a cell says; a day no finer than its author sees it."""
    value = cell.value
    if isinstance(value, datetime):
        return _as_fine(value.date(), _NOT_SHOWN.sub("", cell.number_format or "").lower())
    return said(value)


def _as_fine(day: date, shown: str) -> str:
    if "d" in shown or "j" in shown or "y" not in shown:
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in shown else f"{day:%Y}"


def said(value: object) -> str:
    """A value as words."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value.date() if isinstance(value, datetime) else value)


def _ods(data: bytes) -> Iterator[Grid]:
    wanted = dict(unpacking.parts(data, most=MOST_ENTRIES, wanted=lambda name: name in _CONTENT))
    if not wanted:
        raise Unreadable("broken")
    reader = iterparse(io.BytesIO(wanted["content.xml"]), forbid_dtd=True)
    for _event, one in reader:
        if _tag(one) == "annotation":
            one.clear()
        elif _tag(one) == "table":
            yield _grid(_of(one, "name"), _ods_lines(one))
            one.clear()


_CONTENT = ("content.xml",)
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(?:\d{1,2}|[^\W\d]+\.?)[ \u00a0/.-]\d{4}")


def _ods_lines(table: Any) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in table.iter():
        if _tag(row) != "table-row":
            continue
        times = int(_of(row, "number-rows-repeated") or 1)
        cells = _ods_cells(row)
        if any(cells) and times > MOST_LINES:
            raise Unreadable("many")
        if any(cells):
            yield from ((number + at, cells) for at in range(1, times + 1))
        number += times


def _ods_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for one in row:
        if _tag(one) not in ("table-cell", "covered-table-cell"):
            continue
        times = int(_of(one, "number-columns-repeated") or 1)
        cells += [_ods_cell(one)] * min(times, MOST_COLUMNS - len(cells))
    return cells


def _ods_cell(one: Any) -> str:
    kind, shown = _of(one, "value-type"), _ods_text(one)
    if kind == "date":
        day = _of(one, "date-value")[:10]
        if _YEAR.fullmatch(shown):
            return day[:4]
        return day[:7] if _MONTH.fullmatch(shown) else day
    if kind in ("float", "currency", "percentage") and not shown.startswith("#"):
        return said(float(_of(one, "value") or "nan"))
    if not shown and _of(one, "formula"):
        return NO_RESULT
    return shown


def _ods_text(one: Any) -> str:
    return "\n".join("".join(_words(line)) for line in one if _tag(line) == "p")


def _words(one: Any) -> Iterator[str]:
    tag = _tag(one)
    if tag == "s":
        yield " " * min(int(_of(one, "c") or 1), LONGEST)
    elif tag in _BREAKS:
        yield _BREAKS[tag]
    elif tag == "annotation":
        return
    yield one.text or ""
    for part in one:
        yield from _words(part)
        yield part.tail or ""


_BREAKS = {"tab": "\t", "line-break": "\n"}


def _of(one: Any, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((value for key, value in one.attrib.items() if key.endswith(f"}}{name}")), "")


def _tag(one: Any) -> str:
    return str(one.tag).rsplit("}", 1)[-1]
