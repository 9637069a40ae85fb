"""Pages that belong to no site."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from blueprints._shared.addresses import inside
from blueprints._shared.gate import me, public, signed_in
from blueprints._shared.saving import saving
from blueprints.home import places
from coopspace import method
from coopspace.accounts import actions as accounts
from coopspace.extensions import db
from coopspace.kernel.permissions import ROLE_LABELS

bp = Blueprint("home", __name__)
THEMES = ("auto", "light", "dark")
LANGUAGES = ("fr", "en")


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """The sites and programmes of the person; straight to the site when there is only one."""
    groups = places.groups(db.session(), me())
    only = [card.site for group in groups for card in group.cards]
    if len(only) == 1 and not any(group.leads for group in groups) and not me().is_administrator:
        return redirect(url_for("sites.dashboard", site=only[0].slug), code=303)
    return render_template("home/index.html", groups=groups, role_words=_role_words(), person=me())


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
        _keep_language(chosen["locale"])
    browser.permanent = True
    return redirect(inside(chosen.get("next", "")), code=303)


def _keep_language(locale: str) -> None:
    """Letters to somebody who is signed in follow the language of their pages."""
    if current_user.is_authenticated and me().locale != locale:
        with saving() as session:
            accounts.describe(session, me(), name=me().name, locale=locale)


def _role_words() -> dict[str, str]:
    return {role.value: gettext(label) for role, label in ROLE_LABELS.items()}


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
    return render_template("home/help.html", words=method.load("help"), places=method.load("sites"))


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
