"""From the lines of a file to what they say, each with its number: plain rules.

Codes stay as the file has them: which change each names is for `planning`, that knows the chain.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from coopspace.changes import cells, rules
from coopspace.changes.cells import Wording
from coopspace.changes.headings import Block
from coopspace.changes.rules import Effect, Level, Nature, Strength, System, parse_code
from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

_T = TypeVar("_T")
LONGEST = 20_000
"""The longest description: that of a shared text."""
_NOTHING = ("-", "–", "—", "/")
"""What people write where nothing is to be said."""
ABOUT = ("changes", "links")
"""The tables that are read here; those that other rooms read are left to them."""
_FREE = ("statement", "description", "rationale", "assumption", "who")


@dataclass(frozen=True)
class Place:
    """Where something stands in the file."""

    sheet: str
    line: int


@dataclass(frozen=True)
class Fault:
    """A line that cannot be kept as it is, and what to do about it."""

    place: Place
    refusal: Refusal


@dataclass(frozen=True)
class SaidChange:
    """What a line says of a change; `said` names what it says, the rest is usual."""

    place: Place
    code: str
    level: Level
    statement: str
    nature: Nature
    effect: Effect
    who: str
    systems: frozenset[System]
    horizon: str | None
    description: str
    leads_to: str
    said: frozenset[str]


@dataclass(frozen=True)
class SaidLink:
    """What a line says of a link; its ends are words still. `alone`: it has a line of its own."""

    place: Place
    source: str
    target: str
    strength: Strength | None = None
    rationale: str = ""
    assumption: str = ""
    alone: bool = True


@dataclass
class Read:
    """What the lines say, and those that say nothing that can be kept."""

    changes: list[SaidChange] = field(default_factory=list)
    links: list[SaidLink] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """The code and the statement of each change that cannot be kept: other lines may name it."""


def understand(blocks: Iterable[Block], fields: Sequence[Sequence[str]], wording: Wording) -> Read:
    """The lines of each table, whose columns say `fields`."""
    read = Read()
    for block, columns in zip(blocks, fields, strict=True):
        if block.kind not in ABOUT:
            continue
        level: Level | None = None
        for number, line in block.lines:
            place = Place(block.sheet, number)
            announced = cells.section_of(line) if block.kind == "changes" else None
            if announced is not None:
                level = announced
                continue
            try:
                said = said_of(line, columns)
                if block.kind == "links":
                    read.links.append(_link(place, said, wording))
                elif said:
                    read.changes.append(_change(place, said, wording, level))
            except Refusal as refusal:
                read.faults.append(Fault(place, refusal))
                if block.kind == "changes":
                    read.left_out.append(_named(line, columns))
    return read


def _named(line: Sequence[str], columns: Sequence[str]) -> tuple[str, str]:
    named = dict(zip(columns, line, strict=False))
    return named.get("code", ""), named.get("statement", "")


def said_of(
    line: Sequence[str], columns: Sequence[str], free: Collection[str] = _FREE
) -> dict[str, str]:
    """What a line says of each field; a dash says something in `free` ones only. Raises Refusal
    for what is no value."""
    said: dict[str, str] = {}
    for cell, name in zip(line, columns, strict=False):
        if not name or not cell or (cell in _NOTHING and name not in free):
            continue
        within(name, partial(cells.readable, cell))
        said[name] = f"{said[name]}\n{cell}" if name in said else cell
    if not said and any(line):
        raise Refusal(
            N_("Nothing of this line is in a column that is read: place its words, or empty it.")
        )
    return said


def within(name: str, act: Callable[[], _T]) -> _T:
    """Do it; a refusal is of this field."""
    try:
        return act()
    except Refusal as refusal:
        refusal.field = name
        raise


def _change(
    place: Place, said: Mapping[str, str], wording: Wording, section: Level | None
) -> SaidChange:
    if "statement" not in said:
        raise Refusal(
            N_("Write what will have changed, or empty this line: a change has a statement."),
            field="statement",
        )
    code = said.get("code", "")
    level = _level(said, code, section)
    return SaidChange(
        place=place,
        code=code,
        level=level,
        statement=within("statement", lambda: rules.statement_of(said["statement"])),
        nature=(
            cells.nature_of(said["nature"], wording)
            if "nature" in said
            else rules.USUAL_NATURE[level]
        ),
        effect=(cells.effect_of(said["effect"], wording) if "effect" in said else Effect.INTENDED),
        who=within("who", lambda: rules.who_of(said.get("who"))),
        systems=cells.systems_of(said.get("systems", ""), wording),
        horizon=within("horizon", lambda: cells.when(said.get("horizon", ""))),
        description=bounded(said, "description"),
        leads_to=said.get("leads_to", ""),
        said=frozenset(said) - {"code", "leads_to", "level"},
    )


def _level(said: Mapping[str, str], code: str, section: Level | None) -> Level:
    """The level of a line: what it says, else what its code says, else what its part is under."""
    parsed = parse_code(tidy_code(code))
    of_code = parsed[0] if parsed else None
    told = cells.level_of(said["level"]) if "level" in said else None
    if told is not None and of_code is not None and told is not of_code:
        raise Refusal(
            N_("The code %(code)s is of another level than the one written: change one of them."),
            field="level",
            code=code,
        )
    level = told or of_code or section
    if level is None:
        raise Refusal(
            N_("Write its level on this line too: a merged cell counts for its first line only."),
            field="level",
        )
    return level


def _link(place: Place, said: Mapping[str, str], wording: Wording) -> SaidLink:
    for end in ("source", "target"):
        if end not in said:
            raise Refusal(N_("Write both ends of the link, or empty this line."), field=end)
    return SaidLink(
        place=place,
        source=said["source"],
        target=said["target"],
        strength=cells.strength_of(said["strength"], wording) if "strength" in said else None,
        rationale=bounded(said, "rationale"),
        assumption=bounded(said, "assumption"),
    )


def bounded(said: Mapping[str, str], name: str) -> str:
    """What a line says of a field that may be long. Raises Refusal beyond its bound."""
    return typed.words(said.get(name), name, LONGEST)


@cells.remembered
def tidy_code(text: str) -> str:
    """A code as the chain writes it (« d 01 » is D1), or as the file does, tidied."""
    bare = "".join(text.split()).casefold().replace("\u200b", "").rstrip(".:")
    letter, rest = bare[:1], bare[1:].lstrip("-_.").lstrip("0")
    if letter in ("d", "i", "u", "v") and rest.isdecimal():
        return f"{letter.upper()}{rest}"
    if bare.endswith((".0", ",0")) and bare[:-2].isdecimal():
        return bare[:-2]
    return bare.replace(",", ".") if bare.replace(",", "").isdecimal() else bare
