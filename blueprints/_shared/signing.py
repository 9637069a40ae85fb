"""How a browser is known: our own session row behind Flask-Login (whose cookie survives it)."""

from flask import (
    Flask,
    Request,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_login import LoginManager

from blueprints._shared.errors import kept_fields
from blueprints._shared.saving import saving
from coopspace.accounts import actions, sessions
from coopspace.accounts.model import User, WebSession
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.notices.reading import UNREAD
from coopspace.sites import cast

KEPT = "kept."
"""What begins the name of a field that waits, in the sign-in form, for its own form."""
DISPLAY = ("theme", "projection", "locale")
"""What a browser keeps of how pages are shown, whoever signs in."""


def know(app: Flask, manager: LoginManager) -> None:
    """Make Flask-Login ask our session table, and nothing else."""
    manager.init_app(app)
    manager.request_loader(_from_cookie)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.after_request(_touch)


def open_for(user: User, *, renewed: str | None = None) -> str:
    """Open a session for the user inside `saving()`; returns the token for `hand_cookie`.

    Whatever the browser held is forgotten but the way it shows pages, so that nothing which was
    known before can be used after; this very answer is already written for the user.
    """
    kept = {name: browser[name] for name in DISPLAY if name in browser}
    browser.clear()
    browser.update(kept)
    browser.permanent = bool(kept)
    g.pop("csrf_token", None)
    token = actions.enter(db.session(), user, device=request.user_agent.string, renewed=renewed)
    g._login_user = user
    return token


def hand_cookie(response: Response, token: str) -> Response:
    """Give the browser its session cookie: not readable by scripts, not sent by other sites."""
    response.set_cookie(
        current_app.config["COOKIE"],
        token,
        httponly=True,
        secure=current_app.config["HTTPS"],
        samesite="Lax",
        path="/",
        max_age=int(sessions.ABSOLUTE.total_seconds()),
    )
    return response


def take_cookie_back(response: Response) -> Response:
    """Forget the browser entirely, drafts kept on the device included."""
    browser.clear()
    response.delete_cookie(
        current_app.config["COOKIE"], secure=current_app.config["HTTPS"], httponly=True, path="/"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def cookie() -> str:
    """The session token that this browser sent, or an empty text."""
    return request.cookies.get(current_app.config["COOKIE"], "")


def _from_cookie(incoming: Request) -> User | None:
    token = incoming.cookies.get(current_app.config["COOKIE"], "")
    found = sessions.find_with(db.session(), token, UNREAD) if token else None
    if found is None:
        return None
    web, user, g.unread = found
    g.web_session_id = web.id
    g.web_session_stale = sessions.is_stale(web)
    return user


def _touch(response: Response) -> Response:
    """Write the sign of life, at most every two minutes, in an act of its own."""
    if g.pop("web_session_stale", False) and response.status_code < 500:
        with saving() as session:
            web = session.get(WebSession, g.web_session_id)
            if web is not None:
                web.seen_at = clock.now()
    return response


def _ask_to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page and back; a form that was being sent waits in that page's form, is
    shown whole, and goes on its way once the person is back: no word is lost."""
    address = request.full_path.rstrip("?")
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=address), code=303)
    waiting = [(KEPT + name, value) for name, value in kept_fields()]
    stages = cast.stages(db.session()) if current_app.config["DEMO"] else []
    page = render_template("_errors/signed_out.html", fields=waiting, back=address, stages=stages)
    return page, 401
