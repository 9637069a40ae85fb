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
    facilitates = (
        select(Membership.id)
        .where(
            Membership.site_id == AccompanimentEntry.site_id,
            Membership.user_id == AccompanimentEntry.author,
            Membership.role.in_(_FACILITATING),
        )
        .exists()
    )
    query = (
        select(AccompanimentTelling.site_id, func.sum(AccompanimentTelling.minutes))
        .join(AccompanimentEntry, AccompanimentEntry.id == AccompanimentTelling.entry_id)
        .where(
            AccompanimentTelling.site_id.in_(sites),
            AccompanimentTelling.until.is_(None),
            AccompanimentTelling.withdrawn.is_(False),
            facilitates,
        )
        .group_by(AccompanimentTelling.site_id)
    )
    with across_sites(session, because="a lead follows every site, a facilitator their own"):
        return {site: int(minutes) for site, minutes in session.execute(query)}
