"""How often somebody may try a door: counted in the database, so that processes share the count.

A limit never locks a room behind one address, and never lets somebody elsewhere lock a person out:

* wrong passwords are counted first for (account, origin). The origin is a browser where the person
  already came in, else the network address: whoever guesses elsewhere spends their own count;
* an address that sends many wrong passwords (thirty people who mistype, or somebody who tries a
  whole list) has only its wrong ones answered by a wait: a right password from there still enters;
* one account takes a hundred wrong tries a day from origins that it does not know (NIST SP
  800-63B § 3.2.2): beyond, a known browser still enters, and so does the link sent by mail.

A try is counted *before* it is judged and given back when it was right: two processes, or a
hundred requests at once, cannot slip between the count and the check.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import Attempt
from coopspace.kernel import clock

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KEPT = DAY
"""How long a try is remembered: the longest window."""


class By(Enum):
    """What a limit counts: one person's tries, one origin's, or the tries of one from the other."""

    WHO = "who"
    ORIGIN = "origin"
    BOTH = "both"


@dataclass(frozen=True)
class Limit:
    """So many tries in a window."""

    by: By
    times: int
    window: timedelta


@dataclass(frozen=True)
class Door:
    """Something that is tried, and its limits."""

    name: str
    limits: tuple[Limit, ...]


HERE = Limit(By.BOTH, 5, QUARTER)
HERE_TODAY = Limit(By.BOTH, 10, DAY)
SIGN_IN_STRANGE = Door("sign_in", (HERE, HERE_TODAY, Limit(By.WHO, 100, DAY)))
SIGN_IN_KNOWN = Door("sign_in", (HERE, HERE_TODAY))
"""From a browser that the account already came in by."""
CROWDED = Limit(By.ORIGIN, 30, QUARTER)
"""Beyond this, an address's wrong passwords are answered by a wait, and the journal says so."""
CONFIRM = Door("confirm", (Limit(By.WHO, 5, QUARTER), Limit(By.WHO, 20, DAY)))
"""Typing one's password again before something that weighs."""
RESET = Door("reset", (Limit(By.WHO, 5, DAY), Limit(By.ORIGIN, 60, HOUR)))


class TooMany(Exception):
    """Too many tries: `seconds` says when the next one is allowed. No form says it: a page does."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = max(1, seconds)


def digest(value: str) -> str:
    """What is kept of an address or an origin."""
    return hashlib.sha256(value.strip().lower().encode()).hexdigest()


def take(session: Session, door: Door, *, who: str, origin: str = "") -> Attempt:
    """Count one try at a door, or raise TooMany. `who` and `origin` are any texts.

    To be called inside `saving()`, and committed before the try is judged.
    """
    attempt = _try(door, who, origin)
    _alone(session, attempt)
    session.execute(delete(Attempt).where(Attempt.at < attempt.at - KEPT))
    seconds = max(_wait(session, limit, attempt) for limit in door.limits)
    if seconds:
        raise TooMany(seconds)
    session.add(attempt)
    session.flush()
    return attempt


def forgive(session: Session, door: Door, *, who: str, origin: str | None = None) -> None:
    """Give back the tries of a person (from one origin, or from everywhere): they were right."""
    query = delete(Attempt).where(Attempt.door == door.name, Attempt.who == digest(who))
    if origin is not None:
        query = query.where(Attempt.origin == digest(origin))
    session.execute(query)


def spent(session: Session, door: Door, limit: Limit, *, who: str = "", origin: str = "") -> int:
    """How many tries this limit counts now."""
    where = _counted(limit, _try(door, who, origin))
    return session.scalar(select(func.count()).select_from(Attempt).where(*where)) or 0


def wait(session: Session, door: Door, limit: Limit, *, who: str = "", origin: str = "") -> int:
    """Seconds before this limit allows one more try; 0 for now."""
    return _wait(session, limit, _try(door, who, origin))


def _try(door: Door, who: str, origin: str) -> Attempt:
    return Attempt(
        door=door.name, who=digest(who), origin=digest(origin) if origin else "", at=clock.now()
    )


def _wait(session: Session, limit: Limit, attempt: Attempt) -> int:
    """Seconds before one more try is allowed; 0 for now."""
    where = _counted(limit, attempt)
    query = select(Attempt.at).where(*where).order_by(Attempt.at.desc()).offset(limit.times - 1)
    decisive = session.scalar(query.limit(1))
    if decisive is None:
        return 0
    return int((decisive + limit.window - attempt.at).total_seconds()) + 1


def _counted(limit: Limit, attempt: Attempt) -> list[ColumnElement[bool]]:
    where = [Attempt.door == attempt.door, Attempt.at > attempt.at - limit.window]
    if limit.by is not By.ORIGIN:
        where.append(Attempt.who == attempt.who)
    if limit.by is not By.WHO:
        where.append(Attempt.origin == attempt.origin)
    return where


def _alone(session: Session, attempt: Attempt) -> None:
    """One count at a time for one person (SQLite already lets one writer in)."""
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtext(f"{attempt.door}:{attempt.who}")
        session.execute(select(func.pg_advisory_xact_lock(key)))
