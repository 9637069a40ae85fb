"""The same texts over plain HTTP, where WebSockets are blocked: send, wait for news, be seen.

Nothing is kept between two requests but who is there: any process may answer the next one.
"""

import asyncio
import base64
import json
import time
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from coopspace.live import connection, door, guard, wire
from coopspace.live.connection import Message, Receive, Send, presence_of
from coopspace.live.door import Asking, Guest, Refused
from coopspace.live.hub import Hub
from coopspace.live.limits import Bucket
from coopspace.live.room import Room
from coopspace.live.wire import Malformed

LONGEST_WAIT = 20.0
LONGEST_VECTOR = 400_000
COMPANY = "company"
"""The act of being seen at a site: the id in the address is the site's, not a text's."""
_BYTES = (b"content-type", b"application/octet-stream")
_JSON = (b"content-type", b"application/json")
_FRESH = (b"cache-control", b"no-store")


class Answer(Exception):
    """End a request with a status and what it means."""

    def __init__(self, status: int, **said: Any) -> None:
        super().__init__(status)
        self.status, self.said = status, said


async def answer(send: Send, status: int, said: dict[str, Any]) -> None:
    """Send a small JSON answer."""
    retry = [(b"retry-after", b"2")] if status in (429, 503) else []
    await _respond(send, status, [_JSON, _FRESH, *retry], json.dumps(said).encode())


async def _respond(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    length = [] if status == 204 else [(b"content-length", str(len(body)).encode())]
    start = {"type": "http.response.start", "status": status, "headers": [*headers, *length]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


class _Post:
    """An update on its way to the log, and who waits for it."""

    def __init__(self) -> None:
        self.done: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()

    def written(self, seq: int | None) -> None:
        """It is line `seq`, or None: nothing was written."""
        if not self.done.done():
            self.done.set_result(seq)


class Polling:
    """The live room for whoever has no socket."""

    def __init__(self, hub: Hub) -> None:
        self._hub, self._limits = hub, hub.limits
        self._buckets: dict[Any, Bucket] = {}
        self._waiting: dict[Any, int] = {}
        self._seen: dict[tuple[Any, int], asyncio.TimerHandle] = {}
        self._acts: dict[tuple[str, str], Callable[..., Any]] = {
            ("POST", "updates"): self._send,
            ("GET", "updates"): self._receive,
            ("POST", "presence"): self._presence,
        }

    async def serve(
        self, guest: Guest, act: str, scope: Message, receive: Receive, send: Send
    ) -> None:
        """Answer one request of a guest."""
        try:
            if act == COMPANY and scope["method"] == "POST":
                await self._meet(guest, receive, send)
                return
            doing = self._acts.get((scope["method"], act))
            if doing is None:
                known = any(name == act for _, name in self._acts)
                raise Answer(405 if known else 404)
            self._rate(guest)
            room = await self._hub.room(guest.document_id)
            await doing(guest, room, scope, receive, send)
        except Answer as said:
            await answer(send, said.status, said.said)
        except Refused as refused:
            await answer(send, refused.code - 4000, {"code": refused.code})
        except Malformed:
            await answer(send, 400, {"code": connection.REFUSED})

    def _rate(self, guest: Guest) -> None:
        now = time.monotonic()
        if len(self._buckets) > 10_000:
            self._buckets.clear()
        bucket = self._buckets.setdefault(guest.user_id, Bucket(self._limits, now))
        if not bucket.take(now):
            raise Answer(429, code=connection.TOO_MUCH)

    async def _send(
        self, guest: Guest, room: Room, _scope: Message, receive: Receive, send: Send
    ) -> None:
        update = await self._body(receive, self._limits.frame)
        change = guard.check(update)
        if not guest.may_write:
            raise Refused(door.MAY_NOT)
        if room.brings_nothing(change, whole=True):
            await answer(send, 200, {"seq": room.seq})
            return
        if not room.follows(change):
            vector = base64.urlsafe_b64encode(room.doc.get_state()).decode()
            raise Answer(409, code=connection.REFUSED, sv=vector)
        if not room.takes(len(update), self._limits.document):
            raise Refused(door.TOO_LARGE)
        post = _Post()
        self._hub.submit(room, update, change, guest, post)
        seq = await post.done
        if seq is None:
            raise Answer(503, code=connection.TRY_LATER)
        await answer(send, 200, {"seq": seq})

    async def _receive(
        self, guest: Guest, room: Room, scope: Message, receive: Receive, send: Send
    ) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        after, presence = _whole(asked, "after", -1), _whole(asked, "presence", -1)
        wait = min(LONGEST_WAIT, max(0, _whole(asked, "wait", 0)))
        vector = _vector(asked)
        if after > room.seq:  # it knew a log that is no longer: brought back from a backup
            after = -1
        if room.seq <= after and room.presence_seq == presence:
            await self._news(guest, room, wait, receive)
            guest = await self._hub.admit(Asking(guest.token), guest.document_id)
        frames = [wire.sync(wire.UPDATE, one) for one in self._lacked(room, after, vector)]
        if room.presence_seq != presence:
            frames.append(room.everybody())
        headers = [
            _FRESH,
            _BYTES,
            (b"live-seq", str(room.seq).encode()),
            (b"live-presence", str(room.presence_seq).encode()),
            (b"live-may-write", b"1" if guest.may_write else b"0"),
        ]
        body = b"".join(wire.prefixed(frame) for frame in frames)
        await _respond(send, 200 if frames else 204, headers, body)

    def _lacked(self, room: Room, after: int, vector: bytes | None) -> list[bytes]:
        if room.seq <= after:
            return []
        latest = room.since(after) if after >= 0 else None
        if latest is not None:
            return latest
        return [room.lacking(vector) if vector else room.doc.get_update()]

    async def _news(self, guest: Guest, room: Room, wait: float, receive: Receive) -> None:
        """Wait for something to happen in the room, or for the browser to go."""
        if self._waiting.get(guest.user_id, 0) >= self._limits.sockets_of_person:
            raise Answer(429, code=connection.TOO_MUCH)
        self._waiting[guest.user_id] = self._waiting.get(guest.user_id, 0) + 1
        moved = asyncio.Event()
        stop = room.when_it_moves(moved.set)
        try:
            news = asyncio.ensure_future(moved.wait())
            gone = asyncio.ensure_future(_disconnected(receive))
            _, left = await asyncio.wait(
                (news, gone), timeout=wait, return_when=asyncio.FIRST_COMPLETED
            )
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        finally:
            stop()
            self._waiting[guest.user_id] -= 1
            if not self._waiting[guest.user_id]:
                del self._waiting[guest.user_id]

    async def _meet(self, guest: Guest, receive: Receive, send: Send) -> None:
        self._rate(guest)
        body = await self._body(receive, self._limits.presence)
        await answer(send, 200, self._hub.company.said(guest, body))

    async def _presence(
        self, guest: Guest, room: Room, _scope: Message, receive: Receive, send: Send
    ) -> None:
        body = await self._body(receive, 2 * self._limits.presence)
        for said in wire.decode_presences(body, most=1):
            if not room.may_speak_for(said.client, guest.user_id, polled=True):
                raise Answer(403, code=door.MAY_NOT)
            room.say(presence_of(said, self._limits), dict(guest.shown), None)
            self._forget_later(room, said.client)
        await _respond(send, 204, [_FRESH])

    def _forget_later(self, room: Room, client: int) -> None:
        """A presence that is not said again in time is over."""
        name = (room.document_id, client)
        before = self._seen.pop(name, None)
        if before is not None:
            before.cancel()
        if client in room.present:
            loop = asyncio.get_running_loop()
            self._seen[name] = loop.call_later(
                self._limits.presence_kept, self._forget, room, client
            )

    def _forget(self, room: Room, client: int) -> None:
        self._seen.pop((room.document_id, client), None)
        room.gone(client, None)

    async def _body(self, receive: Receive, most: int) -> bytes:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Answer(400, code=connection.REFUSED)
            body += bytes(message.get("body", b""))
            if len(body) > most:
                raise Answer(413, code=door.TOO_LARGE)
            if not message.get("more_body"):
                return body


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _whole(asked: dict[str, list[str]], name: str, default: int) -> int:
    value = asked.get(name, [""])[0]
    if value == "-1":
        return -1
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else default


def _vector(asked: dict[str, list[str]]) -> bytes | None:
    value = asked.get("sv", [""])[0]
    if not value:
        return None
    if len(value) > LONGEST_VECTOR:
        raise Malformed("the state vector is too long")
    try:
        vector: bytes = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except NotBase64:
        raise Malformed("the state vector is not base64") from None
    guard.clocks(vector)
    return vector
