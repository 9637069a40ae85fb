"""The adherence of a party to the approach."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.sites.forms import AdherenceForm
from blueprints.sites.room import members_bp as bp
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites import adherence
from coopspace.sites.model import Site


@bp.route("/adhesion", methods=["GET", "POST"])
@requires(Permission.ADHERENCE_RECORD)
def adhere(site: Site) -> ResponseReturnValue:
    """Say in one's own words that one's party adheres to the approach."""
    form = AdherenceForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                adherence.adhere(session, site, words=form.words.data or "", by=me())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The adherence of your party is recorded."))
            return redirect(url_for(".index", site=site.slug), code=303)
    return render_template("sites/adhere.html", form=form)


@bp.post("/adhesion/retirer")
@requires(Permission.ADHERENCE_RECORD)
def withdraw(site: Site) -> ResponseReturnValue:
    """Take back the adherence of one's own party."""
    try:
        with saving() as session:
            adherence.withdraw(session, site, by=me())
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("The adherence of your party is taken back."))
    return redirect(url_for(".index", site=site.slug), code=303)
