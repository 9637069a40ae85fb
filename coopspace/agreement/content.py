"""An agreement as it stands, apart from any database; and its canonical content.

The canonical content is what a version freezes, exports carry and a signature binds: plain values
in a fixed order, NFC, with every word that stands on the page (titles, questions and what each way
of deciding means included), so that it can be read and hashed years later from itself alone.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from coopspace import method
from coopspace.agreement.questions import by_code, of_section
from coopspace.agreement.rules import (
    Decision,
    Message,
    Place,
    Said,
    Section,
    Talent,
    stored,
)
from coopspace.live.formats import Block, Piece
from coopspace.live.quoting import LEFT
from coopspace.stakeholders.rules import Sector

FORMAT = "coopspace-agreement"
FORMAT_VERSION = 1
_TRUE = ("bold", "italic", "link", "quotes")
S = TypeVar("S", bound=Said, covariant=True)


@dataclass(frozen=True)
class Clause:
    """One clause with its words; `code` names it for good."""

    code: str
    section: Section
    blocks: tuple[Block, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it answers a question of the method."""
        known = by_code().get(self.code)
        return known is not None and known.asks


@dataclass(frozen=True)
class Item(Generic[S]):
    """Something settled beside the text, by its reference."""

    ref: str
    said: S


@dataclass(frozen=True)
class Governed:
    """What a clause or a part governs, in words: a change by its code and its wording, or a
    relation by its two names. `ended`: it has left since. `refs` are those of the two, and `left`
    whether one of them left the map, where the agreement is living."""

    change: str = ""
    words: str = ""
    ends: tuple[str, ...] = ()
    ended: bool = False
    refs: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True)
class Content:
    """Everything that an agreement says. Clauses without words are there too, in order. `governs`
    is what each clause (by its code) and each part (by its reference) names."""

    clauses: tuple[Clause, ...] = ()
    places: tuple[Item[Place], ...] = ()
    decisions: tuple[Item[Decision], ...] = ()
    messages: tuple[Item[Message], ...] = ()
    talents: tuple[Item[Talent], ...] = ()
    governs: Mapping[str, tuple[Governed, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing is written yet."""
        beside = self.places or self.decisions or self.messages or self.talents
        return not beside and not any(one.blocks for one in self.clauses)

    def of_section(self, section: Section) -> tuple[Clause, ...]:
        """The clauses of one section."""
        return tuple(one for one in self.clauses if one.section is section)

    def place(self, ref: str) -> Place | None:
        """The place of this reference, if it stands."""
        return next((one.said for one in self.places if one.ref == ref), None)

    def decisions_of(self, place: str) -> tuple[Item[Decision], ...]:
        """What is decided at the place of this reference."""
        return tuple(one for one in self.decisions if one.said.place == place)

    def parties_of(self, said: Decision) -> tuple[Sector, ...]:
        """Who decides a matter: those it names and those of its place."""
        place = self.place(said.place)
        named = {*said.parties, *(place.parties if place else ())}
        return tuple(one for one in Sector if one in named)


def clauses(written: Mapping[str, tuple[Section, tuple[Block, ...]]]) -> tuple[Clause, ...]:
    """The clauses of the method with their words, then those that it no longer asks and that have
    some: nothing that was written leaves the page."""
    found = []
    for section in Section:
        asked = [one.code for one in of_section(section)]
        found += [
            Clause(code, section, written[code][1] if code in written else ()) for code in asked
        ]
        found += [
            Clause(code, section, blocks)
            for code, (where, blocks) in sorted(written.items())
            if where is section and code not in asked and blocks
        ]
    return tuple(found)


def settled(items: Iterable[Item[Said]], names: Mapping[str, tuple[str, Sector]]) -> Content:
    """What stands beside the text. A place that has left is named no more; a talent of the map has
    the name that `names` gives to its stakeholder."""
    kept = [*items]
    places = tuple(Item(one.ref, one.said) for one in kept if isinstance(one.said, Place))
    known = {one.ref for one in places}
    return Content(
        places=places,
        decisions=tuple(
            Item(one.ref, _placed(one.said, known))
            for one in kept
            if isinstance(one.said, Decision)
        ),
        messages=tuple(Item(one.ref, one.said) for one in kept if isinstance(one.said, Message)),
        talents=tuple(
            Item(one.ref, named(_placed(one.said, known), names))
            for one in kept
            if isinstance(one.said, Talent)
        ),
    )


D = TypeVar("D", Decision, Talent)


def _placed(said: D, known: set[str]) -> D:
    return said if said.place in known else replace(said, place="")


def named(said: Talent, names: Mapping[str, tuple[str, Sector]]) -> Talent:
    """A talent with the name and the sector that the map gives to whoever brings it."""
    if said.stakeholder not in names:
        return said
    name, sector = names[said.stakeholder]
    return replace(said, name=name, sector=sector)


def canonical(content: Content, *, site: str, language: str) -> dict[str, Any]:
    """The agreement as plain values. Two agreements that say the same give equal values, whatever
    the database, the hour or the reader; clauses without words are not part of it."""
    words = method.load("agreement")
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "language": language,
        "site": _nfc(site),
        "sections": [
            {
                "code": section.value,
                "title": _nfc(words.text(f"sections.{section}.title", language)),
                "clauses": [
                    {**_clause(one, language), **_governs(content, one.code)}
                    for one in content.of_section(section)
                    if one.blocks
                ],
                **_beside(content, section, language),
            }
            for section in Section
        ],
    }


def serialised(values: Mapping[str, Any]) -> bytes:
    """The canonical bytes: JSON in UTF-8, keys in the order given, no space."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def digest(values: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal: it names these exact words."""
    return hashlib.sha256(serialised(values)).hexdigest()


def _clause(clause: Clause, language: str) -> dict[str, Any]:
    known = by_code().get(clause.code)
    return {
        "code": clause.code,
        "heading": _nfc(known.heading.text(language)) if known else "",
        "question": _nfc(known.question.text(language)) if known and known.asks else "",
        "blocks": [
            {
                "kind": one.kind,
                "lines": [[_piece(piece, language) for piece in line] for line in one.lines],
            }
            for one in clause.blocks
        ],
    }


def _piece(piece: Piece, language: str) -> dict[str, Any]:
    """Words with their marks. What they quote and has left is said to have, in words."""
    text = piece.text
    if piece.quotes.startswith(LEFT):
        text = method.load("agreement").text("quoting.left", language).format(name=text)
        piece = replace(piece, quotes="")
    marks = {name: getattr(piece, name) for name in _TRUE if getattr(piece, name)}
    return {"text": _nfc(text), **marks}


def _beside(content: Content, section: Section, language: str) -> dict[str, Any]:
    if section is Section.PLACES:
        return {"places": _items(content, content.places)}
    if section is Section.POWER:
        return {
            "decisions": _items(content, content.decisions),
            "methods": _methods(content, language),
        }
    if section is Section.COMMUNICATION:
        return {"messages": _items(content, content.messages)}
    if section is Section.TALENTS:
        return {"talents": _items(content, content.talents)}
    return {}


def _items(content: Content, items: Iterable[Item[Said]]) -> list[dict[str, Any]]:
    return [
        {
            "ref": one.ref,
            **{name: _plain(value) for name, value in stored(one.said).items()},
            **_governs(content, one.ref),
        }
        for one in items
    ]


def _governs(content: Content, holder: str) -> dict[str, Any]:
    """What it governs, in words alone; nothing where it names nothing."""
    named = [_naming(one) for one in content.governs.get(holder, ())]
    return {"governs": named} if named else {}


def _naming(one: Governed) -> dict[str, Any]:
    ended = {"ended": True} if one.ended else {}
    if one.change:
        return {"change": one.change, "words": _nfc(one.words), **ended}
    return {"relation": [_nfc(name) for name in one.ends], **ended}


def _methods(content: Content, language: str) -> list[dict[str, str]]:
    """The ways of deciding that the rules name, each with what it means."""
    words = method.load("agreement")
    used = {one.said.method for one in content.decisions if one.said.method}
    return [
        {
            "code": code,
            "label": _nfc(words.text(f"methods.{code}.label", language)),
            "means": _nfc(words.text(f"methods.{code}.means", language)),
        }
        for code in words["methods"]
        if code in used
    ]


def _plain(value: Any) -> Any:
    """Plain JSON values: codes are their words, texts are NFC."""
    if isinstance(value, str):
        return _nfc(str(value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
