"""What is true of a site held in view: how far each role is covered and since when, and which facts
ask for attention. Each alert has its rule and its facts; nothing is weighed, summed or ranked.

The words of each rule stand in `seeds/method/facilitation.toml`, under its name here.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from coopspace.kernel import ordinal
from coopspace.liveliness import rules as liveliness
from coopspace.liveliness.rules import Kind
from coopspace.roles import rules as roles
from coopspace.roles.rules import Held, Holder, Quarter, Spread, SupportRole

SILENT_AFTER = timedelta(days=60)
POSITION_AFTER = timedelta(days=liveliness.THRESHOLDS[Kind.ROUND])
REVIEW_SOON = timedelta(days=30)
SIGNING_AFTER = timedelta(days=liveliness.THRESHOLDS[Kind.SIGNATURE])
DECISION_AFTER = timedelta(days=60)
HOURS_SHARE = 90
"""From so many hundredths of the hours planned on, what is left is worth a word."""


class Trend(StrEnum):
    """What became of the coverage of a role since it was judged before. No step is a fault."""

    MORE = "more"
    SAME = "same"
    LESS = "less"
    SPLIT = "split"


class Rule(StrEnum):
    """What may ask for attention."""

    SILENT = "silent"
    STEP_LATE = "step_late"
    LESS_COVERED = "less_covered"
    LEFT = "left"
    CARRIES_MUCH = "carries_much"
    POSITION_OLD = "position_old"
    ROUND_CLOSED = "round_closed"
    REVIEW = "review"
    SIGNING = "signing"
    DECISION = "decision"
    HOURS = "hours"


THRESHOLDS: Mapping[Rule, int] = {
    Rule.SILENT: SILENT_AFTER.days,
    Rule.POSITION_OLD: POSITION_AFTER.days,
    Rule.REVIEW: REVIEW_SOON.days,
    Rule.SIGNING: SIGNING_AFTER.days,
    Rule.DECISION: DECISION_AFTER.days,
    Rule.CARRIES_MUCH: roles.MANY,
    Rule.HOURS: HOURS_SHARE,
}
"""The number that the sentence of a rule says: read here, so that it cannot say another."""


@dataclass(frozen=True)
class Step:
    """The next step of a role: what, by which day, by whom; `seq` is its telling."""

    words: str
    day: date
    person: uuid.UUID
    seq: int = 1


@dataclass(frozen=True)
class Judged:
    """How several people saw a role in one quarter."""

    quarter: Quarter
    spread: Spread


@dataclass(frozen=True)
class Cell:
    """One role at one site: as it was judged last and before, what was last done, what comes."""

    support: SupportRole
    latest: Judged | None = None
    before: Judged | None = None
    last_day: date | None = None
    step: Step | None = None

    @cached_property
    def trend(self) -> Trend | None:
        """Since the quarter before in which it was judged; None where one of both says nothing."""
        if self.latest is None or self.before is None:
            return None
        return trend(self.before.spread, self.latest.spread)


def trend(before: Spread, now: Spread) -> Trend | None:
    """What became of the middle of the judgements: it rises, stays or falls as a whole, or its two
    halves part. An ordinal scale allows no finer word."""
    was = ordinal.median(ordinal.answers_of(before.counts))
    found = ordinal.median(ordinal.answers_of(now.counts))
    if was is None or found is None:
        return None
    low, high = found.low - was.low, found.high - was.high
    if low == high == 0:
        return Trend.SAME
    if low >= 0 and high >= 0:
        return Trend.MORE
    return Trend.LESS if low <= 0 and high <= 0 else Trend.SPLIT


@dataclass(frozen=True)
class Running:
    """A round that was opened and is neither revealed nor ended: `room` is where it is held."""

    room: str
    number: int
    closes: date


@dataclass(frozen=True)
class Signed:
    """The version of the agreement that stands, and the day on which it is looked at again."""

    number: int
    review: date


@dataclass(frozen=True)
class Since:
    """Something that has been open, by its number, since a day."""

    number: int
    day: date


@dataclass(frozen=True)
class Facts:
    """What is known of one site, as far as rules ask. `last_seen` is the latest day on which
    anybody wrote in its journal or its log; `names` gives holders theirs."""

    opened: date
    last_seen: date | None = None
    cells: tuple[Cell, ...] = ()
    held: Held = field(default_factory=dict)
    names: Mapping[uuid.UUID, str] = field(default_factory=dict)
    revealed: date | None = None
    running: tuple[Running, ...] = ()
    signed: Signed | None = None
    signing: Since | None = None
    decisions: tuple[Since, ...] = ()
    planned: int | None = None
    used: int = 0
    trained: Mapping[uuid.UUID, int] = field(default_factory=dict)

    def cell(self, support: SupportRole) -> Cell:
        """This role."""
        return next((one for one in self.cells if one.support is support), Cell(support))

    def silent_for(self, today: date) -> int:
        """For how many days nobody wrote anything."""
        return (today - (self.last_seen or self.opened)).days

    @property
    def on_one_person(self) -> list[SupportRole]:
        """The roles that rest on one person."""
        return roles.on_one_person(self.held)

    @property
    def carrying_much(self) -> list[tuple[Holder, tuple[SupportRole, ...]]]:
        """Who holds many roles."""
        return roles.carrying_much(self.held)

    @property
    def unheld(self) -> list[SupportRole]:
        """The roles that nobody holds."""
        return roles.unheld(self.held)


@dataclass(frozen=True)
class Alert:
    """That a rule met facts. `about` is what it concerns at the site, `mark` the facts as one plain
    line: once they change, what was set aside comes back. `case` names a second sentence."""

    rule: Rule
    mark: str
    about: str = ""
    support: tuple[SupportRole, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    who: uuid.UUID | None = None
    room: str = ""
    case: str = "facts"

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.rule.value}.{self.about}" if self.about else self.rule.value

    def is_of(self, support: SupportRole) -> bool:
        """Whether it concerns this role, or the whole site."""
        return not self.support or support in self.support


def alerts(facts: Facts, today: date) -> tuple[Alert, ...]:
    """What asks for attention at a site, in the order of the rules."""
    return tuple(one for rule in Rule for one in _RULES[rule](facts, today))


def _silent(facts: Facts, today: date) -> Iterator[Alert]:
    last, count = facts.last_seen or facts.opened, facts.silent_for(today)
    if count >= SILENT_AFTER.days:
        yield Alert(Rule.SILENT, str(last), days={"day": last}, counts={"count": count})


def _step_late(facts: Facts, today: date) -> Iterator[Alert]:
    for cell in facts.cells:
        if cell.step is not None and cell.step.day < today:
            yield Alert(
                Rule.STEP_LATE,
                f"{cell.step.seq} {cell.step.day}",
                about=cell.support.value,
                support=(cell.support,),
                days={"day": cell.step.day},
                who=cell.step.person,
            )


def _less_covered(facts: Facts, _today: date) -> Iterator[Alert]:
    for cell in facts.cells:
        if cell.latest and cell.before and cell.trend is Trend.LESS:
            counted = (cell.before.spread.counts, cell.latest.spread.counts)
            yield Alert(
                Rule.LESS_COVERED,
                f"{cell.before.quarter.code} {cell.latest.quarter.code} {counted}",
                about=cell.support.value,
                support=(cell.support,),
                days={"before": cell.before.quarter.first, "latest": cell.latest.quarter.first},
            )


def _left(facts: Facts, _today: date) -> Iterator[Alert]:
    for support in roles.to_hand_over(facts.held):
        gone = [one for one in facts.held[support] if not one.here]
        yield Alert(
            Rule.LEFT,
            " ".join(sorted(str(one.id) for one in gone)),
            about=support.value,
            support=(support,),
            who=gone[0].id,
        )


def _carries_much(facts: Facts, _today: date) -> Iterator[Alert]:
    for holder, carried in facts.carrying_much:
        yield Alert(
            Rule.CARRIES_MUCH,
            " ".join(carried),
            about=str(holder.id),
            support=carried,
            counts={"count": len(carried)},
            who=holder.id,
        )


def _position_old(facts: Facts, today: date) -> Iterator[Alert]:
    if any(one.room == "continuum" for one in facts.running):
        return
    if facts.revealed is None:
        if today - facts.opened >= POSITION_AFTER:
            yield Alert(Rule.POSITION_OLD, "never", days={"day": facts.opened}, case="never")
    elif today - facts.revealed >= POSITION_AFTER:
        yield Alert(Rule.POSITION_OLD, str(facts.revealed), days={"day": facts.revealed})


def _round_closed(facts: Facts, today: date) -> Iterator[Alert]:
    for one in facts.running:
        if one.closes < today:
            yield Alert(
                Rule.ROUND_CLOSED,
                str(one.closes),
                about=f"{one.room}-{one.number}",
                days={"day": one.closes},
                counts={"number": one.number},
                room=one.room,
            )


def _review(facts: Facts, today: date) -> Iterator[Alert]:
    signed = facts.signed
    if signed is not None and signed.review <= today + REVIEW_SOON:
        yield Alert(
            Rule.REVIEW,
            str(signed.review),
            about=str(signed.number),
            days={"day": signed.review},
            counts={"number": signed.number},
            case="facts" if signed.review >= today else "past",
        )


def _signing(facts: Facts, today: date) -> Iterator[Alert]:
    waits = facts.signing
    if waits is not None and today - waits.day >= SIGNING_AFTER:
        yield _open_since(Rule.SIGNING, waits, today)


def _decision(facts: Facts, today: date) -> Iterator[Alert]:
    for one in facts.decisions:
        if today - one.day >= DECISION_AFTER:
            yield _open_since(Rule.DECISION, one, today)


def _open_since(rule: Rule, one: Since, today: date) -> Alert:
    counts = {"number": one.number, "count": (today - one.day).days}
    return Alert(rule, str(one.day), about=str(one.number), days={"day": one.day}, counts=counts)


def _hours(facts: Facts, _today: date) -> Iterator[Alert]:
    if not facts.planned or facts.used * 100 < facts.planned * HOURS_SHARE:
        return
    over = facts.used > facts.planned
    yield Alert(
        Rule.HOURS,
        f"{facts.planned} {'over' if over else 'near'}",
        counts={"used": facts.used, "planned": facts.planned},
        case="over" if over else "facts",
    )


_RULES: Mapping[Rule, Callable[[Facts, date], Iterator[Alert]]] = {
    Rule.SILENT: _silent,
    Rule.STEP_LATE: _step_late,
    Rule.LESS_COVERED: _less_covered,
    Rule.LEFT: _left,
    Rule.CARRIES_MUCH: _carries_much,
    Rule.POSITION_OLD: _position_old,
    Rule.ROUND_CLOSED: _round_closed,
    Rule.REVIEW: _review,
    Rule.SIGNING: _signing,
    Rule.DECISION: _decision,
    Rule.HOURS: _hours,
}
