"""Planning an event, saying it anew, cancelling it, bringing it back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.calendar.forms import CancelForm, EventForm, filled
from blueprints.calendar.room import EVENT, HOME, bp
from coopspace.calendar import actions, reading, rules
from coopspace.calendar.held import event_of
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import Happened, Viewer
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Forbidden, Refusal
from coopspace.sites.model import Programme, Site


@bp.route(f"{HOME}/ajouter", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def add(programme: Programme) -> ResponseReturnValue:
    """Plan an event."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    form = EventForm()
    form.offer(_reach(programme, looking))
    if form.validate_on_submit():
        try:
            with saving() as writing:
                planned = form.planned()
                made = actions.plan(
                    writing, programme, planned=planned, viewer=looking, by=me()
                ).number
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It stands in the calendar."), "success")
            return _to(programme, made)
    return render_template("calendar/edit.html", programme=programme, form=form, event=None)


@bp.route(f"{EVENT}/modifier", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def change(programme: Programme, event: int) -> ResponseReturnValue:
    """Say an event anew; one that moves says why."""
    looking, now = _writing(programme, event)
    if now.cancelled:
        return _to(programme, event)
    form = EventForm(data=filled(now.planned, seen=now.seq))
    form.offer(_reach(programme, looking))
    if form.validate_on_submit():
        try:
            with saving() as session:
                happened = actions.change(
                    session,
                    programme,
                    event_of(session, programme, event),
                    planned=form.planned(),
                    words=form.words.data or "",
                    seen=form.seen_saying(),
                    viewer=looking,
                    by=me(),
                )
        except Refusal as refusal:
            looking, now = _writing(programme, event)
            form.seen.data = str(now.seq)
            say(refusal, form)
        else:
            if happened is Happened.MOVED:
                flash(_("It has moved: diaries will follow."), "success")
            return _to(programme, event)
    return render_template("calendar/edit.html", programme=programme, form=form, event=now)


@bp.route(f"{EVENT}/annuler", methods=["GET", "POST"])
@requires(Permission.CALENDAR_EDIT)
def cancel(programme: Programme, event: int) -> ResponseReturnValue:
    """Cancel an event, with a word: it stays where it stood."""
    looking, now = _writing(programme, event)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.cancel(
                    session,
                    event_of(session, programme, event),
                    words=form.words.data or "",
                    viewer=looking,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is cancelled: it stays in the calendar, with your words."), "success")
            return _to(programme, event)
    return render_template("calendar/cancel.html", programme=programme, form=form, event=now)


@bp.post(f"{EVENT}/retablir")
@requires(Permission.CALENDAR_EDIT)
def restore(programme: Programme, event: int) -> ResponseReturnValue:
    """Bring back an event that was cancelled."""
    looking, _now = _writing(programme, event)
    with saving() as session:
        found = event_of(session, programme, event)
        actions.restore(session, found, viewer=looking, by=me())
    return _to(programme, event)


def _writing(programme: Programme, event: int) -> tuple[Viewer, Shown]:
    """Who writes, and the event as it stands. Raises NotFound for one that does not concern them,
    Forbidden for one of sites that they do not facilitate."""
    session = db.session()
    looking = reading.viewer(session, me(), programme)
    now = reading.sheet(session, programme, event, looking)[0]
    if not rules.may_write(now.planned.sites, looking):
        raise Forbidden(
            N_("This event concerns sites that you do not facilitate: ask the programme’s lead.")
        )
    return looking, now


def _reach(programme: Programme, looking: Viewer) -> list[Site]:
    """The sites that may be named: every one for a lead, for a facilitator their own."""
    sites = reading.sites_of(db.session(), programme)
    return [one for one in sites if looking.leads or one.id in looking.writes_at]


def _to(programme: Programme, event: int) -> ResponseReturnValue:
    return redirect(url_for(".show", programme=programme.slug, event=event), code=303)
