"""What is true of the seven roles, as plain values."""

import uuid
from datetime import date

import pytest

from coopspace import method
from coopspace.kernel.refusal import Refusal
from coopspace.roles import rules
from coopspace.roles.rules import (
    BACKBONE_OF,
    MISSION_OF,
    UNKNOWN,
    WORDS_MAX,
    Backbone,
    Coverage,
    Holder,
    Mission,
    Quarter,
    SupportRole,
    Told,
    Who,
)

ANNE, BRUNO, CENTRE = (uuid.UUID(int=n) for n in (1, 2, 3))
DAY = date(2026, 3, 17)


def person(id_: uuid.UUID, *, here: bool = True) -> Holder:
    return Holder(Who.PERSON, id_, here)


def refused(of: str, act, *args, **named) -> Refusal:
    with pytest.raises(Refusal) as found:
        act(*args, **named)
    assert found.value.field == of
    return found.value


def test_there_are_seven_roles_in_the_order_of_the_method():
    assert [role.number for role in SupportRole] == [1, 2, 3, 4, 5, 6, 7]
    assert SupportRole.TRUST.number == 2


def test_each_of_the_two_lists_is_reached_and_says_where_it_has_no_word():
    assert set(BACKBONE_OF) == set(MISSION_OF) == set(SupportRole)
    assert {one for one in BACKBONE_OF.values() if one} == set(Backbone)
    assert {one for one in MISSION_OF.values() if one} == set(Mission)
    assert [role for role, one in BACKBONE_OF.items() if one is None] == [SupportRole.TRUST]
    assert [role for role, one in MISSION_OF.items() if one is None] == [SupportRole.INFLUENCE]


def test_every_step_has_its_words_and_every_role_its_questions_and_yardsticks():
    words = method.load("roles")
    assert [*words["coverage"]] == [step.code for step in Coverage]
    for role in SupportRole:
        assert [*words[f"roles.{role}"]] == ["name", "short", "covers", "good", "questions"]
        assert len([*words[f"roles.{role}.questions"]]) >= 2
        assert [*words[f"yardsticks.{role}"]]


def test_the_twenty_seven_published_yardsticks_are_there_with_their_source():
    shown = [
        one for role in SupportRole for one in method.load("roles")[f"yardsticks.{role}"].entries()
    ]
    assert len(shown) == 27
    assert all("27 Indicators" in one.source.fr for one in shown)


@pytest.mark.parametrize(
    ("day", "code", "first"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1)),
        (date(2026, 3, 31), "2026-1", date(2026, 1, 1)),
        (date(2026, 4, 1), "2026-2", date(2026, 4, 1)),
        (date(2026, 12, 31), "2026-4", date(2026, 10, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day, code, first):
    quarter = Quarter.of(day)
    assert (quarter.code, quarter.first) == (code, first)
    assert Quarter.of(quarter.first) == quarter


def test_the_quarter_that_runs_and_the_one_before_may_be_judged_and_no_other():
    assert rules.offered(DAY) == (Quarter(2026, 1), Quarter(2025, 4))
    assert rules.quarter_of("2025-4", today=DAY) == Quarter(2025, 4)
    for code in ("2026-2", "2025-3", "", "x"):
        refused("quarter", rules.quarter_of, code, today=DAY)


def test_a_role_that_nobody_here_holds_is_said():
    held = {
        SupportRole.VISION: [person(ANNE)],
        SupportRole.TRUST: [person(BRUNO, here=False)],
        SupportRole.RESOURCES: [Holder(Who.ORGANISATION, CENTRE)],
    }
    free = rules.unheld(held)
    assert SupportRole.TRUST in free
    assert SupportRole.VISION not in free
    assert SupportRole.RESOURCES not in free
    assert rules.to_hand_over(held) == [SupportRole.TRUST]


def test_a_role_rests_on_one_person_but_not_on_one_organisation_or_on_two():
    held = {
        SupportRole.VISION: [person(ANNE)],
        SupportRole.TRUST: [person(ANNE), person(BRUNO)],
        SupportRole.ALIGNMENT: [Holder(Who.ORGANISATION, CENTRE)],
        SupportRole.EVALUATION: [person(ANNE), person(BRUNO, here=False)],
    }
    assert rules.on_one_person(held) == [SupportRole.VISION, SupportRole.EVALUATION]


def test_whoever_holds_three_roles_carries_much_and_two_do_not():
    three = (SupportRole.VISION, SupportRole.TRUST, SupportRole.INFLUENCE)
    held = {role: [person(ANNE)] for role in three}
    held[SupportRole.VISION] = [person(BRUNO), person(ANNE)]
    held[SupportRole.RESOURCES] = [person(BRUNO)]
    assert rules.carrying_much(held) == [(person(ANNE), three)]


def test_a_next_step_has_its_day_and_its_person_and_neither_stands_alone():
    whole = Told("  Un tour. ", "", " Se voir\r\nvite ", DAY, ANNE)
    assert rules.whole(whole) == Told("Un tour.", "", "Se voir\nvite", DAY, ANNE)
    assert rules.whole(Told()) == Told()
    refused("day", rules.whole, Told(step="Se voir", person=ANNE))
    refused("person", rules.whole, Told(step="Se voir", day=DAY))
    refused("step", rules.whole, Told(day=DAY))
    refused("step", rules.whole, Told(person=ANNE))
    refused("missing", rules.whole, Told(missing="x" * (WORDS_MAX + 1)))


def test_a_new_step_looks_forward_and_one_that_stands_may_be_past():
    yesterday = date(2026, 3, 16)
    past = Told("a", step="Se voir", day=yesterday, person=ANNE)
    refused("day", rules.check_day, past, Told(), today=DAY)
    rules.check_day(past, Told("b", step="Se voir", day=yesterday, person=BRUNO), today=DAY)
    rules.check_day(Told(step="Se voir", day=DAY, person=ANNE), Told(), today=DAY)


def test_a_judgement_needs_its_reason_but_one_may_not_be_able_to_say():
    assert rules.judged("mostly", " Vu. ") == (Coverage.MOSTLY, "Vu.")
    assert rules.judged(UNKNOWN, "") == (None, "")
    refused("reason", rules.judged, "mostly", "  ")
    for wrong in ("", "perfect"):
        refused("coverage", rules.judged, wrong, "Vu.")


def test_judgements_are_counted_and_their_spread_is_said_never_a_middle():
    seen = rules.spread([Coverage.AT_TIMES, None, Coverage.RELIABLY, Coverage.AT_TIMES])
    assert (seen.counts, seen.unknown, seen.known) == ((0, 2, 0, 1), 1, 3)
    assert (seen.lowest, seen.highest, seen.apart) == (Coverage.AT_TIMES, Coverage.RELIABLY, True)
    near = rules.spread([Coverage.MOSTLY, Coverage.RELIABLY])
    assert near.apart is False
    nobody = rules.spread([None])
    assert (nobody.lowest, nobody.highest, nobody.apart, nobody.known) == (None, None, False, 0)
    numbers = [name for name in dir(seen) if "mean" in name or "median" in name or "score" in name]
    assert numbers == []
