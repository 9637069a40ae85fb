"""Who takes part in a site."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site

bp = Blueprint("members", __name__)


@bp.get("/sites/<slug:site>/membres")
@requires(Permission.MEMBER_READ)
def index(site: Site) -> ResponseReturnValue:
    """The members of the site, by ring."""
    return render_template("sites/members.html", site=site)
