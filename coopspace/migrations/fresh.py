"""A new SQLite database in one script: what every migration makes together, without playing them.

A demonstration starts on an empty database, and most first houses do: the script takes a tenth of
the time of the migrations and needs no Alembic. `make` writes it anew with each migration; a test
compares it with what the migrations make.
"""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, String, case, column, func, insert, select, table

from coopspace.kernel import storage
from coopspace.paths import MIGRATIONS

SCRIPT = MIGRATIONS / "fresh.sql"
VERSION = table("alembic_version", column("version_num", String))
"""The revision of a database, as Alembic writes it down."""
_MADE = table("sqlite_master", column("type"), column("name"), column("sql"), column("rowid"))
_PART = re.compile(r", ?\n\t")
_BETWEEN = ", \n\t"
_LAST = {"table": 0, "index": 1}
_STATEMENTS = (
    select(_MADE.c.sql)
    .where(_MADE.c.sql.is_not(None), _MADE.c.name.not_like("sqlite_%"))
    .order_by(
        case(_LAST, value=_MADE.c.type, else_=len(_LAST)),
        case((_MADE.c.type == "table", _MADE.c.rowid), else_=0),
        _MADE.c.name,
    )
)


def is_empty(engine: Engine) -> bool:
    """Whether this is an SQLite database without a table."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        return not connection.scalar(select(func.count()).select_from(_MADE))


def fill(engine: Engine) -> None:
    """Give an empty SQLite database the tables, indexes and triggers of this version."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.executescript(SCRIPT.read_text())


def script(engine: Engine) -> str:
    """What makes the tables, indexes and triggers of this SQLite database, in one transaction."""
    with engine.connect() as connection:
        made = [f"{in_order(one)};" for one in connection.scalars(_STATEMENTS)]
        number = connection.scalar(select(VERSION.c.version_num))
    last = insert(VERSION).values(version_num=number)
    written = last.compile(engine, compile_kwargs={"literal_binds": True})
    return "\n".join(["BEGIN;", *made, f"{written};", "COMMIT;", ""])


def in_order(statement: str) -> str:
    """A table with its constraints by name: Alembic, which copies a table to change it, writes them
    as they come, in another order each time. Columns and all other statements stay as they are."""
    head, start, rest = statement.partition("(\n\t")
    body, end, tail = rest.rpartition("\n)")
    parts = _PART.split(body)
    constraints = sorted(one for one in parts if one.startswith("CONSTRAINT "))
    if not (start and end and constraints):
        return statement
    columns = [one for one in parts if not one.startswith("CONSTRAINT ")]
    return f"{head}{start}{_BETWEEN.join([*columns, *constraints])}{end}{tail}"


def write(migrate: Callable[[Engine], None]) -> None:
    """Write the script anew, from what the migrations make."""
    with tempfile.TemporaryDirectory() as folder:
        engine = storage.open_engine(f"sqlite+pysqlite:///{Path(folder) / 'empty.db'}")
        migrate(engine)
        SCRIPT.write_text(script(engine))
        engine.dispose()
