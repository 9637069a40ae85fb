"""Secret links: to choose a password, to prove an address, to open an empty house.

The token has 256 random bits and is known to the letter alone; the table keeps its SHA-256. Looking
at a link changes nothing (mail scanners follow links); using it is a POST, once.

A reset and a new address are proved within ten minutes, as ASVS 5.0 § 6.5.5 asks of what travels by
another channel. A mail server that makes a first message wait (greylisting) lets the second one
through at once, so the page of a link that came too late offers another one.
"""

import secrets
import uuid
from datetime import timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from coopspace.accounts.model import AccountLink, Purpose, User
from coopspace.accounts.sessions import token_digest
from coopspace.kernel import clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, Refusal

VALID: dict[Purpose, timedelta] = {
    Purpose.RESET: timedelta(minutes=10),
    Purpose.ADDRESS: timedelta(minutes=10),
    Purpose.FIRST: timedelta(minutes=30),
    Purpose.WELCOME: timedelta(days=7),
}
KEPT = timedelta(days=30)
"""How long a dead link is remembered."""


class Over(Refusal):
    """A link that leads nowhere any more: used, replaced, too old, or never ours."""

    def __init__(self) -> None:
        super().__init__(N_("This link has been used or has passed its time: ask for another one."))


def issue(session: Session, purpose: Purpose, *, user: User | None, email: str = "") -> str:
    """Make a link, which ends the former ones of the same kind; returns its token, kept nowhere."""
    end(session, purpose, user_id=user.id if user else None)
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session.execute(delete(AccountLink).where(AccountLink.expires_at < moment - KEPT))
    session.add(
        AccountLink(
            user_id=user.id if user else None,
            purpose=purpose,
            token_hash=token_digest(token),
            email=email,
            created_at=moment,
            expires_at=moment + VALID[purpose],
            ended_at=None,
        )
    )
    session.flush()
    return token


def look(session: Session, token: str, *purposes: Purpose) -> tuple[AccountLink, User | None]:
    """The living link of this token and whose it is, changing nothing. Raises Over."""
    return _living(session, _of(token, purposes))


def use(session: Session, token: str, *purposes: Purpose) -> tuple[AccountLink, User | None]:
    """The link and whose it is, used up by this very act. Raises Over."""
    link, user = _living(session, _of(token, purposes).with_for_update(of=AccountLink, **HELD))
    link.ended_at = clock.now()
    return link, user


def end(session: Session, *purposes: Purpose, user_id: uuid.UUID | None) -> None:
    """End somebody's links of these kinds."""
    session.execute(
        update(AccountLink)
        .where(
            AccountLink.purpose.in_(purposes),
            AccountLink.user_id == user_id,
            AccountLink.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _of(token: str, purposes: tuple[Purpose, ...]) -> Select[AccountLink, User]:
    return (
        select(AccountLink, User)
        .outerjoin(User, User.id == AccountLink.user_id)
        .where(AccountLink.token_hash == token_digest(token), AccountLink.purpose.in_(purposes))
    )


def _living(session: Session, query: Select[AccountLink, User]) -> tuple[AccountLink, User | None]:
    row = session.execute(query).one_or_none()
    if row is None:
        raise Over
    link, user = row
    dead = link.ended_at is not None or link.expires_at <= clock.now()
    if dead or (user is not None and user.disabled_at is not None):
        raise Over
    return link, user
