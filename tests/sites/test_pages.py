"""The pages of a site and of its members: each one works, is read, is refused."""

import re

import pytest
from sqlalchemy.orm import Session

from coopspace.kernel.permissions import PERMISSION_LABELS, Permission, Role
from coopspace.sites import actions, invitations
from coopspace.sites.model import College
from tests.sites.reading import HOST_PAGES, PAGES, SITE, seat, words
from tests.visitor import Visitor
from tests.world import World


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_site_is_read_by_its_members_and_by_nobody_else(
    visitor: Visitor, world: World, page: str
):
    for who in (world.state, world.observer, world.lead):
        visitor.sign_in(who).get(SITE + page)
    for who in (world.stranger, world.other_state, world.admin):
        visitor.sign_in(who).get(SITE + page, status=404)
    visitor.get(f"/sites/nulle-part{page}", status=404)
    assert visitor.client.put(SITE + page).status_code == 405


@pytest.mark.parametrize("page", HOST_PAGES)
def test_a_page_for_hosts_says_to_a_reader_who_may_open_it(
    visitor: Visitor, world: World, page: str
):
    for who in (world.state, world.facilitator, world.lead):
        visitor.sign_in(who).get(SITE + page)
    refused = visitor.sign_in(world.observer).get(SITE + page, status=403)
    assert "trinôme" in words(refused)
    visitor.sign_in(world.other_state).get(SITE + page, status=404)
    assert visitor.client.delete(SITE + page).status_code == 405


def test_addresses_are_shown_to_those_who_manage_and_to_nobody_else(visitor: Visitor, world: World):
    for who, shown in ((world.facilitator, True), (world.lead, True), (world.state, False)):
        page = visitor.sign_in(who).get(f"{SITE}/membres").text
        assert (world.civil.email in page) is shown
        assert (world.observer.email in page) is shown
    for page in ("/membres", "/", "/qui-peut-quoi"):
        assert "@exemple.fr" not in visitor.sign_in(world.observer).get(SITE + page).text


def test_a_member_is_changed_and_the_journal_tells_it(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.observer).id}/modifier"
    visitor.sign_in(world.facilitator).get(page)
    visitor.post(page, role="contributor", college="", ring="wide", capacity="voisine")
    member = seat(session, world, world.observer)
    assert (member.role, member.ring, member.capacity) == ("contributor", "wide", "voisine")
    assert "change la place de Omar Benali" in words(visitor.get(f"{SITE}/journal"))


def test_a_role_that_cannot_be_given_is_not_offered_nor_taken(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/inviter"
    offered = visitor.sign_in(world.state).get(page).text
    assert 'value="facilitator"' not in offered
    visitor.post(page, status=200, name="Zoé", email="zoe@exemple.fr", role="facilitator")
    visitor.post(page, status=200, name="Zoé", email="zoe@exemple.fr", role="programme_lead")
    assert visitor.get(f"{SITE}/membres").text.count("zoe@exemple.fr") == 0


def test_more_fields_than_the_form_has_change_nothing(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/inviter"
    visitor.sign_in(world.state)
    visitor.post(
        page,
        name="Zoé Amar",
        email="zoe@exemple.fr",
        role="observer",
        college="",
        ring="",
        capacity="",
        site_id=str(world.other_site.id),
        invited_by=str(world.lead.id),
        token_hash="0" * 64,
        accepted_at="2026-01-01",
    )
    session.rollback()
    [sent] = session.query(invitations.Invitation).all()
    assert sent.site_id == world.site.id
    assert sent.invited_by == world.state.id
    assert sent.accepted_at is None


def test_the_last_voice_asks_to_be_known_before_it_ends(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.civil).id}/terminer"
    visitor.sign_in(world.facilitator)
    assert "seule voix" in words(visitor.get(page))
    refused = visitor.post(page, status=200, successor="")
    assert "nommez d’abord" in words(refused)
    refused = visitor.post(page, status=200, successor="", knowing="y", why="")
    assert 'id="why-error"' in refused.text
    visitor.post(page, successor="", knowing="y", why="L’association a fermé.")
    seen = words(visitor.get(f"{SITE}/membres"))
    assert "Cette place attend quelqu’un" in seen
    assert "L’association a fermé." in seen
    reader = words(visitor.sign_in(world.observer).get(f"{SITE}/membres"))
    assert "L’association a fermé." not in reader
    assert "Claire Vasseur" in reader


def test_a_successor_takes_the_place_from_the_page(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.state).id}/terminer"
    visitor.sign_in(world.lead).post(page, successor=str(world.contributor.id))
    assert seat(session, world, world.contributor).college == College.STATE
    visitor.sign_in(world.state).get(f"{SITE}/", status=404)
    assert "prend la place de" in words(visitor.sign_in(world.lead).get(f"{SITE}/journal"))


def test_who_left_is_brought_back(visitor: Visitor, session: Session, world: World):
    gone = seat(session, world, world.observer)
    visitor.sign_in(world.facilitator)
    visitor.post(f"{SITE}/membres/{gone.id}/terminer", successor="")
    visitor.get(f"{SITE}/membres/{gone.id}/modifier", status=404)
    back = f"{SITE}/membres/{gone.id}/retour"
    assert "Redonner une place" in words(visitor.get(back))
    visitor.post(back, role="observer", college="", ring="", capacity="")
    visitor.sign_in(world.observer).get(f"{SITE}/")
    visitor.sign_in(world.facilitator).get(back, status=303)


def test_a_member_of_another_site_is_unknown_here(visitor: Visitor, session: Session, world: World):
    theirs = actions.member_at(session, world.other_site, world.other_observer.id)
    visitor.sign_in(world.facilitator)
    for act in ("modifier", "terminer", "retour"):
        visitor.get(f"{SITE}/membres/{theirs.id}/{act}", status=404)


def test_somebody_leaves_by_themselves(visitor: Visitor, world: World):
    page = f"{SITE}/membres/quitter"
    visitor.sign_in(world.observer).post(page)
    visitor.get(f"{SITE}/", status=404)
    refused = visitor.sign_in(world.facilitator).post(page, status=200)
    assert "nommez-en d’abord" in words(refused)
    assert "Vous n’avez pas de place à vous" in words(visitor.sign_in(world.lead).get(page))


def test_a_party_says_its_adherence_and_takes_it_back(visitor: Visitor, world: World):
    page = f"{SITE}/membres/adhesion"
    visitor.sign_in(world.state).get(page)
    visitor.post(page, status=200, words="")
    visitor.post(page, words="Nous venons, même sans rien à signer.")
    visitor.sign_in(world.observer)
    assert "même sans rien à signer" in words(visitor.get(f"{SITE}/membres"))
    visitor.get(page, status=403)
    visitor.sign_in(world.state).post(f"{page}/retirer", page=f"{SITE}/membres")
    assert "même sans rien à signer" not in words(visitor.get(f"{SITE}/membres"))


def test_the_table_of_rights_is_the_table_itself(visitor: Visitor, world: World):
    page = visitor.sign_in(world.state).get(f"{SITE}/qui-peut-quoi").text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.S)
    assert len(rows) == len([one for one in Permission if one in PERMISSION_LABELS]) - 1
    assert page.count('<th scope="col" class="mine">') == 1
    assert all(row.count('<td class="mine">') == 1 for row in rows)
    assert all(row.count("<td") == len(Role) for row in rows)


def test_the_site_is_described_from_its_page(visitor: Visitor, world: World):
    page = f"{SITE}/reglages"
    visitor.sign_in(world.state).post(page, name="Les Trois-Ponts", territory="Valmorel-le-Haut")
    assert "Valmorel-le-Haut" in words(visitor.get(f"{SITE}/"))
    visitor.post(page, status=200, name="x" * 161, territory="")


def test_the_dashboard_is_written_in_two_languages(visitor: Visitor, world: World):
    visitor.sign_in(world.observer).get(f"{SITE}/")
    visitor.post("/affichage", page=f"{SITE}/", theme="dark", projection="", locale="en")
    assert "Our three first steps" in words(visitor.get(f"{SITE}/"))


def test_no_page_of_the_room_has_more_than_one_main_button(visitor: Visitor, world: World):
    visitor.sign_in(world.facilitator)
    for page in (*PAGES, *HOST_PAGES):
        assert len(re.findall(r'class="btn fwd"', visitor.get(SITE + page).text)) <= 1, page
