"""What is true of an alert that is set aside: its reason, until when, when it comes back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopspace.facilitation.rules import Alert, Rule
from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

WHY_MAX = 500
LONGEST_ASIDE = timedelta(days=365)


@dataclass(frozen=True)
class Aside:
    """That somebody set an alert aside, with a reason: until a day if they said one, and in any
    case until its facts change. `until` once it was brought back, or set aside anew."""

    id: uuid.UUID
    rule: Rule
    about: str
    mark: str
    why: str
    day: date | None
    by: uuid.UUID
    at: date
    until: date | None = None
    ended_by: uuid.UUID | None = None

    def holds(self, alert: Alert, today: date) -> bool:
        """Whether this alert stays aside today."""
        same = (self.rule, self.about, self.mark) == (alert.rule, alert.about, alert.mark)
        return same and self.until is None and (self.day is None or today <= self.day)


@dataclass(frozen=True)
class Sorted:
    """The alerts of a site: those that ask for attention, and those set aside, with who did."""

    asking: tuple[Alert, ...]
    aside: tuple[tuple[Alert, Aside], ...]


def sort(found: Iterable[Alert], asides: Sequence[Aside], today: date) -> Sorted:
    """Which of them ask for attention today."""
    asking: list[Alert] = []
    aside: list[tuple[Alert, Aside]] = []
    for alert in found:
        kept = next((one for one in asides if one.holds(alert, today)), None)
        if kept is None:
            asking.append(alert)
        else:
            aside.append((alert, kept))
    return Sorted(tuple(asking), tuple(aside))


def why_of(text: str) -> str:
    """Why an alert is set aside. Raises Refusal."""
    needed = N_("Say why, in a few words: whoever takes over will read it.")
    return typed.words(text, "why", WHY_MAX, needed=needed)


def check_day(day: date | None, *, today: date) -> None:
    """An alert is set aside until a day to come, within a year. Raises Refusal."""
    if day is None:
        return
    if day <= today:
        raise Refusal(N_("Choose a day to come."), field="day")
    if day > today + LONGEST_ASIDE:
        raise Refusal(N_("Choose a day within a year."), field="day")
