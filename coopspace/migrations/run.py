"""Running the migrations from the command line, the tests and `serve`, without a settings file."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.paths import MIGRATIONS


def configuration() -> Config:
    """Alembic's configuration, made here so that no `alembic.ini` has to travel."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str | None:
    """The newest revision of this version."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def current(settings: Settings) -> str | None:
    """The revision of the database, None when it was never migrated."""
    engine = storage.open_engine(settings.database)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
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
    config = configuration()
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
