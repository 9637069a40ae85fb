"""A table comes in: looked at, written whole or not at all, undone; hostile ones do nothing."""

import io
import re
import zipfile
from contextlib import suppress

import openpyxl
import pytest

from coopspace.changes import actions, bringing, linking
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import Confidence, Progress
from coopspace.changes.written import written
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live import store
from coopspace.plan import undoing
from coopspace.sites.model import College
from tests.changes.brought import bring
from tests.visitor import text_of

TABLE = """Notre stratégie;;;;
Code;Niveau;Changement attendu;Contribue à;Pour quand
a;direct;Les habitants connaissent leurs droits;b;2028
b;intermédiaire;Les services reçoivent ensemble;c;
c;ultime;Le quartier prend soin;la vision;décembre 2035
"""
BAD = TABLE + "d;4;Quelque chose change;zz;demain\n"


@pytest.fixture
def at(desk):
    """The address of the strategy of the world's site."""
    return f"/sites/{desk.site.slug}/strategie"


def send(visitor, at: str, *files: tuple[str, bytes | str], status: int = 303):
    """Send one file or two."""
    page = f"{at}/importer"
    data = {"csrf_token": visitor.token(page)}
    for field, (name, content) in zip(("file", "other"), files, strict=False):
        raw = content.encode() if isinstance(content, str) else content
        data[field] = (io.BytesIO(raw), name)
    answer = visitor.client.post(page, data=data, content_type="multipart/form-data")
    assert answer.status_code == status, text_of(answer.text)[:2000]
    return answer


def confirm(visitor, address: str):
    """Do what the page of a draft shows."""
    page = visitor.get(address).text
    form = page[page.index('/faire"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    fields.pop("csrf_token", None)
    return visitor.post(f"{address.split('?')[0]}/faire", page=address, **fields)


def test_a_table_is_looked_at_then_written_then_undone(visitor, desk, at):
    visitor.sign_in(desk.world.facilitator)
    answer = send(visitor, at, ("stratégie.csv", TABLE.encode("cp1252")))
    page = text_of(visitor.get(answer.location).text)
    assert "Rien n’est encore fait" in page
    assert "Les services reçoivent ensemble" in page
    assert "code «\u00a0b\u00a0»" in page
    with desk.look() as session:
        assert written(session).changes == ()
    assert confirm(visitor, answer.location).location.endswith("/strategie")
    with desk.look() as session:
        whole = written(session)
        assert [(one.code, one.horizon) for one in whole.changes] == [
            ("D1", "2028"),
            ("I1", None),
            ("U1", "2035-12"),
        ]
        assert whole.leads_to() == {"D1": ["I1"], "I1": ["U1"], "U1": ["V"]}
        assert store.read(session, find(session, "D1").statement_id).author_id is not None
    assert "Nouveaux changements\u00a0: 3" in text_of(visitor.get(at).text)
    assert "apporte un tableau dans la stratégie" in text_of(
        visitor.get(f"/sites/{desk.site.slug}/journal").text
    )
    visitor.get(answer.location, status=404)
    number = int(answer.location.rsplit("/", 1)[1])
    visitor.post(f"{at}/importer/{number}/defaire", page=f"{at}/importer")
    with desk.look() as session:
        assert written(session).changes == ()
        assert find(session, "D1").end_reason == f"L’import nº\u00a0{number} a été défait."
    visitor.post(f"{at}/importer/{number}/defaire", page=f"{at}/importer")
    assert "Cet import est déjà défait." in text_of(visitor.get(f"{at}/importer").text)


def test_as_long_as_one_line_cannot_be_kept_nothing_is_written(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    address = send(visitor, at, ("a.csv", BAD)).location
    page = visitor.get(address).text
    assert "Ligne 6" in page
    assert "Dites un niveau" in text_of(page)
    assert "L’écrire dans la stratégie" not in text_of(page)
    confirm(visitor, address)
    with desk.look() as session:
        assert written(session).changes == ()
    assert "L’écrire dans la stratégie" in text_of(visitor.get(f"{address}?sans=1").text)
    confirm(visitor, f"{address}?sans=1")
    with desk.look() as session:
        assert len(written(session).changes) == 3


def test_columns_may_be_read_otherwise(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    body = "Ambition;Étage;Remarque\nLe quartier vit;3;à voir\n"
    address = send(visitor, at, ("a.csv", body)).location
    assert "1 ligne à corriger" in text_of(visitor.get(address).text)
    confirm(visitor, f"{address}?t0c0=statement&t0c1=level&t0c2=nowhere")
    with desk.look() as session:
        [one] = written(session).changes
        assert (one.code, one.statement, one.description) == ("U1", "Le quartier vit", "")


def test_two_files_say_the_changes_and_the_links(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    links = "De;Vers;Force;Hypothèse\na;b;3;On écoute\n"
    address = send(visitor, at, ("a.csv", TABLE), ("b.csv", links)).location
    confirm(visitor, address)
    with desk.look() as session:
        [link] = [one for one in written(session).links if one.source == "D1"]
        assert (link.strength, link.assumption) == (3, "On écoute")


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "csv"])
def test_the_template_can_be_brought_in_as_it_is(visitor, desk, at, suffix):
    visitor.sign_in(desk.world.state)
    made = visitor.get(f"{at}/importer/modele.{suffix}").data
    address = send(visitor, at, (f"modele.{suffix}", made)).location
    page = text_of(visitor.get(address).text)
    assert "à corriger" not in page
    confirm(visitor, address)
    with desk.look() as session:
        whole = written(session)
        assert [one.code for one in whole.changes] == ["D1", "I1", "U1"]
        assert len(whole.links) == 3
        assert whole.links[0].rationale == "Qui connaît une porte ouverte ose la pousser."
    again = send(visitor, at, (f"modele.{suffix}", made)).location
    assert "La stratégie dit déjà tout cela." in text_of(visitor.get(again).text)


def test_what_says_otherwise_than_what_stands_is_refused_and_may_be_numbered_anew(
    visitor, desk, at
):
    desk.draw("D1")
    visitor.sign_in(desk.world.state)
    body = "Code;Changement\nD1;Autre chose\nD7;Encore autre chose\n"
    address = send(visitor, at, ("a.csv", body)).location
    page = text_of(visitor.get(address).text)
    assert "D1 existe déjà et dit autre chose" in page
    confirm(visitor, f"{address}?codes=1")
    with desk.look() as session:
        says = {one.code: one.statement for one in written(session).changes}
    assert says == {"D1": "What D1 says", "D8": "Autre chose", "D7": "Encore autre chose"}


def test_a_code_that_was_once_given_is_not_given_again(desk):
    with desk.act() as session:
        done = bring(session, desk.site, TABLE.encode(), by=desk.world.state)
        undoing.undo(session, done, why="Défait.", by=desk.world.state)
        bring(session, desk.site, b"Code;Changement\nD1;Tout autre chose", by=desk.world.civil)
    with desk.look() as session:
        assert [one.code for one in written(session).changes] == ["D2"]
    with desk.act() as session:
        assert actions.bring_back(session, find(session, "D1"), by=desk.world.state) == []
    with desk.look() as session:
        assert written(session).leads_to() == {"D1": [], "D2": []}
    with desk.act() as session:
        actions.bring_back(session, find(session, "I1"), by=desk.world.state)
    with desk.look() as session:
        assert written(session).leads_to()["D1"] == ["I1"]


def test_a_link_that_had_ended_comes_back_with_the_words_of_the_file(desk):
    desk.draw("D1", "I1")
    desk.link("D1>I1", rationale="Avant.")
    with desk.act() as session:
        linking.unlink(session, find_link(session, "D1", "I1"), by=desk.world.state)
        links = b"De;Vers;Force;Pourquoi\nD1;I1;2;Maintenant.\n"
        done = bring(session, desk.site, links, by=desk.world.state)
        assert (done.changes, done.links) == (0, 1)
    with desk.look() as session:
        [link] = written(session).links
        assert (link.strength, link.rationale) == (2, "Maintenant.")
        one = find_link(session, "D1", "I1")
        assert [text.text for text in store.history(session, one.rationale_id)] == [
            "Maintenant.",
            "Avant.",
        ]
    with desk.act() as session:
        undoing.undo(session, done, why="Défait.", by=desk.world.state)
    with desk.look() as session:
        assert written(session).links == ()


def _reword(session, desk):
    change = find(session, "I1")
    seen = store.read(session, change.statement_id).number
    actions.reword(session, change, by=desk.world.civil, statement="Autrement", seen=seen)


def _judge(session, desk):
    actions.judge_progress(
        session, find(session, "I1"), by=desk.world.civil, judgement=Progress.ROOTED, reason="Vu."
    )


def _believe(session, desk):
    linking.give_confidence(
        session,
        find_link(session, "I1", "U1"),
        by=desk.world.civil,
        college=College.CIVIL_SOCIETY,
        value=Confidence.SURE,
        reason="Vu.",
    )


def _link(session, desk):
    linking.link(session, find(session, "I1"), target=None, by=desk.world.civil)


def _end(session, desk):
    actions.end(session, find(session, "I1"), by=desk.world.civil)


def _unlink(session, desk):
    linking.unlink(session, find_link(session, "I1", "U1"), by=desk.world.civil)


@pytest.mark.parametrize("act", [_reword, _judge, _believe, _link, _end, _unlink])
def test_what_somebody_has_worked_on_since_is_not_undone(desk, act):
    with desk.act() as session:
        done = bring(session, desk.site, TABLE.encode(), by=desk.world.state)
    with desk.act() as session:
        act(session, desk)
    before = None
    with desk.look() as session:
        before = written(session)
    with desk.look() as session, pytest.raises(Refusal, match=r"brought: .*I1"):
        undoing.undo(session, bringing.import_of(session, done.number), why="", by=desk.world.state)
    with desk.look() as session:
        assert written(session) == before


def test_a_draft_is_one_for_each_and_leaves_with_the_next(desk):
    with desk.act() as session:
        for name in ("un.csv", "deux.csv"):
            last = bringing.keep_draft(
                session, desk.site, format="csv", name=name, content="[]", by=desk.world.state
            )
        assert last.number == 2
        assert bringing.draft_of(session, 2).name == "deux.csv"
        assert bringing.imports_of(session) == []
        with pytest.raises(NotFound):
            bringing.import_of(session, 1)


def test_readers_and_strangers_bring_nothing(visitor, desk, at):
    visitor.sign_in(desk.world.observer)
    visitor.get(f"{at}/importer", status=403)
    visitor.get(f"{at}/importer/modele.csv", status=403)
    assert f"{at}/importer" not in visitor.get(at).text
    visitor.sign_in(desk.world.stranger)
    visitor.get(f"{at}/importer", status=404)
    visitor.sign_in(desk.world.state)
    visitor.get(f"{at}/importer/99", status=404)
    assert f"{at}/importer" in visitor.get(at).text
    assert visitor.client.get(f"{at}/importer/1/faire").status_code == 405


REFUSED = {
    "rien.csv": (b"", "2\u00a0Mo"),
    "blanc.csv": (b"\n\n;;;\n", "aucune ligne"),
    "strategie.pdf": (b"%PDF", "XLSX, ODS, CSV, JSON"),
    "casse.xlsx": (b"PK\x03\x04 cut", "n’a pas pu être lu"),
    "casse.json": (b'{"changes": [', "n’a pas pu être lu"),
    "autre.json": (b'{"changes": {"a": 1}}', "aucune liste de changements"),
    "ouvert.csv": (b'Code;Changement\nD1;"Les habitants\nD2;Autre\n', "guillemet"),
    "lignes.csv": (b"Code;Changement\n" + b"D;x\n" * 20_001, "20\u00a0000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_trusted_is_refused_with_what_to_do(visitor, desk, at, name):
    content, said = REFUSED[name]
    visitor.sign_in(desk.world.state)
    answer = send(visitor, at, (name, content), status=200)
    assert said in text_of(answer.text)


def _bomb(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"<a>" + b" " * 60_000_000 + b"</a>")
    return held.getvalue()


def _repeated() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr(
            "content.xml",
            '<o xmlns:table="t" xmlns:text="x"><table:table table:name="a">'
            '<table:table-row table:number-rows-repeated="99999999"><table:table-cell '
            'table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell>'
            "</table:table-row></table:table></o>",
        )
    return held.getvalue()


def _entities() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return held.getvalue()


BOMBS = {
    "bombe.xlsx": (_bomb("xl/worksheets/sheet1.xml"), "trop gros"),
    "bombe.ods": (_bomb("content.xml"), "trop gros"),
    "repetee.ods": (_repeated(), "20\u00a0000"),
    "entites.ods": (_entities(), "type de document"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_bounds(visitor, desk, at, name):
    content, said = BOMBS[name]
    visitor.sign_in(desk.world.state)
    assert said in text_of(send(visitor, at, (name, content), status=200).text)


def test_two_files_are_read_only_when_both_are_csv(visitor, desk, at):
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    visitor.sign_in(desk.world.state)
    answer = send(visitor, at, ("a.csv", TABLE), ("b.xlsx", book.getvalue()), status=200)
    assert "Deux fichiers à la fois" in text_of(answer.text)
    assert "Choisissez un fichier." in text_of(send(visitor, at, status=200).text)


def test_what_was_written_in_between_is_seen_when_it_is_confirmed(visitor, desk, at):
    visitor.sign_in(desk.world.state)
    address = send(visitor, at, ("a.csv", "Code;Changement\nD1;Le nôtre\n")).location
    visitor.get(address)
    desk.draw("D1")
    with suppress(AssertionError):
        confirm(visitor, address)
    with desk.look() as session:
        assert [one.statement for one in written(session).changes] == ["What D1 says"]
