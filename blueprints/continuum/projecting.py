"""The page that the whole room sees: how to join, how many have answered, then the reveal."""

from functools import lru_cache

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import requires
from blueprints._shared.squares import Squares, squares
from blueprints.continuum.room import ROUND, bp
from blueprints.continuum.views import round_page
from coopspace.continuum import actions
from coopspace.continuum.rules import Stage
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site


@bp.get(f"{ROUND}/projection")
@requires(Permission.CONTINUUM_RUN)
def project(site: Site, number: int) -> ResponseReturnValue:
    """Readable from the back of the room."""
    page = round_page(site, actions.round_of(db.session(), number))
    link = page["join_url"] if page["stage"] in (Stage.ANNOUNCED, Stage.OPEN) else ""
    return render_template(
        "continuum/project.html",
        site=site,
        **page,
        joined_at=absolute(".join").split("//", 1)[-1],
        squares=_squares(link) if link else None,
    )


@bp.get(f"{ROUND}/projection/etat.json")
@requires(Permission.CONTINUUM_RUN)
def project_state(site: Site, number: int) -> ResponseReturnValue:
    """How many have answered, and whether the page should be drawn again: nothing else."""
    round_ = actions.round_of(db.session(), number)
    answered = actions.answers_count(db.session(), round_)
    return jsonify(
        stage=actions.stage_of(round_).value,
        answered=answered,
        said=ngettext("%(num)s answer", "%(num)s answers", answered),
    )


@lru_cache(maxsize=64)
def _squares(link: str) -> Squares:
    return squares(link)
