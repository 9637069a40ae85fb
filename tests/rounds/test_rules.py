"""What is true of any round: who sees what when, what is said of few, which shape answers take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.kernel.refusal import Refusal
from coopspace.rounds import rules
from coopspace.rounds.rules import FEWEST, Group, Moments, Shape, Stage

NOW = datetime(2026, 3, 17, 9, tzinfo=UTC)
ROUND = Moments(opens_at=NOW, closes_at=NOW + timedelta(days=7))
sizes = st.dictionaries(st.sampled_from(list(Group)), st.integers(0, 12))


# What may be shown of few


@settings(max_examples=2_000, deadline=None)
@given(sizes, st.integers(0, 9))
def test_no_group_below_five_is_shown_nor_left_over_in_an_anonymous_round(found, unsaid):
    shown = rules.shown_groups(found, anonymous=True, unsaid=unsaid)
    assert all(found[group] >= FEWEST for group in shown)
    rest = unsaid + sum(size for group, size in found.items() if group not in shown)
    assert rest == 0 or rest >= FEWEST or not shown


def test_a_named_round_shows_every_group_that_answered():
    found = {Group.STATE: 1, Group.CIVIL_SOCIETY: 2, Group.OTHER: 0}
    assert rules.shown_groups(found, anonymous=False) == {Group.STATE, Group.CIVIL_SOCIETY}


def test_what_one_hidden_group_would_be_by_difference_hides_a_second_one():
    found = {Group.STATE: 5, Group.CIVIL_SOCIETY: 8, Group.LOCAL_AUTHORITY: 1}
    assert rules.shown_groups(found, anonymous=True) == {Group.CIVIL_SOCIETY}


# The shape of the answers


@pytest.mark.parametrize(
    ("found", "groups", "shape"),
    [
        ((0, 1, 1, 0, 0, 0, 0), {}, Shape.FEW),
        ((0, 0, 4, 3, 0, 0, 0), {}, Shape.TOGETHER),
        ((0, 0, 0, 9, 0, 0, 1), {}, Shape.TOGETHER),
        ((0, 4, 0, 0, 4, 0, 0), {}, Shape.TWO_CAMPS),
        ((3, 0, 0, 1, 0, 0, 3), {}, Shape.TWO_CAMPS),
        ((2, 2, 2, 2, 2, 2, 2), {}, Shape.WIDE),
        ((0, 3, 1, 3, 0, 1, 0), {}, Shape.WIDE),
        (
            (0, 3, 0, 1, 4, 0, 0),
            {Group.STATE: (0, 0, 0, 1, 4, 0, 0), Group.CIVIL_SOCIETY: (0, 3, 0, 0, 0, 0, 0)},
            Shape.COLLEGE_APART,
        ),
    ],
)
def test_each_shape_has_its_guide(found, groups, shape):
    assert rules.shape_of(found, groups) is shape


def test_a_group_of_one_is_never_said_to_be_apart():
    alone = {Group.STATE: (0, 0, 0, 0, 0, 0, 1), Group.CIVIL_SOCIETY: (0, 5, 0, 0, 0, 0, 0)}
    assert rules.apart_from(alone) is None


# Who sees what, when


@pytest.mark.parametrize(
    ("moments", "at", "stage"),
    [
        (ROUND, NOW - timedelta(hours=1), Stage.ANNOUNCED),
        (ROUND, NOW, Stage.OPEN),
        (ROUND, ROUND.closes_at, Stage.CLOSED),
        (Moments(NOW, ROUND.closes_at, revealed_at=NOW), NOW, Stage.REVEALED),
        (Moments(NOW, ROUND.closes_at, ended_at=NOW), NOW, Stage.ENDED),
    ],
)
def test_a_round_stands_where_its_dates_say(moments, at, stage):
    assert rules.stage(moments, now=at) is stage


def test_only_a_reveal_shows_a_hidden_round():
    shown = {stage for stage in Stage if rules.shows_answers(stage, hidden=True)}
    assert shown == {Stage.REVEALED}
    openly = {stage for stage in Stage if rules.shows_answers(stage, hidden=False)}
    assert openly == {Stage.OPEN, Stage.CLOSED, Stage.REVEALED}


def test_an_anonymous_round_takes_no_late_answer():
    assert rules.takes_answers(Stage.REVEALED, anonymous=False)
    assert not rules.takes_answers(Stage.REVEALED, anonymous=True)
    assert not rules.takes_answers(Stage.CLOSED, anonymous=False)


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        ({"hidden": False, "anonymous": True, "people": 9}, "shown"),
        ({"hidden": True, "anonymous": True, "people": 4}, "names"),
    ],
)
def test_an_anonymous_round_is_hidden_and_has_people_to_hide_in(mode, field):
    with pytest.raises(Refusal) as refused:
        rules.check_mode(**mode)
    assert refused.value.field == field
    rules.check_mode(hidden=True, anonymous=True, people=5)
    rules.check_mode(hidden=False, anonymous=False, people=1)


def test_a_round_closes_after_it_opens():
    with pytest.raises(Refusal):
        rules.check_dates(NOW, NOW)
    rules.check_dates(NOW, NOW + timedelta(minutes=1))


def test_the_group_that_stands_farthest_is_the_one_apart():
    found = {
        Group.STATE: (0, 0, 0, 2),
        Group.LOCAL_AUTHORITY: (0, 0, 0, 2),
        Group.CIVIL_SOCIETY: (2, 1, 0, 0),
        Group.OTHER: (0, 1, 1, 0),
    }
    assert rules.apart_from(found) is Group.CIVIL_SOCIETY


@pytest.mark.parametrize(
    ("where", "anonymous", "answered", "fits"),
    [
        (Stage.OPEN, True, FEWEST, True),
        (Stage.OPEN, True, FEWEST - 1, False),
        (Stage.CLOSED, False, 1, True),
        (Stage.CLOSED, False, 0, False),
        (Stage.ANNOUNCED, False, 9, False),
        (Stage.ENDED, False, 9, False),
    ],
)
def test_a_round_is_revealed_when_it_was_open_and_enough_answered(where, anonymous, answered, fits):
    if fits:
        rules.check_revealed(where, anonymous=anonymous, answered=answered)
    else:
        with pytest.raises(Refusal):
            rules.check_revealed(where, anonymous=anonymous, answered=answered)


def test_a_conclusion_says_something():
    with pytest.raises(Refusal):
        rules.concluded_in("  ")
    assert rules.concluded_in(" Oui. ") == "Oui."
