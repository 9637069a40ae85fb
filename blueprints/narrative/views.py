"""Reading the narrative: as it stands, and in its history."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import histories
from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import sentence
from blueprints.narrative.room import HOME, beside, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.narrative import actions, reading
from coopspace.sites.model import Site


@bp.get(HOME)
@requires(Permission.CHANGE_READ)
def show(site: Site) -> ResponseReturnValue:
    """The narrative to read and to print, beside the chain whose changes it names."""
    session = db.session()
    standing = reading.read(session)
    authors = standing.text.authors if standing.text else ()
    known = people.by_ids(session, authors)
    return render_template(
        "narrative/show.html",
        site=site,
        narrative=standing,
        names=[known[one].name for one in authors if one in known],
        file=partial(url_for, ".narrative_file", site=site.slug),
        **beside(site),
    )


@bp.get(f"{HOME}/historique")
@requires(Permission.CHANGE_READ)
def history(site: Site) -> ResponseReturnValue:
    """Every wording of the narrative, who wrote it, what changed between any two."""
    narrative = actions.narrative_of(db.session())
    page = histories.History([])
    if narrative is not None:

        def address(number: int) -> str:
            return url_for(".restore", site=site.slug, number=number)

        page = histories.history(
            db.session(),
            narrative.document_id,
            request.args,
            restore=address if may(Permission.CHANGE_EDIT) else None,
        )
    return render_template("narrative/history.html", site=site, page=page)


@bp.post(f"{HOME}/restaurer/<int(max=999999999):number>")
@requires(Permission.CHANGE_EDIT)
def restore(site: Site, number: int) -> ResponseReturnValue:
    """Make an earlier wording stand again, as a new one."""
    try:
        with saving() as session:
            text = actions.restore(session, site, number=number, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("Wording %(number)d stands again.", number=number), "success")
        if text.bare:
            flash(_("Its words are back; how they were formatted is no longer known."), "info")
    return redirect(url_for(".history", site=site.slug), code=303)
