"""Surveys at the site: who is asked and who answered, opening one, more time, the closing."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm, attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.survey.forms import OpenForm, ProlongForm
from blueprints.survey.room import HOME, ONE, bp
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import networks, waves
from coopspace.stakeholders.rules import Kind, name_key
from coopspace.survey import actions
from coopspace.survey.results import results

A_FORTNIGHT = timedelta(days=14)


@bp.get(HOME)
@requires(Permission.STAKEHOLDER_READ)
def index(site: Site) -> ResponseReturnValue:
    """The surveys of the site, and how many answered each."""
    session = db.session()
    found = [(one, actions.asked(session, one.wave)) for one in actions.surveys(session)]
    return render_template("survey/index.html", site=site, found=found)


@bp.route(f"{HOME}/nouvelle", methods=["GET", "POST"])
@requires(Permission.STAKEHOLDER_ASK)
def open_one(site: Site) -> ResponseReturnValue:
    """Open a survey: until when, of whom, with which questions."""
    form = OpenForm(data={"closes": clock.today() + A_FORTNIGHT})
    on_map = [
        one
        for one in networks.seen(db.session()).organisations
        if one.said.kind is Kind.ORGANISATION
    ]
    form.offer(sorted(((one.ref, one.name) for one in on_map), key=lambda one: name_key(one[1])))
    if form.is_submitted() and form.everybody.data:
        form.asked.data = form.offered()
    elif form.validate_on_submit():
        try:
            with saving() as session:
                running = actions.open_survey(
                    session,
                    site,
                    name=form.name.data or "",
                    closes_at=form.closes.evening(),
                    asked=form.chosen(),
                    six=bool(form.six.data),
                    by=me(),
                )
                number = running.wave.number
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The survey is open: now hand out its links."), "success")
            return redirect(url_for(".show", site=site.slug, survey=number), code=303)
    return render_template("survey/open.html", site=site, form=form)


@bp.get(ONE)
@requires(Permission.STAKEHOLDER_READ)
def show(site: Site, survey: int) -> ResponseReturnValue:
    """Who is asked, who answered, and what was said together once it is closed."""
    session = db.session()
    running = actions.survey_of(session, survey)
    closed = running.wave.closed_at is not None
    return render_template(
        "survey/show.html",
        site=site,
        running=running,
        asked=actions.asked(session, running.wave),
        results=results(session, running),
        earlier=waves.before(session, running.wave) if closed else None,
        before=_before(session, running) if closed else None,
        prolong=ProlongForm(formdata=None, data={"closes": running.survey.closes_at}),
        act=ActForm(formdata=None),
    )


def _before(session: Session, running: actions.Running) -> dict[str, object] | None:
    """What the closed survey before this one said together, where enough spoke."""
    number = running.wave.number
    for one in actions.surveys(session):
        if one.wave.number < number and one.wave.closed_at is not None:
            told = results(session, one)
            levels = told.levels if told else None
            return {"name": one.wave.name, "levels": levels} if levels else None
    return None


@bp.post(f"{ONE}/prolonger")
@requires(Permission.STAKEHOLDER_ASK)
def prolong(site: Site, survey: int) -> ResponseReturnValue:
    """Give more time."""
    form = ProlongForm()
    if form.validate_on_submit():
        attempt(
            lambda session: actions.prolong(
                session,
                actions.survey_of(session, survey),
                closes_at=form.closes.evening(),
                by=me(),
            ),
            done=_("The survey has more time."),
        )
    else:
        flash(_("Choose the day when the survey closes."), "refusal")
    return redirect(url_for(".show", site=site.slug, survey=survey), code=303)


@bp.post(f"{ONE}/clore")
@requires(Permission.STAKEHOLDER_ASK)
def close(site: Site, survey: int) -> ResponseReturnValue:
    """Close it for good."""
    attempt(
        lambda session: actions.close(session, actions.survey_of(session, survey), by=me()),
        done=_("The survey is closed: what was said is kept, and nothing is added."),
    )
    return redirect(url_for(".show", site=site.slug, survey=survey), code=303)
