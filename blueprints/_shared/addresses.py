"""Addresses that leave a page: redirects that stay inside the site, links that stand in letters."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def inside(address: str) -> str:
    """The path and query of a page of this site; the front door for anything else (SEC-43).

    What is no known page of ours is not followed either: nothing is left to interpretation.
    """
    return _ours(address, "GET") or url_for("home.index")


def inside_form(address: str) -> str:
    """The address of ours that takes this form, or an empty text for anything else."""
    return _ours(address, "POST")


def absolute(endpoint: str, **values: object) -> str:
    """The full address of a page, for a letter: the public one, else the one of this request.

    A request's own host may be used because the site answers to no name but its own (SEC-24).
    """
    base = urlsplit(current_app.config["SETTINGS"].public_url or request.host_url)
    return f"{base.scheme}://{base.netloc}{url_for(endpoint, **values)}"  # type: ignore[arg-type]


def _ours(address: str, method: str) -> str:
    """The path and query, where one of our rules takes this method; else an empty text."""
    if any(ord(c) < 33 or ord(c) > 126 or c == "\\" for c in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path, query = parts.path, parts.query
    outside = parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//")
    if outside or not _matches(path, method):
        return ""
    return f"{path}?{query}" if query else path


def _matches(path: str, method: str) -> bool:
    rules = current_app.url_map.bind_to_environ(request.environ)
    try:
        rules.match(path, method=method)
    except RequestRedirect:
        return method == "GET"
    except HTTPException:
        return False
    return True
