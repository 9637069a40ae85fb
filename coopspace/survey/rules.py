"""What is true of a survey: when it takes answers, what may be said of them together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median
from coopspace.kernel.refusal import N_, Refusal

FEWEST = 5
"""Below so many organisations, what they said together is not shown (RGPD-6)."""
STEPS = 4
"""The published scale of the six questions."""
NOT_KNOWN = 0
"""« I don’t know » to one of the six questions."""
MOST_ADDED = 10
"""How many organisations one respondent may put on the map."""
MOST_ASKED = 300
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
ADDRESS_MAX = 254


class Question(StrEnum):
    """The published questions on trust (three) and on value (three)."""

    OPENNESS = "openness"
    RELIABILITY = "reliability"
    MISSION = "mission"
    POWER = "power"
    INVOLVEMENT = "involvement"
    RESOURCES = "resources"


@dataclass(frozen=True)
class Together:
    """What several organisations said: how many of them, each step's count, the middle."""

    authors: int
    counts: tuple[int, ...]
    median: Median


def check_closing(closes_at: datetime | None, *, now: datetime) -> datetime:
    """A survey closes after today's moment."""
    if closes_at is None or closes_at <= now:
        raise Refusal(N_("Choose a closing day that is still to come."), field="closes")
    return closes_at


def check_asked(count: int) -> None:
    """A survey asks somebody, and no crowd that nobody could remind."""
    if not count:
        raise Refusal(N_("Choose the organisations that you ask."), field="asked")
    if count > MOST_ASKED:
        raise Refusal(N_("Ask %(most)d organisations at most."), field="asked", most=MOST_ASKED)


def takes_answers(*, closes_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether anything may still be said."""
    return closed_at is None and now < closes_at


def marks_of(given: Mapping[Question, int | None]) -> dict[Question, int | None]:
    """The answers to the six questions, each a step of the scale, « I don’t know » or nothing."""
    for question, step in given.items():
        if step is not None and not NOT_KNOWN <= step <= STEPS:
            raise Refusal(N_("Choose one of the steps offered."), field=question.value)
    return {question: given.get(question) for question in Question}


def address_of(text: str, *, field: str = "email") -> str:
    """An address that a letter can be sent to; `field` is where it was written."""
    kept = text.strip()
    if len(kept) > ADDRESS_MAX or not ADDRESS.fullmatch(kept) or not kept.isascii():
        raise Refusal(N_("Write an e-mail address like this: name@example.org"), field=field)
    return kept


def together(
    said: Iterable[tuple[object, int]], *, steps: int, public: Iterable[tuple[object, int]] = ()
) -> Together | None:
    """What answers, each with its author, say together; None where that would tell one away.

    `public` are those among them that everybody reads already: what is left once they are taken
    away must come from five authors too, or from nobody.
    """
    whole, known = list(said), list(public)
    left = list(whole)
    for one in known:
        if one in left:
            left.remove(one)
    authors = {author for author, _step in whole}
    hidden = {author for author, _step in left}
    middle = ordinal.median(step for _author, step in whole)
    if len(authors) < FEWEST or 0 < len(hidden) < FEWEST or middle is None:
        return None
    return Together(
        authors=len(authors),
        counts=ordinal.counts((step for _author, step in whole), steps=steps),
        median=middle,
    )
