"""The machines of the tests: migrated databases on both engines, the application, visitors.

A test that touches storage runs twice, on SQLite and on PostgreSQL, unless it is marked
`@pytest.mark.engines("sqlite")` with the reason beside it, or asks one page of several people
(`engines.py`).
"""

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event
from sqlalchemy.orm import Session

from coopspace.accounts import passwords
from coopspace.app import create_app
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.logs import JsonLines
from tests import keeping, ledger, postgres
from tests import world as builders
from tests.browser.watch import launch
from tests.compiled import Compiled, addresses_once, statements_once
from tests.databases import ENGINES, Databases, worker_name
from tests.engines import asked_again, long_ones_first
from tests.house import House
from tests.listener import Listener
from tests.mirror import SECRET
from tests.order import read_backwards
from tests.visitor import InspectingClient, Visitor
from tests.world import World

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
COMPILED = Compiled()
MANY = 1000
"""Files a minute: whoever opens every address of the house takes many."""


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process opens the folder that its workers share."""
    read_backwards()
    if not hasattr(config, "workerinput"):
        postgres.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """What was started is stopped."""
    if not hasattr(config, "workerinput"):
        postgres.close_run()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Storage is proved on both engines."""
    if "engine_kind" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("engines")
        metafunc.parametrize("engine_kind", marker.args if marker else ENGINES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A page is asked once on the other engine."""
    again = set(asked_again(items))
    if again:
        config.hook.pytest_deselected(items=[*again])
        items[:] = [one for one in items if one not in again]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = long_ones_first(items, workers)


@pytest.fixture(scope="session", autouse=True)
def logged() -> Iterator[Listener]:
    """Everything that the site logs while the tests run, read for words of people."""
    listener = Listener()
    logger = logging.getLogger("coopspace")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(listener)
    yield listener
    logger.removeHandler(listener)


@pytest.fixture(autouse=True)
def discreet(logged: Listener) -> Iterator[None]:
    """No test makes the site log a name, an address, a password or a text of anybody (OPS-7)."""
    logged.indiscreet.clear()
    yield
    assert not logged.indiscreet, "\n".join(logged.indiscreet)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Nothing is compiled twice in a worker that an earlier test compiled."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        addresses_once(monkeypatch)
        statements_once(monkeypatch)
        yield


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The clean databases of this worker."""
    kept = Databases(worker_name())
    yield kept
    kept.close()


@pytest.fixture(autouse=True)
def quick_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost nothing, but for tests marked `real_passwords`."""
    if request.node.get_closest_marker("real_passwords") is None:
        monkeypatch.setattr(passwords, "HASHER", QUICK)


@pytest.fixture
def settings(tmp_path: Path, engine_kind: str, databases: Databases) -> Iterator[Settings]:
    """Settings of an installation whose database is migrated and empty."""
    if engine_kind == "sqlite":
        databases.copy_to(tmp_path / "data")
        yield Settings(data=tmp_path / "data", secret_key=SECRET, exports_per_minute=MANY)
        return
    yield Settings(
        data=tmp_path / "data",
        secret_key=SECRET,
        database_url=databases.postgresql,
        exports_per_minute=MANY,
    )
    databases.empty()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    application = create_app(settings)
    application.jinja_env.bytecode_cache = COMPILED
    application.test_client_class = InspectingClient
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the application's database, outside any request."""
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def world(session: Session, engine_kind: str, databases: Databases) -> World:
    """As people make it; from the second time on, put back as they made it."""
    if engine_kind in databases.worlds:
        return keeping.put_back(session, databases.worlds[engine_kind])
    built = builders.build(session)
    databases.worlds[engine_kind] = keeping.keep(session, built)
    return built


@pytest.fixture
def house(app: Flask, settings: Settings, databases: Databases) -> House:
    """Three full sites and everybody who may or may not come in, restored at will."""
    return House(app, settings, databases)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module at a time: Playwright holds the thread's only event loop."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody in front of a browser, signed in nowhere yet."""
    return Visitor(app)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker hands over its figures; under CI a skipped test fails the run."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["ledger"] = ledger.as_plain()
        return
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    skipped = reporter is not None and reporter.stats.get("skipped")
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and skipped:
        ledger.tell("skipped", f"{len(skipped)} tests were skipped: under CI that is a failure")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """The controlling process adds up what the workers proved."""
    ledger.add(getattr(node, "workeroutput", {}).get("ledger"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was proved, in figures, with what they cover."""
    if ledger.COUNTS or ledger.LINES:
        terminalreporter.section("what was proved")
        for line in ledger.summary():
            terminalreporter.write_line(line)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the database is asked."""
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Every line that the site logs, in full."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("coopspace")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)
