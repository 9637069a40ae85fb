"""Moving organisations on the map: by hand or with buttons, tidying all of it, taking that back."""

from math import isfinite

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest

from blueprints._shared.addresses import inside
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.stakeholders.room import HOME, SHEET, bp
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held, places


@bp.post(f"{SHEET}/deplacer")
@requires(Permission.STAKEHOLDER_EDIT)
def move_on_map(site: Site, ref: str) -> ResponseReturnValue:
    """One step, or a place on the sheet between 0 and 1."""
    seen = request.form.get("seen", "")
    way = request.form.get("step", "")
    try:
        with saving() as session:
            stakeholder = held.stakeholder_of(session, ref)
            if way in places.STEPS:
                places.step(session, site, stakeholder, way=way, seen=seen)
            else:
                to = (_share("x"), _share("y"))
                places.move(session, site, stakeholder, to=to, seen=seen)
            name = held.telling_of(session, stakeholder).name
    except Refusal as refusal:
        say(refusal)
    else:
        flash(_("%(name)s is moved.", name=name), "done")
    return _back(site)


@bp.post(f"{HOME}/ranger")
@requires(Permission.STAKEHOLDER_EDIT)
def tidy_map(site: Site) -> ResponseReturnValue:
    """Draw the map afresh from its relations."""
    with saving() as session:
        moved = places.tidy(session, site, by=me())
    flash(
        _("The map is tidied; you can put it back.")
        if moved
        else _("Nothing to tidy: everybody already stands there."),
        "done",
    )
    return _back(site)


@bp.post(f"{HOME}/ranger/defaire")
@requires(Permission.STAKEHOLDER_EDIT)
def untidy_map(site: Site) -> ResponseReturnValue:
    """Put the map back as it was before it was tidied."""
    try:
        with saving() as session:
            count = places.undo_tidy(session, site)
    except Refusal as refusal:
        say(refusal)
    else:
        flash(
            ngettext(
                "%(num)s organisation is back in its place.",
                "%(num)s organisations are back in their place.",
                count,
            ),
            "done",
        )
    return _back(site)


def _share(name: str) -> float:
    try:
        found = float(request.form.get(name, ""))
    except ValueError as error:
        raise BadRequest from error
    if not isfinite(found):
        raise BadRequest
    return found


def _back(site: Site) -> ResponseReturnValue:
    """Where the person was on the map."""
    home = url_for(".index", site=site.slug)
    asked = inside(request.form.get("back", ""))
    return redirect(asked if asked.split("?")[0] == home else home, code=303)
