"""A calendar as other software reads it: RFC 5545, written line by line.

Lines are folded at 75 octets without cutting a letter, text is escaped, addresses are not, hours
are those of Paris with the rule by which they change, a cancelled event says so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from coopspace.calendar.rules import PARIS, Planned

OCTETS = 75
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Paris",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One event of a calendar. `sequence` grows each time that it is said anew; `title` is said in
    the place of the event's own, where a calendar is of several places."""

    uid: str
    planned: Planned
    sequence: int
    made_at: datetime
    said_at: datetime
    cancelled: bool = False
    description: str = ""
    address: str = ""
    category: str = ""
    title: str = ""


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The whole file, in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CoopSpace//Calendar//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *ZONE,
    ]
    for entry in entries:
        lines += _event(entry)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> Iterator[str]:
    planned = entry.planned
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.said_at)}"
    yield f"CREATED:{_utc(entry.made_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.said_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield f"DTSTART{_moment(planned.starts, planned.whole_days)}"
    yield f"DTEND{_moment(planned.ends, planned.whole_days)}"
    yield f"TRANSP:{'TRANSPARENT' if planned.whole_days or entry.cancelled else 'OPAQUE'}"
    for name, text in (
        ("SUMMARY", entry.title or planned.title),
        ("LOCATION", planned.place or planned.link),
        ("DESCRIPTION", entry.description),
        ("CATEGORIES", entry.category),
    ):
        if text:
            yield f"{name}:{escaped(text)}"
    if entry.address:
        yield f"URL:{entry.address}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _moment(moment: datetime, whole_day: bool) -> str:
    local = moment.astimezone(PARIS)
    if whole_day:
        return f";VALUE=DATE:{local:%Y%m%d}"
    return f";TZID=Europe/Paris:{local:%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """A text as a value: its own marks are escaped, what no text may hold is left out."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line as it is sent: at most 75 octets, the next ones after a space."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def uid_of(event_id: object) -> str:
    """The name by which diaries know an event, whatever is said of it later."""
    return f"{event_id}@coopspace"
