"""How far actions reach: by hand, and against every path told one by one."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.changes.rules import VISION, Confidence, Strength
from coopspace.plan.leverage import (
    GRADES,
    Candidate,
    Ranked,
    Step,
    Ways,
    candidate,
    grade,
    ranked,
    without_support,
)
from tests.changes.chains import drawn

CODES = ("D1", "D2", "I1", "I2", "U1")
STEPS = (
    Step("D1", "I1", 3),
    Step("D2", "I1", 1),
    Step("D2", "I2", 2),
    Step("I1", "U1", 2),
    Step("I2", "U1", 3),
    Step("U1", VISION, 3),
)


def told(text: str) -> list[Step]:
    """Steps written `D1-3>I1`."""
    found = []
    for one in text.split():
        source, rest = one.split("-")
        found.append(Step(source, rest[2:], int(rest[0])))
    return found


def test_a_change_is_reached_at_the_grade_of_the_weakest_step_of_its_best_path():
    ways = Ways(CODES, STEPS)
    assert ways.grades([("D1", 3)]) == {"D1": 3, "I1": 3, "U1": 2, VISION: 2}
    assert ways.grades([("D2", 3)]) == {"D2": 3, "I1": 1, "I2": 2, "U1": 2, VISION: 2}
    assert ways.grades([("D1", 1)]) == {"D1": 1, "I1": 1, "U1": 1, VISION: 1}
    assert ways.grades([]) == {}


@pytest.mark.parametrize(
    "strength, beliefs, expected",
    [
        (None, (), 1),
        (Strength.SOME, (Confidence.SURE,), 1),
        (Strength.DECISIVE, (), 2),
        (Strength.DECISIVE, (Confidence.SURE,), 3),
        (Strength.DECISIVE, (Confidence.SURE, Confidence.RATHER), 2),
        (Strength.DECISIVE, (Confidence.SURE, Confidence.RATHER_NOT), 1),
        (Strength.CLEAR, (Confidence.DOUBT,), 1),
    ],
)
def test_a_step_is_decisive_only_when_it_is_said_and_believed(strength, beliefs, expected):
    assert grade(strength, beliefs) == expected


def test_no_way_goes_through_an_unwanted_effect():
    ways = Ways(("D1", "I1", "U1"), told("D1-3>I1 I1-3>U1"), unwanted=["I1"])
    assert ways.grades([("D1", 3)]) == {"D1": 3}
    assert ways.beside([("D1", 3)]) == ["I1"]
    assert ways.grades([("I1", 2)]) == {"I1": 2}
    assert ways.beside([("D1", 3), ("I1", 2)]) == []


def test_the_best_way_is_the_strongest_then_the_shortest():
    ways = Ways(CODES, (*STEPS, Step("D2", VISION, 1)))
    assert ways.best_way([("D1", 3), ("D2", 3)]) == (("D1", "I1", "U1", VISION), 2)
    assert ways.best_way([("D2", 1)]) == (("D2", VISION), 1)
    assert Ways(CODES, ()).best_way([("D1", 3)]) == ((), 0)


def test_an_action_does_better_when_it_reaches_as_much_for_less():
    ways = Ways(CODES, STEPS)
    far, near = {"D1": 3}, {"U1": 3}
    found = ranked(
        ways,
        [candidate(1, 5, near), candidate(2, 2, far), candidate(3, None, far), candidate(4, 1, {})],
    )
    assert [(one.number, one.better, one.named) for one in found] == [
        (2, 0, ()),
        (4, 0, ()),
        (3, 1, (2,)),
        (1, 2, (2, 3)),
    ]
    assert found[0].counts == (2, 3, 3)
    assert found[0].split == (2, 1, 0)
    assert found[0].vision == 2


def test_as_good_is_not_better():
    ways = Ways(CODES, STEPS)
    found = ranked(ways, [candidate(n, 2, {"D1": 3}) for n in (2, 1)])
    assert [(one.number, one.better) for one in found] == [(1, 0), (2, 0)]
    assert ranked(ways, []) == []


def test_what_if_says_which_changes_stay_without_support():
    ways = Ways((*CODES, "D3"), STEPS, unwanted=["D3"])
    one, other = candidate(1, None, {"D1": 3}), candidate(2, None, {"D2": 3})
    assert without_support(ways, [one], [other]) == {"D2": (2,), "I2": (2,)}
    assert without_support(ways, [one, other], []) == {}
    assert without_support(ways, [], [one]) == {
        "D1": (1,),
        "D2": (),
        "I1": (1,),
        "I2": (),
        "U1": (1,),
    }


# Every path, one by one


def paths(start: str, steps: Sequence[Step]) -> Iterator[tuple[str, int]]:
    """Where every path from a change ends, with its weakest step; nothing is remembered."""
    yield start, max(GRADES)
    for step in steps:
        if step.source == start:
            for end, weakest in paths(step.target, steps):
                yield end, min(step.grade, weakest)


def reached(one: Candidate, steps: Sequence[Step], unwanted: set[str]) -> dict[str, int]:
    """The best of all paths to each change."""
    open_ = [step for step in steps if not {step.source, step.target} & unwanted]
    found: dict[str, int] = {}
    for code, strength in one.contributions:
        for end, weakest in paths(code, open_):
            found[end] = max(found.get(end, 0), min(strength, weakest))
    return found


def brute(some: Sequence[Candidate], steps: Sequence[Step], unwanted: set[str]) -> list[Ranked]:
    """The ranking, by the words of its definition."""
    told_: dict[int, tuple[tuple[int, int, int], int, int]] = {}
    for one in some:
        grades = reached(one, steps, unwanted)
        vision = grades.pop(VISION, 0)
        three, two, all_ = (sum(g >= least for g in grades.values()) for least in GRADES)
        told_[one.number] = ((three, two, all_), one.effort or 5, vision)

    def better(b: int, a: int) -> bool:
        (of_b, for_b, _), (of_a, for_a, _) = told_[b], told_[a]
        as_much = all(x >= y for x, y in zip(of_b, of_a, strict=True)) and for_b <= for_a
        return as_much and (of_b, for_b) != (of_a, for_a)

    made = []
    for one in some:
        above = sorted(other for other in told_ if better(other, one.number))
        counts, _effort, vision = told_[one.number]
        made.append(Ranked(one.number, one.effort, counts, vision, len(above), tuple(above[:3])))
    return sorted(
        made,
        key=lambda one: (one.better, *(-n for n in one.counts), one.effort or 5, one.number),
    )


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[str], list[Step], set[str], list[Candidate]]:
    """A chain that people could draw, any grades, and actions that contribute anywhere."""
    nodes, arcs = draw(drawn(most=4))
    codes = [node.code for node in nodes]
    steps = [Step(*arc, draw(st.sampled_from(GRADES))) for arc in arcs]
    unwanted = {code for code in codes if draw(st.integers(0, 7)) == 0}
    gives = st.dictionaries(st.sampled_from(codes), st.sampled_from(GRADES), max_size=4)
    effort = st.none() | st.integers(1, 5)
    some = [
        candidate(number, draw(effort), draw(gives) if codes else {})
        for number in range(1, draw(st.integers(0, 6)) + 1)
    ]
    return codes, steps, unwanted, some


@given(plans())
@settings(max_examples=400, deadline=None)
def test_the_result_is_that_of_every_path_told_one_by_one(plan):
    codes, steps, unwanted, some = plan
    ways = Ways(codes, steps, unwanted=unwanted)
    assert ranked(ways, some) == brute(some, steps, unwanted)
    for one in some:
        assert ways.grades(one.contributions) == reached(one, steps, unwanted)
        way, weakest = ways.best_way(one.contributions)
        assert weakest == reached(one, steps, unwanted).get(VISION, 0)
        assert bool(way) == bool(weakest)
    kept, others = some[::2], some[1::2]
    held = {code for one in kept for code in reached(one, steps, unwanted)}
    assert without_support(ways, kept, others) == {
        code: tuple(n.number for n in others if code in reached(n, steps, unwanted))
        for code in ways.codes
        if code not in held | unwanted
    }
