"""The calendar of a programme, and that of one of its sites: by list, by month, what is over."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, requires, standing
from blueprints.calendar.room import AT_SITE, EVENT, HOME, SITE, bp
from coopspace.accounts import people
from coopspace.calendar import attending, reading, rules
from coopspace.calendar.held import event_of
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import Viewer
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites import access
from coopspace.sites.model import Programme, Site


@dataclass(frozen=True)
class Day:
    """One square of a month."""

    day: date
    inside: bool
    today: bool
    events: tuple[Shown, ...]


@dataclass(frozen=True)
class Month:
    """A month in weeks; the one before and the one after, as long as there is something there."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date | None
    after: date | None

    @property
    def held(self) -> list[Day]:
        """The days of the month that hold something, for a narrow page."""
        return [day for week in self.weeks for day in week if day.inside and day.events]


def month_of(first: date, shown: Sequence[Shown], today: date) -> Month:
    """The month that begins on `first`."""
    weeks = tuple(
        tuple(
            Day(
                day,
                day.month == first.month,
                day == today,
                tuple(one for one in shown if one.planned.on(day)),
            )
            for day in week
        )
        for week in Calendar().monthdatescalendar(first.year, first.month)
    )
    days = [one.planned.first_day for one in shown] + [one.planned.last_day for one in shown]
    begins, ends = min([*days, today]), max([*days, today])
    after = (first + timedelta(days=31)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return Month(
        first,
        weeks,
        before if before >= begins.replace(day=1) else None,
        after if after <= ends else None,
    )


def asked_month(text: str, today: date) -> date:
    """The first day of the month that an address asks for; of this one for anything else."""
    try:
        year, month = (int(part) for part in text[:7].split("-"))
        found = date(year, month, 1)
    except ValueError:
        return today.replace(day=1)
    inside = rules.FIRST_YEAR < found.year < rules.LAST_YEAR
    return found if inside else today.replace(day=1)


@bp.get(HOME)
@requires(Permission.CALENDAR_READ)
def index(programme: Programme) -> ResponseReturnValue:
    """What concerns whoever looks, in their programme."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    sites = reading.sites_of(session, programme)
    mine = {one.site for one in looking.seats}
    return _listed(
        reading.events(session, programme, looking),
        programme=programme,
        documents=reading.documents(session, programme),
        names={one.id: one.name for one in sites},
        own=[one for one in sites if one.id in mine],
    )


@bp.get(SITE)
@requires(Permission.CALENDAR_READ)
def of_site(site: Site) -> ResponseReturnValue:
    """What concerns one site, its people in training, its hours of accompaniment."""
    session = db.session()
    shown = reading.events(session, site.programme, reading.viewer_at(site, standing()))
    trained = reading.trained_here(session, shown)
    return _listed(
        shown,
        programme=site.programme,
        site=site,
        names={site.id: site.name},
        trained=trained,
        enrolled=reading.enrolled_here(session),
        plan=attending.plan_of(session),
        people=people.by_ids(session, trained.people),
    )


def _listed(shown: list[Shown], **more: object) -> ResponseReturnValue:
    today, view = clock.today(), request.args.get("vue", "")
    month = None
    if view == "mois":
        month = month_of(asked_month(request.args.get("mois", ""), today), shown, today)
    return render_template(
        "calendar/index.html",
        view=view if view in ("mois", "passe") else "",
        month=month,
        coming=[one for one in shown if not one.is_past],
        past=[one for one in reversed(shown) if one.is_past],
        **more,
    )


@bp.get(EVENT)
@requires(Permission.CALENDAR_READ)
def show(programme: Programme, event: int) -> ResponseReturnValue:
    """One event and everything that was said of it."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    told = reading.sheet(session, programme, event, looking)
    return render_template(
        "calendar/show.html",
        programme=programme,
        told=told,
        event=told[0],
        writes=rules.may_write(told[0].planned.sites, looking),
        own=_own(programme, told[0], looking),
        logs={one.slug for one in access.sites_where(session, me(), Permission.ACCOMPANIMENT_LOG)},
        names={one.id: one.name for one in reading.sites_of(session, programme)},
        people=people.by_ids(session, (one.by for one in told)),
    )


def _own(programme: Programme, event: Shown, looking: Viewer) -> list[Site]:
    """The sites of whoever looks that the event concerns; a lead is led to each of them."""
    mine = {one.site for one in looking.seats}
    return [
        one
        for one in reading.sites_of(db.session(), programme)
        if (looking.leads or one.id in mine) and rules.at_site(event.planned, one.id)
    ]


@bp.get(AT_SITE)
@requires(Permission.CALENDAR_READ)
def at_site(site: Site, event: int) -> ResponseReturnValue:
    """The people of a site at one event: who is enrolled, who came."""
    session = db.session()
    looking = reading.viewer_at(site, standing())
    told = reading.sheet(session, site.programme, event, looking)
    found = event_of(session, site.programme, event)
    seats, came = attending.seats_of(session, found), attending.came_of(session, found)
    return render_template(
        "calendar/at_site.html",
        site=site,
        programme=site.programme,
        event=told[0],
        seats=seats,
        came=came,
        people=people.by_ids(session, [*seats, *came]),
    )
