"""Tables of actions, messy as they come: understood to the letter, or refused line by line."""

import pytest

from coopspace.changes.planning import Fate
from coopspace.plan.coming import Wishes
from coopspace.plan.written import ActionLine
from tests.changes.brought import looked
from tests.changes.messy import csv_of
from tests.changes.messy_actions import CLEAN, HEAD, NETWORK, ONE, PLANS, STANDING, TWO, but


@pytest.mark.parametrize("name", PLANS)
def test_nothing_of_a_messy_plan_is_changed_in_silence(name):
    messy = PLANS[name]
    found = looked(
        messy.kind,
        *messy.files(),
        standing=STANDING,
        used=("D1", "I1"),
        plan=messy.standing,
        network=NETWORK,
        wishes=messy.wishes,
    )
    faults = [(one.place.line, one.refusal.field, str(one.refusal)) for one in found.faults]
    assert [one[:2] for one in faults] == [one[:2] for one in messy.refused], faults
    for (_line, _field, said), (_at, _name, words) in zip(faults, messy.refused, strict=True):
        assert words in said
    assert tuple(one.said for one in found.plan.actions) == messy.says
    standing = bool(messy.standing) and not messy.wishes.anew
    assert {one.fate for one in found.plan.actions} <= {Fate.SAME if standing else Fate.NEW}
    assert not standing or not found.adds


def test_the_set_is_as_large_as_was_promised():
    assert len(PLANS) >= 10
    assert sum(bool(one.refused) for one in PLANS.values()) >= 5


def added(*rows, plan=CLEAN, **how):
    """What these rows would add to a plan that stands."""
    data = csv_of(HEAD, *rows)
    wishes = Wishes(**how)
    return looked("csv", data, standing=STANDING, plan=plan, network=NETWORK, wishes=wishes).plan


def test_a_newcomer_supports_what_stands_and_two_that_stand_are_left_to_their_pages():
    found = added(("", "Trois", *[""] * 7, "1 et Former les accueils"))
    assert found.pairs == ((1, 3), (2, 3))
    [three] = found.actions
    assert three.said == ActionLine(3, "Trois", supports=(1, 2))
    apart = tuple(one._replace(supports=()) for one in CLEAN)
    [fault] = added(TWO, plan=apart).faults
    assert "Both actions stand already" in str(fault.refusal)


def test_an_action_that_stands_is_known_by_its_title_when_it_has_no_number():
    found = added(but(ONE, code=""))
    assert [one.said for one in found.actions] == [CLEAN[0]]
    assert found.count(Fate.SAME) == 1


def test_what_a_line_does_not_say_of_an_action_that_stands_is_not_compared():
    found = added(("2", "Former les accueils", *[""] * 8))
    assert (found.faults, found.count(Fate.SAME)) == ((), 1)
    [fault] = added(but(TWO, to="D1 (2)")).faults
    assert fault.refusal.field == "contributions"


def test_a_number_that_was_refused_is_given_to_nobody_else():
    found = added(("7", "", *[""] * 8), ("", "Huit", *[""] * 8), plan=())
    assert [one.said.number for one in found.actions] == [8]
