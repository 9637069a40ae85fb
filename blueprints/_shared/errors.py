"""What people read when something did not go: what happened, what was kept, what to do."""

import logging

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from blueprints._shared.speech import sentence
from coopspace.accounts.limits import TooMany
from coopspace.kernel.refusal import Forbidden, NotFound, Refusal

PAGES = (400, 403, 404, 405, 413, 429, 500, 503)
log = logging.getLogger("coopspace.errors")


def handle(app: Flask) -> None:
    """Register the pages of refusals and errors."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(HTTPException, _http)
    for lost in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(lost, _unreachable)
    app.register_error_handler(Exception, _broken)


def kept_fields() -> list[tuple[str, str]]:
    """What the person had typed in the form that could not be taken, secrets left out."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token" and "password" not in name
    ]


def _page(code: int, **context: object) -> tuple[str, int]:
    page = code if code in PAGES else (400 if code < 500 else 500)
    words = {"who_could": (), "explanation": "", "retry_after": 0, "fields": (), **context}
    body = render_template(f"_errors/{page}.html", request_id=g.get("request_id", ""), **words)
    return body, code


def _not_found(_error: Exception) -> ResponseReturnValue:
    return _page(404)


def _forbidden(error: Forbidden) -> ResponseReturnValue:
    return _page(403, who_could=error.who_could, explanation=sentence(error))


def _refused(error: Refusal) -> ResponseReturnValue:
    """A refusal that no form caught: an instruction at the head of a plain page."""
    return _page(400, explanation=sentence(error))


def _too_many(error: TooMany) -> ResponseReturnValue:
    """A limit that no page said in its own words: how long to wait."""
    body, code = _page(429, retry_after=error.seconds)
    return body, code, {"Retry-After": str(error.seconds)}


def _expired(_error: CSRFError) -> ResponseReturnValue:
    """An old page was sent: nothing typed is lost, one button sends it again with a fresh token."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _page(400, explanation=_("This form was sent from another site."))
    body = render_template(
        "_errors/resend.html",
        fields=kept_fields(),
        action=request.full_path.rstrip("?"),
        request_id=g.get("request_id", ""),
    )
    return body, 400


def _unknown_host(_error: SecurityError) -> ResponseReturnValue:
    """No page can be drawn for a name that is not ours: no address would be right on it."""
    return Response("This server does not answer to that name.\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code, retry_after=getattr(error, "retry_after", None) or 0)


def _unreachable(error: Exception) -> ResponseReturnValue:
    """The database does not answer: nothing was written, and what was typed can be sent again."""
    body, code = _failed(503, error)
    return body, code, {"Retry-After": "60"}


def _broken(error: Exception) -> ResponseReturnValue:
    """Something that we did not foresee."""
    return _failed(500, error)


def _failed(code: int, error: Exception) -> tuple[str, int]:
    """The page of our own failures asks nobody who reads it: the database may be what failed."""
    g._login_user = AnonymousUserMixin()
    log.error("unhandled %s", type(error).__name__, exc_info=error)
    return _page(code, fields=kept_fields(), action=request.full_path.rstrip("?"))
