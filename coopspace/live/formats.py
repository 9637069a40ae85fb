"""The formatting that a shared text may carry, and a text read as headings, lists and paragraphs.

Formats are marks on the flat text: bold, italic and links stand on words; a heading and the kind
of a list stand on the line end that closes them. Nothing else is let in, and what a text may have
from elsewhere is not shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pycrdt import Doc, Text, merge_updates

from coopspace.live import merging

ADDRESS = re.compile(r"(?:https?://|mailto:)[!#-;=?-~]{1,2000}")
"""What a link leads to: a web page or a mail address, written as addresses are."""
QUOTE = re.compile(r"#[a-z0-9]{8}")
"""What words lead to when they quote something of their own page, by its reference."""
_HEADING = 2
"""The one level of heading; pycrdt reads it as 2.0."""
_LISTS = ("bullet", "ordered")
_WORDS = ("bold", "italic", "link")


class Marked(NamedTuple):
    """Words of a text with the marks that they bear."""

    text: str
    marks: Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """Words that look alike; `link` is the address that they lead to, or empty; `quotes` the
    reference of what they quote, for the room whose text it is."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    quotes: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a list or a paragraph: `kind` is heading, bullet, ordered or paragraph.

    `lines` are the items of a list, or the lines of a paragraph.
    """

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


def allowed(name: str, value: object) -> bool:
    """Whether a text may bear this mark; None takes one off."""
    if name in ("bold", "italic"):
        return value is None or value is True
    if name == "header":
        return value is None or (isinstance(value, int | float) and value == _HEADING)
    if name == "list":
        return value is None or value in _LISTS
    if name == "link":
        targets = (ADDRESS, QUOTE)
        return value is None or (
            isinstance(value, str) and any(one.fullmatch(value) for one in targets)
        )
    return False


def marked(doc: Doc[Text]) -> list[Marked]:
    """The words of a document with their marks, in order."""
    found = merging.text_of(doc).diff()
    return [Marked(words, marks or {}) for words, marks in found if isinstance(words, str)]


def dress(head: bytes, update: bytes, worn: list[Marked], words: str, *, client: int) -> bytes:
    """The update, with the marks that `words` bore when the text was `worn`.

    `words` stand in the text once `update` is merged into `head`. The line end that closes them
    comes back with its mark too.
    """
    doc: Doc[Text] = Doc(client_id=client, allow_multithreading=True)
    doc.apply_update(head)
    doc.apply_update(update)
    text = merging.text_of(doc)
    then = "".join(one.text for one in worn)
    place, start = str(text).find(words), then.find(words)
    if place < 0 or start < 0:
        return update
    wanted = _letters(worn)[start : start + len(words) + 1]
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        closing = wanted[len(words) :]
        if closing and closing[0] and str(text)[place + len(words) :][:1] != "\n":
            text.insert(merging.units(str(text)[: place + len(words)]), "\n")
        present = _letters(marked(doc))[place : place + len(wanted)]
        _mark(text, place, [_turned(*pair) for pair in zip(present, wanted, strict=False)])
    doc.unobserve(watch)
    return merge_updates(update, *made)


def mark(state: bytes, words: str, marks: Mapping[str, Any], *, client: int) -> bytes | None:
    """The update that gives these marks, and no other, to the last place where `words` stand; None
    where they do not stand or bear them already."""
    doc: Doc[Text] = Doc(client_id=client, allow_multithreading=True)
    doc.apply_update(state)
    text = merging.text_of(doc)
    place = str(text).rfind(words)
    if place < 0:
        return None
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        present = _letters(marked(doc))[place : place + len(words)]
        _mark(text, place, [_turned(one, marks) for one in present])
    doc.unobserve(watch)
    return made[0] if made else None


def mark_at(
    state: bytes, words: str, places: Iterable[tuple[int, int, Mapping[str, Any]]], *, client: int
) -> bytes | None:
    """The update that gives marks to stretches of `words` (place, length, marks), where they stand
    in the text; None where they do not, or when nothing changes."""
    doc: Doc[Text] = Doc(client_id=client, allow_multithreading=True)
    doc.apply_update(state)
    text = merging.text_of(doc)
    start = str(text).find(words)
    if start < 0:
        return None
    made: list[bytes] = []
    watch = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        present = _letters(marked(doc))
        for at, length, marks in places:
            here = present[start + at : start + at + length]
            _mark(text, start + at, [_turned(one, marks) for one in here])
    doc.unobserve(watch)
    return made[0] if made else None


def _letters(words: Iterable[Marked]) -> list[dict[str, Any]]:
    """The marks of each letter, those that a text may bear."""
    return [
        {
            name: _HEADING if name == "header" else value
            for name, value in marks.items()
            if allowed(name, value) and value is not None
        }
        for text, marks in words
        for _ in text
    ]


def _turned(present: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What makes the marks of a letter those that are wanted."""
    gone = {name: None for name in present if name not in wanted}
    return gone | {name: value for name, value in wanted.items() if present.get(name) != value}


def _mark(text: Text, place: int, turned: list[dict[str, Any]]) -> None:
    """Mark letters from `place` on, as few times as it takes."""
    words = str(text)
    for marks, group in groupby(enumerate(turned, place), key=itemgetter(1)):
        places = [at for at, _ in group]
        if marks:
            start, end = words[: places[0]], words[: places[-1] + 1]
            text.format(merging.units(start), merging.units(end), marks)


def blocks(words: Iterable[Marked]) -> list[Block]:
    """These words as they are to be read. A blank line parts two paragraphs and is not shown."""
    found: list[Block] = []
    parted = True
    for kind, line in _lines(words):
        if not "".join(piece.text for piece in line).strip():
            parted = parted or kind in ("paragraph", "heading")
            continue
        if not parted and found[-1].kind == kind != "heading":
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Block(kind, (line,)))
        parted = False
    return found


def plain(text: str) -> list[Block]:
    """Words without any mark as they are to be read."""
    return blocks([Marked(text, {})])


def _lines(words: Iterable[Marked]) -> Iterable[tuple[str, tuple[Piece, ...]]]:
    """Each line with what it is; a text need not end with a line end."""
    line: list[Piece] = []
    for text, marks in words:
        for part in re.split(r"(\n)", text.replace("\r", "\n")):
            if part == "\n":
                yield _kind(marks), _joined(line)
                line = []
            elif part:
                line.append(_piece(part, marks))
    yield "paragraph", _joined(line)


def _kind(marks: Mapping[str, Any]) -> str:
    kind = marks.get("list")
    if kind in _LISTS:
        return str(kind)
    header = marks.get("header")
    return "heading" if header and allowed("header", header) else "paragraph"


def _piece(text: str, marks: Mapping[str, Any]) -> Piece:
    known = {name: marks[name] for name in _WORDS if marks.get(name) and allowed(name, marks[name])}
    if QUOTE.fullmatch(known.get("link", "")):
        known["quotes"] = known.pop("link")[1:]
    return Piece(merging.tidy(text), **known)


def _joined(line: list[Piece]) -> tuple[Piece, ...]:
    """As few pieces as tell the same."""
    made: list[Piece] = []
    for piece in line:
        if made and replace(made[-1], text=piece.text) == piece:
            made[-1] = replace(piece, text=made[-1].text + piece.text)
        elif piece.text:
            made.append(piece)
    return tuple(made)
