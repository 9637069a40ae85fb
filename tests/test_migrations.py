"""The migrations lead to the tables of the code, on both engines, and two of them never collide."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Column, Engine, Integer, MetaData, func, inspect, select, text

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.migrations import fresh
from coopspace.migrations.run import CURRENT_HEAD, head, migrate, upgrade_engine
from coopspace.paths import MIGRATIONS
from coopspace.tables import metadata
from tests import postgres

VERSIONS = sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def misnumbered(names: list[str], current: str) -> list[str]:
    """What is wrong with the numbering of migrations."""
    faults = [
        f"{name} should be number {place:04d}"
        for place, name in enumerate(names, 1)
        if not re.fullmatch(rf"{place:04d}_[a-z0-9_]+", name)
    ]
    if current != names[-1]:
        faults.append(f".current-head says {current}, the newest is {names[-1]}")
    return faults


def drift(engine: Engine, wanted: MetaData) -> list[str]:
    """What separates a database from the tables of the code."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, wanted)]


WRITTEN = """
import sys
from coopspace.kernel import storage
from coopspace.migrations import fresh, run
engine = storage.open_engine(f"sqlite+pysqlite:///{sys.argv[1]}/new.db")
run.migrate(engine)
sys.stdout.write(fresh.script(engine))
"""


@pytest.fixture
def empty(tmp_path: Path, engine_kind: str):
    """An empty database that nothing migrated yet."""
    url = f"sqlite+pysqlite:///{tmp_path / 'new.db'}"
    if engine_kind == "postgresql":
        address = postgres.create(f"migrations_{uuid.uuid4().hex}")
        url = Settings(database_url=address).database
    engine = storage.open_engine(url)
    yield engine
    engine.dispose()


def test_migrations_lead_to_the_tables_of_the_code(empty: Engine):
    migrate(empty)
    assert drift(empty, metadata) == []
    upgrade_engine(empty)
    assert "alembic_version" in inspect(empty).get_table_names()


@pytest.mark.engines("sqlite")
def test_a_new_house_is_what_the_migrations_make(empty: Engine, tmp_path: Path):
    migrate(empty)
    made = fresh.script(empty)
    assert made == fresh.SCRIPT.read_text(), "python -m coopspace.migrations.run"
    with empty.connect() as connection:
        filled = [
            table
            for table in metadata.sorted_tables
            if connection.scalar(select(func.count()).select_from(table))
        ]
    assert not filled, "what migrations write besides tables would be missing in a new house"
    other = storage.open_engine(f"sqlite+pysqlite:///{tmp_path / 'other.db'}")
    upgrade_engine(other)
    assert not fresh.is_empty(other)
    assert fresh.script(other) == made
    assert drift(other, metadata) == []
    other.dispose()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_script_of_a_new_house_is_written_alike_whatever_the_order_of_sets(
    tmp_path: Path, seed: str
):
    done = subprocess.run(
        [sys.executable, "-c", WRITTEN, str(tmp_path)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == fresh.SCRIPT.read_text(), "python -m coopspace.migrations.run"


def test_the_constraints_of_a_table_stand_by_name_and_its_columns_as_they_come():
    said = (
        "CREATE TABLE b (\n\tz INT, a INT, \n\tCONSTRAINT {}, \n\tCONSTRAINT {}\n)\n WITHOUT ROWID"
    )
    one, two = "ck_b CHECK (z, a)", "uq_b UNIQUE (z)"
    assert fresh.in_order(said.format(two, one)) == said.format(one, two)
    assert fresh.in_order("CREATE INDEX b ON a (z)") == "CREATE INDEX b ON a (z)"
    assert fresh.in_order("CREATE TABLE b (\n\tz INT\n)") == "CREATE TABLE b (\n\tz INT\n)"


@pytest.mark.engines("sqlite")
def test_a_house_that_is_behind_plays_the_migrations_that_it_lacks(empty: Engine):
    upgrade_engine(empty)
    newest = metadata.sorted_tables[-1]
    with empty.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        connection.commit()
    with pytest.raises(CommandError, match="0000"):
        upgrade_engine(empty)
    assert inspect(empty).has_table(newest.name)


def test_a_table_without_its_migration_is_noticed(empty: Engine):
    upgrade_engine(empty)
    changed = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["site"].append_column(Column("forgotten", Integer))
    assert len(drift(empty, changed)) == 1


def test_migrations_are_numbered_one_by_one():
    assert misnumbered(VERSIONS, CURRENT_HEAD.read_text().strip()) == []
    assert head() == VERSIONS[-1][:4]


@pytest.mark.parametrize(
    ("names", "current"),
    [
        (["0001_a", "0002_b", "0002_c"], "0002_c"),
        (["0001_a", "0003_b"], "0003_b"),
        (["0001_a", "0002_b"], "0001_a"),
        (["0001_a", "0002-b"], "0002-b"),
    ],
)
def test_two_migrations_of_one_number_are_noticed(names: list[str], current: str):
    assert misnumbered(names, current)
