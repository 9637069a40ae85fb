"""What tests would compile again and again, compiled once a worker: templates, statements, routes.

Every test has an application and engines of its own; what they compile is the same.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import partialmethod
from typing import Any

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from werkzeug.routing.rules import RulePart

from coopspace.kernel import storage

Reading = Callable[[Rule, str], Iterable[RulePart]]
STATEMENTS = 5000
"""Statements whose SQL is kept, for each kind of database."""


class Compiled(BytecodeCache):
    """What Jinja compiled, by template; written anew when its source is another."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


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


def routes_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a route compile how its address is built when somebody builds one: an application has
    hundreds of routes, a test asks for a few."""
    compiling: Callable[[Rule, bool], Callable[..., Any]] = Rule._compile_builder

    def when_asked(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(asked: Rule, **values: object) -> Any:
            if not made:
                made.append(compiling(rule, append_unknown))
            return made[0](asked, **values)

        return build

    monkeypatch.setattr(Rule, "_compile_builder", when_asked)


class Addresses:
    """How the addresses of the house are written, read once: every test adds the same hundreds."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[list[RulePart], Rule]] = {}
        self._parts: dict[str, RulePart] = {}

    def parts(self, reading: Reading, rule: Rule, text: str) -> list[RulePart]:
        """What werkzeug reads in an address, noted on the rule as it would note it."""
        if text not in self._read:
            model = copy(rule)
            model._trace, model._converters, model.arguments = [], {}, set()
            parts = [self._parts.setdefault(repr(one), one) for one in reading(model, text)]
            self._read[text] = parts, model
        parts, model = self._read[text]
        rule._trace.extend(model._trace)
        rule._converters.update(model._converters)
        rule.arguments.update(model.arguments)
        return parts


def addresses_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an address be read once; equal parts of addresses are then one and the same."""
    addresses, reading = Addresses(), Rule._parse_rule
    monkeypatch.setattr(Rule, "_parse_rule", partialmethod(_read_by, addresses, reading))
    monkeypatch.setattr(RulePart, "__eq__", object.__eq__)


def _read_by(rule: Rule, addresses: Addresses, reading: Reading, text: str) -> list[RulePart]:
    return addresses.parts(reading, rule, text)


def statements_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every engine that the house opens share what was compiled for its kind."""
    shared, guard = Statements(), storage.guard

    def guarded(engine: Engine) -> Engine:
        shared.share(engine)
        return guard(engine)

    monkeypatch.setattr(storage, "guard", guarded)
