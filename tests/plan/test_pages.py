"""The plan as people open it: read, write, say what an action contributes to."""

from datetime import date

import pytest

from coopspace.changes import linking
from coopspace.changes.held import find_link
from coopspace.changes.rules import Confidence
from coopspace.plan.rules import Effort, State
from coopspace.sites.model import College
from tests.continuum.acts import in_english
from tests.plan.acts import acting, draw, give, looked, write

SITE = "/sites/quartier-des-trois-ponts"
PAGE = f"{SITE}/actions"
WRITERS = ("state", "authority", "civil", "contributor", "facilitator")
READERS = ("observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")
VIEWS = (
    PAGE,
    *(f"{PAGE}/{end}" for end in ("par-changement", "qui-porte-quoi", "frise", "levier")),
)


def sent(**more: str) -> dict[str, str]:
    return {"title": "Un repas de quartier", "kind": "action", "state": "idea"} | more


@pytest.mark.parametrize("name", WRITERS)
def test_who_writes_puts_an_action_on_the_plan(visitor, session, world, name):
    visitor.sign_in(getattr(world, name)).get(PAGE)
    answer = visitor.post(f"{PAGE}/ajouter", page=f"{PAGE}/ajouter", **sent())
    assert answer.location.endswith("/actions/1/contributions")
    assert "Un repas de quartier" in visitor.get(PAGE).text
    assert getattr(world, name).name in visitor.get(f"{PAGE}/1").text


@pytest.mark.parametrize("name", READERS)
def test_who_reads_is_offered_no_form(visitor, session, world, name):
    draw(session, world, "D1")
    give(session, world, write(session, world), D1=2)
    visitor.sign_in(getattr(world, name))
    for address in (*VIEWS, f"{PAGE}/1"):
        page = visitor.get(address).text
        assert "Tenir une permanence" in page
        assert "/ajouter" not in page
        assert "/modifier" not in page
        assert "/contributions" not in page
    for end in ("ajouter", "1/modifier", "1/contributions"):
        visitor.get(f"{PAGE}/{end}", status=403)
        visitor.post(f"{PAGE}/{end}", page="/aide", status=403, **sent())


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, name):
    write(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (*VIEWS, f"{PAGE}/1", f"{PAGE}/1/modifier"):
        visitor.get(address, status=404)


def test_what_was_typed_is_kept_where_it_is_refused(visitor, world):
    visitor.sign_in(world.state)
    for field, wrong in (
        ("title", {"title": " "}),
        ("why", {"state": "stopped"}),
        ("ends", {"starts": "2026-05-02", "ends": "2026-05-01"}),
        ("ends", {"ends": "demain"}),
        ("pilot", {"pilot": "zz"}),
    ):
        answer = visitor.post(
            f"{PAGE}/ajouter",
            page=f"{PAGE}/ajouter",
            status=200,
            **sent(resources="Une salle claire", **wrong),
        )
        assert f'id="{field}-error"' in answer.text, field
        assert "Une salle claire" in answer.text


def test_an_unknown_action_is_not_found(visitor, world):
    visitor.sign_in(world.state)
    for end in ("9", "9/modifier", "9/contributions", "1000000", "x"):
        visitor.get(f"{PAGE}/{end}", status=404)


def test_the_wrong_method_is_refused(visitor, session, world):
    write(session, world)
    visitor.sign_in(world.state)
    for address in (*VIEWS, f"{PAGE}/1"):
        visitor.post(address, page=PAGE, status=405)


def test_an_empty_plan_says_what_it_is_and_invites(visitor, world):
    for address in VIEWS:
        page = visitor.sign_in(world.state).get(address).text
        assert "/actions/ajouter" in page
    assert "/actions/ajouter" not in visitor.sign_in(world.observer).get(PAGE).text


def test_an_action_is_said_anew_and_its_history_is_there(visitor, session, world):
    write(session, world)
    visitor.sign_in(world.civil)
    form = f"{PAGE}/1/modifier"
    assert "Tenir une permanence" in visitor.get(form).text
    visitor.post(form, page=form, **sent(seen="1", learnt="Venir à deux", effort="2"))
    page = visitor.get(f"{PAGE}/1").text
    for words in ("Un repas de quartier", "Tenir une permanence", "Venir à deux"):
        assert words in page
    late = visitor.post(form, page=form, status=200, **sent(seen="1", title="La mienne"))
    assert "La mienne" in late.text
    assert "Un repas de quartier" in late.text
    visitor.post(form, page=form, **sent(seen="2", title="La mienne"))
    assert looked(session, world)[0].said.title == "La mienne"


def test_contributions_are_chosen_and_shown_on_both_sides(visitor, session, world):
    draw(session, world, "D1 D2 I1", "D1>I1")
    write(session, world)
    visitor.sign_in(world.civil)
    form = f"{PAGE}/1/contributions"
    assert 'value="2" selected' in visitor.get(f"{form}?change=D1").text
    visitor.post(form, page=form, **{"seen": "0", "change-D1": "3", "change-D2": "8"})
    assert looked(session, world)[0].contributions == {"D1": 3}
    assert "Ce que dit D1" in visitor.get(f"{PAGE}/1").text
    assert "Tenir une permanence" in visitor.get(f"{SITE}/strategie/D1").text
    assert f"{PAGE}/ajouter?change=D2" in visitor.get(f"{SITE}/strategie/D2").text
    late = visitor.post(form, page=form, status=200, **{"seen": "0", "change-I1": "1"})
    assert 'value="1" selected' in late.text
    assert looked(session, world)[0].contributions == {"D1": 3}


def test_each_view_tells_what_has_nobody(visitor, session, world):
    draw(session, world, "D1 D2")
    give(session, world, write(session, world), D1=1)
    write(session, world, "Une visite", pilot_name="Les voisines")
    visitor.sign_in(world.observer)
    by_change = visitor.get(f"{PAGE}/par-changement").text
    assert "Ce que dit D2" in by_change
    assert "Une visite" in by_change
    carried = visitor.get(f"{PAGE}/qui-porte-quoi").text
    assert carried.index("Les voisines") < carried.index("Tenir une permanence")


def test_words_and_states_choose_the_actions(visitor, session, world):
    write(session, world, pilot_name="Les voisines")
    write(session, world, "Une visite")
    visitor.sign_in(world.observer)
    for query, shown in (
        ("", {"permanence", "visite"}),
        ("?mots=VOISINES", {"permanence"}),
        ("?etat=done", set()),
        ("?etat=idea&mots=visite", {"visite"}),
        ("?etat=autre", {"permanence", "visite"}),
    ):
        page = visitor.get(PAGE + query).text
        assert {one for one in ("permanence", "visite") if one in page} == shown, query


def test_the_tabs_lead_from_the_strategy_to_the_plan_and_back(visitor, world):
    visitor.sign_in(world.observer)
    assert f'href="{PAGE}"' in visitor.get(f"{SITE}/strategie").text
    assert f'href="{SITE}/strategie"' in visitor.get(PAGE).text


def test_what_people_wrote_is_shown_as_they_wrote_it(visitor, session, world):
    write(session, world, "<b>Repas</b>", pilot_name="<i>Nous</i>", resources="<u>Salle</u>")
    visitor.sign_in(world.state)
    for address in (*VIEWS, f"{PAGE}/1", f"{PAGE}/1/modifier"):
        page = visitor.get(address).text
        assert "<b>Repas" not in page
        assert "<i>Nous" not in page


def test_leverage_ranks_what_is_ahead_and_says_why(visitor, session, world):
    draw(session, world, "D1 D2 I1 U1", "D1>I1 I1>U1 U1>V")
    give(session, world, write(session, world, "Loin", effort=Effort.LIGHT), D1=3)
    give(session, world, write(session, world, "Près", effort=Effort.HEAVY), D2=2)
    write(session, world, "Finie", state=State.DONE)
    page = in_english(visitor.sign_in(world.observer)).get(f"{PAGE}/levier").text
    assert page.index(">Loin<") < page.index(">Près<")
    assert ">Finie<" not in page.split("</table>")[0]
    assert "No other action does better" in page
    assert "1 action goes at least as far for no more effort: no. 1." in page
    assert "D1 → I1 → U1 → the vision" in page
    assert "4 changes out of 4 are reached" in page
    shown = visitor.get(f"{PAGE}/1").text
    assert "It reaches 3 changes." in shown
    assert "How far it reaches" not in visitor.get(f"{PAGE}/3").text


def test_what_if_only_some_were_kept(visitor, session, world):
    draw(session, world, "D1 D2 I1", "D1>I1")
    give(session, world, write(session, world, "Loin"), D1=3)
    give(session, world, write(session, world, "Près", supports=(1,)), D2=2)
    visitor = in_english(visitor.sign_in(world.observer))
    bare = visitor.get(f"{PAGE}/levier?garder=2").text.split('id="h-bare"')[1]
    for code in ("D1", "I1"):
        assert f"<b>{code}</b>" in bare
    assert "<b>D2</b>" not in bare
    assert "1 change out of 3 is reached" in bare
    assert "Près counts on what you did not tick" in bare
    assert "would be reached by" in bare
    for nothing in ("", "?garder=9", "?garder=x"):
        whole = visitor.get(f"{PAGE}/levier{nothing}").text.split('id="h-bare"')[1]
        assert "3 changes out of 3 are reached" in whole


def test_what_the_parties_believe_weighs_on_leverage(visitor, session, world):
    draw(session, world, "D1 I1", "D1>I1")
    give(session, world, write(session, world), D1=3)
    visitor = in_english(visitor.sign_in(world.observer))
    assert "<li>" in visitor.get(f"{PAGE}/1").text
    for college, value, expected in (
        (College.STATE, Confidence.SURE, "decisively"),
        (College.CIVIL_SOCIETY, Confidence.DOUBT, "a little"),
    ):
        with acting(session, world):
            linking.give_confidence(
                session,
                find_link(session, "D1", "I1"),
                by=world.state,
                college=college,
                value=value,
                reason="Vu.",
            )
        reached = visitor.get(f"{PAGE}/1").text.split("Ce que dit I1")[1]
        assert expected in reached.split("</li>")[0]


def test_the_plan_along_the_year_is_drawn_then_told_as_a_table(visitor, session, world):
    write(session, world, starts=date(2026, 4, 1))
    write(session, world, "Une visite")
    page = visitor.sign_in(world.observer).get(f"{PAGE}/frise").text
    drawing, told = page.split('<svg class="frise"', 1)[1].split("<table", 1)
    assert "Tenir une permanence" in drawing.split("</svg>")[0]
    table, rest = told.split("</table>")
    assert "Tenir une permanence" in table
    assert "Une visite" in rest
