"""What a year says, in words that every format shows."""

from dataclasses import dataclass
from datetime import date

from flask_babel import ngettext

from coopspace.yearly.rules import Matter


@dataclass(frozen=True)
class Quoted:
    """An entry of the log, as it is quoted."""

    number: int
    on: date
    day: str
    role: str
    time: str
    minutes: int
    words: str
    about: str
    author: str = ""

    @property
    def head(self) -> str:
        """« 12 mars 2026, Confiance, 1 h 30 »."""
        return ", ".join(one for one in (self.day, self.role, self.time, self.author) if one)

    @property
    def said(self) -> str:
        """What it says, and of what."""
        return " – ".join(one for one in (self.words, self.about) if one)


@dataclass(frozen=True)
class RoleWords:
    """A role in a year; `line` stands for it on the first page."""

    number: int
    name: str
    short: str
    time: str
    entries: int
    minutes: int
    line: str
    held: tuple[str, ...]
    lines: tuple[Quoted, ...]
    more: int
    coverage: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """Something that moved."""

    on: date
    day: str
    matter: Matter
    kind: str
    title: str
    words: str
    before: tuple[Quoted, ...]

    @property
    def after(self) -> str:
        """How it is introduced: what it comes after, and nothing more."""
        return str(
            ngettext(
                "After %(num)s entry of the log:",
                "After %(num)s entries of the log:",
                len(self.before),
            )
        )


@dataclass(frozen=True)
class Account:
    """The year of a site, in words. `foremost` is what the first page keeps of `steps`."""

    title: str
    place: str
    territory: str
    period: str
    totals: tuple[str, ...]
    roles: tuple[RoleWords, ...]
    steps: tuple[Step, ...]
    foremost: tuple[Step, ...]
    earlier: tuple[Step, ...]
    entries: tuple[Quoted, ...]
    names: bool
