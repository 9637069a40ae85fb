"""Rewording the sentence and the shared reading, and going back through their wordings."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints._shared import histories, texts
from blueprints._shared.gate import may, me, requires
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.vision.forms import WordingForm
from blueprints.vision.views import advice_on, bp
from coopspace import method
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import Refusal
from coopspace.live import store
from coopspace.sites.model import Site
from coopspace.vision import actions
from coopspace.vision.actions import Which

_VISION = "/sites/<slug:site>/vision"
_NUMBER = "int(max=999999999)"


@dataclass(frozen=True)
class Titles:
    """What the pages of one of the two texts are called."""

    edit: str
    history: str
    field: str


TITLES: dict[Which, Titles] = {
    Which.SENTENCE: Titles(_l("Reword the vision"), _l("History of the vision"), _l("Our vision")),
    Which.READING: Titles(
        _l("Write the shared reading"),
        _l("History of the shared reading"),
        _l("Our shared reading"),
    ),
}


@bp.route(f"{_VISION}/modifier", defaults={"which": "vision"}, methods=["GET", "POST"])
@bp.route(f"{_VISION}/lecture/modifier", defaults={"which": "reading"}, methods=["GET", "POST"])
@requires(Permission.VISION_EDIT)
def edit(site: Site, which: str) -> ResponseReturnValue:
    """Write the next wording; when another came first, both stand on the page."""
    text = _standing(site, Which(which))
    form = WordingForm(data=texts.seen(text=text))
    form.text.label.text = TITLES[Which(which)].field
    if text is None:
        form.text_seen.opens = url_for(".open_text", site=site.slug, which=which)
    conflicts: list[texts.Conflict] = []
    if form.validate_on_submit():
        try:
            with saving() as session:
                written = actions.reword(
                    session,
                    site,
                    text=form.text.data or "",
                    seen=form.text_seen.data,
                    by=me(),
                    which=Which(which),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            conflicts = texts.meet(db.session(), form, text=written)
            if not conflicts:
                return redirect(url_for(".show", site=site.slug), code=303)
    vision = actions.summary(db.session(), site)
    page = render_template(
        "vision/edit.html",
        site=site,
        which=which,
        form=form,
        conflicts=conflicts,
        vision=vision,
        titles=TITLES[Which(which)],
        advices=advice_on(form.text.data or "") if which == Which.SENTENCE else [],
        words=method.load("vision"),
    )
    return page, 409 if conflicts else 200


@bp.post(f"{_VISION}/ouvrir", defaults={"which": "vision"})
@bp.post(f"{_VISION}/lecture/ouvrir", defaults={"which": "reading"})
@requires(Permission.VISION_EDIT)
def open_text(site: Site, which: str) -> ResponseReturnValue:
    """Open a text that nobody has begun, still without words, so that several begin it together."""
    with saving() as session:
        vision = actions.open_vision(session, site, by=me())
        return jsonify(id=str(actions.document_of(vision, Which(which))))


@bp.get(f"{_VISION}/historique", defaults={"which": "vision"})
@bp.get(f"{_VISION}/lecture/historique", defaults={"which": "reading"})
@requires(Permission.VISION_READ)
def history(site: Site, which: str) -> ResponseReturnValue:
    """Every wording, who wrote it, what changed between any two."""
    vision = actions.vision_of(db.session(), site)
    page = histories.History([])
    if vision is not None:

        def address(number: int) -> str:
            return url_for(".restore", site=site.slug, which=which, number=number)

        page = histories.history(
            db.session(),
            actions.document_of(vision, Which(which)),
            request.args,
            restore=address if may(Permission.VISION_EDIT) else None,
        )
    return render_template(
        "vision/history.html",
        site=site,
        which=which,
        page=page,
        titles=TITLES[Which(which)],
        vision=actions.summary(db.session(), site),
    )


@bp.post(f"{_VISION}/restaurer/<{_NUMBER}:number>", defaults={"which": "vision"})
@bp.post(f"{_VISION}/lecture/restaurer/<{_NUMBER}:number>", defaults={"which": "reading"})
@requires(Permission.VISION_EDIT)
def restore(site: Site, which: str, number: int) -> ResponseReturnValue:
    """Make an earlier wording stand again, as a new one."""
    try:
        with saving() as session:
            text = actions.restore(session, site, number=number, by=me(), which=Which(which))
    except Refusal as refusal:
        flash(sentence(refusal), "refusal")
    else:
        flash(_("Wording %(number)d stands again.", number=number), "success")
        if text.bare and which == Which.READING:
            flash(_("Its words are back; how they were formatted is no longer known."), "info")
    return redirect(url_for(".history", site=site.slug, which=which), code=303)


def _standing(site: Site, which: Which) -> store.Text | None:
    vision = actions.vision_of(db.session(), site)
    return store.read(db.session(), actions.document_of(vision, which)) if vision else None
