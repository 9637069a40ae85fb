"""What people do with their account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import passwords
from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, Refusal


def by_email(session: Session, email: str) -> User | None:
    """The account of this address, whatever its capitals."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def open_account(
    session: Session,
    email: str,
    *,
    name: str,
    password: str,
    locale: str = "fr",
    administrator: bool = False,
) -> User:
    """Open an account. Raises Refusal on `email` when the address already has one."""
    if by_email(session, email) is not None:
        raise Refusal(N_("This address already has an account: sign in."), field="email")
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=passwords.hashed(password),
        locale=locale,
        is_administrator=administrator,
        created_at=clock.now(),
        disabled_at=None,
    )
    session.add(user)
    session.flush()
    audit.record(session, "account:open", site_id=None, actor_id=user.id, on=("user", user.id))
    return user


def recognise(session: Session, email: str, *, password: str) -> User:
    """The person of this address and password. Raises one Refusal whatever was wrong."""
    user = by_email(session, email)
    good = passwords.matches(user.password_hash if user else None, password)
    if user is None or not good or user.disabled_at is not None:
        raise Refusal(
            N_("This address and this password do not go together. Check both, or reset it."),
            field="password",
        )
    return user
