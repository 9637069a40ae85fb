"""The page of a search: where the words were found, site by site and kind by kind."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import me, signed_in
from blueprints._shared.speech import language
from blueprints._shared.texts import number
from blueprints.search.results import labels, looked
from blueprints.search.telling import Look
from coopspace.extensions import db
from coopspace.kernel.refusal import NotFound
from coopspace.search.rules import ASKED_MAX, asked
from coopspace.sites import access

bp = Blueprint("search", __name__)


@bp.get("/recherche")
@signed_in
def index() -> ResponseReturnValue:
    """What holds the words that are asked, in every site that this person may open."""
    question = request.args.get("q", "")[:ASKED_MAX].strip()
    look = Look(
        question,
        needles=asked(question),
        site=request.args.get("site", ""),
        kind=request.args.get("sur", ""),
        page=max(1, number(request.args.get("page", "1"))),
    )
    session = db.session()
    places, kinds = access.everywhere(session, me()), labels()
    if look.site and look.site not in {site.slug for site, _place in places}:
        raise NotFound
    if look.kind and look.kind not in kinds:
        raise NotFound
    return render_template(
        "search/index.html",
        look=look,
        found=looked(session, look, places, language=language()),
        kinds=kinds,
        sites=[site for site, _place in places],
        longest=ASKED_MAX,
    )
