"""Each request has an id, one log line without personal content, and leaves no scope behind."""

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from coopspace.extensions import db
from coopspace.kernel.reading import only_reads

log = logging.getLogger("coopspace.request")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUIET = ("home.healthz", "home.readyz", "static")


def follow(app: Flask) -> None:
    """Number the requests and log them as method, rule, status and milliseconds."""

    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        trusted = app.config["SETTINGS"].trusted_proxies and _ID.fullmatch(given)
        g.request_id = given if trusted else uuid.uuid4().hex[:16]
        g.began = time.perf_counter()
        only_reads(db.session(), so=request.method in ("GET", "HEAD"))

    @app.after_request
    def _end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in _QUIET:
            log.info(
                "request",
                extra={
                    "request_id": g.get("request_id", ""),
                    "method": request.method,
                    "route": request.url_rule.rule if request.url_rule else "(none)",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1e3),
                },
            )
        return response
