"""Tables to take away: plain values that know no room, written the same in every format.

A `Book` is what one download holds. `csv` is here; `workbook` writes XLSX, `opendocument` ODS. What
people wrote is always a text: no cell of any format is ever read as a formula (SEC-44).
"""

import re
from csv import writer
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import StringIO

from coopspace.kernel.harmless import harmless

MAKER = "CoopSpace"
LONGEST = 32_767
"""No spreadsheet takes a longer text in a cell."""
TAB_LENGTH = 31
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""
_NO_TAB = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float | Decimal | date | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands under it."""

    heading: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `notes` are (what, said): the day, the site, the share of answers, what is
    masked and why.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells in {len(self.columns)} columns")

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row."""
        return tuple(written(one.heading) for one in self.columns)

    @property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows as every format writes them."""
        return tuple(
            tuple(_cell(cell, column.kind) for cell, column in zip(row, self.columns, strict=True))
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The tables of one download. `about` names the tab where their notes stand."""

    title: str
    language: str
    made_at: datetime
    sheets: tuple[Sheet, ...]
    about: str = "About"

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """The notes of every sheet, each said once."""
        return tuple(
            dict.fromkeys(
                (written(what), written(said))
                for sheet in self.sheets
                for what, said in sheet.notes
            )
        )

    @property
    def tabs(self) -> tuple[str, ...]:
        """The names of the tabs, that of the notes last: short, each one once."""
        names: list[str] = []
        for title in (*(sheet.title for sheet in self.sheets), self.about):
            kept = _NO_TAB.sub(" ", written(title)).strip(" '")[:TAB_LENGTH] or "?"
            taken = {name.casefold() for name in names}
            name, number = kept, 2
            while name.casefold() in taken:
                end = f" {number}"
                name, number = kept[: TAB_LENGTH - len(end)] + end, number + 1
            names.append(name)
        return tuple(names)


def writable(text: str) -> str:
    """A text without what no format can hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def written(text: str) -> str:
    """A text that every cell holds whole."""
    kept = writable(text)
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"


def csv(book: Book) -> bytes:
    """Text with a byte order mark, so that spreadsheets read its accents; `;` where a comma is
    the decimal sign. Tables follow one another, each under its title when there are several;
    their notes come last.
    """
    french = book.language.startswith("fr")
    held = StringIO()
    out = writer(held, delimiter=";" if french else ",", lineterminator="\r\n")
    for place, sheet in enumerate(book.sheets):
        if place:
            out.writerow(())
        if len(book.sheets) > 1:
            out.writerow((harmless(written(sheet.title)),))
        out.writerow([harmless(one) for one in sheet.headings])
        out.writerows([_plain(cell, french) for cell in line] for line in sheet.lines)
    if book.notes:
        out.writerow(())
        out.writerows([harmless(one) for one in note] for note in book.notes)
    return held.getvalue().encode("utf-8-sig")


def _cell(cell: Cell, kind: Kind) -> Cell:
    """The cell as its column says; a word in a column of figures stays a word."""
    if isinstance(cell, bool):
        raise TypeError("say yes or no in words")
    if isinstance(cell, datetime):
        raise TypeError("give the day: a table holds no moment")
    if isinstance(cell, str):
        return written(cell)
    if cell is not None and (kind is Kind.TEXT or (kind is Kind.DAY) is not isinstance(cell, date)):
        raise TypeError(f"{cell!r} does not stand in a column of kind {kind}")
    return cell


def _plain(cell: Cell, french: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace(".", ",") if french else str(cell)
