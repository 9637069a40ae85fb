"""Invitations: once, for a week, for one address, and never more than whoever sends them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts.sessions import token_digest
from coopspace.kernel import clock
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound
from coopspace.kernel.saving import saving
from coopspace.sites import (
    actions,
    invitations,
    invited,
)
from coopspace.sites.model import College, Invitation
from coopspace.sites.rules import InvitationState, Place
from tests.sites.acting import last_action, refused, seat_of
from tests.world import World, person

PASSWORD = "quinze lettres au moins"
OBSERVER = Place(Role.OBSERVER)


def invite(session: Session, world: World, **given) -> invitations.Sent:
    asked = {"email": "zoe@exemple.fr", "name": "Zoé Amar", "place": OBSERVER, "by": world.lead}
    return invitations.invite(session, world.site, **{**asked, **given})


def test_an_invitation_is_a_secret_of_which_only_the_digest_is_kept(session: Session, world: World):
    with saving(session):
        sent = invite(session, world)
    kept = session.scalars(select(Invitation)).one()
    assert kept.token_hash == token_digest(sent.token)
    assert sent.token not in str({c.name: getattr(kept, c.name) for c in Invitation.__table__.c})
    line = last_action(session, world.site)
    assert line.action == "invitation:send"
    assert "zoe" not in str(line.details)
    assert kept.expires_at - kept.created_at == timedelta(days=7)


def test_a_new_person_takes_the_place_once(session: Session, world: World):
    with saving(session):
        sent = invite(session, world, place=Place(Role.TRIO, College.STATE, capacity="sous-préfet"))
        zoe = invitations.accept_as_new(session, sent.token, name="Zoé Amar", password=PASSWORD)
    member = seat_of(session, world.site, zoe)
    assert (zoe.email, member.role, member.college) == ("zoe@exemple.fr", Role.TRIO, College.STATE)
    assert member.capacity == "sous-préfet"
    assert last_action(session, world.site).action == "invitation:accept"
    assert invited.find(session, sent.token).state is InvitationState.ACCEPTED
    with saving(session):
        refused("", invitations.accept, session, sent.token, person=zoe)


def test_a_link_lasts_seven_days_and_not_a_minute_more(session: Session, world: World):
    with saving(session):
        sent = invite(session, world)
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert invited.find(session, sent.token).state is InvitationState.EXPIRED
        with saving(session):
            refused(
                "", invitations.accept_as_new, session, sent.token, name="Zoé", password=PASSWORD
            )
            again = invitations.resend(session, sent.invitation, by=world.facilitator)
        assert invited.find(session, again.token).state is InvitationState.WAITING
        with pytest.raises(NotFound):
            invited.find(session, sent.token)


def test_only_the_invited_address_takes_the_place(session: Session, world: World):
    with saving(session):
        sent = invite(session, world, email=world.stranger.email.upper())
        other = "is for"
        assert other in refused(
            "", invitations.accept, session, sent.token, person=world.other_state
        )
        invitations.accept(session, sent.token, person=world.stranger)
    assert seat_of(session, world.site, world.stranger).role == Role.OBSERVER


def test_a_withdrawn_invitation_opens_nothing(session: Session, world: World):
    with saving(session):
        sent = invite(session, world)
        mine = invite(session, world, email="tao@exemple.fr", by=world.state)
        refused("", invitations.revoke, session, sent.invitation, by=world.state)
        invitations.revoke(session, mine.invitation, by=world.state)
        invitations.revoke(session, sent.invitation, by=world.facilitator)
        refused("", invitations.accept_as_new, session, sent.token, name="Zoé", password=PASSWORD)
        refused("", invitations.resend, session, sent.invitation, by=world.lead)
    assert invited.of_site(session, world.site) == []


def test_an_invitation_never_gives_more_than_whoever_sends_it(session: Session, world: World):
    facilitator = Place(Role.FACILITATOR)
    with saving(session):
        refused("role", invite, session, world, place=facilitator, by=world.state)
        refused("role", invite, session, world, place=OBSERVER, by=world.contributor)
        sent = invite(session, world, place=facilitator, by=world.facilitator)
        refused("", invitations.resend, session, sent.invitation, by=world.state)


def test_an_invitation_dies_with_the_right_of_whoever_sent_it(session: Session, world: World):
    with saving(session):
        sent = invite(session, world, place=Place(Role.FACILITATOR), by=world.facilitator)
        actions.join(
            session,
            world.site,
            person=person(session, "Nadia Relais"),
            role=Role.FACILITATOR,
            by=world.lead,
        )
        actions.end(
            session,
            world.site,
            member=seat_of(session, world.site, world.facilitator),
            by=world.lead,
        )
        refused("", invitations.accept_as_new, session, sent.token, name="Zoé", password=PASSWORD)
    assert invited.find(session, sent.token).state is InvitationState.UNSUPPORTED
    listed = invited.of_site(session, world.site)
    assert [one.state for one in listed] == [InvitationState.UNSUPPORTED]


def test_a_member_and_a_waiting_address_are_not_invited_again(session: Session, world: World):
    with saving(session):
        refused("email", invite, session, world, email=world.observer.email)
        invite(session, world)
        refused("email", invite, session, world, email=" ZOE@exemple.fr ")
        refused("email", invite, session, world, email="nowhere")


def test_another_password_never_opens_an_invitation(session: Session, world: World):
    with saving(session):
        sent = invite(session, world, email=world.stranger.email)
        asked = accounts.forget_password(session, world.stranger.email)
        assert asked is not None
        accounts.choose_password(session, asked[1], password="quatre mots sans rapport")
        assert accounts.forget_password(session, "zoe@exemple.fr") is None
    assert invited.find(session, sent.token).state is InvitationState.WAITING
    assert actions.places_of(session, world.stranger).sites == []


def test_a_password_made_of_the_place_is_refused(session: Session, world: World):
    with saving(session):
        sent = invite(session, world)
        refused(
            "password",
            invitations.accept_as_new,
            session,
            sent.token,
            name="Zoé",
            password="quartier des trois-ponts",
        )
