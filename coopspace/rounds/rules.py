"""What is true of any round: who sees what when, what may be said of few, which shape answers take.

A round is hidden until its reveal or open, anonymous or named; that is chosen before and holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coopspace.kernel import ordinal, typed
from coopspace.kernel.refusal import N_, Refusal

FEWEST = 5
"""Below so many answers, what an anonymous group said is not shown (RGPD-6)."""
FEW = 3
"""Below so many answers no shape is read."""
WORDS_MAX = 2_000


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


RUNNING = (Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED)
"""Where a round stands while nothing of it is settled."""


class Shape(StrEnum):
    """What the answers look like together: each has its guide for the conversation."""

    FEW = "few"
    TOGETHER = "together"
    TWO_CAMPS = "two_camps"
    COLLEGE_APART = "college_apart"
    WIDE = "wide"


@dataclass(frozen=True)
class Moments:
    """The dates of a round."""

    opens_at: datetime
    closes_at: datetime
    revealed_at: datetime | None = None
    ended_at: datetime | None = None


def stage(moments: Moments, *, now: datetime) -> Stage:
    """Where a round stands at `now`."""
    if moments.ended_at is not None:
        return Stage.ENDED
    if moments.revealed_at is not None:
        return Stage.REVEALED
    if now < moments.opens_at:
        return Stage.ANNOUNCED
    return Stage.OPEN if now < moments.closes_at else Stage.CLOSED


def shows_answers(where: Stage, *, hidden: bool) -> bool:
    """Whether anybody but its author may be shown what an answer says."""
    return where is Stage.REVEALED or (not hidden and where in (Stage.OPEN, Stage.CLOSED))


def takes_answers(where: Stage, *, anonymous: bool) -> bool:
    """Whether a member may answer: until it closes, and late to a named round, marked as such.

    A late answer to an anonymous round would be the difference between two pages.
    """
    return where is Stage.OPEN or (where is Stage.REVEALED and not anonymous)


def check_dates(opens_at: datetime, closes_at: datetime) -> None:
    """A round closes after it opens."""
    if closes_at <= opens_at:
        raise Refusal(N_("Choose a closing day that comes after the opening."), field="closes")


def check_mode(*, hidden: bool, anonymous: bool, people: int) -> None:
    """An anonymous round hides who said what: from the start, and with enough people to hide in."""
    if anonymous and not hidden:
        raise Refusal(
            N_(
                "Keep an anonymous round hidden until the reveal: answers seen one by one as they "
                "arrive would be recognised."
            ),
            field="shown",
        )
    if anonymous and people < FEWEST:
        raise Refusal(
            N_(
                "An anonymous round needs %(least)d people at least, and %(count)d can answer: "
                "invite more of them, or choose a named round."
            ),
            field="names",
            least=FEWEST,
            count=people,
        )


def check_revealed(where: Stage, *, anonymous: bool, answered: int) -> None:
    """A round is revealed once it was open, and somebody answered; an anonymous one, five."""
    if where not in (Stage.OPEN, Stage.CLOSED):
        raise Refusal(N_("Only a round that was open can be revealed."))
    fewest = FEWEST if anonymous else 1
    if answered < fewest:
        raise Refusal(
            N_(
                "An anonymous round is revealed from %(least)d answers on, and %(count)d came: "
                "below, each would be recognised. Give it more time, or end it without revealing."
            )
            if anonymous
            else N_("Nobody has answered yet: give the round more time, or end it."),
            least=fewest,
            count=answered,
        )


def concluded_in(words: str) -> str:
    """What the group writes down of a round."""
    kept = typed.words(words, "words", WORDS_MAX)
    if not kept:
        raise Refusal(
            N_("Write what the group concludes, in its own words: a sentence is enough."),
            field="words",
        )
    return kept


def shown_groups(
    sizes: Mapping[Group, int], *, anonymous: bool, unsaid: int = 0
) -> frozenset[Group]:
    """The groups whose answers may be shown apart; `unsaid` answers say no group.

    In an anonymous round a group is shown from five answers on, and only while those that are not
    shown make five together, or nobody: else the rest would be what is left of the whole.
    """
    answered = {group for group, size in sizes.items() if size}
    if not anonymous:
        return frozenset(answered)
    shown = {group for group in answered if sizes[group] >= FEWEST}
    rest = unsaid + sum(sizes[group] for group in answered - shown)
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
    """The group of two or more whose middle is farthest from that of all the others, two steps away
    at least."""
    gaps = {group: _gap(group, groups) for group in Group}
    farthest = max(Group, key=lambda group: gaps[group])
    return farthest if gaps[farthest] >= 2 else None


def _gap(group: Group, groups: Mapping[Group, Sequence[int]]) -> int:
    """How many steps part the middle of a group from that of the others; 0 for too few."""
    own = ordinal.answers_of(groups.get(group, ()))
    others = [
        step
        for other, found in groups.items()
        if other is not group
        for step in ordinal.answers_of(found)
    ]
    mine, theirs = ordinal.median(own), ordinal.median(others)
    if len(own) < 2 or len(others) < 2 or mine is None or theirs is None:
        return 0
    return max(0, mine.low - theirs.high, theirs.low - mine.high)


def _faced(found: Sequence[int], total: int) -> bool:
    """Whether a step that (almost) nobody chose separates two groups of a third each."""
    for step in range(1, len(found) - 1):
        below, above = sum(found[:step]), sum(found[step + 1 :])
        if 10 * found[step] <= total and 3 * below >= total and 3 * above >= total:
            return True
    return False
