"""When an event is, whom it concerns, who may write it, what it counts for."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from coopspace.calendar import rules
from coopspace.calendar.rules import (
    Audience,
    Happened,
    Hours,
    Kind,
    Part,
    Planned,
    Seat,
    Viewer,
    When,
)
from coopspace.kernel.refusal import Refusal

HERE, THERE = uuid.UUID(int=1), uuid.UUID(int=2)
WINTER = date(2026, 1, 15)
OBSERVER = Viewer(seats=(Seat(HERE),))
TRIO = Viewer(seats=(Seat(HERE, trio=True),))
FACILITATOR = Viewer(seats=(Seat(HERE, facilitates=True),))
LEAD = Viewer(leads=True)


def planned(day: date = WINTER, until: date | None = None, **more: object) -> Planned:
    """An event of whole days."""
    starts, ends, whole = rules.moments(When(day, until))
    return Planned(str(more.pop("title", "Une journée")), starts, ends, whole_days=whole, **more)


def test_hours_are_those_of_france_in_winter_and_in_summer():
    for day, hour in ((WINTER, 8), (date(2026, 7, 15), 7)):
        starts, ends, whole = rules.moments(When(day, None, time(9), time(17, 30)))
        assert starts.astimezone(UTC) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        assert (ends - starts).total_seconds() == 8.5 * 3600
        assert not whole


def test_without_hours_it_lasts_whole_days_also_when_the_hour_changes():
    starts, ends, whole = rules.moments(When(date(2026, 3, 28), date(2026, 3, 29)))
    assert whole
    assert (ends.astimezone(UTC) - starts.astimezone(UTC)).total_seconds() == 47 * 3600
    made = Planned("Deux jours", starts, ends, whole_days=True)
    assert (made.first_day, made.last_day) == (date(2026, 3, 28), date(2026, 3, 29))
    assert made.on(date(2026, 3, 29))
    assert not made.on(date(2026, 3, 30))


@pytest.mark.parametrize(
    "when",
    [
        When(WINTER),
        When(WINTER, date(2026, 1, 17)),
        When(WINTER, None, time(9), time(17)),
        When(WINTER, date(2026, 1, 16), time(9), time(0, 0)),
        When(WINTER, date(2026, 1, 16), time(9), time(12, 30)),
    ],
)
def test_what_was_written_is_written_again(when: When):
    starts, ends, whole = rules.moments(when)
    assert rules.when_of(Planned("x", starts, ends, whole_days=whole)) == when


@pytest.mark.parametrize(
    ("when", "field"),
    [
        (When(None), "day"),
        (When(date(1999, 5, 1)), "day"),
        (When(date(2100, 1, 1)), "day"),
        (When(WINTER, date(2026, 1, 14)), "until"),
        (When(WINTER, None, time(9)), "end"),
        (When(WINTER, None, None, time(9)), "start"),
        (When(WINTER, None, time(9), time(9)), "end"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(when: When, field: str):
    with pytest.raises(Refusal) as refused:
        rules.moments(when)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "  \0 "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"prepare": "x" * 4_001}, "prepare"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://a b.fr"}, "link"),
        ({"link": "https://moi@exemple.fr/"}, "link"),
        ({"link": "https://[x"}, "link"),
        ({"link": "https://exemple.fr/\r\nATTENDEE:x"}, "link"),
        ({"kind": Kind.TRAINING}, "halves"),
        ({"kind": Kind.TRAINING, "halves": 21}, "halves"),
        ({"until": date(2026, 2, 20)}, "until"),
    ],
)
def test_an_event_that_is_not_whole_is_refused(changed: dict, field: str):
    with pytest.raises(Refusal) as refused:
        rules.whole(planned(**changed))
    assert refused.value.field == field


def test_what_is_no_training_counts_for_nothing():
    made = rules.whole(planned(kind=Kind.MEETING, part=Part.LEARNING, halves=4, title=" a  b "))
    assert (made.part, made.halves, made.title) == (None, 0, "a b")
    assert rules.halves_of([made, planned(kind=Kind.TRAINING, halves=3)]) == 3


def test_an_event_is_kept_as_plain_values_and_read_again():
    made = planned(
        kind=Kind.TRAINING, part=Part.DIRECTION, halves=2, sites=(HERE, THERE), prepare="Rien."
    )
    kept = {**rules.stored(made), "later": "unknown"}
    assert rules.read(kept, starts=made.starts, ends=made.ends) == made
    assert rules.stored(made)["sites"] == [str(HERE), str(THERE)]


@pytest.mark.parametrize(
    ("audience", "sites", "who"),
    [
        (Audience.EVERYBODY, (), [OBSERVER, TRIO, FACILITATOR, LEAD]),
        (Audience.EVERYBODY, (HERE,), [OBSERVER, TRIO, FACILITATOR, LEAD]),
        (Audience.EVERYBODY, (THERE,), [LEAD]),
        (Audience.TRIOS, (), [TRIO, FACILITATOR, LEAD]),
        (Audience.TRIOS, (THERE,), [LEAD]),
        (Audience.FACILITATORS, (HERE,), [FACILITATOR, LEAD]),
    ],
)
def test_whom_an_event_concerns(audience: Audience, sites: tuple, who: list[Viewer]):
    made = planned(audience=audience, sites=sites)
    everybody = [OBSERVER, TRIO, FACILITATOR, LEAD]
    assert [one for one in everybody if rules.sees(made, one)] == who
    assert not rules.sees(made, Viewer())


def test_a_facilitator_writes_of_the_whole_programme_and_of_their_own_sites():
    assert rules.may_write((), FACILITATOR)
    assert rules.may_write((HERE,), FACILITATOR)
    assert not rules.may_write((HERE, THERE), FACILITATOR)
    assert rules.may_write((THERE,), LEAD)
    assert not rules.may_write((), TRIO)
    assert not rules.may_write((), OBSERVER)


def test_a_change_and_a_move_are_told_apart():
    made = planned()
    assert rules.changed(made, replace(made)) is None
    assert rules.changed(made, replace(made, place="Ailleurs")) is Happened.CHANGED
    assert rules.changed(made, planned(date(2026, 1, 16))) is Happened.MOVED
    assert rules.changed(made, replace(made, whole_days=False)) is Happened.MOVED


@pytest.mark.parametrize(
    ("text", "minutes"), [("10", 600), ("7,5", 450), (" 1.25 ", 75), ("0", 0), ("500", 30_000)]
)
def test_hours_are_written_as_people_write_them(text: str, minutes: int):
    assert rules.minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "dix", "-1", "0.1", "501", "nan", "inf", "1e9"])
def test_hours_that_cannot_be_are_refused(text: str):
    with pytest.raises(Refusal):
        rules.minutes_of(text)


def test_what_is_left_is_only_said_when_both_are_known():
    assert Hours(600).left is None
    assert Hours(None, 60).left is None
    assert Hours(600, 630).left == -30
