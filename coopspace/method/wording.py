"""Which words are in force: ours, or ours with what a programme says in their place.

A programme words sentences anew without adding or leaving out any. Whoever enters it, or one of
its sites, reads its words until the end of the request (`speak`, `fall_silent`).
"""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from coopspace.method.reader import Entry, Section, Source, ours

Said = tuple[str, str]
"""A sentence in French and in English."""
_BLANK = re.compile(r"%\([A-Za-z_][A-Za-z0-9_]*\)[sd]|\{[A-Za-z_]*\}")
_NAMED = re.compile(r"%\([^)]*\)?.?|\{[^{}]*\}?|\}")
P = ParamSpec("P")
T = TypeVar("T")


def blanks(text: str) -> frozenset[str]:
    """What a sentence leaves to be filled in: `{name}`, `%(num)s`."""
    return frozenset(_BLANK.findall(text))


def strangers(text: str, ours: str) -> list[str]:
    """What a sentence would have filled in and ours does not know, in order. Where ours is filled
    in by `%`, a lone one is a stranger too."""
    known = blanks(ours)
    rest = _BLANK.sub(lambda found: "" if found[0] in known else found[0], text)
    found = _NAMED.findall(rest)
    if not found and "%" in rest and any(one.startswith("%") for one in known):
        return ["%"]
    return found


def stands_for(theirs: str, ours: str) -> bool:
    """Whether a sentence may stand in the place of ours: it is filled in by the same things."""
    return bool(theirs) and blanks(theirs) == blanks(ours) and not strangers(theirs, ours)


class Wording:
    """Ours, with what is said in the place of some sentences, by their keys.

    What is made of its words is kept on its `shelf`: it lives as long as it does, and no other
    wording reads it. Two wordings are never equal.
    """

    def __init__(self, said: Mapping[str, Said] | None = None) -> None:
        self.said: Mapping[str, Said] = MappingProxyType(dict(said or {}))
        self.shelf: dict[Any, Any] = {}
        self._rooms = frozenset(key.partition(".")[0] for key in self.said)

    def load(self, room: str) -> Section:
        """The words of one room. Raises Misprint, or FileNotFoundError for no such room."""
        if room not in self._rooms:
            return ours(room)
        if (found := self.shelf.get(room)) is None:
            found = self.shelf[room] = self._said(ours(room))
        return found

    def _said(self, section: Section) -> Section:
        parts = {
            name: self._said(part) if isinstance(part, Section) else self._entry(part)
            for name, part in section.parts.items()
        }
        return Section(key=section.key, parts=MappingProxyType(parts))

    def _entry(self, entry: Entry) -> Entry:
        """The sentence as it is said; ours where what is said could not be filled in any more."""
        fr, en = self.said.get(entry.key, ("", ""))
        if not stands_for(fr, entry.fr) or not stands_for(en, entry.en):
            return entry
        ours = entry.source
        source = Source(
            f"Mots du dispositif, d’après : {ours.fr}",
            f"The programme’s words, after: {ours.text('en')}",
        )
        return replace(entry, fr=fr, en=en, source=source)


OURS = Wording()
_in_force: ContextVar[Wording] = ContextVar("words_in_force", default=OURS)


def in_force() -> Wording:
    """The wording that is read now."""
    return _in_force.get()


def speak(wording: Wording) -> None:
    """From now on, until `fall_silent`, read this wording."""
    _in_force.set(wording)


def fall_silent() -> None:
    """Read ours again."""
    _in_force.set(OURS)


def load(room: str) -> Section:
    """The words of one room, as they are in force."""
    return in_force().load(room)


def kept(made: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function makes of the words, once for each wording: never one's for another."""

    @wraps(made)
    def found(*args: P.args, **named: P.kwargs) -> T:
        shelf, key = in_force().shelf, (made, args, *named.items())
        if key not in shelf:
            shelf[key] = made(*args, **named)
        return shelf[key]  # type: ignore[no-any-return]

    return found
