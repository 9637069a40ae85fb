"""What was acknowledged stays written: the SQLite guard, and what it sets."""

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from coopspace.kernel import storage
from coopspace.kernel.saving import WRITES


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version: tuple[int, int, int], safe: bool):
    assert storage.wal_is_safe(version) is safe
    driver = SimpleNamespace(sqlite_version_info=version)
    assert storage.journal_mode(driver) == ("WAL" if safe else "DELETE")


def test_the_newest_sqlite_at_hand_is_used():
    chosen = storage.sqlite_driver().sqlite_version_info
    assert chosen >= sqlite3.sqlite_version_info
    assert storage.wal_is_safe(chosen)


def test_every_connection_is_guarded(tmp_path: Path):
    engine = storage.open_engine(f"sqlite+pysqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        asked = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    expected = storage.journal_mode(storage.sqlite_driver()).lower()
    assert asked == {
        "journal_mode": expected,
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": storage.BUSY_MS,
    }


def test_who_will_write_takes_the_lock_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(storage, "BUSY_MS", 50)
    engine = storage.open_engine(f"sqlite+pysqlite:///{tmp_path / 'a.db'}")
    writes = {WRITES: True}
    with engine.connect().execution_options(**writes) as first, first.begin():
        with engine.connect() as reader, reader.begin():
            assert reader.scalar(text("SELECT 1")) == 1
        with (
            pytest.raises(Exception, match="locked"),
            engine.connect().execution_options(**writes) as second,
            second.begin(),
        ):
            pass
    engine.dispose()
