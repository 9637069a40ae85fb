"""What is true of an event of a programme: whom it concerns, who may write it, how long it lasts.

Days are those of France: an event without hours lasts whole days, from midnight to midnight.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from coopspace.kernel import typed
from coopspace.kernel.refusal import N_, Refusal

PARIS = ZoneInfo("Europe/Paris")
LINE_MAX = 200
LINK_MAX = 500
WORDS_MAX = 4_000
LONGEST = timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_HALVES = 20
MOST_HOURS = 500


class Kind(StrEnum):
    """What an event is."""

    TRAINING = "training"
    MEETING = "meeting"
    MILESTONE = "milestone"
    STEP = "step"


class Part(StrEnum):
    """Which part of the course a training day belongs to: the path that the house follows."""

    DIRECTION = "direction"
    COOPERATION = "cooperation"
    LEARNING = "learning"


class Audience(StrEnum):
    """For whom an event is, at the sites that it concerns."""

    EVERYBODY = "everybody"
    TRIOS = "trios"
    FACILITATORS = "facilitators"


class Happened(StrEnum):
    """What somebody did to an event."""

    WRITTEN = "written"
    CHANGED = "changed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"


@dataclass(frozen=True)
class Planned:
    """An event as it is told. No site named: all of them. `halves` counts half-days of training."""

    title: str
    starts: datetime
    ends: datetime
    kind: Kind = Kind.MEETING
    whole_days: bool = False
    part: Part | None = None
    halves: int = 0
    place: str = ""
    link: str = ""
    audience: Audience = Audience.EVERYBODY
    sites: tuple[uuid.UUID, ...] = ()
    prepare: str = ""

    @property
    def first_day(self) -> date:
        """The day it begins, in France."""
        return self.starts.astimezone(PARIS).date()

    @property
    def last_day(self) -> date:
        """The last day of it, in France: midnight is still the day before."""
        last = self.ends - timedelta(microseconds=1) if self.ends > self.starts else self.ends
        return last.astimezone(PARIS).date()

    @property
    def minutes(self) -> int:
        """How long it lasts; nothing where its hours are not told, or for more than a day."""
        lasts = self.ends - self.starts
        told = not self.whole_days and lasts <= timedelta(days=1)
        return int(lasts.total_seconds() // 60) if told else 0

    def on(self, day: date) -> bool:
        """Whether any of it is on this day."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class When:
    """Days and hours as people write them; without hours, whole days."""

    day: date | None
    until: date | None = None
    start: time | None = None
    end: time | None = None


def moments(when: When) -> tuple[datetime, datetime, bool]:
    """When it begins and ends, and whether it lasts whole days. Raises Refusal."""
    if when.day is None:
        raise Refusal(N_("Say on which day."), field="day")
    last = when.until or when.day
    if last < when.day:
        raise Refusal(N_("The last day comes after the first."), field="until")
    if not FIRST_YEAR <= when.day.year <= last.year < LAST_YEAR:
        raise Refusal(N_("Write a year between 2000 and 2099."), field="day")
    if when.start is None:
        if when.end is not None:
            raise Refusal(N_("Say from what hour."), field="start")
        return _at(when.day, time.min), _at(last + timedelta(days=1), time.min), True
    if when.end is None:
        raise Refusal(N_("Say until what hour."), field="end")
    starts, ends = _at(when.day, when.start), _at(last, when.end)
    if ends <= starts:
        raise Refusal(N_("It ends after it begins."), field="end")
    return starts, ends, False


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)


def when_of(planned: Planned) -> When:
    """The days and hours of an event, to be written again."""
    more = planned.last_day if planned.last_day != planned.first_day else None
    if planned.whole_days:
        return When(planned.first_day, more)
    start, end = planned.starts.astimezone(PARIS), planned.ends.astimezone(PARIS)
    until = end.date() if end.date() != start.date() else None
    return When(start.date(), until, start.time(), end.time())


def whole(planned: Planned) -> Planned:
    """An event without margins and within its bounds. Raises Refusal beside the field."""
    made = replace(
        planned,
        title=typed.line(planned.title, "title", LINE_MAX),
        place=typed.line(planned.place, "place", LINE_MAX),
        link=link_of(planned.link, "link"),
        prepare=typed.words(planned.prepare, "prepare", WORDS_MAX),
        sites=tuple(sorted(set(planned.sites))),
    )
    if not made.title:
        raise Refusal(N_("Say what it is: a few words are enough."), field="title")
    if made.ends - made.starts > LONGEST:
        raise Refusal(N_("An event lasts a month at most: write several."), field="until")
    if made.kind is not Kind.TRAINING:
        return replace(made, part=None, halves=0)
    if not 1 <= made.halves <= MOST_HALVES:
        raise Refusal(N_("Say how many days of training it counts for."), field="halves")
    return made


def link_of(text: str, field: str) -> str:
    """An address of the web, or nothing. Raises Refusal for anything else."""
    found = text.strip()
    if not found:
        return ""
    if len(found) > LINK_MAX or not _is_address(found):
        raise Refusal(N_("Write an address like this: https://example.org/room"), field=field)
    return found


def _is_address(text: str) -> bool:
    if any(ord(one) <= 32 or ord(one) == 127 or one in '\\<>"' for one in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username


def changed(before: Planned, now: Planned) -> Happened | None:
    """What the new words do to the event: nothing, a change, or a move in time."""
    if (before.starts, before.ends, before.whole_days) != (now.starts, now.ends, now.whole_days):
        return Happened.MOVED
    return Happened.CHANGED if before != now else None


def stored(planned: Planned) -> dict[str, Any]:
    """As plain values, its moments aside: they have columns of their own."""
    values = {one.name: getattr(planned, one.name) for one in fields(planned)}
    values["sites"] = [str(one) for one in planned.sites]
    return {name: value for name, value in values.items() if name not in ("starts", "ends")}


def read(values: Mapping[str, Any], *, starts: datetime, ends: datetime) -> Planned:
    """From plain values; what a later version added is left out."""
    known = {one.name for one in fields(Planned)}
    said = {name: value for name, value in values.items() if name in known}
    said["kind"] = Kind(said["kind"])
    said["audience"] = Audience(said["audience"])
    said["part"] = Part(said["part"]) if said.get("part") else None
    said["sites"] = tuple(uuid.UUID(one) for one in said.get("sites") or ())
    return Planned(**{**said, "starts": starts, "ends": ends})


@dataclass(frozen=True)
class Seat:
    """What somebody is at one site of the programme, as far as the calendar asks."""

    site: uuid.UUID
    trio: bool = False
    facilitates: bool = False


@dataclass(frozen=True)
class Viewer:
    """Who looks at a calendar: whether they lead the programme, and where they have a place."""

    leads: bool = False
    seats: tuple[Seat, ...] = ()

    @property
    def writes_at(self) -> frozenset[uuid.UUID]:
        """The sites that they facilitate."""
        return frozenset(one.site for one in self.seats if one.facilitates)


def sees(planned: Planned, viewer: Viewer) -> bool:
    """Whether an event concerns this person: the lead is concerned by everything."""
    if viewer.leads:
        return True
    here = [one for one in viewer.seats if at_site(planned, one.site)]
    if planned.audience is Audience.EVERYBODY:
        return bool(here)
    if planned.audience is Audience.TRIOS:
        return any(one.trio or one.facilitates for one in here)
    return any(one.facilitates for one in here)


def at_site(planned: Planned, site: uuid.UUID) -> bool:
    """Whether an event concerns this site."""
    return not planned.sites or site in planned.sites


def may_write(sites: Collection[uuid.UUID], viewer: Viewer) -> bool:
    """Whether this person writes an event of these sites: a lead any, a facilitator those of the
    whole programme and of the sites that they facilitate."""
    return viewer.leads or (bool(viewer.writes_at) and viewer.writes_at.issuperset(sites))


def halves_of(came: Collection[Planned]) -> int:
    """How many half-days of training these events count for together."""
    return sum(one.halves for one in came if one.kind is Kind.TRAINING)


def minutes_of(hours: str) -> int:
    """Hours as people write them, in minutes: 10, 7,5 or 1.25. Raises Refusal."""
    text = hours.strip().replace(",", ".")
    try:
        found = float(text)
    except ValueError as error:
        raise Refusal(N_("Write a number of hours, like 10 or 7.5."), field="hours") from error
    minutes = found * 60
    if not 0 <= found <= MOST_HOURS or minutes != round(minutes) or minutes % 15:
        raise Refusal(
            N_("Write quarters of an hour, from 0 to %(most)d hours."),
            field="hours",
            most=MOST_HOURS,
        )
    return round(minutes)


@dataclass(frozen=True)
class Hours:
    """Minutes of accompaniment: planned, and used where somebody counted them."""

    planned: int | None
    used: int | None = None

    @property
    def left(self) -> int | None:
        """What remains; None as long as one of the two is not known. It may be below zero."""
        if self.planned is None or self.used is None:
            return None
        return self.planned - self.used
