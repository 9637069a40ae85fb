"""A text to take away: plain values that know no room, written the same in every format.

A `Document` is what one download holds: its title, then its parts in order. `paper` writes it as a
tagged PDF, `word` as DOCX, `opentext` as ODT, a template as a page to print. What people wrote is
always words: no format ever reads a markup or a field in it, and only addresses lead somewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from urllib.parse import quote

from coopspace.exports.sheets import writable
from coopspace.live.formats import ADDRESS, Block, Piece

Line = tuple[Piece, ...]
_UNSEEN = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls that no page shows, and the signs that would show letters in another order than theirs:
nobody must read another sentence than the one that is signed."""
_IN_ADDRESSES = ":/?#@!$&'()*+,;=%~"
_NARROWEST, _WIDEST = 9, 40


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows: level 1 within the document, then 2 and 3."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines. `aside`: said around the text, more quietly; `question`: an aside that what
    follows answers, on the same page; `notice`: what must be read first, in a frame."""

    lines: tuple[Line, ...]
    aside: bool = False
    question: bool = False
    notice: bool = False

    @property
    def look(self) -> str:
        """The name of how it is shown; empty for the text itself."""
        looks = ("notice", "question", "aside")
        return next((one for one in looks if getattr(self, one)), "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered from 1 or not."""

    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what is said of each; `code`: figures and letters to compare one by one."""

    items: tuple[tuple[str, str], ...]
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows, all words; the first cell of a row names it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def shares(self) -> tuple[int, ...]:
        """How wide each column is, out of 100: as its words ask, none too narrow to be read."""
        asked = [
            sqrt(min(max(len(self.headings[at]), _NARROWEST, *map(_ask, column)), _WIDEST))
            for at, column in enumerate(zip(*self.rows, strict=True))
        ]
        found = [round(100 * one / sum(asked)) for one in asked]
        return (*found[:-1], 100 - sum(found[:-1]))


Part = Heading | Paragraph | Listing | Facts | Table


@dataclass(frozen=True, slots=True)
class Carried:
    """The source of a document, that travels inside its file."""

    name: str
    content: bytes
    said: str


@dataclass(frozen=True, slots=True)
class Document:
    """`heading` and `place` open it; `title` names it where files are listed; `foot` stands on
    every page; `open_end` is said at the end of the files that anybody can change."""

    title: str
    heading: str
    place: str
    foot: str
    language: str
    made_at: datetime
    parts: tuple[Part, ...]
    open_end: str = ""
    carried: Carried | None = None

    def to_change(self) -> "Document":
        """The document as a file that anybody can change: it says so."""
        end = (Paragraph((line(self.open_end),), aside=True),) if self.open_end else ()
        return replace(self, parts=(*self.parts, *end))


def line(text: str, *, bold: bool = False) -> Line:
    """One line of plain words."""
    return (Piece(text, bold=bold),)


def cleaned(text: str) -> str:
    """What every format holds whole and shows in the order in which it is read."""
    return _UNSEEN.sub("", writable(text))


def pieces(line_: Iterable[Piece]) -> Line:
    """The words of a line, cleaned; only what is an address leads somewhere."""
    return tuple(
        replace(
            one,
            text=cleaned(one.text).replace("\n", " "),
            link=_address(one.link),
        )
        for one in line_
    )


def block(told: Block, *, level: int) -> Part:
    """A block of a shared text; its headings are of this level of the document."""
    lines = tuple(pieces(one) for one in told.lines)
    if told.kind == "heading":
        return Heading(level, lines[0])
    if told.kind in ("bullet", "ordered"):
        return Listing(lines, numbered=told.kind == "ordered")
    return Paragraph(lines)


def table(title: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    """A table of cleaned words, without the columns that say nothing."""
    kept = [tuple(cleaned(one) for one in row) for row in rows]
    used = [at for at in range(len(headings)) if any(row[at] for row in kept)]
    return Table(
        title=cleaned(title),
        headings=tuple(cleaned(headings[at]) for at in used),
        rows=tuple(tuple(row[at] for at in used) for row in kept),
    )


def said(document: Document) -> Iterator[str]:
    """Everything that a document says, in order: what the tests compare with what a file shows."""
    yield document.place
    yield document.heading
    for part in document.parts:
        yield from _said(part)


def _said(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        yield _joined(part.line)
    elif isinstance(part, Paragraph):
        yield from map(_joined, part.lines)
    elif isinstance(part, Listing):
        yield from map(_joined, part.items)
    elif isinstance(part, Facts):
        yield from (one for fact in part.items for one in fact)
    else:
        yield from part.headings
        yield from (cell for row in part.rows for cell in row)


def _joined(pieces_: Line) -> str:
    return "".join(one.text for one in pieces_)


def _address(link: str) -> str:
    """An address as every reader of files takes it; nothing else leads anywhere."""
    return quote(link, safe=_IN_ADDRESSES) if ADDRESS.fullmatch(link) else ""


def _ask(cell: str) -> int:
    """What a cell asks for: its longest line."""
    return max((len(one) for one in cell.split("\n")), default=0)
