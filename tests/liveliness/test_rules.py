"""After how long something is brought up, and in what it is silent."""

import uuid
from datetime import date, timedelta

import pytest

from coopspace import method
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Role
from coopspace.liveliness import rules
from coopspace.liveliness.rules import (
    GESTURES,
    THRESHOLDS,
    Deed,
    Facts,
    Kind,
    Party,
    Sign,
    Thing,
)
from coopspace.roles.rules import SupportRole
from coopspace.sites.rules import College

TODAY = date(2026, 11, 20)
EVERY = frozenset(SupportRole)
LIVELY = {
    "opened": TODAY,
    "revealed": TODAY,
    "advanced": TODAY,
    "held": EVERY,
    "judged": dict.fromkeys(EVERY, date(2026, 10, 1)),
}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def told(**facts: object) -> list[Kind]:
    return [one.kind for one in rules.signs(Facts(**{**LIVELY, **facts}), TODAY)]


def facts_for(kind: Kind, day: date) -> dict[str, object]:
    """The facts by which this kind alone is quiet since this day."""
    return {
        Kind.COLLEGE: {"parties": (Party(College.STATE, ago(900), day),)},
        Kind.ROUND: {"revealed": day},
        Kind.ADVANCES: {"advanced": day},
        Kind.CHANGES: {"changes": (Thing("D1", day),)},
        Kind.REVIEW: {"deed": Deed(review_on=day, written=ago(900))},
        Kind.SIGNATURE: {"deed": Deed(awaiting=Thing("2", day), review_on=ago(900))},
        Kind.DRAFT: {"deed": Deed(written=day)},
        Kind.RELATIONS: {"relations": (Thing("abc", day, "A – B", "def"),)},
        Kind.STEPS: {"steps": (Thing("2", day, "Se voir"),)},
        Kind.UNHELD: {
            "held": EVERY - {SupportRole.TRUST},
            "laid_down": {SupportRole.TRUST: day},
            "opened": ago(900),
        },
    }[kind]


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.UNJUDGED])
def test_each_is_brought_up_the_day_after_its_limit_and_not_before(kind):
    limit = THRESHOLDS[kind]
    assert told(**facts_for(kind, ago(limit))) == []
    assert told(**facts_for(kind, ago(limit + 1))) == [kind]


def test_a_lively_site_has_no_sign():
    assert told() == []


def test_an_empty_site_is_left_to_settle_then_told_what_never_began():
    young = Facts(opened=ago(90))
    assert rules.signs(young, TODAY) == ()
    older = rules.signs(Facts(opened=ago(184)), TODAY)
    assert [one.kind for one in older] == [Kind.ROUND, Kind.ADVANCES, Kind.UNHELD]
    assert {one.since for one in older} == {None}
    assert len(older[2].things) == 7


def test_roles_are_asked_about_from_the_middle_of_the_quarter_on():
    facts = Facts(**{**LIVELY, "judged": {SupportRole.TRUST: date(2026, 7, 1)}})
    first = date(2026, 10, 1)
    assert rules.signs(facts, first + timedelta(days=45)) == ()
    found = rules.signs(facts, first + timedelta(days=46))
    assert [one.kind for one in found] == [Kind.UNJUDGED]
    assert [one.ref for one in found[0].things] == ["1", "2", "3", "4", "5", "6", "7"]
    assert found[0].since == date(2026, 7, 1)


def test_a_role_that_nobody_holds_is_not_asked_to_be_judged_too():
    held = frozenset({SupportRole.VISION})
    found = rules.signs(Facts(**{**LIVELY, "held": held, "judged": {}}), TODAY)
    assert [(one.kind, len(one.things)) for one in found] == [(Kind.UNJUDGED, 1)]


def test_a_round_that_runs_is_news_enough():
    assert told(revealed=ago(900), running=True) == []
    assert told(revealed=None, opened=ago(900), running=True) == []


def test_a_text_that_stands_rests_until_its_review():
    assert told(deed=Deed(review_on=TODAY, written=ago(900))) == []


def test_the_longest_quiet_comes_first_and_what_moved_is_left_out():
    things = (Thing("D2", ago(200)), Thing("D1", ago(300)), Thing("D3", ago(10)))
    (one,) = rules.signs(Facts(**{**LIVELY, "changes": things}), TODAY)
    assert one == Sign(Kind.CHANGES, ago(300), (things[1], things[0]))


def test_a_college_that_never_acted_is_counted_from_its_arrival():
    person = uuid.uuid4()
    parties = (
        Party(College.STATE, ago(91), None, (person,)),
        Party(College.CIVIL_SOCIETY, ago(90)),
    )
    (one,) = rules.signs(Facts(**{**LIVELY, "parties": parties}), TODAY)
    assert (one.college, one.since, one.people) == (College.STATE, None, (person,))


def test_every_kind_has_its_limit_its_gesture_and_its_words():
    words = method.load("liveliness")
    assert set(THRESHOLDS) == set(GESTURES) == set(Kind)
    for kind in Kind:
        assert THRESHOLDS[kind] >= 0
        for what in ("title", "reason", "gesture", "ask"):
            assert words.text(f"kinds.{kind}.{what}", "en")
        assert any(GESTURES[kind] in ROLE_PERMISSIONS[role] for role in Role)
