"""Addresses that leave a page: redirects that stay inside the site, links that stand in letters."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def inside(address: str) -> str:
    """The path and query of a page of this site; the front door for anything else (SEC-43).

    What is no known page of ours is not followed either: nothing is left to interpretation.
    """
    parts = _parts(address)
    if parts is None or not _is_a_page(parts[0]):
        return url_for("home.index")
    path, query = parts
    return f"{path}?{query}" if query else path


def absolute(endpoint: str, **values: object) -> str:
    """The full address of a page, for a letter: the public one, else the one of this request.

    A request's own host may be used because the site answers to no name but its own (SEC-24).
    """
    base = urlsplit(current_app.config["SETTINGS"].public_url or request.host_url)
    return f"{base.scheme}://{base.netloc}{url_for(endpoint, **values)}"  # type: ignore[arg-type]


def _parts(address: str) -> tuple[str, str] | None:
    if any(ord(c) < 33 or ord(c) > 126 or c == "\\" for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return None if parts.path.startswith("//") else (parts.path, parts.query)


def _is_a_page(path: str) -> bool:
    """Whether a GET at this path meets one of our rules."""
    rules = current_app.url_map.bind_to_environ(request.environ)
    try:
        rules.match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
