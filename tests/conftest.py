"""The machines of the tests: a migrated database, the application, visitors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from coopspace.app import create_app
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.migrations.run import upgrade_engine
from coopspace.tables import metadata
from tests import world as builders
from tests.visitor import Visitor
from tests.world import World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", secret_key="x" * 40)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    application = create_app(settings)
    with application.app_context():
        upgrade_engine(db.engine)
        metadata.create_all(db.engine)
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
def world(session: Session) -> World:
    return builders.build(session)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody in front of a browser, signed in nowhere yet."""
    return Visitor(app)
