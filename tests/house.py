"""The full house behind the matrix and the crawl: built once a run, restored after each act."""

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.routing import AnyConverter, Rule

from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from tests import mirror
from tests.databases import Databases
from tests.mirror import Mirror

_BUILT: dict[str, Mirror] = {}
"""The plain values of what was built in this run, by engine and by what is written in it."""
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Door:
    """One method of one route."""

    method: str
    route: Rule

    @property
    def endpoint(self) -> str:
        """The view behind it."""
        return str(self.route.endpoint)

    @property
    def rule(self) -> str:
        """The address as it is written in the code."""
        return self.route.rule

    @property
    def arguments(self) -> set[str]:
        """What its address names, what the route fixes aside."""
        return self.route.arguments - set(self.route.defaults or {})

    @property
    def name(self) -> str:
        """How the matrix calls it."""
        return f"{self.method} {self.endpoint}"


class House:
    """The application with everybody and everything in it."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        databases: Databases,
        marks: dict[str, str] = mirror.MARKS,
    ) -> None:
        self.app, self.settings, self.databases = app, settings, databases
        self.engine = "postgresql" if settings.database_url else "sqlite"
        self.name = "house" if marks is mirror.MARKS else "hostile"
        built = f"{self.engine} {self.name}"
        if built not in _BUILT:
            made = databases.made(settings, self.name, lambda folder: self._build(marks, folder))
            _BUILT[built] = pickle.loads((made / "mirror").read_bytes())
        self.restore()
        self.mirror = _BUILT[built]

    def _build(self, marks: dict[str, str], folder: Path) -> None:
        engine = storage.open_engine(self.settings.database)
        with Session(engine) as session:
            built = mirror.build(session, marks)
        engine.dispose()
        self._let_go()
        (folder / "mirror").write_bytes(pickle.dumps(built))

    def _let_go(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def restore(self) -> None:
        """Everything as it was built."""
        self._let_go()
        self.databases.bring_back(self.settings, self.name)

    def written(self) -> str:
        """What changes as soon as anything is written on PostgreSQL; SQLite is restored at once."""
        if self.engine == "sqlite":
            return ""
        return self.databases.written()

    def from_outside(self) -> Engine:
        """The database, looked at by somebody who keeps no connection open."""
        config = self.app.config
        options = {**config["SQLALCHEMY_ENGINE_OPTIONS"], "poolclass": NullPool}
        for pooling in ("pool_size", "max_overflow", "pool_pre_ping"):
            options.pop(pooling, None)
        return create_engine(config["SQLALCHEMY_DATABASE_URI"], **options)

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
                    yield Door(method, rule)

    def address(self, door: Door, *, of: str = "here", **others: str) -> str:
        """The address of a door, for the things of one site."""
        named = {**self.mirror.objects[of], **others}
        values = {name: self._value(door, name, named[name]) for name in door.arguments}
        built = door.route.build({**values, **(door.route.defaults or {})}, append_unknown=False)
        assert built is not None, (door.rule, values)
        return built[1]

    def _value(self, door: Door, name: str, value: str) -> object:
        """The value as the converter of the address has it; of some words, one that it offers."""
        converter = door.route._converters[name]
        if isinstance(converter, AnyConverter) and value not in converter.items:
            return min(converter.items)
        return converter.to_python(value)


def token_on(page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no form on the page"
    return found.group(1)
