"""The liveliness of a site: what has gone quiet, since when, and the next gesture."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints._shared.signs import limits, told_signs
from coopspace import method
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.liveliness import reading
from coopspace.sites.model import Site

bp = Blueprint("liveliness", __name__)
HOME = "/sites/<slug:site>/vitalite"


@bp.get(HOME)
@requires(Permission.SITE_READ)
def index(site: Site) -> ResponseReturnValue:
    """Everything that has gone quiet here, and the limits by which it is said."""
    session = db.session()
    signs = reading.over(session, [site], clock.today())[site.id]
    known = people.by_ids(session, [one for sign in signs for one in sign.people])
    return render_template(
        "liveliness/index.html",
        site=site,
        signs=told_signs(site, signs, known),
        limits=limits(),
    )


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"words": method.load("liveliness")}
