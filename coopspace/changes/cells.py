"""What a cell of a table says, or why it says nothing that can be kept: plain rules.

People write « 3 - Ultime », « Pratiques », « bâti + politique », « 2030,0 ». What can only mean one
thing is understood; what could mean two is asked again, with what to write.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TypeVar

from coopspace.changes.horizon import horizon_of
from coopspace.changes.rules import Effect, Level, Nature, Strength, System
from coopspace.kernel.refusal import N_, Refusal

_Choice = TypeVar("_Choice", Nature, Effect, System)
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_BETWEEN = re.compile(r"[,;|/\n+&]|\s(?:et|and)\s")
_PARTING = re.compile(r'[;|\n"]')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"', re.DOTALL)
_PARTS = re.compile(r'\s*"(?:[^"]|"")*"\s*(?=[;|\n]|$)|[^;|\n]+')
_TOKENS = re.compile(r"[a-z]+|\d+")
_SHORT = 40
_WHOLE = re.compile(r"(\d+)[.,]0+")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_NO_VALUE = re.compile(r"#(?:\?|[A-Z/0-9À-Ý]+[!?]?)|Err:\d+|#+")
_LEVELS: dict[str, Level] = {
    "d": Level.DIRECT,
    "direct": Level.DIRECT,
    "directs": Level.DIRECT,
    "1": Level.DIRECT,
    "i": Level.INTERMEDIATE,
    "intermediaire": Level.INTERMEDIATE,
    "intermediaires": Level.INTERMEDIATE,
    "intermediate": Level.INTERMEDIATE,
    "2": Level.INTERMEDIATE,
    "u": Level.ULTIMATE,
    "ultime": Level.ULTIMATE,
    "ultimes": Level.ULTIMATE,
    "ultimate": Level.ULTIMATE,
    "3": Level.ULTIMATE,
}
_BESIDE_LEVELS = {"changement", "changements", "change", "changes", "niveau", "level", "n", "0"}
_NATURES: dict[str, Nature] = {
    "connaissance": Nature.KNOWLEDGE,
    "connaissances": Nature.KNOWLEDGE,
    "representation": Nature.KNOWLEDGE,
    "representations": Nature.KNOWLEDGE,
    "connaissances representations": Nature.KNOWLEDGE,
    "pratique": Nature.PRACTICE,
    "pratiques": Nature.PRACTICE,
    "practices": Nature.PRACTICE,
    "comportement": Nature.BEHAVIOUR,
    "comportements": Nature.BEHAVIOUR,
    "behaviours": Nature.BEHAVIOUR,
    "behavior": Nature.BEHAVIOUR,
    "culture": Nature.CULTURE,
    "mode de vie": Nature.CULTURE,
    "modes de vie": Nature.CULTURE,
}
_EFFECTS: dict[str, Effect] = {
    "voulu": Effect.INTENDED,
    "souhaite": Effect.INTENDED,
    "wanted": Effect.INTENDED,
    "non cherche": Effect.UNINTENDED_POSITIVE,
    "not sought": Effect.UNINTENDED_POSITIVE,
    "non voulu": Effect.NEGATIVE,
    "negatif": Effect.NEGATIVE,
    "unwanted": Effect.NEGATIVE,
}
_SYSTEMS: dict[str, System] = {
    "batis": System.BUILT,
    "economie": System.ECONOMIC,
    "economiques": System.ECONOMIC,
    "politiques": System.POLITICAL,
    "culturels": System.CULTURAL,
    "culturelle": System.CULTURAL,
    "culture": System.CULTURAL,
}
_STRENGTHS: dict[str, Strength] = {
    "1": Strength.SOME,
    "un peu": Strength.SOME,
    "faible": Strength.SOME,
    "weak": Strength.SOME,
    "2": Strength.CLEAR,
    "nettement": Strength.CLEAR,
    "nette": Strength.CLEAR,
    "moyenne": Strength.CLEAR,
    "clear": Strength.CLEAR,
    "3": Strength.DECISIVE,
    "decisive": Strength.DECISIVE,
    "forte": Strength.DECISIVE,
    "strong": Strength.DECISIVE,
}


@dataclass(frozen=True)
class Wording:
    """The words of the pages, in both languages: what each plain phrase means."""

    natures: Mapping[str, Nature] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    systems: Mapping[str, System] = field(default_factory=dict)
    strengths: Mapping[str, Strength] = field(default_factory=dict)


def remembered(read: Callable[[str], str]) -> Callable[[str], str]:
    """Reads a short cell once: tables say the same codes and words again and again."""
    kept = lru_cache(maxsize=4_096)(read)

    @wraps(read)
    def asked(text: str) -> str:
        return kept(text) if len(text) <= _SHORT else read(text)

    return asked


@remembered
def plain(text: str) -> str:
    """Small letters and figures, without accents nor marks: how phrases are compared."""
    small = text.casefold()
    if not small.isascii():
        small = _ACCENTS.sub("", unicodedata.normalize("NFKD", small.replace("œ", "oe")))
    return _NOT_WORDS.sub(" ", small).strip()


def listed(words: Iterable[str]) -> str:
    """Several words in one cell, as `parted` reads them back; each keeps its own semicolons."""
    return "; ".join(
        '"{}"'.format(one.replace('"', '""')) if _PARTING.search(one) else one for one in words
    )


def parted(text: str) -> list[str]:
    """The words of a cell, parted by semicolons, bars and lines but for those within quotes."""
    found = (_QUOTED.fullmatch(one[0].strip()) or one[0] for one in _PARTS.finditer(text))
    words = (one if isinstance(one, str) else one[1].replace('""', '"') for one in found)
    return [one.strip() for one in words if one.strip()]


def readable(text: str) -> str:
    """The cell, when it is words. Raises Refusal for an error of a spreadsheet or lost letters."""
    if _NO_VALUE.fullmatch(text):
        raise Refusal(
            N_("“%(cell)s” is no value: in your spreadsheet, replace the formula by its result."),
            cell="#" if text == "#?" else text[:20],
        )
    if "\ufffd" in text:
        raise Refusal(N_("Letters were lost here: write “%(cell)s” again."), cell=text[:60])
    return text


def level_of(text: str) -> Level:
    """The level that a cell says. Raises Refusal when it says none, or two."""
    words = set(_TOKENS.findall(plain(text))) - _BESIDE_LEVELS
    found = {_LEVELS.get(word) for word in words}
    level = found.pop() if len(found) == 1 else None
    if level is None:
        raise Refusal(
            N_("Say one level: direct, intermediate or ultimate (or 1, 2, 3)."), field="level"
        )
    return level


def section_of(cells: Iterable[str]) -> Level | None:
    """The level that a line of one cell announces for those below it, « Changements directs »."""
    said = [cell for cell in cells if cell]
    if len(said) != 1 or not set(plain(said[0]).split()) & _ANNOUNCED:
        return None
    try:
        return level_of(said[0])
    except Refusal:
        return None


_ANNOUNCED = {word for word in _LEVELS if len(word) > 1}


def nature_of(text: str, wording: Wording) -> Nature:
    """The nature that a cell says. Raises Refusal."""
    return _one(
        text,
        {**_NATURES, **wording.natures},
        Nature,
        N_("Say one nature: knowledge, practice, behaviour or culture."),
        "nature",
    )


def effect_of(text: str, wording: Wording) -> Effect:
    """Whether the change is wanted. Raises Refusal."""
    return _one(
        text,
        {**_EFFECTS, **wording.effects},
        Effect,
        N_("Say whether it is wanted, not sought, or unwanted."),
        "effect",
    )


def systems_of(text: str, wording: Wording) -> frozenset[System]:
    """The systems that a cell names. Raises Refusal."""
    known = {**_SYSTEMS, **wording.systems}
    ask = N_("Name the systems among built, economic, political, cultural, with commas between.")
    return frozenset(
        _one(one, known, System, ask, "systems") for one in _BETWEEN.split(text) if plain(one)
    )


def strength_of(text: str, wording: Wording) -> Strength:
    """How much a link contributes. Raises Refusal."""
    known = {**_STRENGTHS, **wording.strengths}
    found = known.get(plain(_WHOLE.sub(r"\1", text)))
    if found is None:
        raise Refusal(
            N_("Say how much it contributes: 1 (a little), 2 (clearly) or 3 (decisive)."),
            field="strength",
        )
    return found


def when(text: str) -> str | None:
    """The horizon, no finer than it was said. Raises Refusal."""
    spaced = " ".join(_MIDNIGHT.sub("", text).split())
    return horizon_of(whole.group(1) if (whole := _WHOLE.fullmatch(spaced)) else spaced)


def _one(
    text: str,
    known: Mapping[str, _Choice],
    choices: type[_Choice],
    ask: str,
    name: str,
) -> _Choice:
    said = plain(text)
    codes = {plain(one.value): one for one in choices}
    found = known.get(said) or codes.get(said)
    if found is None:
        raise Refusal(ask, field=name)
    return found
