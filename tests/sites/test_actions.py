"""Places given, changed, ended and brought back; parties that adhere; what pages read of them."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import (
    actions,
    adherence,
    circle,
    journal,
    rules,
)
from coopspace.sites.model import College, Membership, Ring, Site
from coopspace.sites.rules import Knowingly, Place
from tests.sites.acting import last_action, refused, seat_of
from tests.world import World, person


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
        with pytest.raises(IntegrityError):
            session.flush()
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
        for act in ("member:join", "invitation:accept", "adherence:record"):
            audit.record(
                session, act, site_id=world.site.id, actor_id=world.state.id, on=("seat", 1)
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
    assert world.lead.id in second.names
    only = journal.page(session, world.site, journal.Wish(only={"site:open"}))
    assert [line.action for line in only.lines] == ["site:open"]
