"""Somebody's own link to their agenda over several sites, for the diary of their telephone. It
opens what its owner may follow on the day it is asked, and nothing else."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.calendar.doors import is_token
from coopspace.facilitation.model import AgendaDoor
from coopspace.kernel import audit, clock


def make(session: Session, *, by: User) -> str:
    """A link of one's own; the one before opens nothing any more. Its secret is returned and kept
    nowhere."""
    _forget(session, by)
    token = secrets.token_urlsafe(32)
    session.add(AgendaDoor(user_id=by.id, token_hash=token_digest(token), made_at=clock.now()))
    session.flush()
    _note(session, "agenda:make", by)
    return token


def revoke(session: Session, *, by: User) -> None:
    """The link opens nothing any more."""
    if _forget(session, by):
        _note(session, "agenda:revoke", by)


def has(session: Session, user: User) -> bool:
    """Whether this person has a link."""
    query = select(AgendaDoor.id).where(AgendaDoor.user_id == user.id)
    return session.scalar(query) is not None


def enter(session: Session, token: str) -> User | None:
    """Whose link it is; None for one that opens nothing, or nothing any more: what they may follow
    is asked anew each time."""
    if not is_token(token):
        return None
    door = session.scalar(select(AgendaDoor).where(AgendaDoor.token_hash == token_digest(token)))
    return session.get(User, door.user_id) if door is not None else None


def _forget(session: Session, by: User) -> bool:
    gone = session.execute(delete(AgendaDoor).where(AgendaDoor.user_id == by.id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _note(session: Session, action: str, by: User) -> None:
    audit.record(session, action, site_id=None, actor_id=by.id, on=("user", by.id))
