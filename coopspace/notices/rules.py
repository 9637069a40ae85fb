"""What is true of notices: what they say, which ones have a letter of their own, which days a
digest tells."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from coopspace.kernel.refusal import N_

PARIS = ZoneInfo("Europe/Paris")
SUNDAY = 6


class What(StrEnum):
    """What happened."""

    MENTION = "mention"
    ANSWER = "answer"
    SUGGESTION = "suggestion"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASKED = "asked"
    DECIDED = "decided"
    SIGN = "sign"
    STEP = "step"
    ROLE = "role"
    HAND = "hand"


SENTENCES: dict[What, str] = {
    What.MENTION: N_("%(who)s calls you in a discussion."),
    What.ANSWER: N_("%(who)s answers in a discussion where you take part."),
    What.SUGGESTION: N_("%(who)s suggests other words for a clause that you wrote."),
    What.ACCEPTED: N_("%(who)s accepts the words that you suggested."),
    What.REFUSED: N_("%(who)s does not keep the words that you suggested."),
    What.ASKED: N_("%(who)s asks for your position on a decision."),
    What.DECIDED: N_("%(who)s writes the outcome of a decision that concerns you."),
    What.SIGN: N_("%(who)s puts the agreement to your signature."),
    What.STEP: N_("%(who)s entrusts you with the next step of a role."),
    What.ROLE: N_("%(who)s hands a role of the support structure over to you."),
    What.HAND: N_("%(who)s hands the site over to you."),
}
"""Each in the same words on the page and in letters: who and what, never what was said."""

SUBJECTS: dict[What, str] = {
    What.MENTION: N_("Somebody calls you in a discussion (%(place)s)"),
    What.STEP: N_("Something is entrusted to you (%(place)s)"),
    What.ROLE: N_("Something is entrusted to you (%(place)s)"),
    What.HAND: N_("Something is entrusted to you (%(place)s)"),
}
"""What has a letter of its own, at once: being called, being entrusted with something."""
WRITTEN_ELSEWHERE = frozenset({What.SIGN})
"""Whose letter another room sends."""
DISCUSSED = frozenset({What.MENTION, What.ANSWER})
"""What is said in a thread."""


class Rhythm(StrEnum):
    """How often a digest leaves."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


RHYTHM_LABELS: dict[Rhythm, str] = {
    Rhythm.DAILY: N_("Every morning, what happened the day before"),
    Rhythm.WEEKLY: N_("On Mondays, what happened the week before"),
    Rhythm.NONE: N_("Never"),
}


class Stop(StrEnum):
    """Which letters the link at their foot stops."""

    AT_ONCE = "at_once"
    DIGEST = "digest"


@dataclass(frozen=True)
class Choice:
    """How somebody wishes to be written to; as long as they said nothing, so."""

    at_once: bool = True
    rhythm: Rhythm = Rhythm.DAILY

    def without(self, stop: Stop) -> "Choice":
        """The same with some letters stopped."""
        if stop is Stop.AT_ONCE:
            return Choice(False, self.rhythm)
        return Choice(self.at_once, Rhythm.NONE)


def leaves_at_once(what: What, choice: Choice) -> bool:
    """Whether a letter of its own leaves with the act."""
    return what in WRITTEN_ELSEWHERE or (what in SUBJECTS and choice.at_once)


@dataclass(frozen=True)
class Span:
    """From a moment until another, which is out of it."""

    since: datetime
    until: datetime


def told_on(day: date, rhythm: Rhythm) -> Span | None:
    """What a digest whose last day is `day` tells: that day as people in France live it, be it of
    twenty-three hours or twenty-five; for a weekly one, the seven that end on a Sunday. None when
    no digest leaves."""
    if rhythm is Rhythm.NONE or (rhythm is Rhythm.WEEKLY and day.weekday() != SUNDAY):
        return None
    first = day - timedelta(days=6) if rhythm is Rhythm.WEEKLY else day
    return Span(_begins(first), _begins(day + timedelta(days=1)))


def begins_after(day: date) -> datetime:
    """The first instant that a digest of this day did not tell."""
    return _begins(day + timedelta(days=1))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=PARIS)


class Dated(Protocol):
    """Something that happened to a thing."""

    @property
    def at(self) -> datetime:
        """When."""
        ...

    @property
    def thing(self) -> Hashable:
        """To what."""
        ...


One = TypeVar("One", bound=Dated)


def grouped(lines: Iterable[One]) -> list[list[One]]:
    """Lines about one thing together, the latest first; things by what happened to them last."""
    groups: dict[Hashable, list[One]] = {}
    for one in sorted(lines, key=lambda line: line.at, reverse=True):
        groups.setdefault(one.thing, []).append(one)
    return list(groups.values())
