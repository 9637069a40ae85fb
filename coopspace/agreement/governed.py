"""What is governed, as it is read: under each clause, and from the page of a change or a relation.

Of a relation only its two names are read: never a level, never an answer.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from coopspace.agreement.content import Governed
from coopspace.agreement.model import (
    AgreementClause,
    AgreementNaming,
    AgreementPart,
    AgreementTelling,
)
from coopspace.agreement.rules import Kind, Said, read
from coopspace.changes.model import Change
from coopspace.changes.rules import Level, code_of, code_order
from coopspace.live.model import Document
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Origin, name_key

BETWEEN = "-"


@dataclass(frozen=True)
class Saying:
    """A clause, or what stands beside the text (`kind` and `said`), that governs a thing: `words`
    are those of the clause."""

    holder: str
    words: str = ""
    kind: Kind | None = None
    said: Said | None = None


@dataclass(frozen=True)
class Offered:
    """What may be named: the changes that stand, and the relations of the map."""

    changes: tuple[Governed, ...]
    relations: tuple[Governed, ...]


def key_of(*refs: str) -> str:
    """How a relation is called: the same from either side."""
    return BETWEEN.join(sorted(refs))


def key(one: Governed) -> str:
    """How what is governed is called on a form."""
    return one.change or key_of(*one.refs)


def in_order(some: Iterable[Governed]) -> tuple[Governed, ...]:
    """Changes by their codes, then relations by their names."""
    return tuple(sorted(some, key=_place))


def _place(one: Governed) -> tuple[object, ...]:
    if one.change:
        return (0, code_order(one.change), ())
    return (1, (), tuple(name_key(name) for name in one.ends))


_one, _other = aliased(Stakeholder), aliased(Stakeholder)
_one_said, _other_said = aliased(StakeholderTelling), aliased(StakeholderTelling)


def _told(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether the site's own map tells the work of these two, from either side."""
    view = aliased(RelationView)
    return exists().where(
        or_(
            and_(view.source_id == one, view.target_id == other),
            and_(view.source_id == other, view.target_id == one),
        ),
        view.origin == Origin.MAP,
        view.until.is_(None),
        view.ended.is_(False),
    )


_NAMINGS: Select[*tuple[Any, ...]] = (
    select(
        AgreementNaming.holder,
        Change.level,
        Change.number,
        Document.text,
        Change.ended_at,
        _one.ref.label("one"),
        _one_said.name.label("one_name"),
        _one_said.ended.label("one_left"),
        _other.ref.label("other"),
        _other_said.name.label("other_name"),
        _other_said.ended.label("other_left"),
        _told(AgreementNaming.one_id, AgreementNaming.other_id).label("told"),
    )
    .select_from(AgreementNaming)
    .outerjoin(Change, Change.id == AgreementNaming.change_id)
    .outerjoin(Document, Document.id == Change.statement_id)
    .outerjoin(_one, _one.id == AgreementNaming.one_id)
    .outerjoin(_one_said, and_(_one_said.stakeholder_id == _one.id, _one_said.until.is_(None)))
    .outerjoin(_other, _other.id == AgreementNaming.other_id)
    .outerjoin(
        _other_said, and_(_other_said.stakeholder_id == _other.id, _other_said.until.is_(None))
    )
    .where(AgreementNaming.until.is_(None))
)


def governs(session: Session) -> dict[str, tuple[Governed, ...]]:
    """What every clause and every part of the site in scope governs, in one query."""
    found: dict[str, list[Governed]] = defaultdict(list)
    for row in session.execute(_NAMINGS):
        found[row.holder].append(_governed(row))
    return {holder: in_order(some) for holder, some in found.items()}


def _governed(row: Any) -> Governed:
    if row.level is not None:
        code = code_of(Level(row.level), row.number)
        return Governed(change=code, words=row.text.strip(), ended=row.ended_at is not None)
    left = row.one_left or row.other_left
    return replace(
        _relation((row.one_name, row.one), (row.other_name, row.other)),
        ended=bool(left or not row.told),
        left=bool(left),
    )


def _relation(*sides: tuple[str, str]) -> Governed:
    """Two names and their references, in the order in which names are read."""
    ordered = sorted(sides, key=lambda side: (name_key(side[0]), side[1]))
    return Governed(
        ends=tuple(name for name, _ref in ordered), refs=tuple(ref for _name, ref in ordered)
    )


_SAID: Select[Any] = (
    select(
        AgreementNaming.holder,
        Document.text,
        AgreementPart.kind,
        AgreementPart.rank,
        AgreementTelling.content,
        AgreementTelling.ended,
    )
    .select_from(AgreementNaming)
    .outerjoin(AgreementClause, AgreementClause.code == AgreementNaming.holder)
    .outerjoin(Document, Document.id == AgreementClause.document_id)
    .outerjoin(AgreementPart, AgreementPart.ref == AgreementNaming.holder)
    .outerjoin(
        AgreementTelling,
        and_(AgreementTelling.part_id == AgreementPart.id, AgreementTelling.until.is_(None)),
    )
    .where(AgreementNaming.until.is_(None))
)


def of_change(session: Session, change: Change) -> list[Saying]:
    """What the agreement says of a change: its clauses that have words and what stands beside
    them, in one query."""
    return _sayings(session, _SAID.where(AgreementNaming.change_id == change.id))


def of_relation(session: Session, *refs: str) -> list[Saying]:
    """What the agreement says of the relation of these two."""
    query = (
        _SAID.join(_one, _one.id == AgreementNaming.one_id)
        .join(_other, _other.id == AgreementNaming.other_id)
        .where(_one.ref.in_(refs), _other.ref.in_(refs))
    )
    return _sayings(session, query)


def _sayings(session: Session, query: Select[Any]) -> list[Saying]:
    rows = session.execute(query).all()
    spoken = [Saying(row.holder, words=row.text) for row in rows if row.text and row.text.strip()]
    beside = sorted(
        (row for row in rows if row.kind is not None and not row.ended), key=lambda row: row.rank
    )
    return [
        *spoken,
        *(
            Saying(row.holder, kind=Kind(row.kind), said=read(Kind(row.kind), row.content))
            for row in beside
        ),
    ]


def on_map(session: Session, one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether the site's own map tells the work of these two, who are both on it."""
    said = StakeholderTelling
    left = exists().where(
        said.stakeholder_id.in_((one, other)), said.until.is_(None), said.ended.is_(True)
    )
    told = select(Stakeholder.id).where(Stakeholder.id == one, _told(one, other), ~left)
    return session.scalar(told) is not None


def offered(session: Session) -> Offered:
    """What may be named at the site in scope, in order, in two queries."""
    changes = session.execute(
        select(Change.level, Change.number, Document.text)
        .join(Document, Document.id == Change.statement_id)
        .where(Change.ended_at.is_(None))
    )
    view = RelationView
    pairs = session.execute(
        select(_one.ref, _one_said.name, _other.ref, _other_said.name)
        .select_from(view)
        .join(_one, _one.id == view.source_id)
        .join(_one_said, and_(_one_said.stakeholder_id == _one.id, _one_said.until.is_(None)))
        .join(_other, _other.id == view.target_id)
        .join(
            _other_said, and_(_other_said.stakeholder_id == _other.id, _other_said.until.is_(None))
        )
        .where(
            view.origin == Origin.MAP,
            view.until.is_(None),
            view.ended.is_(False),
            _one_said.ended.is_(False),
            _other_said.ended.is_(False),
        )
    )
    relations = {
        key_of(one, other): _relation((one_name, one), (other_name, other))
        for one, one_name, other, other_name in pairs
    }
    return Offered(
        changes=in_order(
            Governed(change=code_of(Level(level), number), words=text.strip())
            for level, number, text in changes
        ),
        relations=in_order(relations.values()),
    )


def sifted(offer: Offered, words: str) -> Offered:
    """Those that have all these words in their code, their wording or their names."""
    wanted = name_key(words).split()

    def answers(one: Governed) -> bool:
        said = name_key(" ".join((one.change, one.words, *one.ends)))
        return all(word in said for word in wanted)

    return replace(
        offer,
        changes=tuple(filter(answers, offer.changes)),
        relations=tuple(filter(answers, offer.relations)),
    )
