"""How each database is opened so that what was acknowledged stays written.

SQLite through a library free of the WAL-reset bug uses WAL; through any other it keeps the
rollback journal (https://sqlite.org/wal.html#walresetbug: fixed in 3.51.3, 3.50.7 and 3.44.6;
3.52.0 was withdrawn).
"""

import sqlite3
from types import ModuleType
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, create_engine, event

from coopspace.kernel.reading import give_back_as_it_was
from coopspace.kernel.saving import WRITES

BUSY_MS = 10_000
"""How long a writer waits for another one, in milliseconds."""


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite version is free of the WAL-reset corruption bug."""
    if version[:2] == (3, 52):
        return False
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


def sqlite_driver() -> ModuleType:
    """The newest SQLite at hand: the bundled one unless Python's own is newer."""
    candidates: tuple[ModuleType, ...] = (pysqlite3, sqlite3)
    return max(candidates, key=lambda module: module.sqlite_version_info)


def journal_mode(driver: ModuleType) -> str:
    """`WAL` where it is safe, else `DELETE` (the rollback journal)."""
    return "WAL" if wal_is_safe(driver.sqlite_version_info) else "DELETE"


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for this address."""
    if url.startswith("sqlite"):
        return {"module": sqlite_driver(), "connect_args": {"check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def guard(engine: Engine) -> Engine:
    """Attach the durability settings to an engine; returns the same engine."""
    if engine.dialect.name != "sqlite":
        give_back_as_it_was(engine)
        return engine
    journal = journal_mode(sqlite_driver())

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def open_engine(url: str) -> Engine:
    """An engine for scripts, the command line and tests, with the same settings as the site's."""
    return guard(create_engine(url, **engine_options(url)))
