"""Pages that belong to no site."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from blueprints._shared.addresses import inside
from blueprints._shared.gate import me, public, signed_in
from coopspace.extensions import db
from coopspace.sites import actions

bp = Blueprint("home", __name__)
THEMES = ("auto", "light", "dark")
LANGUAGES = ("fr", "en")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The sites and programmes of the person; straight to the site when there is only one."""
    places = actions.places_of(db.session(), me())
    if len(places.sites) == 1 and not places.programmes:
        return redirect(url_for("sites.dashboard", site=places.sites[0].slug), code=303)
    return render_template("home/index.html", places=places)


@bp.post("/affichage")
@public
def display() -> ResponseReturnValue:
    """Keep how the person wants pages: theme, size, language."""
    chosen = request.form
    if chosen.get("theme") in THEMES:
        browser["theme"] = chosen["theme"]
    if "projection" in chosen:
        browser["projection"] = chosen["projection"] == "1"
    if chosen.get("locale") in LANGUAGES:
        browser["locale"] = chosen["locale"]
    browser.permanent = True
    return redirect(inside(chosen.get("next", "")), code=303)


@bp.get("/accessibilite")
@public
def accessibility() -> ResponseReturnValue:
    """What is known of accessibility, honestly."""
    return render_template("home/accessibility.html")


@bp.get("/vos-donnees")
@public
def data() -> ResponseReturnValue:
    """Which personal data is kept, why, how long."""
    return render_template("home/data.html")


@bp.get("/aide")
@public
def help() -> ResponseReturnValue:
    """How the workspace is used, and the words of the method."""
    return render_template("home/help.html")


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers and holds the expected tables; 503 otherwise."""
    try:
        db.session().execute(text("SELECT 1 FROM site LIMIT 1"))
    except SQLAlchemyError:
        current_app.logger.error("not ready: the database does not answer as expected")
        return Response("not ready\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
