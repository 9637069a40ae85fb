"""In whose name somebody may speak among the sites of a programme."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.sites.model import Membership, Programme, Site
from coopspace.sites.rules import alphabetical


def sites_of(
    session: Session, programme: Programme, *, person: User, permission: Permission
) -> list[Site]:
    """The sites of the programme where this person's place gives them this right, by name."""
    roles = [role for role in Role if permission in ROLE_PERMISSIONS[role]]
    rows = session.scalars(
        select(Site)
        .join(Membership, Membership.site_id == Site.id)
        .where(
            Site.programme_id == programme.id,
            Site.ended_at.is_(None),
            Membership.user_id == person.id,
            Membership.ended_at.is_(None),
            Membership.role.in_(roles),
        )
    )
    return sorted(rows, key=lambda site: (alphabetical(site.name), site.slug))
