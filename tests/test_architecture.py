"""The house keeps its plan: same name on four floors, short files, and each shortcut on a list.

A shortcut that safety depends on (raw SQL, a commit, markup taken as it is, reading several
sites, asking for a role) is listed here with its count and its reason: a new one is a decision.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from blueprints import ROOMS
from coopspace.paths import STATIC, TEMPLATES

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
NAMELESS = {"utils", "util", "helpers", "helper", "common", "commons", "manager", "misc", "tools"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
WITHOUT_PAGES = {
    "kernel": "every room stands on it",
    "method": "the method's words, read by every room",
    "live": "the seam of shared texts, which rooms show",
    "rounds": "what holds for any round of answers, which rooms ask",
    "positions": "what people say of exact words, which rooms ask",
    "network": "what a network of organisations is and says, which the stakeholders' pages show",
    "mail": "letters, which other rooms send",
    "exports": "files of what rooms hold, handed out by their pages",
    "deployment": "sample files for a server",
    "demo": "the invented people who try the house",
    "migrations": "the tables' history",
    "translations": "the catalogue",
}
WITHOUT_ROOM = {"home": "the front door: it decides nothing"}

LISTED: dict[str, dict[str, tuple[int, str]]] = {
    "commit": {
        "coopspace/kernel/saving.py": (1, "the one place"),
        "coopspace/live/committing.py": (1, "the log: many people’s lines are committed at once"),
        "coopspace/migrations/env.py": (1, "migrations run outside any act"),
    },
    "raw SQL": {
        "blueprints/home/views.py": (1, "/readyz asks whether the table answers"),
        "coopspace/doctor.py": (1, "asks whether the database answers"),
        "coopspace/migrations/fresh.py": (1, "what the migrations make is one script for SQLite"),
        "coopspace/kernel/held.py": (1, "how long PostgreSQL lets an act wait"),
        "coopspace/kernel/storage.py": (1, "SQLite's BEGIN IMMEDIATE"),
        "coopspace/changes/model.py": (2, "the condition of a partial index"),
    },
    "rows held in another way": {},
    "rows sent one by one": {
        "coopspace/agreement/proof.py": (1, "a command that reads every file that was signed"),
        "coopspace/kernel/audit.py": (1, "a command that reads every line of the journal"),
    },
    "markup as it is": {
        "blueprints/_shared/formatters.py": (1, "a constant; what it receives is escaped"),
        "blueprints/sites/telling.py": (3, "constants; what they receive is escaped"),
    },
    "several sites": {
        "coopspace/agreement/proof.py": (1, "the house reads again all that was signed in it"),
        "coopspace/agreement/verifying.py": (1, "whoever holds a digest asks if it is ours"),
        "coopspace/accounts/export.py": (1, "a person may have everything that names them"),
        "coopspace/accompaniment/used.py": (1, "a lead follows each site, a facilitator their own"),
        "coopspace/calendar/reading.py": (1, "a lead follows each site, a facilitator their own"),
        "coopspace/compare/helping.py": (3, "help is written for another site and read by both"),
        "coopspace/compare/pooled.py": (6, "each site shows its map if it shares it"),
        "coopspace/compare/reading.py": (2, "each site shows what it agreed to share"),
        "coopspace/liveliness/reading.py": (1, "a facilitator follows each site of theirs"),
        "coopspace/yearly/programme.py": (1, "a lead sums hours; agreements of sites that share"),
        "coopspace/compare/steering.py": (1, "training and hours as totals of a programme"),
        "coopspace/document_kinds.py": (1, "the door asks which texts rest, whatever their site"),
        "coopspace/facilitation/agenda.py": (1, "a facilitator’s own sites, asked of the gate"),
        "coopspace/facilitation/reading.py": (1, "a facilitator’s own sites, asked of the gate"),
        "coopspace/search/index.py": (1, "whether searches were ever prepared in this house"),
        "coopspace/search/finding.py": (1, "somebody looks among all the sites they may open"),
        "coopspace/doorkeeping.py": (1, "which site a text is of is what its door asks"),
    },
    "a bare table": {
        "coopspace/kernel/audit.py": (4, "the journal only grows: its lines are no site's rows"),
        "coopspace/live/log.py": (3, "the hub reads one text, which its door was asked about"),
    },
    "a role compared": {
        "coopspace/vision/adoption.py": (1, "who sat in the trio at a past date: a fact"),
        "coopspace/facilitation/cells.py": (1, "the seven roles of support: they give no right"),
        "coopspace/notices/causes.py": (1, "the seven roles of support, which give no right"),
        "coopspace/roles/actions.py": (4, "the seven roles of support, which give no right"),
        "coopspace/roles/reading.py": (5, "the seven roles of support, which give no right"),
    },
}
ROLES_ARE_THEIRS = ("coopspace/kernel/permissions.py", "coopspace/sites/")


def sources() -> list[Path]:
    """Every source file of the house that people write."""
    found = [
        path
        for folder, suffixes in (
            ("coopspace", {".py"}),
            ("blueprints", {".py"}),
            ("tests", {".py", ".js"}),
            ("templates", {".html", ".svg", ".typ", ".txt"}),
            ("static", {".js", ".css"}),
        )
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and "vendor" not in path.parts
    ]
    return sorted(found)


def packages(folder: str) -> set[str]:
    """The packages directly inside a folder."""
    return {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}


def too_long(files: dict[str, str]) -> list[str]:
    """The files that nobody can hold in mind."""
    return [
        f"{name}: {lines} lines"
        for name, text in files.items()
        if (lines := text.count("\n")) > LONGEST_FILE
    ]


def nameless(names: list[str]) -> list[str]:
    """Modules whose name says nothing."""
    return [name for name in names if set(Path(name).with_suffix("").parts) & NAMELESS]


@cache
def uses(code: str) -> Counter[str]:
    """How often a Python file takes each shortcut."""
    found: Counter[str] = Counter()
    for node in ast.walk(ast.parse(code)):
        found.update(_uses(node))
    return found


def _uses(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        yield from _called(node)
    if isinstance(node, ast.Attribute) and node.attr == "__table__":
        yield "a bare table"
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        if any(re.search(r"\bRole\.[A-Z]|\.roles?\b", ast.unparse(side)) for side in sides):
            yield "a role compared"


def _called(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func).rsplit(".", 1)
    method = name[-1]
    if len(name) > 1 and method == "commit":
        yield "commit"
    if method in ("exec_driver_sql", "executescript") or name in (["text"], ["sa", "text"]):
        yield "raw SQL"
    if method in ("Markup", "mark_safe"):
        yield "markup as it is"
    if method == "across_sites":
        yield "several sites"
    if any(one.arg in ("yield_per", "stream_results") for one in node.keywords):
        yield "rows sent one by one"
    if _holds_otherwise(method, node.keywords):
        yield "rows held in another way"


def _holds_otherwise(method: str, said: list[ast.keyword]) -> bool:
    ways = {one.arg: ast.unparse(one.value) for one in said}
    if method == "with_for_update":
        return ways.get(None) != "HELD"
    return ways.get("with_for_update", "HELD") != "HELD"


def unlisted(files: dict[str, str]) -> list[str]:
    """Shortcuts that are not on the list, and lines of the list that nothing uses any more."""
    found: dict[str, dict[str, int]] = {shortcut: {} for shortcut in LISTED}
    for name, code in files.items():
        for shortcut, times in uses(code).items():
            if shortcut == "a role compared" and name.startswith(ROLES_ARE_THEIRS):
                continue
            found[shortcut][name] = times
    faults = []
    for shortcut, listed in LISTED.items():
        expected = {name: times for name, (times, _why) in listed.items()}
        for name in sorted(found[shortcut].keys() | expected.keys()):
            real, told = found[shortcut].get(name, 0), expected.get(name, 0)
            if real != told:
                faults.append(f"{shortcut} in {name}: {real} found, {told} listed")
    return faults


def product_files() -> dict[str, str]:
    """The Python of the product, migrations' versions left out (they are read one by one)."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sources()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests"
        if "versions" not in path.parts
    }


def missing_floors(rooms: set[str], pages: set[str], templates: set[str], tests: set[str]):
    """The floors that a room lacks, by name."""
    faults = []
    for name in sorted(pages - {"_shared"}):
        if name not in rooms and name not in WITHOUT_ROOM:
            faults.append(f"coopspace/{name}")
        if name not in templates:
            faults.append(f"templates/{name}")
    for name in sorted(rooms):
        if name not in pages and name not in WITHOUT_PAGES:
            faults.append(f"blueprints/{name}")
    wanted = (rooms | pages) - {
        "_shared",
        "kernel",
        "method",
        "migrations",
        "translations",
        "home",
        "demo",
    }
    return faults + [f"tests/{name}" for name in sorted(wanted - tests)]


def outside_contracts(rooms: set[str], pages: set[str]) -> list[str]:
    """Packages that the import contracts do not know."""
    named = {
        module.strip(" ()")
        for contract in CONTRACTS["contracts"]
        for key in ("layers", "modules", "source_modules")
        for line in contract.get(key, [])
        for module in line.split("|")
    }
    layers = {
        module.strip(" ()")
        for contract in CONTRACTS["contracts"]
        for line in contract.get("layers", [])
        for module in line.split("|")
    }
    faults = [f"coopspace.{name}" for name in sorted(rooms) if f"coopspace.{name}" not in layers]
    return faults + [
        f"blueprints.{name}" for name in sorted(pages) if f"blueprints.{name}" not in named
    ]


def test_a_room_has_the_same_name_on_four_floors():
    templates = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    floors = (packages("coopspace"), packages("blueprints"), templates, packages("tests"))
    assert missing_floors(*floors) == []


def test_a_missing_floor_is_noticed():
    assert missing_floors({"plan"}, {"_shared"}, set(), {"plan"}) == ["blueprints/plan"]
    assert missing_floors(set(), {"plan"}, set(), set()) == [
        "coopspace/plan",
        "templates/plan",
        "tests/plan",
    ]


def test_every_package_stands_in_the_import_contracts():
    assert outside_contracts(packages("coopspace"), packages("blueprints")) == []


def test_a_package_outside_the_contracts_is_noticed():
    assert outside_contracts({"kernel", "attic"}, {"attic"}) == [
        "coopspace.attic",
        "blueprints.attic",
    ]


def test_every_blueprint_is_registered_once():
    names = [room.blueprint.name for room in ROOMS]
    assert len(names) == len(set(names))
    assert {room.blueprint.import_name.split(".")[1] for room in ROOMS} == packages(
        "blueprints"
    ) - {"_shared"}


def test_no_file_is_too_long_to_hold_in_mind():
    assert too_long({str(path.relative_to(ROOT)): path.read_text() for path in sources()}) == []


def test_a_long_file_is_noticed():
    assert too_long({"a.py": "x\n" * 401, "b.py": "x\n" * 400}) == ["a.py: 401 lines"]


def test_every_module_has_a_name():
    assert nameless([str(path.relative_to(ROOT)) for path in sources()]) == []
    assert nameless(["coopspace/utils.py", "coopspace/common/a.py", "a/common_sense.py"]) == [
        "coopspace/utils.py",
        "coopspace/common/a.py",
    ]


def test_every_shortcut_is_listed_with_its_reason():
    assert unlisted(product_files()) == []


@pytest.mark.parametrize(
    ("shortcut", "code"),
    [
        ("commit", "db.session.commit()"),
        ("raw SQL", "session.execute(text('DELETE FROM site'))"),
        ("raw SQL", "connection.exec_driver_sql('DELETE FROM site')"),
        ("markup as it is", "Markup(words)"),
        ("a bare table", "select(Wording.__table__)"),
        ("several sites", "with across_sites(session, because='x'): pass"),
        ("rows sent one by one", "query.execution_options(yield_per=10)"),
        ("rows held in another way", "query.with_for_update()"),
        ("rows held in another way", "session.refresh(one, with_for_update=True)"),
        ("a role compared", "if member.role == 'trio': pass"),
        ("a role compared", "if Role.TRIO in roles: pass"),
    ],
)
def test_a_new_shortcut_is_noticed(shortcut: str, code: str):
    files = {**product_files(), "blueprints/vision/planted.py": code}
    noticed = set(unlisted(files)) - set(unlisted(product_files()))
    assert noticed == {f"{shortcut} in blueprints/vision/planted.py: 1 found, 0 listed"}


def test_a_line_that_the_list_no_longer_needs_is_noticed():
    files = {**product_files(), "coopspace/kernel/saving.py": ""}
    assert "commit in coopspace/kernel/saving.py: 0 found, 1 listed" in unlisted(files)


def test_templates_never_take_markup_as_it_is():
    trusting = re.compile(r"\|\s*safe\b|\bautoescape\s+false|Markup\(")
    for path in TEMPLATES.rglob("*"):
        if path.is_file():
            assert not trusting.search(path.read_text()), path
    assert trusting.search("{{ words|safe }}")
    assert trusting.search("{% autoescape false %}")


def test_scripts_never_write_markup_from_text():
    writing = re.compile(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(")
    for path in (STATIC / "js").rglob("*.js"):
        assert not writing.search(path.read_text()), path
    assert writing.search("list.innerHTML = words")
