"""A crowd that types, speaking the plain protocol so that every server sees the same work.

One asyncio loop, no WebSocket library: a frame is a few bytes written by hand, so that the crowd
costs less than the server it measures.
"""

import asyncio
import base64
import os
import random
import struct
import time
import uuid
from dataclasses import dataclass, field

from coopspace.live import guard, wire
from tests.benchmarks.dialects import Dialect, Ours, Plain


@dataclass
class Figures:
    """What a crowd saw, in milliseconds."""

    heard: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    keys: int = 0

    @staticmethod
    def quantiles(values: list[float]) -> tuple[float, float, float]:
        """p50, p95 and p99."""
        known = sorted(values) or [float("nan")]
        p50, p95, p99 = (known[min(len(known) - 1, int(len(known) * q))] for q in (0.5, 0.95, 0.99))
        return p50, p95, p99


def letter(client: int, clock: int) -> bytes:
    """The Yjs update by which a client adds its next letter after its last one."""
    number = wire.uint(client)
    head = b"\x01\x01" + number + wire.uint(clock)
    if clock == 0:
        return head + b"\x04\x01\x04text\x01x\x00"
    return head + b"\x84" + number + wire.uint(clock - 1) + b"\x01x\x00"


class Client(asyncio.Protocol):
    """One tab: it types a letter when told, and notes when letters of others come."""

    def __init__(
        self, crowd: "Crowd", port: int, dialect: Dialect, cookie: str, client: int
    ) -> None:
        self.crowd, self.port, self.dialect, self.cookie = crowd, port, dialect, cookie
        self.client = client
        self.document: uuid.UUID | None = None
        self.clock = 0
        self.acked = 0
        self.state = b""
        self.updates: list[bytes] = []
        self.others: dict[int, int] = {}
        self.frames: list[float] = []
        self.synced = asyncio.get_running_loop().create_future()
        self.closed = False
        self._data = b""
        self._open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self.port}"
        transport.write(
            f"GET {self.dialect.path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: http://{host}\r\nCookie: {self.cookie}\r\n\r\n".encode()
        )

    def connection_lost(self, _error: Exception | None) -> None:
        self.closed = True
        if not self.synced.done():
            self.synced.set_exception(ConnectionError("the server closed before it answered"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._open:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head.split(b"\r\n")[0], head
            self._open, self._data = True, rest
            for said in self.dialect.opening():
                self._send(said)
        while self._frame():
            pass

    def _frame(self) -> bool:
        data = self._data
        if len(data) < 2:
            return False
        length, at = data[1], 2
        if length == 126:
            length, at = int.from_bytes(data[2:4]), 4
        elif length == 127:
            length, at = int.from_bytes(data[2:10]), 10
        if len(data) < at + length:
            return False
        body, self._data = data[at : at + length], data[at + length :]
        if data[0] & 15 == 2:
            plain = self.dialect.back(body)
            if plain:
                self._take(plain)
        elif data[0] & 15 == 9:
            self._send(body, opcode=10)
        return True

    def _take(self, body: bytes) -> None:
        if body[0] == wire.ACK:
            now = time.perf_counter()
            self.acked = wire.number(body, 1)[0]
            self._told(now)
        elif body[0] == wire.SYNC and body[1] == wire.STEP1:
            self._send(self.dialect.out(wire.sync(wire.STEP2, wire.NOTHING)))
            self.frames.append(0.0)
        elif body[0] == wire.SYNC and body[1] == wire.STEP2:
            self.state = wire.piece(body, 2)[0]
            if not self.synced.done():
                self.synced.set_result(len(body))
        elif body[0] == wire.SYNC:
            self._heard(body)

    def _told(self, now: float) -> None:
        for at in range(min(self.acked, len(self.frames))):
            if self.frames[at]:
                self.crowd.figures.told.append(1000 * (now - self.frames[at]))
                self.frames[at] = 0.0

    def _heard(self, body: bytes) -> None:
        now = time.perf_counter()
        update, _ = wire.piece(body, 2)
        self.updates.append(update)
        if update[:2] == b"\x01\x01":  # one letter of one client
            client, at = wire.number(update, 2)
            reached = {client: wire.number(update, at)[0] + 1}
        else:
            reached = dict(guard.check(update).reaches)
        for client, end in reached.items():
            if client != self.client:  # some servers say it to its author too
                self.others[client] = max(self.others.get(client, 0), end)
                born = self.crowd.born.get((client, end - 1))
                if born is not None:
                    self.crowd.figures.heard.append(1000 * (now - born))

    def type(self) -> None:
        """One letter."""
        update = letter(self.client, self.clock)
        now = time.perf_counter()
        self.crowd.born[self.client, self.clock] = now
        self.crowd.figures.keys += 1
        self.clock += 1
        self.frames.append(now)
        self._send(self.dialect.out(wire.sync(wire.UPDATE, update)))

    def _send(self, body: bytes, opcode: int = 2) -> None:
        """A masked frame whose key is zero: the bytes stay as they are."""
        if self._transport is None or self.closed:
            return
        length = len(body)
        head = struct.pack("!BBH", 128 | opcode, 254, length) if length > 125 else b""
        head = head or bytes((128 | opcode, 128 | length))
        self._transport.write(head + b"\0\0\0\0" + body)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Crowd:
    """People at texts, some of them at each."""

    def __init__(self, cookie: str, dialect: type[Dialect] = Ours) -> None:
        self.cookie, self._dialect = cookie, dialect
        self.clients: list[Client] = []
        self.born: dict[tuple[int, int], float] = {}
        self.figures = Figures()

    async def come(self, port: int, document: uuid.UUID, token: str = "") -> Client:
        """Open one more tab and wait for its text."""
        loop = asyncio.get_running_loop()
        client = random.getrandbits(31)
        cookie = f"{self.cookie}={token}"
        _, made = await loop.create_connection(
            lambda: Client(self, port, self._dialect(document), cookie, client), "127.0.0.1", port
        )
        made.document = document
        await asyncio.wait_for(made.synced, 30)
        self.clients.append(made)
        return made

    async def type(self, seconds: float) -> None:
        """Each types one key a second, at a moment of their own."""
        end = time.perf_counter() + seconds
        await asyncio.gather(*(self._types(client, end) for client in self.clients))

    async def _types(self, client: Client, end: float) -> None:
        await asyncio.sleep(random.random())
        following = time.perf_counter()
        while following < end and not client.closed:
            client.type()
            following += 1.0
            await asyncio.sleep(max(0.0, following - time.perf_counter()))

    async def rest(self, seconds: float = 20.0) -> str:
        """Wait until all is acknowledged and heard; says so, or what was still missing."""
        deadline = time.perf_counter() + seconds
        while not (self.acknowledged() and self.converged()):
            if time.perf_counter() > deadline:
                cut = sum(one.closed for one in self.clients)
                return f"NOT CONVERGED (all acknowledged: {self.acknowledged()}, cut: {cut})"
            await asyncio.sleep(0.05)
        return "converged"

    def acknowledged(self) -> bool:
        """Whether all that was typed is, where the server says such a thing."""
        return self._dialect is Plain or all(one.acked == len(one.frames) for one in self.clients)

    def converged(self) -> bool:
        """Whether everybody heard each letter of the others in their text."""
        rooms: dict[uuid.UUID | None, list[Client]] = {}
        for client in self.clients:
            rooms.setdefault(client.document, []).append(client)
        return all(
            one.others.get(other.client, 0) == other.clock
            for room in rooms.values()
            for one in room
            for other in room
            if other is not one
        )

    def leave(self) -> None:
        """Close every tab."""
        for client in self.clients:
            client.close()
