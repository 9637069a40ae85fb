"""The map of a past day: as it stood, said to be the past, and nothing of it can be changed."""

import re
from datetime import datetime, timedelta

import pytest

from coopspace.kernel import clock
from coopspace.stakeholders import actions, answers, relations, waves
from coopspace.stakeholders.rules import Sector, Told
from tests.continuum.acts import in_english
from tests.stakeholders.acts import acting, add, find, tell, trio
from tests.stakeholders.test_pages import HOME, LIST, names
from tests.visitor import text_of

DAY = datetime(2026, 3, 2, 9, tzinfo=clock.PARIS)
THEN, LATER = "2026-03-02", "2026-03-10"
CANARY = "Canari & fils"
pytestmark = pytest.mark.engines("sqlite")  # pages; what is read is elsewhere on both


@pytest.fixture
def refs(session, world) -> tuple[str, ...]:
    """Three on one day; a week later one has another name, one has left, one is new."""
    with clock.at(DAY):
        state, town, centre = trio(session, world)
    with clock.at(DAY + timedelta(days=7)):
        with acting(session, world):
            actions.end(session, find(session, centre), why="Fermé.", by=world.civil)
            gone = find(session, town), find(session, state)
            relations.end(session, gone[0], target=gone[1], why="Fini.", by=world.civil)
        school = add(session, world, "École Jean-Zay", Sector.STATE)
        tell(session, world, school, town, 6)
    return state, town, centre, school


def test_the_map_of_a_day_is_as_it_stood_and_says_so(visitor, session, world, refs):
    in_english(visitor.sign_in(world.civil))
    page = visitor.get(f"{HOME}?au={THEN}").text
    said = text_of(page)
    assert "This is the past" in said
    assert "3 organisations, 2 relations" in said
    assert "École Jean-Zay" not in said
    assert "without the answers to surveys" in said
    assert f'href="{HOME}">Back to today' in page
    for deed in ("Add an organisation", "Tidy the map", 'data-edits="yes"', "Move it"):
        assert deed not in page
    now = text_of(visitor.get(HOME).text)
    assert "This is the past" not in now
    assert "Centre social Les Rives" not in now
    assert "Add an organisation" in now


def test_one_that_is_looked_at_in_the_past_stays_there(visitor, session, world, refs):
    in_english(visitor.sign_in(world.civil))
    page = visitor.get(f"{HOME}?au={THEN}&organisation={refs[2]}").text
    assert "Move it" not in page
    assert re.search(rf'href="{HOME}\?[^"]*au={THEN}[^"]*organisation={refs[1]}', page)
    assert "Centre social Les Rives" in visitor.get(f"{HOME}/graphe.json?au={THEN}").text
    assert "Centre social Les Rives" not in visitor.get(f"{HOME}/graphe.json").text


def test_the_list_of_a_day_keeps_to_that_day(visitor, session, world, refs):
    in_english(visitor.sign_in(world.civil))
    page = visitor.get(f"{LIST}?au={THEN}").text
    assert names(page) == ["Centre social Les Rives", "Délégation du préfet", "Ville de Valmorel"]
    assert "This is the past" in page
    assert f'name="au" value="{THEN}"' in page
    assert f"liste?au={THEN}&amp;tri=liens" in page
    assert f'href="{HOME}?au={THEN}"' in page
    assert "A stakeholder</a>" not in page
    assert "Bring a file in" not in page
    assert "Off the map" not in page
    shown = visitor.get(f"{LIST}?au={LATER}").text
    assert names(shown) == ["Délégation du préfet", "École Jean-Zay", "Ville de Valmorel"]


@pytest.mark.parametrize("suffix", ["csv", "json", "svg"])
def test_what_is_taken_away_of_a_day_is_of_that_day(visitor, session, world, refs, suffix):
    visitor.sign_in(world.observer)
    then = visitor.get(f"{HOME}/export.{suffix}?au={THEN}").text
    assert "Centre social" in then
    assert "Jean-Zay" not in then
    assert "Jean-Zay" in visitor.get(f"{HOME}/export.{suffix}").text


@pytest.mark.parametrize("wrong", ["2999-01-01", "hier", "2026-02-31", "<b>"])
def test_a_day_that_is_none_is_today(visitor, session, world, refs, wrong):
    in_english(visitor.sign_in(world.observer))
    for address in (HOME, LIST):
        assert "This is the past" not in visitor.get(f"{address}?au={wrong}").text


def test_before_the_first_day_nobody_was_there(visitor, session, world, refs):
    in_english(visitor.sign_in(world.observer))
    for address in (HOME, LIST):
        page = visitor.get(f"{address}?au=2020-01-01").text
        assert "Nobody was on the map then" in page
        assert "Back to today" in page


def test_today_is_compared_with_a_day(visitor, session, world, refs):
    in_english(visitor.sign_in(world.observer))
    said = text_of(visitor.get(f"{HOME}?avec={THEN}").text)
    assert "Since 2 March 2026: 1 new relation, 1 no longer told" in said.replace("\u00a0", " ")
    assert f'value="{THEN}" selected' in visitor.get(f"{HOME}?avec={THEN}").text


def test_editions_lead_to_a_day_and_to_each_wave(visitor, session, world, refs):
    with acting(session, world):
        waves.keep_edition(session, world.site, name="Printemps", by=world.civil)
    page = visitor.sign_in(world.observer).get(f"{HOME}/editions").text
    assert 'name="au"' in page
    assert f'min="{THEN}"' in page
    for leads in (f"{HOME}?vague=1", f"{LIST}?vague=1"):
        assert f'href="{leads}"' in page
        visitor.get(leads)


def test_an_answer_is_of_its_wave_and_of_no_day(visitor, session, world, refs):
    with clock.at(DAY + timedelta(days=8)), acting(session, world):
        wave = waves.open_survey(session, world.site, name="Enquête", by=world.facilitator)
        state, school = find(session, refs[0]), find(session, refs[3])
        waves.ask(session, wave, [state])
        row = answers.answer(session, wave, author=state, target=school, said=Told(7, fact=CANARY))
        answers.offer(session, row)
        answers.accept(session, row)
    visitor.sign_in(world.civil)
    now = visitor.get(f"{HOME}/graphe.json").text
    assert len(re.findall('"from"', now)) == 3
    assert len(re.findall('"from"', visitor.get(f"{HOME}/graphe.json?au={LATER}").text)) == 2
    assert "Canari" not in visitor.get(f"{HOME}/export.csv?table=relations&au={LATER}").text
