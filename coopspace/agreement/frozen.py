"""A frozen version read again from its own bytes: what it said then, whatever is said now."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coopspace.agreement.content import Clause, Content, Governed, Item
from coopspace.agreement.rules import Decision, Kind, Message, Place, Section, Talent, read
from coopspace.live.formats import Block, Piece

BESIDE = ("places", "decisions", "messages", "talents")
"""What a section holds beside its clauses, by its name in the canonical content."""


@dataclass(frozen=True)
class FrozenClause:
    """A clause with the heading and the question that it bore."""

    code: str
    heading: str
    question: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class FrozenSection:
    """A section with the title that it bore."""

    section: Section
    title: str
    clauses: tuple[FrozenClause, ...]


@dataclass(frozen=True)
class Text:
    """An agreement as it is read. `methods` gives each way of deciding its name and meaning."""

    site: str
    language: str
    sections: tuple[FrozenSection, ...]
    content: Content
    methods: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Frozen(Text):
    """Everything that a version says."""

    number: int
    put_at: datetime
    review_on: date
    consent: str
    signatories: Sequence[Mapping[str, str]]


def read_content(data: bytes) -> Frozen:
    """The version that these canonical bytes hold."""
    values = json.loads(data)
    text = read_agreement(values["agreement"])
    return Frozen(
        site=text.site,
        language=text.language,
        sections=text.sections,
        content=text.content,
        methods=text.methods,
        number=values["number"],
        put_at=datetime.fromisoformat(values["put_at"]),
        review_on=date.fromisoformat(values["review_on"]),
        consent=values["consent"],
        signatories=values["signatories"],
    )


def read_agreement(agreement: Mapping[str, Any]) -> Text:
    """The agreement that its plain values hold, with every word that stood around it."""
    return Text(
        site=agreement["site"],
        language=agreement["language"],
        sections=tuple(_section(one) for one in agreement["sections"]),
        content=content_of(agreement),
        methods={
            one["code"]: (one["label"], one["means"])
            for section in agreement["sections"]
            for one in section.get("methods", ())
        },
    )


def agreement_of(data: bytes) -> Mapping[str, Any]:
    """The agreement within these canonical bytes, as plain values."""
    found: Mapping[str, Any] = json.loads(data)["agreement"]
    return found


def content_of(agreement: Mapping[str, Any]) -> Content:
    """The agreement that its plain values hold."""
    places: list[Item[Place]] = []
    decisions: list[Item[Decision]] = []
    messages: list[Item[Message]] = []
    talents: list[Item[Talent]] = []
    kept: dict[Kind, list[Any]] = {
        Kind.PLACE: places,
        Kind.DECISION: decisions,
        Kind.MESSAGE: messages,
        Kind.TALENT: talents,
    }
    clauses = []
    governs: dict[str, tuple[Governed, ...]] = {}
    for section in agreement["sections"]:
        for name, kind in zip(BESIDE, kept, strict=True):
            kept[kind] += [Item(one["ref"], read(kind, one)) for one in section.get(name, ())]
        clauses += [
            Clause(one["code"], Section(section["code"]), _blocks(one))
            for one in section["clauses"]
        ]
        governs |= _governs(section)
    return Content(
        clauses=tuple(clauses),
        places=tuple(places),
        decisions=tuple(decisions),
        messages=tuple(messages),
        talents=tuple(talents),
        governs=governs,
    )


def _governs(section: Mapping[str, Any]) -> dict[str, tuple[Governed, ...]]:
    """What the clauses of a section and what stands beside them govern."""
    holders = [(one["code"], one) for one in section["clauses"]]
    holders += [(one["ref"], one) for name in BESIDE for one in section.get(name, ())]
    return {holder: read_governed(one["governs"]) for holder, one in holders if one.get("governs")}


def read_governed(values: Iterable[Mapping[str, Any]]) -> tuple[Governed, ...]:
    """What is governed, from its plain values."""
    return tuple(
        Governed(
            change=one.get("change", ""),
            words=one.get("words", ""),
            ends=tuple(one.get("relation", ())),
            ended=one.get("ended", False),
        )
        for one in values
    )


def _section(values: Mapping[str, Any]) -> FrozenSection:
    return FrozenSection(
        section=Section(values["code"]),
        title=values["title"],
        clauses=tuple(
            FrozenClause(one["code"], one["heading"], one["question"], _blocks(one))
            for one in values["clauses"]
        ),
    )


def _blocks(clause: Mapping[str, Any]) -> tuple[Block, ...]:
    return tuple(
        Block(
            block["kind"],
            tuple(tuple(Piece(**piece) for piece in line) for line in block["lines"]),
        )
        for block in clause["blocks"]
    )
