"""The page of liveliness, as people open it, without a script."""

import re

import pytest

from coopspace.kernel import clock
from tests.continuum.acts import in_english, later
from tests.liveliness.acts import HOME, filled
from tests.visitor import text_of

SITE = "/sites/quartier-des-trois-ponts"
READERS = ("state", "contributor", "facilitator", "observer", "lead")


@pytest.fixture
def aged(monkeypatch, session, world):
    """A site where everything was done on one day, read four hundred days later."""
    filled(session, world)
    moment = later(400)
    monkeypatch.setattr("blueprints.liveliness.views.clock.today", lambda: moment.date())


@pytest.mark.parametrize("name", READERS)
def test_each_reads_the_same_signs_and_is_led_to_what_they_may_do(visitor, world, aged, name):
    in_english(visitor.sign_in(getattr(world, name)))
    page = visitor.get(HOME).text
    text = text_of(page)
    for said in ("Changes without news", "told by one side", "Centre social – Mairie", "D1, since"):
        assert said in text
    writes = name in ("state", "contributor", "facilitator")
    assert (f'href="{SITE}/strategie/D1"' in page) is writes
    assert (f'href="{SITE}/roles/1/passer"' in page) is (name in ("state", "facilitator"))
    assert (f'href="{SITE}/roles/2/decrire"' in page) is writes
    assert "Who can: " in text or name in ("state", "facilitator")
    assert f'href="{SITE}/membres"' in page


def test_where_nothing_is_quiet_the_page_is_glad(visitor, session, world):
    filled(session, world)
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(HOME).text
    assert "Everything is alive here" in page
    assert 'class="sign"' not in page


def test_the_limits_are_printed_with_their_reason_and_source(visitor, world):
    in_english(visitor.sign_in(world.observer))
    text = text_of(visitor.get(HOME).text)
    for said in ("After how long we speak of it", "183 days", "the day itself", "Wilder"):
        assert said in text


def test_no_word_of_fault_and_no_score(visitor, world, aged):
    in_english(visitor.sign_in(world.facilitator))
    page = visitor.get(HOME).text
    text = text_of(page).lower()
    assert not re.search(r"\d\s*%|\bscore\b|\boverdue\b|\bfail", text)
    assert "is-refusal" not in page
    assert 'class="warn"' not in page


@pytest.mark.parametrize("name", ("stranger", "other_state", "admin"))
def test_strangers_learn_nothing(visitor, world, aged, name):
    visitor.sign_in(getattr(world, name)).get(HOME, status=404)


def test_it_reads_in_french(visitor, world, aged):
    page = visitor.sign_in(world.state).get(HOME).text
    assert "Des changements sans nouvelles" in page
    assert clock.today() > later(399).date()
