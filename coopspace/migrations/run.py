"""Running the migrations from the command line, the tests and `serve`, without a settings file.

`python -m coopspace.migrations.run` writes `fresh.sql` anew from what the migrations make.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, select

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.later import Later
from coopspace.migrations import fresh
from coopspace.paths import MIGRATIONS

if TYPE_CHECKING:
    from alembic import command
    from alembic import config as alembic
else:
    command, alembic = Later("alembic.command"), Later("alembic.config")

CURRENT_HEAD = MIGRATIONS / ".current-head"
"""Holds the name of the newest migration: two branches collide in git, not in production."""


def configuration() -> "alembic.Config":
    """Alembic's configuration, made here so that no `alembic.ini` has to travel."""
    config = alembic.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str | None:
    """The newest revision of this version; None before the first."""
    return CURRENT_HEAD.read_text()[:4] or None


def current(settings: Settings) -> str | None:
    """The revision of the database, None when it was never migrated."""
    engine = storage.open_engine(settings.database)
    try:
        return _revision(engine)
    finally:
        engine.dispose()


def upgrade(settings: Settings) -> str | None:
    """Bring the database to the newest revision; returns it. Safe to call again."""
    engine = storage.open_engine(settings.database)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()
    return head()


def upgrade_engine(engine: Engine) -> None:
    """Bring the database behind this engine to the newest revision."""
    if fresh.is_empty(engine):
        fresh.fill(engine)
    elif _revision(engine) != head():
        migrate(engine)


def migrate(engine: Engine) -> None:
    """Play every migration that the database behind this engine has not seen."""
    config = configuration()
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        number: str | None = connection.scalar(select(fresh.VERSION.c.version_num))
        return number


if __name__ == "__main__":
    fresh.write(migrate)
