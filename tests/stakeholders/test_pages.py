"""The list of stakeholders, as people open it."""

import re

import pytest

from coopspace.stakeholders.rules import Ring, Sector
from tests.continuum.acts import in_english
from tests.stakeholders.acts import add, trio

LIST = "/sites/quartier-des-trois-ponts/parties-prenantes/liste"
READERS = ("state", "contributor", "facilitator", "observer", "lead")
STRANGERS = ("stranger", "other_state", "other_facilitator", "admin")


def names(page: str) -> list[str]:
    """The names of the lines, in order."""
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]*)', page)


@pytest.mark.parametrize("name", READERS)
def test_members_read_the_list(visitor, session, world, name):
    trio(session, world)
    page = visitor.sign_in(getattr(world, name)).get(LIST).text
    assert names(page) == ["Centre social Les Rives", "Délégation du préfet", "Ville de Valmorel"]


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_learn_nothing(visitor, session, world, name):
    trio(session, world)
    visitor.sign_in(getattr(world, name)).get(LIST, status=404)


def test_an_empty_map_invites(visitor, world):
    in_english(visitor.sign_in(world.state))
    assert "Nobody is on the map yet" in visitor.get(LIST).text


def test_the_list_is_searched_sifted_and_sorted(visitor, session, world):
    trio(session, world)
    add(session, world, "École Jean-Zay", Sector.STATE, tags=("Jeunes",), ring=Ring.CORE)
    visitor.sign_in(world.observer)
    assert names(visitor.get(f"{LIST}?q=ecole").text) == ["École Jean-Zay"]
    assert names(visitor.get(f"{LIST}?q=jeunes").text) == ["École Jean-Zay"]
    assert names(visitor.get(f"{LIST}?etiquette=Jeunes").text) == ["École Jean-Zay"]
    assert names(visitor.get(f"{LIST}?cercle=core").text) == ["École Jean-Zay"]
    assert len(names(visitor.get(f"{LIST}?secteur=state").text)) == 2
    assert len(names(visitor.get(f"{LIST}?secteur=nowhere&cercle=x&tri=y&sens=z").text)) == 4
    assert names(visitor.get(f"{LIST}?tri=liens&sens=inverse").text)[0] == "Centre social Les Rives"
    assert names(visitor.get(f"{LIST}?sens=inverse").text)[0] == "Ville de Valmorel"
    assert names(visitor.get(f"{LIST}?tri=cercle&sens=inverse").text)[0] == "École Jean-Zay"
    assert names(visitor.get(f"{LIST}?q=rien").text) == []
