"""The first draft, assembled from the chain: it is offered, and a person puts it in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.narrative.room import HOME, DraftForm, bp
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live import formats, store
from coopspace.narrative import actions, reading
from coopspace.sites.model import Site


@bp.route(f"{HOME}/assembler", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def assemble(site: Site) -> ResponseReturnValue:
    """Read the draft that the chain gives; putting it in is an act of its own."""
    form = DraftForm()
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.put_draft(
                    session, site, digest=form.digest.data or "", say=gettext, by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("The draft is in: it waits for your words."), "success")
            return redirect(url_for(".show", site=site.slug), code=303)
    draft = reading.draft(db.session(), site, gettext)
    form.digest.data = store.digest(draft.text)
    standing = reading.read(db.session())
    return render_template(
        "narrative/assemble.html",
        site=site,
        form=form,
        blocks=formats.plain(draft.text) if draft.text else [],
        kept=standing.written and not (standing.assembled and standing.assembled.whole),
        again=standing.written,
    )
