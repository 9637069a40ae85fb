"""Where browsers come in: the address, the origin, the session, the place; then the socket.

Everything is asked before the socket is accepted. Another site's page is refused at the handshake.
Whoever may not come in is told why by the close code, which a refused handshake cannot carry.
"""

import uuid
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from coopspace.live import connection, door
from coopspace.live.connection import Message, Receive, Send
from coopspace.live.door import Asking, Guest, Refused
from coopspace.live.hub import Hub
from coopspace.live.polling import COMPANY, Polling, answer

PREFIX = "/live/"


class Entrance:
    """The live part of an ASGI application."""

    def __init__(self, hub: Hub, *, cookie: str, hosts: Iterable[str], https: bool) -> None:
        self._hub = hub
        self._cookie = cookie
        self._hosts = {host.lower() for host in hosts}
        self._https = https
        self._polling = Polling(hub)

    def serves(self, scope: Message) -> bool:
        """Whether this address is a live one."""
        return str(scope["path"]).startswith(PREFIX)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection at a live address."""
        headers = Headers(scope["headers"])
        name, _, act = str(scope["path"])[len(PREFIX) :].partition("/")
        try:
            document_id: uuid.UUID | None = uuid.UUID(name)
        except ValueError:
            document_id = None
        if scope["type"] == "websocket":
            frames = scope.get("extensions", {}).get(connection.FRAMES)
            known = document_id if not act else None
            await self._socket(known, headers, receive, send, frames)
        else:
            await self._request(document_id, act, scope, receive, send)

    async def _socket(
        self,
        document_id: uuid.UUID | None,
        headers: "Headers",
        receive: Receive,
        send: Send,
        frames: connection.Frames | None,
    ) -> None:
        await receive()  # websocket.connect
        if not self._ours(headers, needed=True):
            await send({"type": "websocket.close", "code": 1008})
            return
        guest, code = await self._admitted(document_id, headers)
        await send({"type": "websocket.accept"})
        if guest is None:
            await send({"type": "websocket.close", "code": code})
            return
        await self._hub.serve(guest, receive, send, frames)

    async def _admitted(
        self, document_id: uuid.UUID | None, headers: "Headers"
    ) -> tuple[Guest | None, int]:
        try:
            guest = await self._guest(document_id, headers)
            if self._hub.crowded(guest):
                raise Refused(connection.TOO_MUCH)
            await self._hub.room(guest.document_id)
        except Refused as refused:
            return None, refused.code
        except Exception:
            connection.log.exception("live: somebody could not be let in")
            return None, connection.TRY_LATER
        return guest, 0

    async def _request(
        self,
        document_id: uuid.UUID | None,
        act: str,
        scope: Message,
        receive: Receive,
        send: Send,
    ) -> None:
        headers = Headers(scope["headers"])
        if not self._ours(headers, needed=scope["method"] != "GET"):
            await answer(send, 403, {"code": door.MAY_NOT})
            return
        try:
            if document_id is not None and act == COMPANY:
                asking = Asking(headers.cookie(self._cookie))
                guest = await self._hub.admit_to_site(asking, document_id)
            else:
                guest = await self._guest(document_id, headers)
        except Refused as refused:
            await answer(send, refused.code - 4000, {"code": refused.code})
            return
        except Exception:
            connection.log.exception("live: somebody could not be let in")
            await answer(send, 503, {"code": connection.TRY_LATER})
            return
        await self._polling.serve(guest, act, scope, receive, send)

    async def _guest(self, document_id: uuid.UUID | None, headers: "Headers") -> Guest:
        if document_id is None:
            raise Refused(door.UNKNOWN)
        return await self._hub.admit(Asking(headers.cookie(self._cookie)), document_id)

    def _ours(self, headers: "Headers", *, needed: bool) -> bool:
        """Whether the page that asks is one of this very site. A missing origin is refused where
        one is needed: browsers always send it with a socket and with a POST."""
        host = headers.one("host").lower()
        if not host or urlsplit(f"//{host}").hostname not in self._names():
            return False
        origins = headers.all("origin")
        if not origins:
            return not needed
        asked = urlsplit(origins[0])
        scheme = asked.scheme == "https" if self._https else asked.scheme in ("http", "https")
        return len(origins) == 1 and scheme and asked.netloc.lower() == host

    def _names(self) -> set[str]:
        return {name.strip("[]") for name in self._hosts}


class Headers:
    """The headers of one request."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._raw = [
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in raw
        ]

    def all(self, name: str) -> list[str]:
        """Every value of this header."""
        return [value for known, value in self._raw if known == name]

    def one(self, name: str) -> str:
        """Its only value; empty when there is none, or several."""
        values = self.all(name)
        return values[0] if len(values) == 1 else ""

    def cookie(self, name: str) -> str:
        """The value of a cookie, or an empty text."""
        jar: SimpleCookie = SimpleCookie()
        try:
            for line in self.all("cookie"):
                jar.load(line)
        except CookieError:
            return ""
        found: Any = jar.get(name)
        return str(found.value) if found is not None else ""
