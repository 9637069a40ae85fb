"""The network to take away: other tools read it whole, and nobody's unopened answer is in it."""

import csv
import io
import json
import re
import zipfile

import networkx
import openpyxl
import pytest

from coopspace.stakeholders import answers, waves
from coopspace.stakeholders.rules import Described, Exchange, Sector, Told
from tests.stakeholders.acts import acting, add, find, reading, tell, trio

HOME = "/sites/quartier-des-trois-ponts/parties-prenantes"
FORMATS = ("csv", "csv?table=relations", "xlsx", "ods", "graphml", "gexf", "json")


def told(session, world) -> tuple[str, str]:
    """Two organisations of whom everything is said, with what XML, CSV and people disagree on."""
    one = add(
        session,
        world,
        '=HYPERLINK("x") & <b>l’école</b>',
        Sector.STATE,
        mission="Apprendre ;\nensemble, « ici ».",
        tags=("jeunes", "a, b"),
        influence=4,
        place="Rue de l’Île",
    )
    other = add(session, world, "Épicerie", Sector.BUSINESS, engagement=2)
    kinds = frozenset({Exchange.MEANS, Exchange.DECISION})
    tell(session, world, one, other, 6, desired=6, trust=2, kinds=kinds, fact="+33 : un appel.")
    tell(session, world, other, one, 3)
    return one, other


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_networkx_reads_the_graph_that_left(visitor, session, world, suffix):
    one, other = told(session, world)
    body = visitor.sign_in(world.observer).get(f"{HOME}/export.{suffix}").data
    read = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[suffix]
    graph = read(io.BytesIO(body))
    assert set(graph.nodes) == {one, other}
    assert {(a, b): data["weight"] for a, b, data in graph.edges(data=True)} == {
        (one, other): 6,
        (other, one): 3,
    }
    assert graph.nodes[one]["label"] == '=HYPERLINK("x") & <b>l’école</b>'
    assert graph.nodes[one]["type"] == "state"
    assert graph.edges[one, other]["fact"] == "+33 : un appel."


def test_json_is_a_blueprint_of_elements_and_connections(visitor, session, world):
    one, other = told(session, world)
    read = json.loads(visitor.sign_in(world.state).get(f"{HOME}/export.json").data)
    assert (read["format"], read["version"]) == ("CoopSpace network", 1)
    assert {line["id"] for line in read["elements"]} == {one, other}
    first = next(line for line in read["connections"] if line["from"] == one)
    assert (first["to"], first["weight"], first["desired"], first["trust"]) == (other, 6, 6, 2)
    assert first["exchanges"] == "decision | means"


def test_spreadsheets_hold_both_tables_and_no_formula(visitor, session, world):
    one, other = told(session, world)
    visitor.sign_in(world.state)
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{HOME}/export.xlsx").data))
    assert book.sheetnames[:2] == ["Elements", "Connections"]
    assert {cell.data_type for row in book["Elements"].iter_rows() for cell in row} <= {"s", "n"}
    rows = list(
        csv.reader(
            io.StringIO(visitor.get(f"{HOME}/export.csv").data.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert rows[0][:3] == ["ID", "Label", "Type"]
    assert {row[0] for row in rows[1:]} == {one, other}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    address = f"{HOME}/export.csv?table=relations"
    rows = list(
        csv.reader(io.StringIO(visitor.get(address).data.decode("utf-8-sig")), delimiter=";")
    )
    assert rows[0][:4] == ["From", "To", "Source", "Target"]
    assert len(rows) == 3


def bytes_of(answer) -> str:
    """Everything that a file holds, packed files unpacked."""
    if answer.data[:2] != b"PK":
        return answer.data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_nobody_is_given_an_unopened_answer_by_any_file_or_page(visitor, session, world):
    state, town, centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Printemps", by=world.facilitator)
        waves.ask(session, wave, [find(session, one) for one in (state, town, centre)])
    addresses = [f"{HOME}/export.{one}" for one in FORMATS]
    addresses += [HOME, f"{HOME}?vue=tableau", f"{HOME}/graphe.json", f"{HOME}/export.svg"]
    addresses += [f"{HOME}/{one}" for one in ("liste", "editions", state, f"{state}/avec/{centre}")]
    readers = ("state", "facilitator", "contributor", "observer", "lead")
    before = sizes(visitor, world, readers, addresses)
    with acting(session, world):
        wave = waves.wave_of(session, 1)
        one, other = find(session, state), find(session, centre)
        said = Told(1, desired=7, trust=1, fact="CANARI-unopened")
        row = answers.answer(session, wave, author=one, target=other, said=said)
        answers.offer(session, row)
    after = sizes(visitor, world, readers, addresses)
    assert {key for key, (size, _leaks) in after.items() if size != before[key][0]} == set()
    assert not [key for key, (_size, leaks) in after.items() if leaks]


def sizes(visitor, world, readers, addresses) -> dict[tuple[str, str], tuple[int, bool]]:
    """How long each answer is, and whether the canary sings in it."""
    found = {}
    for name in readers:
        visitor.sign_in(getattr(world, name))
        for address in addresses:
            words = bytes_of(visitor.get(address))
            plain = re.sub(r'(name="csrf_token"|name="csrf-token")[^>]*>', "", words)
            found[name, address] = (len(plain), "CANARI" in words)
    return found


def test_an_opened_answer_leaves_without_its_trust(visitor, session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Printemps", by=world.facilitator)
        one, other = find(session, state), find(session, town)
        row = answers.answer(session, wave, author=one, target=other, said=Told(7, trust=1))
        answers.offer(session, row)
        answers.accept(session, row)
    visitor.sign_in(world.observer)
    graph = networkx.read_graphml(io.BytesIO(visitor.get(f"{HOME}/export.graphml").data))
    levels = sorted(data["weight"] for _a, _b, data in graph.edges(data=True))
    assert levels == [3, 4, 5, 7]
    read = json.loads(visitor.get(f"{HOME}/export.json").data)
    assert not [line for line in read["connections"] if "trust" in line]


def test_a_hostile_label_is_a_text_everywhere(visitor, session, world):
    hostile = '"><img src=x onerror=alert(1)>]]></label>'
    add(session, world, hostile)
    visitor.sign_in(world.state)
    graph = networkx.read_gexf(io.BytesIO(visitor.get(f"{HOME}/export.gexf").data))
    assert [data["label"] for _one, data in graph.nodes(data=True)] == [hostile]
    assert "<img src=x" not in visitor.get(f"{HOME}/liste").text
    with reading(session, world) as now:
        assert now.organisations[0].said == Described(name=hostile, sector=Sector.CIVIL)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", ["stranger", "other_state", "admin"])
def test_strangers_take_nothing_away(visitor, session, world, name):
    trio(session, world)
    visitor.sign_in(getattr(world, name))
    for suffix in FORMATS:
        visitor.get(f"{HOME}/export.{suffix}", status=404)
