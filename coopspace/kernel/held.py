"""How rows are held until an act is committed.

What is held may still be referred to (`FOR NO KEY UPDATE`): PostgreSQL's `FOR UPDATE` makes every
row that names a held one wait, and two acts then die of waiting for each other. Acts that hold the
same row take turns either way; SQLite has one writer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

HELD: dict[str, Any] = {"key_share": True}
"""For `with_for_update(**HELD)` and `refresh(…, with_for_update=HELD)`."""
PATIENCE_MS = 50
"""Far below the second after which PostgreSQL looks for acts that wait in a circle."""
_NOT_FREE, _IN_A_CIRCLE = "55P03", "40P01"


class Busy(RuntimeError):
    """Others hold what is needed: nothing was done, it can be tried again."""


@contextmanager
def if_free(session: Session) -> Iterator[None]:
    """Inside `saving()`: give up rather than wait for what others hold. Raises Busy.

    For what a process does by itself and can do later: nobody's act ever fails because of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))
    try:
        yield
        session.flush()
    except OperationalError as error:
        if _state(error) == _NOT_FREE:
            raise Busy from error
        raise


def met_in_a_circle(error: OperationalError) -> bool:
    """Whether PostgreSQL ended this act because it and another waited for each other: nothing of
    it was written, and it can be done again."""
    return _state(error) == _IN_A_CIRCLE


def _state(error: OperationalError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
