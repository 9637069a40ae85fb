"""What the tests of acts share."""

import pytest
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit
from coopspace.kernel.refusal import Refusal
from coopspace.sites import (
    actions,
)
from coopspace.sites.model import Membership, Site


def refused(field: str, act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert caught.value.field == field
    return str(caught.value)


def seat_of(session: Session, site: Site, who: User) -> Membership:
    return actions.member_at(session, site, who.id)


def last_action(session: Session, site: Site | None) -> audit.AuditEvent:
    return audit.journal(session, site.id if site else None, limit=1)[0]
