"""Pages that belong to no site."""

import pytest

from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.vision import actions as vision
from tests.visitor import text_of

PUBLIC = ("/aide", "/vos-donnees", "/accessibilite")


def test_a_member_of_one_site_goes_straight_to_it(visitor, world):
    for who in ("state", "authority", "civil", "contributor", "observer"):
        answer = visitor.sign_in(world.people[who]).get("/", status=303)
        assert answer.location == "/sites/quartier-des-trois-ponts/"


def test_somebody_at_home_in_two_sites_chooses(visitor, world, session):
    with saving(session), in_site(session, world.other_site.id):
        sites.join(
            session,
            world.other_site,
            person=world.facilitator,
            role=Role.FACILITATOR,
            by=world.lead,
        )
    with saving(session), in_site(session, world.site.id):
        vision.reword(
            session, world.site, text="En 2040, chacun se sent d’ici.", seen=0, by=world.state
        )
    page = visitor.sign_in(world.facilitator).get("/").text
    assert 'href="/sites/quartier-des-trois-ponts/"' in page
    assert 'href="/sites/la-carriere/"' in page
    assert "En 2040, chacun se sent d’ici." in page
    assert "La vision n’est pas encore écrite." in page
    assert page.index("La Carrière") < page.index("Quartier des Trois-Ponts")


def test_the_lead_finds_every_site_of_the_programme(visitor, world):
    page = visitor.sign_in(world.lead).get("/").text
    assert 'href="/sites/quartier-des-trois-ponts/"' in page
    assert 'href="/sites/la-carriere/"' in page


def test_the_administrator_finds_the_house_and_no_site(visitor, world):
    page = visitor.sign_in(world.admin).get("/").text
    assert 'href="/administration"' in page
    assert "/sites/" not in page


def test_a_stranger_reads_how_a_place_is_given(visitor, world):
    page = visitor.sign_in(world.stranger).get("/")
    assert world.stranger.email in page.text
    assert "Trois-Ponts" not in page.text


def test_nobody_signed_in_is_asked_to(visitor, world):
    assert visitor.get("/", status=303).location == "/connexion?next=/"


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_what_the_house_says_of_itself_is_open_to_anybody(visitor, world, address, locale):
    visitor.post("/affichage", page="/connexion", locale=locale)
    anonymous = text_of(visitor.get(address).text)
    assert len(anonymous) > 900
    visitor.sign_in(world.state).get(address)
    assert visitor.client.post(address).status_code in (400, 405)


def test_the_help_holds_every_word_of_the_method(visitor, world):
    told = text_of(visitor.get("/aide").text)
    for word in ("trinôme", "noyau", "vision partagée", "consentement", "Animateur·rice"):
        assert word in told


def test_a_choice_of_display_comes_back_to_its_page(visitor, world):
    answer = visitor.post(
        "/affichage", page="/aide", theme="dark", projection="1", locale="en", next="/aide"
    )
    assert answer.location == "/aide"
    page = visitor.get("/aide").text
    assert 'data-theme="dark"' in page
    assert "data-projection" in page
    visitor.post("/affichage", page="/aide", theme="pink", projection="", locale="de")
    page = visitor.get("/aide").text
    assert 'data-theme="dark"' in page
    assert "data-projection" not in page
    assert 'lang="en"' in page


def test_the_browsers_language_is_followed_until_somebody_chooses(visitor, world):
    english = visitor.client.get("/aide", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert 'lang="en"' in english.text
    other = visitor.client.get("/aide", headers={"Accept-Language": "de"})
    assert 'lang="fr"' in other.text


def test_the_process_and_the_database_answer(visitor, world):
    assert visitor.get("/healthz").text == "ok\n"
    assert visitor.get("/readyz").text == "ready\n"
