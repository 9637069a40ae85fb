"""The pages of a vision: each works, for readers and writers, and keeps what people typed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from coopspace import method
from coopspace.extensions import db
from coopspace.kernel import clock
from tests.vision.acts import HOME, OTHER, SENTENCE, TRIO, agree, now, write
from tests.visitor import Visitor, text_of


@pytest.fixture
def queries(app) -> Iterator[list[str]]:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


# The page of the vision


def test_the_page_shows_the_sentence_and_where_each_college_stands(visitor, session, written):
    agree(session, written, "state", "civil")
    page = text_of(visitor.sign_in(written.observer).get(HOME).text)
    assert SENTENCE in page
    assert "Deux collèges sur trois" in page
    assert page.count("consent depuis le") == 2
    assert "attendu" in page


def test_an_empty_vision_invites_who_may_write_and_says_who_could(visitor, world):
    assert f"{HOME}/modifier" in visitor.sign_in(world.contributor).get(HOME).text
    page = visitor.sign_in(world.observer).get(HOME)
    assert f"{HOME}/modifier" not in page.text
    assert "sunrise" not in page.text


def test_a_reader_is_offered_no_form_but_the_day(visitor, written):
    page = visitor.sign_in(written.observer).get(HOME).text
    assert f"{HOME}/consentir" not in page
    assert f"{HOME}/modifier" not in page
    assert f"{HOME}/historique" in page


@pytest.mark.parametrize("address", ["", "/historique", "/lecture/historique"])
def test_a_stranger_learns_nothing(visitor, written, address):
    visitor.get(HOME + address, status=303)
    for name in ("stranger", "other_state", "admin"):
        visitor.sign_in(getattr(written, name)).get(HOME + address, status=404)


@pytest.mark.parametrize("address", ["/modifier", "/lecture/modifier", "/consentir"])
def test_a_member_who_may_not_is_told_who_could(visitor, written, address):
    page = visitor.sign_in(written.observer).get(HOME + address, status=403)
    assert "trinôme" in page.text
    visitor.sign_in(written.stranger).get(HOME + address, status=404)


def test_a_facilitator_writes_but_speaks_for_no_college(visitor, written):
    visitor.sign_in(written.facilitator).get(f"{HOME}/modifier")
    visitor.get(f"{HOME}/consentir", status=403)


def test_what_does_not_exist_is_not_found(visitor, written):
    visitor.sign_in(written.state)
    for address in (f"{HOME}/inconnu", "/sites/nulle-part/vision", f"{HOME}/historique?de=1&a=9"):
        visitor.get(address, status=404)


def test_addresses_answer_only_what_they_are_for(visitor, written):
    visitor.sign_in(written.state)
    for address in (f"{HOME}/restaurer/1", f"{HOME}/relire", f"{HOME}/lecture/restaurer/1"):
        visitor.get(address, status=405)
    visitor.post(HOME, page=f"{HOME}/modifier", status=405)


def test_advice_is_given_with_its_why_and_never_in_the_way(visitor, session, world):
    write(session, world, "Créer du lien au QPV.")
    page = text_of(visitor.sign_in(world.state).get(HOME).text)
    assert "annonce une action" in page
    assert "Outcome Mapping" in page
    agree(session, world, *TRIO)
    assert now(session, world).adopted


def test_the_horizon_of_a_vision_is_measured_from_its_writing(visitor, session, world):
    with clock.at(datetime(2016, 5, 1, tzinfo=UTC)):
        write(session, world, "En 2026, chacun est chez soi ici.")
    assert "échéance" not in visitor.sign_in(world.state).get(HOME).text


def test_the_number_of_queries_does_not_grow_with_history(visitor, session, written, queries):
    agree(session, written, *TRIO)
    write(session, written, OTHER)
    visitor.sign_in(written.state)
    queries.clear()
    visitor.get(HOME)
    few = len(queries)
    for number in range(4):
        write(session, written, f"{SENTENCE} {number}")
        agree(session, written, *TRIO)
    write(session, written, OTHER)
    queries.clear()
    visitor.get(HOME)
    assert len(queries) == few
    assert few <= 14


# Wording


def test_a_wording_is_saved_and_shown(visitor, session, world):
    visitor.sign_in(world.contributor)
    visitor.post(f"{HOME}/modifier", text=SENTENCE, text_seen=0)
    assert SENTENCE in visitor.get(HOME).text
    assert now(session, world).number == 1


def test_when_two_people_save_the_late_one_is_merged(visitor, session, written):
    visitor.sign_in(written.state)
    write(session, written, OTHER)
    visitor.post(f"{HOME}/modifier", text=f"{SENTENCE} Ni tard.", text_seen=1)
    assert now(session, written).text == f"{OTHER} Ni tard."


def test_words_written_over_something_unknown_are_kept_and_both_are_shown(
    visitor, session, written
):
    visitor.sign_in(written.state)
    write(session, written, OTHER)
    mine = "En 2050, plus personne ne traverse seul."
    page = visitor.post(f"{HOME}/modifier", text=mine, text_seen=99, status=409).text
    assert OTHER in page
    assert mine in page
    assert "<ins>" in page
    assert "Jeanne Peyrol" in page
    assert 'name="text_seen" type="hidden" value="2"' in page
    assert now(session, written).text == OTHER
    visitor.post(f"{HOME}/modifier", text=mine, text_seen=2)
    assert now(session, written).text == mine


def test_a_text_too_long_comes_back_whole_with_its_instruction(visitor, session, world):
    long = "mot " * 6_000
    page = visitor.sign_in(world.state).post(f"{HOME}/modifier", text=long, text_seen=0, status=200)
    assert long.strip() in page.text
    assert "20000" in re.sub(r"\s", "", text_of(page.text))
    assert now(session, world).number == 0


@pytest.mark.parametrize("seen", ["", "-1", "tout", "9" * 40, None])
def test_a_tampered_number_loses_nothing(visitor, session, written, seen):
    """Whoever saw nothing wrote beside: both sentences stand, not touching."""
    visitor.sign_in(written.state)
    visitor.post(f"{HOME}/modifier", text=OTHER, text_seen=seen)
    visitor.sign_in(written.state)
    assert now(session, written).text in (f"{OTHER} {SENTENCE}", f"{SENTENCE} {OTHER}")


def test_the_shared_reading_has_its_own_pages(visitor, session, written):
    visitor.sign_in(written.facilitator)
    reading = f"{HOME}/lecture"
    visitor.post(f"{reading}/modifier", text="Le bus ne passe plus.", text_seen=0)
    visitor.post(f"{reading}/modifier", text="Le bus passe peu.", text_seen=1)
    assert "Le bus passe peu." in visitor.get(HOME).text
    visitor.post(f"{reading}/restaurer/1", page=f"{reading}/historique")
    assert "Le bus ne passe plus." in visitor.get(HOME).text
    assert now(session, written).number == 1


def test_words_are_never_taken_for_markup(visitor, session, world):
    write(session, world, "<script>alert(1)</script> & co, 2040")
    for address in ("", "/modifier", "/historique"):
        page = visitor.sign_in(world.state).get(HOME + address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_source_said_in_french_only_is_marked_in_advice_too(
    visitor, session, written, tmp_path, request
):
    """A programme's own words, on an English page."""
    request.addfinalizer(lambda: method.take_own(tmp_path / "nowhere"))
    (tmp_path / "vision.toml").write_text(
        "source = 'Programme Un cap'\n[advice.action]\nwhy = { fr = 'Parce que.', en = 'Because.' }"
    )
    method.take_own(tmp_path)
    visitor.sign_in(written.contributor)
    visitor.post("/affichage", page=HOME, locale="en", next=HOME)
    typed = visitor.post(f"{HOME}/relire", page=f"{HOME}/modifier", text="Créer.", status=200).json
    assert (typed[0]["source"], typed[0]["lang"]) == ("Programme Un cap", "fr")
    write(session, written, "Créer du lien au QPV.")
    page = visitor.get(HOME).text
    assert '<cite lang="fr">Programme Un cap</cite>' in page
    assert page.count('<cite lang="fr">') == 1, "ours are said in English"


def test_words_being_typed_are_read_again_without_being_kept(visitor, session, written):
    visitor.sign_in(written.contributor)
    answer = visitor.post(
        f"{HOME}/relire", page=f"{HOME}/modifier", text="Créer du lien.", status=200
    )
    assert [set(line) for line in answer.json] == [{"say", "why", "source", "lang"}] * 2
    assert now(session, written).number == 1
    visitor.sign_in(written.observer)
    visitor.post(f"{HOME}/relire", page="/compte", text="Créer.", status=403)


# History


def test_the_history_shows_every_wording_and_any_difference(visitor, session, written):
    write(session, written, OTHER)
    visitor.sign_in(written.observer)
    page = visitor.get(f"{HOME}/historique").text
    assert SENTENCE in page
    assert OTHER in page
    assert "restaurer" not in page
    compared = visitor.get(f"{HOME}/historique?de=1&a=2").text
    assert re.search(r"<del>.*2036.*</del>", compared)
    assert re.search(r"<ins>.*2040.*</ins>", compared)


def test_a_wording_kept_aside_is_shown_as_such(visitor, session, written):
    write(session, written, OTHER)
    visitor.sign_in(written.state)
    visitor.post(f"{HOME}/modifier", text="Trop tard, 2040", text_seen=99, status=409)
    page = visitor.get(f"{HOME}/historique").text
    assert "Trop tard, 2040" in page
    assert "is-aside" in page


def test_an_empty_history_says_so(visitor, world):
    assert "Rien" in visitor.sign_in(world.observer).get(f"{HOME}/historique").text


def test_restoring_makes_a_new_wording_and_says_so(visitor, session, written):
    write(session, written, OTHER)
    visitor.sign_in(written.contributor)
    visitor.post(f"{HOME}/restaurer/1", page=f"{HOME}/historique")
    assert (now(session, written).text, now(session, written).number) == (SENTENCE, 3)
    page = visitor.get(f"{HOME}/historique").text
    assert "est de nouveau en place" in page
    visitor.post(f"{HOME}/restaurer/3", page=f"{HOME}/historique")
    assert now(session, written).number == 3


def test_nothing_is_restored_that_never_was(visitor, written):
    visitor.sign_in(written.contributor)
    for number in ("7", "0", "999999999"):
        visitor.post(f"{HOME}/restaurer/{number}", page=f"{HOME}/historique", status=404)
    visitor.post(f"{HOME}/restaurer/99999999999999999999", page=f"{HOME}/historique", status=404)


def test_everything_is_also_said_in_english(visitor: Visitor, session, written):
    agree(session, written, "state")
    visitor.sign_in(written.civil)
    visitor.post("/affichage", page=HOME, locale="en", next=HOME)
    page = text_of(visitor.get(HOME).text)
    assert "One party out of three consents" in page
    assert "Shared reading of the situation" in page
    for address in ("/modifier", "/historique", "/consentir", "/lecture/modifier"):
        visitor.get(HOME + address)
