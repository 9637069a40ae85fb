"""Writing the outcome, and opening a decision again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.decisions.forms import OutcomeForm, ReopenForm
from blueprints.decisions.room import DECISION, bp
from blueprints.decisions.speaking import changed
from blueprints.decisions.views import page, sheet_of
from coopspace.decisions import actions
from coopspace.decisions.held import decision_of
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.positions.taking import Replaced
from coopspace.sites.model import Site


@bp.route(f"{DECISION}/issue", methods=["GET", "POST"])
@requires(Permission.DECISION_EDIT)
def conclude(site: Site, number: int) -> ResponseReturnValue:
    """Write what came of it; what the method would still ask is said above, and forbids nothing."""
    form = OutcomeForm(data={"day": clock.today()})
    replaced: Replaced | None = None
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.conclude(
                    session,
                    decision_of(session, number),
                    outcome=form.outcome.data or "",
                    words=form.words.data or "",
                    day=form.day.data,
                    seen=form.seen(),
                    heard=form.heard_position(),
                    by=me(),
                )
        except Replaced as refusal:
            replaced = refusal
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The outcome is written. It stands in the register."), "success")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    shown = sheet_of(site, number)
    form.on(shown.text)
    form.heard.data = str(shown.heard)
    told = page(
        site,
        shown,
        "decisions/outcome.html",
        form=form,
        replaced=sentence(replaced) if replaced else "",
        changed=changed(replaced),
    )
    return told, 409 if replaced else 200


@bp.route(f"{DECISION}/rouvrir", methods=["GET", "POST"])
@requires(Permission.DECISION_EDIT)
def reopen(site: Site, number: int) -> ResponseReturnValue:
    """Open a decision again, and say why."""
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.reopen(
                    session, decision_of(session, number), why=form.why.data or "", by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The decision is open again."), "success")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, sheet_of(site, number), "decisions/reopen.html", form=form)
