"""Pages that only read open no transaction on PostgreSQL; acts always do, and are whole."""

from collections.abc import Iterator

import pytest
from flask import Flask, request
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import Session

from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.kernel.reading import only_reads
from coopspace.kernel.saving import ReadOnly, saving
from coopspace.sites.model import Site
from tests.vision.acts import HOME
from tests.visitor import Visitor

pytestmark = pytest.mark.engines("postgresql")


@pytest.fixture
def engine(settings: Settings, world) -> Iterator[Engine]:
    made = storage.open_engine(settings.database)
    yield made
    made.dispose()


def standing(session: Session) -> TransactionStatus:
    return session.connection().connection.driver_connection.info.transaction_status  # type: ignore[union-attr]


def name(session: Session, site: Site) -> str | None:
    return session.scalar(select(Site.name).where(Site.id == site.id))


def test_whoever_only_reads_opens_no_transaction_and_an_act_does(engine: Engine, world):
    with Session(engine) as reader, Session(engine) as other:
        only_reads(reader)
        before = name(reader, world.site)
        assert standing(reader) is TransactionStatus.IDLE
        with saving(other):
            other.get_one(Site, world.site.id).name = "Un autre nom"
        assert name(reader, world.site) == "Un autre nom"
        with saving(reader):
            reader.get_one(Site, world.site.id).name = "Le sien"
            reader.flush()
            assert standing(reader) is TransactionStatus.INTRANS
            assert name(other, world.site) == "Un autre nom"
        assert name(reader, world.site) == "Le sien" != before
        assert standing(reader) is TransactionStatus.IDLE


def _half(session: Session, site: Site) -> None:
    with saving(session):
        session.get_one(Site, site.id).name = "À moitié"
        session.flush()
        raise ZeroDivisionError


def test_an_act_that_fails_leaves_nothing_of_it(engine: Engine, world):
    with Session(engine) as reader:
        only_reads(reader)
        before = name(reader, world.site)
        with pytest.raises(ZeroDivisionError):
            _half(reader, world.site)
        assert name(reader, world.site) == before
        reader.get_one(Site, world.site.id).name = "Hors d’un acte"
        with pytest.raises(ReadOnly):
            reader.flush()


def test_a_connection_that_was_given_back_knows_transactions_again(engine: Engine, world):
    with Session(engine) as reader:
        only_reads(reader)
        name(reader, world.site)
        used = reader.connection().connection.driver_connection
    with Session(engine) as other:
        name(other, world.site)
        assert other.connection().connection.driver_connection is used
        assert standing(other) is TransactionStatus.INTRANS


def test_a_session_that_no_longer_only_reads_opens_them_again(engine: Engine, world):
    with Session(engine) as session:
        only_reads(session)
        name(session, world.site)
        session.rollback()
        only_reads(session, so=False)
        name(session, world.site)
        assert standing(session) is TransactionStatus.INTRANS


def test_pages_read_without_transactions_and_forms_with(app: Flask, visitor: Visitor, world):
    seen: set[tuple[str, bool]] = set()
    with app.app_context():
        house = db.engine

    def look(connection: Connection, *_rest: object) -> None:
        driver = connection.connection.driver_connection
        seen.add((request.method, driver.autocommit))  # type: ignore[union-attr]

    visitor.sign_in(world.state)
    event.listen(house, "before_cursor_execute", look)
    try:
        visitor.post(f"{HOME}/modifier", text="Des mots.", text_seen=0)
        assert "Des mots." in visitor.get(HOME).text
    finally:
        event.remove(house, "before_cursor_execute", look)
    assert seen == {("GET", True), ("POST", False)}
