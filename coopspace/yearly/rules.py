"""What is true of a year: what moved, what was logged before it on the same thing, and which lines
tell most. Order of time only: nothing here says, or can say, that one thing made another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from coopspace.advances.rules import Kind as AdvanceKind
from coopspace.changes.rules import Progress
from coopspace.continuum.rules import Outcome as Concluded
from coopspace.decisions.rules import Outcome as Decision
from coopspace.roles.rules import Coverage, Quarter, Spread, spread

LINES = 5
"""So many lines of a role stand on the page; the log holds the others."""
FOREMOST = 8
"""So many things that moved stand on the first page, so that it stands alone on one sheet."""
TOGETHER = 4
"""From so many relations written on the map the same day, the page says how many, not each."""
REACH = timedelta(days=365)
"""How far back the log is read before something that moved."""


class Matter(StrEnum):
    """What a thing that moved is of, the first one first where a page must choose."""

    POSITION = "position"
    AGREEMENT = "agreement"
    CHANGE = "change"
    RELATION = "relation"
    DECISION = "decision"
    ADVANCE = "advance"


@dataclass(frozen=True)
class Position:
    """What the group concluded of a round of the continuum, and of the round before it."""

    round: int
    outcome: Concluded
    level: int | None
    words: str = ""
    before: tuple[Concluded, int | None] | None = None


@dataclass(frozen=True)
class Relation:
    """How the map sees a relation from one day on: `was` None where it had none of it, `now` None
    where it left the map. `refs` name the two ends, the one who sees first; `both`: each side."""

    refs: tuple[str, str]
    was: int | None
    now: int | None
    both: bool = False
    fact: str = ""


@dataclass(frozen=True)
class Appeared:
    """So many relations were written on the map the same day."""

    count: int


@dataclass(frozen=True)
class Signed:
    """A version of the agreement that everybody signed."""

    version: int
    review_on: date


@dataclass(frozen=True)
class Decided:
    """A decision that was taken, as its outcome was written."""

    number: int
    matter: str
    outcome: Decision
    words: str


@dataclass(frozen=True)
class Judged:
    """Where a change stands in somebody's judgement, with its reason; `was` the one before."""

    code: str
    statement: str
    was: Progress | None
    now: Progress
    reason: str


@dataclass(frozen=True)
class Advance:
    """An entry of the register of advances."""

    number: int
    kind: AdvanceKind
    words: str
    change: str = ""


What = Position | Relation | Appeared | Signed | Decided | Judged | Advance


@dataclass(frozen=True)
class Moved:
    """Something that moved, on the first day on which it may have; `until` the last one, where
    only the month is known. `keys`: the changes and relations that it is about."""

    matter: Matter
    day: date
    what: What
    keys: frozenset[str] = frozenset()
    until: date | None = None


class Concerned(Protocol):
    """What an entry concerns."""

    @property
    def key(self) -> str:
        """How the change or the relation is called."""


class Logged(Protocol):
    """What is read here of an entry of the log."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def day(self) -> date:
        """The day when it was done."""

    @property
    def minutes(self) -> int:
        """How long."""

    @property
    def moved(self) -> str:
        """What moved, in words."""

    @property
    def about(self) -> Concerned | None:
        """What it concerns."""


L = TypeVar("L", bound=Logged)


def key_of(one: Logged) -> str:
    """The change or relation that an entry concerns, or nothing."""
    return one.about.key if one.about else ""


def in_order(some: Iterable[L]) -> list[L]:
    """Entries in order of time."""
    return sorted(some, key=lambda one: (one.day, one.number))


def chronicle(moves: Iterable[Moved]) -> list[Moved]:
    """What moved, in order of time."""
    order = [*Matter]
    return sorted(moves, key=lambda one: (one.day, order.index(one.matter)))


def before(entries: Iterable[L], moves: Sequence[Moved]) -> list[tuple[L, ...]]:
    """For each of these moves, in order of time, what was logged before it on the same thing.

    Before: on an earlier day. Of the same day nobody knows which came first, so it does not count.
    What was logged before the same thing last moved was told there; older than a year is left out.
    """
    by_key: dict[str, list[L]] = defaultdict(list)
    for one in in_order(entries):
        if key := key_of(one):
            by_key[key].append(one)
    last: dict[tuple[Matter, str], date] = {}
    found = []
    for move in moves:
        mine: list[L] = []
        for key in move.keys:
            since = max(last.get((move.matter, key), date.min), move.day - REACH)
            mine += [one for one in by_key[key] if since <= one.day < move.day]
            last[move.matter, key] = move.day
        found.append(tuple(in_order(mine)))
    return found


def telling(entries: Iterable[L], most: int = LINES) -> tuple[L, ...]:
    """The lines that tell most, in order of time: those with words, first those that name a change
    or a relation, then those that took longest."""
    said = [one for one in entries if one.moved]
    ranked = sorted(said, key=lambda one: (not key_of(one), -one.minutes, one.day, one.number))
    return tuple(in_order(ranked[:most]))


@dataclass(frozen=True)
class After:
    """Something that moved, and the numbers of the entries that were logged before it."""

    moved: Moved
    entries: tuple[int, ...] = ()


def gathered(some: Iterable[After]) -> list[After]:
    """The same, where many relations that nothing was logged of were written on one day: how many
    they are is said once."""
    held = list(some)
    many = Counter(one.moved.day for one in held if _is_new(one))
    kept = [one for one in held if not (_is_new(one) and many[one.moved.day] >= TOGETHER)]
    kept += [
        After(Moved(Matter.RELATION, day, Appeared(count)))
        for day, count in many.items()
        if count >= TOGETHER
    ]
    order = [*Matter]
    return sorted(kept, key=lambda one: (one.moved.day, order.index(one.moved.matter)))


def parted(some: Iterable[After], first: date | None) -> tuple[list[After], list[After]]:
    """What moved up to the day of the first entry of the log, and what moved after it. Without any
    entry, nothing moved after one."""
    held = list(some)
    after = [one for one in held if first is not None and one.moved.day > first]
    return [one for one in held if one not in after], after


def _is_new(one: After) -> bool:
    what = one.moved.what
    return isinstance(what, Relation) and what.was is None and not one.entries


def foremost(some: Sequence[After], most: int = FOREMOST) -> list[After]:
    """What stands on the first page, in order of time: positions and agreements, then the other
    matters in turn; of each, what something was logged before, then the latest."""
    first = (Matter.POSITION, Matter.AGREEMENT)
    order = [*Matter]
    taken: Counter[Matter] = Counter()
    ranks = {}
    for at in sorted(range(len(some)), key=lambda at: (not some[at].entries, -at)):
        matter = some[at].moved.matter
        ranks[at] = (matter not in first, taken[matter], order.index(matter))
        taken[matter] += 1
    return [some[at] for at in sorted(sorted(ranks, key=lambda at: ranks[at])[:most])]


@dataclass(frozen=True)
class Covered:
    """How far a role was covered in a quarter, as several people judged it."""

    quarter: Quarter
    spread: Spread


def coverage(judged: Iterable[tuple[Quarter, Coverage | None]], year: int) -> tuple[Covered, ...]:
    """How a role was judged in the first and in the last quarter of the year that somebody
    judged: one of both where only one was, none where nobody judged."""
    by_quarter: dict[Quarter, list[Coverage | None]] = defaultdict(list)
    for quarter, step in judged:
        if quarter.year == year:
            by_quarter[quarter].append(step)
    ends = sorted({min(by_quarter), max(by_quarter)}) if by_quarter else []
    return tuple(Covered(one, spread(by_quarter[one])) for one in ends)


def years(days: Iterable[date], today: date) -> tuple[int, ...]:
    """The years that can be told, the latest first: those of which something is known, and the one
    that runs."""
    return tuple(sorted({today.year, *(one.year for one in days if one <= today)}, reverse=True))


def last_day(year: int, today: date) -> date:
    """The day until which a year is told: its end, or today while it runs."""
    return min(date(year, 12, 31), today)


@dataclass(frozen=True)
class Month:
    """A month of the year: the time that was logged, and how many things moved."""

    first: date
    minutes: int = 0
    moved: int = 0


def months(year: int, entries: Iterable[Logged], moves: Iterable[Moved]) -> tuple[Month, ...]:
    """The twelve months of a year."""
    timed: Counter[int] = Counter()
    for one in entries:
        timed[one.day.month] += one.minutes
    happened = Counter(one.day.month for one in moves)
    return tuple(Month(date(year, at, 1), timed[at], happened[at]) for at in range(1, 13))


def steps_of(values: Sequence[int], steps: int) -> tuple[int, ...]:
    """How high each value is drawn, from 0 for nothing to `steps` for the most."""
    most = max(values, default=0)
    return tuple(-(-one * steps // most) if most else 0 for one in values)


def counted(some: Iterable[Moved]) -> Mapping[Matter, int]:
    """How many things of each matter moved."""
    found = Counter(one.matter for one in some)
    return {matter: found[matter] for matter in Matter}
