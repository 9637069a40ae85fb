"""Signed-in browsers: a row each, so that signing out really ends them (SEC-20).

The cookie holds 256 random bits; the table holds their SHA-256. A session dies after two hours
without a sign of life and twelve hours in all (thirty minutes idle for an administrator).
"""

import hashlib
import secrets
import uuid
from datetime import timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, delete, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User, WebSession
from coopspace.kernel import clock

IDLE = timedelta(hours=2)
IDLE_ADMINISTRATOR = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=2)
"""How stale `seen_at` may be before it is written again."""


def token_digest(token: str) -> str:
    """What is kept of a secret token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(session: Session, user: User, *, device: str = "") -> str:
    """Open a session for the user; returns the token for the cookie, kept nowhere else."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session.execute(delete(WebSession).where(WebSession.created_at <= moment - ABSOLUTE))
    session.add(
        WebSession(
            token_hash=token_digest(token),
            user_id=user.id,
            created_at=moment,
            seen_at=moment,
            device=device[:120],
        )
    )
    session.flush()
    return token


_OF_COOKIE = (
    select(WebSession, User)
    .join(User, User.id == WebSession.user_id)
    .where(WebSession.token_hash == bindparam("digest"))
)
"""Written once: every page asks it."""


def find(session: Session, token: str) -> tuple[WebSession, User] | None:
    """The living session of this cookie and its user, in one query; None when it is over."""
    row = session.execute(_OF_COOKIE, {"digest": token_digest(token)}).one_or_none()
    return (row[0], row[1]) if row is not None and _is_open(row[0], row[1]) else None


def find_with(
    session: Session, token: str, beside: ColumnElement[int]
) -> tuple[WebSession, User, int] | None:
    """The same, with something that is asked of this user in the same query."""
    row = session.execute(_with(beside), {"digest": token_digest(token)}).one_or_none()
    return (row[0], row[1], row[2]) if row is not None and _is_open(row[0], row[1]) else None


@cache
def _with(beside: ColumnElement[int]) -> Select[WebSession, User, int]:
    return _OF_COOKIE.add_columns(beside)


def is_stale(web: WebSession) -> bool:
    """Whether the last sign of life should be written again."""
    return clock.now() - web.seen_at > TOUCH


def end(session: Session, token: str) -> None:
    """End the session of this cookie."""
    session.execute(delete(WebSession).where(WebSession.token_hash == token_digest(token)))


def end_one(session: Session, user: User, session_id: uuid.UUID) -> None:
    """End one of the user's own sessions."""
    session.execute(
        delete(WebSession).where(WebSession.id == session_id, WebSession.user_id == user.id)
    )


def end_all(session: Session, user: User, *, but: str | None = None) -> None:
    """End every session of the user, keeping the one of the cookie `but` if given."""
    query = delete(WebSession).where(WebSession.user_id == user.id)
    if but is not None:
        query = query.where(WebSession.token_hash != token_digest(but))
    session.execute(query)


def of(session: Session, user: User) -> list[WebSession]:
    """The user's living sessions, the most recent first."""
    query = select(WebSession).where(WebSession.user_id == user.id)
    rows = session.scalars(query.order_by(WebSession.seen_at.desc(), WebSession.created_at.desc()))
    return [web for web in rows if _is_alive(web, user)]


def _is_open(web: WebSession, user: User) -> bool:
    return _is_alive(web, user) and user.disabled_at is None


def _is_alive(web: WebSession, user: User) -> bool:
    moment = clock.now()
    idle = IDLE_ADMINISTRATOR if user.is_administrator else IDLE
    return moment - web.seen_at < idle and moment - web.created_at < ABSOLUTE
