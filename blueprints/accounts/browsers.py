"""Where a try comes from: a browser in which the person already came in, else a network address.

A browser that knows somebody keeps a signed mark, which opens nothing: it only gives wrong
passwords typed there a count of their own, so that no stranger's tries, from the same building or
from anywhere, ever stand between people and their account.
"""

import ipaddress
import secrets

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from coopspace.accounts import limits
from coopspace.accounts.limits import Door

MOST_PEOPLE = 8
"""How many people one browser remembers: a shared computer, not a crowd."""
KEPT = 365 * 24 * 3600
_MARK = 16
"""How much of an address's digest the mark keeps, in characters."""


def door(email: str) -> Door:
    """The door that this browser stands at, for this address."""
    return limits.SIGN_IN_KNOWN if _mark(email) in _known() else limits.SIGN_IN_STRANGE


def origin(email: str) -> str:
    """What tries at this address are counted under."""
    mark = _known().get(_mark(email))
    return f"browser:{mark}" if mark else f"address:{network()}"


def network() -> str:
    """The network address of the request; of an IPv6 one, the half that a household is given."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def remember(response: Response, email: str) -> Response:
    """Mark the browser as one where this person came in."""
    known = _known()
    mark = known.pop(_mark(email), None) or secrets.token_urlsafe(12)
    kept = dict(list(known.items())[-(MOST_PEOPLE - 1) :])
    response.set_cookie(
        _cookie(),
        _seal().dumps({**kept, _mark(email): mark}),
        max_age=KEPT,
        httponly=True,
        secure=current_app.config["HTTPS"],
        samesite="Lax",
        path="/",
    )
    return response


def _known() -> dict[str, str]:
    try:
        held = _seal().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def _mark(email: str) -> str:
    return limits.digest(email)[:_MARK]


def _cookie() -> str:
    return "__Host-known" if current_app.config["HTTPS"] else "known"


def _seal() -> URLSafeSerializer:
    settings = current_app.config["SETTINGS"]
    keys = [*settings.secret_key_fallbacks, settings.secret_key]
    return URLSafeSerializer(keys, salt="known-browser")
