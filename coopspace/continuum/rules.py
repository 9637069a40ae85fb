"""What is true of a round: who sees what when, what may be said of few, which shape answers take.

A round is hidden until its reveal or open, anonymous or named; that is chosen before and holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from coopspace.kernel import ordinal
from coopspace.kernel.refusal import N_, Refusal

LEVELS = 7
AXIS_STEPS = 5
FEWEST = 5
"""Below so many answers, what an anonymous group said is not shown (RGPD-6)."""
FEW = 3
"""Below so many answers no shape is read."""
QUESTION_MAX = 200
FACT_MAX = 500
ADVANCES_MAX = 1_000
WORDS_MAX = 2_000
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


class Group(StrEnum):
    """Whose view an answer is: one of the three colleges, or another partner's."""

    STATE = "state"
    LOCAL_AUTHORITY = "local_authority"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


class Stage(StrEnum):
    """Where a round stands."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    ENDED = "ended"


class Shape(StrEnum):
    """What the answers look like together: each has its guide for the conversation."""

    FEW = "few"
    TOGETHER = "together"
    TWO_CAMPS = "two_camps"
    COLLEGE_APART = "college_apart"
    WIDE = "wide"


class Outcome(StrEnum):
    """What a group may conclude; that the level is right is a conclusion like the others."""

    RIGHT = "right"
    TOWARDS = "towards"
    TALK = "talk"


@dataclass(frozen=True)
class Moments:
    """The dates of a round."""

    opens_at: datetime
    closes_at: datetime
    revealed_at: datetime | None = None
    ended_at: datetime | None = None


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


def stage(moments: Moments, *, now: datetime) -> Stage:
    """Where a round stands at `now`."""
    if moments.ended_at is not None:
        return Stage.ENDED
    if moments.revealed_at is not None:
        return Stage.REVEALED
    if now < moments.opens_at:
        return Stage.ANNOUNCED
    return Stage.OPEN if now < moments.closes_at else Stage.CLOSED


def shows_levels(where: Stage, *, hidden: bool) -> bool:
    """Whether anybody but its author may be shown what an answer says."""
    return where is Stage.REVEALED or (not hidden and where in (Stage.OPEN, Stage.CLOSED))


def takes_answers(where: Stage, *, anonymous: bool) -> bool:
    """Whether a member may answer: until it closes, and late to a named round, marked as such.

    A late answer to an anonymous round would be the difference between two pages.
    """
    return where is Stage.OPEN or (where is Stage.REVEALED and not anonymous)


def question_of(text: str) -> str:
    """The question of a round, in one line."""
    line = " ".join(text.replace("\0", "").split())
    if not line:
        raise Refusal(N_("Write the question that everybody will answer."), field="question")
    if len(line) > QUESTION_MAX:
        raise Refusal(
            N_("Keep the question under %(most)d characters."), field="question", most=QUESTION_MAX
        )
    return line


def check_dates(opens_at: datetime, closes_at: datetime) -> None:
    """A round closes after it opens."""
    if closes_at <= opens_at:
        raise Refusal(N_("Choose a closing day that comes after the opening."), field="closes")


def check_mode(*, hidden: bool, anonymous: bool, members: int, guests: int) -> None:
    """An anonymous round hides who said what: from the start, and with enough people to hide in."""
    if anonymous and not hidden:
        raise Refusal(
            N_(
                "Keep an anonymous round hidden until the reveal: answers seen one by one as they "
                "arrive would be recognised."
            ),
            field="shown",
        )
    if anonymous and members + guests < FEWEST:
        raise Refusal(
            N_(
                "An anonymous round needs %(least)d people at least, and %(count)d can answer: "
                "invite more of them, or choose a named round."
            ),
            field="names",
            least=FEWEST,
            count=members + guests,
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
        fact=kept_text(answer.fact, FACT_MAX, "fact"),
        advances=kept_text(answer.advances, ADVANCES_MAX, "advances"),
        trust=answer.trust,
        structure=answer.structure,
    )


def kept_text(text: str, most: int, field: str) -> str:
    """A text without its margins, within its bound."""
    kept = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(kept) > most:
        raise Refusal(N_("Keep this under %(most)d characters."), field=field, most=most)
    return kept


def conclusion_of(outcome: Outcome, level: int | None, words: str) -> tuple[int | None, str]:
    """What is written down of a conclusion: the level that it names, and its words."""
    kept = kept_text(words, WORDS_MAX, "words")
    if not kept:
        raise Refusal(
            N_("Write what the group concludes, in its own words: a sentence is enough."),
            field="words",
        )
    if outcome is Outcome.TALK:
        return None, kept
    if level is None or not 1 <= level <= LEVELS:
        raise Refusal(N_("Choose the level that the group names."), field="level")
    return level, kept


def shown_groups(sizes: Mapping[Group, int], *, anonymous: bool) -> frozenset[Group]:
    """The groups whose answers may be shown apart.

    In an anonymous round a group is shown from five answers on, and only while those that are not
    shown make five together, or nobody: else the rest would be what is left of the whole.
    """
    answered = {group for group, size in sizes.items() if size}
    if not anonymous:
        return frozenset(answered)
    shown = {group for group in answered if sizes[group] >= FEWEST}
    rest = sum(sizes[group] for group in answered - shown)
    for group in sorted(shown, key=lambda one: (sizes[one], one)):
        if rest == 0 or rest >= FEWEST:
            break
        shown.discard(group)
        rest += sizes[group]
    return frozenset(shown)


def shape_of(found: Sequence[int], groups: Mapping[Group, Sequence[int]]) -> Shape:
    """The shape of the answers: `found` counts all of them, `groups` those that may be shown."""
    total = sum(found)
    if total < FEW:
        return Shape.FEW
    if apart_from(groups) is not None:
        return Shape.COLLEGE_APART
    if _faced(found, total):
        return Shape.TWO_CAMPS
    if any(5 * (found[step] + found[step + 1]) >= 4 * total for step in range(len(found) - 1)):
        return Shape.TOGETHER
    return Shape.WIDE


def apart_from(groups: Mapping[Group, Sequence[int]]) -> Group | None:
    """The group of two or more whose middle is two levels away from that of all the others."""
    for group in Group:
        own = ordinal.answers_of(groups.get(group, ()))
        others = [
            step
            for other, found in groups.items()
            if other is not group
            for step in ordinal.answers_of(found)
        ]
        mine, theirs = ordinal.median(own), ordinal.median(others)
        if len(own) < 2 or len(others) < 2 or mine is None or theirs is None:
            continue
        if mine.low - theirs.high >= 2 or theirs.low - mine.high >= 2:
            return group
    return None


def _faced(found: Sequence[int], total: int) -> bool:
    """Whether a level that (almost) nobody chose separates two groups of a third each."""
    for step in range(1, len(found) - 1):
        below, above = sum(found[:step]), sum(found[step + 1 :])
        if 10 * found[step] <= total and 3 * below >= total and 3 * above >= total:
            return True
    return False


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
