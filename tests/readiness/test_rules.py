"""What is true of readiness, against references written the long way."""

from statistics import median_high, median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace import method
from coopspace.kernel import ordinal
from coopspace.kernel.refusal import Refusal
from coopspace.readiness import figures, rules
from coopspace.readiness.model import ReadinessAnswer
from coopspace.readiness.rules import (
    ALONE,
    CONDITIONS,
    LOOK,
    NEIGHBOURS,
    PRECONDITIONS,
    STEPS,
    Earlier,
    Item,
    Outcome,
    Said,
    Seen,
    Step,
)
from coopspace.rounds.rules import FEWEST, Group, Shape

one_said = st.one_of(st.integers(1, STEPS).map(Said), st.just(Said(unknown=True)))
answers = st.builds(
    lambda said, view, late: ReadinessAnswer(said=rules.as_kept(said), view=view, late=late),
    st.dictionaries(st.sampled_from(list(Item)), one_said),
    st.sampled_from([*Group, None]),
    st.booleans(),
)


# What people say


def test_a_person_may_judge_some_today_and_the_others_later():
    said = {item: Said() for item in Item} | {
        Item.URGENCY: Said(2, comment="  Une lettre\0 du maire.\r\n"),
        Item.LEVERAGE: Said(unknown=True),
    }
    kept = rules.judged(said)
    assert list(kept) == [Item.URGENCY, Item.LEVERAGE]
    assert kept[Item.URGENCY] == Said(2, comment="Une lettre du maire.")
    assert rules.as_said(rules.as_kept(kept)) == kept


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, ""),
        ({Item.URGENCY: Said()}, ""),
        ({Item.URGENCY: Said(0)}, "urgency"),
        ({Item.URGENCY: Said(5)}, "urgency"),
        ({Item.URGENCY: Said(2, unknown=True)}, "urgency"),
        ({Item.VISION: Said(comment="Nous en parlons.")}, "vision"),
        ({Item.VISION: Said(2, comment="x" * 501)}, "vision_words"),
    ],
)
def test_a_judgement_that_is_not_whole_is_refused_beside_its_field(said, field):
    with pytest.raises(Refusal) as refused:
        rules.judged(said)
    assert (refused.value.field or "") == field


# The figures


@settings(max_examples=1_500, deadline=None)
@given(st.lists(answers, max_size=25), st.integers(0, 30), st.booleans())
def test_figures_equal_a_reference_written_the_long_way(rows, invited, anonymous):
    for view in figures.views(rows, invited=invited, anonymous=anonymous):
        given_here = [
            (row.view, row.said[view.item]["step"])
            for row in rows
            if not row.late and view.item in row.said
        ]
        steps = [step for _view, step in given_here if step is not None]
        if anonymous and len(given_here) < FEWEST:
            assert view.counted is None
            assert view.groups == ()
            continue
        assert view.counted is not None
        assert view.counted.steps == tuple(steps.count(step) for step in range(1, STEPS + 1))
        assert view.counted.unknown == len(given_here) - len(steps)
        assert view.missing == max(0, invited - len(given_here))
        middle = view.counted.median
        assert (middle and (middle.low, middle.high)) == (
            (median_low(steps), median_high(steps)) if steps else None
        )
        check_range(view, steps)
        check_groups(view, given_here, anonymous=anonymous)


def check_range(view, steps):
    """What the missing could make of the middle: the two extreme worlds."""
    worlds = [steps + [end] * view.missing for end in (1, STEPS)]
    if worlds[0]:
        assert view.if_all.low == median_low(worlds[0])
        assert view.if_all.high == median_high(worlds[1])
    else:
        assert view.if_all is None


def check_groups(view, given_here, *, anonymous):
    """Groups that are shown are right; the others, and what is left, could not be told apart."""
    shown = {one.group: one.counted for one in view.groups if one.counted is not None}
    for group, counted in shown.items():
        own = [step for view_, step in given_here if view_ == group]
        assert counted.judged == len(own)
        assert counted.steps == tuple(own.count(step) for step in range(1, STEPS + 1))
    if anonymous:
        assert all(counted.judged >= FEWEST for counted in shown.values())
        rest = len(given_here) - sum(counted.judged for counted in shown.values())
        assert not shown or rest == 0 or rest >= FEWEST
    else:
        assert set(shown) == {view_ for view_, _step in given_here if view_ is not None}


@given(st.lists(answers, max_size=12))
def test_what_stood_is_what_was_counted_without_those_who_came_late(rows):
    written = figures.stood(rows)
    assert list(written) == [item.value for item in Item]
    for view in figures.views(rows, invited=0, anonymous=False):
        assert view.counted is not None
        assert written[view.item] == [*view.counted.steps, view.counted.unknown]
    assert figures.stood([row for row in rows if not row.late]) == written


# What to look at together


def seen(item: Item, shape: Shape, *steps: int) -> Seen:
    return Seen(item, shape, ordinal.spread(steps))


def test_what_is_seen_most_differently_comes_first_and_agreement_is_left_out():
    found = rules.to_look_at(
        [
            seen(Item.URGENCY, Shape.TOGETHER, 3, 3, 3),
            seen(Item.CHAMPIONS, Shape.WIDE, 2, 2, 3, 4),
            seen(Item.RESOURCES, Shape.FEW, 1),
            seen(Item.VISION, Shape.TWO_CAMPS, 1, 1, 4, 4),
            seen(Item.SUPPORT, Shape.COLLEGE_APART, 1, 1, 4, 4),
            seen(Item.LEARNING, Shape.WIDE, 1, 2, 3, 4),
        ]
    )
    assert found == (Item.SUPPORT, Item.VISION, Item.LEARNING, Item.CHAMPIONS)
    assert set(LOOK) == {Shape.COLLEGE_APART, Shape.TWO_CAMPS, Shape.WIDE}


# The method


def test_the_lens_gives_each_of_the_five_one_counterpart_and_leaves_the_preconditions_alone():
    assert list(NEIGHBOURS) == list(Earlier)
    assert sorted(NEIGHBOURS.values()) == sorted(CONDITIONS)
    assert ALONE == PRECONDITIONS
    assert (*PRECONDITIONS, *CONDITIONS) == tuple(Item)


def test_the_method_names_every_item_step_shape_and_outcome_with_its_source():
    words = method.load("readiness")
    assert list(words["items"]) == list(Item)
    assert list(words["steps"]) == [step.code for step in Step]
    assert set(words["guides"]) == set(Shape)
    assert set(words["conclusion"]) == set(Outcome)
    assert list(words["earlier"]) == list(Earlier)
    for item in Item:
        assert {"label", "definition", "shows"} == set(words[f"items.{item}"])
    for earlier in Earlier:
        assert "2011" in words[f"earlier.{earlier}.differs"].source.fr
