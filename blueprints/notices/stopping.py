"""Stopping letters by the link at their foot, signed in or not. Looking changes nothing: mail
scanners follow links. The button does, and so does a mail program in one gesture (RFC 8058): it
holds no token of ours, and the signature of the address stands for it."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import public
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints.notices.room import HOME, bp
from coopspace.extensions import csrf, db
from coopspace.kernel.refusal import NotFound
from coopspace.notices import actions, stopping


@bp.route(f"{HOME}/desinscription/<unsubscribe_token>", methods=["GET", "POST"])
@public
def stop(unsubscribe_token: str) -> ResponseReturnValue:
    """Say which letters this stops, then stop them; nobody is named."""
    settings = current_app.config["SETTINGS"]
    keys = (settings.secret_key, *settings.secret_key_fallbacks)
    found = stopping.look(db.session(), keys, unsubscribe_token)
    if found is None:
        raise NotFound
    person, which = found
    if request.method == "POST":
        with saving() as session:
            actions.stop(session, person, which)
    return render_template(
        "notices/stop.html", which=which, done=request.method == "POST", form=ActForm()
    )


csrf.exempt(stop)
