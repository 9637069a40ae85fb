"""The served application: one port for pages and for live texts.

Pages are Flask's, mounted through a2wsgi in a pool of threads; live texts are the hub's, on the
loop. One process serves both (`coopspace serve`); in production the same code makes two kinds of
process, so that heavy pages never make a keystroke wait. The application is made once, by whoever
serves it, so that importing this module reads no setting.
"""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Literal

from a2wsgi import WSGIMiddleware
from flask import Flask

from coopspace import doorkeeping
from coopspace.document_kinds import RIGHTS, resting
from coopspace.kernel import storage
from coopspace.live import buses
from coopspace.live.bus import Bus
from coopspace.live.entrance import Entrance
from coopspace.live.hub import Hub
from coopspace.live.limits import Limits
from coopspace.sockets import Sockets

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Kind = Literal["all", "web", "live"]

log = logging.getLogger("coopspace")

UVICORN: dict[str, Any] = {
    "loop": "asyncio",
    "ws": Sockets,
    "ws_max_size": 1024 * 1024,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
    "ws_per_message_deflate": False,
    "timeout_graceful_shutdown": 5,
    "lifespan": "on",
    "proxy_headers": False,
    "server_header": False,
    "access_log": False,
}
"""How uvicorn serves it: measured in the study behind the live room. The loop is named, or one that
happens to be installed would be taken: uvloop kept a stuck socket open, for 8 % less a key."""


class Served:
    """Flask and the live hub behind ASGI: both, or one of them."""

    def __init__(self, flask: Flask, kind: Kind = "all", *, limits: Limits | None = None) -> None:
        settings = flask.config["SETTINGS"]
        self.flask = flask
        self.pages = WSGIMiddleware(flask.wsgi_app, workers=settings.threads)  # type: ignore[arg-type]
        self.serves_pages, self.serves_live = kind != "live", kind != "web"
        self.hub: Hub | None = None
        self._bus: Bus | None = None
        self._limits = limits
        self._live: Entrance | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._life(receive, send)
        elif self._live is not None and self._live.serves(scope):
            await self._live(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif self.serves_pages:
            await self.pages(scope, receive, send)  # type: ignore[arg-type]
        else:
            await _answer(send, self.hub is not None and scope["path"] == "/healthz")

    async def _life(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _open(self) -> None:
        settings = self.flask.config["SETTINGS"]
        engine = storage.open_engine(settings.database)
        if not self.serves_live:
            self._bus = buses.open_bus(engine, settings.bus_url)
            self._bus.start(None)
            gc.freeze()
            return
        door = doorkeeping.SiteDoor(engine, RIGHTS, resting)
        self.hub = Hub(engine, door, limits=self._limits, bus_url=settings.bus_url)
        self._live = Entrance(
            self.hub,
            cookie=settings.cookie_name,
            hosts=self.flask.config["TRUSTED_HOSTS"],
            https=settings.https,
        )
        await self.hub.start()
        gc.freeze()

    async def _close(self) -> None:
        if self.hub is not None:
            await self.hub.stop()
        if self._bus is not None:
            await asyncio.to_thread(self._bus.stop)


async def _answer(send: Send, well: bool) -> None:
    """What a process without pages says to its supervisor, and to nobody else."""
    plain = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200 if well else 404, "headers": plain})
    await send({"type": "http.response.body", "body": b"ok\n" if well else b""})
