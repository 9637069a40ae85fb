"""What is true of visits and of handing a site over: which days, which words, who may say what."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

VISIT_MAX = 500
WORD_MAX = 2_000
"""How long an answer of the word may be: the whole is read in one go, on paper."""
FIRST_DAY = date(2000, 1, 1)
AHEAD = timedelta(days=1)
"""It is already tomorrow in some territories of France: their day is theirs."""
WITHOUT_VISIT = timedelta(days=90)
"""What is told where nobody has visited yet: a quarter of work."""


class Why(StrEnum):
    """Why what moved is told from that day on."""

    CHOSEN = "chosen"
    MINE = "mine"
    COLLEAGUE = "colleague"
    QUARTER = "quarter"


@dataclass(frozen=True)
class Since:
    """The day from which on what moved is told: the day itself counts."""

    day: date
    why: Why


def since(
    *, chosen: date | None, mine: Collection[date], others: Collection[date], today: date
) -> Since:
    """From the day that was asked for; else from one's own last visit, else from a colleague's,
    else from a quarter ago."""
    if chosen is not None:
        return Since(chosen, Why.CHOSEN)
    if mine:
        return Since(max(mine), Why.MINE)
    if others:
        return Since(max(others), Why.COLLEAGUE)
    return Since(today - WITHOUT_VISIT, Why.QUARTER)


def visited(day: date | None, words: str, *, today: date) -> tuple[date, str]:
    """A visit as it is kept; without a day, it was today. Raises Refusal."""
    when = day or today
    if not FIRST_DAY <= when <= today + AHEAD:
        raise Refusal(N_("Choose today or an earlier day."), field="day")
    return when, typed.words(words, "words", VISIT_MAX)


def reason(text: str) -> str:
    """Why something is taken back. Raises Refusal."""
    said = typed.words(text, "why", VISIT_MAX)
    if not said:
        raise Refusal(N_("Say why, in a few words: they are kept."), field="why")
    return said


class Question(StrEnum):
    """What the word of who leaves answers, in the order in which it is asked."""

    MATTERS = "matters"
    PROMISED = "promised"
    CALL = "call"
    AVOID = "avoid"


@dataclass(frozen=True)
class Word:
    """The word of who leaves: an answer to each of the four questions."""

    matters: str = ""
    promised: str = ""
    call: str = ""
    avoid: str = ""

    def answer(self, question: Question) -> str:
        """What is answered to a question."""
        return str(getattr(self, question.value))

    @property
    def answers(self) -> tuple[tuple[Question, str], ...]:
        """The questions that have an answer, with it."""
        return tuple((one, said) for one in Question if (said := self.answer(one)))


def whole(word: Word) -> Word:
    """The same without margins, one question answered at least. Raises Refusal."""
    made = Word(
        **{one.value: typed.words(word.answer(one), one.value, WORD_MAX) for one in Question}
    )
    if not made.answers:
        raise Refusal(
            N_("Answer one of the four questions at least: what you would say in person."),
            field=Question.MATTERS.value,
        )
    return made


def check_hands(
    by: uuid.UUID, outgoing: uuid.UUID, incoming: uuid.UUID, *, may_leave: Collection[uuid.UUID]
) -> None:
    """Who hands over is of the site, and the other is somebody else. Raises Refusal."""
    if incoming == outgoing:
        raise Refusal(N_("Choose another person: a site passes from one to another."), field="to")
    if outgoing not in may_leave and outgoing != by:
        raise Refusal(N_("Choose who supports this site today."), field="outgoing")


def check_leaves(by: uuid.UUID, outgoing: uuid.UUID, *, leaves: bool) -> None:
    """Nobody decides for another that they leave. Raises Refusal."""
    if leaves and by != outgoing:
        raise Refusal(
            N_("Only they can say that they leave; the members’ page ends a place otherwise."),
            field="leaves",
        )
