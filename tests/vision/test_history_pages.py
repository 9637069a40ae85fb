"""Whose each word of a shared text is, and the words of a past evening, on its history page."""

from datetime import timedelta

import pytest

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
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
