"""What no statement puts in order comes backwards in these tests."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coopspace.kernel import storage


@pytest.mark.engines("sqlite")
def test_a_list_that_nobody_put_in_order_is_found(session: Session, tmp_path: Path):
    elsewhere = storage.open_engine(f"sqlite+pysqlite:///{tmp_path / 'other.db'}")
    for engine in (session.get_bind(), elsewhere):
        with engine.connect() as connection:
            connection.execute(text("CREATE TABLE kept (name TEXT)"))
            connection.execute(text("INSERT INTO kept VALUES ('first'), ('second')"))
            read = connection.scalars(text("SELECT name FROM kept")).all()
            sorted_ = connection.scalars(text("SELECT name FROM kept ORDER BY name")).all()
            assert (read, sorted_) == (["second", "first"], ["first", "second"])
    elsewhere.dispose()
