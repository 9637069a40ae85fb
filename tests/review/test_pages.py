"""The page of the reading, as people open it, without a script."""

import re

import pytest

from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.review.rules import Rule
from tests.continuum.acts import in_english
from tests.indicators.acts import end as end_indicator
from tests.indicators.acts import write as indicator
from tests.review.acts import FORUM, HOME, asks, drawn, keep
from tests.visitor import text_of

READERS = ("state", "contributor", "facilitator", "observer", "lead")
STRATEGY = "/sites/quartier-des-trois-ponts/strategie"


@pytest.mark.parametrize("name", READERS)
def test_members_read_what_it_asks_and_writers_may_answer(visitor, session, world, name):
    drawn(session, world)
    page = visitor.sign_in(getattr(world, name)).get(HOME).text
    text = text_of(page)
    for said in ("À reprendre", "Une activité plutôt qu’un changement", FORUM, "À discuter"):
        assert said in text
    assert f'href="{STRATEGY}/D1"' in page
    assert ("/garder" in page) is (name in ("state", "contributor", "facilitator"))


def test_it_reads_in_english(visitor, session, world):
    drawn(session, world)
    in_english(visitor.sign_in(world.observer))
    text = text_of(visitor.get(HOME).text)
    assert "An activity rather than a change" in text
    assert "To take up again" in text


def test_an_empty_chain_is_told_where_to_begin(visitor, world):
    page = visitor.sign_in(world.state).get(HOME).text
    assert "La chaîne est encore vide" in page
    assert f'href="{STRATEGY}"' in page


@pytest.mark.parametrize(("links", "behind"), [(6, 0), (7, 2)])
def test_many_findings_of_one_rule_stand_behind_their_number(
    visitor, session, world, links, behind
):
    with saving(session), in_site(session, world.site.id):
        for at in range(links):
            words = f"Les voisins savent cela {at}"
            changes.add(session, world.site, level=Level.DIRECT, statement=words, by=world.state)
    page = visitor.sign_in(world.state).get(HOME).text
    group = re.search(r'<section class="rev-group" id="leads_nowhere".*?</section>', page, re.S)[0]
    assert group.count("<li>") == links
    told, _mark, folded = group.partition('<details class="more"><summary>')
    assert folded.count("<li>") == behind
    assert (f"et {behind} autres" in folded) is bool(behind)
    assert told.count("/garder") + folded.count("/garder") == links


def test_an_answer_is_given_shown_and_taken_back(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    visitor.sign_in(world.state)
    visitor.post(
        f"{HOME}/{one.name}/garder", page=HOME, digest=one.digest, why="Le forum nous a réunis."
    )
    page = visitor.get(HOME).text
    assert "Le forum nous a réunis." in page
    assert f"{one.name}/garder" not in page
    visitor.post(f"{HOME}/{one.name}/reprendre", page=HOME)
    assert f"{one.name}/garder" in visitor.get(HOME).text


def test_an_answer_without_a_reason_is_said_beside_its_field(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    visitor.sign_in(world.state)
    answer = visitor.post(
        f"{HOME}/{one.name}/garder", page=HOME, digest=one.digest, why=" ", status=200
    )
    assert f'id="why-{one.name}-error"' in answer.text
    assert answer.text.count('<details class="more rev-keep no-print" open') == 1


def test_words_that_changed_meanwhile_keep_what_was_typed(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    visitor.sign_in(world.state)
    typed = visitor.post(
        f"{HOME}/{one.name}/garder", page=HOME, digest="old", why="Nous y tenons.", status=200
    )
    assert "Nous y tenons." in typed.text
    assert "ont changé" in typed.text


def test_what_somebody_else_answered_meanwhile_keeps_what_was_typed(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    keep(session, world, one, "Déjà dit.")
    visitor.sign_in(world.state)
    typed = visitor.post(
        f"{HOME}/{one.name}/garder", page=HOME, digest=one.digest, why="Moi aussi.", status=200
    )
    assert "Moi aussi." in typed.text
    assert "Déjà dit." in typed.text


def test_what_asks_nothing_any_more_leads_back_and_a_made_up_name_nowhere(visitor, session, world):
    drawn(session, world)
    visitor.sign_in(world.state)
    visitor.post(f"{HOME}/wish.change.ab/garder", page=HOME, digest="x", why="Oui.")
    visitor.post(f"{HOME}/nothing.at.all/garder", page=HOME, digest="x", why="Oui.", status=404)
    visitor.post(f"{HOME}/nothing.at.all/reprendre", page=HOME, status=404)


def test_a_reader_may_not_answer(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    visitor.sign_in(world.observer)
    visitor.post(f"{HOME}/{one.name}/garder", page=HOME, digest=one.digest, why="x", status=403)


@pytest.mark.parametrize("name", ["stranger", "other_state", "admin"])
def test_strangers_learn_nothing(visitor, session, world, name):
    drawn(session, world)
    visitor.sign_in(getattr(world, name)).get(HOME, status=404)


def test_the_address_of_an_answer_is_not_a_page(visitor, session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    visitor.sign_in(world.state).get(f"{HOME}/{one.name}/garder", status=405)


def test_the_canvas_the_table_and_the_dashboard_read_the_same(visitor, session, world):
    drawn(session, world)
    visitor.sign_in(world.state)
    said = "Se lit comme une activité"
    canvas = visitor.get(STRATEGY).text
    assert said in text_of(canvas)
    assert f'href="{HOME}"' in canvas
    assert said in text_of(visitor.get(f"{STRATEGY}/tableau").text)
    assert said in text_of(visitor.get(f"{STRATEGY}/D1").text)
    home = visitor.get("/sites/quartier-des-trois-ponts/").text
    assert re.search(r"D1.{1,3}: se lit comme une activité", text_of(home))
    keep(session, world, asks(session, world, Rule.ACTIVITY))
    assert said not in text_of(visitor.get(STRATEGY).text)
    assert "se lit comme une activité" not in text_of(
        visitor.get("/sites/quartier-des-trois-ponts/").text
    )


def test_what_has_no_indicator_leads_to_saying_one_and_stays_quiet_once_it_is_said(
    visitor, session, world
):
    drawn(session, world)
    add = "/sites/quartier-des-trois-ponts/indicateurs/ajouter?change=D1"
    assert asks(session, world, Rule.NO_INDICATOR) is not None
    assert f'href="{add}"' in visitor.sign_in(world.civil).get(HOME).text
    assert add not in visitor.sign_in(world.observer).get(HOME).text
    indicator(session, world, changes=("D1",))
    assert asks(session, world, Rule.NO_INDICATOR) is None
    end_indicator(session, world)
    again = asks(session, world, Rule.NO_INDICATOR)
    assert again is not None
    keep(session, world, again)
    assert asks(session, world, Rule.NO_INDICATOR) is None
