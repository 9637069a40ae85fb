"""Where a person may be sent: inside, always."""

from urllib.parse import urlsplit

from flask import url_for


def inside(address: str) -> str:
    """The path and query of an address of this site; the front door for anything else (SEC-43)."""
    parts = urlsplit(address)
    plain = not any(ord(c) < 33 or c == "\\" for c in address)
    if not plain or parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return url_for("home.index")
    if parts.path.startswith("//"):
        return url_for("home.index")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
