"""The headers of every answer, errors and files included (SEC-22, SEC-23)."""

from flask import Flask, Response, request

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_YEAR = 31_536_000


def protect(app: Flask) -> None:
    """Add the headers to everything this application answers."""

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if app.config["HTTPS"]:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
        if request.endpoint == "static" and response.status_code < 400:
            kept = f"public, max-age={_YEAR}, immutable" if "v" in request.args else "no-cache"
            response.headers["Cache-Control"] = kept
        else:
            response.headers["Cache-Control"] = "no-store"
        return response
