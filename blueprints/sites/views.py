"""The site itself: its name, who may do what there."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires, standing
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.sites.forms import SiteForm
from blueprints.sites.room import site_bp as bp
from blueprints.sites.words import WORDS, all_of, role_word
from coopspace.kernel.permissions import GRANTABLE, ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import Refusal
from coopspace.sites import actions
from coopspace.sites.model import Site
from coopspace.sites.rules import roles_given_by


@bp.context_processor
def _words() -> dict[str, object]:
    return {**WORDS, "me": me, "standing": standing}


@bp.route("/reglages", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def settings(site: Site) -> ResponseReturnValue:
    """The name of the site and its territory."""
    form = SiteForm(obj=site)
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.describe_site(
                    session,
                    site,
                    name=form.name.data or "",
                    territory=form.territory.data or "",
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The site is described anew."))
            return redirect(url_for(".dashboard", site=site.slug), code=303)
    return render_template("sites/settings.html", form=form)


@bp.get("/qui-peut-quoi")
@requires(Permission.SITE_READ)
def rights(site: Site) -> ResponseReturnValue:
    """The table of permissions, as the gate reads it."""
    at_the_site = [one for one in Permission if one is not Permission.PLATFORM_ADMIN]
    return render_template(
        "sites/rights.html",
        roles=list(Role),
        permissions=at_the_site,
        held=ROLE_PERMISSIONS,
        gives=[
            (role_word(role), all_of(role_word(given) for given in roles_given_by([role])))
            for role in Role
            if GRANTABLE[role]
        ],
    )
