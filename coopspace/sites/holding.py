"""Holding a site while something of it is decided: two acts that must not cross take turns."""

import uuid

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coopspace.kernel.held import HELD
from coopspace.sites.model import Site

_HELD = select(Site.id).where(Site.id == bindparam("site")).with_for_update(**HELD)


def hold(session: Session, site_id: uuid.UUID) -> None:
    """Wait for, and take, the right to change what the whole site shares, until the act is
    committed.

    On SQLite the write lock that `saving()` takes at BEGIN already does.
    """
    session.execute(_HELD, {"site": site_id})
