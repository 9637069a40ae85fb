"""The narrative as it is read: its words with the codes of today, the chain beside it, how much of
it was assembled, and the draft that could be."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.changes.held import chain_of
from coopspace.changes.model import Change, ChangeCode
from coopspace.changes.rules import Level, code_of
from coopspace.changes.strategy import strategy_view
from coopspace.live import merging, store
from coopspace.live.formats import Block
from coopspace.live.quoting import Called, quoted
from coopspace.narrative.model import Narrative
from coopspace.narrative.rules import Draft, Say, Told, assemble, left_over, ref_of
from coopspace.sites.model import Site
from coopspace.vision.adoption import summary


@dataclass(frozen=True)
class Beside:
    """A change of the chain, beside the text: `ref` is how the text calls it."""

    ref: str
    code: str
    level: Level
    statement: str


@dataclass(frozen=True)
class Assembled:
    """What is left of an assembled draft: all of it, or so many sentences of so many."""

    whole: bool
    left: int
    of: int


@dataclass(frozen=True)
class Reading:
    """The narrative; `text` is None before anybody opened it."""

    text: store.Text | None
    blocks: tuple[Block, ...]
    assembled: Assembled | None

    @property
    def written(self) -> bool:
        """Whether it has words."""
        return bool(self.blocks)


def narrative_of(session: Session) -> Narrative | None:
    """The narrative of the site in scope; None while nobody has begun it."""
    return session.scalar(select(Narrative))


def read(session: Session) -> Reading:
    """The narrative of the site in scope as it stands."""
    narrative = narrative_of(session)
    if narrative is None:
        return Reading(None, (), None)
    text = store.read(session, narrative.document_id)
    if not text.text.strip():
        return Reading(text, (), None)
    blocks = quoted(tuple(store.blocks(session, text)), callings(session))
    return Reading(text, blocks, _assembled(session, narrative, text))


def beside(session: Session, site: Site) -> list[Beside]:
    """The living chain in reading order, each change with how a text calls it."""
    ids = chain_of(session).ids
    return [
        Beside(ref_of(ids[card.code]), card.code, card.level, card.statement)
        for card in strategy_view(session, site).cards
    ]


def callings(session: Session) -> dict[str, Called]:
    """How each change is called where a text mentions it: its code of today; every code it had is
    known."""
    ever: dict[str, set[str]] = {}
    for change_id, level, number in session.execute(
        select(ChangeCode.change_id, ChangeCode.level, ChangeCode.number)
    ):
        ever.setdefault(ref_of(change_id), set()).add(code_of(Level(level), number))
    rows = session.execute(select(Change.id, Change.level, Change.number, Change.ended_at))
    return {
        ref_of(row.id): Called(
            code_of(Level(row.level), row.number),
            frozenset(ever.get(ref_of(row.id), ())),
            left=row.ended_at is not None,
        )
        for row in rows
    }


def draft(session: Session, site: Site, say: Say) -> Draft:
    """What would be assembled from the chain as it stands."""
    view = strategy_view(session, site)
    changes = {card.code: Told(merging.tidy(card.statement), card.effect) for card in view.cards}
    vision = merging.tidy(summary(session, site).text)
    return assemble(changes, view.arcs, vision=vision, say=say)


def _assembled(session: Session, narrative: Narrative, text: store.Text) -> Assembled | None:
    """What people have left of the draft that was put in; None when nothing of it is left."""
    if narrative.assembled_number is None:
        return None
    first = store.wording(session, narrative.document_id, narrative.assembled_number)
    left, of = left_over(first.text, text.text)
    whole = text.digest == narrative.assembled_digest
    return Assembled(whole, left, of) if whole or left else None
