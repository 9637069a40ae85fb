"""Words of a clause that quote what stands beside the text: they are read with its present name.

Somebody may type against a quotation, or inside it: only a name that the thing has, or once had,
is replaced. Every other word stays as it was typed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from coopspace.live.formats import Block, Piece

LEFT = "-"
"""Before the reference of what has left the agreement: it is called by its last name."""


@dataclass(frozen=True)
class Called:
    """How something is called today, and every name that it ever had. `left`: it has left."""

    name: str
    ever: frozenset[str]
    left: bool = False


Names = Mapping[str, Called]


def quoted(blocks: tuple[Block, ...], names: Names) -> tuple[Block, ...]:
    """The blocks as they are to be read."""
    return tuple(
        replace(block, lines=tuple(tuple(_line(line, names)) for line in block.lines))
        for block in blocks
    )


def quotes(blocks: tuple[Block, ...]) -> bool:
    """Whether anything is quoted there."""
    return any(piece.quotes for block in blocks for line in block.lines for piece in line)


def _line(line: tuple[Piece, ...], names: Names) -> Iterator[Piece]:
    for ref, run in groupby(line, key=lambda piece: piece.quotes):
        called = names.get(ref) if ref else None
        if called is None:
            yield from (replace(piece, quotes="") for piece in run)
        else:
            yield from _said_now([*run], ref, called)


def _said_now(run: list[Piece], ref: str, called: Called) -> Iterator[Piece]:
    """A run of words that quote one thing: the names in it are said as they are today."""
    text = "".join(piece.text for piece in run)
    at = 0
    while (found := _found(text, at, called.ever)) is not None:
        start, end = found
        yield from _between(run, at, start)
        looks = next(_between(run, start, end))
        yield replace(looks, text=called.name, quotes=f"{LEFT}{ref}" if called.left else ref)
        at = end
    yield from _between(run, at, len(text))


def _found(text: str, at: int, ever: frozenset[str]) -> tuple[int, int] | None:
    """Where the next of these names stands: the first one, and of those the longest."""
    places = [(place, -len(one)) for one in ever if one and (place := text.find(one, at)) >= 0]
    if not places:
        return None
    place, length = min(places)
    return place, place - length


def _between(run: list[Piece], start: int, end: int) -> Iterator[Piece]:
    """The words of a run from one place to another, as plain words with their looks."""
    at = 0
    for piece in run:
        words = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if words:
            yield replace(piece, text=words, quotes="")
