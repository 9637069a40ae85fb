"""The file that diaries read, read again by another library."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from coopspace.calendar import ical, rules
from coopspace.calendar.ical import Entry
from coopspace.calendar.rules import Planned, When

MADE = datetime(2026, 1, 2, 9, tzinfo=UTC)
SAID = datetime(2026, 1, 3, 9, tzinfo=UTC)
NASTY = "Été ; hiver, \\ « œuvre » 😀\nATTENDEE:mailto:x@y.fr\r\nEND:VCALENDAR\x07\t!"


def entry(when: When, **more: object) -> Entry:
    """An event as a feed has it."""
    starts, ends, whole = rules.moments(when)
    told = {"title": "Formation", "place": "Lyon", **more.pop("told", {})}
    planned = Planned(starts=starts, ends=ends, whole_days=whole, **told)
    return replace(
        Entry(ical.uid_of(uuid.UUID(int=1)), planned, 0, MADE, SAID),
        **more,
    )


def only(content: bytes):
    """The one event of a file, read by the other library without a complaint."""
    read = Calendar.from_ical(content)
    (event,) = read.walk("VEVENT")
    assert not event.errors
    return event


@pytest.mark.parametrize(("month", "hour"), [(1, 8), (7, 7)])
def test_an_hour_of_paris_is_the_same_instant_elsewhere(month: int, hour: int):
    event = only(ical.calendar("x", [entry(When(date(2026, month, 15), None, time(9), time(17)))]))
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2026, month, 15, hour, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTAMP") == SAID
    assert event.decoded("CREATED") == MADE


def test_the_rule_of_the_zone_agrees_with_the_zone():
    (zone,) = Calendar.from_ical(ical.calendar("x", [])).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    made = zone.to_tz(lookup_tzid=False)
    for year in (2000, 2026, 2037):
        for month, day in ((1, 15), (3, 20), (3, 31), (7, 1), (10, 20), (10, 31), (12, 31)):
            moment = datetime(year, month, day, 12)  # noqa: DTZ001
            offset = moment.replace(tzinfo=made).utcoffset()
            assert offset == moment.replace(tzinfo=rules.PARIS).utcoffset(), moment


def test_whole_days_are_days_and_the_last_one_is_not_counted():
    event = only(ical.calendar("x", [entry(When(date(2026, 3, 28), date(2026, 3, 29)))]))
    assert event.decoded("DTSTART") == date(2026, 3, 28)
    assert event.decoded("DTEND") == date(2026, 3, 30)


def test_a_cancelled_event_says_so_under_the_same_name():
    when = When(date(2026, 3, 28))
    before = only(ical.calendar("x", [entry(when)]))
    after = only(ical.calendar("x", [entry(when, cancelled=True, sequence=2)]))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after["STATUS"] == "CANCELLED"


def test_hostile_words_stay_words_and_come_back_whole():
    made = entry(When(date(2026, 3, 28)), told={"title": NASTY}, description=NASTY)
    content = ical.calendar(NASTY, [made])
    event = only(content)
    said = NASTY.replace("\r\n", "\n").replace("\x07", "").replace("\t", " ")
    assert event["SUMMARY"] == said
    assert event["DESCRIPTION"] == said
    assert "ATTENDEE" not in event
    assert content.count(b"\r\nEND:VCALENDAR\r\n") == 1


def test_lines_are_folded_at_75_octets_without_cutting_a_letter():
    text = "é😀a" * 200
    content = ical.calendar("x", [entry(When(date(2026, 3, 28)), description=text)])
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) == 75
    assert all(line.decode() or line == b"" for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert only(content)["DESCRIPTION"] == text


def test_each_event_has_its_address_and_its_place():
    made = entry(When(date(2026, 3, 28)), address="https://exemple.fr/1;a,b", category="Réunion")
    event = only(ical.calendar("Un cap", [made]))
    assert event["URL"] == "https://exemple.fr/1;a,b"
    assert event["LOCATION"] == "Lyon"
    assert event.categories == ["Réunion"]
    assert Calendar.from_ical(ical.calendar("Un cap", []))["X-WR-CALNAME"] == "Un cap"
