"""The strategy to take away: every format says what the pages say, and computes nothing."""

import csv
import io
import json
from datetime import date
from zipfile import ZipFile

import docx
import odfdo
import openpyxl
import pytest

from blueprints.changes import taking
from coopspace.changes import actions, linking
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import Effect, Level, Nature, Progress, Strength, System
from coopspace.changes.written import used_codes, written
from coopspace.plan import actions as plan
from coopspace.plan.rules import Described, Effort, State
from coopspace.plan.rules import Kind as PlanKind
from tests.changes.schema import faults
from tests.stakeholders.acts import add
from tests.visitor import text_of

FORMATS = ("csv", "xlsx", "ods", "docx", "odt", "json")
SCHEMA = json.loads(taking.SCHEMA.read_text("utf-8"))


@pytest.fixture
def at(desk):
    """The address of the strategy of the world's site."""
    return f"/sites/{desk.site.slug}/strategie"


@pytest.fixture
def full(desk):
    """A strategy where everything that can be said is said."""
    with desk.act() as session:
        actions.add(
            session,
            desk.site,
            by=desk.world.state,
            level=Level.DIRECT,
            statement="=2+2 ; les habitants savent",
            who="Les habitants",
            nature=Nature.KNOWLEDGE,
            effect=Effect.NEGATIVE,
            systems=[System.BUILT, System.POLITICAL],
            horizon="2030-06",
            description="Une ligne.\nUne autre, « entre guillemets ».",
        )
    desk.draw("D2", "I1", "U1")
    desk.link(
        "D1>I1", rationale="Savoir aide.", assumption="On écoute.", strength=Strength.DECISIVE
    )
    desk.link("I1>U1", "U1>V")
    with desk.act() as session:
        actions.judge_progress(
            session,
            find(session, "D1"),
            by=desk.world.state,
            judgement=Progress.ROOTED,
            reason="Vu.",
        )
        actions.end(session, find(session, "D2"), by=desk.world.state)
    pilot = add(desk.session, desk.world, "Mairie ; annexe")
    with desk.act() as session:
        said = Described(
            "=Un repas",
            PlanKind.EXPERIMENT,
            State.STOPPED,
            why="Il pleut.",
            partners=(pilot,),
            pilot_name="Nous",
            starts=date(2027, 3, 1),
            effort=Effort.HEAVY,
            learnt="Venir à deux.\nOu à trois.",
        )
        plan.write(session, desk.site, said=Described("Une visite"), by=desk.world.state)
        one = plan.write(session, desk.site, said=said, supports={1}, by=desk.world.state)
        given = {"D1": Strength.DECISIVE, "U1": Strength.SOME}
        plan.contribute(session, one, strengths=given, seen=0, by=desk.world.state)
    return desk


def test_the_lines_are_the_living_strategy_in_reading_order(full):
    with full.look() as session:
        whole = written(session)
        assert [one.code for one in whole.changes] == ["D1", "I1", "U1"]
        assert whole.changes[0].description == "Une ligne.\nUne autre, « entre guillemets »."
        assert whole.changes[0].progress is Progress.ROOTED
        assert whole.without_judgements().changes[0].progress is None
        assert [(one.source, one.target) for one in whole.links] == [
            ("D1", "I1"),
            ("I1", "U1"),
            ("U1", "V"),
        ]
        assert whole.links[0][2:] == (Strength.DECISIVE, "Savoir aide.", "On écoute.")
        assert whole.leads_to() == {"D1": ["I1"], "I1": ["U1"], "U1": ["V"]}
        assert used_codes(session) == {"D1", "D2", "I1", "U1"}
    with full.act() as session:
        linking.unlink(session, find_link(session, "I1", "U1"), by=full.world.state)
    with full.look() as session:
        assert written(session).leads_to()["I1"] == []


def test_every_format_is_handed_out_and_opened(visitor, full, at):
    visitor.sign_in(full.world.state)
    for suffix in FORMATS:
        answer = visitor.get(f"{at}/export.{suffix}")
        assert f"_strategie_{'20'}" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Disposition"].endswith(f".{suffix}")
        words = _words(suffix, answer.data)
        assert "=2+2 ; les habitants savent" in words, suffix
        assert "Une autre, « entre guillemets »." in words, suffix
        assert "Savoir aide." in words, suffix
        assert "=Un repas" in words, suffix
        assert "Ou à trois." in words, suffix


def _words(suffix: str, data: bytes) -> str:
    if suffix == "docx":
        made = docx.Document(io.BytesIO(data))
        return "\n".join(one.text for one in made.paragraphs)
    if suffix == "odt":
        return odfdo.Document(io.BytesIO(data)).get_formatted_text()
    if suffix == "ods":
        with ZipFile(io.BytesIO(data)) as packed:
            return text_of(packed.read("content.xml").decode())
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
        return "\n".join(str(cell.value) for cell in cells if cell.data_type != "f")
    return data.decode("utf-8-sig")


def test_the_csv_holds_both_tables_and_no_formula(visitor, full, at):
    visitor.sign_in(full.world.state)
    text = visitor.get(f"{at}/export.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Changements"]
    assert rows[1][:3] == ["Code", "Niveau", "Ce qui aura changé"]
    assert rows[2][:3] == ["D1", "Changement direct", "'=2+2 ; les habitants savent"]
    assert rows[2][6:8] == ["Bâti, Politique", "2030-06"]
    assert rows[2][9] == "I1"
    assert rows[6] == ["Liens"]
    assert rows[8] == ["D1", "I1", "Décisif", "Savoir aide.", "On écoute."]
    assert rows[12] == ["Actions"]
    assert rows[13][:2] == ["Numéro", "Ce qui est à faire"]
    assert rows[15][:3] == ["2", "'=Un repas", "Une expérimentation"]
    assert rows[15][7] == '"Mairie ; annexe"'
    assert rows[15][12:14] == ["D1 (Décisif); U1 (Contribue un peu)", "1"]
    assert len(rows) == 16


def test_the_documents_have_real_headings(visitor, full, at):
    visitor.sign_in(full.world.state)
    made = docx.Document(io.BytesIO(visitor.get(f"{at}/export.docx").data))
    styled = [(one.style.name, one.text) for one in made.paragraphs]
    assert ("Heading 1", "Changements directs") in styled
    assert ("Heading 2", "D1. =2+2 ; les habitants savent") in styled
    assert ("Heading 1", "Plan d’actions") in styled
    assert ("Heading 2", "2. =Un repas") in styled
    assert len(made.tables) == 1
    odt = odfdo.Document(io.BytesIO(visitor.get(f"{at}/export.odt").data))
    titles = {(int(one.level), str(one.inner_text)) for one in odt.body.headers}
    assert (1, "Changements directs") in titles
    assert (2, "D1. =2+2 ; les habitants savent") in titles
    assert (2, "2. =Un repas") in titles


def test_the_json_is_what_its_schema_says(visitor, full, at):
    visitor.sign_in(full.world.state)
    told = visitor.get(f"{at}/export.json").json
    assert faults(told, SCHEMA, SCHEMA) == []
    assert told["changes"][0]["systems"] == ["built", "political"]
    assert told["links"][0]["strength"] == 3
    assert told["version"] == 2
    assert told["actions"][1]["partners"] == ["Mairie ; annexe"]
    assert told["actions"][1]["contributions"][1] == {"change": "U1", "strength": 1}
    address = told["$schema"].split("/", 3)[3]
    assert json.loads(visitor.get(f"/{address}").data) == SCHEMA


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "other"),
        (("changes", 0, "level"), "last"),
        (("changes", 0, "code"), "Z9"),
        (("changes", 0, "horizon"), "demain"),
        (("changes", 0, "statement"), ""),
        (("changes", 0, "colour"), "red"),
        (("links", 0, "strength"), 4),
        (("links",), {}),
        (("version",), 1),
        (("actions", 0, "state"), "perhaps"),
        (("actions", 0, "effort"), 6),
        (("actions", 1, "starts"), "demain"),
        (("actions", 1, "contributions", 0, "strength"), None),
        (("actions", 1, "supports", 0), "x"),
    ],
)
def test_the_schema_can_say_no(visitor, full, at, path, value):
    visitor.sign_in(full.world.state)
    told = visitor.get(f"{at}/export.json").json
    place = told
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert len(faults(told, SCHEMA, SCHEMA)) == 1


def test_an_empty_strategy_can_be_taken_away_too(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    for suffix in FORMATS:
        visitor.get(f"{at}/export.{suffix}")
    told = visitor.get(f"{at}/export.json").json
    assert (told["changes"], told["links"], told["actions"]) == ([], [], [])
    words = _words("docx", visitor.get(f"{at}/export.docx").data)
    assert "Rien n’est encore écrit à ce niveau." in words


def test_the_page_offers_every_file_to_readers_and_to_nobody_else(visitor, full, at):
    visitor.sign_in(full.world.observer)
    page = visitor.get(f"{at}/export").text
    assert all(f"{at}/export.{suffix}" in page for suffix in FORMATS)
    assert "3 changements" in text_of(page)
    assert f'{at}/export"' in visitor.get(at).text
    visitor.get(f"{at}/export.pptx", status=404)
    assert visitor.client.post(f"{at}/export.csv").status_code == 405
    visitor.sign_in(full.world.stranger)
    visitor.get(f"{at}/export", status=404)
    visitor.get(f"{at}/export.xlsx", status=404)
