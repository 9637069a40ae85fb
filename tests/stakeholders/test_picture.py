"""pyvis builds the picture, and nothing else of it is used: guards that can fail."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import networkx
import pytest

from blueprints.stakeholders.drawing import drawn
from blueprints.stakeholders.picture import EDGE_FACTS, NODE_FACTS, SHAPES, picture
from coopspace.stakeholders.rules import SECTORS
from tests.ledger import tell
from tests.stakeholders.nets import network, shown

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "generate_html",
    "write_html",
    "show",
    "show_buttons",
    "heading",
    "select_menu",
    "filter_menu",
    "from_DOT",
    "save_graph",
}
BUILDER = ROOT / "blueprints" / "stakeholders" / "picture.py"
MADE = network(24, 60)
LOADED = """
import sys
from pathlib import Path
from coopspace.app import create_app
from coopspace.config import Settings
create_app(Settings(data=Path(sys.argv[1]), secret_key="x" * 40))
heavy = {"pyvis", "IPython", "jedi", "numpy"} & set(sys.modules)
assert not heavy, heavy
def held():
    text = Path("/proc/self/status").read_text()
    return int(text.split("RssAnon:")[1].split()[0])
before = held()
from pyvis import network
print(held() - before)
"""


def misused(code: str) -> set[str]:
    """The parts of pyvis that make its page, or run what people typed, named in this code."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        if isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
    return found & FORBIDDEN


def using_pyvis() -> dict[str, str]:
    """Every file of the product that names pyvis in its code."""
    files = [*(ROOT / "coopspace").rglob("*.py"), *(ROOT / "blueprints").rglob("*.py")]
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in files}
    named = re.compile(r"import pyvis|\"pyvis|from pyvis")
    return {name: text for name, text in texts.items() if named.search(text)}


def test_pyvis_is_used_in_one_file_and_its_page_is_never_made():
    assert list(using_pyvis()) == [str(BUILDER.relative_to(ROOT))]
    assert misused(BUILDER.read_text()) == set()


@pytest.mark.parametrize(
    "code",
    [
        "built.show('x.html')",
        "built.generate_html()",
        "built.write_html('x')",
        "pyvis.Network(select_menu=True)",
        "pyvis.Network(filter_menu=True)",
        "pyvis.Network(heading=name)",
        "built.from_DOT(text)",
    ],
)
def test_a_use_of_its_page_is_noticed(code: str):
    assert misused(code)


def test_the_picture_tells_listed_facts_only_and_all_of_them():
    told = picture(drawn(shown(MADE)))
    assert {key for node in told["nodes"] for key in node} == NODE_FACTS
    assert {key for edge in told["edges"] for key in edge} == EDGE_FACTS
    assert json.loads(json.dumps(told)) == told


def test_the_picture_holds_every_organisation_and_relation_of_the_scene():
    scene = shown(MADE)
    told = picture(drawn(scene))
    assert {node["id"] for node in told["nodes"]} == set(scene.by_id)
    assert {(e["from"], e["to"], e["level"], e["there"], e["back"]) for e in told["edges"]} == {
        (one.a, one.b, one.level, one.there, one.back) for one in scene.lines
    }
    assert len(told["edges"]) == len(scene.lines)


def test_sizes_and_widths_come_out_as_they_went_in():
    found = drawn(shown(MADE))
    told = picture(found)
    sizes = {node["id"]: node["size"] for node in told["nodes"]}
    assert sizes == {spot.mark.id: round(spot.radius) for spot in found.spots}
    assert all(
        e["width"] == b.stroke.width for e, b in zip(told["edges"], found.bands, strict=True)
    )


def test_nothing_moves_by_itself():
    options = picture(drawn(shown(MADE)))["options"]
    assert options["physics"] == {"enabled": False}
    assert options["edges"] == {"smooth": False}
    assert options["configure"] == {"enabled": False}


def test_every_sector_has_a_shape_of_the_picture():
    assert set(SHAPES) == {one.value for one in SECTORS}


def test_an_empty_network_is_a_picture_too():
    told = picture(drawn(shown(network(2, 0))))
    assert len(told["nodes"]) == 2
    assert told["edges"] == []


def test_pyvis_would_write_into_the_graph_that_it_is_given():
    """Why the graph is a copy: the day this fails, the copy may go."""
    pyvis = sys.modules["pyvis.network"]
    given = networkx.DiGraph()
    given.add_edge("a", "b", weight=3)
    pyvis.Network(directed=True).from_nx(given)
    assert "weight" not in given.edges["a", "b"]
    assert given.nodes["a"]["size"]


def test_the_application_starts_without_any_of_it(tmp_path: Path):
    run = subprocess.run(
        (sys.executable, "-c", LOADED, tmp_path), capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 0, run.stderr
    tell("pyvis, read when first used", f"{int(run.stdout) / 1024:.0f} MiB more, IPython included")
