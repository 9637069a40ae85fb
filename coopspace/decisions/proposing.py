"""What a rule of the agreement proposes for a decision: its matter, its method, its place, whom to
ask. Whoever opens the decision changes what they like."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement import content, parts
from coopspace.agreement.content import Content, Item
from coopspace.changes.model import Change
from coopspace.changes.rules import Level, code_of
from coopspace.decisions.rules import Framing, parties_asked
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.live.model import Document
from coopspace.sites import access
from coopspace.sites.model import College, Membership, Site
from coopspace.stakeholders.rules import Sector

COLLEGE_OF: dict[Sector, College] = {
    Sector.STATE: College.STATE,
    Sector.AUTHORITY: College.LOCAL_AUTHORITY,
    Sector.CIVIL: College.CIVIL_SOCIETY,
    Sector.RESIDENTS: College.CIVIL_SOCIETY,
}
"""For which college those of a sector sit: residents speak with civil society."""


@dataclass(frozen=True)
class Proposed:
    """How a decision would be framed, and who would be asked."""

    framing: Framing
    asked: frozenset[uuid.UUID]


def settled(session: Session) -> Content:
    """What stands beside the text of the agreement of the site in scope."""
    standing = (one for one in parts.parts(session) if not one.ended)
    return content.settled([Item(one.ref, one.said) for one in standing], {})


def speakers(session: Session, site: Site) -> list[Membership]:
    """Who may be asked: those whose role lets them take a position, by name."""
    return access.who_may(session, site, Permission.DECISION_SPEAK)


def changes_of(session: Session) -> list[tuple[str, str]]:
    """The living changes of the strategy: code and words."""
    rows = session.execute(
        select(Change.level, Change.number, Document.text)
        .join(Document, Document.id == Change.statement_id)
        .where(Change.ended_at.is_(None))
        .order_by(Change.level, Change.number)
    )
    return [(code_of(Level(level), number), said) for level, number, said in rows]


def proposed(session: Session, site: Site, rule: str = "") -> Proposed:
    """What the rule of this reference proposes; without one, everybody who may speak is asked.
    Raises NotFound for a rule that does not stand."""
    colleges = {one.user_id: one.college or "" for one in speakers(session, site)}
    if not rule:
        return Proposed(Framing(""), frozenset(colleges))
    standing = settled(session)
    said = next((one.said for one in standing.decisions if one.ref == rule), None)
    if said is None:
        raise NotFound
    wanted = {COLLEGE_OF[one].value for one in standing.parties_of(said) if one in COLLEGE_OF}
    return Proposed(
        Framing(matter=said.matter, method=said.method, rule=rule, place=said.place, who=said.who),
        frozenset(parties_asked(colleges, wanted)),
    )
