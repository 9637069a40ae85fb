"""What is true of an agreement: its five sections, and what is settled beside their text."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.stakeholders.rules import Sector

LINE_MAX = 160
TEXT_MAX = 800
TRIO = (Sector.STATE, Sector.AUTHORITY, Sector.CIVIL)


class Section(StrEnum):
    """The five sections, in the order in which they are read."""

    PRINCIPLES = "principles"
    PLACES = "places"
    POWER = "power"
    COMMUNICATION = "communication"
    TALENTS = "talents"


class Kind(StrEnum):
    """What is settled beside the text."""

    PLACE = "place"
    DECISION = "decision"
    MESSAGE = "message"
    TALENT = "talent"


BESIDE: dict[Section, Kind] = {
    Section.PLACES: Kind.PLACE,
    Section.POWER: Kind.DECISION,
    Section.COMMUNICATION: Kind.MESSAGE,
    Section.TALENTS: Kind.TALENT,
}
"""What each section holds beside its text; the principles are text alone."""
SECTION_OF: dict[Kind, Section] = {kind: section for section, kind in BESIDE.items()}


class Method(StrEnum):
    """How a matter is decided; `methods.<value>` says what each means."""

    CONSENT = "consent"
    ADVICE = "advice"
    MAJORITY = "majority"
    UNANIMITY = "unanimity"
    MANDATE = "mandate"


class Way(StrEnum):
    """Among ourselves, or to the outside."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class State(StrEnum):
    """What became of a version that was put to signature. It stays open until all have signed,
    one refuses or it is withdrawn; then it is closed for good."""

    OPEN = "open"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Fate(StrEnum):
    """What became of words that somebody suggests for a clause."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Place:
    """Where people meet. `decides_nothing`: said of a place on purpose, so that no check asks."""

    name: str
    purpose: str = ""
    parties: tuple[Sector, ...] = ()
    members: str = ""
    rhythm: str = ""
    decides: str = ""
    decides_nothing: bool = False


@dataclass(frozen=True)
class Decision:
    """A matter, who decides it and how. `place` is the reference of a place of the agreement."""

    matter: str
    place: str = ""
    parties: tuple[Sector, ...] = ()
    who: str = ""
    method: Method | None = None
    details: str = ""


@dataclass(frozen=True)
class Message:
    """What is told, inside or outside: to whom, by which way, how often, by whom."""

    what: str
    way: Way = Way.INSIDE
    to: str = ""
    channel: str = ""
    rhythm: str = ""
    by: str = ""


@dataclass(frozen=True)
class Talent:
    """What somebody brings. `stakeholder` is the reference of who they are on the map of the site;
    `name` and `sector` say it for whoever is not on it. `place`: where they give it."""

    brings: str
    stakeholder: str = ""
    name: str = ""
    sector: Sector | None = None
    place: str = ""


Said = Place | Decision | Message | Talent
SHAPES: dict[Kind, type[Said]] = {
    Kind.PLACE: Place,
    Kind.DECISION: Decision,
    Kind.MESSAGE: Message,
    Kind.TALENT: Talent,
}
KINDS: dict[type[Said], Kind] = {shape: kind for kind, shape in SHAPES.items()}
_LINES = frozenset({"name", "rhythm", "who", "to", "channel", "by", "matter", "what"})
_NEEDED: dict[Kind, tuple[str, str]] = {
    Kind.PLACE: ("name", N_("Give this place a name.")),
    Kind.DECISION: ("matter", N_("Say what is to be decided: a few words are enough.")),
    Kind.MESSAGE: ("what", N_("Say what is told: a few words are enough.")),
    Kind.TALENT: ("brings", N_("Say what this person or organisation brings.")),
}


def kind_of(said: Said) -> Kind:
    """What this is."""
    return KINDS[type(said)]


def whole(said: Said) -> Said:
    """What was said, without margins and within its bounds. Raises Refusal beside the field."""
    texts = {
        one.name: typed.line(value, one.name, LINE_MAX)
        if one.name in _LINES
        else typed.words(value, one.name, TEXT_MAX)
        for one in fields(said)
        if type(value := getattr(said, one.name)) is str
    }
    made = replace(said, **texts)  # type: ignore[arg-type]
    field, sentence = _NEEDED[kind_of(made)]
    if not getattr(made, field):
        raise Refusal(sentence, field=field)
    if isinstance(made, Place | Decision):
        made = replace(made, parties=in_order(made.parties))
    if isinstance(made, Place) and made.decides:
        made = replace(made, decides_nothing=False)
    if isinstance(made, Talent):
        made = _carried(made)
    return made


def _carried(said: Talent) -> Talent:
    """A talent is somebody's: one of the map, or a name."""
    if said.stakeholder:
        return replace(said, name="", sector=None)
    if not said.name:
        raise Refusal(N_("Say who brings this: choose on the map, or write a name."), field="name")
    return said


def in_order(parties: Collection[Sector]) -> tuple[Sector, ...]:
    """Each party once, in the order in which people read them."""
    return tuple(one for one in Sector if one in parties)


def title(said: Said) -> str:
    """The words by which it is called; a talent of the map is called by its stakeholder's name."""
    if isinstance(said, Talent):
        return said.name
    return str(getattr(said, _NEEDED[kind_of(said)][0]))


def references(said: Said) -> Iterable[str]:
    """The places that it names."""
    place = getattr(said, "place", "")
    return (place,) if place else ()


def stored(said: Said) -> dict[str, Any]:
    """As plain values, in the order of the fields."""
    return {
        one.name: [*value] if isinstance(value := getattr(said, one.name), tuple) else value
        for one in fields(said)
    }


def read(kind: Kind, values: Mapping[str, Any]) -> Said:
    """From plain values; what a later version added is left out."""
    shape = SHAPES[kind]
    known = {one.name for one in fields(shape)}
    said = {name: _typed(name, value) for name, value in values.items() if name in known}
    return shape(**said)


def _typed(name: str, value: Any) -> Any:
    if name == "parties":
        return tuple(Sector(one) for one in value)
    if value is None:
        return None
    makers: dict[str, type[StrEnum]] = {"method": Method, "way": Way, "sector": Sector}
    return makers[name](value) if name in makers else value
