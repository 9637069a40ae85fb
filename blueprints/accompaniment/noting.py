"""Logging in ten seconds: the page that a home screen opens on, and what devices send from it."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from blueprints._shared.devices import device_key
from blueprints._shared.gate import enter, me, signed_in
from blueprints._shared.saving import saving
from blueprints._shared.speech import say, sentence
from blueprints.accompaniment.forms import NoteForm, read_mark
from blueprints.accompaniment.room import NOTE, bp
from coopspace.accompaniment import actions
from coopspace.accompaniment.actions import Differs, Kept
from coopspace.agreement import governed
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Forbidden, NotFound, Refusal
from coopspace.sites import access
from coopspace.sites.model import Site

LATEST = "noted_at"
"""In the browser's session: the site where the person logged last."""
MOST = 50
"""So many entries in one sending."""
MINUTES_WRITTEN = 100_000
NOT_HERE = N_("Your place does not let you log at this site.")


@bp.route(NOTE, methods=["GET", "POST"])
@signed_in
def note() -> ResponseReturnValue:
    """Note what was done; what is refused keeps what was typed."""
    sites = access.sites_where(db.session(), me(), Permission.ACCOMPANIMENT_LOG)
    form = NoteForm(data={"day": clock.today(), "mark": str(uuid.uuid4())})
    form.at(sites)
    form.begin(request.args)
    before = 0
    if form.validate_on_submit():
        try:
            site, kept = _log(form.site.data or "", form.marked(), form.said())
        except Differs as refusal:
            say(refusal, form)
            before = refusal.number
            form.mark.data = str(uuid.uuid4())
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(_("Noted: entry no. %(number)s.", number=kept.number), "success")
            return redirect(url_for(".note", site=site.slug), code=303)
    here = _here(sites, form.site.data)
    form.site.data = here.slug if here else ""
    if here is not None:
        with in_site(db.session(), here.id):
            form.offer(governed.offered(db.session()))
    return render_template(
        "accompaniment/note.html", form=form, sites=sites, here=here, before=before
    )


@bp.post(f"{NOTE}/envoyer")
@signed_in
def send() -> ResponseReturnValue:
    """What a device kept: each entry is answered for itself, and none is kept twice."""
    sent = request.get_json(silent=True)
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST:
        abort(400)
    return jsonify(person=str(me().id), answers=[_answer(one) for one in entries])


@bp.get(f"{NOTE}/cle")
@signed_in
def door() -> ResponseReturnValue:
    """What a page that was kept on a device needs to send what it holds: who is signed in, the key
    of their words, a token, and where they may log."""
    sites = access.sites_where(db.session(), me(), Permission.ACCOMPANIMENT_LOG)
    return jsonify(
        person=str(me().id),
        key=device_key(me()),
        token=generate_csrf(),
        sites=[{"slug": one.slug, "name": one.name} for one in sites],
    )


def _answer(one: Any) -> dict[str, Any]:
    """« kept » with its address, or « refused » with the sentence that says what to do."""
    said = one if isinstance(one, dict) else {}
    mark = read_mark(said.get("id"))
    try:
        if mark is None:
            raise Refusal(N_("This entry carries no mark of its device: note it again."))
        site, kept = _log(_text(said, "site"), mark, _read(said))
    except Refusal as refusal:
        return {"id": said.get("id"), "state": "refused", "says": sentence(refusal)}
    number = kept.number
    return {
        "id": str(mark),
        "state": "kept",
        "number": number,
        "address": url_for(".show", site=site.slug, number=number),
    }


def _log(slug: str, mark: uuid.UUID, said: dict[str, Any]) -> tuple[Site, Kept]:
    """Keep it at the site that is named. Raises Refusal."""
    if not slug:
        raise Refusal(N_("Choose a site."), field="site")
    try:
        site = enter(slug, Permission.ACCOMPANIMENT_LOG)
    except (NotFound, Forbidden) as closed:
        raise Refusal(NOT_HERE, field="site") from closed
    with saving() as session:
        kept = actions.log(session, site, mark=mark, by=me(), **said)
    browser[LATEST] = site.slug
    return site, kept


def _read(said: dict[str, Any]) -> dict[str, Any]:
    minutes = said.get("minutes")
    whole = minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else None
    try:
        day = date.fromisoformat(_text(said, "day")) if said.get("day") else None
    except ValueError as error:
        raise Refusal(N_("Write the day like this: 17/03/2026."), field="day") from error
    return {
        "role": _text(said, "role"),
        "minutes": whole if whole is not None and abs(whole) < MINUTES_WRITTEN else None,
        "day": day,
        "moved": _text(said, "moved"),
        "about": _text(said, "about"),
    }


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _here(sites: Sequence[Site], chosen: str | None) -> Site | None:
    """The site that is meant: chosen, named by the address, the latest, or the first."""
    wanted = (chosen, request.args.get("site"), browser.get(LATEST))
    by_slug = {one.slug: one for one in sites}
    for slug in wanted:
        if slug and slug in by_slug:
            return by_slug[slug]
    return sites[0] if sites else None
