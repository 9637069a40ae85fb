"""The list of stakeholders, as people open it."""

import re

import pytest
from sqlalchemy import select

from coopspace.stakeholders.model import RelationView, StakeholderTelling
from coopspace.stakeholders.rules import Kind, Ring, Sector
from tests.continuum.acts import in_english
from tests.stakeholders.acts import acting, add, reading, tell, trio

HOME = "/sites/quartier-des-trois-ponts/parties-prenantes"
LIST = f"{HOME}/liste"
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


def test_an_organisation_is_put_on_the_map_and_what_was_typed_is_kept(visitor, session, world):
    visitor.sign_in(world.contributor)
    answer = visitor.post(f"{HOME}/ajouter", status=200, name=" ", mission="Accueillir.")
    assert 'id="name-error"' in answer.text
    assert "Accueillir." in answer.text
    answer = visitor.post(
        f"{HOME}/ajouter",
        name="Centre social",
        sector="civil",
        ring="core",
        influence="3",
        tags="vie sociale, jeunes",
    )
    page = visitor.get(answer.location).text
    assert "Centre social" in page
    assert "vie sociale, jeunes" in page
    with reading(session, world) as now:
        assert [one.said.influence for one in now.organisations] == [3]
    answer = visitor.post(f"{HOME}/ajouter", status=200, name="CENTRE SOCIAL", influence="9")
    assert 'id="influence-error"' in answer.text


def test_two_people_who_describe_at_once_lose_nothing(visitor, session, world):
    town = add(session, world, "Ville")
    visitor.sign_in(world.state)
    address = f"{HOME}/{town}/modifier"
    visitor.post(address, name="Ville de Valmorel", sector="authority", seen="1")
    answer = visitor.post(address, status=200, name="Mairie", sector="authority", seen="1")
    assert "Mairie" in answer.text
    assert "Ville de Valmorel" in answer.text
    assert 'name="seen" type="hidden" value="2"' in answer.text
    visitor.post(address, name="Mairie", sector="authority", seen="2")
    assert "Ville de Valmorel" in visitor.get(f"{HOME}/{town}").text


def test_an_organisation_leaves_and_comes_back(visitor, session, world):
    state, _town, _centre = trio(session, world)
    visitor.sign_in(world.civil)
    answer = visitor.post(f"{HOME}/{state}/retirer", status=200, why="")
    assert 'id="why-error"' in answer.text
    visitor.post(f"{HOME}/{state}/retirer", why="Service fermé.")
    page = visitor.get(LIST).text
    assert "Service fermé." in page
    assert len(names(page)) == 2
    assert "Service fermé." in visitor.get(f"{HOME}/{state}").text
    visitor.get(f"{HOME}/{state}/relations/ajouter", status=404)
    visitor.post(f"{HOME}/{state}/retablir", page=f"{HOME}/{state}")
    assert len(names(visitor.get(LIST).text)) == 3


def test_a_relation_is_told_from_the_sheet_and_both_sides_are_read_together(
    visitor, session, world
):
    state, town, centre = trio(session, world)
    visitor.sign_in(world.facilitator)
    address = f"{HOME}/{centre}/relations/ajouter"
    answer = visitor.post(address, status=200, target=state, fact="Rien.")
    assert 'id="level-error"' in answer.text
    assert "Rien." in answer.text
    answer = visitor.post(address, status=200, level="4")
    assert 'id="target-error"' in answer.text
    answer = visitor.post(address, target=state, level="4", kinds="funding", fact="Une convention.")
    assert answer.location.endswith(f"{centre}/avec/{state}")
    assert "Une convention." in visitor.get(answer.location).text
    address = f"{HOME}/{state}/relations/{town}"
    visitor.post(address, level="6", seen="1")
    answer = visitor.post(address, status=200, level="2", seen="1", fact="Autre chose.")
    assert "Autre chose." in answer.text
    visitor.post(f"{address}/retirer", why="Erreur de saisie.")
    assert "Erreur de saisie." in visitor.get(f"{HOME}/{state}/avec/{town}").text
    visitor.get(f"{HOME}/{state}/avec/{state}", status=404)
    visitor.get(f"{HOME}/{state}/avec/zzzzzzzz", status=404)
    visitor.get(f"{HOME}/zzzzzzzz", status=404)


def test_a_difference_is_a_subject_until_it_was_talked_about(visitor, session, world):
    state, town, _centre = trio(session, world)
    in_english(visitor.sign_in(world.civil))
    assert "1 subject of conversation" in visitor.get(LIST).text
    page = f"{HOME}/{state}/avec/{town}"
    answer = visitor.post(f"{page}/conversation", page=page, status=200, levels="5-3", words="")
    assert 'id="words-error"' in answer.text
    answer = visitor.post(
        f"{page}/conversation", page=page, status=200, levels="5-4", words="Trop tard."
    )
    assert "Trop tard." in answer.text
    visitor.post(f"{page}/conversation", page=page, levels="5-3", words="Deux projets comptés.")
    assert "Deux projets comptés." in visitor.get(page).text
    assert "subject of conversation" not in visitor.get(LIST).text
    tell(session, world, town, state, 2)
    assert "1 subject of conversation" in visitor.get(LIST).text


@pytest.mark.parametrize("name", ["observer", "lead"])
def test_who_only_reads_is_offered_no_way_to_write(visitor, session, world, name):
    state, town, _centre = trio(session, world)
    visitor.sign_in(getattr(world, name))
    for address in (LIST, f"{HOME}/{state}", f"{HOME}/{state}/avec/{town}"):
        page = visitor.get(address).text
        assert "/ajouter" not in page
        assert "/modifier" not in page
        assert "/retirer" not in page
    visitor.get(f"{HOME}/ajouter", status=403)
    visitor.get(f"{HOME}/{state}/relations/{town}", status=403)


def test_an_edition_is_kept_under_a_name(visitor, session, world):
    trio(session, world)
    in_english(visitor.sign_in(world.contributor))
    page = f"{HOME}/editions"
    assert "No edition is kept yet" in visitor.get(page).text
    assert 'id="name-error"' in visitor.post(page, status=200, name=" ").text
    visitor.post(page, name="Printemps 2026")
    add(session, world, "Mission locale")
    told = visitor.get(page).text
    assert "Printemps 2026" in told
    assert '<td data-head="Stakeholders">3</td>' in told
    visitor.sign_in(world.observer)
    assert 'name="name"' not in visitor.get(page).text
    visitor.post(page, page="/aide", status=403, name="Été")


def test_a_person_who_left_the_map_is_erased_for_good(visitor, session, world):
    town = add(session, world, "Ville")
    rosa = add(session, world, "Rosa Figueiredo", kind=Kind.PERSON, mission="Gardienne, dite Rosa")
    tell(session, world, rosa, town, 5, fact="Rosa appelle chaque lundi.")
    visitor.sign_in(world.civil)
    sheet = f"{HOME}/{rosa}"
    visitor.post(f"{sheet}/effacer", page=f"{sheet}/retirer")
    assert "Rosa Figueiredo" in visitor.get(sheet).text
    visitor.post(f"{sheet}/retirer", why="Rosa part à la retraite.")
    visitor.post(f"{sheet}/effacer", page=sheet)
    with acting(session, world):
        rows = [
            *session.scalars(select(StakeholderTelling)),
            *session.scalars(select(RelationView)),
        ]
        assert "Rosa" not in repr([vars(row) for row in rows])
    for address in (sheet, LIST, f"{HOME}/export.json"):
        assert "Rosa" not in visitor.get(address).text
