"""Whose each word of a shared text is, and the words of a past evening, on its history page."""

import re
from datetime import timedelta

import pytest

from blueprints._shared import histories
from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import merging, store, wordings
from coopspace.vision import actions
from tests.visitor import text_of

FIRST = "En 2036, chacun apprend."
SECOND = "En 2036, chacun apprend près de chez soi."


@pytest.fixture
def address(world) -> str:
    return f"/sites/{world.site.slug}/vision/historique"


@pytest.fixture
def written(session, world, monkeypatch):
    """Nadège wrote the sentence four days ago, Malik lengthened it three days later."""
    now = clock.now()
    with in_site(session, world.site.id):
        for days, who, words in ((4, "state", FIRST), (1, "authority", SECOND)):
            monkeypatch.setattr(clock, "now", lambda days=days: now - timedelta(days=days))
            with saving(session):
                vision = actions.open_vision(session, world.site, by=getattr(world, who))
                seen = store.read(session, vision.sentence_id).token
                actions.reword(session, world.site, text=words, seen=seen, by=getattr(world, who))
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


def test_the_page_says_who_wrote_each_word(visitor, world, address, written):
    page = visitor.sign_in(world.observer).get(f"{address}?mots=2").text
    told = text_of(page)
    assert "Nadège Ferrandier – En 2036, chacun apprend" in told
    assert "Malik Darrouy – près de chez soi" in told
    assert page.count('class="run"') >= 4


def test_a_wording_that_never_was_has_no_authors(visitor, world, address, written):
    visitor.sign_in(world.observer).get(f"{address}?mots=7", status=404)
    visitor.get(f"{address}?mots=x", status=404)


def test_the_words_of_a_past_evening_come_back_and_can_stand_again(
    visitor, world, address, written, session
):
    day = (written - timedelta(days=2)).astimezone(clock.PARIS).date()
    page = visitor.sign_in(world.state).get(f"{address}?au={day}").text
    told = text_of(page[page.index('id="that-day"') :])
    assert told.index(FIRST) < told.index(SECOND)
    visitor.post(f"/sites/{world.site.slug}/vision/restaurer/1", page=f"{address}?au={day}")
    session.rollback()
    with in_site(session, world.site.id):
        assert actions.summary(session, world.site).text == FIRST
    before = (written - timedelta(days=9)).astimezone(clock.PARIS).date()
    assert "Rien n’était encore écrit" in visitor.get(f"{address}?au={before}").text


def test_a_reader_is_offered_no_way_to_restore(visitor, world, address, written):
    assert "/restaurer/" not in visitor.sign_in(world.observer).get(address).text
    assert "/restaurer/" in visitor.sign_in(world.state).get(address).text


def test_a_sign_alone_is_nobodys_piece(world):
    def piece(text: str, author: User, mark: int) -> histories.Piece:
        return histories.Piece(text, author, mark, clock.now())

    anne, bob = world.state, world.civil
    pieces = [
        piece("En 2040", anne, 0),
        piece(", ", bob, 1),
        piece("ici ", anne, 0),
        piece("on ", anne, 0),
        piece("mange bien", bob, 1),
        piece(".", anne, 0),
    ]
    gathered = histories.gathered(pieces)
    assert [one.text for one in gathered] == ["En 2040, ici on ", "mange bien."]
    assert [one.author for one in gathered] == [anne, bob]


def test_each_of_those_who_wrote_the_words_that_stand_is_named(
    visitor, world, address, written, session
):
    with in_site(session, world.site.id):
        vision = actions.vision_of(session, world.site)
        for who, more in ((world.state, " Ensemble"), (world.civil, ", et mieux")):
            with saving(session):
                held = wordings.locked(session, vision.sentence_id)
                head = wordings.head_state(session, held)
                words = merging.raw(merging.load([head]))
                update = merging.merge(head, words + more, client=who.id.int % 2**32)
                wordings.append(session, held, update, by=who.id)
    page = visitor.sign_in(world.observer).get(f"/sites/{world.site.slug}/vision").text
    named = re.search(r"Formulation n°\s3 · (.+?) · ", text_of(page))[1]
    assert set(named.split(", ")) == {world.state.name, world.civil.name}
