"""Everybody and their parts, by site: the doors of the demonstration; the list of programmes."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from coopspace.accounts.model import User
from coopspace.kernel.permissions import Role
from coopspace.sites.model import College, Membership, Programme, ProgrammeLead, Site

_ROLES = (Role.TRIO, Role.FACILITATOR, Role.CONTRIBUTOR, Role.OBSERVER, Role.PROGRAMME_LEAD)
_COLLEGES = list(College)


@dataclass(frozen=True)
class Part:
    """Somebody in a part: a role at a site or in a programme; no role for the administrator."""

    user: User
    role: Role | None
    college: College | None = None
    capacity: str = ""


@dataclass(frozen=True)
class Stage:
    """Where parts are held: a site, a programme, or the house when there is no name."""

    name: str
    territory: str
    parts: list[Part]


def stages(session: Session) -> list[Stage]:
    """Every site, the most peopled first, then programmes, then the house; none that is empty.

    It reads every membership of every site: only a demonstration, where nobody is real, shows it.
    """
    found = [*_sites(session), *_programmes(session), _house(session)]
    return [stage for stage in found if stage.parts]


def parts_of(session: Session, user: User) -> list[tuple[Site, Membership]]:
    """The sites where somebody has a place, with it, by programme then by name."""
    rows = session.execute(
        select(Site, Membership)
        .join(Membership, Membership.site_id == Site.id)
        .join(Programme, Programme.id == Site.programme_id)
        .where(
            Membership.user_id == user.id, Membership.ended_at.is_(None), Site.ended_at.is_(None)
        )
        .options(contains_eager(Site.programme))
        .order_by(Programme.name, Site.name)
    )
    return [(site, place) for site, place in rows]


def programmes(session: Session) -> list[Programme]:
    """Every programme by name, with its sites: for the administrator, who opens none of them."""
    query = select(Programme).options(selectinload(Programme.sites)).order_by(Programme.name)
    return list(session.scalars(query))


def member(session: Session, person_id: str) -> User | None:
    """The person with this id, if their account is open."""
    try:
        user = session.get(User, uuid.UUID(person_id))
    except ValueError:
        return None
    return user if user is not None and user.disabled_at is None else None


def _sites(session: Session) -> list[Stage]:
    rows = session.execute(
        select(Site, Membership, User)
        .join(Membership, Membership.site_id == Site.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.ended_at.is_(None), Site.ended_at.is_(None), User.disabled_at.is_(None))
        .order_by(Site.created_at, Site.name, Membership.since)
    )
    found: dict[uuid.UUID, Stage] = {}
    for site, place, user in rows:
        stage = found.setdefault(site.id, Stage(site.name, site.territory, []))
        college = College(place.college) if place.college else None
        stage.parts.append(Part(user, Role(place.role), college, place.capacity))
    for stage in found.values():
        stage.parts.sort(key=_order)
    return sorted(found.values(), key=lambda stage: -len(stage.parts))


def _programmes(session: Session) -> list[Stage]:
    rows = session.execute(
        select(Programme, User)
        .join(ProgrammeLead, ProgrammeLead.programme_id == Programme.id)
        .join(User, User.id == ProgrammeLead.user_id)
        .where(ProgrammeLead.ended_at.is_(None), User.disabled_at.is_(None))
        .order_by(Programme.created_at, ProgrammeLead.since)
    )
    found: dict[uuid.UUID, Stage] = {}
    for programme, user in rows:
        stage = found.setdefault(programme.id, Stage(programme.name, "", []))
        stage.parts.append(Part(user, Role.PROGRAMME_LEAD))
    return list(found.values())


def _house(session: Session) -> Stage:
    query = select(User).where(User.is_administrator, User.disabled_at.is_(None))
    return Stage("", "", [Part(user, None) for user in session.scalars(query.order_by(User.name))])


def _order(part: Part) -> tuple[int, int]:
    """The trio first, then whoever accompanies it, then the others."""
    college = _COLLEGES.index(part.college) if part.college else len(_COLLEGES)
    return _ROLES.index(part.role) if part.role else len(_ROLES), college
