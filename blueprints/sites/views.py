"""The dashboard of a site."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site

bp = Blueprint("sites", __name__)


@bp.get("/sites/<slug:site>/")
@requires(Permission.SITE_READ)
def dashboard(site: Site) -> ResponseReturnValue:
    """Where the site stands on its way to the vision."""
    return render_template("sites/dashboard.html", site=site)
