"""What `coopspace doctor` looks at: each finding says what is so and, if need be, what to do."""

import shutil
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.later import Later
from coopspace.migrations.run import current, head
from coopspace.paths import SEEDS, STATIC, TEMPLATES, TRANSLATIONS

if TYPE_CHECKING:
    import redis
else:
    redis = Later("redis")

GOOD, WARN, BAD = "good", "warn", "bad"
LEAST_SPACE = 500 * 1024 * 1024
"""Free disk space under which the check-up warns, in bytes."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: str
    sentence: str


def examine(settings: Settings) -> list[Finding]:
    """Every finding, in a fixed order."""
    return [
        _folder(settings),
        _key(settings),
        _sqlite(settings),
        *_database(settings),
        _bus(settings),
        _space(settings),
        _files(),
        _address(settings),
        _mail(settings),
    ]


def _folder(settings: Settings) -> Finding:
    mode = stat.S_IMODE(settings.data.stat().st_mode)
    if mode & 0o077:
        return Finding(WARN, f"{settings.data} can be read by others: chmod 700 {settings.data}.")
    return Finding(GOOD, f"The data folder {settings.data} is private.")


def _key(settings: Settings) -> Finding:
    path = settings.data / "secret.key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(BAD, f"{path} can be read by others: chmod 600 {path}.")
    return Finding(GOOD, "The secret key is long enough and private.")


def _sqlite(settings: Settings) -> Finding:
    if settings.database_url:
        return Finding(GOOD, "The database is PostgreSQL.")
    driver = storage.sqlite_driver()
    if storage.journal_mode(driver) == "WAL":
        return Finding(GOOD, f"SQLite {driver.sqlite_version} is safe with WAL.")
    return Finding(
        WARN,
        f"SQLite {driver.sqlite_version} has the WAL-reset bug: the slower rollback journal is "
        f"used. Install the pysqlite3 wheel, or a SQLite from 3.51.3.",
    )


def _database(settings: Settings) -> list[Finding]:
    engine = storage.open_engine(settings.database)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return [Finding(BAD, f"The database does not answer ({type(error).__name__}).")]
    finally:
        engine.dispose()
    at, latest = current(settings), head()
    if at != latest:
        return [Finding(BAD, f"The database is at {at or 'nothing'}, not {latest}: run migrate.")]
    return [Finding(GOOD, f"The database answers and is at revision {at}.")]


def _bus(settings: Settings) -> Finding:
    if settings.on_sqlite:
        return Finding(GOOD, "One process serves everything (`coopspace serve`).")
    if not settings.bus_url:
        return Finding(GOOD, "PostgreSQL carries live news between processes.")
    try:
        with redis.Redis.from_url(settings.bus_url, socket_connect_timeout=2) as asked:
            asked.ping()
    except redis.RedisError as error:
        return Finding(
            BAD,
            f"Redis (COOPSPACE_BUS_URL) does not answer ({type(error).__name__}): no word is lost, "
            f"but words of other processes arrive up to a second late.",
        )
    return Finding(GOOD, "Redis carries live news between processes.")


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_SPACE:
        return Finding(WARN, f"Only {free // 1024**2} MiB are free for {settings.data}.")
    return Finding(GOOD, f"{free // 1024**3} GiB are free.")


def _files() -> Finding:
    missing = [str(path) for path in (TEMPLATES, STATIC, SEEDS, TRANSLATIONS) if not path.is_dir()]
    if missing:
        return Finding(BAD, f"Files of the program are missing ({', '.join(missing)}): reinstall.")
    return Finding(GOOD, "Templates, static files, seeds and languages are in place.")


def _address(settings: Settings) -> Finding:
    if settings.https:
        return Finding(GOOD, f"People reach it over TLS at {settings.public_url}.")
    host = urlsplit(settings.public_url).hostname or "this machine only"
    return Finding(WARN, f"No TLS ({host}): set COOPSPACE_PUBLIC_URL=https://… before opening it.")


def _mail(settings: Settings) -> Finding:
    if settings.smtp_url:
        return Finding(GOOD, f"Mails leave through {urlsplit(settings.smtp_url).hostname}.")
    return Finding(WARN, f"No COOPSPACE_SMTP_URL: mails are written to {settings.data / 'mails'}.")
