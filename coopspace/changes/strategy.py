"""What the pages of the strategy read, in a number of queries that never depends on its size."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from coopspace.accounts.model import User
from coopspace.changes.chain import Arc, Node
from coopspace.changes.model import Change, ChangeCode, ChangeProgress, Link, Tidying
from coopspace.changes.rules import (
    VISION,
    Effect,
    Level,
    Nature,
    Progress,
    Strength,
    System,
    code_of,
    code_order,
    parse_code,
)
from coopspace.kernel import audit
from coopspace.kernel.audit import AuditHead
from coopspace.live.model import Document
from coopspace.sites.model import Site


class CardRow(NamedTuple):
    """One living change, as the canvas, the table and the poster show it."""

    code: str
    statement: str
    level: Level
    nature: Nature
    effect: Effect
    who: str
    systems: frozenset[System]
    horizon: str | None
    progress: Progress | None
    key: float

    @property
    def node(self) -> Node:
        """The change as the chain needs it."""
        return Node(self.code, self.level, self.effect, self.systems, self.key)


class LinkRow(NamedTuple):
    """One living link by the codes of its ends (`V`: the vision)."""

    source: str
    target: str
    strength: Strength | None
    disputed: bool

    @property
    def arc(self) -> Arc:
        """The link as the chain needs it."""
        return Arc(self.source, self.target)


@dataclass(frozen=True)
class StrategyView:
    """The living strategy, in reading order. Everything in it is immutable and comparable."""

    cards: tuple[CardRow, ...]
    links: tuple[LinkRow, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The changes as the chain needs them."""
        return tuple(card.node for card in self.cards)

    @property
    def arcs(self) -> tuple[Arc, ...]:
        """The links as the chain needs them."""
        return tuple(link.arc for link in self.links)


@dataclass(frozen=True)
class Judged:
    """A judgement of progress, who gave it and when."""

    judgement: Progress
    reason: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """What the opened card adds to what the canvas already shows."""

    id: uuid.UUID
    description: str
    judged: Judged | None
    statement_id: uuid.UUID
    description_id: uuid.UUID


class EndedRow(NamedTuple):
    """An ended change, with its words, its reason and when."""

    code: str
    statement: str
    level: Level
    reason: str
    at: datetime


class EndedLink(NamedTuple):
    """An ended link; `waits_for` is the code of the ended change it will come back with, if any."""

    source: str
    source_says: str
    target: str
    target_says: str
    at: datetime
    waits_for: str


def strategy_view(session: Session, site: Site) -> StrategyView:
    """Everything the canvas shows, in two queries; the same rows give the very same view."""
    cards = session.execute(_CARDS).all()
    links = session.execute(_LINKS).all()
    return _view(tuple(map(tuple, cards)), tuple(map(tuple, links)))


def mark(session: Session, site: Site) -> str:
    """A short text that differs as soon as anybody acts or types on the site, a card moved in its
    column included: a page that shows the strategy asks for it to know whether it must look again.
    """
    acts = select(AuditHead.seq).where(AuditHead.chain == audit.chain_of(site.id))
    parts = (
        acts,
        select(func.sum(Document.text_seq)),
        select(func.sum(Change.version)),
        select(func.sum(Change.key)),
        select(func.sum(Link.version)),
        select(func.count(Tidying.number) + func.count(Tidying.undone_at)),
    )
    row = session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return "-".join(
        f"{value:.9f}" if isinstance(value, float) else str(value or 0) for value in row
    )


def can_undo(session: Session) -> bool:
    """Whether the last tidying can be undone."""
    last = session.execute(_LAST_TIDYING).first()
    return last is not None and last[0] is None


_LAST_TIDYING = select(Tidying.undone_at).order_by(Tidying.number.desc()).limit(1)
_source, _target = aliased(Change), aliased(Change)
_CARDS = (
    select(
        Change.level,
        Change.number,
        Document.text,
        Change.nature,
        Change.effect,
        Change.who,
        Change.systems,
        Change.horizon,
        Change.progress,
        Change.key,
    )
    .join(Document, Document.id == Change.statement_id)
    .where(Change.ended_at.is_(None))
    .order_by(Change.level, Change.number)
)
"""Living changes in reading order: the names of the levels happen to sort as the levels do."""
_LINKS = (
    select(
        _source.level,
        _source.number,
        _target.level,
        _target.number,
        Link.strength,
        Link.disputed,
    )
    .select_from(Link)
    .join(_source, _source.id == Link.source_id)
    .outerjoin(_target, _target.id == Link.target_id)
    .where(Link.ended_at.is_(None))
    .order_by(_source.level, _source.number, _target.level, _target.number)
)


@lru_cache(maxsize=64)
def _view(cards: tuple[Any, ...], links: tuple[Any, ...]) -> StrategyView:
    rows = tuple(
        CardRow(
            code_of(Level(row[0]), row[1]),
            row[2],
            Level(row[0]),
            Nature(row[3]),
            Effect(row[4]),
            row[5],
            row[6],
            row[7],
            Progress(row[8]) if row[8] else None,
            row[9],
        )
        for row in cards
    )
    known = {row.code for row in rows} | {VISION}
    drawn = (
        LinkRow(
            _code(row[0], row[1]),
            _code(row[2], row[3]) or VISION,
            Strength(row[4]) if row[4] else None,
            bool(row[5]),
        )
        for row in links
    )
    return StrategyView(rows, tuple(one for one in drawn if {one.source, one.target} <= known))


def sheet(session: Session, code: str) -> Sheet:
    """The description of a living change and the latest judgement of it, in one query."""
    level, number = parse_code(code) or (Level.DIRECT, 0)
    row = session.execute(
        select(
            Document.text,
            ChangeProgress.judgement,
            ChangeProgress.reason,
            User.name,
            ChangeProgress.at,
            Change.statement_id,
            Change.description_id,
            Change.id,
        )
        .select_from(Change)
        .join(Document, Document.id == Change.description_id)
        .outerjoin(ChangeProgress, ChangeProgress.change_id == Change.id)
        .outerjoin(User, User.id == ChangeProgress.by)
        .where(Change.level == level, Change.number == number)
        .order_by(ChangeProgress.number.desc())
        .limit(1)
    ).one()
    judged = Judged(Progress(row[1]), row[2], row[3], row[4]) if row[1] else None
    return Sheet(row[7], row[0], judged, statement_id=row[5], description_id=row[6])


def judgements(session: Session, change_id: uuid.UUID) -> list[Judged]:
    """Every judgement of a change's progress, newest first."""
    rows = session.execute(
        select(ChangeProgress.judgement, ChangeProgress.reason, User.name, ChangeProgress.at)
        .join(User, User.id == ChangeProgress.by)
        .where(ChangeProgress.change_id == change_id)
        .order_by(ChangeProgress.number.desc())
    )
    return [Judged(Progress(row[0]), row[1], row[2], row[3]) for row in rows]


def ended_changes(session: Session) -> list[EndedRow]:
    """The changes that have ended, the latest first."""
    rows = session.execute(
        select(Change.level, Change.number, Document.text, Change.end_reason, Change.ended_at)
        .join(Document, Document.id == Change.statement_id)
        .where(Change.ended_at.is_not(None))
        .order_by(Change.ended_at.desc(), Change.number)
    )
    return [
        EndedRow(code_of(Level(row[0]), row[1]), row[2], Level(row[0]), row[3], row[4])
        for row in rows
        if row[4] is not None
    ]


def ended_links(session: Session) -> list[EndedLink]:
    """The links that have ended, the latest first."""
    source, target, waits = aliased(Change), aliased(Change), aliased(Change)
    source_text, target_text = aliased(Document), aliased(Document)
    rows = session.execute(
        select(
            source.level,
            source.number,
            source_text.text,
            target.level,
            target.number,
            target_text.text,
            Link.ended_at,
            waits.level,
            waits.number,
        )
        .select_from(Link)
        .join(source, source.id == Link.source_id)
        .join(source_text, source_text.id == source.statement_id)
        .outerjoin(target, target.id == Link.target_id)
        .outerjoin(target_text, target_text.id == target.statement_id)
        .outerjoin(waits, waits.id == Link.ended_with)
        .where(Link.ended_at.is_not(None))
        .order_by(Link.ended_at.desc(), source.number, target.number)
    )
    return [
        EndedLink(
            _code(row[0], row[1]),
            row[2],
            _code(row[3], row[4]) or VISION,
            row[5] or "",
            row[6],
            _code(row[7], row[8]),
        )
        for row in rows
        if row[6] is not None
    ]


def _code(level: str | None, number: int | None) -> str:
    return code_of(Level(level), number) if level and number else ""


def former_codes(session: Session, change: Change) -> list[str]:
    """The codes that this change once had, and that still lead to it."""
    rows = session.execute(
        select(ChangeCode.level, ChangeCode.number).where(ChangeCode.change_id == change.id)
    )
    codes = (code_of(Level(level), number) for level, number in rows)
    return sorted((code for code in codes if code != change.code), key=code_order)
