"""What is true of sites beside one another: what may be shown of each, which ones a reader keeps.

Every value that a page, a filter or an export uses has gone through `shown`: what a site does not
share is not there to be filtered by, counted or drawn.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from coopspace.continuum.rules import Outcome
from coopspace.kernel.refusal import N_, Refusal

WORDS_MAX = 1_000
TOPICS_MOST = 6
OLDEST_YEAR = 1950


class Item(StrEnum):
    """What a site may share, in the order of its page; nothing is shared to begin with."""

    CONCLUSION = "conclusion"
    MIDDLE = "middle"
    ADVANCES = "advances"
    READINESS = "readiness"
    TOPICS = "topics"
    SIZE = "size"
    CONTACT = "contact"
    NETWORK = "network"
    AGREEMENT = "agreement"


ITEM_LABELS: dict[Item, str] = {
    Item.CONCLUSION: N_("What we concluded of each round"),
    Item.MIDDLE: N_("The middle of our answers, and their middle half"),
    Item.ADVANCES: N_("What we say we did between two rounds"),
    Item.READINESS: N_("Our preconditions and conditions"),
    Item.TOPICS: N_("What we work on"),
    Item.SIZE: N_("Our size, and since when we work together"),
    Item.CONTACT: N_("Whom to contact"),
    Item.NETWORK: N_("The map of our network: its organisations and their ties"),
    Item.AGREEMENT: N_("Our cooperation agreement: its text and its rules, not its names"),
}
ROUNDS = frozenset({Item.CONCLUSION, Item.MIDDLE})
"""Either of them puts a site's path on the drawings."""


class Size(StrEnum):
    """How many people live in the territory."""

    UNDER_1000 = "under_1000"
    TO_3000 = "to_3000"
    TO_10000 = "to_10000"
    TO_30000 = "to_30000"
    OVER_30000 = "over_30000"


class Age(StrEnum):
    """For how long the partners of a site have worked together."""

    FIRST_YEAR = "first_year"
    TO_TWO = "to_two"
    TO_FIVE = "to_five"
    LONGER = "longer"


class HelpKind(StrEnum):
    """What is said to the other sites."""

    OFFER = "offer"
    ASK = "ask"


class Likeness(StrEnum):
    """Why a site is like ours; said in words, never added up."""

    TOPICS = "topics"
    SIZE = "size"
    AGE = "age"
    START = "start"


class Ending(StrEnum):
    """How a measuring of the network of a programme ended."""

    DONE = "done"
    STOPPED = "stopped"
    """Its process was ended before it had finished, or it took longer than it may."""
    MOVED = "moved"
    """A site took its map back meanwhile: nothing was kept."""


FIRST_STEPS = ("gathering", "merging")
STEPS = {
    "gathering": N_("reading the maps that sites share"),
    "merging": N_("putting together what is one"),
    "ties": N_("counting the ties"),
    "holding": N_("looking for what holds and what could break"),
    "communities": N_("looking for those who work together most"),
    "passages": N_("looking for who stands between: the longest step"),
    "sectors": N_("reading across the sectors"),
    "drawing": N_("drawing the groups"),
}
"""What a measuring does, one step after another."""


@dataclass(frozen=True)
class Finding:
    """What a measuring found: ids and counts. `nodes` are lines of key, places as site/id, sector,
    ties, group (-1 of none), and whether it holds a part alone."""

    summary: dict[str, Any]
    nodes: list[list[Any]]


LEAST_ALIKE = 2
"""Two reasons make a site like ours; how many more there are is not shown."""


@dataclass(frozen=True)
class Middle:
    """The published figure of a round: fixed at its reveal, from five answers on."""

    low: int
    high: int
    lower_quarter: int
    upper_quarter: int
    answered: int
    invited: int


@dataclass(frozen=True)
class Step:
    """One revealed round on the path of a site, as far as it may be shown."""

    number: int
    at: datetime
    outcome: Outcome | None = None
    level: int | None = None
    middle: Middle | None = None
    masked: bool = False
    words: str = ""
    advances: str = ""

    @property
    def position(self) -> tuple[int, int] | None:
        """Where the site stands: the level that the group said is right, else the middle of its
        answers, which may fall between two levels. None where neither may be said."""
        if self.outcome is Outcome.RIGHT and self.level is not None:
            return self.level, self.level
        return (self.middle.low, self.middle.high) if self.middle else None

    @property
    def wished(self) -> int | None:
        """The level that the group wants to go towards."""
        return self.level if self.outcome is Outcome.TOWARDS else None


@dataclass(frozen=True)
class Judgement:
    """Where the judgements of one precondition or condition stood at the latest reveal.

    `middle` is None below five: it counts steps of that scale, not levels of the continuum.
    """

    item: str
    middle: Middle | None


@dataclass(frozen=True)
class Mapped:
    """What the map of a site tells outside: its organisations by name, and how many relations."""

    names: tuple[str, ...]
    relations: int


@dataclass(frozen=True)
class Pact:
    """What the agreement of a site tells outside: the version that stands, else its draft
    (`version` is 0), how many clauses are written and how much is settled beside them."""

    version: int
    clauses: int
    beside: int


@dataclass(frozen=True)
class SiteView:
    """A site as a reader may see it. Empty where it shares nothing; `only_us` is what the members
    of a site see of their own without sharing it."""

    slug: str
    name: str
    territory: str = ""
    ours: bool = False
    shares: frozenset[Item] = frozenset()
    only_us: frozenset[Item] = frozenset()
    topics: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    size: Size | None = None
    since_year: int | None = None
    age: Age | None = None
    steps: tuple[Step, ...] = ()
    readiness: tuple[Judgement, ...] = ()
    contacts: tuple[str, ...] = ()
    network: Mapped | None = None
    agreement: Pact | None = None

    @property
    def path(self) -> tuple[Step, ...]:
        """The rounds at which it is said where the site stands."""
        return tuple(step for step in self.steps if step.position is not None)

    @property
    def start(self) -> tuple[int, int] | None:
        """Where it stood at the first round of which that is said."""
        return self.path[0].position if self.path else None


@dataclass(frozen=True)
class Wanted:
    """Which sites a reader asks for. There is no field by which they could be ordered."""

    topics: frozenset[str] = frozenset()
    sizes: frozenset[Size] = frozenset()
    ages: frozenset[Age] = frozenset()
    went_from: int | None = None
    went_to: int | None = None
    alike: bool = False

    @property
    def passage(self) -> tuple[int, int] | None:
        """The two levels between which sites moved, if both are asked for and differ."""
        if self.went_from is None or self.went_to is None or self.went_from == self.went_to:
            return None
        return self.went_from, self.went_to

    @property
    def needs_paths(self) -> bool:
        """Whether the choice reads where sites stood."""
        return self.alike or self.passage is not None


def shown(view: SiteView, items: Collection[Item]) -> SiteView:
    """The site with what these items open, and nothing else of it."""
    opens = frozenset(items)
    sized, topics = Item.SIZE in opens, Item.TOPICS in opens
    return replace(
        view,
        shares=opens,
        topics=view.topics if topics else (),
        systems=view.systems if topics else (),
        size=view.size if sized else None,
        since_year=view.since_year if sized else None,
        age=view.age if sized else None,
        steps=tuple(one for step in view.steps if (one := _step(step, opens)) is not None),
        readiness=view.readiness if Item.READINESS in opens else (),
        contacts=view.contacts if Item.CONTACT in opens else (),
        network=view.network if Item.NETWORK in opens else None,
        agreement=view.agreement if Item.AGREEMENT in opens else None,
    )


def _step(step: Step, items: frozenset[Item]) -> Step | None:
    """A round with what may be shown of it; None where nothing of it may."""
    concluded, told = Item.CONCLUSION in items, Item.ADVANCES in items
    middle = Item.MIDDLE in items
    masked = middle and step.middle is None
    if concluded and told and middle and not masked:
        return step
    kept = Step(
        number=step.number,
        at=step.at,
        outcome=step.outcome if concluded else None,
        level=step.level if concluded else None,
        middle=step.middle if middle else None,
        masked=masked,
        words=step.words if told else "",
        advances=step.advances if told else "",
    )
    says = kept.outcome or kept.middle or kept.masked or kept.words or kept.advances
    return kept if says else None


def age_of(since_year: int | None, *, year: int) -> Age | None:
    """For how long a site has worked together, in this year."""
    if since_year is None:
        return None
    years = year - since_year
    if years < 1:
        return Age.FIRST_YEAR
    if years <= 2:
        return Age.TO_TWO
    return Age.TO_FIVE if years <= 5 else Age.LONGER


def went(steps: Sequence[Step], start: int, end: int) -> tuple[Step, ...]:
    """The rounds of a passage from one level to another, the last one included: the shortest one.

    A round that falls between two levels is at neither. Partners may have passed by other levels,
    and it may be a way down: it is a passage like another.
    """
    departed: int | None = None
    for rank, step in enumerate(steps):
        if step.position == (start, start):
            departed = rank
        elif step.position == (end, end) and departed is not None:
            return tuple(steps[departed : rank + 1])
    return ()


def reasons(ours: SiteView, other: SiteView) -> tuple[Likeness, ...]:
    """In what another site is like ours, from what it shares."""
    found = []
    if set(ours.topics) & set(other.topics):
        found.append(Likeness.TOPICS)
    if ours.size is not None and ours.size is other.size:
        found.append(Likeness.SIZE)
    if ours.age is not None and ours.age is other.age:
        found.append(Likeness.AGE)
    if ours.start is not None and ours.start == other.start:
        found.append(Likeness.START)
    return tuple(found)


def fits(view: SiteView, wanted: Wanted, *, ours: SiteView | None) -> bool:
    """Whether a reader who asks for this keeps this site, on what may be shown of it alone."""
    if wanted.topics and not wanted.topics & set(view.topics):
        return False
    if wanted.sizes and view.size not in wanted.sizes:
        return False
    if wanted.ages and view.age not in wanted.ages:
        return False
    if wanted.passage and not went(view.steps, *wanted.passage):
        return False
    if wanted.alike:
        if ours is None or view.slug == ours.slug:
            return False
        return len(reasons(ours, view)) >= LEAST_ALIKE
    return True


def profile_of(
    topics: Iterable[str], since_year: int | None, *, known: Collection[str], year: int
) -> tuple[str, ...]:
    """The topics as they are kept, in the order of the method. Raises Refusal beside a field."""
    chosen = set(topics)
    kept = tuple(topic for topic in known if topic in chosen)
    if len(kept) > TOPICS_MOST:
        raise Refusal(
            N_("Keep the %(most)d topics that matter most: sites are found by them."),
            field="topics",
            most=TOPICS_MOST,
        )
    if since_year is not None and not OLDEST_YEAR <= since_year <= year:
        raise Refusal(
            N_("Write the year in four digits, from %(oldest)d to this one."),
            field="since_year",
            oldest=OLDEST_YEAR,
        )
    return kept


def passage_of(start: int | None, end: int | None) -> tuple[int, int] | None:
    """The passage that help is about: two levels, or none at all."""
    if start is None and end is None:
        return None
    if start is None or end is None or start == end:
        raise Refusal(
            N_("Choose the level you start from and another one to go to, or neither."),
            field="to_level",
        )
    return start, end
