"""What people do with their account."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import links, passwords, rules, sessions
from coopspace.accounts.model import Purpose, User
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, Refusal

LOCALES = ("fr", "en")


def by_email(session: Session, email: str) -> User | None:
    """The account of this address, whatever its capitals."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def open_account(
    session: Session,
    email: str,
    *,
    name: str,
    password: str | None,
    locale: str = "fr",
    administrator: bool = False,
    context: Iterable[str] = (),
    already_hashed: str | None = None,
) -> User:
    """Open an account; without a password it waits for a welcome link.

    `context`: names that the password must not be made of (sites, territories). `already_hashed`:
    `passwords.hashed(password)`, when many were computed side by side. Raises Refusal on `email`
    when the address already has an account, on `name` and `password`.
    """
    address, person = rules.address_of(email), rules.name_of(name)
    if by_email(session, address) is not None:
        raise Refusal(N_("This address already has an account: sign in."), field="email")
    if password is not None:
        passwords.check(password, context=[address, person, *context])
    user = User(
        email=address,
        name=person,
        password_hash=None if password is None else already_hashed or passwords.hashed(password),
        locale=locale if locale in LOCALES else "fr",
        is_administrator=administrator,
        created_at=clock.now(),
        disabled_at=None,
    )
    session.add(user)
    session.flush()
    _record(session, "account:open", user, by=user)
    return user


def recognise(session: Session, email: str, *, password: str) -> User:
    """The person of this address and password, changing nothing.

    Raises one Refusal whatever was wrong, after the same work: a hash is computed in every case.
    """
    user = by_email(session, email)
    good = passwords.matches(user.password_hash if user else None, password)
    if user is None or not good or user.disabled_at is not None:
        raise Refusal(
            N_("This address and this password do not go together. Check both, or reset it."),
            field="password",
        )
    return user


def renewed_hash(user: User, password: str) -> str | None:
    """The hash to keep from now on, if the parameters changed since the one that is kept."""
    outdated = user.password_hash is not None and passwords.is_outdated(user.password_hash)
    return passwords.hashed(password) if outdated else None


def enter(session: Session, user: User, *, device: str = "", renewed: str | None = None) -> str:
    """Open a session for somebody who was recognised; returns the token for the cookie."""
    if renewed is not None:
        user.password_hash = renewed
    token = sessions.start(session, user, device=device)
    _record(session, "account:sign_in", user, by=user)
    return token


def leave(session: Session, token: str) -> None:
    """End the session of this cookie."""
    found = sessions.find(session, token) if token else None
    sessions.end(session, token)
    if found is not None:
        _record(session, "account:sign_out", found[1], by=found[1])


def describe(session: Session, user: User, *, name: str, locale: str) -> None:
    """Change one's name and the language of one's letters."""
    user.name = rules.name_of(name)
    user.locale = locale if locale in LOCALES else user.locale
    _record(session, "account:describe", user, by=user)


def confirm(user: User, password: str, *, field: str = "current_password") -> None:
    """Prove again that it is oneself. Raises Refusal on `field`."""
    if not passwords.matches(user.password_hash, password):
        raise Refusal(N_("This is not your current password."), field=field)


def change_password(
    session: Session, user: User, *, password: str, context: Iterable[str] = ()
) -> None:
    """Choose another password: every session and every reset link ends, this one's too."""
    passwords.check(password, context=[user.email, user.name, *context])
    user.password_hash = passwords.hashed(password)
    _shut(session, user)
    _record(session, "account:password", user, by=user)


def forget_password(session: Session, email: str) -> tuple[User, str] | None:
    """The person of this address and the token of a link to choose another password.

    None for an address that may not have one: unknown, disabled, or never opened (its welcome
    link stays its only door). The page says the same in every case.
    """
    user = by_email(session, email)
    if user is None or user.disabled_at is not None or user.password_hash is None:
        return None
    _record(session, "account:forget", user, by=None)
    return user, links.issue(session, Purpose.RESET, user=user)


def choose_password(
    session: Session, token: str, *, password: str, context: Iterable[str] = ()
) -> User:
    """Use a reset or welcome link. Every session of the person ends. Raises links.Over."""
    link, user = links.use(session, token, Purpose.RESET, Purpose.WELCOME)
    if user is None:
        raise links.Over
    passwords.check(password, context=[user.email, user.name, *context])
    user.password_hash = passwords.hashed(password)
    _shut(session, user)
    _record(session, "account:password", user, by=user, through=Purpose(link.purpose).value)
    return user


def ask_new_address(session: Session, user: User, *, email: str) -> str | None:
    """The token of a link that the new address must open; None if it already has an account."""
    address = rules.address_of(email)
    if address == user.email:
        raise Refusal(N_("This is already your address."), field="email")
    _record(session, "account:ask_address", user, by=user)
    if by_email(session, address) is not None:
        return None
    return links.issue(session, Purpose.ADDRESS, user=user, email=address)


def take_new_address(session: Session, token: str) -> tuple[User, str]:
    """Use the link: the person and their former address. Every session of theirs ends."""
    link, user = links.use(session, token, Purpose.ADDRESS)
    if user is None or by_email(session, link.email) is not None:
        raise links.Over
    former, user.email = user.email, link.email
    _shut(session, user)
    _record(session, "account:address", user, by=user)
    return user, former


def person(session: Session, user_id: uuid.UUID) -> User | None:
    """The account with this id."""
    return session.get(User, user_id)


def _shut(session: Session, user: User) -> None:
    """End everything by which somebody could still be inside, or come in."""
    sessions.end_all(session, user)
    links.end(session, *Purpose, user_id=user.id)


def _record(
    session: Session, action: str, user: User, *, by: User | None, **details: object
) -> None:
    audit.record(
        session,
        action,
        site_id=None,
        actor_id=by.id if by else None,
        on=("user", user.id),
        **details,
    )
