"""Who holds a permission at a site today, and on whose side people sit there."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.sites import rules
from coopspace.sites.leads import leads_of
from coopspace.sites.model import Membership, Site


def able(session: Session, site: Site, permission: Permission) -> list[User]:
    """The people whose place opens this: members of the site and leads of its programme, those
    whose account is closed aside. Two queries, whatever their number."""
    query = (
        select(Membership)
        .where(Membership.site_id == site.id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.user))
    )
    found = {
        one.user_id: one.user
        for one in session.scalars(query)
        if permission in ROLE_PERMISSIONS[Role(one.role)]
    }
    if permission in ROLE_PERMISSIONS[Role.PROGRAMME_LEAD]:
        found |= {one.user_id: one.user for one in leads_of(session, site.programme_id)}
    working = (one for one in found.values() if one.disabled_at is None)
    return sorted(working, key=lambda one: (rules.alphabetical(one.name), str(one.id)))


def parties(session: Session, site: Site, people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The college of each of these people at the site, the last one they had; « support » for
    whoever had a place without one."""
    if not people:
        return {}
    query = select(Membership.user_id, Membership.college).where(
        Membership.site_id == site.id, Membership.user_id.in_(people)
    )
    rows = session.execute(query.order_by(Membership.since))
    return {row.user_id: str(row.college or "support") for row in rows}
