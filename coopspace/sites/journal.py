"""The journal of a site as people read it: its lines, and the people whom they name."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.kernel import audit
from coopspace.kernel.audit import AuditEvent
from coopspace.sites.model import Site

PAGE = 50
"""How many lines a page holds."""
_NAMING = ("person", "after")


@dataclass(frozen=True)
class JournalPage:
    """Some lines, newest first, who they name, and where the older ones begin (None: the end)."""

    lines: list[AuditEvent]
    people: dict[uuid.UUID, User]
    older: int | None


def page(
    session: Session,
    site: Site,
    *,
    only: Collection[str] | None = None,
    before: int | None = None,
) -> JournalPage:
    """One page of the journal, in two queries; `only` keeps some actions, `before` a rank."""
    found = lines(session, site, only=only, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    return JournalPage(
        lines=shown,
        people=people.by_ids(session, named_in(shown)),
        older=shown[-1].seq if len(found) > PAGE else None,
    )


def lines(
    session: Session,
    site: Site,
    *,
    only: Collection[str] | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[AuditEvent]:
    """The latest lines of the site's journal, newest first."""
    query = select(AuditEvent).where(AuditEvent.chain == audit.chain_of(site.id))
    if only is not None:
        query = query.where(AuditEvent.action.in_(sorted(only)))
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    return list(session.scalars(query.order_by(AuditEvent.seq.desc()).limit(limit)))


def moves(
    session: Session, site: Site, *, only: Collection[str], limit: int
) -> tuple[list[AuditEvent], dict[uuid.UUID, User]]:
    """The latest lines of some actions and who acted, in one query."""
    rows = session.execute(
        select(AuditEvent, User)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.chain == audit.chain_of(site.id), AuditEvent.action.in_(sorted(only)))
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    ).all()
    return [row[0] for row in rows], {row[1].id: row[1] for row in rows if row[1] is not None}


def named_in(lines: Iterable[AuditEvent]) -> set[uuid.UUID]:
    """Everybody whom these lines are about."""
    found = set()
    for line in lines:
        if line.actor_id is not None:
            found.add(line.actor_id)
        found |= {uuid.UUID(line.details[key]) for key in _NAMING if line.details.get(key)}
    return found
