"""What the maps of sites tell outside them: organisations and the site's own view of their ties.

The only way from the tables to a network of several sites. No person is read, no answer to a
survey, opened or not, nobody whom only an answer named, no word but the name and the sector of an
organisation. To be called inside `across_sites(...)`, for sites that share their network.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coopspace.network.graph import Network, Node, View
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.networks import readable, stood
from coopspace.stakeholders.rules import Kind, Origin


@dataclass(frozen=True)
class Outlined:
    """An organisation as another site may read it; `number` is how its file identifies it."""

    id: uuid.UUID
    site_id: uuid.UUID
    ref: str
    name: str
    sector: str
    number: str = ""


def organisations(session: Session, sites: Collection[uuid.UUID]) -> list[Outlined]:
    """The organisations that stand on the maps of these sites, in the order of their public ids."""
    rows = session.execute(
        select(
            Stakeholder.id,
            Stakeholder.site_id,
            Stakeholder.ref,
            StakeholderTelling.name,
            StakeholderTelling.sector,
            Stakeholder.foreign_id,
        )
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(*_standing(sites))
        .order_by(Stakeholder.ref, Stakeholder.id)
    )
    return [Outlined(*row) for row in rows]


def named(
    session: Session, sites: Collection[uuid.UUID], refs: Collection[str]
) -> list[tuple[uuid.UUID, str, str]]:
    """The site, the public id and the name of those of these that stand there."""
    rows = session.execute(
        select(Stakeholder.site_id, Stakeholder.ref, StakeholderTelling.name)
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(Stakeholder.ref.in_(refs), *_standing(sites))
    )
    return [(site, ref, name) for site, ref, name in rows]


def count(session: Session, sites: Collection[uuid.UUID]) -> int:
    """How many organisations stand there."""
    query = select(func.count()).select_from(StakeholderTelling).where(*_standing(sites))
    return session.scalar(query) or 0


def networks(
    session: Session, known: Collection[Outlined], sites: Collection[uuid.UUID]
) -> dict[uuid.UUID, Network]:
    """The network of each of these sites, between the organisations that are `known`."""
    refs = {one.id: one.ref for one in known}
    nodes: dict[uuid.UUID, list[Node]] = defaultdict(list)
    views: dict[uuid.UUID, list[View]] = defaultdict(list)
    for one in known:
        nodes[one.site_id].append(Node(one.ref, one.name, str(one.sector)))
    rows = session.execute(
        select(
            RelationView.site_id, RelationView.source_id, RelationView.target_id, RelationView.level
        ).where(RelationView.site_id.in_(sites), readable(None, None))
    ).yield_per(10_000)
    for site, source, target, level in rows:
        if source in refs and target in refs:
            views[site].append(View(refs[source], refs[target], level))
    return {site: Network(tuple(nodes[site]), tuple(views[site])) for site in sites}


def marks(session: Session, sites: Collection[uuid.UUID]) -> list[tuple[str, ...]]:
    """What differs as soon as anything that these maps tell outside has changed.

    What is said is never rewritten: it is added, or it ends.
    """
    told, seen = StakeholderTelling, RelationView
    found = [
        *_marks(session, told.site_id, told, told.site_id.in_(sites)),
        *_marks(session, seen.site_id, seen, seen.site_id.in_(sites), seen.origin == Origin.MAP),
    ]
    return sorted(found)


def _marks(session: Session, site: Any, row: Any, *where: Any) -> list[tuple[str, ...]]:
    query = select(
        site, func.count(), func.count(row.until), func.max(row.at), func.max(row.until)
    ).where(*where)
    return [
        (row.__tablename__, *(str(one) for one in found))
        for found in session.execute(query.group_by(site))
    ]


def _standing(sites: Collection[uuid.UUID]) -> tuple[Any, ...]:
    said = StakeholderTelling
    return (
        said.site_id.in_(sites),
        said.kind == Kind.ORGANISATION,
        said.ended.is_(False),
        or_(said.by.is_not(None), said.import_id.is_not(None)),
        stood(said, None),
    )
