"""The page of the steering group: numbers over what sites share, and no site by name."""

import pytest

from coopspace.calendar.rules import Audience, Kind
from coopspace.compare import steering
from coopspace.compare.steering import masked, spread
from tests.calendar.acts import in_days, plan, training
from tests.visitor import text_of

PAGE = "/dispositifs/cites-en-mouvement/pilotage"


def test_small_numbers_are_not_said():
    assert masked({"a": 5, "b": 0, "c": 3}) == {"a": 5, "b": 0, "c": 3}
    assert masked({"a": 5, "b": 2, "c": 1}) == {"a": 5, "b": None, "c": None}
    assert masked({"b": 1}) == {"b": None}


def test_a_lone_small_number_cannot_be_found_from_the_whole():
    assert masked({"a": 6, "b": 1, "c": 3}) == {"a": 6, "b": None, "c": None}
    assert masked({"a": 6, "b": 1, "c": 0}) == {"a": None, "b": None, "c": 0}


def test_no_spread_below_five_sites():
    assert spread(4, "aaaa").counts is None
    assert spread(5, "aaabb").counts == {"a": None, "b": None}
    assert spread(6, "aaabbb").counts == {"a": 3, "b": 3}
    assert steering.LEAST_SITES == 5


@pytest.mark.parametrize("name", ("lead", "state", "observer", "other_state"))
def test_members_of_the_programme_read_it_and_only_the_lead_reads_hours(
    visitor, session, world, name
):
    training(session, world, title="Première journée")
    milestone = {"kind": Kind.MILESTONE, "title": "Bilan national"}
    plan(session, world, in_days(20, **milestone))
    inside = {"kind": Kind.MILESTONE, "title": "Point interne", "audience": Audience.FACILITATORS}
    plan(session, world, in_days(21, **inside))
    visitor.sign_in(getattr(world, name))
    page = visitor.get(PAGE).text
    assert "Bilan national" in page
    assert ("Point interne" in page) is (name == "lead")
    assert ('id="h-hours"' in page) is (name == "lead")
    main = text_of(page[page.index("<main") :])
    assert world.site.name not in main
    assert world.other_site.name not in main


@pytest.mark.parametrize("name", ("stranger", "admin"))
def test_others_do_not_read_it(visitor, world, name):
    visitor.sign_in(getattr(world, name))
    visitor.get(PAGE, status=403 if name == "admin" else 404)
