"""What tests would compile again and again, compiled once a worker: templates, statements, routes.

Every test has an application and engines of its own; what they compile is the same.
"""

from collections.abc import Callable
from copy import copy
from threading import Lock
from types import CodeType
from typing import Any

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory

from coopspace.kernel import storage

Add = Callable[[Map, RuleFactory], None]
Update = Callable[[Map], None]
Said = tuple[object, ...]
Written = tuple[object, ...]
Noted = list[tuple[Rule, Said]]
STATEMENTS = 5000
"""Statements whose SQL is kept, for each kind of database."""


class Compiled(BytecodeCache):
    """What Jinja compiled, by template and by what its source was."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


class Statements:
    """Engines of one kind share their dialect, by which SQLAlchemy keeps the SQL that it wrote."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def share(self, engine: Engine) -> None:
        """Give a new engine what an earlier one of its kind knows, once that one has connected."""
        first = self._first.setdefault(engine.dialect.name, engine)
        if first is engine:
            engine._compiled_cache = LRUCache(STATEMENTS)
        elif getattr(first.dialect, "server_version_info", None):
            engine.dialect = engine.pool._dialect = first.dialect
            engine._compiled_cache = first._compiled_cache


class Addresses:
    """Maps of the same addresses share what was read of them: every test makes one of hundreds."""

    def __init__(self) -> None:
        self._read: dict[Written, tuple[Any, Any]] = {}
        self._reading = Lock()

    def add(self, plain: Add, addresses: Map, more: RuleFactory) -> None:
        """Note an address; it is read when somebody asks for one. A map that was begun before goes
        on as it began."""
        if addresses._rules_by_endpoint and _noted(addresses) is None:
            plain(addresses, more)
            return
        noted = vars(addresses).setdefault("_noted", [])
        noted += [(rule, _as_written(rule)) for rule in more.get_rules(addresses)]
        addresses._remap = True

    def update(self, plain: Update, addresses: Map) -> None:
        """Before anybody is led anywhere: take what another map of the same addresses knows."""
        noted = _noted(addresses)
        if noted is None or not addresses._remap:
            plain(addresses)
            return
        written = (*_settings(addresses), *(said for _, said in noted))
        with self._reading:
            if written not in self._read:
                self._read[written] = _read([rule for rule, _ in noted], addresses)
                addresses._matcher, addresses._rules_by_endpoint = self._read[written]
                plain(addresses)
            addresses._matcher, addresses._rules_by_endpoint = self._read[written]
            addresses._remap = False


def _noted(addresses: Map) -> Noted | None:
    return vars(addresses).get("_noted")


def _read(rules: list[Rule], addresses: Map) -> tuple[Any, Any]:
    """What `Map.add` would have made of these, bound to copies that nobody else binds."""
    matcher = type(addresses._matcher)(addresses.merge_slashes)
    by_endpoint: dict[Any, list[Rule]] = {}
    for rule in map(copy, rules):
        rule.arguments = set(rule.arguments)
        rule.bind(addresses)
        if not rule.build_only:
            matcher.add(rule)
        by_endpoint.setdefault(rule.endpoint, []).append(rule)
    return matcher, by_endpoint


def _settings(addresses: Map) -> Said:
    """How a map reads every rule that says nothing else."""
    kind = (addresses.strict_slashes, addresses.merge_slashes, addresses.redirect_defaults)
    place = (addresses.host_matching, addresses.default_subdomain)
    return (*kind, *place, frozenset(addresses.converters.items()))


def _as_written(rule: Rule) -> Said:
    """All that makes a rule what it is, but for the map that it belongs to."""
    said = (rule.rule, rule.endpoint, frozenset(rule.methods or ()), repr(rule.defaults))
    kind = (rule.build_only, rule.alias, rule.websocket, rule.redirect_to)
    return (*said, *kind, rule.host, rule.subdomain, rule.strict_slashes, rule.merge_slashes)


def addresses_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the addresses of the house be read once."""
    addresses, plain_add, plain_update = Addresses(), Map.add, Map.update

    def add(asked: Map, more: RuleFactory) -> None:
        addresses.add(plain_add, asked, more)

    def update(asked: Map) -> None:
        addresses.update(plain_update, asked)

    monkeypatch.setattr(Map, "add", add)
    monkeypatch.setattr(Map, "update", update)


def statements_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every engine that the house opens share what was compiled for its kind."""
    shared, guard = Statements(), storage.guard

    def guarded(engine: Engine) -> Engine:
        shared.share(engine)
        return guard(engine)

    monkeypatch.setattr(storage, "guard", guarded)
