"""Whose each word of a text is, followed line by line through the log.

A line of the log is somebody's, by their session: whatever it puts in the text is theirs, at the
moment it was written. Nothing is ever concluded from the client ids inside an update.
"""

import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from coopspace.live import merging, wire
from coopspace.live.difference import difference

BREATH = timedelta(minutes=2)
"""Words of one person that follow each other sooner than this are one run."""
_SIMPLE = "\u0300"
"""Below this letter nothing composes with what stands before it."""


class Run(NamedTuple):
    """A stretch of a text that one person wrote, and when they last wrote in it."""

    text: str
    person_id: uuid.UUID | None
    at: datetime


class Line(NamedTuple):
    """One line of the log: what it adds, whose it is and when it came."""

    update: bytes
    person_id: uuid.UUID | None
    at: datetime


class _Stretch(NamedTuple):
    """So many units (as pycrdt counts) of the raw text, and whose they are."""

    length: int
    person_id: uuid.UUID | None
    at: datetime


def follow(base: Iterable[bytes], runs: list[Run], lines: Sequence[Line]) -> list[Run]:
    """Whose each canonical word is after `lines`, of a text whose runs were `runs` at `base`."""
    if not lines:
        return runs
    doc = merging.load(base)
    text = merging.text_of(doc)
    whose = [(run.person_id, run.at) for run in runs for _ in run.text]
    trace = _Trace(_laid_on(str(text), whose or [lines[0][1:]]))
    deltas: list[dict[str, Any]] = []
    watch = text.observe(partial(_note, deltas))
    for line in lines:
        if line.update != wire.NOTHING:
            doc.apply_update(line.update)
            trace.take(deltas, line)
            deltas.clear()
    text.unobserve(watch)
    return _canonical(str(text), trace.stretches)


def _note(deltas: list[dict[str, Any]], event: Any) -> None:
    deltas += event.delta


class _Trace:
    """The stretches of a raw text, kept true through what each line does to it."""

    def __init__(self, stretches: list[_Stretch]) -> None:
        self.stretches = stretches

    def take(self, deltas: Iterable[dict[str, Any]], line: Line) -> None:
        """Do to the stretches what this line did to the text."""
        place = index = 0
        for delta in deltas:
            if "retain" in delta:
                place += delta["retain"]
                continue
            index = self._cut(place)
            if "insert" in delta:
                length = merging.units(delta["insert"])
                self._insert(index, _Stretch(length, line.person_id, line.at))
                place += length
            else:
                end = self._cut(place + delta["delete"])
                del self.stretches[index:end]

    def _cut(self, place: int) -> int:
        """Make a stretch begin at this place; its index."""
        at = 0
        for index, one in enumerate(self.stretches):
            if at == place:
                return index
            if at + one.length > place:
                left = place - at
                self.stretches[index : index + 1] = [
                    one._replace(length=left),
                    one._replace(length=one.length - left),
                ]
                return index + 1
            at += one.length
        return len(self.stretches)

    def _insert(self, index: int, made: _Stretch) -> None:
        """Somebody who goes on typing lengthens their own stretch."""
        before = self.stretches[index - 1] if index else None
        if before is not None and _goes_on(before, made):
            self.stretches[index - 1] = made._replace(length=before.length + made.length)
        else:
            self.stretches.insert(index, made)


def _goes_on(one: "_Stretch | Run", other: "_Stretch | Run") -> bool:
    return one.person_id == other.person_id and abs(other.at - one.at) <= BREATH


def replaced(runs: list[Run], words: str, *, by: uuid.UUID | None, at: datetime) -> list[Run]:
    """Whose each word of `words` is when somebody wrote it over `runs`, and no log says more."""
    old = "".join(run.text for run in runs)
    left = [(letter, run.person_id, run.at) for run in runs for letter in run.text]
    letters: list[tuple[str, uuid.UUID | None, datetime]] = []
    place = 0
    for part in difference(old, words):
        if part.op == "added":
            letters += [(letter, by, at) for letter in part.text]
            continue
        if part.op == "same":
            letters += left[place : place + len(part.text)]
        place += len(part.text)
    return _joined(letters)


def pack(runs: Iterable[Run]) -> list[list[Any]]:
    """Runs as they are kept beside their wording, without its words."""
    return [
        [len(run.text), str(run.person_id) if run.person_id else None, run.at.isoformat()]
        for run in runs
    ]


def unpack(words: str, kept: Iterable[list[Any]]) -> list[Run]:
    """The runs of these words as they were kept."""
    runs, place = [], 0
    for length, person, at in kept:
        whose = uuid.UUID(person) if person else None
        runs.append(Run(words[place : place + length], whose, datetime.fromisoformat(at)))
        place += length
    return runs


def _canonical(raw: str, stretches: list[_Stretch]) -> list[Run]:
    """The runs of the canonical words of a raw text."""
    whose = list(_letters(raw, stretches))
    letters = []
    for start, end, words in _clusters(raw):
        if start < end:
            letters += [(letter, *whose[start]) for letter in words]
    words = "".join(letter for letter, _, _ in letters)
    first = len(words) - len(words.lstrip())
    return _joined(letters[first : len(words.rstrip())])


def _letters(raw: str, stretches: list[_Stretch]) -> Iterator[tuple[uuid.UUID | None, datetime]]:
    """Whose each letter of a raw text is."""
    ends = iter(stretches)
    one, left = next(ends, None), 0
    left = one.length if one else 0
    for letter in raw:
        while one is not None and left <= 0:
            one = next(ends, None)
            left += one.length if one else 0
        if one is None:
            return
        yield one.person_id, one.at
        left -= merging.units(letter)


def _laid_on(raw: str, whose: list[tuple[uuid.UUID | None, datetime]]) -> list[_Stretch]:
    """Stretches of a raw text, given whose each of its canonical letters is.

    Blanks at its ends, which no canonical words show, go with the words beside them.
    """
    shown = "".join(words for _, _, words in _clusters(raw))
    place = len(shown.lstrip()) - len(shown)
    stretches = []
    for start, end, words in _clusters(raw):
        person_id, at = whose[min(max(place, 0), len(whose) - 1)]
        stretches.append(_Stretch(merging.units(raw[start:end]), person_id, at))
        place += len(words)
    return [
        _Stretch(sum(one.length for one in group), *name)
        for name, group in groupby(stretches, key=lambda one: (one.person_id, one.at))
    ]


def _clusters(raw: str) -> Iterator[tuple[int, int, str]]:
    """The pieces of a raw text that become canonical on their own: from, to, canonical words."""
    start = 0
    for at in range(1, len(raw) + 1):
        if at == len(raw) or _apart(raw[start:at], raw[at]):
            yield start, at, merging.tidy(raw[start:at])
            start = at


def _apart(piece: str, letter: str) -> bool:
    """Whether a letter changes nothing to the canonical form of the piece before it."""
    if letter < _SIMPLE:
        return piece != "\r" or letter != "\n"
    if unicodedata.combining(letter):
        return False
    form = partial(unicodedata.normalize, "NFC")
    return form(piece + letter) == form(piece) + form(letter)


def _joined(letters: Iterable[tuple[str, uuid.UUID | None, datetime]]) -> list[Run]:
    """Letters one by one as runs."""
    runs: list[Run] = []
    pieces: list[str] = []
    for (person_id, at), group in groupby(letters, key=lambda one: one[1:]):
        made = Run("", person_id, at)
        if runs and _goes_on(runs[-1], made):
            runs[-1] = made._replace(at=max(at, runs[-1].at))
            pieces[-1] += "".join(letter for letter, _, _ in group)
        else:
            runs.append(made)
            pieces.append("".join(letter for letter, _, _ in group))
    return [run._replace(text=text) for run, text in zip(runs, pieces, strict=True)]
