"""What one step would change, on a page that anybody of the site may read and nothing writes."""

import re
from itertools import pairwise

import pytest

from tests.continuum.acts import in_english
from tests.stakeholders.acts import add, tell, trio
from tests.stakeholders.test_pages import READERS, STRANGERS

PAGE = "/sites/quartier-des-trois-ponts/parties-prenantes/et-si"


@pytest.fixture
def ten(session, world) -> list[str]:
    """Ten organisations: a row of nine, each helping the next, and one that is only known."""
    state, town, centre = trio(session, world)
    more = [add(session, world, f"Association {number}") for number in range(1, 8)]
    row = [state, town, centre, *more[:6]]
    for one, other in pairwise(row[2:]):
        tell(session, world, one, other, 5)
    tell(session, world, more[6], state, 2)
    tell(session, world, row[0], town, 5)
    tell(session, world, town, row[0], 5)
    return [*row, more[6]]


def words(page: str) -> str:
    """The page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("name", READERS)
def test_members_may_suppose(visitor, ten, world, name):
    visitor.sign_in(getattr(world, name)).get(PAGE)


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, ten, world, name):
    visitor.sign_in(getattr(world, name)).get(f"{PAGE}?un={ten[0]}&autre={ten[3]}", status=404)


def test_a_step_is_said_with_the_names_and_what_is_told_today(visitor, ten, world):
    in_english(visitor.sign_in(world.state))
    page = words(visitor.get(f"{PAGE}?un={ten[9]}&autre={ten[0]}&niveau=4").text)
    assert "Association 7 would have its first tie." in page
    assert "Association 7 about Délégation du préfet: 2" in page
    assert "Délégation du préfet about Association 7: nothing is told" in page


def test_a_departure_is_said_with_what_would_part(visitor, ten, world):
    in_english(visitor.sign_in(world.state))
    page = words(visitor.get(f"{PAGE}?part={ten[1]}").text)
    assert "Without Ville de Valmorel, this part of the network would split into 2" in page
    assert "Délégation du préfet would be left without a tie of its own." in page


def test_relations_worth_a_try_lead_to_their_step(visitor, ten, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(PAGE).text
    assert "Relations that would change much" in page
    address = re.search(r'href="(/sites/[^"]*et-si\?[^"]*niveau=4[^"]*)"', page)
    assert address is not None
    assert "would have its first tie" in visitor.get(address[1].replace("&amp;", "&")).text


def test_the_same_twice_is_refused_beside_its_field(visitor, ten, world):
    in_english(visitor.sign_in(world.state))
    page = visitor.get(f"{PAGE}?un={ten[0]}&autre={ten[0]}").text
    assert "Choose another organisation than the first one." in page


def test_what_makes_no_sense_supposes_nothing(visitor, ten, world):
    visitor.sign_in(world.state)
    for asked in (
        "un=x&autre=y&niveau=99",
        "part=nobody",
        f"un={ten[0]}",
        f"un={ten[0]}&autre=%00",
    ):
        visitor.get(f"{PAGE}?{asked}")


def test_a_small_map_supposes_nothing(visitor, session, world):
    state, town, _centre = trio(session, world)
    in_english(visitor.sign_in(world.state))
    page = visitor.get(f"{PAGE}?un={state}&autre={town}").text
    assert "Below ten organisations" in page
    assert "<select" not in page.split("<main", 1)[1]
