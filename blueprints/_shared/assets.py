"""Addresses of static files that change when the file does, so that browsers may keep them."""

import hashlib
from functools import cache

from flask import url_for

from coopspace.paths import STATIC


@cache
def _address(name: str, changed: int) -> str:
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return url_for("static", filename=name, v=version)


def asset(name: str) -> str:
    """The versioned address of a static file. Raises FileNotFoundError for a file that is not."""
    return _address(name, (STATIC / name).stat().st_mtime_ns)
