"""The hours of accompaniment used: what those who facilitate a site log there, and nobody else."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission
from coopspace.sites.model import Membership

_FACILITATING = [one for one, held in ROLE_PERMISSIONS.items() if Permission.SITE_FOLLOW in held]


def minutes_used(session: Session, sites: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many minutes were logged at each of these sites by whoever facilitates it, or did once;
    what was taken back does not count, and a site without any is absent. The caller has checked
    that whoever asks may read these sites."""
    row, entry = AccompanimentTelling, AccompanimentEntry
    summed = (
        select(row.site_id, entry.author, func.sum(row.minutes).label("minutes"))
        .join(entry, entry.id == row.entry_id)
        .where(row.site_id.in_(sites), row.until.is_(None), row.withdrawn.is_(False))
        .group_by(row.site_id, entry.author)
        .subquery()
    )
    facilitates = (
        select(Membership.id)
        .where(
            Membership.site_id == summed.c.site_id,
            Membership.user_id == summed.c.author,
            Membership.role.in_(_FACILITATING),
        )
        .exists()
    )
    query = (
        select(summed.c.site_id, func.sum(summed.c.minutes))
        .where(facilitates)
        .group_by(summed.c.site_id)
    )
    with across_sites(session, because="a lead follows every site, a facilitator their own"):
        return {site: int(minutes) for site, minutes in session.execute(query)}
