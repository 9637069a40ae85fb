"""What asks for attention, and what does not yet: each rule at its edge, with plain values."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from coopspace import method
from coopspace.facilitation import asides, rules
from coopspace.facilitation.asides import Aside
from coopspace.facilitation.rules import (
    Alert,
    Cell,
    Facts,
    Judged,
    Rule,
    Running,
    Signed,
    Since,
    Step,
    Trend,
)
from coopspace.kernel.refusal import Refusal
from coopspace.roles.rules import Coverage, Holder, Quarter, Spread, SupportRole, Who, spread

TODAY = date(2026, 11, 22)
WHO = uuid.UUID(int=1)
CALM = Facts(opened=TODAY, last_seen=TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def found(facts: Facts, rule: Rule) -> list[Alert]:
    """What this rule says; every other one is silent in these tests."""
    alerts = rules.alerts(facts, TODAY)
    assert {one.rule for one in alerts} <= {rule}
    return list(alerts)


def judged(number: int, *steps: int) -> Judged:
    return Judged(Quarter(2026, number), spread(Coverage(one) for one in steps))


def cell(**more: object) -> Cell:
    return Cell(SupportRole.TRUST, **more)


def held(*roles: SupportRole, here: bool = True) -> dict[SupportRole, list[Holder]]:
    return {one: [Holder(Who.PERSON, WHO, here)] for one in roles}


def test_a_site_where_all_is_well_asks_for_nothing():
    assert rules.alerts(CALM, TODAY) == ()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ({"last_seen": ago(59)}, {"last_seen": ago(60)}, Rule.SILENT),
        (
            {"cells": (cell(step=Step("Appeler", TODAY, WHO)),)},
            {"cells": (cell(step=Step("Appeler", ago(1), WHO)),)},
            Rule.STEP_LATE,
        ),
        (
            {"cells": (cell(latest=judged(4, 2, 3), before=judged(3, 2, 3)),)},
            {"cells": (cell(latest=judged(4, 2, 2), before=judged(3, 2, 3)),)},
            Rule.LESS_COVERED,
        ),
        (
            {"held": held(SupportRole.TRUST)},
            {"held": held(SupportRole.TRUST, here=False)},
            Rule.LEFT,
        ),
        (
            {"held": held(SupportRole.VISION, SupportRole.TRUST)},
            {"held": held(SupportRole.VISION, SupportRole.TRUST, SupportRole.INFLUENCE)},
            Rule.CARRIES_MUCH,
        ),
        ({"opened": ago(900), "revealed": ago(182)}, {"revealed": ago(183)}, Rule.POSITION_OLD),
        ({"opened": ago(182)}, {"opened": ago(183)}, Rule.POSITION_OLD),
        (
            {"running": (Running("continuum", 2, TODAY),)},
            {"running": (Running("continuum", 2, ago(1)),)},
            Rule.ROUND_CLOSED,
        ),
        (
            {"signed": Signed(1, ago(-31))},
            {"signed": Signed(1, ago(-30))},
            Rule.REVIEW,
        ),
        ({"signing": Since(2, ago(29))}, {"signing": Since(2, ago(30))}, Rule.SIGNING),
        ({"decisions": (Since(4, ago(59)),)}, {"decisions": (Since(4, ago(60)),)}, Rule.DECISION),
        ({"planned": 600, "used": 539}, {"planned": 600, "used": 540}, Rule.HOURS),
    ],
    ids=lambda one: one.value if isinstance(one, Rule) else "",
)
def test_each_rule_speaks_from_its_edge_on(before, after, rule):
    assert found(replace(CALM, **before), rule) == []
    (alert,) = found(replace(CALM, **after), rule)
    assert alert.rule is rule
    assert alert.mark
    assert alert.key.split(".")[0] == rule.value


def test_a_position_is_not_old_while_a_round_runs():
    running = (Running("continuum", 3, TODAY),)
    assert found(replace(CALM, opened=ago(900), running=running), Rule.POSITION_OLD) == []
    other = (Running("readiness", 3, TODAY),)
    (alert,) = found(replace(CALM, opened=ago(900), running=other), Rule.POSITION_OLD)
    assert alert.case == "never"


def test_hours_are_not_spoken_of_where_none_are_planned():
    assert found(replace(CALM, planned=None, used=9000), Rule.HOURS) == []
    assert found(replace(CALM, planned=0, used=9000), Rule.HOURS) == []
    (alert,) = found(replace(CALM, planned=600, used=601), Rule.HOURS)
    assert alert.case == "over"


def test_a_review_whose_day_is_past_says_so():
    (alert,) = found(replace(CALM, signed=Signed(3, ago(1))), Rule.REVIEW)
    assert (alert.case, alert.key) == ("past", "review.3")


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [
        ((2, 2, 2), (3, 3, 3), Trend.MORE),
        ((3,), (3,), Trend.SAME),
        ((3, 4), (3, 3), Trend.LESS),
        ((2, 3), (1, 4), Trend.SPLIT),
        ((2, 3), (2, 4), Trend.MORE),
        ((), (2,), None),
        ((2,), (), None),
    ],
)
def test_a_trend_compares_the_middle_of_the_judgements(before, now, trend):
    was, is_ = (spread(Coverage(one) for one in some) for some in (before, now))
    assert rules.trend(was, is_) is trend


def test_without_an_earlier_quarter_there_is_no_trend():
    assert cell(latest=judged(4, 1)).trend is None
    assert cell().trend is None
    assert Spread((0, 0, 0, 0), 2).lowest is None


def aside(alert: Alert, **more: object) -> Aside:
    told = {"why": "Nous savons.", "day": None, "by": WHO, "at": TODAY, **more}
    return Aside(uuid.uuid4(), alert.rule, alert.about, str(told.pop("mark", alert.mark)), **told)


def test_what_is_set_aside_comes_back_when_its_facts_change_or_its_day_is_past():
    (alert,) = found(replace(CALM, last_seen=ago(70)), Rule.SILENT)
    assert aside(alert).holds(alert, TODAY)
    assert not aside(alert, mark=str(ago(80))).holds(alert, TODAY)
    assert aside(alert, day=TODAY).holds(alert, TODAY)
    assert not aside(alert, day=ago(1)).holds(alert, TODAY)
    assert not aside(alert, until=TODAY, ended_by=WHO).holds(alert, TODAY)
    kept = aside(alert)
    assert asides.sort([alert], [kept], TODAY) == asides.Sorted((), ((alert, kept),))
    assert asides.sort([alert], [], TODAY) == asides.Sorted((alert,), ())


def test_a_reason_is_needed_and_bounded():
    assert asides.why_of(" Ils savent.\r\n ") == "Ils savent."
    for text in ("", " \n", "x" * 501):
        with pytest.raises(Refusal):
            asides.why_of(text)


def test_an_alert_waits_a_year_at_most():
    asides.check_day(None, today=TODAY)
    asides.check_day(ago(-1), today=TODAY)
    asides.check_day(ago(-365), today=TODAY)
    for day in (TODAY, ago(1), ago(-366)):
        with pytest.raises(Refusal):
            asides.check_day(day, today=TODAY)


def test_each_rule_has_its_words_and_says_the_number_of_the_code():
    words = method.load("facilitation")
    for rule in Rule:
        for name in ("name", "rule", "facts", "next"):
            entry = words[f"rules.{rule}.{name}"]
            assert entry.fr
            assert entry.en
        said = rule in rules.THRESHOLDS
        for text in (words[f"rules.{rule}.rule"].fr, words[f"rules.{rule}.rule"].en):
            assert ("%(threshold)s" in text) is said, rule
