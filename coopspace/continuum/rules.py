"""What is true of a round of positioning: seven levels, two axes, which shape an answer takes.

What holds for any round stands a floor below, and its words are handed on from here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from coopspace.kernel import ordinal, typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.rounds.rules import FEWEST as FEWEST
from coopspace.rounds.rules import WORDS_MAX as WORDS_MAX
from coopspace.rounds.rules import Group as Group
from coopspace.rounds.rules import Moments as Moments
from coopspace.rounds.rules import Shape as Shape
from coopspace.rounds.rules import Stage as Stage
from coopspace.rounds.rules import apart_from as apart_from
from coopspace.rounds.rules import check_dates as check_dates
from coopspace.rounds.rules import check_mode as check_mode
from coopspace.rounds.rules import check_revealed as check_revealed
from coopspace.rounds.rules import concluded_in as concluded_in
from coopspace.rounds.rules import shape_of as shape_of
from coopspace.rounds.rules import shown_groups as shown_groups
from coopspace.rounds.rules import shows_answers as shows_answers
from coopspace.rounds.rules import stage as stage
from coopspace.rounds.rules import takes_answers as takes_answers

LEVELS = 7
AXIS_STEPS = 5
QUESTION_MAX = 200
FACT_MAX = 500
ADVANCES_MAX = 1_000
NAME_MAX = 80
MOST_GUESTS = 500
"""More people than any room holds: whoever fills a round by machine stops here."""
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0/O, 1/I/L, that people misread from the back of a room."""
CODE_LENGTH = 6


class Level(IntEnum):
    """The seven levels; their order is a fact, their distances are not."""

    COMPETITION = 1
    COEXISTENCE = 2
    COMMUNICATION = 3
    ASSISTANCE = 4
    COORDINATION = 5
    COLLABORATION = 6
    INTEGRATION = 7

    @property
    def code(self) -> str:
        """How the method names it."""
        return self.name.lower()


class Outcome(StrEnum):
    """What a group may conclude; that the level is right is a conclusion like the others."""

    RIGHT = "right"
    TOWARDS = "towards"
    TALK = "talk"


@dataclass(frozen=True)
class Placed:
    """One answer, as somebody gave it. `desired` is the level itself where `stay` is said."""

    level: int
    desired: int | None = None
    stay: bool = False
    fact: str = ""
    advances: str = ""
    trust: int | None = None
    structure: int | None = None


@dataclass(frozen=True)
class Figure:
    """What may leave the site of a round's answers: their middle, their middle half, how many.

    The lowest and the highest answer never do, so that nobody's own answer ever follows from it.
    """

    answered: int
    invited: int
    low: int
    high: int
    lower_quarter: int
    upper_quarter: int


def figure(levels: Sequence[int], *, invited: int) -> Figure | None:
    """The figure of a round for other sites; None below five answers, and then nothing is kept."""
    middle, spread = ordinal.median(levels), ordinal.spread(levels)
    if len(levels) < FEWEST or middle is None or spread is None:
        return None
    return Figure(
        answered=len(levels),
        invited=max(invited, len(levels)),
        low=middle.low,
        high=middle.high,
        lower_quarter=spread.lower_quarter,
        upper_quarter=spread.upper_quarter,
    )


def question_of(text: str) -> str:
    """The question of a round, in one line."""
    return typed.line(
        text,
        "question",
        QUESTION_MAX,
        needed=N_("Write the question that everybody will answer."),
        over=N_("Keep the question under %(most)d characters."),
    )


def expected_of(guests: bool, expected: int | None) -> int:
    """How many people without an account are expected; without it no response rate is true."""
    if not guests:
        return 0
    if expected is None or not 1 <= expected <= MOST_GUESTS:
        raise Refusal(
            N_("Say how many people without an account you expect, from 1 to %(most)d."),
            field="expected",
            most=MOST_GUESTS,
        )
    return expected


def placed(answer: Placed) -> Placed:
    """The answer, whole and within its bounds. Raises Refusal beside the field to mend."""
    if not 1 <= answer.level <= LEVELS:
        raise Refusal(N_("Choose the level where we stand today."), field="level")
    desired = answer.level if answer.stay else answer.desired
    if desired is not None and not 1 <= desired <= LEVELS:
        raise Refusal(N_("Choose the level where you want us to be."), field="desired")
    for axis in (answer.trust, answer.structure):
        if axis is not None and not 1 <= axis <= AXIS_STEPS:
            raise Refusal(N_("Choose a step of the axis."), field="trust")
    if (answer.trust is None) is not (answer.structure is None):
        missing = "trust" if answer.trust is None else "structure"
        raise Refusal(N_("Place us on both axes, or on neither."), field=missing)
    return Placed(
        level=answer.level,
        desired=desired,
        stay=answer.stay,
        fact=typed.words(answer.fact, "fact", FACT_MAX),
        advances=typed.words(answer.advances, "advances", ADVANCES_MAX),
        trust=answer.trust,
        structure=answer.structure,
    )


def conclusion_of(outcome: Outcome, level: int | None, words: str) -> tuple[int | None, str]:
    """What is written down of a conclusion: the level that it names, and its words."""
    kept = concluded_in(words)
    if outcome is Outcome.TALK:
        return None, kept
    if level is None or not 1 <= level <= LEVELS:
        raise Refusal(N_("Choose the level that the group names."), field="level")
    return level, kept


def axes_finding(trust: Iterable[int], structure: Iterable[int]) -> str:
    """Which imbalance the two axes show, if any: the name of its sentence in the method."""
    low, high = 2, AXIS_STEPS - 1
    trusted, framed = ordinal.median(trust), ordinal.median(structure)
    if trusted is None or framed is None:
        return ""
    if framed.low >= high and trusted.high <= low:
        return "finding_structure"
    if trusted.low >= high and framed.high <= low:
        return "finding_trust"
    return ""


def code_typed(text: str) -> str:
    """A code as people type it: small letters, spaces and dashes do not matter."""
    return re.sub(r"[\s\-–.]", "", text).upper()
