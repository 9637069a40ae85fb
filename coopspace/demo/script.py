"""Reads `seeds/demo`: who is who, and what each does on which day, counted back from today."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from coopspace.kernel.clock import PARIS
from coopspace.paths import SEEDS

DEMO = SEEDS / "demo"
_YEAR = re.compile(r"\{([+-]\d+)\}")
_MORNING = time(9, 5)
_LATEST = 431
"""How many minutes after the morning the first act of a day may come."""
_BETWEEN = timedelta(minutes=11)


class Miswritten(ValueError):
    """The script cannot be played: the message names the file and the act."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the cast. `says` is how they introduce themselves; without a password they wait
    for a welcome link, and nobody is them in the demonstration.
    """

    key: str
    name: str
    email: str
    says: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something one day: `verb` and its words, as the file gives them."""

    at: datetime
    by: str
    verb: str
    words: dict[str, Any]
    where: str
    """The file and the rank of the act, for messages."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A site: how it opens, then its acts in order of time."""

    name: str
    territory: str
    at: datetime
    by: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole demonstration."""

    name: str
    description: str
    lead: str
    administrator: str
    at: datetime
    people: tuple[Person, ...]
    stages: tuple[Stage, ...]


def read(today: date, folder: Path = DEMO) -> Script:
    """The script as it would be played `today`. Raises Miswritten, or FileNotFoundError."""
    head = _toml(folder / "programme.toml", today)
    people = _toml(folder / "people.toml", today).get("person", [])
    try:
        return Script(
            name=head["name"],
            description=head["description"],
            lead=head["lead"],
            administrator=head["administrator"],
            at=moment(today, head["ago"]),
            people=tuple(Person(**one) for one in people),
            stages=tuple(_stage(folder / f"{site}.toml", today) for site in head["sites"]),
        )
    except (KeyError, TypeError) as error:
        raise Miswritten(f"{folder.name}: {error}") from error


def moment(today: date, ago: int, rank: int = 0) -> datetime:
    """The `rank`-th moment of the day that was `ago` days before `today`, in working hours.

    Days begin at different hours, always the same for a given `ago`: nobody lives by the clock.
    """
    start = datetime.combine(today - timedelta(days=ago), _MORNING, tzinfo=PARIS)
    return start + timedelta(minutes=ago * 37 % _LATEST) + rank * _BETWEEN


def _toml(path: Path, today: date) -> dict[str, Any]:
    text = _YEAR.sub(lambda found: str(today.year + int(found[1])), path.read_text("utf-8"))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Miswritten(f"{path.name}: {error}") from error


def _stage(path: Path, today: date) -> Stage:
    """A site and its chapters, other files whose acts follow in order of time; those `beside` tell
    another thread of the same days, each from the beginning."""
    tree = _toml(path, today)
    site = tree["site"]
    told = [(path.name, tree)]
    for chapter in site.get("chapters", ()):
        other = path.with_name(f"{chapter}.toml")
        told.append((other.name, _toml(other, today)))
    beside = [
        (f"{name}.toml", _toml(path.with_name(f"{name}.toml"), today))
        for name in site.get("beside", ())
    ]
    return Stage(
        name=site["name"],
        territory=site["territory"],
        at=moment(today, site["ago"]) - timedelta(hours=1),
        by=site["by"],
        acts=(
            *_acts(told, site["ago"], today),
            *(act for one in beside for act in _acts([one], site["ago"], today)),
        ),
    )


def _acts(told: list[tuple[str, dict[str, Any]]], ago: int, today: date) -> Iterator[Act]:
    """The acts in order; an entry with `each` is one act after another, with what differs."""
    rank = 0
    for name, tree in told:
        for number, entry in enumerate(tree.get("act", []), start=1):
            where = f"{name}, act {number}"
            words = dict(entry)
            day = words.pop("ago", None)
            if not isinstance(day, int) or not 1 <= day <= ago:
                raise Miswritten(f"{where}: {day} days ago does not come after {ago} days ago")
            for one in words.pop("each", ({},)):
                ago, rank = day, rank + 1 if day == ago else 0
                said = {**words, **one}
                if not {"by", "do"} <= said.keys():
                    raise Miswritten(f"{where}: say who does what (by, do)")
                yield Act(moment(today, day, rank), said.pop("by"), said.pop("do"), said, where)
