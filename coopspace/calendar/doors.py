"""Somebody's own link to a calendar, for the diary of their telephone: 256 random bits, of which
only a digest is kept. It opens what its owner may read on the day it is asked, and nothing else."""

import re
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.calendar.model import CalendarDoor
from coopspace.kernel import audit, clock
from coopspace.kernel.permissions import Permission
from coopspace.sites import access
from coopspace.sites.model import Programme, Site

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def is_token(text: str) -> bool:
    """Whether this has the shape of a secret: nothing else is looked for."""
    return _SHAPE.fullmatch(text) is not None


@dataclass(frozen=True)
class Entered:
    """What a link opens: whose it is, the programme, and one site if it is of one."""

    user: User
    programme: Programme
    site: Site | None


def make(session: Session, programme: Programme, site: Site | None, *, by: User) -> str:
    """A link of one's own; the one before opens nothing any more. Its secret is returned and kept
    nowhere."""
    _forget(session, programme, site, by)
    token = secrets.token_urlsafe(32)
    door = CalendarDoor(
        programme_id=programme.id,
        site_id=site.id if site else None,
        user_id=by.id,
        token_hash=token_digest(token),
        made_at=clock.now(),
    )
    session.add(door)
    session.flush()
    _note(session, "feed:make", programme, by)
    return token


def revoke(session: Session, programme: Programme, site: Site | None, *, by: User) -> None:
    """The link opens nothing any more."""
    if _forget(session, programme, site, by):
        _note(session, "feed:revoke", programme, by)


def has(session: Session, programme: Programme, site: Site | None, *, user: User) -> bool:
    """Whether this person has a link to this calendar."""
    query = select(CalendarDoor.id).where(*_own(programme, site, user)).limit(1)
    return session.scalar(query) is not None


def enter(session: Session, token: str) -> Entered | None:
    """What is behind a link; None for one that opens nothing, or nothing any more: its owner left,
    their account is closed, the site ended."""
    if not is_token(token):
        return None
    query = select(CalendarDoor).where(CalendarDoor.token_hash == token_digest(token))
    door = session.scalar(query)
    if door is None:
        return None
    user = session.get_one(User, door.user_id)
    programme = session.get_one(Programme, door.programme_id)
    site = _site(session, door.site_id)
    if not _may(session, user, programme, site):
        return None
    return Entered(user, programme, site)


def _site(session: Session, site_id: uuid.UUID | None) -> Site | None:
    return session.get(Site, site_id) if site_id else None


def _may(session: Session, user: User, programme: Programme, site: Site | None) -> bool:
    if site is not None:
        place = access.standing(session, user, site)
        return place is not None and place.may(Permission.CALENDAR_READ)
    return Permission.CALENDAR_READ in access.programme_permissions(session, user, programme)


def _own(programme: Programme, site: Site | None, user: User) -> tuple[ColumnElement[bool], ...]:
    of_site = CalendarDoor.site_id == site.id if site else CalendarDoor.site_id.is_(None)
    return (CalendarDoor.programme_id == programme.id, of_site, CalendarDoor.user_id == user.id)


def _forget(session: Session, programme: Programme, site: Site | None, by: User) -> bool:
    gone = session.execute(delete(CalendarDoor).where(*_own(programme, site, by)))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _note(session: Session, action: str, programme: Programme, by: User) -> None:
    audit.record(session, action, site_id=None, actor_id=by.id, on=("programme", programme.id))
