"""What is true of a discussion: words within their bound, and whom an @name calls."""

import re
import unicodedata
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from coopspace.kernel import typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal

WORDS_MAX = 4_000
REF_LENGTH = 8
REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""What cannot be read one for another, aloud or on paper."""
MOST = 30
WINDOW = timedelta(minutes=1)
"""So many comments of one person in such a time (SEC-30)."""
TWICE = timedelta(minutes=1)
"""The same words of the same person, again within such a time, are a button pressed twice."""
_LONGEST_NAME = 120
_CALL = re.compile(r"(?<![\w@.])@(?=\w)")
_PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})


class Which(StrEnum):
    """Which threads are looked at."""

    OPEN = "open"
    RESOLVED = "resolved"
    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True)
class Topic:
    """What a thread is about, and the permission by which it is read."""

    kind: str
    about: str
    read: Permission


@dataclass(frozen=True)
class Said:
    """What somebody writes; `to` are the people they ticked."""

    words: str
    to: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody who may be called."""

    id: uuid.UUID
    name: str


def kept(words: str) -> str:
    """The words without margins, whole. Raises Refusal when there are none, or too many."""
    return typed.words(
        words,
        "words",
        WORDS_MAX,
        needed=N_("Write something first: a sentence is enough."),
        over=N_("Keep this under %(most)d characters, or send it in two comments."),
    )


def called(words: str, people: Collection[Person], ticked: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those whom the words call by « @ » and their first or whole name; an @ that calls nobody is
    only a sign. Raises Refusal when one name is that of several and none of them is ticked."""
    found: set[uuid.UUID] = set()
    for call in _CALL.finditer(words):
        those = _named(words[call.end() : call.end() + _LONGEST_NAME], people)
        if len(those) > 1 and not any(one.id in ticked for one in those):
            raise Refusal(
                N_(
                    "Several people answer to the name after @: %(people)s. Write the whole name, "
                    "or tick the right person below."
                ),
                field="words",
                people=", ".join(sorted(one.name for one in those)),
            )
        if len(those) == 1:
            found.add(those[0].id)
    return found


def _named(rest: str, people: Iterable[Person]) -> list[Person]:
    """Those whose name, the longest one that fits, begins the text."""
    text = folded(rest)
    best = 0
    those: list[Person] = []
    for one in people:
        longest = max((len(name) for name in _names(one) if _begins(text, name)), default=0)
        if longest > best:
            best, those = longest, []
        if longest and longest == best:
            those.append(one)
    return those


def _names(person: Person) -> Iterator[str]:
    whole = folded(person.name)
    yield whole
    yield whole.split(" ")[0]


def _begins(text: str, name: str) -> bool:
    """Whether the text begins by this name and not by a longer word."""
    return bool(name) and re.match(rf"{re.escape(name)}(?![\w]|[-'][\w])", text) is not None


def folded(text: str) -> str:
    """Without capitals, accents and the fine points of typography."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one))
