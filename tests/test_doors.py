"""What every door owes: a token to write, no trace of a look, headers always, its own name only."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from blueprints._shared.gate import public
from coopspace.extensions import db
from coopspace.kernel.saving import saving
from coopspace.sites.model import Programme
from coopspace.tables import metadata
from tests.house import Door, House, token_on
from tests.ledger import count
from tests.matrix import opener
from tests.visitor import InspectingClient

SIGNS_OF_LIFE = {"web_session"}
WRITING = ("POST", "PUT", "PATCH", "DELETE")
SIGNED = {"POST notices.stop"}
"""A mail program stops letters in one gesture and holds no token of ours (RFC 8058): the signature
of the address stands for it, and `tests/notices/test_stopping.py` forges it."""


def opened(house: House, *methods: str) -> Iterator[tuple[Door, InspectingClient, str]]:
    """Every door of these methods, with somebody who may open it and its address."""
    clients: dict[str, InspectingClient] = {}
    for door in house.doors():
        who = opener(door)
        if who is not None and door.method in methods and door.name not in SIGNED:
            client = clients.setdefault(who, house.client_of(who))
            yield door, client, house.address(door)


def written_rows(engine: Engine) -> dict[str, object]:
    """A digest of every table, signs of life of sessions left out."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
            if table.name not in SIGNS_OF_LIFE
        }


@pytest.fixture
def tables(house: House) -> Iterator[Engine]:
    """The database of the house, looked at from outside."""
    engine = house.from_outside()
    yield engine
    engine.dispose()


def test_nothing_is_written_without_a_token(house: House, tables: Engine):
    before, tried = written_rows(tables), 0
    for door, client, address in opened(house, *WRITING):
        for data in ({}, {"csrf_token": "forged"}):
            answer = client.open(address, method=door.method, data=data)
            assert answer.status_code == 400, (door.name, answer.status_code)
            tried += 1
    assert written_rows(tables) == before
    count("writes without a token refused", tried)


def test_a_token_of_somebody_else_is_refused(house: House):
    theirs = token_on(house.client_of("civil").get("/accessibilite").text)
    for door, client, address in opened(house, *WRITING):
        answer = client.open(address, method=door.method, data={"csrf_token": theirs})
        assert answer.status_code == 400, door.name


def test_a_form_sent_by_another_site_is_refused(house: House, tables: Engine):
    before = written_rows(tables)
    for door, client, address in opened(house, *WRITING):
        answer = client.open(
            address, method=door.method, data={}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400, door.name
    assert written_rows(tables) == before


def but_counts(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Everything but how many files a person has taken this minute (SEC-30)."""
    tries = [row for row in rows["attempt"] if "'export" not in row]
    return {**rows, "attempt": tries}


def test_looking_writes_nothing(house: House, tables: Engine):
    before, looked = but_counts(written_rows(tables)), 0
    for door, client, address in opened(house, "GET"):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert client.open(address, method=method).status_code < 400, (door.name, method)
        looked += 1
    assert but_counts(written_rows(tables)) == before
    count("GET routes seen to write nothing", looked)


def test_a_view_that_writes_when_looked_at_is_stopped(app: Flask):
    @app.get("/bavard")
    @public
    def chatty() -> str:
        db.session().add(Programme(slug="x", name="x", created_at=None))
        db.session().flush()
        return "done"

    assert app.test_client().get("/bavard").status_code == 500
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Programme)) == 0


def test_the_token_is_what_refuses(app: Flask):
    client = app.test_client()
    assert client.post("/affichage", data={}).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/affichage", data={}).status_code == 303


@pytest.mark.engines("sqlite")
def test_every_file_is_served_with_the_headers_and_only_files_are(app: Flask):
    client = app.test_client()
    page = client.get("/connexion").text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len(files) > 6
    for file in files:
        with client.get(file) as answer:
            assert answer.status_code == 200, file
            assert ("immutable" in answer.headers["Cache-Control"]) == ("?v=" in file), file
    for outside in ("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/"):
        assert client.get(outside).status_code == 404


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "host", ["ailleurs.example", "localhost.ailleurs.example", "127.0.0.1.ailleurs.example", "a b"]
)
def test_a_forged_host_is_refused(app: Flask, host: str):
    assert app.test_client().get("/connexion", headers={"Host": host}).status_code == 400


@pytest.mark.engines("sqlite")
def test_forwarded_headers_are_not_believed_without_a_proxy(app: Flask):
    forged = {
        "X-Forwarded-Host": "ailleurs.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Prefix": "/ailleurs",
        "X-Request-Id": "forged-by-hand-00",
    }
    answer = app.test_client().get("/", headers=forged)
    assert answer.status_code == 303
    assert answer.location == "/connexion?next=/"
    assert answer.headers["X-Request-Id"] != forged["X-Request-Id"]


def test_the_counting_of_rows_sees_a_write(house: House, tables: Engine):
    before = written_rows(tables)
    with house.app.app_context(), saving(db.session()) as session:
        session.get(Programme, session.scalar(select(Programme.id).limit(1))).name = "Autrement"
    assert written_rows(tables) != before
