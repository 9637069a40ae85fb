"""Programmes and their leads: never without one, never named by oneself."""

from sqlalchemy.orm import Session

from coopspace.kernel.saving import saving
from coopspace.sites import (
    actions,
    invitations,
    leads,
    overview,
)
from tests.sites.acting import refused
from tests.world import World

PASSWORD = "quinze lettres au moins"


def test_a_lead_is_invited_named_and_never_alone_in_leaving(session: Session, world: World):
    with saving(session):
        sent = invitations.invite_lead(
            session, world.programme, email="eve@exemple.fr", name="Ève Relais", by=world.lead
        )
        eve = invitations.accept_as_new(session, sent.token, name="Ève Relais", password=PASSWORD)
        rows = leads.leads_of(session, world.programme.id)
        assert {row.user_id for row in rows} == {world.lead.id, eve.id}
        mine = next(row for row in rows if row.user_id == world.lead.id)
        leads.end_lead(session, world.programme, lead_id=mine.id, by=world.lead)
        last = leads.leads_of(session, world.programme.id)[0]
        refused("", leads.end_lead, session, world.programme, lead_id=last.id, by=eve)
    assert actions.places_of(session, eve).programmes == [world.programme]


def test_a_programme_is_handed_over_in_one_act(session: Session, world: World):
    heirs = overview.heirs_of(session, world.programme, leaving=world.lead)
    assert world.facilitator in heirs
    assert world.lead not in heirs
    with saving(session):
        refused("email", leads.hand_over, session, world.programme, to=world.admin, by=world.state)
        leads.hand_over(session, world.programme, to=world.facilitator, by=world.lead)
    rows = leads.leads_of(session, world.programme.id)
    assert [row.user_id for row in rows] == [world.facilitator.id]


def test_the_administrator_cannot_name_herself_over_other_people_s_sites(
    session: Session, world: World
):
    with saving(session):
        refused(
            "email",
            invitations.invite_lead,
            session,
            world.programme,
            email=world.admin.email,
            name="Ada",
            by=world.admin,
        )
        refused(
            "email", leads.name_lead, session, world.programme, person=world.admin, by=world.admin
        )


def test_a_programme_is_opened_for_somebody_or_for_oneself(session: Session, world: World):
    with saving(session):
        given = {"description": "", "lead_name": "Ada Ministre", "by": world.admin}
        mine, nothing = invitations.open_for(session, "Le mien", email=world.admin.email, **given)
        theirs, sent = invitations.open_for(session, "Le leur", email="eve@exemple.fr", **given)
    assert nothing is None
    assert [row.user_id for row in leads.leads_of(session, mine.id)] == [world.admin.id]
    assert sent is not None
    assert leads.leads_of(session, theirs.id) == []


def test_a_programme_shows_no_word_of_its_sites(session: Session, world: World):
    seen = overview.overview(session, world.programme, viewer=world.state)
    assert [line.site.name for line in seen.sites] == ["La Carrière", "Quartier des Trois-Ponts"]
    assert [line.is_mine for line in seen.sites] == [False, True]
    assert all(line.missing == () for line in seen.sites)


def test_a_site_is_renamed_and_keeps_its_address(session: Session, world: World):
    with saving(session):
        slug = world.site.slug
        actions.describe_site(
            session, world.site, name="  Les   Ponts ", territory=" Valmorel ", by=world.state
        )
        refused(
            "name",
            actions.describe_site,
            session,
            world.site,
            name=" ",
            territory="",
            by=world.state,
        )
    assert (world.site.name, world.site.territory, world.site.slug) == (
        "Les Ponts",
        "Valmorel",
        slug,
    )


def test_two_sites_of_one_name_have_two_addresses(session: Session, world: World):
    with saving(session):
        again = actions.open_site(session, world.programme, name="La carrière", by=world.lead)
    assert again.slug == "la-carriere-2"
