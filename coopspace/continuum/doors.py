"""How a round is joined without an account: a code that is read aloud, a secret in a QR."""

import re
import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts import limits
from coopspace.accounts.limits import By, Door, Limit
from coopspace.continuum.model import ContinuumDoor, ContinuumRound
from coopspace.continuum.rules import CODE_ALPHABET, CODE_LENGTH, code_typed
from coopspace.edition import reading as edition
from coopspace.kernel import clock
from coopspace.kernel.base import enter_site
from coopspace.sites.model import Site

_TYPED = re.compile(r"[\w\s.–-]{1,40}", re.ASCII)
CODE_LIVES = timedelta(hours=12)
WRONG_CODES = Door("round_code", (Limit(By.ORIGIN, 20, timedelta(minutes=1)),))
"""Only wrong codes are counted: sixty phones behind one address that type the right one pass."""


def make(session: Session, round_: ContinuumRound) -> ContinuumDoor:
    """The door of a round that is opened to people without an account."""
    door = ContinuumDoor(
        round_id=round_.id,
        site_id=round_.site_id,
        code=_free_code(session),
        code_until=round_.opens_at + CODE_LIVES,
        token=secrets.token_urlsafe(16),
    )
    session.add(door)
    session.flush()
    return door


def renew(session: Session, round_: ContinuumRound) -> None:
    """Another code and another secret, for twelve hours from now or from the opening."""
    door = session.get_one(ContinuumDoor, round_.id)
    door.code, door.token = _free_code(session), secrets.token_urlsafe(16)
    door.code_until = max(round_.opens_at, clock.now()) + CODE_LIVES


def door_of(session: Session, round_: ContinuumRound) -> ContinuumDoor | None:
    """By which this round is joined; None for one that only members answer."""
    return session.get(ContinuumDoor, round_.id) if round_.guests else None


def enter(session: Session, typed: str) -> tuple[Site, ContinuumRound] | None:
    """The round behind a code or a secret, its site entered; None for a wrong or an old one."""
    if not _TYPED.fullmatch(typed):
        return None
    door = session.scalar(select(ContinuumDoor).where(ContinuumDoor.token == typed))
    if door is None:
        code = code_typed(typed)
        door = session.scalar(
            select(ContinuumDoor).where(
                ContinuumDoor.code == code, ContinuumDoor.code_until > clock.now()
            )
        )
    with_words = [joinedload(Site.programme)]
    site = session.get(Site, door.site_id, options=with_words) if door else None
    if door is None or site is None or site.ended_at is not None:
        return None
    enter_site(session, site.id)
    edition.speak(session, site.programme)
    return site, session.get_one(ContinuumRound, door.round_id)


def count_wrong(session: Session, *, origin: str) -> None:
    """Count one wrong code of an address. Raises limits.TooMany; the right one still opens."""
    limits.take(session, WRONG_CODES, who="", origin=origin)


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _one in range(CODE_LENGTH))
        taken = select(ContinuumDoor.round_id).where(ContinuumDoor.code == code)
        if session.scalar(taken) is None:
            return code
