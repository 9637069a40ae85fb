"""Order of time, and nothing more: what is true of a year, from plain values."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.changes.rules import Progress
from coopspace.roles.rules import Coverage, Quarter
from coopspace.yearly import rules
from coopspace.yearly.rules import After, Appeared, Judged, Matter, Moved, Relation, Signed


@dataclass(frozen=True)
class About:
    key: str


@dataclass(frozen=True)
class Entry:
    number: int
    day: date
    about: About | None = None
    minutes: int = 30
    moved: str = "Nous parlons."


def entry(number: int, day: date, key: str = "D1", **more: object) -> Entry:
    return Entry(number, day, About(key) if key else None, **more)


def judged(day: date, key: str = "D1") -> Moved:
    what = Judged(key, "Un changement", None, Progress.FIRST_SIGNS, "Vu.")
    return Moved(Matter.CHANGE, day, what, frozenset({key}))


def related(day: date, *, was: int | None = None, at: int = 0) -> Moved:
    what = Relation((f"a{at}", f"b{at}"), was, 4)
    return Moved(Matter.RELATION, day, what, frozenset({f"a{at}-b{at}"}))


MAY, JUNE = date(2030, 5, 1), date(2030, 6, 1)


def numbers(found: list[tuple[Entry, ...]]) -> list[list[int]]:
    return [[one.number for one in some] for some in found]


def test_only_what_was_logged_on_an_earlier_day_stands_before():
    some = [
        entry(1, date(2030, 4, 30)),
        entry(2, MAY),
        entry(3, date(2030, 5, 2)),
    ]
    assert numbers(rules.before(some, [judged(MAY)])) == [[1]]


def test_only_what_concerns_the_same_thing_stands_before():
    some = [entry(1, date(2030, 4, 1), "D2"), entry(2, date(2030, 4, 2), "")]
    assert numbers(rules.before(some, [judged(MAY)])) == [[]]


def test_what_was_told_before_one_move_is_not_told_again_before_the_next():
    some = [entry(1, date(2030, 4, 1)), entry(2, MAY), entry(3, date(2030, 5, 20))]
    assert numbers(rules.before(some, [judged(MAY), judged(JUNE)])) == [[1], [2, 3]]


def test_two_matters_about_the_same_change_are_two_stories():
    decided = replace(judged(JUNE), matter=Matter.DECISION)
    some = [entry(1, date(2030, 4, 1))]
    assert numbers(rules.before(some, [judged(MAY), decided])) == [[1], [1]]


def test_what_is_older_than_a_year_is_left_out():
    some = [entry(1, date(2029, 4, 30)), entry(2, date(2029, 5, 1))]
    assert numbers(rules.before(some, [judged(MAY)])) == [[2]]


DAYS = st.dates(date(2029, 1, 1), date(2031, 12, 31))
KEYS = st.sampled_from(["D1", "D2", "a0-b0", ""])


@given(
    st.lists(st.tuples(DAYS, KEYS), max_size=30),
    st.lists(st.tuples(DAYS, st.sampled_from(["D1", "D2"])), max_size=12),
)
def test_nothing_ever_stands_before_what_came_first(logged, moved):
    some = [entry(at, day, key) for at, (day, key) in enumerate(logged)]
    moves = rules.chronicle([judged(day, key) for day, key in moved])
    found = rules.before(some, moves)
    for move, lines in zip(moves, found, strict=True):
        for one in lines:
            assert one.day < move.day
            assert one.about is not None
            assert one.about.key in move.keys
    for key in ("D1", "D2"):
        told = [
            one.number
            for move, lines in zip(moves, found, strict=True)
            for one in lines
            if key in move.keys
        ]
        assert len(told) == len(set(told)), "an entry is told once of the same thing"


def test_a_month_whose_day_is_not_known_begins_on_its_first_day():
    month = replace(judged(MAY), until=date(2030, 5, 31))
    some = [entry(1, date(2030, 4, 30)), entry(2, date(2030, 5, 12))]
    assert numbers(rules.before(some, [month])) == [[1]]


def test_the_lines_that_tell_most_stand_in_order_of_time():
    some = [
        entry(1, date(2030, 1, 1), "", minutes=600),
        entry(2, date(2030, 2, 1), minutes=10),
        entry(3, date(2030, 3, 1), moved=""),
        entry(4, date(2030, 4, 1), minutes=20),
    ]
    assert [one.number for one in rules.telling(some, 2)] == [2, 4]
    assert [one.number for one in rules.telling(some, 9)] == [1, 2, 4]


def test_many_relations_of_one_day_are_counted_unless_something_was_logged_of_them():
    many = [After(related(MAY, at=at)) for at in range(rules.TOGETHER)]
    kept = After(related(MAY, at=9), entries=(3,))
    moved = After(related(MAY, was=2, at=8))
    told = rules.gathered([*many, kept, moved])
    assert [one.moved.what for one in told if isinstance(one.moved.what, Appeared)] == [
        Appeared(rules.TOGETHER)
    ]
    assert kept in told
    assert moved in told
    assert rules.gathered(many[1:]) == many[1:]


def test_the_first_page_takes_of_each_matter_in_turn_and_keeps_the_order_of_time():
    signed = After(Moved(Matter.AGREEMENT, JUNE, Signed(1, JUNE)))
    some = [After(judged(date(2030, 1, day))) for day in range(1, 20)]
    some += [After(related(MAY, was=3), entries=(1,)), signed]
    first = rules.foremost(some, 4)
    assert [one.moved.matter for one in first] == [
        Matter.CHANGE,
        Matter.CHANGE,
        Matter.RELATION,
        Matter.AGREEMENT,
    ]
    assert rules.foremost(some[:3]) == some[:3]


def test_coverage_is_that_of_the_first_and_last_quarter_that_were_judged():
    said = [
        (Quarter(2029, 4), Coverage.RELIABLY),
        (Quarter(2030, 3), Coverage.MOSTLY),
        (Quarter(2030, 1), Coverage.NOT_YET),
        (Quarter(2030, 3), None),
        (Quarter(2030, 2), Coverage.AT_TIMES),
    ]
    begins, ends = rules.coverage(said, 2030)
    assert (begins.quarter, begins.spread.counts) == (Quarter(2030, 1), (1, 0, 0, 0))
    assert (ends.quarter, ends.spread.counts, ends.spread.unknown) == (
        Quarter(2030, 3),
        (0, 0, 1, 0),
        1,
    )
    assert len(rules.coverage(said, 2029)) == 1
    assert rules.coverage(said, 2031) == ()


def test_only_years_of_which_something_is_known_are_offered_and_the_one_that_runs():
    days = [date(2028, 1, 1), date(2031, 1, 1), date(2028, 5, 1)]
    assert rules.years(days, date(2030, 6, 1)) == (2030, 2028)
    assert rules.last_day(2030, date(2030, 6, 1)) == date(2030, 6, 1)
    assert rules.last_day(2028, date(2030, 6, 1)) == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("values", "drawn"), [([], ()), ([0, 0], (0, 0)), ([1, 80, 40, 0], (1, 8, 4, 0))]
)
def test_what_little_there_is_is_drawn(values, drawn):
    assert rules.steps_of(values, 8) == drawn


def test_what_moved_before_anything_was_logged_came_after_nothing():
    some = [After(judged(date(2030, 4, 1))), After(judged(MAY)), After(judged(JUNE))]
    assert rules.parted(some, MAY) == (some[:2], some[2:])
    assert rules.parted(some, None) == (some, [])
    assert rules.parted(some, date(2029, 1, 1)) == ([], some)
