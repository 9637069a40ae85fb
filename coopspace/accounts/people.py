"""Who the ids are: the names that pages show beside what people wrote."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User


def by_ids(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, User]:
    """These people, in one query; an id that is nobody's any more is simply absent."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(wanted)))}
