"""What notices say, which have a letter of their own, and which hours a digest tells."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.agreement.clauses import CLAUSE
from coopspace.discussed_kinds import Thing
from coopspace.notices import stopping
from coopspace.notices.kinds import KINDS, ROLE
from coopspace.notices.rules import (
    PARIS,
    SENTENCES,
    SUBJECTS,
    WRITTEN_ELSEWHERE,
    Choice,
    Rhythm,
    Stop,
    What,
    begins_after,
    grouped,
    leaves_at_once,
    told_on,
)

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))
HOUR = timedelta(hours=1)


def hours(day: date, rhythm: Rhythm) -> float:
    span = told_on(day, rhythm)
    assert span
    return (span.until.astimezone(UTC) - span.since.astimezone(UTC)) / HOUR


@pytest.mark.parametrize(
    ("day", "long", "since", "until"),
    [
        (date(2026, 3, 29), 23, "2026-03-28T23:00", "2026-03-29T22:00"),
        (date(2026, 10, 25), 25, "2026-10-24T22:00", "2026-10-25T23:00"),
        (date(2026, 7, 14), 24, "2026-07-13T22:00", "2026-07-14T22:00"),
        (date(2026, 12, 31), 24, "2026-12-30T23:00", "2026-12-31T23:00"),
    ],
)
def test_a_day_is_told_as_people_live_it_also_when_the_clocks_change(day, long, since, until):
    span = told_on(day, Rhythm.DAILY)
    assert hours(day, Rhythm.DAILY) == long
    assert f"{span.since.astimezone(UTC):%Y-%m-%dT%H:%M}" == since
    assert f"{span.until.astimezone(UTC):%Y-%m-%dT%H:%M}" == until


def test_a_week_ends_on_a_sunday_and_counts_the_hour_that_was_gained_or_lost():
    assert hours(date(2026, 11, 22), Rhythm.WEEKLY) == 7 * 24
    assert hours(date(2026, 3, 29), Rhythm.WEEKLY) == 7 * 24 - 1
    assert hours(date(2026, 10, 25), Rhythm.WEEKLY) == 7 * 24 + 1
    assert told_on(date(2026, 11, 23), Rhythm.WEEKLY) is None


def test_who_wants_none_is_told_no_day():
    assert told_on(date(2026, 11, 22), Rhythm.NONE) is None


@given(DAYS)
def test_days_follow_one_another_without_a_gap_or_an_hour_twice(day: date):
    span, after = told_on(day, Rhythm.DAILY), told_on(day + timedelta(days=1), Rhythm.DAILY)
    assert span.until == after.since == begins_after(day)
    assert span.since.astimezone(PARIS).date() == day
    last = (span.until.astimezone(UTC) - timedelta(microseconds=1)).astimezone(PARIS)
    assert last.date() == day
    assert (day.weekday() == 6) == (told_on(day, Rhythm.WEEKLY) is not None)


@given(DAYS.filter(lambda day: day.weekday() == 6))
def test_a_week_is_its_seven_days(sunday: date):
    days = [told_on(sunday - timedelta(days=back), Rhythm.DAILY) for back in range(6, -1, -1)]
    week = told_on(sunday, Rhythm.WEEKLY)
    assert (week.since, week.until) == (days[0].since, days[-1].until)


def test_every_notice_has_its_sentence_which_says_who():
    assert set(SENTENCES) == set(What)
    assert all("%(who)s" in one for one in SENTENCES.values())


def test_a_letter_leaves_at_once_for_a_call_or_a_charge_unless_it_was_declined():
    at_once = {one for one in What if leaves_at_once(one, Choice())}
    assert at_once == {*SUBJECTS, *WRITTEN_ELSEWHERE}
    assert {What.MENTION, What.STEP, What.ROLE, What.HAND} == set(SUBJECTS)
    declined = Choice(at_once=False)
    assert {one for one in What if leaves_at_once(one, declined)} == WRITTEN_ELSEWHERE


def test_stopping_some_letters_leaves_the_others():
    assert Choice().without(Stop.AT_ONCE) == Choice(at_once=False, rhythm=Rhythm.DAILY)
    weekly = Choice(rhythm=Rhythm.WEEKLY)
    assert weekly.without(Stop.DIGEST) == Choice(at_once=True, rhythm=Rhythm.NONE)


@dataclass(frozen=True)
class Happened:
    thing: str
    at: datetime


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 30)), max_size=30))
def test_lines_stand_under_their_thing_the_latest_first_and_none_is_lost(said):
    lines = [Happened(thing, datetime(2026, 1, 1, tzinfo=UTC) + n * HOUR) for thing, n in said]
    groups = grouped(lines)
    assert sorted((one.thing, one.at) for group in groups for one in group) == sorted(
        (one.thing, one.at) for one in lines
    )
    assert len({group[0].thing for group in groups}) == len(groups)
    for group in groups:
        assert len({one.thing for one in group}) == 1
        assert [one.at for one in group] == sorted((one.at for one in group), reverse=True)
    latest = [group[0].at for group in groups]
    assert latest == sorted(latest, reverse=True)


WORDED_BY_THE_METHOD = {CLAUSE, ROLE}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_letter_calls_a_thing_by_its_code_and_never_by_the_words_of_people(kind: str):
    names = {"code": "D1", "source": "D1", "target": "I1", "number": "4", "part": "abc"}
    code = KINDS[kind].code(Thing("Un secret", "somewhere", names))
    assert ("secret" in code) == (kind in WORDED_BY_THE_METHOD), code


KEY = "k" * 40
PEOPLE = st.uuids(version=4)
STOPS = st.sampled_from(Stop)


@given(PEOPLE, STOPS)
def test_a_link_says_whose_letters_it_stops_and_which(person: uuid.UUID, stop: Stop):
    made = stopping.token(KEY, person, stop)
    assert stopping.read([KEY], made) == (person, stop)
    assert stopping.read(["autre" * 8, KEY], made) == (person, stop)
    assert stopping.read(["autre" * 8], made) is None


@given(PEOPLE, STOPS, st.integers(0, 8 * 49 - 1))
def test_a_link_of_which_one_bit_is_another_stops_nothing(person: uuid.UUID, stop: Stop, bit: int):
    made = bytearray(stopping.decoded(stopping.token(KEY, person, stop)))
    made[bit // 8] ^= 1 << bit % 8
    assert stopping.read([KEY], stopping.encoded(bytes(made))) is None


@pytest.mark.parametrize("forged", ["", "a", "é", "=", "A" * 66, "../..", "a" * 5000, "\x00"])
def test_what_is_no_link_of_ours_stops_nothing(forged: str):
    assert stopping.read([KEY], forged) is None
