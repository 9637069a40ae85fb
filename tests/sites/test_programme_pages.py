"""A programme: what its members see of it, what its leads do."""

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from coopspace.sites import leads
from tests.sites.reading import PROGRAMME, SITE, words
from tests.visitor import Visitor
from tests.world import World


def test_a_programme_is_read_by_its_members_who_see_no_door_of_other_sites(
    visitor: Visitor, world: World
):
    page = f"{PROGRAMME}/"
    seen = visitor.sign_in(world.observer).get(page)
    assert "La Carrière" in words(seen)
    assert f"/sites/{world.other_site.slug}/" not in seen.text
    assert f"/sites/{world.other_site.slug}/" in visitor.sign_in(world.lead).get(page).text
    visitor.sign_in(world.admin).get(page)
    visitor.sign_in(world.stranger).get(page, status=404)
    visitor.get("/dispositifs/nulle-part/", status=404)
    assert visitor.client.post(page).status_code == 405


@pytest.mark.parametrize(
    "page", ["/modifier", "/sites/nouveau", "/pilotes", "/pilotes/transmettre"]
)
def test_a_page_for_leads_is_for_leads(visitor: Visitor, world: World, page: str):
    for who in (world.lead, world.admin):
        visitor.sign_in(who).get(PROGRAMME + page)
    for who in (world.facilitator, world.state, world.observer):
        visitor.sign_in(who).get(PROGRAMME + page, status=403)
    visitor.sign_in(world.stranger).get(PROGRAMME + page, status=404)


def test_a_lead_opens_a_site_that_invites_to_its_first_steps(visitor: Visitor, world: World):
    page = f"{PROGRAMME}/sites/nouveau"
    visitor.sign_in(world.lead).post(page, status=200, name=" ", territory="")
    opened = visitor.post(page, name="Le Val Fleuri", territory="Valmorel")
    assert opened.location == "/sites/le-val-fleuri/"
    seen = words(visitor.get("/sites/le-val-fleuri/"))
    for told in ("Nos trois premiers pas", "Réunir le trinôme", "Que voulons-nous voir ici"):
        assert told in seen
    by_admin = visitor.sign_in(world.admin).post(page, name="Le Mont", territory="")
    assert by_admin.location == f"{PROGRAMME}/"
    visitor.get("/sites/le-mont/", status=404)


def test_a_lead_is_invited_from_the_page_and_hands_over(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    page = f"{PROGRAMME}/pilotes"
    visitor.sign_in(world.lead).post(page, name="Ève Relais", email="eve@exemple.fr")
    link = re.search(r'value="http://localhost(/invitations/[^"]+)"', visitor.get(page).text)
    assert link
    eve = Visitor(app)
    eve.post(link.group(1), name="Ève Relais", password="quatre mots sans rapport")
    eve.get(f"{SITE}/")
    hand = f"{page}/transmettre"
    visitor.post(hand, status=200, person="")
    assert visitor.post(hand, person=str(world.facilitator.id)).location == "/"
    visitor.get(f"{SITE}/", status=404)


def test_the_only_lead_cannot_be_ended_by_mistake(visitor: Visitor, session: Session, world: World):
    page = f"{PROGRAMME}/pilotes"
    [lead] = standing_leads(session, world)
    visitor.sign_in(world.lead).post(f"{page}/{lead}/terminer", page=page)
    assert "seule personne qui pilote" in words(visitor.get(page))
    assert standing_leads(session, world) == [lead]


def standing_leads(session: Session, world: World) -> list[uuid.UUID]:
    session.rollback()
    return [row.id for row in leads.leads_of(session, world.programme.id)]


def test_a_programme_is_described_and_opened(visitor: Visitor, world: World):
    visitor.sign_in(world.lead)
    visitor.post(
        f"{PROGRAMME}/modifier", name="Cités en mouvement", description="Trois territoires."
    )
    assert "Trois territoires." in words(visitor.get(f"{PROGRAMME}/"))
    visitor.get("/dispositifs/nouveau", status=404)
    visitor.sign_in(world.admin).get("/dispositifs/nouveau")
    opened = visitor.post(
        "/dispositifs/nouveau",
        name="Vallées",
        description="",
        lead_name="Ève Relais",
        email="eve@exemple.fr",
    )
    assert opened.location == "/dispositifs/vallees/pilotes"
    assert "eve@exemple.fr" in visitor.get(opened.location).text
