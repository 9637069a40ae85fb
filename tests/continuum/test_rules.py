"""What is true of rounds and of ordered answers, against references written the long way."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace import method
from coopspace.continuum import rules
from coopspace.continuum.rules import (
    LEVELS,
    Level,
    Outcome,
    Placed,
    Shape,
)
from coopspace.kernel import ordinal
from coopspace.kernel.refusal import Refusal

answers = st.lists(st.integers(1, LEVELS), max_size=60)


# The middle and the spread


def reference_middle(values: list[int]) -> tuple[int, int] | None:
    """The steps m for which half of the answers at least are on each side, by trying them all."""
    half = Fraction(len(values), 2)
    fit = [
        step
        for step in range(1, LEVELS + 1)
        if sum(v <= step for v in values) >= half and sum(v >= step for v in values) >= half
    ]
    given = [step for step in fit if step in values]
    return (given[0], given[-1]) if values else None


@settings(max_examples=3_000, deadline=None)
@given(answers)
def test_the_median_is_where_half_of_the_answers_are_on_each_side(values: list[int]):
    found = ordinal.median(values)
    assert (found and (found.low, found.high)) == reference_middle(values)


@settings(max_examples=2_000, deadline=None)
@given(answers)
def test_the_spread_holds_all_and_its_quarters_hold_the_middle_half(values: list[int]):
    found = ordinal.spread(values)
    if not values:
        assert found is None
        return
    assert found is not None
    assert (found.lowest, found.highest) == (min(values), max(values))
    quarter = Fraction(len(values), 4)
    steps = range(1, LEVELS + 1)
    assert found.lower_quarter == min(s for s in steps if sum(v <= s for v in values) >= quarter)
    assert found.upper_quarter == max(s for s in steps if sum(v >= s for v in values) >= quarter)
    assert found.steps == len(range(min(values), max(values) + 1))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(1, LEVELS), max_size=5), st.integers(0, 3))
def test_the_range_of_the_median_is_what_the_missing_could_make_of_it(known, missing):
    def worlds(left: int, so_far: list[int]):
        if left == 0:
            yield so_far
            return
        for step in range(1, LEVELS + 1):
            yield from worlds(left - 1, [*so_far, step])

    found = ordinal.median_if(known, missing=missing, steps=LEVELS)
    middles = [ordinal.median(world) for world in worlds(missing, known)]
    if not known and not missing:
        assert found is None
        return
    assert found is not None
    assert found.low == min(one.low for one in middles if one)
    assert found.high == max(one.high for one in middles if one)


@given(answers)
def test_counts_and_answers_are_two_ways_of_saying_the_same(values: list[int]):
    found = ordinal.counts(values, steps=LEVELS)
    assert found == tuple(Counter(values)[step] for step in range(1, LEVELS + 1))
    assert ordinal.answers_of(found) == sorted(values)


@pytest.mark.parametrize(
    ("trust", "structure", "finding"),
    [
        ((1, 2, 2), (4, 5, 5), "finding_structure"),
        ((4, 5, 4), (1, 2, 1), "finding_trust"),
        ((3, 3, 3), (3, 3, 3), ""),
        ((), (5,), ""),
    ],
)
def test_much_structure_with_little_trust_is_a_finding(trust, structure, finding):
    assert rules.axes_finding(trust, structure) == finding


# What people say


def test_staying_is_a_full_answer():
    kept = rules.placed(Placed(level=3, stay=True, fact="  Une réunion\0 par mois.\r\n"))
    assert (kept.desired, kept.stay, kept.fact) == (3, True, "Une réunion par mois.")


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Placed(level=0), "level"),
        (Placed(level=8), "level"),
        (Placed(level=3, desired=9), "desired"),
        (Placed(level=3, trust=6, structure=1), "trust"),
        (Placed(level=3, trust=2), "structure"),
        (Placed(level=3, fact="x" * 501), "fact"),
        (Placed(level=3, advances="x" * 1001), "advances"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused_beside_its_field(answer, field):
    with pytest.raises(Refusal) as refused:
        rules.placed(answer)
    assert refused.value.field == field


def test_a_conclusion_names_a_level_unless_the_group_still_talks():
    assert rules.conclusion_of(Outcome.RIGHT, 3, "Nous restons là.") == (3, "Nous restons là.")
    assert rules.conclusion_of(Outcome.TALK, 3, "À reprendre.") == (None, "À reprendre.")
    with pytest.raises(Refusal):
        rules.conclusion_of(Outcome.TOWARDS, None, "Plus loin.")
    with pytest.raises(Refusal):
        rules.conclusion_of(Outcome.RIGHT, 3, "  ")


def test_dates_questions_and_expectations_are_checked():
    with pytest.raises(Refusal):
        rules.question_of("  ")
    with pytest.raises(Refusal):
        rules.question_of("x" * 201)
    with pytest.raises(Refusal):
        rules.expected_of(True, None)
    assert rules.expected_of(False, 12) == 0
    assert rules.expected_of(True, 12) == 12


def test_a_code_is_read_as_people_type_it():
    assert rules.code_typed(" abc-2 3d") == "ABC23D"
    assert not set("0O1IL") & set(rules.CODE_ALPHABET)
    assert len(set(rules.CODE_ALPHABET)) == len(rules.CODE_ALPHABET) == 31


def test_the_method_names_every_level_every_shape_and_every_outcome():
    words = method.load("continuum")
    assert list(words["levels"]) == [level.code for level in Level]
    assert len(Level) == LEVELS
    assert set(words["guides"]) == {shape.value for shape in Shape}
    assert set(words["conclusion"]) == {outcome.value for outcome in Outcome}
    for shape in Shape:
        assert len(list(words[f"guides.{shape}.questions"].entries())) >= 2
        assert words[f"guides.{shape}.say"].source
