"""The pages of the strategy, without JavaScript: they work; a reader; a stranger; refused."""

import pytest
from sqlalchemy import event

from coopspace.changes import actions
from coopspace.changes.held import chain_of, find
from coopspace.extensions import db
from coopspace.live import store
from tests.visitor import text_of

PAGES = [
    "",
    "?carte=I1",
    "?systeme=political",
    "?deplie=1",
    "/tableau",
    "/lecture",
    "/finis",
    "/I1",
    "/I1/historique",
    "/I1/historique?texte=description",
    "/liens/D1-I1",
    "/liens/U1-V",
    "/liens/D1-I1/historique",
    "/liens/D1-I1/historique?texte=hypothese",
]
FORMS = [
    "/changements/nouveau",
    "/changements/nouveau?niveau=ultimate",
    "/I1/modifier",
    "/I1/deplacer",
    "/I1/relier",
    "/I1/finir",
    "/liens/D1-I1/modifier",
    "/liens/D1-I1/finir",
]
ACTS = [
    "/ranger",
    "/ranger/defaire",
    "/I1/avancement",
    "/I1/ramener",
    "/I1/historique/1/retablir",
    "/liens/D1-I1/confiance",
    "/liens/D1-I1/ramener",
]
UNKNOWN = [
    "?carte=D9",
    "?carte=zz",
    "/D9",
    "/liens/D1-U1",
    "/liens/D1-D9",
    "/I1/historique?de=9&a=1",
]


@pytest.fixture
def at(desk):
    """The address of the strategy of the world's site."""
    return f"/sites/{desk.site.slug}/strategie"


@pytest.fixture
def drawn(desk):
    desk.draw("D1", "D2", "I1", "U1")
    desk.link("D1>I1", "I1>U1", "U1>V")
    return desk


def links_of(desk):
    with desk.look() as session:
        return {f"{a}>{b}" for a, b in chain_of(session).arcs}


def says(desk, code):
    change = desk.change(code)
    with desk.look() as session:
        return store.read(session, change.statement_id).text


def test_every_page_opens_for_a_member_of_the_trio(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    for page in PAGES + FORMS:
        visitor.get(at + page)


def test_an_observer_reads_everything_and_changes_nothing(drawn, visitor, at):
    visitor.sign_in(drawn.world.observer)
    for page in PAGES:
        answer = visitor.get(at + page)
        assert "/modifier" not in answer.text
        assert "/relier" not in answer.text
    for page in FORMS:
        visitor.get(at + page, status=403)


def test_a_stranger_learns_nothing(drawn, visitor, at):
    visitor.sign_in(drawn.world.stranger)
    for page in ("", "/I1", "/liens/D1-I1", "/changements/nouveau"):
        visitor.get(at + page, status=404)


def test_an_unknown_address_is_not_found(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    for page in UNKNOWN:
        visitor.get(at + page, status=404)


def test_an_act_is_never_a_visit(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    for page in ACTS:
        visitor.get(at + page, status=405)


def test_an_empty_site_asks_the_three_questions(desk, visitor, at):
    page = text_of(visitor.sign_in(desk.world.civil).get(at).text)
    assert "Changements directs" in page
    assert "Qu’est-ce qui sera différent dans la manière de vivre" in page
    reader = visitor.sign_in(desk.world.observer).get(at)
    assert "/changements/nouveau" not in reader.text


def test_the_canvas_shows_the_chain_its_links_and_what_to_look_at_again(drawn, visitor, at):
    page = visitor.sign_in(drawn.world.civil).get(at).text
    assert "D1 I1 |" in page
    assert 'class="change is-warned" id="D2"' in page
    assert "Ne mène à aucun changement" in page


def test_a_chosen_card_opens_its_sheet_with_its_path_lit(drawn, visitor, at):
    page = visitor.sign_in(drawn.world.civil).get(f"{at}?carte=I1").text
    assert 'class="change is-selected" id="I1" data-code="I1" aria-current="true"' in page
    assert "D1 I1 hot|I1 U1 hot|U1 V hot|" in page
    assert 'id="sheet"' in page


def test_a_change_is_added_with_its_first_links(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil).post(
        f"{at}/changements/nouveau",
        level="intermediate",
        statement="Les guichets orientent du premier coup",
        effect="intended",
        nature="",
        who="Agents",
        systems=["political", "built"],
        horizon="2031",
        comes_from=["D2"],
        leads_to=["U1", "V"],
    )
    assert says(drawn, "I2") == "Les guichets orientent du premier coup"
    assert {"D2>I2", "I2>U1", "I2>V"} <= links_of(drawn)
    assert {"built", "political"} == drawn.change("I2").systems


def test_a_refused_change_keeps_everything_that_was_typed(drawn, visitor, at):
    page = visitor.sign_in(drawn.world.civil).post(
        f"{at}/changements/nouveau",
        status=200,
        level="ultimate",
        statement="Une phrase à garder",
        effect="intended",
        nature="",
        leads_to=["D1"],
    )
    assert "Une phrase à garder" in page.text
    assert 'id="leads_to-error"' in page.text
    assert "U1" in page.text
    with drawn.look() as session:
        assert len(chain_of(session).nodes) == 4


def test_a_loop_is_refused_beside_its_field_with_the_loop_spelled_out(desk, visitor, at):
    desk.draw("I1", "I2", "I3")
    desk.link("I1>I2", "I2>I3")
    page = visitor.sign_in(desk.world.civil).post(
        f"{at}/I3/relier", status=200, direction="to", other="I1", rationale="Parce que"
    )
    assert "I3 → I1 → I2 → I3" in page.text
    assert 'id="other-error"' in page.text
    assert "Parce que" in page.text
    assert '<option selected value="I1">' in page.text
    assert links_of(desk) == {"I1>I2", "I2>I3"}


def test_a_link_is_drawn_in_either_direction_and_to_the_vision(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    visitor.post(f"{at}/D2/relier", direction="to", other="I1", strength="3")
    visitor.post(f"{at}/U1/relier", direction="from", other="D2")
    visitor.post(f"{at}/I1/relier", direction="to", other="V")
    assert {"D2>I1", "D2>U1", "I1>V"} <= links_of(drawn)
    assert drawn.a_link("D2>I1").strength == 3


@pytest.mark.parametrize("fields", [{"other": ""}, {"direction": "from", "other": "V"}])
def test_half_a_link_is_asked_for_again(drawn, visitor, at, fields):
    visitor.sign_in(drawn.world.civil)
    page = visitor.post(f"{at}/D2/relier", status=200, **{"direction": "to", **fields})
    assert 'id="other-error"' in page.text


def test_two_people_who_save_at_once_both_keep_their_words(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    said = {
        "statement": "Les uns",
        "statement_seen": "1",
        "description_seen": "1",
        "seen": "1",
        "nature": "knowledge",
        "effect": "intended",
        "who": "Habitants",
    }
    visitor.post(f"{at}/D1/modifier", **said)
    late = {**said, "statement": "Les autres", "who": "Bailleurs"}
    page = visitor.post(f"{at}/D1/modifier", status=200, **late)
    told = text_of(page.text)
    assert "Les uns" in told
    assert "Les autres" in told
    assert "Bailleurs" in told
    assert "Habitants" in told
    both = says(drawn, "D1")
    assert {"uns", "autres"} <= set(both.split())
    visitor.post(f"{at}/D1/modifier", **{**late, "seen": "2"})
    assert says(drawn, "D1") == both
    assert drawn.change("D1").who == "Bailleurs"


def test_a_wording_is_compared_and_stands_again(drawn, visitor, at):
    with drawn.act() as session:
        actions.reword(
            session, find(session, "D1"), by=drawn.world.state, statement="Autrement", seen=1
        )
    visitor.sign_in(drawn.world.civil)
    page = visitor.get(f"{at}/D1/historique?de=1&a=2").text
    assert "<ins>" in page
    visitor.post(f"{at}/D1/historique/1/retablir", page=f"{at}/D1/historique")
    assert says(drawn, "D1") == "What D1 says"


def test_a_card_moves_with_buttons_and_its_place_is_said(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    visitor.post(f"{at}/D2/deplacer", page=f"{at}?carte=D2", step="-1")
    page = visitor.get(f"{at}?carte=D2").text
    assert "D2 : place 1 sur 2" in text_of(page).replace("\u00a0", " ")
    visitor.post(f"{at}/D2/deplacer", before="")
    visitor.post(f"{at}/D2/deplacer", level="ultimate")
    assert drawn.change("D2").code == "U2"
    assert visitor.get(f"{at}/D2", status=303).location.endswith("/U2")
    assert "carte=U2" in visitor.get(f"{at}?carte=D2", status=303).location


def test_a_move_that_would_turn_a_link_backward_is_refused_in_place(drawn, visitor, at):
    page = visitor.sign_in(drawn.world.civil).post(
        f"{at}/I1/deplacer", status=303, level="ultimate"
    )
    assert "U2" in page.location
    page = visitor.post(f"{at}/U1/deplacer", status=200, level="direct")
    assert "U2 → U1" in page.text


def test_a_change_ends_and_comes_back_with_its_links(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    visitor.post(f"{at}/I1/finir", reason="Fait ailleurs")
    assert links_of(drawn) == {"U1>V"}
    page = text_of(visitor.get(f"{at}/finis").text)
    assert "Fait ailleurs" in page
    assert visitor.get(f"{at}?carte=I1", status=303).location.endswith("/I1")
    assert "Fait ailleurs" in visitor.get(f"{at}/I1").text
    visitor.get(f"{at}/I1/deplacer")
    visitor.post(f"{at}/I1/ramener", page=f"{at}/finis")
    assert links_of(drawn) == {"D1>I1", "I1>U1", "U1>V"}


def test_a_contributor_ends_no_change_but_unlinks(drawn, visitor, at):
    visitor.sign_in(drawn.world.contributor).get(f"{at}/I1/finir", status=403)
    visitor.post(f"{at}/liens/D1-I1/finir")
    assert links_of(drawn) == {"I1>U1", "U1>V"}
    visitor.post(f"{at}/liens/D1-I1/ramener", page=f"{at}/finis")
    assert "D1>I1" in links_of(drawn)


def test_a_link_that_would_now_close_a_loop_does_not_come_back(desk, visitor, at):
    desk.draw("I1", "I2")
    desk.link("I1>I2")
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/liens/I1-I2/finir")
    desk.link("I2>I1")
    visitor.post(f"{at}/liens/I1-I2/ramener", page=f"{at}/finis")
    assert "I1 → I2 → I1" in visitor.get(f"{at}/finis").text
    assert links_of(desk) == {"I2>I1"}


def test_each_college_says_what_it_believes_and_disagreement_is_shown(drawn, visitor, at):
    page = f"{at}/liens/D1-I1"
    for who, value, reason in (
        (drawn.world.state, "1", "Personne n’est venu"),
        (drawn.world.civil, "4", "Douze familles le font"),
    ):
        visitor.sign_in(who).post(f"{page}/confiance", page=page, value=value, reason=reason)
    told = text_of(visitor.get(page).text)
    assert "Personne n’est venu" in told
    assert "Douze familles le font" in told
    assert "disputed" in visitor.get(at).text
    refused = visitor.post(f"{page}/confiance", page=page, status=200, value="4", reason=" ")
    assert 'id="reason-error"' in refused.text


def test_who_has_no_voice_is_not_asked_for_one(drawn, visitor, at):
    page = visitor.sign_in(drawn.world.facilitator).get(f"{at}/liens/D1-I1").text
    assert "/confiance" not in page


def test_a_link_is_completed_and_both_texts_are_kept(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    said = {"rationale_seen": "0", "assumption_seen": "0", "seen": "1", "strength": "2"}
    visitor.post(f"{at}/liens/D1-I1/modifier", rationale="Première", assumption="Si", **said)
    late = {**said, "strength": "3", "assumption": "Si"}
    page = visitor.post(f"{at}/liens/D1-I1/modifier", status=200, rationale="Seconde", **late)
    told = text_of(page.text)
    assert "Première" in told
    assert "Seconde" in told
    assert drawn.a_link("D1>I1").strength == 2


def test_progress_is_judged_on_the_page_of_the_change(drawn, visitor, at):
    visitor.sign_in(drawn.world.civil)
    visitor.post(f"{at}/D1/avancement", page=f"{at}/D1", judgement="first_signs", reason="Vu deux")
    assert "Vu deux" in visitor.get(f"{at}/D1").text
    refused = visitor.post(f"{at}/D1/avancement", page=f"{at}/D1", status=200, reason="")
    assert 'class="summary"' in refused.text


def test_columns_are_tidied_and_put_back(desk, visitor, at):
    desk.draw("D1", "D2", "I1", "I2")
    desk.link("D1>I2", "D2>I1")
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/ranger", page=at)
    assert "ranger/defaire" in visitor.get(at).text
    visitor.post(f"{at}/ranger/defaire", page=at)
    assert "ranger/defaire" not in visitor.get(at).text
    visitor.post(f"{at}/ranger/defaire", page=at)


def test_more_than_ten_changes_fold_into_groups_that_keep_every_code(desk, visitor, at):
    desk.draw(*[f"D{number}" for number in range(1, 13)])
    page = visitor.sign_in(desk.world.civil).get(at).text
    assert page.count('class="fold"') >= 2
    assert 'data-fold="direct-1" open' not in page
    opened = visitor.get(f"{at}?carte=D2").text
    assert 'data-fold="direct-1" open' in opened
    assert visitor.get(f"{at}?deplie=1").text.count(" open>") == page.count('class="fold"')


def test_the_reading_counts_when_there_are_too_many_paths(desk, visitor, at):
    desk.draw(*[f"D{n}" for n in range(1, 9)], *[f"I{n}" for n in range(1, 9)])
    desk.link(*[f"D{a}>I{b}" for a in range(1, 9) for b in range(1, 9)])
    page = text_of(visitor.sign_in(desk.world.civil).get(f"{at}/lecture").text)
    assert "64 chemins" in page


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_chain(desk, visitor, at, app):
    desk.draw("D1", "I1")
    visitor.sign_in(desk.world.civil)
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    def queries(address):
        visitor.get(address)
        seen.clear()
        visitor.client.get(address)
        return [one for one in seen if not one.startswith("BEGIN")]

    few = [len(queries(at)), len(queries(f"{at}?carte=D1"))]
    desk.draw(*[f"D{n}" for n in range(2, 16)], *[f"I{n}" for n in range(2, 6)], "U1", "U2")
    desk.link(*[f"D{n}>I{n % 5 + 1}" for n in range(1, 16)], "I1>U1", "U1>V", "I2>V")
    many = [len(queries(at)), len(queries(f"{at}?carte=D1"))]
    assert many == few
    assert max(many) <= 12
