"""The page of the strategy over time: a day, two days, what is not understood, who may look."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from coopspace.changes import actions, linking, ordering
from coopspace.changes.held import find, find_link
from coopspace.changes.model import ChangeSaying
from coopspace.changes.rules import Level
from coopspace.kernel import clock
from tests.visitor import text_of

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def at(desk):
    return f"/sites/{desk.site.slug}/strategie/dans-le-temps"


@pytest.fixture
def moved(desk):
    """A chain drawn on 2 March, changed on the 10th in every way that a page tells."""
    with clock.at(START):
        desk.draw("D1", "D2", "I1", "U1")
        desk.link("D1>I1", "I1>U1", "U1>V")
    with clock.at(START + 8 * DAY):
        desk.draw("I2")
        with desk.act() as session:
            by = desk.world.state
            change = find(session, "D1")
            actions.reword(session, change, by=by, statement="What D1 tells", seen=1)
            actions.end(session, find(session, "D2"), by=by)
            linking.unlink(session, find_link(session, "D1", "I1"), by=by)
            ordering.to_level(session, find(session, "I2"), by=by, level=Level.ULTIMATE)
    return desk


def told(visitor, address):
    return text_of(visitor.get(address).text)


def test_a_past_day_shows_the_chain_of_that_evening(moved, visitor, at):
    visitor.sign_in(moved.world.civil)
    page = told(visitor, f"{at}?au=2026-03-05")
    assert "What D1 says" in page
    assert "What D2 says" in page
    assert "What D1 tells" not in page
    assert "What I2 says" not in page


def test_two_days_are_compared_in_words_in_the_drawing_and_as_a_table(moved, visitor, at):
    visitor.sign_in(moved.world.observer)
    markup = visitor.get(f"{at}?du=2026-03-05&au=2026-03-10").text
    assert "<del>" in markup
    assert "is-come" in markup
    assert "is-gone" in markup
    assert 'data-links="D1 I1 gone|' in markup
    page = text_of(markup)
    for words in ("ajoutés 1", "finis 1", "reformulés 1", "Liens finis 1", "D1 → I1"):
        assert words in page


def test_days_are_read_as_people_write_them_and_an_earlier_day_alone_reaches_today(
    moved, visitor, at
):
    visitor.sign_in(moved.world.civil)
    assert "reformulés 1" in told(visitor, f"{at}?du=05/03/2026")


def test_two_days_between_which_nothing_moved_say_so(moved, visitor, at):
    visitor.sign_in(moved.world.civil)
    page = told(visitor, f"{at}?du=2026-03-04&au=2026-03-06")
    assert "Rien n’a changé entre ces deux jours." in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("au=hier", "Écrivez le jour ainsi"),
        ("au=2199-01-01", "Choisissez aujourd’hui ou un jour passé."),
        ("du=2026-03-09&au=2026-03-05", "Choisissez un jour qui précède celui que l’on regarde."),
        ("du=quand", "Écrivez le jour ainsi"),
    ],
)
def test_a_day_that_cannot_be_looked_at_is_answered_beside_the_field(
    moved, visitor, at, asked, sentence
):
    visitor.sign_in(moved.world.civil)
    markup = visitor.get(f"{at}?{asked}").text
    assert 'aria-invalid="true"' in markup
    assert sentence in text_of(markup)
    assert "data-past-board" not in markup


def test_without_a_day_the_page_offers_those_on_which_something_moved(moved, visitor, at):
    visitor.sign_in(moved.world.civil)
    with clock.at(START + 9 * DAY):
        markup = visitor.get(at).text
    assert "du=2026-03-09&amp;au=2026-03-10" in markup


def test_before_the_first_change_the_chain_is_empty_and_says_so(moved, visitor, at):
    visitor.sign_in(moved.world.civil)
    assert "n’avait encore aucun changement" in told(visitor, f"{at}?au=2026-01-05")


def test_what_was_not_kept_is_said_and_never_replaced_by_today(desk, visitor, at):
    with clock.at(START):
        desk.draw("D1", who="Les bailleurs sociaux")
    with desk.act() as session:
        session.query(ChangeSaying).one().at = START + 30 * DAY
    visitor.sign_in(desk.world.civil)
    page = told(visitor, f"{at}?au=2026-03-10")
    assert "n’était pas gardé" in page
    assert "Les bailleurs sociaux" not in page
    assert "Les bailleurs sociaux" in told(visitor, f"{at}?au=2026-04-10")


def test_a_stranger_finds_nothing(moved, visitor, at):
    visitor.sign_in(moved.world.stranger).get(f"{at}?au=2026-03-05", status=404)


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        ("2026-03-31", ["2026-02-28"]),
        ("2026-05-31", ["2026-04-30", "2026-02-28"]),
        ("2026-12-01", ["2026-11-01", "2026-09-01", "2025-12-01"]),
    ],
)
def test_a_click_goes_back_as_far_as_the_strategy_was_there(moved, visitor, at, today, offered):
    with clock.at(datetime.fromisoformat(f"{today}T12:00:00+00:00")):
        visitor.sign_in(moved.world.observer)
        markup = visitor.get(at).text
    found = [(day, f"{at}?du={day}&amp;au={today}" in markup) for day in offered]
    assert found == [(day, True) for day in offered]
    assert len(re.findall("il y a \\d+ mois", markup)) == len(offered)


def test_nothing_is_compared_before_there_is_a_strategy(desk, visitor, at):
    visitor.sign_in(desk.world.observer)
    assert not re.search("il y a .* mois", visitor.get(at).text)
