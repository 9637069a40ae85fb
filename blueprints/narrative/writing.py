"""Writing the narrative together, or through a plain form; naming a change without a script."""

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared import texts
from blueprints._shared.gate import me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say
from blueprints.narrative.room import HOME, NameForm, NarrativeForm, beside, bp, choices, offer
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.narrative import actions, reading
from coopspace.sites.model import Site


@bp.post(f"{HOME}/ouvrir")
@requires(Permission.CHANGE_EDIT)
def open_text(site: Site) -> ResponseReturnValue:
    """Open the narrative that nobody has begun, so that several begin it together."""
    with saving() as session:
        opened = actions.open_narrative(session, site, by=me())
        return jsonify(id=str(opened.document_id))


@bp.route(f"{HOME}/ecrire", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def write(site: Site) -> ResponseReturnValue:
    """Write the narrative, as several people type it, the chain beside."""
    standing = reading.read(db.session()).text
    form = NarrativeForm(data=texts.seen(text=standing))
    if standing is None:
        form.text_seen.opens = url_for(".open_text", site=site.slug)
    conflicts: list[texts.Conflict] = []
    if form.validate_on_submit():
        try:
            with saving() as session:
                written = actions.write(
                    session, site, text=form.text.data or "", seen=form.text_seen.data, by=me()
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            if written is not None:
                conflicts = texts.meet(db.session(), form, text=written)
            if not conflicts:
                return redirect(url_for(".show", site=site.slug), code=303)
    offer(reading.beside(db.session(), site))
    page = render_template(
        "narrative/write.html", site=site, form=form, conflicts=conflicts, **beside(site)
    )
    return page, 409 if conflicts else 200


@bp.route(f"{HOME}/nommer", methods=["GET", "POST"])
@requires(Permission.CHANGE_EDIT)
def name(site: Site) -> ResponseReturnValue:
    """Name a change at the end of the narrative; the mention follows it when its code changes."""
    form = NameForm()
    form.code.choices = choices(reading.beside(db.session(), site))
    if form.validate_on_submit():
        try:
            with saving() as session:
                actions.name_change(session, site, code=form.code.data or "", by=me())
        except NotFound:
            say(Refusal(_("Choose a change of the chain."), field="code"), form)
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("It is named at the end of the narrative."), "success")
            return redirect(url_for(".show", site=site.slug), code=303)
    return render_template("narrative/name.html", site=site, form=form)
