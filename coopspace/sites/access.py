"""What a person is at a site and therefore may do there: the question that every gate asks."""

import uuid
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel.permissions import (
    ADMINISTRATOR_PERMISSIONS,
    ROLE_PERMISSIONS,
    Permission,
    Role,
)
from coopspace.sites.model import College, Membership, Programme, ProgrammeLead, Ring, Site
from coopspace.sites.rules import alphabetical

NOTHING: frozenset[Permission] = frozenset()
OF_PROGRAMME = frozenset(
    {
        Permission.PROGRAMME_READ,
        Permission.PROGRAMME_COMPARE,
        Permission.CALENDAR_READ,
        Permission.CALENDAR_EDIT,
    }
)
"""What a place at one of its sites lets do in a programme, where the role holds it."""


@dataclass(frozen=True)
class Standing:
    """A person's place at a site: the roles held there, and what they add up to."""

    roles: tuple[Role, ...]
    college: College | None
    ring: Ring | None
    capacity: str
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        """Whether this place holds the permission."""
        return permission in self.permissions


_DOOR = (
    select(Site, Membership, ProgrammeLead.id)
    .outerjoin(
        Membership,
        and_(
            Membership.site_id == Site.id,
            Membership.user_id == bindparam("person"),
            Membership.ended_at.is_(None),
        ),
    )
    .outerjoin(
        ProgrammeLead,
        and_(
            ProgrammeLead.programme_id == Site.programme_id,
            ProgrammeLead.user_id == bindparam("person"),
            ProgrammeLead.ended_at.is_(None),
        ),
    )
)
_BY_SLUG = _DOOR.where(Site.slug == bindparam("slug")).options(joinedload(Site.programme))
_BY_ID = _DOOR.where(Site.id == bindparam("site"))
"""Written once: every page of a site asks the first one."""


def arrive(session: Session, user: User, slug: str) -> tuple[Site, Standing] | None:
    """The site at this address and the person's place there, in one query; None for a stranger,
    whether or not there is such a site."""
    row = session.execute(_BY_SLUG, {"person": user.id, "slug": slug}).first()
    place = _standing(user, row.Site, row.Membership, row.id) if row else None
    return (row.Site, place) if row and place else None


def standing(session: Session, user: User, site: Site) -> Standing | None:
    """The person's place at this site, or None for a stranger (or a disabled account)."""
    row = session.execute(_BY_ID, {"person": user.id, "site": site.id}).one()
    return _standing(user, site, row.Membership, row.id)


def _standing(
    user: User, site: Site, member: Membership | None, lead: uuid.UUID | None
) -> Standing | None:
    if user.disabled_at is not None or site.ended_at is not None:
        return None
    roles = [Role(member.role)] if member else []
    if lead is not None:
        roles.append(Role.PROGRAMME_LEAD)
    if not roles:
        return None
    place = member.place if member else None
    return Standing(
        roles=tuple(roles),
        college=place.college if place else None,
        ring=place.ring if place else None,
        capacity=place.capacity if place else "",
        permissions=NOTHING.union(*(ROLE_PERMISSIONS[role] for role in roles)),
    )


def roles_at(session: Session, user: User, site: Site) -> tuple[Role, ...]:
    """The roles that somebody holds at a site; none for a stranger."""
    place = standing(session, user, site)
    return place.roles if place else ()


def who_may(session: Session, site: Site, permission: Permission) -> list[Membership]:
    """The members of a site whose role holds this permission today, by name."""
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.site_id == site.id,
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    )
    members = sorted(session.scalars(query), key=lambda one: alphabetical(one.user.name))
    return [one for one in members if permission in ROLE_PERMISSIONS[Role(one.role)]]


def sites_where(session: Session, user: User, permission: Permission) -> list[Site]:
    """The sites where the person is a member whose role holds this permission today, by name."""
    rows = session.execute(
        select(Site, Membership)
        .join(Membership, Membership.site_id == Site.id)
        .where(
            Membership.user_id == user.id, Membership.ended_at.is_(None), Site.ended_at.is_(None)
        )
        .order_by(Site.name)
    )
    return [site for site, place in rows if permission in ROLE_PERMISSIONS[Role(place.role)]]


def leads(session: Session, user: User, programme_id: uuid.UUID) -> bool:
    """Whether this person leads the programme today."""
    query = (
        select(ProgrammeLead.id)
        .where(
            ProgrammeLead.programme_id == programme_id,
            ProgrammeLead.user_id == user.id,
            ProgrammeLead.ended_at.is_(None),
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def programme_permissions(
    session: Session, user: User, programme: Programme
) -> frozenset[Permission]:
    """What a person may do on a programme: its leads, its sites' members, the administrator."""
    if user.disabled_at is not None:
        return NOTHING
    held: set[Permission] = set()
    if user.is_administrator:
        held |= ADMINISTRATOR_PERMISSIONS
    if leads(session, user, programme.id):
        held |= ROLE_PERMISSIONS[Role.PROGRAMME_LEAD]
    places = session.scalars(
        select(Membership.role)
        .join(Site, Site.id == Membership.site_id)
        .where(
            Site.programme_id == programme.id,
            Site.ended_at.is_(None),
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
        )
        .distinct()
    )
    for role in places:
        held |= ROLE_PERMISSIONS[Role(role)] & OF_PROGRAMME
    return frozenset(held)


def programme_by_slug(session: Session, slug: str) -> Programme | None:
    """The programme at this address."""
    return session.scalar(select(Programme).where(Programme.slug == slug))
