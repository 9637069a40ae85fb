"""What people do with places, invitations, adherence and leads, in a real database."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.accounts.sessions import token_digest
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import (
    actions,
    adherence,
    circle,
    invitations,
    invited,
    journal,
    leads,
    overview,
    rules,
)
from coopspace.sites.model import College, Invitation, Membership, Ring, Site
from coopspace.sites.rules import InvitationState, Knowingly, Place
from tests.world import World, person

PASSWORD = "quinze lettres au moins"
OBSERVER = Place(Role.OBSERVER)


def refused(field: str, act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert caught.value.field == field
    return str(caught.value)


def seat_of(session: Session, site: Site, who: User) -> Membership:
    return actions.member_at(session, site, who.id)


def invite(session: Session, world: World, **given) -> invitations.Sent:
    asked = {"email": "zoe@exemple.fr", "name": "Zoé Amar", "place": OBSERVER, "by": world.lead}
    return invitations.invite(session, world.site, **{**asked, **given})


def last_action(session: Session, site: Site | None) -> audit.AuditEvent:
    return audit.journal(session, site.id if site else None, limit=1)[0]


def test_a_change_of_place_ends_one_row_and_opens_the_next(session: Session, world: World):
    with saving(session):
        before = seat_of(session, world.site, world.observer)
        after = actions.change(
            session,
            world.site,
            member=before,
            place=Place(Role.CONTRIBUTOR, College.STATE, capacity=" préfecture "),
            by=world.facilitator,
        )
    assert before.ended_at is not None
    assert (after.role, after.ring, after.capacity) == (Role.CONTRIBUTOR, Ring.CORE, "préfecture")
    line = last_action(session, world.site)
    assert (line.action, line.details["was"]) == ("member:change", "observer")


def test_a_capacity_is_corrected_without_a_new_row(session: Session, world: World):
    with saving(session):
        member = seat_of(session, world.site, world.state)
        same = Place(Role.TRIO, College.STATE, capacity="déléguée du préfet")
        kept = actions.change(session, world.site, member=member, place=same, by=world.lead)
    assert kept.id == member.id
    assert kept.ended_at is None
    assert kept.capacity == "déléguée du préfet"


def test_nobody_holds_two_places_at_one_site(session: Session, world: World):
    with saving(session):
        refused(
            "email",
            actions.join,
            session,
            world.site,
            person=world.observer,
            role=Role.CONTRIBUTOR,
            by=world.lead,
        )
    twice = Membership(
        site_id=world.site.id,
        user_id=world.observer.id,
        role=Role.OBSERVER,
        college=None,
        ring=Ring.WIDE,
        since=clock.now(),
        ended_at=None,
    )
    with saving(session):
        session.add(twice)
        pytest.raises(IntegrityError, session.flush)
        session.rollback()


def test_who_left_comes_back_and_both_times_are_kept(session: Session, world: World):
    with saving(session):
        actions.end(
            session,
            world.site,
            member=seat_of(session, world.site, world.contributor),
            by=world.facilitator,
        )
        assert last_action(session, world.site).action == "member:end"
        with pytest.raises(NotFound):
            seat_of(session, world.site, world.contributor)
        actions.join(
            session,
            world.site,
            person=world.contributor,
            role=Role.OBSERVER,
            by=world.facilitator,
        )
    assert last_action(session, world.site).action == "member:return"
    rows = session.scalars(
        select(Membership).where(
            Membership.site_id == world.site.id, Membership.user_id == world.contributor.id
        )
    ).all()
    assert sorted(str(row.role) for row in rows) == ["contributor", "observer"]


def test_a_place_cannot_be_ended_twice(session: Session, world: World):
    with saving(session):
        member = seat_of(session, world.site, world.observer)
        actions.end(session, world.site, member=member, by=world.lead)
        with pytest.raises(NotFound):
            actions.end(session, world.site, member=member, by=world.lead)


def test_the_last_voice_is_replaced_in_one_act(session: Session, world: World):
    with saving(session):
        state = seat_of(session, world.site, world.state)
        refused("knowing", actions.end, session, world.site, member=state, by=world.lead)
        actions.end(
            session,
            world.site,
            member=state,
            by=world.lead,
            successor=world.observer.id,
        )
    heir = seat_of(session, world.site, world.observer)
    assert (heir.role, heir.college) == (Role.TRIO, College.STATE)
    assert last_action(session, world.site).action == "member:succeed"


def test_the_last_voice_leaves_knowingly_and_the_reason_stays_with_the_place(
    session: Session, world: World
):
    with saving(session):
        mine = seat_of(session, world.site, world.civil)
        actions.end(
            session,
            world.site,
            member=mine,
            by=world.civil,
            knowingly=Knowingly(yes=True, why=" L’association a fermé. "),
        )
    assert mine.ended_why == "L’association a fermé."
    line = last_action(session, world.site)
    assert (line.action, line.details["knowingly"]) == ("member:leave", True)
    assert "fermé" not in str(line.details)
    seats = actions.seats_of(session, world.site)
    assert rules.missing_colleges(seats) == (College.CIVIL_SOCIETY,)


def test_the_last_facilitator_stays(session: Session, world: World):
    with saving(session):
        member = seat_of(session, world.site, world.facilitator)
        refused("successor", actions.end, session, world.site, member=member, by=world.lead)
        demoted = Place(Role.OBSERVER)
        refused(
            "successor",
            actions.change,
            session,
            world.site,
            member=member,
            place=demoted,
            by=world.lead,
        )


def test_two_managers_at_the_same_instant_never_empty_a_college(
    app: Flask, session: Session, world: World
):
    with saving(session):
        second = actions.join(
            session,
            world.site,
            person=person(session, "Yann Second"),
            role=Role.TRIO,
            college=College.STATE,
            by=world.lead,
        )
        targets = [second.id, seat_of(session, world.site, world.state).id]
        site_id, managers = world.site.id, [world.lead.id, world.facilitator.id]
    ready, done = threading.Barrier(2), []

    def end(member_id, manager_id) -> None:
        engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with Session(engine) as own:
            ready.wait()
            try:
                with saving(own), in_site(own, site_id):
                    site = own.get_one(Site, site_id)
                    actions.end(
                        own,
                        site,
                        member=actions.membership(own, site, member_id),
                        by=own.get_one(User, manager_id),
                    )
                done.append("ended")
            except Refusal:
                done.append("refused")
        engine.dispose()

    threads = [
        threading.Thread(target=end, args=pair) for pair in zip(targets, managers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["ended", "refused"]


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


def test_a_party_adheres_in_its_own_words_and_takes_it_back(session: Session, world: World):
    with saving(session), in_site(session, world.site.id):
        refused("", adherence.adhere, session, world.site, words="Nous", by=world.facilitator)
        refused("", adherence.withdraw, session, world.site, by=world.state)
        refused("words", adherence.adhere, session, world.site, words="  ", by=world.state)
        adherence.adhere(session, world.site, words=" Nous venons. ", by=world.state)
        refused("words", adherence.adhere, session, world.site, words="Encore", by=world.state)
        assert adherence.adherences(session)[College.STATE].words == "Nous venons."
        adherence.withdraw(session, world.site, by=world.state)
        assert adherence.adherences(session) == {}
    with in_site(session, world.other_site.id):
        assert adherence.adherences(session) == {}


def test_a_college_takes_part_when_one_of_its_members_worked_lately(session: Session, world: World):
    with saving(session):
        audit.record(
            session,
            "vision:reword",
            site_id=world.site.id,
            actor_id=world.contributor.id,
            on=("wording", 1),
        )
    with in_site(session, world.site.id):
        seen = circle.circle(session, world.site)
        assert seen.silent == [College.STATE, College.LOCAL_AUTHORITY]
        assert seen.missing == []
        assert seen.not_adhering == list(College)
        with clock.at(clock.now() + rules.RECENT + timedelta(days=1)):
            assert circle.circle(session, world.site).silent == list(College)


def test_a_closed_account_holds_its_place_without_being_a_voice(session: Session, world: World):
    with saving(session):
        session.get_one(User, world.civil.id).disabled_at = clock.now()
    with in_site(session, world.site.id):
        assert circle.circle(session, world.site).missing == [College.CIVIL_SOCIETY]


def test_the_rings_are_read_by_name_and_the_departed_once(session: Session, world: World):
    with saving(session):
        for name in ("Éva Martin", "zoé Adam", "Ali Baba"):
            actions.join(
                session,
                world.site,
                person=person(session, name),
                role=Role.CONTRIBUTOR,
                by=world.lead,
            )
        for _twice in range(2):
            member = seat_of(session, world.site, world.observer)
            actions.end(session, world.site, member=member, by=world.lead)
            if _twice == 0:
                actions.join(
                    session, world.site, person=world.observer, role=Role.OBSERVER, by=world.lead
                )
    with in_site(session, world.site.id):
        seen = circle.circle(session, world.site)
    assert [member.user.name for member in seen.core] == [
        "Ali Baba",
        "Éva Martin",
        "Jeanne Peyrol",
        "zoé Adam",
    ]
    assert [member.user_id for member in seen.past] == [world.observer.id]


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


def test_the_journal_is_read_page_by_page(session: Session, world: World):
    with saving(session):
        for number in range(journal.PAGE + 5):
            audit.record(
                session,
                "change:add",
                site_id=world.site.id,
                actor_id=world.state.id,
                on=("change", number),
                code=f"D{number + 1}",
            )
    first = journal.page(session, world.site)
    assert len(first.lines) == journal.PAGE
    second = journal.page(session, world.site, before=first.older)
    assert second.older is None
    assert {line.seq for line in first.lines}.isdisjoint(line.seq for line in second.lines)
    assert world.lead.id in second.people
    only = journal.page(session, world.site, only={"site:open"})
    assert [line.action for line in only.lines] == ["site:open"]
