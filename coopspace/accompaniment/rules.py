"""What is true of an entry of the log: its bounds, its totals, and how other lists read it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from coopspace.kernel.refusal import N_, Refusal
from coopspace.roles.rules import BACKBONE_OF, MISSION_OF, Backbone, Mission, SupportRole

MOVED_MAX = 280
MINUTES_MAX = 24 * 60
QUICK = (15, 30, 60, 120)
"""The durations that one touch says."""
FIRST_DAY = date(2000, 1, 1)
AHEAD = timedelta(days=1)
"""It is already tomorrow in some territories of France: their day is theirs."""


@dataclass(frozen=True)
class Note:
    """What somebody logs. `about` is the code of a change, or the two references of a relation."""

    role: SupportRole
    minutes: int
    day: date
    moved: str = ""
    about: str = ""


def noted(
    *, role: str, minutes: int | None, day: date | None, moved: str, about: str, today: date
) -> Note:
    """What was sent, whole and within bounds; without a day, it was today. Raises Refusal."""
    if role not in set(SupportRole):
        raise Refusal(N_("Choose one of the seven roles."), field="role")
    if minutes is None or not 1 <= minutes <= MINUTES_MAX:
        raise Refusal(N_("Say how many minutes, from 1 to 1,440."), field="minutes")
    when = today if day is None else day
    if not FIRST_DAY <= when <= today + AHEAD:
        raise Refusal(N_("Choose today or an earlier day."), field="day")
    said = plain(moved)
    if len(said) > MOVED_MAX:
        raise Refusal(
            N_("Say what moved in %(most)d characters at most."), field="moved", most=MOVED_MAX
        )
    return Note(SupportRole(role), minutes, when, said, about.strip())


def plain(text: str) -> str:
    """One line of words: no control character, no lone half of a character, no space to spare."""
    kept = (_kept(one, unicodedata.category(one)) for one in text)
    return re.sub(" +", " ", "".join(kept)).strip()


def _kept(one: str, category: str) -> str:
    if category == "Cs":
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else one


def reason(text: str) -> str:
    """Why an entry is taken back. Raises Refusal."""
    said = plain(text)
    if not said:
        raise Refusal(N_("Say why, in a few words: the entry keeps it."), field="why")
    if len(said) > MOVED_MAX:
        raise Refusal(N_("Say it in %(most)d characters at most."), field="why", most=MOVED_MAX)
    return said


class Logged(Protocol):
    """What totals read of an entry."""

    @property
    def role(self) -> SupportRole:
        """The role that it served."""

    @property
    def minutes(self) -> int:
        """How long."""

    @property
    def day(self) -> date:
        """The day when it was done."""


@dataclass(frozen=True)
class Total:
    """So many entries, so many minutes."""

    entries: int = 0
    minutes: int = 0


L = TypeVar("L", bound=Logged)


def total(some: Iterable[Logged]) -> Total:
    """All of them together."""
    minutes = [one.minutes for one in some]
    return Total(len(minutes), sum(minutes))


def by_role(some: Iterable[Logged]) -> dict[SupportRole, Total]:
    """Each of the seven roles in order, those without any entry too."""
    counted: Counter[SupportRole] = Counter()
    timed: Counter[SupportRole] = Counter()
    for one in some:
        counted[one.role] += 1
        timed[one.role] += one.minutes
    return {role: Total(counted[role], timed[role]) for role in SupportRole}


def by_month(some: Iterable[L]) -> dict[date, list[L]]:
    """The entries of each month, by its first day, the latest month first."""
    found: dict[date, list[L]] = {}
    for one in some:
        found.setdefault(one.day.replace(day=1), []).append(one)
    return {month: found[month] for month in sorted(found, reverse=True)}


N = TypeVar("N", bound=StrEnum)


def _through(
    totals: Mapping[SupportRole, Total], to: Mapping[SupportRole, N | None], names: Iterable[N]
) -> dict[N | None, Total]:
    found: dict[N | None, Total] = {name: Total() for name in (*names, None)}
    for role, one in totals.items():
        before = found[to[role]]
        found[to[role]] = Total(before.entries + one.entries, before.minutes + one.minutes)
    return found


def as_backbone(totals: Mapping[SupportRole, Total]) -> dict[Backbone | None, Total]:
    """The same entries through the six roles of 2012; under None, what has no place there."""
    return _through(totals, BACKBONE_OF, Backbone)


def as_missions(totals: Mapping[SupportRole, Total]) -> dict[Mission | None, Total]:
    """The same entries through the six missions; under None, what has no place there."""
    return _through(totals, MISSION_OF, Mission)


@dataclass(frozen=True)
class Wish:
    """Which entries are looked for; nothing is asked of what is empty. Both days count."""

    role: SupportRole | None = None
    person: str = ""
    since: date | None = None
    until: date | None = None

    def of(self, served: SupportRole) -> bool:
        """Whether what served this role is looked for."""
        wished = self.role
        return wished is None or wished is served


def month_of(text: str) -> tuple[date, date] | None:
    """The first and last day of « 2026-11 », or None."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after - timedelta(days=1)
