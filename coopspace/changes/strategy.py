"""What the pages of the strategy read, in a number of queries that never depends on its size."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.accounts.model import User
from coopspace.changes.chain import Arc, Node
from coopspace.changes.model import Change, ChangeCode, ChangeProgress, Link
from coopspace.changes.ordering import last_tidying
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
    can_undo: bool = False

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

    description: str
    judged: Judged | None


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
    """Everything the canvas shows, in three queries."""
    cards = _cards(session)
    codes = {id_: card.code for id_, card in cards.items()}
    links = session.execute(
        select(Link.source_id, Link.target_id, Link.strength, Link.disputed).where(
            Link.ended_at.is_(None)
        )
    )
    drawn = [
        LinkRow(
            codes[source],
            codes[target] if target else VISION,
            Strength(strength) if strength else None,
            bool(disputed),
        )
        for source, target, strength, disputed in links
        if source in codes and (target is None or target in codes)
    ]
    return StrategyView(
        cards=tuple(sorted(cards.values(), key=lambda card: code_order(card.code))),
        links=tuple(sorted(drawn, key=lambda one: (code_order(one[0]), code_order(one[1])))),
        can_undo=last_tidying(session) is not None,
    )


def _cards(session: Session) -> dict[uuid.UUID, CardRow]:
    rows = session.execute(
        select(
            Change.id,
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
    )
    return {
        row[0]: CardRow(
            code_of(Level(row[1]), row[2]),
            row[3],
            Level(row[1]),
            Nature(row[4]),
            Effect(row[5]),
            row[6],
            row[7],
            row[8],
            Progress(row[9]) if row[9] else None,
            row[10],
        )
        for row in rows
    }


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
    return Sheet(description=row[0], judged=judged)


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
