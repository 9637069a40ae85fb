"""The agreement of the site in scope, read in a handful of queries whatever its length."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement import content, parts
from coopspace.agreement.content import Content, Item
from coopspace.agreement.model import AgreementClause
from coopspace.agreement.parts import Part
from coopspace.agreement.rules import Place, Said, Section, Talent, title
from coopspace.live import formatted
from coopspace.live.formatted import Formatted
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Sector

_NAMED = (
    select(Stakeholder.ref, StakeholderTelling.name, StakeholderTelling.sector)
    .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
    .where(StakeholderTelling.until.is_(None))
)


@dataclass(frozen=True)
class Agreement:
    """What it says, and what its page shows beside: each clause's text, by code; each part that
    stands and each that was taken out, by reference."""

    content: Content
    texts: Mapping[str, Formatted]
    standing: Mapping[str, Part]
    ended: tuple[Part, ...]
    names: Mapping[str, tuple[str, Sector]]

    def shown(self, said: Said) -> Said:
        """What was said, now or before, with the names that the map gives."""
        return content.named(said, self.names) if isinstance(said, Talent) else said

    def authors(self) -> set[uuid.UUID]:
        """Everybody whose name the page gives."""
        found = {one for text in self.texts.values() for one in text.authors}
        return found | {one.by for one in (*self.standing.values(), *self.ended)}


def agreement(session: Session) -> Agreement:
    """The agreement as it stands."""
    texts = clause_texts(session)
    everything = parts.parts(session)
    standing = [one for one in everything if not one.ended]
    items = [Item(one.ref, one.said) for one in standing]
    names = _names(session, everything)
    beside = content.settled(items, names)
    written = {code: (section, text.blocks) for code, (section, text) in texts.items()}
    return Agreement(
        content=replace(beside, clauses=content.clauses(written)),
        texts={code: text for code, (_section, text) in texts.items()},
        standing={one.ref: one for one in standing},
        ended=tuple(one for one in everything if one.ended),
        names=names,
    )


def clause_texts(session: Session) -> dict[str, tuple[Section, Formatted]]:
    """The text of every clause that was begun, by the code of its question."""
    rows = session.execute(
        select(AgreementClause.code, AgreementClause.section, AgreementClause.document_id)
    ).all()
    texts = formatted.read_many(session, [row.document_id for row in rows])
    return {row.code: (Section(row.section), texts[row.document_id]) for row in rows}


def places(session: Session) -> tuple[Item[Place], ...]:
    """The places that stand, in order."""
    standing = (one for one in parts.parts(session) if not one.ended)
    return tuple(Item(one.ref, one.said) for one in standing if isinstance(one.said, Place))


def stakeholders(session: Session, *, keep: str = "") -> list[tuple[str, str]]:
    """Who stands on the map, by name: reference and name; and `keep`, also if they have left."""
    here = StakeholderTelling.ended.is_(False) | (Stakeholder.ref == keep)
    rows = session.execute(_NAMED.where(here))
    return sorted(((row.ref, row.name) for row in rows), key=lambda one: one[1].casefold())


def called(session: Session, those: Iterable[Part]) -> dict[str, str]:
    """What each of these parts is called, by reference: a talent by the name that the map gives."""
    found = [*those]
    names = _names(session, found)
    return {
        one.ref: title(content.named(one.said, names) if isinstance(one.said, Talent) else one.said)
        for one in found
    }


def _names(session: Session, everything: Iterable[Part]) -> dict[str, tuple[str, Sector]]:
    """The names of the stakeholders who bring something, also when they have left the map."""
    refs = {
        one.said.stakeholder
        for one in everything
        if isinstance(one.said, Talent) and one.said.stakeholder
    }
    if not refs:
        return {}
    rows = session.execute(_NAMED.where(Stakeholder.ref.in_(sorted(refs))))
    return {row.ref: (row.name, Sector(row.sector)) for row in rows}
