"""What people do with a role, kept and journalled."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.roles import reading, rules
from coopspace.roles.glance import RolesGlance, glance
from coopspace.roles.model import RoleHolding, RoleJudgement
from coopspace.roles.rules import Coverage, Holder, Quarter, SupportRole, Told, Who
from coopspace.sites import actions as sites
from coopspace.sites.model import Membership
from coopspace.stakeholders import actions as mapping
from coopspace.stakeholders.model import Stakeholder
from tests.agreement.acts import acting
from tests.roles.acts import hand, history, judge, on_the_map, person, seen, tell

TRUST = SupportRole.TRUST


def journal(session, world) -> list[str]:
    """The acts of the site about its roles, oldest first."""
    session.rollback()
    lines = reversed(audit.journal(session, world.site.id))
    return [one.action for one in lines if one.action.startswith("support:")]


def holders(session, world, role=TRUST) -> list[Holder]:
    return [one.holder for one in seen(session, world).line(role).holdings]


def step(world, **changed) -> Told:
    told = {"day": clock.today(), "person": world.civil.id, "step": "Se voir", **changed}
    return Told(**told)


def refused(field: str, act, *args, **named) -> None:
    with pytest.raises(Refusal) as found:
        act(*args, **named)
    assert found.value.field == field


def test_a_role_is_held_by_people_and_organisations_together(session, world):
    centre = on_the_map(session, world)
    hand(session, world, TRUST, "state", "observer", centre, words="")
    assert set(holders(session, world)) == {
        person(world.state.id),
        person(world.observer.id),
        centre,
    }
    found = seen(session, world)
    assert found.organisations[centre.id].name == "Centre social"
    assert rules.unheld(found.held) == [one for one in SupportRole if one is not TRUST]
    assert journal(session, world) == ["support:hand_over"]


def test_handing_over_keeps_who_held_it_with_the_word_and_needs_one(session, world):
    hand(session, world, TRUST, "state", "civil", words="")
    refused("words", hand, session, world, TRUST, "civil", words="  ")
    hand(session, world, TRUST, "civil", "contributor", words="Je change de poste.", by="state")
    assert holders(session, world) == [person(world.civil.id), person(world.contributor.id)]
    latest, first = history(session, world, TRUST).passed
    assert (latest.seq, latest.words, latest.by) == (2, "Je change de poste.", world.state.id)
    assert (latest.came, latest.left) == (
        (person(world.contributor.id),),
        (person(world.state.id),),
    )
    assert set(first.came) == {person(world.state.id), person(world.civil.id)}
    with in_site(session, world.site.id):
        rows = session.scalars(select(RoleHolding)).all()
    assert len(rows) == 3
    assert [one.user_id for one in rows if one.until] == [world.state.id]


def test_a_role_can_be_laid_down_for_nobody(session, world):
    hand(session, world, TRUST, "state")
    hand(session, world, TRUST, words="Personne pour le moment.")
    assert holders(session, world) == []
    assert history(session, world, TRUST).passed[0].left == (person(world.state.id),)


def test_the_same_hands_are_no_handover_and_neither_are_strangers(session, world):
    hand(session, world, TRUST, "state")
    refused("", hand, session, world, TRUST, "state")
    elsewhere = Holder(Who.ORGANISATION, world.state.id)
    for who in ("stranger", "other_state", "lead", elsewhere):
        refused("holders", hand, session, world, TRUST, "state", who)
    assert journal(session, world) == ["support:hand_over"]


def test_two_who_hand_over_at_once_do_not_overwrite_each_other(session, world):
    hand(session, world, TRUST, "state", seen=0)
    refused("", hand, session, world, TRUST, "civil", seen=0)
    assert holders(session, world) == [person(world.state.id)]


def test_whoever_left_holds_it_no_longer_and_is_still_named(session, world):
    centre = on_the_map(session, world)
    hand(session, world, TRUST, "contributor", centre)
    with acting(session, world):
        query = select(Membership).where(
            Membership.site_id == world.site.id, Membership.user_id == world.contributor.id
        )
        sites.end(session, world.site, member=session.scalars(query).one(), by=world.facilitator)
        mapped = session.get_one(Stakeholder, centre.id)
        mapping.end(session, mapped, why="Fermé.", by=world.civil)
    held = seen(session, world).held
    assert [one.here for one in held[TRUST]] == [False, False]
    assert TRUST in rules.unheld(held)
    assert rules.to_hand_over(held) == [TRUST]
    refused("holders", hand, session, world, SupportRole.VISION, "contributor")
    hand(session, world, TRUST, "civil", words="Jeanne est partie.")
    assert holders(session, world) == [person(world.civil.id)]


def test_what_is_said_of_a_role_is_kept_when_it_is_said_anew(session, world):
    tell(session, world, TRUST, Told("Un café."))
    tell(session, world, TRUST, step(world, activities="Deux cafés."))
    tell(session, world, TRUST, step(world, activities="Deux cafés."))
    assert seen(session, world).line(TRUST).told == step(world, activities="Deux cafés.")
    assert [one.told.activities for one in history(session, world, TRUST).said] == [
        "Deux cafés.",
        "Un café.",
    ]
    assert journal(session, world) == ["support:describe"] * 2


def test_two_who_describe_at_once_do_not_overwrite_each_other(session, world):
    tell(session, world, TRUST, Told("Un café."), seen=0)
    refused("", tell, session, world, TRUST, Told("Un thé."), seen=0)
    assert seen(session, world).line(TRUST).told.activities == "Un café."


def test_a_step_is_taken_by_somebody_of_the_site_on_a_day_to_come(session, world):
    refused("person", tell, session, world, TRUST, step(world, person=world.stranger.id))
    past = clock.today() - timedelta(days=1)
    refused("day", tell, session, world, TRUST, step(world, day=past))
    tell(session, world, TRUST, step(world))
    with clock.at(clock.now() + timedelta(days=3)):
        line = seen(session, world).line(TRUST)
        assert line.is_late(clock.today())
        tell(session, world, TRUST, step(world, activities="Un café.", day=line.told.day))


def test_several_judge_a_role_each_with_a_reason_and_the_spread_is_kept(session, world):
    judge(session, world, TRUST, "at_times", "Deux se taisent.", by="state")
    judge(session, world, TRUST, "reliably", "On se dit tout.", by="contributor")
    judge(session, world, TRUST, "unknown", "", by="facilitator")
    line = seen(session, world).line(TRUST)
    assert (line.spread.counts, line.spread.unknown) == ((0, 1, 0, 1), 1)
    assert line.spread.apart
    mine = line.of(world.state.id)
    assert (mine.coverage, mine.reason, mine.college) == (
        Coverage.AT_TIMES,
        "Deux se taisent.",
        "state",
    )
    assert line.of(world.facilitator.id).college == ""
    assert seen(session, world).line(SupportRole.VISION).judgements == ()
    refused("reason", judge, session, world, TRUST, "mostly", " ")


def test_a_judgement_can_be_made_anew_and_the_first_is_kept(session, world):
    for words in ("Un fait.", "Un fait.", "Un autre."):
        judge(session, world, TRUST, "mostly", words)
    line = seen(session, world).line(TRUST)
    assert [one.reason for one in line.judgements] == ["Un autre."]
    judged = history(session, world, TRUST).judged
    assert [(one.reason, one.until is None) for one in judged] == [
        ("Un autre.", True),
        ("Un fait.", False),
    ]
    assert journal(session, world) == ["support:judge"] * 2


def test_quarters_stand_beside_each_other(session, world):
    now = Quarter.of(clock.today())
    judge(session, world, TRUST, "not_yet", quarter=now.before.code)
    judge(session, world, TRUST, "mostly")
    assert [
        (quarter, spread.counts) for quarter, spread in history(session, world, TRUST).quarters()
    ] == [(now, (0, 0, 1, 0)), (now.before, (1, 0, 0, 0))]
    refused("quarter", judge, session, world, TRUST, "mostly", quarter=now.before.before.code)
    session.rollback()
    with in_site(session, world.site.id):
        told = reading.every_judgement(session)
    assert [one.quarter for one in told] == [now, now.before]


def test_the_database_holds_what_the_rules_say(session, world):
    for wrong in ({"coverage": 5}, {"coverage": 2, "reason": ""}):
        with pytest.raises(IntegrityError), acting(session, world):
            session.add(
                RoleJudgement(
                    **{
                        "site_id": world.site.id,
                        "role": TRUST,
                        "period": Quarter.of(clock.today()).first,
                        "user_id": world.state.id,
                        "reason": "x",
                        "at": clock.now(),
                        **wrong,
                    }
                )
            )


def test_a_glance_counts_what_is_held_told_and_late_at_this_site_only(session, world):
    def glanced() -> RolesGlance:
        session.rollback()
        with in_site(session, world.site.id):
            return glance(session, clock.today())

    assert glanced() == (0, 0, 0)
    hand(session, world, TRUST, "state", "civil")
    hand(session, world, SupportRole.VISION, "state")
    tell(session, world, TRUST, step(world))
    assert glanced() == (2, 1, 0)
    with clock.at(clock.now() + timedelta(days=2)):
        assert glanced() == (2, 1, 1)
    session.rollback()
    with in_site(session, world.other_site.id):
        assert glance(session, clock.today()) == (0, 0, 0)
