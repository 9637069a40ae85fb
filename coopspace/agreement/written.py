"""A block of a document as it is being read: what any format of text document can tell us."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

MOST_BLOCKS = 4_000
MOST_LETTERS = 400_000
MOST_CELLS = 40
ADDRESS = re.compile(r"(?:https?://|mailto:)[!#-;=?-~]{1,2000}")
_BLANKS = re.compile(r"[ \t\r\f\v]+")


@dataclass(frozen=True)
class Words:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


Line = list[Words]


@dataclass
class Written:
    """A heading, a paragraph, an item of a list (`kind` is bullet or ordered), a row of a table.

    A block that `joins` goes on with the one before: the items of one list, the rows of a table.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    level: int = 0

    def told(self) -> dict[str, Any] | None:
        """As plain values; None where it says nothing."""
        lines = [line for one in self.lines if (line := _tidy(one))]
        if not lines:
            return None
        if self.kind == "heading":
            lines = [[{"text": " ".join(_text(line) for line in lines)}]]
        return {"kind": self.kind, "level": self.level, "lines": lines}


def split(words: Iterable[Words]) -> list[Line]:
    """Words as lines, cut where they hold the end of one."""
    lines: list[Line] = [[]]
    for one in words:
        first, *others = one.text.split("\n")
        lines[-1].append(Words(first, one.bold, one.italic, one.link))
        lines += [[Words(more, one.bold, one.italic, one.link)] for more in others]
    return lines


def row(cells: Iterable[list[Line]]) -> Line:
    """A row of a table as one line: its cells one after another."""
    line: Line = []
    for cell in list(cells)[:MOST_CELLS]:
        words = [one for some in cell for one in (*some, Words(" "))]
        if "".join(one.text for one in words).strip():
            line += [*([Words(" | ")] if line else []), *words]
    return line


def _tidy(line: Line) -> list[dict[str, Any]]:
    """As few pieces as tell the same, without blank ends."""
    found = []
    for look, those in groupby(line, key=lambda one: (one.bold, one.italic, _link(one.link))):
        text = _BLANKS.sub(" ", "".join(one.text for one in those).replace("\n", " "))
        if text:
            found.append(_piece(text, *look))
    found = [*_without_margins(found)]
    return found if _text(found).strip() else []


def _without_margins(pieces: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, piece in enumerate(pieces):
        text = piece["text"]
        text = text.lstrip() if place == 0 else text
        text = text.rstrip() if place == len(pieces) - 1 else text
        if text:
            yield {**piece, "text": text}


def _piece(text: str, bold: bool, italic: bool, link: str) -> dict[str, Any]:
    marks: dict[str, Any] = {"bold": bold, "italic": italic, "link": link}
    blank = not text.strip()
    return {"text": text, **({} if blank else {name: one for name, one in marks.items() if one})}


def _link(address: str) -> str:
    return address if ADDRESS.fullmatch(address) else ""


def _text(line: list[dict[str, Any]]) -> str:
    return "".join(piece["text"] for piece in line)
