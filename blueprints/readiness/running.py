"""Running a round on the conditions: opening it, giving it time, revealing, concluding, ending."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import EndForm, attempt, ended, give_time
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.readiness.forms import WHOLE, ConclusionForm, OpenForm
from blueprints.readiness.room import HOME, ROUND, bp
from coopspace import method
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.readiness import actions
from coopspace.readiness.actions import Mode
from coopspace.readiness.model import ReadinessRound
from coopspace.readiness.rules import Item, Outcome
from coopspace.sites.model import Site

TWO_WEEKS = timedelta(days=14)


@bp.route(f"{HOME}/ouvrir", methods=["GET", "POST"])
@requires(Permission.READINESS_RUN)
def open_round(site: Site) -> ResponseReturnValue:
    """Choose the dates and what will be seen: once and for all."""
    form = OpenForm(closes=clock.today() + TWO_WEEKS)
    if form.validate_on_submit():
        try:
            with saving() as session:
                opened = actions.open_round(
                    session,
                    site,
                    by=me(),
                    opens_at=form.opens.morning(),
                    closes_at=form.closes.evening() or clock.now(),
                    mode=Mode(
                        hidden=form.shown.data == "hidden",
                        anonymous=form.names.data == "anonymous",
                    ),
                )
                number = opened.number
        except Refusal as refusal:
            say(refusal, form)
        else:
            return _back(site, number)
    return render_template("readiness/open.html", site=site, form=form)


@bp.post(f"{ROUND}/prolonger")
@requires(Permission.READINESS_RUN)
def prolong(site: Site, number: int) -> ResponseReturnValue:
    """Give the round more time."""
    give_time(
        lambda session, closes_at: actions.prolong(
            session, actions.round_of(session, number), closes_at=closes_at, by=me()
        )
    )
    return _back(site, number)


@bp.post(f"{ROUND}/reveler")
@requires(Permission.READINESS_RUN)
def reveal(site: Site, number: int) -> ResponseReturnValue:
    """Show everybody what all have answered."""
    attempt(lambda session: actions.reveal(session, actions.round_of(session, number), by=me()))
    return _back(site, number)


@bp.route(f"{ROUND}/finir", methods=["GET", "POST"])
@requires(Permission.READINESS_RUN)
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
    return render_template("readiness/end.html", site=site, round=round_, form=form)


@bp.route(f"{ROUND}/conclure", methods=["GET", "POST"])
@requires(Permission.READINESS_RUN)
def conclude(site: Site, number: int) -> ResponseReturnValue:
    """Write down what the group decides, of the whole or of one of the eight (`sur`)."""
    round_ = actions.round_of(db.session(), number)
    form = _conclusion_form(round_)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.conclude(
                    session,
                    actions.round_of(session, number),
                    item=form.item(),
                    outcome=Outcome(form.outcome.data),
                    words=form.words.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The conclusion is written down."), "success")
            item = form.item()
            return _back(site, number, anchor=item.value if item else "conclusion")
    return render_template("readiness/conclude.html", site=site, round=round_, form=form)


def _conclusion_form(round_: ReadinessRound) -> ConclusionForm:
    """The form on what the address names, with the words that stand."""
    asked = request.args.get("sur", WHOLE)
    about = asked if asked in set(Item) else WHOLE
    written = actions.conclusions(db.session(), round_)
    standing = next((one for one in reversed(written) if (one.item or WHOLE) == about), None)
    form = ConclusionForm(
        about=about,
        outcome=standing.outcome if standing else None,
        words=standing.words if standing else "",
    )
    words = method.load("readiness")
    form.outcome.choices = [
        SelectChoice(one.value, words.text(f"conclusion.{one}", language())) for one in Outcome
    ]
    return form


def _back(site: Site, number: int, anchor: str | None = None) -> ResponseReturnValue:
    there = url_for(".show", site=site.slug, number=number, _anchor=anchor)
    return redirect(there, code=303)
