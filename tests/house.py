"""The full house behind the matrix and the crawl: built once a worker, restored after each act."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from tests import mirror
from tests.databases import Databases
from tests.mirror import Mirror

_BUILT: dict[str, Mirror] = {}
"""The plain values of what was built in this worker, by engine."""
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Door:
    """One method of one route."""

    endpoint: str
    method: str
    rule: str
    arguments: frozenset[str]

    @property
    def name(self) -> str:
        """How the matrix calls it."""
        return f"{self.method} {self.endpoint}"


class House:
    """The application with everybody and everything in it."""

    def __init__(self, app: Flask, settings: Settings, databases: Databases) -> None:
        self.app, self.settings, self.databases = app, settings, databases
        self.engine = "postgresql" if settings.database_url else "sqlite"
        if self.engine not in _BUILT:
            _BUILT[self.engine] = self._build()
            self._let_go()
            databases.keep(settings, "house")
        else:
            self.restore()
        self.mirror = _BUILT[self.engine]

    def _build(self) -> Mirror:
        engine = storage.open_engine(self.settings.database)
        with Session(engine) as session:
            built = mirror.build(session)
        engine.dispose()
        return built

    def _let_go(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def restore(self) -> None:
        """Everything as it was built."""
        self._let_go()
        self.databases.bring_back(self.settings, "house")

    def client_of(self, who: str) -> FlaskClient:
        """A browser of somebody, or of nobody in particular (`anonymous`)."""
        client = self.app.test_client()
        if who != "anonymous":
            client.set_cookie(self.app.config["COOKIE"], self.mirror.tokens[who])
        return client

    def doors(self) -> Iterator[Door]:
        """Every route and method, the static files aside."""
        for rule in self.app.url_map.iter_rules():
            if rule.endpoint != "static":
                for method in sorted((rule.methods or set()) & set(_METHODS)):
                    yield Door(rule.endpoint, method, rule.rule, frozenset(rule.arguments))

    def address(self, door: Door, *, of: str = "here", **others: str) -> str:
        """The address of a door, for the things of one site."""
        named = {**self.mirror.objects[of], **others}
        with self.app.test_request_context():
            values = {name: named[name] for name in door.arguments}
            return self.app.url_map.bind("localhost").build(door.endpoint, values, door.method)


def token_on(page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no form on the page"
    return found.group(1)
