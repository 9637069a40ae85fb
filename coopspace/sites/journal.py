"""The journal of a site as people read it: its lines, and the people whom they name."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.kernel import audit
from coopspace.kernel.audit import AuditEvent
from coopspace.sites.model import Site

PAGE = 50
"""How many lines a page holds."""
_NAMING = ("person", "after")


class Line(NamedTuple):
    """One line of the journal, without what only its proof needs."""

    seq: int
    at: datetime
    actor_id: uuid.UUID | None
    action: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class JournalPage:
    """Some lines, newest first, who they name, and where the older ones begin (None: the end)."""

    lines: list[Line]
    names: dict[uuid.UUID, str]
    older: int | None


@dataclass(frozen=True)
class Wish:
    """Which lines are looked for: some actions (None: all), those of one person, from a moment on
    and before another."""

    only: Collection[str] | None = None
    actor: uuid.UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(
    session: Session, site: Site, wish: Wish | None = None, *, before: int | None = None
) -> JournalPage:
    """One page of the journal, in two queries; `before` is the rank where the newer page ended."""
    wish = wish or Wish()
    query = _latest(site, wish.only, PAGE + 1)
    if before is not None:
        query = query.where(AuditEvent.seq < before)
    if wish.actor is not None:
        query = query.where(AuditEvent.actor_id == wish.actor)
    if wish.since is not None:
        query = query.where(AuditEvent.at >= wish.since)
    if wish.until is not None:
        query = query.where(AuditEvent.at < wish.until)
    found = [Line(*row) for row in session.execute(query)]
    shown = found[:PAGE]
    named = people.by_ids(session, _named_in(shown))
    return JournalPage(
        lines=shown,
        names={user.id: user.name for user in named.values()},
        older=shown[-1].seq if len(found) > PAGE else None,
    )


def actors(session: Session, site: Site) -> list[User]:
    """Everybody who ever did something at this site, by name."""
    acted = select(AuditEvent.actor_id).where(AuditEvent.chain == audit.chain_of(site.id))
    query = select(User).where(User.id.in_(acted.distinct()))
    return sorted(session.scalars(query), key=lambda one: one.name.casefold())


_MOVES = (
    select(
        AuditEvent.seq,
        AuditEvent.at,
        AuditEvent.actor_id,
        AuditEvent.action,
        AuditEvent.details,
        User.name,
    )
    .outerjoin(User, User.id == AuditEvent.actor_id)
    .where(
        AuditEvent.chain == bindparam("chain"),
        AuditEvent.action.not_in(bindparam("quiet", expanding=True)),
    )
    .order_by(AuditEvent.seq.desc())
    .limit(bindparam("most"))
)


def moves(
    session: Session, site: Site, *, quiet: Collection[str], limit: int
) -> tuple[list[Line], dict[uuid.UUID, str]]:
    """The latest lines but for some actions, and the names of who acted, in one query."""
    told = {"chain": audit.chain_of(site.id), "quiet": sorted(quiet), "most": limit}
    rows = session.execute(_MOVES, told).all()
    names = {row[2]: row[5] for row in rows if row[2] is not None and row[5] is not None}
    return [Line(*row[:5]) for row in rows], names


def since(
    session: Session, site: Site, moment: datetime, *, quiet: Collection[str], limit: int
) -> tuple[list[Line], dict[uuid.UUID, str]]:
    """The lines from a moment on but for some actions, newest first, and the names of everybody
    whom they are about, in two queries."""
    query = _latest(site, None, limit).where(
        AuditEvent.at >= moment, AuditEvent.action.not_in(sorted(quiet))
    )
    found = [Line(*row) for row in session.execute(query)]
    named = people.by_ids(session, _named_in(found))
    return found, {user.id: user.name for user in named.values()}


def _latest(site: Site, only: Collection[str] | None, limit: int) -> Select[Any]:
    query = select(
        AuditEvent.seq, AuditEvent.at, AuditEvent.actor_id, AuditEvent.action, AuditEvent.details
    ).where(AuditEvent.chain == audit.chain_of(site.id))
    if only is not None:
        query = query.where(AuditEvent.action.in_(sorted(only)))
    return query.order_by(AuditEvent.seq.desc()).limit(limit)


def _named_in(lines: Iterable[Line]) -> set[uuid.UUID]:
    """Everybody whom these lines are about."""
    found = {line.actor_id for line in lines if line.actor_id is not None}
    for line in lines:
        found |= {uuid.UUID(line.details[key]) for key in _NAMING if line.details.get(key)}
    return found
