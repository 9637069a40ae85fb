"""What a change and a link are, in the method's words.

Source: « La stratégie de changement » (Quartiers à impact collectif): three levels and their
questions; the four systems and the natures of change are DOMAIN §2's.
"""

import re
from collections.abc import Iterable
from enum import IntEnum, StrEnum
from functools import lru_cache

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_

VISION = "V"
"""The code of the vision in the chain: every path ends there."""
CHANGE, LINK = "change", "link"
"""The kinds of object, wherever one is named: by the journal, in discussions, in searches."""
VISION_RANK = 4
STATEMENT_MAX = 300
WHO_MAX = 200
TEXT_MAX = 4000
REASON_MAX = 600


class Level(StrEnum):
    """How far along the way to the vision a change stands."""

    DIRECT = "direct"
    INTERMEDIATE = "intermediate"
    ULTIMATE = "ultimate"

    @property
    def rank(self) -> int:
        """1, 2 or 3: links never go to a smaller one."""
        return _RANKS[self]

    @property
    def letter(self) -> str:
        """The letter that opens the codes of this level: D, I or U."""
        return _LETTERS[self]


_RANKS = {level: rank for rank, level in enumerate(Level, 1)}
_LETTERS = {Level.DIRECT: "D", Level.INTERMEDIATE: "I", Level.ULTIMATE: "U"}
LEVEL_OF_LETTER = {letter: level for level, letter in _LETTERS.items()}


class Nature(StrEnum):
    """What kind of thing changes."""

    KNOWLEDGE = "knowledge"
    PRACTICE = "practice"
    BEHAVIOUR = "behaviour"
    CULTURE = "culture"


class System(StrEnum):
    """The systems that hold a situation in place, and that a change acts on."""

    BUILT = "built"
    ECONOMIC = "economic"
    POLITICAL = "political"
    CULTURAL = "cultural"


class Effect(StrEnum):
    """Whether the change is wanted: a chain of wished effects only has not been thought through."""

    INTENDED = "intended"
    UNINTENDED_POSITIVE = "unintended_positive"
    NEGATIVE = "negative"


class Strength(IntEnum):
    """How much a change contributes to the next one. Ordinal: it is never summed or averaged."""

    SOME = 1
    CLEAR = 2
    DECISIVE = 3


class Confidence(IntEnum):
    """How far one college believes in a link. Ordinal, without a middle to hide in."""

    DOUBT = 1
    RATHER_NOT = 2
    RATHER = 3
    SURE = 4


class Progress(StrEnum):
    """Where a change stands, in the judgement of those who live it, always with a reason."""

    NOT_YET = "not_yet"
    FIRST_SIGNS = "first_signs"
    UNDER_WAY = "under_way"
    ROOTED = "rooted"
    SLIPPING_BACK = "slipping_back"


LEVEL_LABELS: dict[Level, str] = {
    Level.DIRECT: N_("Direct change"),
    Level.INTERMEDIATE: N_("Intermediate change"),
    Level.ULTIMATE: N_("Ultimate change"),
}
LEVEL_PLURALS: dict[Level, str] = {
    Level.DIRECT: N_("Direct changes"),
    Level.INTERMEDIATE: N_("Intermediate changes"),
    Level.ULTIMATE: N_("Ultimate changes"),
}
LEVEL_SAYINGS: dict[Level, str] = {
    Level.DIRECT: N_("What people now know"),
    Level.INTERMEDIATE: N_("What people do differently"),
    Level.ULTIMATE: N_("What has become ordinary"),
}
LEVEL_QUESTIONS: dict[Level, str] = {
    Level.DIRECT: N_(
        "What must people and organisations come to know or see, so that practice can change?"
    ),
    Level.INTERMEDIATE: N_(
        "What must organisations and residents do differently, so that culture can change?"
    ),
    Level.ULTIMATE: N_("What will be different in the way people live, on the way to the vision?"),
}
NATURE_LABELS: dict[Nature, str] = {
    Nature.KNOWLEDGE: N_("Knowledge, ways of seeing"),
    Nature.PRACTICE: N_("Practice of an organisation"),
    Nature.BEHAVIOUR: N_("Behaviour of residents"),
    Nature.CULTURE: N_("Culture, way of life"),
}
SYSTEM_LABELS: dict[System, str] = {
    System.BUILT: N_("Built"),
    System.ECONOMIC: N_("Economic"),
    System.POLITICAL: N_("Political"),
    System.CULTURAL: N_("Cultural"),
}
EFFECT_LABELS: dict[Effect, str] = {
    Effect.INTENDED: N_("Wanted"),
    Effect.UNINTENDED_POSITIVE: N_("Not sought, but welcome"),
    Effect.NEGATIVE: N_("Unwanted: to prevent or to soften"),
}
EFFECT_MARKS: dict[Effect, str] = {
    Effect.INTENDED: N_("wanted"),
    Effect.UNINTENDED_POSITIVE: N_("not sought"),
    Effect.NEGATIVE: N_("unwanted"),
}
"""The same in one or two words, for a card."""
STRENGTH_LABELS: dict[Strength, str] = {
    Strength.SOME: N_("Contributes a little"),
    Strength.CLEAR: N_("Contributes clearly"),
    Strength.DECISIVE: N_("Decisive"),
}
CONFIDENCE_LABELS: dict[Confidence, str] = {
    Confidence.DOUBT: N_("We doubt it"),
    Confidence.RATHER_NOT: N_("Rather doubtful"),
    Confidence.RATHER: N_("Rather confident"),
    Confidence.SURE: N_("Confident"),
}
PROGRESS_LABELS: dict[Progress, str] = {
    Progress.NOT_YET: N_("Nothing visible yet"),
    Progress.FIRST_SIGNS: N_("First signs"),
    Progress.UNDER_WAY: N_("Under way"),
    Progress.ROOTED: N_("Rooted"),
    Progress.SLIPPING_BACK: N_("Slipping back"),
}
USUAL_NATURE: dict[Level, Nature] = {
    Level.DIRECT: Nature.KNOWLEDGE,
    Level.INTERMEDIATE: Nature.PRACTICE,
    Level.ULTIMATE: Nature.CULTURE,
}
"""What a new change of each level is taken for until somebody says otherwise."""

_CODE = re.compile(r"([DIU])([1-9]\d{0,5})")


def code_of(level: Level, number: int) -> str:
    """The short code of a change: its level's letter and its number there."""
    return f"{level.letter}{number}"


def parse_code(text: str) -> tuple[Level, int] | None:
    """The level and number that a code names (`i4` is read as `I4`), or None if it is no code."""
    match = _CODE.fullmatch(text.strip().upper())
    return (LEVEL_OF_LETTER[match[1]], int(match[2])) if match else None


@lru_cache(maxsize=8192)
def code_order(code: str) -> tuple[int, int]:
    """A sorting key that reads D2 before D10, direct before ultimate, and the vision last."""
    parsed = parse_code(code)
    return (parsed[0].rank, parsed[1]) if parsed else (VISION_RANK, 0)


def disagree(values: Iterable[int]) -> bool:
    """Whether some colleges rather believe in a link and others rather do not.

    Said with each one's reason, never averaged: a disagreement is a moment to talk.
    """
    said = list(values)
    return bool(said) and min(said) <= Confidence.RATHER_NOT < max(said)


def statement_of(text: str) -> str:
    """The statement as kept: one paragraph. Raises Refusal when empty or too long to be read."""
    return typed.line(
        text,
        "statement",
        STATEMENT_MAX,
        needed=N_("Say what will have changed, as a situation reached, in the present tense."),
        over=N_("Keep it under %(most)d characters: the rest can go in the description."),
    )


def who_of(text: str | None) -> str:
    """Who changes, as kept. Raises Refusal when it is longer than a card can carry."""
    over = N_("Name who changes in under %(most)d characters.")
    return typed.line(text, "who", WHO_MAX, over=over)


def reason_of(text: str | None, *, field: str = "reason") -> str:
    """A reason as kept: a judgement without its reason helps nobody discuss it."""
    return typed.words(
        text,
        field,
        REASON_MAX,
        needed=N_("Say in a few words what makes you think so."),
        over=N_("Keep the reason under %(most)d characters."),
    )
