"""Databases for tests: migrated once a run, given out clean, on both engines."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.migrations.run import upgrade_engine
from coopspace.tables import metadata
from tests import postgres
from tests.keeping import Kept, in_order
from tests.once import once

ENGINES = ("sqlite", "postgresql")


@dataclass
class Databases:
    """The clean databases of one worker."""

    worker: str
    worlds: dict[str, Kept] = field(default_factory=dict)
    """The world of the tests, by engine, once it was built."""
    _files: dict[str, Path] = field(default_factory=dict, repr=False)
    _seen: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict, repr=False)
    _cleaner: psycopg.Connection | None = field(default=None, repr=False)

    @cached_property
    def migrated(self) -> Path:
        """An SQLite file on which every migration ran, to be copied."""
        return once("migrated-sqlite", _migrate_file) / "coopspace.db"

    @cached_property
    def postgresql(self) -> str:
        """The address of this worker's PostgreSQL database, migrated."""
        once("migrated-postgresql", _migrate_template)
        return self._fresh()

    def _fresh(self) -> str:
        return postgres.create(self.worker, like="migrated")

    def copy_to(self, folder: Path) -> None:
        """Put a migrated SQLite database where the settings look for it."""
        folder.mkdir(mode=0o700)
        shutil.copy(self.migrated, folder / "coopspace.db")

    def empty(self) -> None:
        """Empty every PostgreSQL table, the journal that only grows included.

        A test that dropped tables gets the next one a whole database. Raises psycopg's
        LockNotAvailable when the test left a transaction open.
        """
        cleaner = self._clean()
        names = [table.name for table in in_order()]
        try:
            cleaner.execute("; ".join(f'DELETE FROM "{name}"' for name in reversed(names)))
        except psycopg.errors.UndefinedTable:
            self.close()
            self._fresh()

    def made(self, settings: Settings, name: str, make: Callable[[Path], None]) -> Path:
        """Have the database filled once a run, by this worker or another, and kept under a name;
        the folder where `make` left what goes with it. Nobody may be connected once it did."""

        def fill(folder: Path) -> None:
            make(folder)
            self._keep(settings, name, folder)

        if settings.database_url:
            return once(f"{name}-postgresql", fill)
        self._files[name] = once(f"{name}-sqlite", fill)
        return self._files[name]

    def _keep(self, settings: Settings, name: str, folder: Path) -> None:
        if settings.database_url:
            self._seen.clear()
            self._clean().execute(f'CREATE SCHEMA "{name}"')
            for table in in_order():
                kept = f'CREATE TABLE "{name}"."{table.name}" AS TABLE public."{table.name}"'
                self._clean().execute(kept)
            self.close()
            postgres.create(name, like=self.worker)
        else:
            shutil.copy(settings.data / "coopspace.db", folder)

    def bring_back(self, settings: Settings, name: str) -> None:
        """Put the database back as it was kept under this name."""
        if settings.database_url:
            if not self._brought_back(name):
                self.close()
                postgres.create(self.worker, like=name)
                self._seen.clear()
        else:
            for rest in ("-wal", "-shm", "-journal"):
                (settings.data / f"coopspace.db{rest}").unlink(missing_ok=True)
            shutil.copy(self._files[name] / "coopspace.db", settings.data)

    def written(self) -> str:
        """What changes as soon as anything is committed on this worker's server."""
        asked = "SELECT pg_snapshot_xmax(pg_current_snapshot())"
        return str(self._clean().execute(asked).fetchone())

    def _brought_back(self, name: str) -> bool:
        """Whether what was written could be put back table by table: where the whole database was
        made anew since, it could not. Only tables that changed are touched."""
        cleaner = self._clean()
        if cleaner.execute("SELECT to_regnamespace(%s)", (name,)).fetchone() == (None,):
            return False
        try:
            seen = self._signatures(cleaner)
            changed = [key for key in seen if self._seen.get((name, key)) != seen[key]]
            for key in changed:
                cleaner.execute(
                    f'DELETE FROM public."{key}"; '
                    f'INSERT INTO public."{key}" SELECT * FROM "{name}"."{key}"'
                )
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
            return False
        self._seen = {(name, key): seen for key, seen in self._signatures(cleaner).items()}
        return True

    @staticmethod
    def _signatures(cleaner: psycopg.Connection) -> dict[str, tuple[int, int]]:
        """How many rows each table has, and the last transaction that wrote one."""
        asked = " UNION ALL ".join(
            f"SELECT '{table.name}', count(*), max(xmin::text::bigint) FROM public.\"{table.name}\""
            for table in in_order()
        )
        return {name: (rows, last) for name, rows, last in cleaner.execute(asked)}

    def _clean(self) -> psycopg.Connection:
        if self._cleaner is None:
            self._cleaner = psycopg.connect(self.postgresql, autocommit=True)
            self._cleaner.execute("SET session_replication_role = replica; SET lock_timeout = 5000")
        return self._cleaner

    def close(self) -> None:
        """Let go of the server."""
        if self._cleaner is not None:
            self._cleaner.close()
            self._cleaner = None


def _migrate_file(folder: Path) -> None:
    path = folder / "coopspace.db"
    _migrate(f"sqlite+pysqlite:///{path}")
    path.chmod(0o600)


def _migrate_template(_folder: Path) -> None:
    _migrate(postgres.create("migrated").replace("postgresql:", "postgresql+psycopg:", 1))


def _migrate(url: str) -> None:
    engine = storage.open_engine(url)
    upgrade_engine(engine)
    metadata.create_all(engine)
    engine.dispose()


def worker_name() -> str:
    """The name of this pytest-xdist worker."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")
