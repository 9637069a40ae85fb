"""Where actions stand along the days."""

from datetime import UTC, date, datetime

from coopspace.plan.reading import Line
from coopspace.plan.rules import Described
from coopspace.plan.timeline import LONG, timeline

TODAY = date(2026, 5, 15)


def line(number: int, starts: date | None = None, ends: date | None = None) -> Line:
    said = Described(f"Action {number}", starts=starts, ends=ends)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Line(number, said, 1, moment, "", (), {}, ())


def test_the_line_holds_every_date_and_today_in_whole_months():
    drawn = timeline([line(1, date(2026, 3, 10), date(2026, 9, 20))], today=TODAY)
    assert drawn.ticks[0] == (0, date(2026, 3, 1))
    assert [on.month for _x, on in drawn.ticks] == [3, 4, 5, 6, 7, 8, 9]
    (bar,) = drawn.bars
    assert 0 < bar.x < drawn.today < bar.x + bar.width < LONG
    assert (bar.opens, bar.closes) == (True, True)


def test_an_end_that_is_not_known_goes_to_the_end_of_the_line():
    first, second = timeline(
        [line(1, date(2026, 6, 1)), line(2, None, date(2026, 6, 1))], today=TODAY
    ).bars
    assert (second.line.number, second.x + second.width, second.closes) == (
        1,
        LONG,
        False,
    )
    assert (first.line.number, first.x, first.opens) == (2, 0, False)


def test_what_has_no_date_stands_apart():
    drawn = timeline([line(1), line(2, TODAY, TODAY)], today=TODAY)
    assert [one.number for one in drawn.undated] == [1]
    assert [bar.line.number for bar in drawn.bars] == [2]
    assert drawn.bars[0].width > 0


def test_many_years_have_few_marks():
    drawn = timeline([line(1, date(2026, 5, 1), date(2044, 5, 1))], today=TODAY)
    assert len(drawn.ticks) <= 10
    assert drawn.ticks[1][1].year > 2026


def test_december_is_followed_by_january():
    drawn = timeline([line(1, date(2025, 12, 2), date(2025, 12, 30))], today=date(2025, 12, 5))
    assert [on for _x, on in drawn.ticks] == [date(2025, 12, 1)]
