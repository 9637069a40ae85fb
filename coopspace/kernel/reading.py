"""Whoever only reads needs no transaction.

On PostgreSQL each statement sees what is committed when it begins, in a transaction or not (READ
COMMITTED), and BEGIN and ROLLBACK are two journeys to the database a page. SQLite has no journeys.
What is read row by row from the server (`yield_per` of a statement) does need one.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from coopspace.kernel.saving import is_saving

_KEY = "only reads"


def only_reads(session: Session, *, so: bool = True) -> None:
    """From now on this session opens no transaction, but inside `saving()`; or it does again."""
    session.info[_KEY] = so


@event.listens_for(Session, "after_begin")
def _begun(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if session.info.get(_KEY) and connection.dialect.name == "postgresql":
        _driver(connection).autocommit = not is_saving(session)


def give_back_as_it_was(engine: Engine) -> None:
    """Whoever takes a connection next gets transactions again."""

    @event.listens_for(engine, "checkin")
    def _given_back(connection: Any, _record: object) -> None:
        if connection is not None and not connection.closed:
            connection.autocommit = False


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
