"""Keeping the house: the first administrator, opening, closing and reopening accounts."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coopspace.accounts import actions, links, sessions
from coopspace.accounts.model import Purpose, User
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal

SHOWN = 100
"""How many accounts one page lists."""


@dataclass(frozen=True)
class Accounts:
    """Some accounts, and how many there are in all."""

    shown: list[User]
    total: int


def first_link(session: Session) -> str | None:
    """The token of a link that opens the administrator's account, while nobody has one (SEC-19).

    None as soon as somebody has an account. Each call ends the link of the one before.
    """
    if session.scalar(select(User.id).limit(1)) is not None:
        return None
    return links.issue(session, Purpose.FIRST, user=None)


def open_first(session: Session, token: str, *, email: str, name: str, password: str) -> User:
    """Use that link: the first account, an administrator's. Raises links.Over."""
    links.use(session, token, Purpose.FIRST)
    if session.scalar(select(User.id).limit(1)) is not None:
        raise links.Over
    return actions.open_account(session, email, name=name, password=password, administrator=True)


def create_user(
    session: Session,
    email: str,
    *,
    name: str,
    administrator: bool = False,
    password: str | None = None,
    locale: str = "fr",
    by: User | None = None,
) -> tuple[User, str | None]:
    """Open somebody's account; without a password, also the token of their welcome link."""
    user = actions.open_account(
        session, email, name=name, password=password, locale=locale, administrator=administrator
    )
    token = links.issue(session, Purpose.WELCOME, user=user) if password is None else None
    _record(session, "account:create", user, by)
    return user, token


def welcome_again(session: Session, user: User, *, by: User) -> str:
    """Another welcome link for an account that was never opened."""
    if user.password_hash is not None or user.disabled_at is not None:
        raise Refusal(N_("This account was opened already: its owner can reset the password."))
    _record(session, "account:welcome", user, by)
    return links.issue(session, Purpose.WELCOME, user=user)


def disable(session: Session, user: User, *, by: User | None = None) -> None:
    """Close every door of an account: its sessions end now. What it wrote stays.

    Raises Refusal for oneself and for the last administrator.
    """
    if user.disabled_at is not None:
        return
    if by is not None and by.id == user.id:
        raise Refusal(N_("Ask another administrator to close your own account."))
    if user.is_administrator and _administrators(session) <= 1:
        raise Refusal(N_("Name another administrator first: this is the only one."))
    user.disabled_at = clock.now()
    sessions.end_all(session, user)
    links.end(session, *Purpose, user_id=user.id)
    _record(session, "account:disable", user, by)


def enable(session: Session, user: User, *, by: User | None = None) -> None:
    """Open the doors of an account again, with the password it had."""
    if user.disabled_at is None:
        return
    user.disabled_at = None
    _record(session, "account:enable", user, by)


def note_spent(session: Session, by: str, user: User | None) -> None:
    """One line for a count of wrong passwords that was used up: an account's or an origin's."""
    audit.record(
        session,
        "account:tries_spent",
        site_id=None,
        actor_id=None,
        on=("user", user.id if user else "unknown"),
        by=by,
    )


def account(session: Session, user_id: uuid.UUID) -> User:
    """One account. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def accounts(session: Session, *, words: str = "") -> Accounts:
    """Accounts whose name or address holds these words, by name."""
    query = select(User)
    if words.strip():
        held = words.strip()
        query = query.where(
            or_(
                User.name.icontains(held, autoescape=True),
                User.email.icontains(held, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return Accounts(list(session.scalars(query.order_by(User.name, User.id).limit(SHOWN))), total)


def _administrators(session: Session) -> int:
    """How many administrators can act, locked so that two of them cannot close each other."""
    query = select(User.id).where(User.is_administrator, User.disabled_at.is_(None))
    return len(session.scalars(query.with_for_update(**HELD)).all())


def _record(session: Session, action: str, user: User, by: User | None) -> None:
    audit.record(
        session,
        action,
        site_id=None,
        actor_id=by.id if by else None,
        on=("user", user.id),
    )
