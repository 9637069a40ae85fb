"""What is true of a sentence that a programme words anew: both languages, what is filled in."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coopspace.kernel.refusal import N_, Refusal
from coopspace.method.wording import blanks, strangers

KEY_MAX = 160
_MARGIN = 20
"""Every sentence may be twice as long as ours, and a little more."""
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


class Happened(StrEnum):
    """What somebody did to a sentence."""

    REWORDED = "reworded"
    RESTORED = "restored"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Words:
    """A sentence in both languages; without words, ours stands."""

    fr: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.fr or self.en)


OURS = Words()


def longest(ours: str) -> int:
    """How many characters may stand in the place of this sentence."""
    return 2 * len(ours) + _MARGIN


def worded(typed: Words, *, ours: Words) -> Words:
    """What somebody typed, fit to stand in the place of ours; nothing where it says the same.
    Raises Refusal beside `fr` or `en`."""
    said = Words(clean(typed.fr), clean(typed.en))
    if not said or said == ours:
        return OURS
    for field, text in (("fr", said.fr), ("en", said.en)):
        if not text:
            raise Refusal(N_("Write it in both languages, or in neither."), field=field)
    _check(said.fr, ours.fr, "fr")
    _check(said.en, ours.en, "en")
    return said


def clean(text: str) -> str:
    """One line without margins; no-break spaces stay, what cannot be seen or written does not."""
    seen = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in _UNSEEN)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", seen)).strip()


_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


def _check(text: str, ours: str, field: str) -> None:
    if len(text) > longest(ours):
        raise Refusal(
            N_("Keep this under %(most)d characters: pages have room for so many here."),
            field=field,
            most=longest(ours),
        )
    lost = sorted(blanks(ours) - blanks(text))
    if lost:
        raise Refusal(
            N_("Keep %(which)s as it is: the page fills it in."), field=field, which=", ".join(lost)
        )
    unknown = list(dict.fromkeys(strangers(text, ours)))
    if unknown:
        raise Refusal(
            N_("Leave out %(which)s: nothing fills it in here."),
            field=field,
            which=", ".join(unknown),
        )


def found_in(sought: str, *texts: str) -> bool:
    """Whether every word that is sought begins a word of these texts, whatever the accents."""
    words = {word for one in texts for word in _WORD.findall(plain(one))}
    return all(
        any(word.startswith(begun) for word in words) for begun in _WORD.findall(plain(sought))
    )


def plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(_letters(unicodedata.normalize("NFD", text))).casefold()


def _letters(parts: str) -> Iterator[str]:
    return (one for one in parts if not unicodedata.combining(one))
