"""What is true of what has gone quiet: after how long it is brought up, and by which gesture.

Every limit stands in `THRESHOLDS`, which the page prints. The words and the reason of each are in
`seeds/method/liveliness.toml`; a limit that nobody published is our choice, and is told as such.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from coopspace.kernel.permissions import Permission
from coopspace.review.rules import NEWS_AFTER
from coopspace.roles.rules import Quarter, SupportRole
from coopspace.sites.rules import College


class Kind(StrEnum):
    """What may have gone quiet, in the order in which it is told."""

    COLLEGE = "college"
    ROUND = "round"
    ADVANCES = "advances"
    CHANGES = "changes"
    REVIEW = "review"
    SIGNATURE = "signature"
    DRAFT = "draft"
    RELATIONS = "relations"
    STEPS = "steps"
    UNHELD = "unheld"
    UNJUDGED = "unjudged"


THRESHOLDS: Mapping[Kind, int] = {
    Kind.COLLEGE: 90,
    Kind.ROUND: 183,
    Kind.ADVANCES: 90,
    Kind.CHANGES: NEWS_AFTER,
    Kind.REVIEW: 0,
    Kind.SIGNATURE: 30,
    Kind.DRAFT: 90,
    Kind.RELATIONS: 90,
    Kind.STEPS: 0,
    Kind.UNHELD: 90,
    Kind.UNJUDGED: 45,
}
"""After how many days each is brought up: one day later it is, on the day itself it is not. The
days of a review and of a step are those that the site chose; a role is judged once its quarter has
run for that long."""
GESTURES: Mapping[Kind, Permission] = {
    Kind.COLLEGE: Permission.MEMBER_READ,
    Kind.ROUND: Permission.CONTINUUM_RUN,
    Kind.ADVANCES: Permission.ADVANCE_EDIT,
    Kind.CHANGES: Permission.CHANGE_EDIT,
    Kind.REVIEW: Permission.AGREEMENT_EDIT,
    Kind.SIGNATURE: Permission.AGREEMENT_PUT,
    Kind.DRAFT: Permission.AGREEMENT_EDIT,
    Kind.RELATIONS: Permission.STAKEHOLDER_EDIT,
    Kind.STEPS: Permission.SUPPORT_EDIT,
    Kind.UNHELD: Permission.SUPPORT_HAND,
    Kind.UNJUDGED: Permission.SUPPORT_JUDGE,
}
"""What the next gesture asks of whoever makes it."""


@dataclass(frozen=True)
class Thing:
    """One thing that a sign is about: how addresses call it, its words, and its day (None: it never
    happened)."""

    ref: str
    day: date | None = None
    words: str = ""
    other: str = ""


@dataclass(frozen=True)
class Sign:
    """Something that has gone quiet, since when (None: it never began), and what it is about, the
    longest quiet first."""

    kind: Kind
    since: date | None = None
    things: tuple[Thing, ...] = ()
    college: College | None = None
    people: tuple[uuid.UUID, ...] = ()

    @property
    def permission(self) -> Permission:
        """What its gesture asks."""
        return GESTURES[self.kind]


@dataclass(frozen=True)
class Party:
    """The people of a college at a site: since when, and when one of them last worked here."""

    college: College
    since: date
    last: date | None = None
    people: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Deed:
    """The agreement, by its days: the review of the version that stands, the oldest version that
    awaits signatures, and the latest day when a clause was written."""

    review_on: date | None = None
    awaiting: Thing | None = None
    written: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the signs of one site are read from: dates, and nothing that anybody hid. `judged` is
    the first day of the latest quarter for which a role was judged."""

    opened: date
    parties: tuple[Party, ...] = ()
    running: bool = False
    revealed: date | None = None
    advanced: date | None = None
    changes: tuple[Thing, ...] = ()
    deed: Deed = field(default_factory=Deed)
    relations: tuple[Thing, ...] = ()
    steps: tuple[Thing, ...] = ()
    held: frozenset[SupportRole] = frozenset()
    laid_down: Mapping[SupportRole, date] = field(default_factory=dict)
    judged: Mapping[SupportRole, date] = field(default_factory=dict)


def is_quiet(kind: Kind, since: date, today: date) -> bool:
    """Whether so much time has passed that it is brought up."""
    return today - since > timedelta(days=THRESHOLDS[kind])


def signs(facts: Facts, today: date) -> tuple[Sign, ...]:
    """Everything that has gone quiet at a site, in the order in which it is told."""
    return (
        *_colleges(facts, today),
        *_positions(facts, today),
        *_several(Kind.CHANGES, facts.changes, today),
        *_agreement(facts.deed, today),
        *_several(Kind.RELATIONS, facts.relations, today),
        *_several(Kind.STEPS, facts.steps, today),
        *_roles(facts, today),
    )


def _colleges(facts: Facts, today: date) -> Iterator[Sign]:
    for one in facts.parties:
        if is_quiet(Kind.COLLEGE, one.last or one.since, today):
            yield Sign(Kind.COLLEGE, one.last, college=one.college, people=one.people)


def _positions(facts: Facts, today: date) -> Iterator[Sign]:
    """A round that runs is news enough."""
    if not facts.running and is_quiet(Kind.ROUND, facts.revealed or facts.opened, today):
        yield Sign(Kind.ROUND, facts.revealed)
    if is_quiet(Kind.ADVANCES, facts.advanced or facts.opened, today):
        yield Sign(Kind.ADVANCES, facts.advanced)


def _several(kind: Kind, things: Iterable[Thing], today: date) -> Iterator[Sign]:
    quiet = [one for one in things if one.day is not None and is_quiet(kind, one.day, today)]
    if quiet:
        ordered = tuple(sorted(quiet, key=lambda one: (one.day or today, one.ref)))
        yield Sign(kind, ordered[0].day, ordered)


def _agreement(deed: Deed, today: date) -> Iterator[Sign]:
    """What awaits signatures comes first; a text that stands rests until its review; a draft that
    nobody writes any more is brought up."""
    if deed.awaiting is not None:
        yield from _several(Kind.SIGNATURE, (deed.awaiting,), today)
    elif deed.review_on is not None:
        if is_quiet(Kind.REVIEW, deed.review_on, today):
            yield Sign(Kind.REVIEW, deed.review_on)
    elif deed.written is not None and is_quiet(Kind.DRAFT, deed.written, today):
        yield Sign(Kind.DRAFT, deed.written)


def _roles(facts: Facts, today: date) -> Iterator[Sign]:
    yield from _unheld(facts, today)
    quarter = Quarter.of(today)
    if not is_quiet(Kind.UNJUDGED, quarter.first, today):
        return
    late = [role for role in _kept(facts.held) if not _judged_in(facts.judged.get(role), quarter)]
    if late:
        things = tuple(Thing(str(role.number), facts.judged.get(role)) for role in late)
        days = [one.day for one in things if one.day]
        yield Sign(Kind.UNJUDGED, min(days, default=None), things)


def _unheld(facts: Facts, today: date) -> Iterator[Sign]:
    """The roles that nobody holds, once they have been free, or the site open, for a while."""
    free = [
        Thing(str(role.number), facts.laid_down.get(role))
        for role in SupportRole
        if role not in facts.held
        and is_quiet(Kind.UNHELD, facts.laid_down.get(role, facts.opened), today)
    ]
    if free:
        days = [one.day for one in free if one.day]
        yield Sign(Kind.UNHELD, min(days, default=None), tuple(free))


def _kept(held: Collection[SupportRole]) -> list[SupportRole]:
    """In the order of the method."""
    return [role for role in SupportRole if role in held]


def _judged_in(day: date | None, quarter: Quarter) -> bool:
    return day is not None and day >= quarter.first
