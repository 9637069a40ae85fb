"""A clause as a shared text: opened before its first words, read in its history, brought back."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import histories
from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import sentence
from blueprints.agreement.room import CLAUSE, bp
from coopspace.accounts import people
from coopspace.agreement import clauses, starting, suggestions
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import Fate
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site


@bp.post(f"{CLAUSE}/ouvrir")
@requires(Permission.AGREEMENT_EDIT)
def open_text(site: Site, clause: str) -> ResponseReturnValue:
    """Open a clause that nobody has begun, so that several begin it together."""
    with saving() as session:
        opened = clauses.open_clause(session, site, code=clause, by=me())
        return jsonify(id=str(opened.document_id))


@bp.get(f"{CLAUSE}/historique")
@requires(Permission.AGREEMENT_READ)
def history(site: Site, clause: str) -> ResponseReturnValue:
    """Every wording of a clause, who wrote it, what changed between any two."""
    opened = clauses.clause_of(db.session(), clause)
    if opened is None and clause not in by_code():
        raise NotFound
    page = histories.History([])
    if opened is not None:

        def address(number: int) -> str:
            return url_for(".restore", site=site.slug, clause=clause, number=number)

        page = histories.history(
            db.session(),
            opened.document_id,
            request.args,
            restore=address if may(Permission.AGREEMENT_EDIT) else None,
        )
    accepted = [
        one
        for one in suggestions.of_clause(db.session(), clause)
        if one.fate is Fate.ACCEPTED and one.wording
    ]
    return render_template(
        "agreement/history.html",
        site=site,
        clause=clause,
        page=page,
        origins=starting.origins(db.session(), clause),
        accepted=accepted,
        people=people.by_ids(db.session(), {who for one in accepted for who in one.people()}),
    )


@bp.post(f"{CLAUSE}/restaurer/<int(max=999999999):number>")
@requires(Permission.AGREEMENT_EDIT)
def restore(site: Site, clause: str, number: int) -> ResponseReturnValue:
    """Make an earlier wording of a clause stand again, as a new one."""
    try:
        with saving() as session:
            text = clauses.restore(session, code=clause, number=number, by=me())
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("Wording %(number)d stands again.", number=number), "success")
        if text.bare:
            flash(_("Its words are back; how they were formatted is no longer known."), "info")
    return redirect(url_for(".history", site=site.slug, clause=clause), code=303)
