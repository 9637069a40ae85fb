"""Wording the proposal while it is open, together or through a plain form."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared import texts
from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import attempt
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.decisions.forms import ProposalForm
from blueprints.decisions.room import DECISION, bp
from blueprints.decisions.views import page, sheet_of
from coopspace.decisions import actions
from coopspace.decisions.held import DECIDED, decision_of
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{DECISION}/modifier", methods=["GET", "POST"])
@requires(Permission.DECISION_EDIT)
def amend(site: Site, number: int) -> ResponseReturnValue:
    """Write the next wording; those who spoke of another are asked again."""
    shown = sheet_of(site, number)
    here = url_for(".show", site=site.slug, number=number)
    form = ProposalForm(data=texts.seen(text=shown.text))
    if not shown.is_open and not form.is_submitted():
        flash(sentence(Refusal(DECIDED)), "refusal")
        return redirect(here, code=303)
    conflicts: list[texts.Conflict] = []
    if form.validate_on_submit():
        try:
            with saving() as session:
                written = actions.amend(
                    session,
                    decision_of(session, number),
                    text=form.text.data or "",
                    seen=form.text_seen.data,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            conflicts = texts.meet(db.session(), form, text=written)
            if not conflicts:
                return redirect(here, code=303)
    told = page(
        site, sheet_of(site, number), "decisions/proposal.html", form=form, conflicts=conflicts
    )
    return told, 409 if conflicts else 200


@bp.post(f"{DECISION}/restaurer/<int(max=999999999):wording>")
@requires(Permission.DECISION_EDIT)
def restore(site: Site, number: int, wording: int) -> ResponseReturnValue:
    """Make an earlier wording stand again, as a new one."""

    def act(session: Session) -> None:
        actions.restore(session, decision_of(session, number), number=wording, by=me())

    attempt(act, done=_("Wording %(number)d stands again.", number=wording))
    return redirect(url_for(".history", site=site.slug, number=number), code=303)
