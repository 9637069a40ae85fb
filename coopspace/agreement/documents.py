"""Reads a text document of a stranger (DOCX, ODT) in a process of its own: see `kernel.confined`.

It tells blocks as plain values: headings with their level, paragraphs, lists, and tables as lines
of text; bold, italic and links within. Notes, comments, images, headers and what was struck out in
a revision are not read. Nothing is run and nothing outside the file is fetched.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from coopspace.agreement import opendocument, wordprocessing
from coopspace.agreement.written import MOST_BLOCKS, MOST_LETTERS, Written
from coopspace.kernel import unpacking
from coopspace.kernel.unpacking import Unreadable

MOST_ENTRIES = 2_000
READERS: dict[str, Callable[[dict[str, bytes]], Iterator[Written]]] = {
    "docx": wordprocessing.read,
    "odt": opendocument.read,
}
WANTED: dict[str, frozenset[str]] = {
    "docx": wordprocessing.WANTED,
    "odt": opendocument.WANTED,
}


@dataclass
class _Counted:
    """What is told so far."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    letters: int = 0

    def add(self, one: Written) -> None:
        """One more block, if it says something. Raises Unreadable."""
        told = one.told()
        if told is None:
            return
        self.letters += sum(len(piece["text"]) for line in told["lines"] for piece in line)
        self.blocks.append(told)
        if len(self.blocks) > MOST_BLOCKS or self.letters > MOST_LETTERS:
            raise Unreadable("many")


def read(kind: str, files: list[bytes]) -> dict[str, Any]:
    """The blocks of one document. Raises Unreadable."""
    wanted = WANTED[kind]
    found = unpacking.parts(files[0], most=MOST_ENTRIES, wanted=wanted.__contains__)
    return {"blocks": told(READERS[kind](dict(found)))}


def told(written: Iterable[Written]) -> list[dict[str, Any]]:
    """These blocks as plain values. Raises Unreadable when they say nothing or too much."""
    counted = _Counted()
    for one in written:
        counted.add(one)
    if not counted.blocks:
        raise Unreadable("empty")
    return counted.blocks


if __name__ == "__main__":
    unpacking.answer(read)
