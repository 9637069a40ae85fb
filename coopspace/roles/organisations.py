"""The organisations of the map as roles name them, also those that left it."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Kind


@dataclass(frozen=True)
class Organisation:
    """One organisation or person of the map: its address, its name, whether it stands on it, and
    whether it may be named: people hold a role by their place at the site."""

    id: uuid.UUID
    ref: str
    name: str
    here: bool
    offered: bool


_STANDING = (
    select(
        Stakeholder.id,
        Stakeholder.ref,
        StakeholderTelling.name,
        StakeholderTelling.kind,
        StakeholderTelling.ended,
    )
    .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
    .where(StakeholderTelling.until.is_(None))
    .order_by(StakeholderTelling.name, Stakeholder.ref)
)


def organisations(session: Session) -> dict[uuid.UUID, Organisation]:
    """Everybody of the map of the site in scope, by name, in one query."""
    return {
        id_: Organisation(id_, ref, name, not ended, not ended and kind == Kind.ORGANISATION)
        for id_, ref, name, kind, ended in session.execute(_STANDING)
    }
