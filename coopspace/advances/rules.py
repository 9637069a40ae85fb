"""What is true of an advance: it has words, it has happened, it is one of three kinds."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

WORDS_MAX = 1_000
REASON_MAX = 500


class Kind(StrEnum):
    """What an entry tells: something that moved, a moment after which things differ, a lesson."""

    ADVANCE = "advance"
    TURNING = "turning"
    LESSON = "lesson"


class Precision(StrEnum):
    """How well the day is known."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class Said:
    """What somebody writes in the register. `round` is a number, `change` a code, or nothing."""

    words: str
    happened_on: date | None
    kind: Kind = Kind.ADVANCE
    precision: Precision = Precision.DAY
    round: int | None = None
    change: str = ""


class Dated(Protocol):
    """What stands in the register."""

    @property
    def kind(self) -> Kind:
        """What it tells."""

    @property
    def latest_day(self) -> date:
        """The day by which it had happened."""


Entries = TypeVar("Entries", bound=Dated)


def said(given: Said, *, today: date) -> Said:
    """The entry, whole and within its bounds. Raises Refusal beside the field to mend."""
    words = typed.words(given.words, "words", WORDS_MAX)
    if not words:
        raise Refusal(N_("Write what has moved: a sentence is enough."), field="words")
    if given.happened_on is None:
        raise Refusal(N_("Say when it happened, even roughly."), field="happened_on")
    day = given.happened_on
    if given.precision is Precision.MONTH:
        day = day.replace(day=1)
    if day > today:
        raise Refusal(
            N_("The register tells what has happened: choose today or an earlier day."),
            field="happened_on",
        )
    return Said(words, day, given.kind, given.precision, given.round, given.change.strip())


def latest_day(happened_on: date, precision: Precision) -> date:
    """The day by which it had happened: the last of its month where only the month is known."""
    if precision is Precision.DAY:
        return happened_on
    return happened_on.replace(day=monthrange(happened_on.year, happened_on.month)[1])


def chosen(
    entries: Iterable[Entries],
    *,
    kind: Kind | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Entries]:
    """The entries of a kind, of a period: both days count."""
    return [
        one
        for one in entries
        if (kind is None or one.kind is kind)
        and (since is None or one.latest_day >= since)
        and (until is None or one.latest_day <= until)
    ]


def within(entries: Iterable[Entries], *, after: date | None, until: date | None) -> list[Entries]:
    """The entries that came after one day and not after another: none stands in two intervals."""
    return [
        one
        for one in entries
        if (after is None or one.latest_day > after) and (until is None or one.latest_day <= until)
    ]
