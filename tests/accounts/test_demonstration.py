"""The doors of the demonstration: one click each, and no door at all otherwise."""

import re
from dataclasses import replace

import pytest

from coopspace.accounts import keeping
from coopspace.app import create_app
from coopspace.extensions import db
from coopspace.kernel.saving import saving
from tests.accounts.test_kept_words import fields_of
from tests.visitor import Visitor, text_of


@pytest.fixture
def demonstration(settings, world):
    """A visitor of the same house, served as a demonstration."""
    app = create_app(replace(settings, demo=True))
    yield Visitor(app)
    with app.app_context():
        db.engine.dispose()


def test_everybody_has_a_door_with_their_role_and_their_party(demonstration, world):
    page = demonstration.get("/connexion")
    told = text_of(page.text)
    for person in world.people.values():
        if person.name != "Nora Loin":
            assert str(person.id) in page.text
            assert person.name in told
    assert str(world.stranger.id) not in page.text
    assert told.count("Membre du trinôme · Collectivité") == 2
    assert page.text.index(str(world.state.id)) < page.text.index(str(world.facilitator.id))


def test_one_click_and_one_is_somebody(demonstration, world):
    for person in world.people.values():
        answer = demonstration.post("/connexion/demo", page="/connexion", person=person.id)
        assert answer.location == "/"
        assert person.name in demonstration.get("/compte").text


def test_the_way_one_was_going_is_kept(demonstration, world):
    answer = demonstration.post(
        "/connexion/demo", page="/connexion", person=world.state.id, next="/aide"
    )
    assert answer.location == "/aide"


@pytest.mark.parametrize("person", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_nobody_is_not_somebody(demonstration, person):
    demonstration.post("/connexion/demo", page="/connexion", person=person, status=404)


def test_a_closed_account_has_no_door(demonstration, world, session):
    with saving(session):
        keeping.disable(session, world.state)
    assert str(world.state.id) not in demonstration.get("/connexion").text
    demonstration.post("/connexion/demo", page="/connexion", person=world.state.id, status=404)


def test_a_door_is_opened_with_a_token(demonstration, world):
    answer = demonstration.client.post("/connexion/demo", data={"person": world.state.id})
    assert answer.status_code == 400


def test_a_door_is_not_opened_by_looking(demonstration):
    demonstration.get("/connexion/demo", status=405)


def test_elsewhere_there_is_no_such_door(visitor, world):
    page = visitor.get("/connexion").text
    assert "Nadège" not in page
    assert "/connexion/demo" not in page
    visitor.post("/connexion/demo", page="/connexion", person=world.state.id, status=404)
    visitor.get("/compte", status=303)


def test_the_demonstration_shows_the_link_of_a_letter(demonstration, world):
    demonstration.post("/mot-de-passe/oublie", email=world.state.email)
    page = demonstration.get("/mot-de-passe/oublie/envoye").text
    link = re.search(r'href="http://localhost(/mot-de-passe/[^"]+)"', page)
    assert link
    demonstration.get(link.group(1))


def test_the_words_of_a_late_form_may_be_taken_along_by_anybody_of_the_cast(demonstration, world):
    demonstration.sign_in(world.state)
    token = demonstration.token("/compte")
    demonstration.client.delete_cookie("coopspace")
    page = demonstration.client.post("/compte", data={"csrf_token": token, "name": "Autre Nom"})
    fields = {**fields_of(page.text), "person": world.state.id}
    answer = demonstration.client.post("/connexion/demo", data=fields)
    assert fields_of(answer.text)["name"] == "Autre Nom"
    assert 'action="/compte"' in answer.text


def test_after_a_wrong_password_the_form_stands_alone(demonstration, world):
    page = demonstration.post("/connexion", email="a@exemple.fr", password="erreur", status=200)
    assert str(world.state.id) not in page.text


def test_the_language_one_was_reading_stays(demonstration, world):
    english = {"Accept-Language": "en"}
    token = demonstration.token("/connexion")
    demonstration.client.post(
        "/connexion/demo", data={"csrf_token": token, "person": world.state.id}, headers=english
    )
    assert 'lang="en"' in demonstration.get("/compte").text
