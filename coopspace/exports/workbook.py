"""A book of tables as XLSX, through XlsxWriter (which only writes, and reads nothing)."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from coopspace.exports.sheets import MAKER, Book, Sheet, written
from coopspace.exports.widths import widths_of
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
else:
    xlsxwriter = Later("xlsxwriter")

_AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
_LOOKS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F3ECEB", "bottom": 1},
    "cell": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
}
_A4 = 9


def xlsx(book: Book) -> bytes:
    """The book, its headings kept in sight; the notes of its tables in a tab of their own."""
    held = BytesIO()
    with xlsxwriter.Workbook(held, dict(_AS_WRITTEN)) as workbook:
        workbook.set_properties(
            {
                "title": written(book.title),
                "author": MAKER,
                "created": book.made_at.replace(tzinfo=None, microsecond=0),
            }
        )
        dress = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
        for sheet, tab in zip(book.sheets, book.tabs, strict=False):
            _write(workbook.add_worksheet(tab), sheet, dress)
        if book.notes:
            _annotate(workbook.add_worksheet(book.tabs[-1]), book, dress["cell"])
    return held.getvalue()


def _write(tab: "Worksheet", sheet: Sheet, dress: "Mapping[str, Format]") -> None:
    tab.freeze_panes(1, 0)
    tab.repeat_rows(0)
    tab.set_landscape()
    tab.set_paper(_A4)
    tab.fit_to_pages(1, 0)
    for place, width in enumerate(widths_of(sheet)):
        tab.set_column(place, place, width)
    for place, heading in enumerate(sheet.headings):
        tab.write_string(0, place, heading, dress["head"])
    for row, line in enumerate(sheet.lines, start=1):
        for place, cell in enumerate(line):
            if isinstance(cell, str):
                tab.write_string(row, place, cell, dress["cell"])
            elif isinstance(cell, date):
                tab.write_datetime(row, place, cell, dress["day"])
            elif cell is not None:
                tab.write_number(row, place, cell, dress["cell"])


def _annotate(tab: "Worksheet", book: Book, body: "Format") -> None:
    tab.set_column(0, 0, 30)
    tab.set_column(1, 1, 80)
    for row, (what, said) in enumerate(book.notes):
        tab.write_string(row, 0, what, body)
        tab.write_string(row, 1, said, body)
