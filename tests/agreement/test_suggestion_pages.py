"""The pages of suggestions, as people open them."""

import html
import json
import re

import pytest

from coopspace.agreement import clauses
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.live import store
from tests.agreement.acts import HOME, acting, in_bold, looking, typing, word
from tests.agreement.suggested import CODE, TABLE, accept, said, suggest, suggestion
from tests.continuum.acts import in_english
from tests.sites.reading import SITE
from tests.vision.acts import write

NEW = f"{HOME}/articles/{CODE}/suggestions/nouvelle"
LIST, ONE = f"{HOME}/suggestions", f"{HOME}/suggestions/1"
READERS = ("state", "contributor", "facilitator", "observer", "lead")
LONGER = TABLE + " Chacun parle."


def sent(page: str) -> dict[str, str]:
    """What a form of words brings back beside its words."""
    found = {
        name: re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page)
        for name in ("words_seen", "words_marks")
    }
    return {name: html.unescape(one[1]) for name, one in found.items() if one}


def test_words_are_suggested_and_accepted_without_script(visitor, session, world):
    word(session, world, CODE, TABLE)
    page = in_english(visitor.sign_in(world.civil)).get(HOME).text
    assert f'href="{NEW}"' in page
    form = visitor.get(NEW).text
    assert TABLE in html.unescape(form)
    answer = visitor.post(NEW, words=LONGER, reason="Pour tous.", **sent(form))
    assert answer.location == ONE
    page = visitor.get(ONE).text
    assert "Chacun parle." in page
    assert f"{ONE}/retirer" in page
    assert f"{ONE}/accepter" not in page
    assert said(session, world) == TABLE
    in_english(visitor.sign_in(world.state))
    assert "1 suggestion" in visitor.get(HOME).text
    assert "waits for an answer" in visitor.get(LIST).text
    page = visitor.get(f"{ONE}/accepter").text
    assert "<ins>" in page
    assert '<textarea class="input" id="words"' not in page
    assert visitor.post(f"{ONE}/accepter", reason="Merci").location == ONE
    assert said(session, world) == LONGER
    page = visitor.get(ONE).text
    assert "A word from Nadège Ferrandier" in page
    assert "1 suggestion" not in visitor.get(HOME).text
    history = visitor.get(f"{HOME}/articles/{CODE}/historique").text
    assert "accepted by Nadège Ferrandier" in history
    assert world.civil.name in history


@pytest.mark.parametrize("name", READERS)
def test_members_read_and_only_those_who_take_part_suggest(visitor, session, world, name):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER, who="civil", reason="Pour tous.")
    visitor.sign_in(getattr(world, name))
    writes = name in ("state", "contributor", "facilitator")
    assert "Pour tous." in visitor.get(LIST).text
    page = visitor.get(ONE).text
    assert "Pour tous." in page
    assert (f"{ONE}/accepter" in page) is writes
    assert (NEW in visitor.get(HOME).text) is writes
    for address in (NEW, f"{ONE}/accepter", f"{ONE}/refuser"):
        visitor.get(address, status=200 if writes else 403)


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, session, world, name):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER)
    visitor.sign_in(getattr(world, name))
    for address in (LIST, ONE, NEW, f"{ONE}/accepter", f"{LIST}/2"):
        visitor.get(address, status=404)


def test_what_is_not_there_is_not_found(visitor, session, world):
    word(session, world, CODE, TABLE)
    visitor.sign_in(world.state)
    for address in (ONE, f"{ONE}/accepter", f"{HOME}/articles/power-nothing/suggestions/nouvelle"):
        visitor.get(address, status=404)


def test_formats_come_and_go_with_the_form(visitor, session, world):
    word(session, world, CODE, TABLE)
    typing(session, world, CODE, world.state, in_bold("table"))
    page = visitor.sign_in(world.civil).get(NEW).text
    assert 'data-alone="words_marks"' in page
    assert "coop-live.js" in page
    assert 'data-piece="rich"' in page
    brought = sent(page)
    assert {"insert": "table", "attributes": {"bold": True}} in json.loads(brought["words_marks"])
    visitor.post(NEW, words=LONGER, reason="", **brought)
    assert "<strong>table</strong>" in visitor.get(ONE).text
    marks = [
        {"insert": "Chacun parle", "attributes": {"italic": True, "color": "red"}},
        {"insert": "\n", "attributes": {"list": "bullet"}},
        {"insert": {"image": "x"}},
    ]
    visitor.post(
        NEW,
        words="Chacun parle",
        reason="",
        words_seen=brought["words_seen"],
        words_marks=json.dumps(marks),
    )
    assert "<ul><li><em>Chacun parle</em></li></ul>" in visitor.get(f"{LIST}/2").text


@pytest.mark.parametrize("marks", ("", "nothing", "{}", '[{"insert": 3}, 4]', "[" * 5000))
def test_words_without_their_formats_are_words(visitor, session, world, marks):
    visitor.sign_in(world.civil)
    visitor.post(NEW, words=TABLE, reason="", words_seen="0", words_marks=marks)
    assert TABLE in html.unescape(visitor.get(ONE).text)


def test_a_refused_form_gives_back_what_was_typed(visitor, session, world):
    word(session, world, CODE, TABLE)
    brought = sent(visitor.sign_in(world.civil).get(NEW).text)
    page = visitor.post(NEW, status=200, words=LONGER, reason="x" * 900, **brought).text
    assert "Chacun parle." in page
    assert "Chacun parle." in sent(page)["words_marks"]
    assert sent(page)["words_seen"] == brought["words_seen"]


def test_where_both_changed_one_place_both_stand_on_the_page(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE.replace("deux mois", "trois mois"), who="civil")
    in_english(visitor.sign_in(world.state))
    visitor.get(f"{ONE}/accepter")
    word(session, world, CODE, TABLE.replace("deux mois", "quinze jours"))
    assert "at the same place" in visitor.get(ONE).text
    page = visitor.post(f"{ONE}/accepter", status=409, reason="Oui").text
    assert "quinze jours" in page
    assert "trois mois" in page
    assert suggestion(session, world).is_open
    final = TABLE.replace("deux mois", "trois mois au plus")
    visitor.post(f"{ONE}/accepter", words=final, reason="", **sent(page))
    assert said(session, world) == final
    assert not suggestion(session, world).is_open


def test_what_moved_while_the_end_was_written_is_shown(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE.replace("deux mois", "trois mois"), who="civil")
    word(session, world, CODE, TABLE.replace("deux mois", "quinze jours"))
    brought = sent(in_english(visitor.sign_in(world.state)).get(f"{ONE}/accepter").text)
    word(session, world, CODE, TABLE.replace("deux mois", "ans"))
    final = TABLE.replace("deux mois", "trois mois au plus")
    page = visitor.post(f"{ONE}/accepter", status=409, words=final, reason="", **brought).text
    assert "tous les ans" in page
    assert "trois mois au plus" in page
    assert said(session, world) == TABLE.replace("deux mois", "ans")
    visitor.post(f"{ONE}/accepter", words=final, reason="", **sent(page))
    assert said(session, world) == final


def test_a_refusal_is_read_by_its_author(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER, who="civil")
    visitor.sign_in(world.state)
    visitor.post(f"{ONE}/refuser", status=200, reason=" ")
    assert visitor.post(f"{ONE}/refuser", reason="Pas avant la séance.").location == ONE
    assert "Pas avant la séance." in visitor.sign_in(world.civil).get(ONE).text
    assert said(session, world) == TABLE


def test_ones_own_is_withdrawn_and_never_decided_on(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER, who="civil")
    visitor.sign_in(world.civil)
    assert visitor.get(f"{ONE}/accepter", status=303).location == ONE
    visitor.post(f"{ONE}/accepter", page=ONE, reason="")
    assert suggestion(session, world).is_open
    visitor.post(f"{ONE}/retirer", page=ONE)
    assert not suggestion(session, world).is_open
    visitor.sign_in(world.state)
    assert visitor.get(f"{ONE}/accepter", status=303).location == ONE


def test_the_dashboard_tells_whoever_may_answer(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER, who="civil")
    write(session, world, "Chacun trouve sa place.")
    with acting(session, world):
        changes.add(
            session, world.site, by=world.state, level=Level.DIRECT, statement="On se connaît"
        )
    told = f'href="{LIST}"'
    assert told in visitor.sign_in(world.facilitator).get(f"{SITE}/").text
    assert told not in visitor.sign_in(world.observer).get(f"{SITE}/").text
    assert told not in visitor.sign_in(world.civil).get(f"{SITE}/").text
    accept(session, world)
    assert told not in visitor.sign_in(world.facilitator).get(f"{SITE}/").text


def test_the_journal_tells_it_and_leads_to_it(visitor, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, LONGER, who="civil")
    accept(session, world)
    page = visitor.sign_in(world.state).get(f"{SITE}/journal").text
    assert page.count(f'href="{ONE}"') == 2


def test_a_clause_that_is_being_written_is_suggested_over_what_was_seen(visitor, session, world):
    word(session, world, CODE, TABLE)
    typing(session, world, CODE, world.state, lambda one: one.type(" Oui."))
    brought = sent(visitor.sign_in(world.civil).get(NEW).text)
    with looking(session, world):
        clause = clauses.clause_of(session, CODE)
        assert int(brought["words_seen"]) >= store.PLACES
        assert store.read(session, clause.document_id).is_open
    visitor.post(NEW, words=f"{TABLE} Oui. Toujours.", reason="", **brought)
    with acting(session, world):
        assert store.read(session, clauses.clause_of(session, CODE).document_id).number == 2
    assert suggestion(session, world).seen == 2
