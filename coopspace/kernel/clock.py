"""The only source of the present moment, so that a year of history can be played in a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_frozen: ContextVar[datetime | None] = ContextVar("coopspace_now", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day as people in France see it (Europe/Paris)."""
    return now().astimezone(PARIS).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `moment` (aware) the present for what runs inside: the demonstration and tests use it.

    Raises ValueError if `moment` carries no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("clock.at() needs a moment with a time zone")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
