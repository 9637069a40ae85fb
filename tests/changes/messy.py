"""How the messy tables of the tests are made, and what is to be said of each.

Nothing here is a binary: every file is made when the test asks for it. `says` is what would be
written, `refused` the lines that cannot be, `unread` that the whole file is not opened.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
import xlsxwriter

HEAD = ("Code", "Niveau", "Changement attendu", "Contribue à", "Échéance")
D1 = ("D1", "direct", "Les habitants connaissent leurs droits", "I1", "2030")
I1 = ("I1", "intermédiaire", "Les services reçoivent ensemble", "U1", "")
U1 = ("U1", "ultime", "Le quartier prend soin de chacun", "V", "")
CLEAN = {
    "D1": (D1[2], "2030"),
    "I1": (I1[2], None),
    "U1": (U1[2], None),
}
PATH = {"D1>I1", "I1>U1", "U1>V"}


@dataclass(frozen=True)
class Messy:
    """One file (or two), and what must be understood of it."""

    kind: str
    files: Callable[[], Sequence[bytes]]
    says: dict[str, tuple[str, str | None]] = field(default_factory=lambda: CLEAN)
    links: frozenset[str] = frozenset(PATH)
    refused: tuple[tuple[int, str, str], ...] = ()
    """Each line that cannot be kept: its number, its column, words of the reason."""
    unread: str = ""


def csv_of(*rows: Sequence[object], mark: str = ";", encoding: str = "utf-8") -> bytes:
    """Rows as an ordinary CSV, quoted as spreadsheets do."""
    return "\r\n".join(mark.join(_quoted(cell, mark) for cell in row) for row in rows).encode(
        encoding
    )


def _quoted(cell: object, mark: str) -> str:
    words = str(cell)
    quoted = any(one in words for one in (mark, '"', "\n"))
    return '"{}"'.format(words.replace('"', '""')) if quoted else words


def book_of(*sheets: tuple[str, Sequence[Sequence[object]]], merge: str = "") -> bytes:
    """Rows as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def ods_of(*rows: str, extra: str = "") -> bytes:
    """Rows written as OpenDocument has them."""
    held = io.BytesIO()
    with ZipFile(held, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
            f'{extra}<table:table table:name="Feuille1">{"".join(rows)}</table:table>'
            "</office:document-content>",
        )
    return held.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of words."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">'
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(one)}</text:p>'
            "</table:table-cell>"
            if one
            else "<table:table-cell/>"
            for one in cells
        )
        + "</table:table-row>"
    )


def file_of(*rows: Sequence[object], **how: str) -> Callable[[], Sequence[bytes]]:
    """One CSV of these rows."""
    return lambda: [csv_of(*rows, **how)]


def sheet_of(*rows: Sequence[object], merge: str = "") -> Callable[[], Sequence[bytes]]:
    """One workbook of these rows."""
    return lambda: [book_of(("Stratégie", rows), merge=merge)]


def months() -> Sequence[bytes]:
    """A workbook whose days are shown as months, or whole."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, (*D1[:4], date(2030, 12, 1)), (*I1[:4], date(2031, 1, 31)), U1):
        sheet.append(list(row))
    sheet["E2"].number_format = "mmm-yy"
    sheet["E3"].number_format = "dd/mm/yyyy"
    held = io.BytesIO()
    book.save(held)
    return [held.getvalue()]


def formulas() -> Sequence[bytes]:
    """A workbook whose formulas were never computed."""
    rows = (HEAD, (*D1[:2], '="Les habitants "&"savent"', "I1", ""), I1, U1)
    return [book_of(("Stratégie", rows))]


def ods_dates() -> Sequence[bytes]:
    """An ODS whose days are shown as months, whole, as years."""

    def dated(day: str, shown: str) -> str:
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{day}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )

    def with_day(row: Sequence[str], cell: str) -> str:
        return ods_row(*row[:4]).replace("</table:table-row>", f"{cell}</table:table-row>")

    return [
        ods_of(
            ods_row(*HEAD),
            with_day(D1, dated("2030-12-01", "décembre 2030")),
            with_day(I1, dated("2031-01-31T00:00:00", "31/01/31")),
            with_day(U1, dated("2035-01-01", "2035")),
        )
    ]


def ods_comment() -> Sequence[bytes]:
    """An ODS with a comment, spans and endless empty lines."""
    noted = ods_row(*D1).replace(
        "<text:p>Les habitants connaissent",
        "<office:annotation><text:p>à revoir !</text:p></office:annotation>"
        "<text:p>Les <text:span>habitants</text:span><text:s/>connaissent",
    )
    rest = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-"
    return [
        ods_of(
            ods_row("Atelier du 12 mars"),
            ods_row("", repeated=3),
            ods_row(*HEAD),
            noted,
            ods_row(*I1),
            ods_row(*U1),
            f"{rest}columns-repeated='16384'/></table:table-row>",
        )
    ]


def without(row: Sequence[str], *columns: int) -> tuple[str, ...]:
    """A row without what stands in these columns."""
    return tuple("" if at in columns else cell for at, cell in enumerate(row))


def but(row: Sequence[str], **cells: str) -> tuple[str, ...]:
    """A row, some of its cells otherwise."""
    at = {"code": 0, "level": 1, "says": 2, "to": 3, "when": 4}
    made = list(row)
    for name, cell in cells.items():
        made[at[name]] = cell
    return tuple(made)


def computed() -> Sequence[bytes]:
    """A workbook whose formulas were computed, one of them to no words at all."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Stratégie")
        for at, row in enumerate((HEAD, D1, I1, U1)):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C2", '="Les habitants "&B9', None, D1[2])
        sheet.write_formula("E3", '=IF(A1="","x","")', None, "")
    made = io.BytesIO()
    with ZipFile(held) as found, ZipFile(made, "w") as packed:
        for name in found.namelist():
            as_excel = found.read(name).replace(b'<c r="E3"><f>', b'<c r="E3" t="str"><f>')
            packed.writestr(name, as_excel)
    return [made.getvalue()]
