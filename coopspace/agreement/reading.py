"""The agreement of the site in scope, read in a handful of queries whatever its length."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement import content, governed, parts
from coopspace.agreement.content import Content, Item
from coopspace.agreement.model import AgreementClause
from coopspace.agreement.parts import Part
from coopspace.agreement.rules import Kind, Place, Said, Section, Talent, title
from coopspace.live import formatted, merging
from coopspace.live.formatted import Formatted
from coopspace.live.quoting import Called, quoted
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Sector

_EVER_NAMED = select(
    Stakeholder.ref, StakeholderTelling.name, StakeholderTelling.sector, StakeholderTelling.until
).join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
_NAMED = _EVER_NAMED.where(StakeholderTelling.until.is_(None))


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
    everything, said = parts.ever_said(session)
    standing = [one for one in everything if not one.ended]
    items = [Item(one.ref, one.said) for one in standing]
    map_names = _map_names(session, (one for some in said.values() for one in some))
    names = {ref: ever.now for ref, ever in map_names.items()}
    beside = content.settled(items, names)
    callings = {one.ref: _calling(one, said[one.ref], map_names) for one in everything}
    written = {
        code: (section, quoted(text.blocks, callings)) for code, (section, text) in texts.items()
    }
    return Agreement(
        content=replace(
            beside, clauses=content.clauses(written), governs=governed.governs(session)
        ),
        texts={code: text for code, (_section, text) in texts.items()},
        standing={one.ref: one for one in standing},
        ended=tuple(one for one in everything if one.ended),
        names=names,
    )


def beside(session: Session) -> Content:
    """What stands beside the text, without the text."""
    standing = [one for one in parts.parts(session) if not one.ended]
    map_names = _map_names(session, (one.said for one in standing))
    names = {ref: ever.now for ref, ever in map_names.items()}
    return content.settled([Item(one.ref, one.said) for one in standing], names)


def quotable(settled: Content) -> dict[Kind, list[tuple[str, str]]]:
    """What a clause may quote, kind by kind: references and names."""
    found: dict[Kind, Iterable[Item[Said]]] = {
        Kind.PLACE: settled.places,
        Kind.DECISION: settled.decisions,
        Kind.MESSAGE: settled.messages,
        Kind.TALENT: settled.talents,
    }
    named = {
        kind: [(one.ref, name) for one in items if (name := title(one.said))]
        for kind, items in found.items()
    }
    return {kind: some for kind, some in named.items() if some}


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
    names = {
        ref: ever.now for ref, ever in _map_names(session, (one.said for one in found)).items()
    }
    return {one.ref: _title(one.said, names) for one in found}


@dataclass(frozen=True)
class _Ever:
    """How somebody of the map is called today, with their sector; and ever was."""

    now: tuple[str, Sector]
    names: frozenset[str]


def _map_names(session: Session, said: Iterable[Said]) -> dict[str, _Ever]:
    """The names of the stakeholders who bring something, also when they have left the map."""
    refs = {one.stakeholder for one in said if isinstance(one, Talent) and one.stakeholder}
    if not refs:
        return {}
    ever: dict[str, set[str]] = defaultdict(set)
    now = {}
    for row in session.execute(_EVER_NAMED.where(Stakeholder.ref.in_(sorted(refs)))):
        ever[row.ref].add(row.name)
        if row.until is None:
            now[row.ref] = (row.name, Sector(row.sector))
    return {ref: _Ever(name, frozenset(ever[ref])) for ref, name in now.items()}


def _calling(part: Part, said: Sequence[Said], names: Mapping[str, _Ever]) -> Called:
    """How a part is called where it is quoted, and ever was."""
    present = {ref: ever.now for ref, ever in names.items()}
    ever = {title(one) for one in said}
    for one in said:
        if isinstance(one, Talent) and one.stakeholder in names:
            ever |= names[one.stakeholder].names
    known = frozenset(merging.tidy(one) for one in ever if one)
    return Called(merging.tidy(_title(part.said, present)), known, left=part.ended)


def _title(said: Said, names: Mapping[str, tuple[str, Sector]]) -> str:
    return title(content.named(said, names) if isinstance(said, Talent) else said)
