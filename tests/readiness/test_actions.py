"""What people do with a round on the conditions, and what it leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coopspace.kernel import clock
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import across_sites
from coopspace.kernel.ordinal import Median
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.readiness import actions, results
from coopspace.readiness.glance import agreed
from coopspace.readiness.model import ReadinessAnswer, ReadinessMark, ReadinessRound
from coopspace.readiness.rules import Item, Outcome, Said
from coopspace.rounds.rules import Group, Shape
from coopspace.sites.model import College
from tests.continuum.acts import later
from tests.readiness.acts import (
    ANONYMOUS,
    ANSWERERS,
    Mode,
    acting,
    all_at,
    conclude,
    enlarge,
    judge,
    open_round,
    read,
    reveal,
    the_round,
)


def agreed_here(session, *sites):
    session.rollback()
    with across_sites(session, because="a test reads what sites share"):
        return agreed(session, [site.id for site in sites])


def test_an_answer_is_changed_until_the_reveal_and_counted_once(session, opened):
    judge(session, opened, "state", {Item.URGENCY: Said(1)})
    judge(session, opened, "state", all_at(3))
    with acting(session, opened):
        assert actions.answers_count(session, the_round(session)) == 1
    reveal(session, opened)
    found = read(session, opened)
    assert found is not None
    assert [view.counted.steps for view in found.items] == [(0, 0, 1, 0)] * 8
    with pytest.raises(Refusal):
        judge(session, opened, "state", all_at(4))


def test_one_round_at_a_time(session, opened):
    with pytest.raises(Refusal, match="one round at a time"):
        open_round(session, opened)
    judge(session, opened, "state", all_at(2))
    reveal(session, opened)
    open_round(session, opened)
    with acting(session, opened):
        assert the_round(session, 2).number == 2


def test_a_round_closes_takes_answers_again_and_ends(session, opened):
    with clock.at(later(8)):
        with pytest.raises(Refusal):
            judge(session, opened, "state", all_at(2))
        with acting(session, opened):
            actions.prolong(session, the_round(session), closes_at=later(12), by=opened.facilitator)
        judge(session, opened, "state", all_at(2))
        with acting(session, opened):
            actions.end_round(session, the_round(session), why="Reporté.", by=opened.state)
            actions.end_round(session, the_round(session), why="Encore.", by=opened.state)
            assert the_round(session).ended_why == "Reporté."
        with pytest.raises(Refusal), acting(session, opened):
            actions.prolong(session, the_round(session), closes_at=later(20), by=opened.state)
    assert read(session, opened) is None


def test_who_sits_at_another_site_is_not_found(session, opened):
    with pytest.raises(NotFound):
        judge(session, opened, "other_state", all_at(2))


def test_an_anonymous_answer_leads_to_nobody_and_is_changed_from_its_browser(session, world):
    enlarge(session, world, 1, College.CIVIL_SOCIETY)
    open_round(session, world, ANONYMOUS)
    for name in (*ANSWERERS, "more_1"):
        judge(session, world, name, all_at(2))
    judge(session, world, "state", all_at(4))
    with acting(session, world):
        rows = session.scalars(select(ReadinessAnswer)).all()
        assert {row.user_id for row in rows} == {None}
        assert len({row.secret for row in rows}) == 5
        marks = session.scalars(select(ReadinessMark)).all()
        assert {mark.user_id for mark in marks} >= {world.state.id, world.civil.id}
        elsewhere = actions.member(session, world.site, by=world.state, device="y" * 30)
        with pytest.raises(Refusal, match="another device"):
            actions.answer(session, the_round(session), author=elsewhere, said=all_at(1))
    reveal(session, world)
    with acting(session, world):
        rows = session.scalars(select(ReadinessAnswer)).all()
        assert {(row.secret, row.view) for row in rows} == {(None, None)}
    with pytest.raises(Refusal):
        judge(session, world, "more_1", all_at(1))
    found = read(session, world)
    assert found is not None
    assert found.items[0].counted.steps == (0, 4, 0, 1)
    assert all(group.counted is None for group in found.items[0].groups)


def test_fewer_than_five_reveal_nothing_anonymous_and_an_item_that_few_judged_is_not_shown(
    session, world
):
    enlarge(session, world, 2)
    open_round(session, world, ANONYMOUS)
    for name in ANSWERERS:
        judge(session, world, name, all_at(2, "zqcanari"))
    with pytest.raises(Refusal):
        reveal(session, world)
    session.rollback()
    judge(session, world, "more_1", {Item.URGENCY: Said(2)})
    reveal(session, world)
    found = read(session, world)
    assert found is not None
    shown = [view.item for view in found.items if view.counted is not None]
    assert shown == [Item.URGENCY]
    assert found.unsigned == {Item.URGENCY: ("zqcanari",) * 4}


def test_what_separates_the_parties_is_found(session, opened):
    for name, step in zip(ANSWERERS, (4, 4, 1, 1), strict=True):
        judge(session, opened, name, all_at(2) | {Item.RESOURCES: Said(step)})
    reveal(session, opened)
    found = read(session, opened)
    assert found is not None
    assert found.look == (Item.RESOURCES,)
    view = found.of(Item.RESOURCES)
    assert (view.shape, view.apart) == (Shape.COLLEGE_APART, Group.CIVIL_SOCIETY)


def test_conclusions_are_added_never_replaced(session, opened):
    judge(session, opened, "state", all_at(2))
    with pytest.raises(Refusal):
        conclude(session, opened, "Trop tôt.")
    session.rollback()
    reveal(session, opened)
    conclude(session, opened, "Nous essayons.", item=Item.VISION)
    conclude(session, opened, "Nous essayons.", item=Item.VISION)
    conclude(session, opened, "Nous y sommes.", item=Item.VISION, outcome=Outcome.ENOUGH)
    conclude(session, opened, "L’ensemble va.")
    with acting(session, opened):
        kept = actions.conclusions(session, the_round(session))
        assert [one.words for one in kept] == [
            "Nous essayons.",
            "Nous y sommes.",
            "L’ensemble va.",
        ]
        past = results.story(session)[0]
        assert past.conclusions[Item.VISION].words == "Nous y sommes."
        assert past.conclusions[None].words == "L’ensemble va."


def test_the_journal_says_who_did_what_and_never_what_was_answered(session, opened):
    judge(session, opened, "state", all_at(2, "zqcanari"))
    reveal(session, opened)
    conclude(session, opened, "zqcanari", item=Item.VISION)
    lines = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("readiness:")))
    found = list(lines)
    assert {line.action for line in found} == {
        "readiness:open",
        "readiness:reveal",
        "readiness:conclude",
    }
    assert "zqcanari" not in str([line.details for line in found])


def test_the_database_holds_what_the_rules_say(session, opened):
    now = clock.now()
    wrong = (
        {"hidden": False, "anonymous": True},
        {"closes_at": now - timedelta(days=1)},
        {"revealed_at": now},
        {"stood": {}},
    )
    whole = {"hidden": True, "anonymous": False, "closes_at": now + timedelta(days=1)}
    for number, one in enumerate(wrong, 5):
        opening = ReadinessRound(
            site_id=opened.site.id,
            number=number,
            opens_at=now,
            opened_at=now,
            opened_by=opened.state.id,
            **(whole | one),
        )
        with acting(session, opened):
            session.add(opening)
            with pytest.raises(IntegrityError):
                session.flush()
            session.rollback()


# What other sites may read


def test_other_sites_read_what_stood_at_the_reveal_and_no_late_answer_changes_it(session, world):
    enlarge(session, world, 2)
    open_round(session, world)
    for name, step in zip((*ANSWERERS, "more_1"), (1, 2, 2, 3, 4), strict=True):
        said = all_at(step) | {Item.SUPPORT: Said(unknown=True)}
        judge(session, world, name, said)
    assert agreed_here(session, world.site) == []
    reveal(session, world)
    before = agreed_here(session, world.site, world.other_site)
    assert [(one.site_id, one.number) for one in before] == [(world.site.id, 1)]
    urgency = before[0].items[Item.URGENCY]
    assert urgency is not None
    assert (urgency.median, urgency.answered) == (Median(2, 2), 5)
    assert (urgency.spread.lower_quarter, urgency.spread.upper_quarter) == (2, 3)
    assert before[0].items[Item.SUPPORT] is None
    judge(session, world, "more_2", all_at(4))
    assert agreed_here(session, world.site) == before
    found = read(session, world)
    assert found is not None
    assert (found.answered, found.late) == (5, 1)


def test_fewer_than_five_tell_other_sites_nothing(session, opened):
    for name in ANSWERERS:
        judge(session, opened, name, all_at(3))
    reveal(session, opened)
    assert set(agreed_here(session, opened.site)[0].items.values()) == {None}


def test_an_announced_or_ended_round_is_read_by_nobody(session, world):
    with acting(session, world):
        actions.open_round(
            session,
            world.site,
            by=world.state,
            opens_at=later(2),
            closes_at=later(9),
            mode=Mode(),
        )
        actions.end_round(session, the_round(session), why="Reporté.", by=world.state)
    assert agreed_here(session, world.site) == []
