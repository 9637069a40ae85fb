"""The pages of the narrative, without JavaScript: they work; a reader; a stranger; refused."""

import re

import pytest

from coopspace.changes import ordering
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from tests.visitor import text_of

ASSEMBLED = "Ce texte a été assemblé à partir de la chaîne\u00a0; il attend vos mots."


@pytest.fixture
def at(desk):
    desk.draw("D1", "I1", "U1")
    desk.link("D1>I1", "I1>U1", "U1>V")
    return f"/sites/{desk.site.slug}/strategie/recit"


def told(visitor, address):
    return text_of(visitor.get(address).text)


def digest(visitor, address):
    found = re.search(r'name="digest"[^>]*value="([0-9a-f]{64})"', visitor.get(address).text)
    return found[1] if found else ""


def assemble(visitor, at):
    page = f"{at}/assembler"
    visitor.post(page, digest=digest(visitor, page))


def test_an_empty_narrative_teaches_and_invites_who_writes(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    assert f"{at}/ecrire" in visitor.get(at).text
    assert f"{at}/assembler" in visitor.get(at).text
    assert f"{at}/ecrire" not in visitor.sign_in(desk.world.observer).get(at).text


def test_the_narrative_is_written_and_read(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/ecrire", text="Tout commence ici.", text_seen="0")
    page = told(visitor.sign_in(desk.world.observer), at)
    assert "Tout commence ici." in page
    assert "assemblé" not in page


def test_two_wordings_of_which_nobody_knows_the_origin_are_both_kept(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/ecrire", text="Un.", text_seen="0")
    page = visitor.post(f"{at}/ecrire", text="Deux.", text_seen="77", status=409)
    assert "Deux." in text_of(page.text)


def test_a_draft_is_read_then_put_in_and_is_always_said_to_be_assembled(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    assert "What D1 says (D1)." in told(visitor, f"{at}/assembler")
    assert ASSEMBLED not in told(visitor, at)
    assemble(visitor, at)
    shown = visitor.sign_in(desk.world.observer).get(at).text
    assert ASSEMBLED in text_of(shown)
    assert shown.count('class="quote"') == 3


def test_a_draft_that_is_out_of_date_comes_back_with_the_reason(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    answer = visitor.post(f"{at}/assembler", digest="0" * 64, status=200)
    assert "La chaîne a changé depuis que vous avez lu ce brouillon" in text_of(answer.text)


def test_a_draft_does_not_replace_the_words_of_people(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/ecrire", text="Nos mots.", text_seen="0")
    markup = visitor.get(f"{at}/assembler").text
    assert 'name="digest"' not in markup
    assert "ne remplace pas" in text_of(markup)


def test_a_mention_follows_the_change_to_its_new_code(desk, visitor, at):
    desk.draw("I2")
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/nommer", code="I2")
    assert "(I2)" in told(visitor, at)
    with desk.act() as session:
        ordering.to_level(session, find(session, "I2"), by=desk.world.state, level=Level.ULTIMATE)
    assert "(U2)" in told(visitor, at)


def test_a_change_that_is_not_there_cannot_be_named(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    for code in ("D9", "rien"):
        answer = visitor.post(f"{at}/nommer", code=code, status=200)
        assert "Choisissez un changement de la chaîne." in text_of(answer.text)


def test_an_earlier_wording_is_brought_back_from_the_history(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    visitor.post(f"{at}/ecrire", text="Un.", text_seen="0")
    visitor.post(f"{at}/ecrire", text="Deux.", text_seen="1")
    visitor.post(f"{at}/restaurer/1", page=f"{at}/historique")
    assert "Un." in told(visitor, at)
    visitor.post(f"{at}/restaurer/1", page=f"{at}/historique")
    assert "déjà" in told(visitor, f"{at}/historique")


def test_an_observer_reads_and_writes_nothing(desk, visitor, at):
    visitor.sign_in(desk.world.observer)
    visitor.get(f"{at}/historique")
    for page in ("/ecrire", "/nommer", "/assembler"):
        visitor.get(at + page, status=403)


def test_a_stranger_finds_nothing(desk, visitor, at):
    visitor.sign_in(desk.world.stranger)
    for page in ("", "/ecrire", "/historique", "/assembler"):
        visitor.get(at + page, status=404)
