"""Opening a decision, and saying anew what it is about, how it is taken, who is asked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.decisions.forms import FramingForm, OpenForm, filled
from blueprints.decisions.room import DECISION, HOME, bp
from blueprints.decisions.views import page, sheet_of
from coopspace.decisions import actions, proposing
from coopspace.decisions.held import decision_of
from coopspace.decisions.rules import Framing
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site


@bp.route(f"{HOME}/ouvrir", methods=["GET", "POST"])
@requires(Permission.DECISION_EDIT)
def open_decision(site: Site) -> ResponseReturnValue:
    """Open a decision: under a rule of the agreement (`regle`), or on any other matter."""
    session = db.session()
    settled = proposing.settled(session)
    rule = request.args.get("regle")
    if request.method == "GET" and rule is None and settled.decisions:
        return render_template("decisions/choose.html", site=site, settled=settled)
    proposed = proposing.proposed(session, site, rule or "")
    form = OpenForm(data=filled(proposed.framing, [*proposed.asked]))
    _offer(site, form, proposed.framing)
    if form.validate_on_submit():
        try:
            with saving() as writing:
                opened = actions.open_decision(
                    writing,
                    site,
                    framing=form.framing(),
                    proposal=form.text.data or "",
                    asked=form.people(),
                    by=me(),
                )
                number = opened.number
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The decision is open: those who are asked can speak."), "success")
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return render_template("decisions/open.html", site=site, form=form)


@bp.route(f"{DECISION}/cadre", methods=["GET", "POST"])
@requires(Permission.DECISION_EDIT)
def frame(site: Site, number: int) -> ResponseReturnValue:
    """Say anew what is decided, how, who is asked; what somebody else said meanwhile is shown."""
    shown = sheet_of(site, number)
    now = shown.framings[0]
    asked = [one.person for one in shown.voices if one.asked]
    form = FramingForm(data=filled(now.framing, asked, seen=now.seq))
    _offer(site, form, now.framing)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.frame(
                    session,
                    decision_of(session, number),
                    site=site,
                    framing=form.framing(),
                    asked=form.people(),
                    seen=form.seen_framing(),
                    by=me(),
                )
        except Refusal as refusal:
            shown = sheet_of(site, number)
            form.seen.data = str(shown.framings[0].seq)
            say(refusal, form)
        else:
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    return page(site, shown, "decisions/frame.html", form=form)


def _offer(site: Site, form: FramingForm, keep: Framing) -> None:
    session = db.session()
    form.offer(
        proposing.settled(session),
        proposing.speakers(session, site),
        proposing.changes_of(session),
        keep=keep,
    )
