"""What the reading is: its rules, how much each asks, what it reads, what it finds.

The sentences are in `seeds/method/review.toml`, with the source of each. None forbids anything.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from coopspace.changes.chain import Arc, Chain, Node, build
from coopspace.changes.rules import VISION, Effect, Level, Nature, System, code_order
from coopspace.kernel import typed
from coopspace.kernel.refusal import N_
from coopspace.review.clauses import Clauses
from coopspace.review.wording import read
from coopspace.sites.rules import College

WHY_MAX = 500
NEWS_AFTER = 183
"""After how many days without news a change is brought up; liveliness says the same."""


class Rule(StrEnum):
    """The name of each rule, in the order in which a page tells them."""

    ACTIVITY = "activity"
    NOT_KNOWLEDGE = "not_knowledge"
    WITHOUT_WHO = "without_who"
    PROJECT = "project"
    SEVERAL = "several"
    VAGUE_WHO = "vague_who"
    WISH = "wish"
    LEADS_NOWHERE = "leads_nowhere"
    NOTHING_LEADS_HERE = "nothing_leads_here"
    NO_WAY = "no_way"
    EMPTY_LEVEL = "empty_level"
    JUMPS_A_LEVEL = "jumps_a_level"
    HORIZON_BACKWARD = "horizon_backward"
    NO_ASSUMPTION = "no_assumption"
    NO_REASON = "no_reason"
    DISAGREEMENT = "disagreement"
    DOUBTED = "doubted"
    COLLEGE_SILENT = "college_silent"
    SYSTEM_UNTOUCHED = "system_untouched"
    ONLY_POSITIVE = "only_positive"
    SAID_TWICE = "said_twice"
    TOO_LONG = "too_long"
    MANY_ULTIMATE = "many_ultimate"
    NO_HORIZON = "no_horizon"
    NO_INDICATOR = "no_indicator"
    STALE = "stale"
    LONGEST_PATH = "longest_path"
    HINGE = "hinge"


class Gravity(StrEnum):
    """How much a finding asks, in words on the page: never a mark."""

    MEND = "mend"
    TALK = "talk"
    KNOW = "know"


_MENDED = frozenset(
    {
        Rule.ACTIVITY,
        Rule.NOT_KNOWLEDGE,
        Rule.WITHOUT_WHO,
        Rule.PROJECT,
        Rule.SEVERAL,
        Rule.VAGUE_WHO,
        Rule.WISH,
        Rule.LEADS_NOWHERE,
        Rule.NOTHING_LEADS_HERE,
        Rule.NO_WAY,
        Rule.EMPTY_LEVEL,
        Rule.JUMPS_A_LEVEL,
        Rule.HORIZON_BACKWARD,
    }
)
_KNOWN = frozenset({Rule.LONGEST_PATH, Rule.HINGE})
GRAVITY: Mapping[Rule, Gravity] = {
    rule: Gravity.MEND if rule in _MENDED else Gravity.KNOW if rule in _KNOWN else Gravity.TALK
    for rule in Rule
}
ON_CARDS = frozenset(
    {
        Rule.ACTIVITY,
        Rule.NOT_KNOWLEDGE,
        Rule.WITHOUT_WHO,
        Rule.PROJECT,
        Rule.SEVERAL,
        Rule.VAGUE_WHO,
        Rule.WISH,
        Rule.LEADS_NOWHERE,
        Rule.NOTHING_LEADS_HERE,
    }
)
"""What is said on the card of a change; the rest is said on the page of the reading."""
LOST = frozenset({Rule.LEADS_NOWHERE, Rule.NOTHING_LEADS_HERE})
"""The change has no place yet on the way to the vision."""


class Stated(NamedTuple):
    """A change as it is read. `ref` names it for good, whatever code it bears; `news` is the last
    day on which it was worded, described, judged or linked; `indicators` is how many stand that
    show it."""

    ref: str
    code: str
    level: Level
    says: str
    nature: Nature
    effect: Effect = Effect.INTENDED
    who: str = ""
    systems: frozenset[System] = frozenset()
    horizon: str | None = None
    news: date | None = None
    indicators: int = 0


class Tied(NamedTuple):
    """A link as it is read. `voices` is what each college that spoke now believes; `times` how
    often one spoke in all; `discussed`: somebody talks about it where it stands."""

    ref: str
    source: str
    target: str
    why: str = ""
    assumption: str = ""
    disputed: bool = False
    voices: tuple[tuple[College, int], ...] = ()
    times: int = 0
    discussed: bool = False

    @property
    def arc(self) -> Arc:
        """The link as the chain needs it."""
        return Arc(self.source, self.target)


@dataclass(frozen=True)
class Facts:
    """All that the reading reads, on a day."""

    changes: tuple[Stated, ...]
    links: tuple[Tied, ...]
    today: date

    @cached_property
    def graph(self) -> Chain:
        """The chain as a graph."""
        nodes = (Node(one.code, one.level, one.effect, one.systems) for one in self.changes)
        return build(nodes, (one.arc for one in self.links))

    @cached_property
    def by_code(self) -> Mapping[str, Stated]:
        """Each change by the code that it bears."""
        return {one.code: one for one in self.changes}

    @cached_property
    def in_order(self) -> tuple[Stated, ...]:
        """The changes in reading order."""
        return tuple(sorted(self.changes, key=lambda one: code_order(one.code)))

    @cached_property
    def ties(self) -> tuple[Tied, ...]:
        """The links in reading order."""
        return tuple(
            sorted(self.links, key=lambda one: (code_order(one.source), code_order(one.target)))
        )

    @cached_property
    def clauses(self) -> Mapping[str, Clauses]:
        """Each statement, cut into words once."""
        return {one.code: read(one.says) for one in self.changes}

    def texts(self, codes: Iterable[str]) -> tuple[str, ...]:
        """What these changes say; the vision, whose words are its own, says nothing here."""
        return tuple(self.by_code[code].says for code in codes if code in self.by_code)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to see: the rule, what it is about (`about` names it for good), where it is, what
    its sentence is filled with, and the texts that it was read from."""

    rule: Rule
    about: str
    codes: tuple[str, ...] = ()
    arc: Arc | None = None
    words: Mapping[str, object] = field(default_factory=dict, hash=False)
    texts: tuple[str, ...] = ()

    @property
    def gravity(self) -> Gravity:
        """How much it asks."""
        return GRAVITY[self.rule]

    @property
    def is_warning(self) -> bool:
        """Whether it asks for something: the others only tell how the chain is made."""
        return self.gravity is not Gravity.KNOW

    @property
    def key(self) -> tuple[str, str]:
        """What an answer to it names."""
        return (self.rule.value, self.about)

    @property
    def name(self) -> str:
        """How addresses call it: it outlives the words that it was read from."""
        return f"{self.rule}.{self.about}"

    @property
    def digest(self) -> str:
        """A mark of the texts concerned: an answer holds as long as it is the same."""
        return hashlib.sha256("\x1f".join((self.rule, *self.texts)).encode()).hexdigest()


def of_change(rule: Rule, one: Stated, *more: str, seen: str = "") -> Finding:
    """A finding about one change."""
    words = {"code": one.code, "seen": seen}
    return Finding(rule, f"change.{one.ref}", (one.code,), None, words, (one.says, *more))


def of_link(rule: Rule, one: Tied, texts: Sequence[str] = (), **words: object) -> Finding:
    """A finding about one link."""
    said = {"source": one.source, "target": one.target, **words}
    codes = tuple(code for code in one.arc if code != VISION)
    return Finding(rule, f"link.{one.ref}", codes, one.arc, said, tuple(texts))


def of_whole(rule: Rule, about: str, codes: Sequence[str] = (), **words: object) -> Finding:
    """A finding about the chain, one of its levels or one of its systems."""
    return Finding(rule, f"chain.{about}", tuple(codes), None, words, (about,))


def why_of(text: str | None) -> str:
    """Why something is kept as it is. Raises Refusal."""
    needed = N_("Say in a few words why you keep it: whoever reads the chain after you will know.")
    return typed.words(text, "why", WHY_MAX, needed=needed)
