"""What measures tell: the distance, the days awaited, the line."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.indicators.drawing import line
from coopspace.indicators.rules import Described, Direction, Rhythm
from coopspace.indicators.telling import (
    Distance,
    Point,
    Standing,
    after,
    awaited,
    distance,
    is_late,
    months_between,
    points,
)

DAY = date(2026, 5, 31)


def said(start=None, aim=None, direction=Direction.MORE, aim_on=None) -> Described:
    return Described(
        "x",
        direction=direction,
        start=None if start is None else Decimal(start),
        start_on=None if start is None else date(2026, 1, 1),
        aim=None if aim is None else Decimal(aim),
        aim_on=aim_on,
    )


@pytest.mark.parametrize(
    "one, last, since, left, standing",
    [
        (said(12, 40), 24, 12, 16, Standing.AHEAD),
        (said(12, 40), 10, -2, 30, Standing.AHEAD),
        (said(12, 40), 41, 29, 1, Standing.THERE),
        (said(12, 4, Direction.LESS), 9, -3, 5, Standing.AHEAD),
        (said(12, 4, Direction.LESS), 4, -8, 0, Standing.THERE),
        (said(12, 12, Direction.STEADY), 13, 1, 1, Standing.BESIDE),
        (said(12, 12, Direction.STEADY), 12, 0, 0, Standing.THERE),
        (said(12), 13, 1, None, None),
        (said(None, 40), 13, None, 27, Standing.AHEAD),
        (said(), 13, None, None, None),
    ],
)
def test_how_far_it_is(one, last, since, left, standing):
    found = distance(one, Point(DAY, Decimal(last)), today=DAY)
    assert found == Distance(
        None if since is None else Decimal(since),
        None if left is None else Decimal(left),
        standing,
        False,
    )


def test_the_day_of_an_aim_passes_the_day_after():
    one = said(1, 2, aim_on=DAY)
    assert [distance(one, None, today=day).over for day in (DAY, date(2026, 6, 1))] == [False, True]


def test_a_month_ends_with_its_last_day():
    assert after(DAY, 1) == date(2026, 6, 30)
    assert after(date(2028, 11, 30), 3) == date(2029, 2, 28)
    assert after(date(2026, 12, 15), 1) == date(2027, 1, 15)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_months_passed_are_those_that_were_added(day, months):
    assert months_between(day, after(day, months)) in (months, months - (day.day > 28))
    assert after(day, months) >= day


@pytest.mark.parametrize(
    "rhythm, last, due",
    [
        (Rhythm.MONTHLY, DAY, date(2026, 6, 30)),
        (Rhythm.QUARTERLY, DAY, date(2026, 8, 31)),
        (Rhythm.HALF_YEARLY, DAY, date(2026, 11, 30)),
        (Rhythm.YEARLY, DAY, date(2027, 5, 31)),
        (Rhythm.YEARLY, None, date(2027, 1, 1)),
        (Rhythm.ONCE, DAY, None),
        (Rhythm.ONCE, None, date(2027, 1, 1)),
    ],
)
def test_the_next_measure_is_awaited_a_rhythm_later(rhythm, last, due):
    assert awaited(rhythm, last, begun=date(2026, 1, 1)) == due


def test_a_measure_is_late_the_day_after():
    assert [is_late(due, today=DAY) for due in (None, DAY, date(2026, 5, 30))] == [
        False,
        False,
        True,
    ]


def test_the_start_is_drawn_unless_a_measure_stands_on_its_day():
    start = date(2026, 1, 1)
    measured = (Point(DAY, Decimal(3)),)
    assert points(said(1), measured) == (Point(start, Decimal(1)), *measured)
    assert points(said(), measured) == measured
    assert points(said(1), (Point(start, Decimal(2)),)) == (Point(start, Decimal(2)),)


def test_the_line_goes_from_left_to_right_with_the_highest_at_the_top():
    figures = [
        Point(date(2026, 1, day), Decimal(value)) for day, value in ((1, 2), (11, 4), (21, 3))
    ]
    drawn = line(figures, width=100, height=40, aim=Decimal(6))
    assert drawn is not None
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(0, 40), (50, 20), (100, 30)]
    assert drawn.aim == 0
    assert drawn.path == "M0 40L50 20L100 30"


def test_one_figure_is_no_line_and_equal_ones_stand_in_the_middle():
    assert line([Point(DAY, Decimal(1))], width=10, height=4, aim=None) is None
    same = [Point(date(2026, 1, day), Decimal(1)) for day in (1, 2)]
    drawn = line(same, width=10, height=4, aim=None)
    assert drawn is not None
    assert [dot.y for dot in drawn.dots] == [2, 2]
    assert drawn.aim is None


@given(
    st.lists(
        st.tuples(
            st.dates(date(2000, 1, 1), date(2050, 1, 1)),
            st.decimals(-1000, 1000, places=2),
        ),
        min_size=2,
        unique_by=lambda one: one[0],
    ),
    st.decimals(-1000, 1000, places=2),
)
def test_every_figure_is_within_the_drawing(given_figures, aim):
    figures = [Point(*one) for one in sorted(given_figures)]
    drawn = line(figures, width=300, height=80, aim=aim)
    assert drawn is not None
    assert drawn.aim is not None
    heights = [dot.y for dot in drawn.dots] + [drawn.aim]
    assert min(heights) >= 0
    assert max(heights) <= 80
    across = [dot.x for dot in drawn.dots]
    assert (across[0], across[-1]) == (0, 300)
    assert across == sorted(across)
