"""The served application: one port for pages, and (from step 2) for live texts.

Pages are Flask's, mounted through a2wsgi in a pool of threads. The application is made once, by
whoever serves it, so that importing this module reads no setting.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware
from flask import Flask

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Served:
    """Flask behind ASGI. A WebSocket is refused before it is accepted: no room speaks it yet."""

    def __init__(self, flask: Flask) -> None:
        settings = flask.config["SETTINGS"]
        self.flask = flask
        self.pages = WSGIMiddleware(flask.wsgi_app, workers=settings.threads)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        if scope["type"] == "http":
            await self.pages(scope, receive, send)  # type: ignore[arg-type]
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._life(receive, send)

    async def _life(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return
