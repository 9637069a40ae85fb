"""What most visits never ask for is not read at the start, and is there when asked for."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopspace.kernel.later import Later

ROOT = Path(__file__).parents[2]


def _put_off() -> Iterator[str]:
    for folder in ("coopspace", "blueprints"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":
                    yield str(ast.literal_eval(node.args[0]))


PUT_OFF = sorted({*_put_off()} - {"coopspace.cli"})


def _read_at_start(program: str) -> list[str]:
    told = f"import sys\n{program}\nprint(*(set({PUT_OFF}) & set(sys.modules)))"
    return subprocess.run(
        (sys.executable, "-c", told), cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()


def test_nothing_that_is_put_off_is_read_when_the_application_starts():
    assert {"typst", "xlsxwriter", "redis", "psycopg", "segno"} <= set(PUT_OFF)
    assert _read_at_start("import coopspace.cli, coopspace.asgi") == []


def test_a_package_that_is_read_at_the_start_would_be_seen():
    assert _read_at_start("import coopspace.cli, segno") == ["segno"]


@pytest.mark.parametrize("name", PUT_OFF)
def test_what_is_put_off_is_there_when_asked(name: str):
    assert importlib.import_module(name).__name__ == Later(name).__name__


def test_what_a_package_does_not_have_is_an_error_as_usual():
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        Later("segno").nothing_of_this_name()
