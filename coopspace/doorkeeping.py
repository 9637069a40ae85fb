"""The door of live texts: our session table says who, the place at the site says what."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.accounts.model import User, WebSession
from coopspace.kernel import clock
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.live import door
from coopspace.live.door import Asking, Guest, Refused, Rights
from coopspace.live.model import Document
from coopspace.sites import access
from coopspace.sites.access import Standing
from coopspace.sites.model import Membership, ProgrammeLead, Site

OVERLAP = timedelta(seconds=30)
"""Ends are looked for this far back: a transaction may be seen later than the moment it wrote."""
_CHUNK = 400
Resting = Callable[[Session, Collection[uuid.UUID]], set[uuid.UUID]]
"""Tells which of some texts nobody writes in any more."""
T = TypeVar("T")


class SiteDoor:
    """Answers the live room from sessions and memberships. Used from several threads."""

    def __init__(self, engine: Engine, rights: Mapping[str, Rights], resting: Resting) -> None:
        self._engine, self._rights, self._resting = engine, rights, resting

    def admit(self, asking: Asking, document_id: uuid.UUID) -> Guest:
        """Let somebody in to a document. Raises Refused."""
        with Session(self._engine) as session:
            user = _user(session, asking)
            with across_sites(session, because="which site it is of is what is being asked"):
                document = session.get(Document, document_id)
            site = session.get(Site, document.site_id) if document else None
            place = access.standing(session, user, site) if site else None
            rights = self._rights.get(document.kind) if document else None
            if site is None or place is None or rights is None or not place.may(rights.read):
                raise Refused(door.UNKNOWN)
            return Guest(
                user_id=user.id,
                site_id=site.id,
                document_id=document_id,
                token=asking.token,
                may_write=place.may(rights.write) and not self._resting(session, {document_id}),
                shown=_shown(user, place),
            )

    def admit_to_site(self, asking: Asking, site_id: uuid.UUID) -> Guest:
        """Let somebody in to a site, to be seen there. Raises Refused."""
        with Session(self._engine) as session:
            user = _user(session, asking)
            site = session.get(Site, site_id)
            place = access.standing(session, user, site) if site else None
            if site is None or place is None or not place.may(Permission.SITE_READ):
                raise Refused(door.UNKNOWN)
            return Guest(
                user_id=user.id,
                site_id=site.id,
                document_id=site.id,
                token=asking.token,
                may_write=False,
                shown=_shown(user, place),
            )

    def doubtful(self, guests: Sequence[Guest]) -> Sequence[Guest]:
        """Those whose session is gone, whose place (or account, or site) ended of late, or who
        were let in to write in a text that rests now."""
        since = clock.now() - OVERLAP
        tokens = {sessions.token_digest(one.token): one for one in guests}
        with Session(self._engine) as session:
            living = _living(session, list(tokens))
            moved = _moved(session, since, {one.user_id for one in guests})
            written = [one.document_id for one in guests if one.may_write]
            resting = {
                text for chunk in _chunks(written) for text in self._resting(session, set(chunk))
            }
        return [
            one
            for one in guests
            if sessions.token_digest(one.token) not in living
            or one.user_id in moved
            or (one.may_write and one.document_id in resting)
        ]

    def alive(self, guests: Sequence[Guest]) -> None:
        """Typing is a sign of life of a session, like opening a page."""
        tokens = [sessions.token_digest(one.token) for one in guests]
        moment = clock.now()
        with Session(self._engine) as session, saving(session):
            for chunk in _chunks(tokens):
                session.execute(
                    update(WebSession)
                    .where(
                        WebSession.token_hash.in_(chunk),
                        WebSession.seen_at < moment - sessions.TOUCH,
                    )
                    .values(seen_at=moment)
                )


def _user(session: Session, asking: Asking) -> User:
    """Whose session this is. Raises Refused."""
    found = sessions.find(session, asking.token) if asking.token else None
    if found is None:
        raise Refused(door.SIGNED_OUT)
    return found[1]


def _living(session: Session, digests: list[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _chunks(digests):
        found.update(
            session.scalars(select(WebSession.token_hash).where(WebSession.token_hash.in_(chunk)))
        )
    return found


def _moved(session: Session, since: datetime, users: set[uuid.UUID]) -> set[uuid.UUID]:
    """These people's places, accounts or sites that ended after `since`."""
    ended: set[uuid.UUID] = set()
    for query in (
        select(Membership.user_id).where(Membership.ended_at >= since),
        select(ProgrammeLead.user_id).where(ProgrammeLead.ended_at >= since),
        select(User.id).where(User.disabled_at >= since),
    ):
        ended.update(session.scalars(query))
    if session.scalar(select(Site.id).where(Site.ended_at >= since).limit(1)) is not None:
        return set(users)
    return ended & users


def _chunks(names: list[T]) -> list[list[T]]:
    return [names[at : at + _CHUNK] for at in range(0, len(names), _CHUNK)]


def _shown(user: User, place: Standing) -> dict[str, str]:
    """What others see of somebody: from the account and the place, never from the browser."""
    college = place.college or ("support" if place.roles else "")
    return {
        "id": str(user.id),
        "name": user.name,
        "initials": user.initials,
        "college": str(college or ""),
    }
