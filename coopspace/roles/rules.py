"""What is true of the roles of the support structure: the seven, and the two lists beside them;
who holds them, how far they are covered in a quarter, what comes next.

Coverage is ordinal: counts and spread, never an average, and nothing that ranks sites.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum

from coopspace.kernel import ordinal, typed
from coopspace.kernel.refusal import N_, Refusal

WORDS_MAX = 1_000
"""How long what is said of a role may be: it is read at a glance."""
MANY = 3
"""Holding so many of the seven roles is worth talking about."""
APART = 2
"""Judgements that lie so many steps apart are a subject of conversation."""
UNKNOWN = "unknown"
"""What somebody chooses who cannot say."""


class SupportRole(StrEnum):
    """The seven roles, in the order of the method."""

    VISION = "vision"
    TRUST = "trust"
    ALIGNMENT = "alignment"
    EVALUATION = "evaluation"
    ENGAGEMENT = "engagement"
    INFLUENCE = "influence"
    RESOURCES = "resources"

    @property
    def number(self) -> int:
        """Its place in the method, from 1 to 7."""
        return [*SupportRole].index(self) + 1


class Backbone(StrEnum):
    """The six roles of the studies of backbone organisations, 2012."""

    VISION = "vision"
    ACTIVITIES = "activities"
    MEASUREMENT = "measurement"
    WILL = "will"
    POLICY = "policy"
    FUNDING = "funding"


class Mission(StrEnum):
    """The six missions of the French “fonction de soutien”."""

    COMMITMENTS = "commitments"
    DIALOGUE = "dialogue"
    INFORMATION = "information"
    FUNDING = "funding"
    DATA = "data"
    ORIENTATIONS = "orientations"


BACKBONE_OF: Mapping[SupportRole, Backbone | None] = {
    SupportRole.VISION: Backbone.VISION,
    SupportRole.TRUST: None,
    SupportRole.ALIGNMENT: Backbone.ACTIVITIES,
    SupportRole.EVALUATION: Backbone.MEASUREMENT,
    SupportRole.ENGAGEMENT: Backbone.WILL,
    SupportRole.INFLUENCE: Backbone.POLICY,
    SupportRole.RESOURCES: Backbone.FUNDING,
}
"""The seven are the six with trust added: the 2012 list has no role for it."""
MISSION_OF: Mapping[SupportRole, Mission | None] = {
    SupportRole.VISION: Mission.ORIENTATIONS,
    SupportRole.TRUST: Mission.DIALOGUE,
    SupportRole.ALIGNMENT: Mission.COMMITMENTS,
    SupportRole.EVALUATION: Mission.DATA,
    SupportRole.ENGAGEMENT: Mission.INFORMATION,
    SupportRole.INFLUENCE: None,
    SupportRole.RESOURCES: Mission.FUNDING,
}
"""Which mission is nearest; the six missions name none of influencing decision-makers."""


class Coverage(IntEnum):
    """How far a role is covered: four steps whose order is a fact, their distances are not."""

    NOT_YET = 1
    AT_TIMES = 2
    MOSTLY = 3
    RELIABLY = 4

    @property
    def code(self) -> str:
        """How the method names it."""
        return self.name.lower()


STEPS = len(Coverage)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year: the period for which coverage is judged."""

    year: int
    number: int

    @staticmethod
    def of(day: date) -> "Quarter":
        """The quarter in which this day lies."""
        return Quarter(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def code(self) -> str:
        """How addresses and forms name it."""
        return f"{self.year}-{self.number}"


def offered(today: date) -> tuple[Quarter, Quarter]:
    """The quarters that may be judged: the one that runs, and the one that has just ended."""
    now = Quarter.of(today)
    return now, now.before


def quarter_of(code: str, *, today: date) -> Quarter:
    """The quarter of this code, among those that may be judged. Raises Refusal."""
    for one in offered(today):
        if one.code == code:
            return one
    raise Refusal(N_("Choose the quarter that runs, or the one before it."), field="quarter")


class Who(StrEnum):
    """A role is held by a person of the site, or by an organisation of its map."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role; `here` says that they are still of the site, or on its map."""

    who: Who
    id: uuid.UUID
    here: bool = True


Held = Mapping[SupportRole, Sequence[Holder]]


def unheld(held: Held) -> list[SupportRole]:
    """The roles that nobody who is here holds."""
    return [role for role in SupportRole if not _here(held, role)]


def on_one_person(held: Held) -> list[SupportRole]:
    """The roles that rest on one person: if they are away, nobody holds them."""
    return [role for role in SupportRole if [one.who for one in _here(held, role)] == [Who.PERSON]]


def to_hand_over(held: Held) -> list[SupportRole]:
    """The roles that are still in the name of somebody who has left."""
    return [role for role in SupportRole if any(not one.here for one in held.get(role, ()))]


def carrying_much(held: Held) -> list[tuple[Holder, tuple[SupportRole, ...]]]:
    """Who holds three roles or more, and which, in the order of the roles."""
    carried: dict[Holder, list[SupportRole]] = {}
    for role in SupportRole:
        for one in _here(held, role):
            carried.setdefault(one, []).append(role)
    return [(one, tuple(roles)) for one, roles in carried.items() if len(roles) >= MANY]


def _here(held: Held, role: SupportRole) -> list[Holder]:
    return [one for one in held.get(role, ()) if one.here]


@dataclass(frozen=True)
class Told:
    """What is said of a role at the site: what is done, what is missing, what comes next."""

    activities: str = ""
    missing: str = ""
    step: str = ""
    day: date | None = None
    person: uuid.UUID | None = None


def whole(told: Told) -> Told:
    """The same without margins; a next step has its day and its person. Raises Refusal."""
    made = replace(
        told,
        activities=typed.words(told.activities, "activities", WORDS_MAX),
        missing=typed.words(told.missing, "missing", WORDS_MAX),
        step=typed.words(told.step, "step", WORDS_MAX),
    )
    if made.step and made.day is None:
        raise Refusal(N_("Say by which day: a step without a day is a wish."), field="day")
    if made.step and made.person is None:
        raise Refusal(N_("Say who takes this step: one name is enough."), field="person")
    if not made.step and (made.day or made.person):
        raise Refusal(
            N_("Say what the next step is, or leave the day and the person empty."), field="step"
        )
    return made


def check_day(made: Told, before: Told, *, today: date) -> None:
    """A step that is new looks forward; one that stands may be past. Raises Refusal."""
    moved = (made.step, made.day) != (before.step, before.day)
    if moved and made.day is not None and made.day < today:
        raise Refusal(N_("Choose today or a later day."), field="day")


def judged(coverage: str, reason: str) -> tuple[Coverage | None, str]:
    """A judgement, whole: a step with its reason, or that one cannot say. Raises Refusal."""
    words = typed.words(reason, "reason", WORDS_MAX)
    if coverage == UNKNOWN:
        return None, words
    for one in Coverage:
        if one.code == coverage:
            if not words:
                raise Refusal(
                    N_("Say why in a few words: a fact that you saw is worth most."), field="reason"
                )
            return one, words
    raise Refusal(
        N_("Choose how far this role is covered, or say that you cannot say."), field="coverage"
    )


@dataclass(frozen=True)
class Spread:
    """How several people judge one role in one quarter: how many say each step, from which to
    which, how many cannot say."""

    counts: tuple[int, ...]
    unknown: int = 0

    @property
    def known(self) -> int:
        """How many chose a step."""
        return sum(self.counts)

    @property
    def lowest(self) -> Coverage | None:
        """The lowest step that somebody chose."""
        return next((step for step in Coverage if self.counts[step - 1]), None)

    @property
    def highest(self) -> Coverage | None:
        """The highest step that somebody chose."""
        return next((step for step in reversed(Coverage) if self.counts[step - 1]), None)

    @property
    def apart(self) -> bool:
        """Whether the judgements differ so much that they are worth talking about."""
        low, high = self.lowest, self.highest
        return low is not None and high is not None and high - low >= APART


def spread(coverages: Iterable[Coverage | None]) -> Spread:
    """The spread of these judgements."""
    found = list(coverages)
    steps = [int(one) for one in found if one is not None]
    return Spread(ordinal.counts(steps, steps=STEPS), len(found) - len(steps))
