"""What an indicator says, and what may be measured of it.

Source: the training deck "Quartiers à impact collectif": an indicator is a sign that the people
concerned recognise. It opens a conversation; it is no mark that somebody gets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from coopspace.indicators.figures import plain, value_of
from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

NAME_MAX = 160
UNIT_MAX = 60
WHO_MAX = 160
SOURCE_MAX = 300
WORDS_MAX = 2_000
REASON_MAX = 600


class Direction(StrEnum):
    """Which way we hope that it goes."""

    MORE = "more"
    LESS = "less"
    STEADY = "steady"


class Rhythm(StrEnum):
    """How often it is looked at."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"


MONTHS: Mapping[Rhythm, int] = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}
"""After how many months the next measure is awaited."""
DIRECTION_LABELS: dict[Direction, str] = {
    Direction.MORE: N_("more and more"),
    Direction.LESS: N_("less and less"),
    Direction.STEADY: N_("as it is: it should hold"),
}
RHYTHM_LABELS: dict[Rhythm, str] = {
    Rhythm.MONTHLY: N_("every month"),
    Rhythm.QUARTERLY: N_("every quarter"),
    Rhythm.HALF_YEARLY: N_("every six months"),
    Rhythm.YEARLY: N_("every year"),
    Rhythm.ONCE: N_("once only"),
}


@dataclass(frozen=True)
class Described:
    """What is said of an indicator: where it started from and what is aimed at included. An aim
    may be in words alone."""

    name: str
    definition: str = ""
    unit: str = ""
    direction: Direction = Direction.MORE
    method: str = ""
    who: str = ""
    rhythm: Rhythm = Rhythm.YEARLY
    start: Decimal | None = None
    start_on: date | None = None
    aim: Decimal | None = None
    aim_words: str = ""
    aim_on: date | None = None


@dataclass(frozen=True)
class Written:
    """The figures of a form as people typed them, to be read by `whole`."""

    start: str = ""
    aim: str = ""


@dataclass(frozen=True)
class Seen:
    """One measure: a value, or what was seen in words; of which day, and where it comes from."""

    on: date | None
    value: Decimal | None = None
    words: str = ""
    source: str = ""


def whole(said: Described, written: Written, *, today: date) -> Described:
    """A description without margins, within its bounds, its figures read. Raises Refusal beside
    the field to mend."""
    made = replace(
        said,
        name=typed.line(said.name, "name", NAME_MAX),
        definition=typed.words(said.definition, "definition", WORDS_MAX),
        unit=typed.line(said.unit, "unit", UNIT_MAX),
        method=typed.words(said.method, "method", WORDS_MAX),
        who=typed.line(said.who, "who", WHO_MAX),
        aim_words=typed.line(said.aim_words, "aim_words", SOURCE_MAX),
    )
    if not made.name:
        raise Refusal(N_("Say in a sentence what will show it."), field="name")
    made = replace(
        made,
        start=value_of(written.start, made.unit, field="start"),
        aim=value_of(written.aim, made.unit, field="aim"),
    )
    _check_start(made, today)
    _check_aim(made)
    return made


def seen(said: Seen, value: str, unit: str, *, today: date) -> Seen:
    """A measure within its bounds, its value read. Raises Refusal beside the field to mend."""
    made = replace(
        said,
        value=value_of(value, unit, field="value"),
        words=typed.words(said.words, "words", REASON_MAX),
        source=typed.line(said.source, "source", SOURCE_MAX),
    )
    if made.value is None and not made.words:
        raise Refusal(
            N_("Write the value, or in words what was seen: one of the two."), field="value"
        )
    if made.on is None:
        raise Refusal(N_("Say of which day it is."), field="on")
    if made.on > today:
        raise Refusal(N_("Choose today or an earlier day."), field="on")
    return made


def reason(text: str) -> str:
    """Why a measure is corrected. Raises Refusal."""
    found = typed.words(text, "why", REASON_MAX)
    if not found:
        raise Refusal(
            N_("Say why: the first measure is kept, with your reason beside it."), field="why"
        )
    return found


def learnt(text: str) -> str:
    """What an indicator that ends has taught. Raises Refusal."""
    found = typed.words(text, "learnt", WORDS_MAX)
    if not found:
        raise Refusal(
            N_("Say what you learnt from it: whoever looks for a sign after you will know."),
            field="learnt",
        )
    return found


def stored(said: Described) -> dict[str, Any]:
    """As plain values, in the order of the fields; figures as text, never as floats."""
    return {one.name: _plain(getattr(said, one.name)) for one in fields(said)}


def read(values: Mapping[str, Any]) -> Described:
    """From plain values; what a later version added is left out."""
    known = {one.name for one in fields(Described)}
    found = {name: value for name, value in values.items() if name in known}
    return Described(
        **{
            **found,
            "direction": Direction(found.get("direction") or Direction.MORE),
            "rhythm": Rhythm(found.get("rhythm") or Rhythm.YEARLY),
            **{one: Decimal(found[one]) if found.get(one) else None for one in ("start", "aim")},
            **{
                one: date.fromisoformat(found[one]) if found.get(one) else None
                for one in ("start_on", "aim_on")
            },
        }
    )


def moved(before: Described, after: Described) -> tuple[str, ...]:
    """The names of what is said otherwise, in the order of the fields."""
    return tuple(
        one.name
        for one in fields(Described)
        if getattr(before, one.name) != getattr(after, one.name)
    )


def _check_start(said: Described, today: date) -> None:
    if said.start is not None and said.start_on is None:
        raise Refusal(N_("Say of which day the starting point is."), field="start_on")
    if said.start is None and said.start_on is not None:
        raise Refusal(N_("Write where it started from, or leave the day empty."), field="start")
    if said.start_on is not None and said.start_on > today:
        raise Refusal(N_("Choose today or an earlier day."), field="start_on")


def _check_aim(said: Described) -> None:
    if said.aim_on is not None and said.aim is None and not said.aim_words:
        raise Refusal(
            N_("Say what you aim at, in figures or in words, or leave the day empty."),
            field="aim",
        )
    if said.aim_on is not None and said.start_on is not None and said.aim_on <= said.start_on:
        raise Refusal(
            N_("The aim comes after the starting point: choose a later day."), field="aim_on"
        )
    if said.start is None or said.aim is None:
        return
    wrong = {
        Direction.MORE: said.aim < said.start,
        Direction.LESS: said.aim > said.start,
        Direction.STEADY: False,
    }
    if wrong[said.direction]:
        raise Refusal(
            N_("The aim goes the other way than what you hope for: mend one of the two."),
            field="aim",
        )


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
