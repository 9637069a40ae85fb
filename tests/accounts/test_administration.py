"""Keeping the house: the administrator alone, and never into a site."""

import re
import uuid

import pytest

from coopspace.accounts import actions
from tests.accounts.test_link_pages import letters, link_in
from tests.accounts.test_sign_in import right
from tests.visitor import Visitor, text_of

NEW = "girafe toiture cuillère"


def test_the_administrator_reads_accounts_and_programmes_and_no_site(visitor, world):
    visitor.sign_in(world.admin)
    told = text_of(visitor.get("/administration").text)
    for person in world.people.values():
        assert person.email in told
    assert "Cités en mouvement" in told
    visitor.get("/sites/quartier-des-trois-ponts/", status=404)


@pytest.mark.parametrize("who", ["lead", "state", "facilitator", "observer", "stranger"])
def test_nobody_else_learns_that_the_page_exists(visitor, world, who):
    visitor.sign_in(world.people[who])
    visitor.get("/administration", status=404)
    visitor.get("/administration/comptes/ouvrir", status=404)
    for act in ("fermer", "rouvrir", "lien"):
        address = f"/administration/comptes/{world.civil.id}/{act}"
        visitor.post(address, page="/compte", status=404)
    assert "/administration" not in visitor.get("/compte").text


def test_nobody_signed_in_is_asked_to(visitor, world):
    visitor.get("/administration", status=303)


def test_an_account_is_closed_at_once_and_reopened(visitor, world, app):
    member = Visitor(app).sign_in(world.civil)
    visitor.sign_in(world.admin)
    visitor.post(f"/administration/comptes/{world.civil.id}/fermer", page="/administration")
    member.get("/compte", status=303)
    assert right(member, world.civil.email).status_code == 200
    visitor.post(f"/administration/comptes/{world.civil.id}/rouvrir", page="/administration")
    assert right(member, world.civil.email).status_code == 303


def test_the_administrator_does_not_close_their_own_account(visitor, world):
    visitor.sign_in(world.admin)
    visitor.post(f"/administration/comptes/{world.admin.id}/fermer", page="/administration")
    assert "autre personne" in text_of(visitor.get("/administration").text)
    visitor.get("/administration")


def test_an_account_that_is_not_there(visitor, world):
    visitor.sign_in(world.admin)
    for act in ("fermer", "rouvrir", "lien"):
        address = f"/administration/comptes/{uuid.uuid4()}/{act}"
        visitor.post(address, page="/administration", status=404)
        visitor.get(address, status=405)


def test_a_second_administrator_comes_in_by_a_link(visitor, world, app, session):
    visitor.sign_in(world.admin)
    visitor.post(
        "/administration/comptes/ouvrir",
        name="Bis Ministre",
        email="bis@exemple.fr",
        administrator="y",
    )
    page = visitor.get("/administration").text
    link = re.search(r'href="http://localhost(/mot-de-passe/[^"]+)"', page)
    assert link
    assert link.group(1) not in visitor.get("/administration").text
    other = Visitor(app)
    other.post(link.group(1), password=NEW)
    other.post("/connexion", email="bis@exemple.fr", password=NEW)
    other.get("/administration")
    (welcome, _changed) = letters(visitor)
    assert link_in(welcome) == link.group(1)
    other.post(f"/administration/comptes/{world.admin.id}/fermer", page="/administration")
    visitor.get("/administration", status=303)


def test_another_link_closes_the_former_and_an_opened_account_needs_none(visitor, world, session):
    visitor.sign_in(world.admin)
    visitor.post("/administration/comptes/ouvrir", name="Qui Attend", email="attend@exemple.fr")
    session.rollback()
    waiting = actions.by_email(session, "attend@exemple.fr")
    visitor.post(f"/administration/comptes/{waiting.id}/lien", page="/administration")
    first, second = (link_in(letter) for letter in letters(visitor))
    visitor.get(first, status=410)
    visitor.get(second)
    visitor.post(f"/administration/comptes/{world.civil.id}/lien", page="/administration")
    assert len(letters(visitor)) == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "email": "a@exemple.fr"},
        {"name": "Nora", "email": ""},
        {"name": "Nora", "email": "pas une adresse"},
        {"name": "x" * 200, "email": "a@exemple.fr"},
    ],
)
def test_what_cannot_be_an_account_is_refused(visitor, world, typed):
    visitor.sign_in(world.admin)
    page = visitor.post("/administration/comptes/ouvrir", status=200, **typed).text
    assert "has-error" in page
    assert letters(visitor) == []


def test_an_address_has_one_account(visitor, world):
    visitor.sign_in(world.admin)
    page = visitor.post(
        "/administration/comptes/ouvrir", name="Bis", email=world.civil.email.upper(), status=200
    ).text
    assert "has-error" in page


def test_accounts_are_found_by_name_or_address(visitor, world):
    visitor.sign_in(world.admin)
    page = visitor.get("/administration?q=malik").text
    assert world.authority.email in page
    assert world.civil.email not in page
    assert world.civil.email in visitor.get(f"/administration?q={world.civil.email[:12]}").text
    for nothing in ("%", "_", "'", "<script>"):
        assert (
            world.civil.email
            not in visitor.client.get("/administration", query_string={"q": nothing}).text
        )
