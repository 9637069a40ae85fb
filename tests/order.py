"""Rows that no statement puts in order come backwards: whoever leans on chance is found.

SQLite gives unordered rows as they were written, and so does PostgreSQL, until vacuum gives the
place of a deleted row to a new one: a list that is right a hundred times is then wrong once.
"""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection


def backwards(connection: DBAPIConnection, _record: Any) -> None:
    """Have SQLite read backwards whatever has no `ORDER BY`; other engines are left alone."""
    if "sqlite" in type(connection).__module__:
        cursor = connection.cursor()
        cursor.execute("PRAGMA reverse_unordered_selects=ON")
        cursor.close()


def read_backwards() -> None:
    """From now on, every SQLite connection of this process."""
    event.listen(Engine, "connect", backwards)
