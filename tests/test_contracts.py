"""The tools that hold the house's rules do refuse what breaks them: imports, lint, types."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

PLANTED = [
    ("coopspace/kernel/clock.py", "import coopspace.sites.model", "Imports go down only"),
    ("coopspace/accounts/model.py", "import coopspace.sites.model", "Imports go down only"),
    ("coopspace/sites/rules.py", "import sqlalchemy", "Rules are plain Python"),
    ("coopspace/changes/rules.py", "import coopspace.kernel.clock", "Rules are plain Python"),
    ("coopspace/sites/actions.py", "import flask", "Rooms do not know who calls them"),
    ("coopspace/kernel/audit.py", "import blueprints.home", "Rooms do not know who calls them"),
    ("blueprints/accounts/views.py", "import blueprints.sites.views", "Blueprints do not know"),
    ("blueprints/_shared/gate.py", "import blueprints.sites.views", "What blueprints share"),
    ("coopspace/doctor.py", "import coopspace.extensions", "Only the pages' side"),
    ("coopspace/live/model.py", "import coopspace.live.store", "No circle of siblings"),
]


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts on a copy of the house."""
    return subprocess.run(
        [BIN / "lint-imports", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": str(BIN), "PYTHONPATH": str(folder), "COLUMNS": "400"},
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house's Python, in which violations may be planted."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("coopspace", "blueprints"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.po")
        )
    return folder


def test_the_import_contracts_are_kept(house: Path):
    told = contracts(house)
    assert told.returncode == 0, told.stdout
    assert "0 broken" in told.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(house: Path, file: str, line: str, contract: str):
    path = house / file
    kept = path.read_text()
    path.write_text(f"{kept}\n{line}\n")
    try:
        told = contracts(house)
    finally:
        path.write_text(kept)
    assert told.returncode == 1
    broken = [said for said in told.stdout.splitlines() if said.endswith(" BROKEN")]
    assert [said for said in broken if said.startswith(contract)], told.stdout


@pytest.mark.parametrize(
    ("code", "bad"),
    [
        ("PLC0415", "def f():\n    import json\n    return json\n"),
        ("C901", "def f(a):\n" + "".join(f"    if a == {n}:\n        a += 1\n" for n in range(11))),
        ("T201", "print(1)\n"),
        ("DTZ005", "import datetime\n\nnow = datetime.datetime.now()\n"),
        ("S608", 'q = "SELECT * FROM site WHERE slug = \'" + slug + "\'"\n'),
        ("D103", "def open_the_door():\n    return 1\n"),
        ("PLR0917", "def f(a, b, c, d, e, g):\n    return 1\n"),
        ("F401", "import os\n"),
    ],
)
def test_lint_refuses(code: str, bad: str):
    told = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--output-format=json", "-"]
        + ["--stdin-filename", "coopspace/vision/planted.py"],
        cwd=ROOT,
        input=bad,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert code in {fault["code"] for fault in json.loads(told.stdout)}, told.stdout


def test_types_are_strict(tmp_path: Path):
    (tmp_path / "planted.py").write_text("def f(x):\n    return x\n\n\ny: int = 'a'\n")
    told = subprocess.run(
        [BIN / "mypy", "--config-file", ROOT / "pyproject.toml", tmp_path / "planted.py"]
        + ["--cache-dir", tmp_path / "cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert "[no-untyped-def]" in told.stdout
    assert "[assignment]" in told.stdout


def test_the_locks_name_no_address_and_pin_everything():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text().splitlines()
        assert not [line for line in lines if "://" in line or line.startswith("-")], name
        pinned = [line for line in lines if line[:1].isalnum()]
        assert len(pinned) > 30
        assert all("==" in line and line.endswith("\\") for line in pinned), name


def test_every_dependency_that_is_declared_is_locked():
    project = (ROOT / "pyproject.toml").read_text()
    locked = (ROOT / "requirements-dev.lock").read_text()
    declared = [
        line.strip(' ",').split(">")[0].split("[")[0]
        for line in project.split("[project.scripts]")[0].splitlines()
        if line.startswith('  "')
    ]
    assert len(declared) > 30
    assert [name for name in declared if f"\n{name}==" not in f"\n{locked}"] == []
