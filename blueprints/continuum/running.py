"""Running a round: opening it, giving it time, revealing it, concluding, ending it."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import EndForm, attempt, ended, give_time
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.continuum.forms import ConclusionForm, OpenForm
from blueprints.continuum.room import HOME, ROUND, bp, level_name
from coopspace import method
from coopspace.continuum import actions
from coopspace.continuum.actions import Mode
from coopspace.continuum.rules import Level, Outcome
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site

A_WEEK = timedelta(days=7)


@bp.route(f"{HOME}/ouvrir", methods=["GET", "POST"])
@requires(Permission.CONTINUUM_RUN)
def open_round(site: Site) -> ResponseReturnValue:
    """Choose the question, the dates, who answers and what will be seen: once and for all."""
    form = OpenForm(
        question=method.load("continuum").text("exercise.question", language()),
        closes=clock.today() + A_WEEK,
    )
    if form.validate_on_submit():
        try:
            with saving() as session:
                opened = actions.open_round(
                    session,
                    site,
                    by=me(),
                    question=form.question.data or "",
                    opens_at=form.opens.morning(),
                    closes_at=form.closes.evening() or clock.now(),
                    mode=Mode(
                        hidden=form.shown.data == "hidden",
                        anonymous=form.names.data == "anonymous",
                        guests=form.who.data == "guests",
                    ),
                    expected=form.expected.data,
                )
                number = opened.number
        except Refusal as refusal:
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return render_template("continuum/open.html", site=site, form=form)


@bp.post(f"{ROUND}/prolonger")
@requires(Permission.CONTINUUM_RUN)
def prolong(site: Site, number: int) -> ResponseReturnValue:
    """Give the round more time."""
    give_time(
        lambda session, closes_at: actions.prolong(
            session, actions.round_of(session, number), closes_at=closes_at, by=me()
        )
    )
    return _back(site, number)


@bp.post(f"{ROUND}/reveler")
@requires(Permission.CONTINUUM_RUN)
def reveal(site: Site, number: int) -> ResponseReturnValue:
    """Show everybody what all have answered."""
    attempt(lambda session: actions.reveal(session, actions.round_of(session, number), by=me()))
    return _back(site, number)


@bp.route(f"{ROUND}/finir", methods=["GET", "POST"])
@requires(Permission.CONTINUUM_RUN)
def end_round(site: Site, number: int) -> ResponseReturnValue:
    """End a round that will not be revealed, and say why."""
    round_ = actions.round_of(db.session(), number)
    form = EndForm()
    if ended(
        form,
        lambda session, why: actions.end_round(
            session, actions.round_of(session, number), why=why, by=me()
        ),
    ):
        return _back(site, number)
    return render_template("continuum/end.html", site=site, round=round_, form=form)


@bp.route(f"{ROUND}/conclure", methods=["GET", "POST"])
@requires(Permission.CONTINUUM_RUN)
def conclude(site: Site, number: int) -> ResponseReturnValue:
    """Write down what the group decides."""
    round_ = actions.round_of(db.session(), number)
    form = _conclusion_form(site, number)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.conclude(
                    session,
                    actions.round_of(session, number),
                    outcome=Outcome(form.outcome.data),
                    level=form.named_level(),
                    words=form.words.data or "",
                    advances=form.advances.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The conclusion is written down."), "success")
            return _back(site, number)
    return render_template("continuum/conclude.html", site=site, round=round_, form=form)


@bp.post(f"{ROUND}/code")
@requires(Permission.CONTINUUM_RUN)
def new_code(site: Site, number: int) -> ResponseReturnValue:
    """Another code for twelve hours."""
    attempt(lambda session: actions.new_code(session, actions.round_of(session, number), by=me()))
    return _back(site, number)


def _conclusion_form(site: Site, number: int) -> ConclusionForm:
    round_ = actions.round_of(db.session(), number)
    standing = actions.conclusion_of(db.session(), round_)
    form = ConclusionForm(
        outcome=standing.outcome if standing else None,
        level=str(standing.level or "") if standing else None,
        words=standing.words if standing else "",
        advances=standing.advances if standing else "",
    )
    words = method.load("continuum")
    form.outcome.choices = [
        SelectChoice(one.value, words.text(f"conclusion.{one}", language())) for one in Outcome
    ]
    form.level.choices = [SelectChoice(str(one.value), level_name(one)) for one in Level]
    return form


def _back(site: Site, number: int) -> ResponseReturnValue:
    return redirect(url_for(".show", site=site.slug, number=number), code=303)
