"""Coming in: the try is counted, judged without holding the database, then given back if right."""

from dataclasses import dataclass

from blueprints._shared import signing
from blueprints._shared.saving import saving
from blueprints.accounts import browsers
from coopspace.accounts import actions, keeping, limits
from coopspace.accounts.limits import Door, TooMany
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.refusal import Refusal


@dataclass(frozen=True)
class Entered:
    """Somebody who has just come in, and the token of their session."""

    user: User
    token: str


def enter(email: str, password: str) -> Entered:
    """Sign somebody in. Raises TooMany, or one Refusal whatever was wrong."""
    door, origin = browsers.door(email), browsers.origin(email)
    with saving() as session:
        limits.take(session, door, who=email, origin=origin)
    try:
        user = actions.recognise(db.session(), email, password=password)
    except Refusal:
        _say_if_spent(door, email, origin)
        raise
    renewed = actions.renewed_hash(user, password)
    with saving() as session:
        limits.forgive(session, door, who=email, origin=origin)
        token = signing.open_for(user, renewed=renewed)
    return Entered(user, token)


def enter_as(user: User) -> Entered:
    """Sign in somebody who has proved themselves otherwise."""
    with saving():
        token = signing.open_for(user)
    return Entered(user, token)


def _say_if_spent(door: Door, email: str, origin: str) -> None:
    """One line of the journal when a count is used up, whatever the number of tries after it.

    Raises TooMany where an address has used up its wrong tries.
    """
    session = db.session()
    reached: list[tuple[str, User | None]] = []
    if limits.spent(session, door, limits.HERE, who=email, origin=origin) == limits.HERE.times:
        reached.append(("account", actions.by_email(session, email)))
    if limits.spent(session, door, limits.CROWDED, origin=origin) == limits.CROWDED.times:
        reached.append(("origin", None))
    seconds = limits.wait(session, door, limits.CROWDED, origin=origin)
    if reached:
        with saving() as writing:
            for what, user in reached:
                keeping.note_spent(writing, what, user)
    if seconds:
        raise TooMany(seconds)
