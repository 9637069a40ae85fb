"""Saying one's position on the exact words of a proposal."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.decisions.forms import PositionForm
from blueprints.decisions.room import DECISION, bp
from blueprints.decisions.views import page, sheet_of
from coopspace.agreement.rules import Method
from coopspace.decisions import actions
from coopspace.decisions.held import decision_of
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live.difference import difference
from coopspace.positions.taking import Replaced
from coopspace.sites.model import Site


@bp.route(f"{DECISION}/position", methods=["GET", "POST"])
@requires(Permission.DECISION_SPEAK)
def position(site: Site, number: int) -> ResponseReturnValue:
    """Take a position on the words shown and on no others; what is refused keeps what was typed."""
    shown = sheet_of(site, number)
    form = PositionForm()
    form.offer(shown.entry.framing.method or Method.CONSENT)
    replaced: Replaced | None = None
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.take_position(
                    session,
                    decision_of(session, number),
                    site=site,
                    stance=form.stance.data or "",
                    reason=form.reason.data or "",
                    seen=form.seen(),
                    by=me(),
                )
        except Replaced as refusal:
            replaced = refusal
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(
                _("Your position is kept. You can change it while the decision is open."), "success"
            )
            return redirect(url_for(".show", site=site.slug, number=number), code=303)
    shown = sheet_of(site, number)
    if form.on(shown.text) and replaced:
        form.stance.data = None
    told = page(
        site,
        shown,
        "decisions/position.html",
        form=form,
        replaced=sentence(replaced) if replaced else "",
        changed=changed(replaced),
    )
    return told, 409 if replaced else 200


def changed(replaced: Replaced | None) -> list[tuple[str, str]]:
    """What changed since the words that the person had before their eyes, when that is known."""
    if replaced is None or replaced.seen is None:
        return []
    return [*difference(replaced.seen, replaced.standing.text)]
