"""What a browser holds so that its owner may change an answer which nothing else leads to.

A random secret in a cookie of its own: it names nobody, and what is kept of it is a digest that
differs for each round and each person (`coopspace/rounds/marks.py`).
"""

import secrets

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from coopspace.kernel.refusal import N_, Refusal

LIVES = 90 * 24 * 3600
_LONGEST = 64
NONE = "none"
"""What stands for the secret of a browser that holds none: it leads to no answer."""


def held() -> str:
    """The secret that this browser sent, or an empty text."""
    secret = request.cookies.get(_name(), "")
    return secret if 20 <= len(secret) <= _LONGEST else ""


def needed() -> None:
    """A browser that keeps no cookie could not be told from the next one. Raises Refusal."""
    if not held():
        raise Refusal(
            N_(
                "Your browser did not keep the small secret that lets you change your answer. "
                "Allow cookies for this site, then send again."
            )
        )


def hand(answer: ResponseReturnValue) -> Response:
    """Give the browser a secret if it has none; sent with every page that offers to answer."""
    response = make_response(answer)
    if not held():
        response.set_cookie(
            _name(),
            secrets.token_urlsafe(24),
            httponly=True,
            secure=current_app.config["HTTPS"],
            samesite="Lax",
            path="/",
            max_age=LIVES,
        )
    return response


def _name() -> str:
    return "__Host-device" if current_app.config["HTTPS"] else "device"
