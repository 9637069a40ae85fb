"""What is true of a search: how words are folded, what is asked, where it stands in a text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ASKED_MAX = 200
NEEDLES_MAX = 8
SHORTEST = 2
"""A word of one letter is what an elision leaves: « l’eau » asks for « eau »."""
BEFORE, AFTER = 8, 24
"""How many words of a text are shown before and after what was found."""
_WORD = re.compile(r"[^\W_]+")
_ELIDING = "'’"
_QUOTED = re.compile(r"[«\"“]([^«»\"“”]*)[»\"”]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o"})

Needle = tuple[str, ...]
"""Words that follow each other; the last one may be the beginning of a longer word."""


class Word(NamedTuple):
    """A word of a text: where it stands and how it is compared."""

    start: int
    end: int
    folded: str


class Piece(NamedTuple):
    """A piece of an excerpt, and whether it is what was asked."""

    text: str
    found: bool


class Excerpt(NamedTuple):
    """Some words of a text around what was found; whether the text goes on at each end."""

    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False


def fold(word: str) -> str:
    """One word without capitals, accents or ligatures."""
    if word.isascii() and word.isalnum():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(_LIGATURES)).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", plain) if one.isalnum())


def words_of(text: str) -> list[Word]:
    """The words of a text in NFC, where they stand."""
    found = (Word(one.start(), one.end(), fold(one.group())) for one in _WORD.finditer(text))
    return [one for one in found if one.folded]


def folded(text: str) -> str:
    """The words as they are kept: each with a space before it, so that a search begins a word."""
    found = map(fold, _WORD.findall(composed(text)))
    return "".join(f" {one}" for one in found if one)


def composed(text: str) -> str:
    """The text with each accent on its letter: the same words are the same characters."""
    return unicodedata.normalize("NFC", text)


def asked(question: str) -> tuple[Needle, ...]:
    """What is asked: words between quotation marks follow each other, all others stand anywhere.
    Nothing when no word of two letters is left."""
    text = composed(question)[:ASKED_MAX]
    phrases = [tuple(one.folded for one in words_of(found)) for found in _QUOTED.findall(text)]
    loose = [(one.folded,) for one in words_of(_QUOTED.sub(" ", text))]
    needles = [one for one in (*phrases, *loose) if sum(map(len, one)) >= SHORTEST]
    return tuple(dict.fromkeys(needles))[:NEEDLES_MAX]


def kept(needle: Needle) -> str:
    """The needle as it stands in what is kept."""
    return "".join(f" {one}" for one in needle)


def matches(kept_words: str, needles: Iterable[Needle]) -> bool:
    """Whether everything that is asked stands in these folded words."""
    return all(kept(one) in kept_words for one in needles)


def excerpt(text: str, needles: Sequence[Needle]) -> Excerpt | None:
    """The words of a text around what was found, where most of it stands together; None when the
    text does not hold all that is asked."""
    text = composed(text)
    words = words_of(text)
    places = [_places(words, needle) for needle in needles]
    if not words or not all(places):
        return None
    marked = {
        at + n
        for found, one in zip(places, needles, strict=True)
        for at in found
        for n in range(len(one))
    }
    first = max(sorted(marked), key=lambda at: _together(places, at))
    start, end = max(0, first - BEFORE), min(len(words), first + AFTER)
    while start and text[words[start].start - 1] in _ELIDING:
        start -= 1
    while end < len(words) and text[words[end - 1].end] in _ELIDING:
        end += 1
    left = 0 if start == 0 else words[start].start
    right = len(text) if end == len(words) else words[end - 1].end
    pieces = _pieces(text, [words[at] for at in range(start, end) if at in marked], left, right)
    return Excerpt(tuple(pieces), cut_before=start > 0, cut_after=end < len(words))


def _places(words: Sequence[Word], needle: Needle) -> list[int]:
    """The ranks of the words where the needle begins."""
    last = len(needle) - 1
    return [
        at
        for at in range(len(words) - last)
        if words[at + last].folded.startswith(needle[last])
        and all(words[at + n].folded == needle[n] for n in range(last))
    ]


def _together(places: Sequence[Sequence[int]], at: int) -> int:
    """How many of the needles an excerpt that begins here shows."""
    return sum(any(at - BEFORE <= one < at + AFTER for one in found) for found in places)


def _pieces(text: str, marked: Iterable[Word], left: int, right: int) -> Iterable[Piece]:
    for word in marked:
        if word.start > left:
            yield Piece(text[left : word.start], found=False)
        yield Piece(text[word.start : word.end], found=True)
        left = word.end
    if left < right:
        yield Piece(text[left:right], found=False)
