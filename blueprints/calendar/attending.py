"""The people of a site in training: enrolling them, writing who came; and its hours planned."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires, standing
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.calendar.forms import HoursForm, PeopleForm
from blueprints.calendar.room import AT_SITE, SITE, bp
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.calendar import attending, reading
from coopspace.calendar.held import event_of
from coopspace.calendar.reading import Shown
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{AT_SITE}/inscrire", methods=["GET", "POST"])
@requires(Permission.TRAINING_ENROL)
def enrol(site: Site, event: int) -> ResponseReturnValue:
    """Say who of the site is enrolled."""
    session = db.session()
    shown = _event(site, event)
    found = event_of(session, site.programme, event)
    known = attending.people_of(session, site)
    form = PeopleForm(data={"people": [str(one) for one in attending.seats_of(session, found)]})
    form.offer(_("Who is enrolled"), known)
    if form.validate_on_submit():
        try:
            with saving() as writing:
                now = event_of(writing, site.programme, event)
                attending.enrol(writing, site, now, people=form.ticked(), by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _to(site, event)
    return render_template("calendar/enrol.html", site=site, form=form, event=shown)


@bp.route(f"{AT_SITE}/presence", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def attendance(site: Site, event: int) -> ResponseReturnValue:
    """Write who came."""
    session = db.session()
    shown = _event(site, event)
    found = event_of(session, site.programme, event)
    written, seats = attending.came_of(session, found), attending.seats_of(session, found)
    came = [who for who, one in written.items() if one.came] if written else [*seats]
    form = PeopleForm(data={"people": [str(one) for one in came]})
    form.offer(_("Who came"), _known(site, [*seats, *written]))
    if form.validate_on_submit():
        try:
            with saving() as writing:
                now = event_of(writing, site.programme, event)
                attending.write_attendance(writing, site, now, came=form.ticked(), by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _to(site, event)
    return render_template(
        "calendar/attendance.html", site=site, form=form, event=shown, written=written
    )


@bp.route(f"{SITE}/heures", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def hours(site: Site) -> ResponseReturnValue:
    """Write how many hours of accompaniment the site may count on."""
    session = db.session()
    plans = attending.plans_of(session)
    now = plans[0] if plans else None
    form = HoursForm(data={"hours": f"{now.minutes / 60:g}" if now else "10", "words": ""})
    if form.validate_on_submit():
        try:
            with saving() as writing:
                attending.plan_hours(
                    writing,
                    site,
                    hours=form.hours.data or "",
                    words=form.words.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The hours planned are written."), "success")
            return redirect(url_for(".of_site", site=site.slug), code=303)
    return render_template(
        "calendar/hours.html",
        site=site,
        form=form,
        plans=plans,
        people=people.by_ids(session, (one.by for one in plans)),
    )


def _event(site: Site, event: int) -> Shown:
    """The event as it stands, if it concerns the site. Raises NotFound."""
    looking = reading.viewer_at(site, standing())
    return reading.sheet(db.session(), site.programme, event, looking)[0]


def _known(site: Site, more: list[uuid.UUID]) -> dict[uuid.UUID, User | None]:
    """The members of the site, and those who were enrolled or came and have left since."""
    session = db.session()
    members = attending.people_of(session, site)
    left = people.by_ids(session, (one for one in more if one not in members))
    return {**members, **{one: left.get(one) for one in more if one not in members}}


def _to(site: Site, event: int) -> ResponseReturnValue:
    return redirect(url_for(".at_site", site=site.slug, event=event), code=303)
