"""A formatted text letter by letter: as a form brings it, as it is kept, and brought together with
another that was written over the same one.

Its normal form is what every text here is in: canonical words without blank ends, then the line
end that closes them and bears what the last line is. A text without words has no letter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from coopspace.live import merging
from coopspace.live.difference import difference
from coopspace.live.formats import Block, Marked, allowed, blocks

_ON_WORDS = ("bold", "italic", "link")
_ON_LINES = ("header", "list")
_HEADING = 2
_MINE, _THEIRS = "mine", "theirs"


class Letter(NamedTuple):
    """One letter and the marks that it bears, in one order."""

    text: str
    marks: tuple[tuple[str, Any], ...] = ()


Letters = tuple[Letter, ...]


class Together(NamedTuple):
    """Two texts in one. `touching`: both changed the same place, and what each says there stands
    one after the other, theirs first; nobody has chosen yet."""

    letters: Letters
    touching: bool


class _Change(NamedTuple):
    """From `start` to `end` of the text that both began from, somebody put these letters."""

    start: int
    end: int
    letters: Letters
    whose: str


def normal(words: Iterable[Marked]) -> Letters:
    """These words in the normal form, with the marks that a text may bear."""
    found = [
        Letter(letter, _kept(letter, marks))
        for text, marks in words
        for letter in merging.tidy(text)
    ]
    start, end = 0, len(found)
    while start < end and found[start].text.isspace():
        start += 1
    while end > start and found[end - 1].text.isspace():
        end -= 1
    if start == end:
        return ()
    closing = next((one for one in found[end:] if one.text == "\n"), Letter("\n"))
    return (*found[start:end], closing)


def marked(letters: Letters) -> list[Marked]:
    """The same as words with their marks, as few as tell it."""
    return [
        Marked("".join(one.text for one in group), dict(marks))
        for marks, group in groupby(letters, key=lambda one: one.marks)
    ]


def words_of(letters: Letters) -> str:
    """The canonical words."""
    return "".join(one.text for one in letters[:-1])


def read(letters: Letters) -> list[Block]:
    """The text as headings, lists and paragraphs."""
    return blocks(marked(letters))


def packed(letters: Letters) -> list[list[Any]]:
    """The text as plain values, to be kept."""
    return [[text, dict(marks)] for text, marks in marked(letters)]


def unpacked(kept: Iterable[Sequence[Any]]) -> Letters:
    """A text as it was kept."""
    return normal(Marked(text, marks) for text, marks in kept)


def delta(letters: Letters) -> list[dict[str, Any]]:
    """The text as browsers hold it: a line end closes it only where something stands on it."""
    shown = letters if letters and letters[-1].marks else letters[:-1]
    return [
        {"insert": text, "attributes": dict(marks)} if marks else {"insert": text}
        for text, marks in marked(shown)
    ]


def from_delta(sent: object) -> Letters:
    """A text as a browser sent it: whatever is no word of it, or no mark of ours, is left out."""
    lines = sent if isinstance(sent, list) else []
    found = []
    for one in lines:
        words = one.get("insert") if isinstance(one, dict) else None
        marks = one.get("attributes") if isinstance(one, dict) else None
        if isinstance(words, str):
            found.append(Marked(words, marks if isinstance(marks, dict) else {}))
    return normal(found)


def rewritten(before: Letters, words: str) -> Letters:
    """The text once somebody wrote these plain words over it: what they left keeps its marks; a
    word set inside a bold passage is bold, a line added to a list is one of it."""
    clean = merging.clean(words)
    old, new = _text(before), f"{clean}\n" if clean else ""
    made: list[Letter] = []
    place = 0
    for op, text in difference(old, new):
        if op == "added":
            made += _dressed(text, made, before[place:])
            continue
        if op == "same":
            made += before[place : place + len(text)]
        place += len(text)
    return normal(marked(tuple(made)))


def together(base: Letters, theirs: Letters, mine: Letters) -> Together:
    """What two people made of one text, brought together word by word. Two changes touch when no
    word that both left stands between them; the same change made twice is one."""
    words = _text(base)
    changes = sorted(
        (*_changes(base, theirs, _THEIRS), *_changes(base, mine, _MINE)),
        key=lambda one: (one.start, one.end),
    )
    made: list[Letter] = []
    place, touching = 0, False
    for group in _groups(words, changes):
        start, end = group[0].start, max(one.end for one in group)
        first = _applied(base, [one for one in group if one.whose == _THEIRS], start, end)
        second = _applied(base, [one for one in group if one.whose == _MINE], start, end)
        made += base[place:start]
        if first is None or second is None or first == second:
            made += (first if first is not None else second) or ()
        else:
            touching = True
            made += (*first, *_gap(first, second), *second)
        place = end
    made += base[place:]
    return Together(normal(marked(tuple(made))), touching)


def credited(standing: Letters, suggested: Letters, final: Letters) -> Letters:
    """Of a final text, what stood already or was suggested; the rest is of the final hand."""
    known = _alike(standing, final) | _alike(suggested, final)
    return normal(marked(tuple(one for at, one in enumerate(final) if at in known)))


def _alike(old: Letters, new: Letters) -> set[int]:
    """The places in `new` of the words that `old` has too."""
    found: set[int] = set()
    at = 0
    for op, text in difference(_text(old), _text(new)):
        if op == "removed":
            continue
        if op == "same":
            found.update(range(at, at + len(text)))
        at += len(text)
    return found


def _text(letters: Iterable[Letter]) -> str:
    return "".join(one.text for one in letters)


def _kept(letter: str, marks: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    names = _ON_LINES if letter == "\n" else _ON_WORDS
    found = {
        name: _HEADING if name == "header" else marks[name]
        for name in names
        if marks.get(name) and allowed(name, marks[name])
    }
    if "list" in found:
        found.pop("header", None)
    return tuple(found.items())


def _dressed(text: str, before: Sequence[Letter], after: Letters) -> Iterator[Letter]:
    """Added letters with the marks of where they stand."""
    around = [dict(one.marks) for one in (*before[-1:], *after[:1]) if one.text != "\n"]
    shared = (
        tuple((name, value) for name, value in around[0].items() if around[1].get(name) == value)
        if len(around) == 2
        else ()
    )
    beside = after if text.startswith("\n") or _has_line(after) else reversed(before)
    line = next((dict(one.marks) for one in beside if one.text == "\n"), {})
    ends = (("list", line["list"]),) if "list" in line else ()
    for letter in text:
        yield Letter(letter, ends if letter == "\n" else shared)


def _has_line(letters: Iterable[Letter]) -> bool:
    return any(one.text == "\n" for one in letters)


def _changes(base: Letters, other: Letters, whose: str) -> Iterator[_Change]:
    """What leads from one text to another, formats included, in order."""
    place = at = 0
    for op, text in difference(_text(base), _text(other)):
        size = len(text)
        if op == "removed":
            yield _Change(place, place + size, (), whose)
            place += size
        elif op == "added":
            yield _Change(place, place, other[at : at + size], whose)
            at += size
        else:
            yield from _reformatted(base, other, (place, at, size), whose)
            place, at = place + size, at + size


def _reformatted(
    base: Letters, other: Letters, stretch: tuple[int, int, int], whose: str
) -> Iterator[_Change]:
    """The letters of a stretch of the same words that look otherwise."""
    place, at, size = stretch
    for same, group in groupby(range(size), key=lambda one: base[place + one] == other[at + one]):
        steps = [*group]
        if not same:
            first, last = steps[0], steps[-1] + 1
            yield _Change(place + first, place + last, other[at + first : at + last], whose)


def _groups(words: str, changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that touch, together; each of the others alone."""
    group: list[_Change] = []
    end = 0
    for one in changes:
        if group and any(letter.isalnum() for letter in words[end : one.start]):
            yield group
            group = []
        group.append(one)
        end = max(end, one.end)
    if group:
        yield group


def _applied(base: Letters, changes: Sequence[_Change], start: int, end: int) -> Letters | None:
    """What one person made of this passage; None when they left it as it was."""
    if not changes:
        return None
    made: list[Letter] = []
    place = start
    for one in changes:
        made += (*base[place : one.start], *one.letters)
        place = one.end
    return (*made, *base[place:end])


def _gap(first: Letters, second: Letters) -> Letters:
    """What keeps two passages apart that stand one after the other."""
    if not first or not second or first[-1].text.isspace() or second[0].text.isspace():
        return ()
    return (Letter("\n" if _has_line((*first, *second)) else " "),)
