"""What is true of a stakeholder, and of one side's view of its work with another."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.network.graph import LEVELS as LEVELS
from coopspace.sites.rules import Ring as Ring

NAME_MAX = 120
PLACE_MAX = 120
TEXT_MAX = 2_000
FACT_MAX = 500
WORDS_MAX = 1_000
TAG_MAX = 40
MOST_TAGS = 12
STEPS = 4
"""Influence, interest, engagement and trust have four steps: no middle to hide in."""
GAP = 2
"""Two views that lie so many levels apart are a subject of conversation; one is a nuance."""
REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
REF_LENGTH = 8
"""A public id tells nothing and is read aloud without mistake: no 0/o, no 1/i/l."""


class Sector(StrEnum):
    """Where a stakeholder stands: the three parties of the trio, and the others."""

    STATE = "state"
    AUTHORITY = "authority"
    CIVIL = "civil"
    RESIDENTS = "residents"
    BUSINESS = "business"
    HEALTH = "health"
    OTHER = "other"


SECTORS: dict[Sector, str] = {
    Sector.STATE: N_("State"),
    Sector.AUTHORITY: N_("Local authority"),
    Sector.CIVIL: N_("Civil society"),
    Sector.RESIDENTS: N_("Residents"),
    Sector.BUSINESS: N_("Companies"),
    Sector.HEALTH: N_("Health"),
    Sector.OTHER: N_("Other sector"),
}
"""The one list of sectors, in the order in which people read them."""
TRIO = (Sector.STATE, Sector.AUTHORITY, Sector.CIVIL)


class Kind(StrEnum):
    """An organisation, or a person who counts by themselves."""

    ORGANISATION = "organisation"
    PERSON = "person"


KINDS: dict[Kind, str] = {Kind.ORGANISATION: N_("Organisation"), Kind.PERSON: N_("Person")}


class Exchange(StrEnum):
    """What passes between two stakeholders."""

    INFORMATION = "information"
    REFERRAL = "referral"
    ACTIVITY = "activity"
    MEANS = "means"
    FUNDING = "funding"
    LEARNING = "learning"
    DECISION = "decision"


EXCHANGES: dict[Exchange, str] = {
    Exchange.INFORMATION: N_("Information"),
    Exchange.REFERRAL: N_("People we refer to each other"),
    Exchange.ACTIVITY: N_("Shared activities"),
    Exchange.MEANS: N_("Rooms, equipment, staff"),
    Exchange.FUNDING: N_("Funding"),
    Exchange.LEARNING: N_("Training, learning"),
    Exchange.DECISION: N_("Decisions taken together"),
}

INFLUENCE: dict[int, str] = {
    1: N_("little influence"),
    2: N_("some influence"),
    3: N_("strong influence"),
    4: N_("decisive influence"),
}
INTEREST: dict[int, str] = {
    1: N_("little concerned"),
    2: N_("somewhat concerned"),
    3: N_("concerned"),
    4: N_("directly concerned"),
}
ENGAGEMENT: dict[int, str] = {
    1: N_("not met yet"),
    2: N_("informed"),
    3: N_("takes part"),
    4: N_("carries the approach"),
}
TRUST: dict[int, str] = {
    1: N_("little trust"),
    2: N_("some trust"),
    3: N_("good trust"),
    4: N_("full trust"),
}


class Origin(StrEnum):
    """Who tells a relation: the site on its own map, or the organisation itself."""

    MAP = "map"
    ANSWER = "answer"


class WaveKind(StrEnum):
    """A dated edition of the map, or a survey that organisations answer."""

    EDITION = "edition"
    SURVEY = "survey"


@dataclass(frozen=True)
class Described:
    """What is said of a stakeholder."""

    name: str
    kind: Kind = Kind.ORGANISATION
    sector: Sector = Sector.OTHER
    mission: str = ""
    actions: str = ""
    constraints: str = ""
    levers: str = ""
    ring: Ring | None = None
    influence: int | None = None
    interest: int | None = None
    engagement: int | None = None
    tags: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Told:
    """One side's view of its work with another; `said_on` is the day it was told of."""

    level: int | None
    desired: int | None = None
    trust: int | None = None
    kinds: frozenset[Exchange] = frozenset()
    fact: str = ""
    said_on: date | None = None


def described(given: Described) -> Described:
    """The description, whole and within its bounds. Raises Refusal beside the field to mend."""
    name = typed.line(given.name, "name", NAME_MAX)
    if not name:
        raise Refusal(N_("Write the name of the organisation or the person."), field="name")
    for field in ("influence", "interest", "engagement"):
        _on_scale(getattr(given, field), STEPS, field)
    return replace(
        given,
        name=name,
        mission=typed.words(given.mission, "mission", TEXT_MAX),
        actions=typed.words(given.actions, "actions", TEXT_MAX),
        constraints=typed.words(given.constraints, "constraints", TEXT_MAX),
        levers=typed.words(given.levers, "levers", TEXT_MAX),
        place=typed.line(given.place, "place", PLACE_MAX),
        tags=tags_of(given.tags),
    )


def told(given: Told, *, today: date) -> Told:
    """The view, whole and within its bounds. Raises Refusal beside the field to mend."""
    if given.level is None:
        raise Refusal(N_("Choose one of the seven levels."), field="level")
    _on_scale(given.level, LEVELS, "level")
    _on_scale(given.desired, LEVELS, "desired")
    _on_scale(given.trust, STEPS, "trust")
    day = given.said_on or today
    if day > today:
        raise Refusal(N_("The map tells what is: choose today or an earlier day."), field="said_on")
    return replace(given, fact=typed.words(given.fact, "fact", FACT_MAX), said_on=day)


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Tags without doubles, whatever their case, in the order given. Raises Refusal."""
    found: dict[str, str] = {}
    for word in words:
        over = N_("Keep each tag under %(most)d characters.")
        tag = typed.line(word, "tags", TAG_MAX, over=over)
        if tag:
            found.setdefault(tag.casefold(), tag)
    if len(found) > MOST_TAGS:
        raise Refusal(N_("Keep at most %(most)d tags."), field="tags", most=MOST_TAGS)
    return tuple(found.values())


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as people type them: with commas, semicolons, bars or one a line."""
    for mark in ";|\n":
        text = text.replace(mark, ",")
    return tuple(word.strip() for word in text.split(",") if word.strip())


def same_name(one: str, other: str) -> bool:
    """Whether two names are read as one, whatever their case, accents and spaces."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """What two names that are read as one have in common."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(letters.casefold().split())


def is_ref(text: str) -> bool:
    """Whether this has the shape of a public id."""
    return len(text) == REF_LENGTH and set(text) <= set(REF_ALPHABET)


def reason_of(why: str) -> str:
    """Why something leaves the map. Raises Refusal when nothing is said."""
    reason = typed.words(why, "why", FACT_MAX)
    if not reason:
        raise Refusal(N_("Say why it leaves the map: it is kept with the reason."), field="why")
    return reason


def apart(one: int | None, other: int | None) -> bool:
    """Whether two views differ enough to be talked about."""
    return one is not None and other is not None and abs(one - other) >= GAP


def _on_scale(value: int | None, most: int, field: str) -> None:
    if value is not None and not 1 <= value <= most:
        raise Refusal(N_("Choose one of the steps offered."), field=field)
