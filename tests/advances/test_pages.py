"""The register as people open it: read, add in a few seconds, correct, end, choose, take away."""

import csv
import io
from datetime import timedelta

import odfdo
import openpyxl
import pytest

from coopspace.advances import actions
from coopspace.advances.rules import Said
from coopspace.kernel import clock
from tests.advances.test_actions import play_round, write
from tests.continuum.acts import acting, in_english, open_round
from tests.visitor import text_of

SITE = "/sites/quartier-des-trois-ponts"
PAGE = f"{SITE}/avancees"
WRITERS = ("state", "authority", "civil", "contributor", "facilitator")
READERS = ("observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")


def sent(**more: str) -> dict[str, str]:
    return {"words": "Un accueil commun.", "kind": "advance"} | {
        "happened_on": clock.today().isoformat(),
        **more,
    }


@pytest.mark.parametrize("name", WRITERS)
def test_who_writes_adds_a_line(visitor, world, name):
    visitor.sign_in(getattr(world, name)).post(PAGE, page=PAGE, **sent())
    page = visitor.get(PAGE).text
    assert "Un accueil commun." in page
    assert getattr(world, name).name in page


@pytest.mark.parametrize("name", READERS)
def test_who_reads_is_offered_no_form(visitor, session, world, name):
    write(session, world)
    page = visitor.sign_in(getattr(world, name)).get(PAGE).text
    assert "Un accueil commun." in page
    assert 'name="words"' not in page
    assert "/corriger" not in page
    visitor.post(PAGE, page="/aide", status=403, **sent())
    visitor.get(f"{PAGE}/1/corriger", status=403)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, name):
    write(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (PAGE, f"{PAGE}/1", f"{PAGE}.csv"):
        visitor.get(address, status=404)


def test_what_was_typed_is_kept_where_it_is_refused(visitor, world):
    visitor.sign_in(world.state)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = visitor.post(
        PAGE, page=PAGE, status=200, **sent(words="Pas encore.", happened_on=tomorrow)
    )
    assert "Pas encore." in answer.text
    assert 'id="happened_on-error"' in answer.text
    visitor.post(PAGE, page=PAGE, status=200, **sent(words=" "))
    visitor.post(PAGE, page=PAGE, status=200, **sent(kind="other"))
    visitor.post(PAGE, page=PAGE, status=200, **sent(round="9"))


def test_an_unknown_line_is_not_found(visitor, world):
    visitor.sign_in(world.state)
    for address in (f"{PAGE}/9", f"{PAGE}/9/corriger", f"{PAGE}/9/finir", f"{PAGE}.pdf"):
        visitor.get(address, status=404)


def test_a_line_is_corrected_and_its_history_is_there(visitor, session, world):
    write(session, world, days=2)
    visitor.sign_in(world.civil)
    form = visitor.get(f"{PAGE}/1/corriger").text
    assert "Un accueil commun." in form
    visitor.post(
        f"{PAGE}/1/corriger", page=f"{PAGE}/1/corriger", **sent(words="Un seul accueil.", seen="1")
    )
    entry = visitor.get(f"{PAGE}/1").text
    assert "Un accueil commun." in entry
    assert "Un seul accueil." in entry
    assert world.civil.name in entry
    late = visitor.post(
        f"{PAGE}/1/corriger",
        page=f"{PAGE}/1/corriger",
        status=200,
        **sent(words="Le mien.", seen="1"),
    )
    assert "Le mien." in late.text
    assert "Un seul accueil." in late.text


def test_a_line_ends_with_a_reason_and_stays_below(visitor, session, world):
    write(session, world)
    visitor.sign_in(world.civil)
    visitor.post(f"{PAGE}/1/finir", page=f"{PAGE}/1/finir", status=200, why="")
    visitor.post(f"{PAGE}/1/finir", page=f"{PAGE}/1/finir", why="Écrit deux fois.")
    page = visitor.get(PAGE).text
    assert "Écrit deux fois." in page
    assert f"{PAGE}/1/corriger" not in page


def test_a_kind_and_a_period_choose_the_lines(visitor, session, world):
    write(session, world, "Ancienne", days=400)
    write(session, world, "Récente", days=3)
    visitor.sign_in(world.observer)
    since = (clock.today() - timedelta(days=30)).isoformat()
    for query, shown in (
        ("", {"Ancienne", "Récente"}),
        (f"?du={since}", {"Récente"}),
        (f"?au={since}", {"Ancienne"}),
        ("?genre=lesson", set()),
        ("?genre=advance", {"Ancienne", "Récente"}),
        ("?genre=autre&du=hier", {"Ancienne", "Récente"}),
    ):
        page = visitor.get(PAGE + query).text
        assert {word for word in ("Ancienne", "Récente") if word in page} == shown, query


@pytest.mark.engines("sqlite")
def test_every_table_holds_the_lines_of_the_page(visitor, session, world):
    play_round(session, world, advances="=Une fiche")
    write(session, world, "+33 visites", days=3, round=1)
    write(session, world, "Finie", days=4)
    with acting(session, world):
        actions.end(session, actions.advance_of(session, 2), why="Double.", by=world.state)
    in_english(visitor.sign_in(world.observer))
    text = visitor.get(f"{PAGE}.csv").data.decode("utf-8-sig")
    told = [row for row in csv.reader(io.StringIO(text)) if row]
    words = [row[3] for row in told if len(row) == 8]
    assert words == ["What has moved?", "'=Une fiche", "'+33 visites", "What has moved?", "Finie"]
    book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{PAGE}.xlsx").data))
    tables = odfdo.Document(io.BytesIO(visitor.get(f"{PAGE}.ods").data)).body.tables
    for number, expected in enumerate((["=Une fiche", "+33 visites"], ["Finie"])):
        seen = [row[3] for row in book.worksheets[number].iter_rows(min_row=2, values_only=True)]
        assert seen == [row[3] for row in tables[number].get_values()][1:] == expected
    chosen = visitor.get(f"{PAGE}.csv?genre=lesson").data.decode("utf-8-sig")
    assert "visites" not in chosen


def test_people_answer_a_round_from_what_the_register_holds(visitor, session, world):
    with clock.at(clock.now() - timedelta(days=30)):
        play_round(session, world)
    write(session, world, "Avant le premier tour", days=60)
    write(session, world, "Depuis le premier tour", days=10)
    open_round(session, world)
    page = visitor.sign_in(world.civil).get(f"{SITE}/continuum/tours/2/repondre").text
    assert "Depuis le premier tour" in page
    assert "Avant le premier tour" not in page


def test_the_results_and_the_path_tell_what_came_between(visitor, session, world):
    with clock.at(clock.now() - timedelta(days=60)):
        play_round(session, world)
    with clock.at(clock.now() - timedelta(days=20)):
        play_round(session, world)
    for words, days in (("Avant", 90), ("Entre", 40), ("Depuis", 5)):
        write(session, world, f"{words} les tours", days=days)
    visitor.sign_in(world.observer)
    assert "Entre les tours" in (second := visitor.get(f"{SITE}/continuum/tours/2").text)
    assert "Depuis les tours" not in second
    path = text_of(visitor.get(f"{SITE}/continuum").text)
    places = [path.index(f"{words} les tours") for words in ("Depuis", "Entre", "Avant")]
    assert places == sorted(places)


def test_the_dashboard_and_the_journal_lead_to_it(visitor, session, world):
    write(session, world)
    visitor.sign_in(world.state)
    assert f'href="{PAGE}"' in visitor.get(f"{SITE}/").text
    assert world.state.name in visitor.get(f"{SITE}/journal?genre=continuum").text


def test_a_long_register_asks_as_few_questions(visitor, session, world):
    with acting(session, world):
        for number in range(40):
            said = Said(f"Ligne {number}", clock.today() - timedelta(days=number))
            actions.write(session, world.site, said=said, by=world.state)
    page = visitor.sign_in(world.state).get(PAGE).text
    assert page.count('class="advance"') == 40
