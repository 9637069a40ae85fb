"""The wheel carries everything: it serves in an empty environment, away from this checkout."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coopspace.paths import SEEDS, STATIC, TEMPLATES
from tests.browser.served import Guest, serving

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command and give what it says. Raises AssertionError with what it complained of."""
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    told = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environ)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    return next(folder.glob("coopspace-*.whl"))


def missing(names: set[str]) -> list[str]:
    """What the checkout has and the wheel lacks."""
    wanted = {
        f"coopspace/bundle/{folder.name}/{path.relative_to(folder)}"
        for folder in (TEMPLATES, STATIC, SEEDS)
        for path in folder.rglob("*")
        if path.is_file()
    }
    wanted |= {
        str(path.relative_to(ROOT))
        for package in ("coopspace", "blueprints")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(wanted - names)


def test_the_wheel_carries_templates_files_seeds_and_catalogues(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert missing(names) == []
    assert "coopspace/translations/fr/LC_MESSAGES/messages.mo" in names
    assert not [name for name in names if name.startswith(("tests/", ".ci/", "seeds/"))]


def test_a_file_left_out_of_the_wheel_is_noticed(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    page = next(name for name in names if name.endswith("base.html"))
    assert missing(names - {page}) == [page]


def test_the_wheel_serves_in_an_empty_environment(wheel: Path, tmp_path: Path):
    run(sys.executable, "-m", "venv", tmp_path / "empty")
    python = tmp_path / "empty" / "bin" / "python"
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    run(python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", "requirements.lock")
    run(python, "-m", "pip", "install", *quiet, "--no-deps", wheel)
    command = str(python.parent / "coopspace")
    assert re.search(r"\d+\.\d+", run(command, "--version", cwd=tmp_path))
    run(command, "migrate", "--data", tmp_path / "data", cwd=tmp_path)
    run(command, "doctor", "--data", tmp_path / "data", cwd=tmp_path)
    with serving(tmp_path / "log", "--demo", program=command, cwd=tmp_path) as base:
        guest = Guest(base)
        page = guest.get("/connexion")
        assert page.status == 200
        for file in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)):
            assert guest.get(file).status == 200, file
        person = re.search(r'name="person" value="([^"]+)"', page.text)
        assert person
        assert guest.post("/connexion/demo", person=person.group(1)).status == 303
        assert "</h1>" in guest.get("/compte").text
