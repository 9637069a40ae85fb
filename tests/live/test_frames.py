"""The short way of frames tells what the long one tells, in order, however the network cuts."""

import asyncio
import base64
import struct
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Frame

from coopspace.live.connection import FRAMES
from coopspace.sockets import Sockets, head, is_small, unmasked

OPENING = (
    b"GET /live/x HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: " + base64.b64encode(b"k" * 16) + b"\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, BINARY, CONT, CLOSE, PING = 1, 2, 0, 8, 9


class Wire:
    """A transport whose other end is the test."""

    def __init__(self) -> None:
        self.sent = b""
        self.paused = self.closed = False

    def write(self, data: bytes) -> None:
        self.sent += data

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def get_extra_info(self, _name: str, default: Any = None) -> Any:
        return default


class Served:
    """What serves the socket: it notes what it is given, by either way."""

    def __init__(self, *, short: bool) -> None:
        self.short = short
        self.got: list[object] = []
        self.straight = 0
        self.frames: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.frames = scope["extensions"][FRAMES]
        if self.short:
            self.frames.read_by(self._take)
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                self.got.append(message["code"])
                return
            self.got.append(message.get("text", message.get("bytes")))

    def _take(self, data: bytes) -> None:
        self.straight += 1
        self.got.append(data)


def masked(
    opcode: int, body: bytes, key: bytes = b"\x01\x02\x03\x04", *, fin: bool = True
) -> bytes:
    size = len(body)
    first = (128 if fin else 0) | opcode
    begins = bytes((first, 128 | size)) if size < 126 else struct.pack("!BBH", first, 254, size)
    return begins + key + bytes(one ^ key[at % 4] for at, one in enumerate(body))


@cache
def config() -> Config:
    """Read once: it takes a tenth of a second."""
    found = Config(Served(short=True), ws_ping_interval=None, ws_per_message_deflate=False)
    found.load()
    return found


async def opened(served: Served, wire: Wire) -> Sockets:
    """A socket whose handshake is over."""
    socket = Sockets(config(), ServerState(), {}, asyncio.get_running_loop())
    socket.app = served
    socket.connection_made(wire)
    socket.data_received(OPENING)
    for _ in range(4):
        await asyncio.sleep(0)
    return socket


async def told(pieces: Iterable[bytes], *, short: bool, waits: Iterable[int] = ()) -> Served:
    """What is served when these pieces come one after the other, some turns apart."""
    served, wire = Served(short=short), Wire()
    socket = await opened(served, wire)
    turns = iter(waits)
    for piece in pieces:
        while wire.paused:
            await asyncio.sleep(0)
        if wire.closed:
            break
        socket.data_received(piece)
        for _ in range(next(turns, 0)):
            await asyncio.sleep(0)
    for _ in range(4):
        await asyncio.sleep(0)
    if not wire.closed:
        socket.connection_lost(None)
    for _ in range(4):
        await asyncio.sleep(0)
    return served


BODIES = st.binary(min_size=0, max_size=140)
KEYS = st.binary(min_size=4, max_size=4)


@st.composite
def said(draw: st.DrawFn) -> bytes:
    """One message as a client may say it: whole, in fragments with a ping between, a ping alone."""
    body, key = draw(BODIES), draw(KEYS)
    how = draw(st.sampled_from(("whole", "whole", "whole", "fragments", "ping", "text")))
    if how == "whole":
        return masked(BINARY, body, key)
    if how == "text":
        return masked(TEXT, body.hex().encode()[:120], key)
    if how == "ping":
        return masked(PING, body[:100], key)
    middle = masked(PING, b"?", key) if draw(st.booleans()) else b""
    return masked(BINARY, body[:7], key, fin=False) + middle + masked(CONT, body[7:], key)


@given(
    st.lists(said(), max_size=12),
    st.lists(st.integers(1, 400), max_size=12),
    st.lists(st.integers(0, 2), max_size=24),
    st.booleans(),
)
@settings(deadline=None)
def test_both_ways_tell_the_same(messages, cuts, waits, ends):
    whole = b"".join(messages) + (masked(CLOSE, b"\x03\xe8") if ends else b"")
    pieces = [*messages, *([masked(CLOSE, b"\x03\xe8")] if ends else [])]
    if cuts:
        pieces, at = [], 0
        for cut in [*cuts, len(whole)]:
            pieces += [whole[at : at + cut]] if whole[at : at + cut] else []
            at += cut
    straight = asyncio.run(told(pieces, short=True, waits=waits))
    plain = asyncio.run(told(pieces, short=False, waits=waits))
    assert straight.got == plain.got
    assert plain.straight == 0


def test_a_key_goes_straight_and_nothing_else_does():
    key = masked(BINARY, b"\0\x02\x05hello")
    assert asyncio.run(told([key] * 5, short=True, waits=[1] * 5)).straight == 5
    for other in (
        masked(TEXT, b"hello"),
        masked(PING, b"hello"),
        masked(BINARY, b"x" * 126),
        masked(BINARY, b"he", fin=False) + masked(CONT, b"llo"),
        key + key,
        key[:-1],
    ):
        assert asyncio.run(told([other], short=True)).straight == 0, other


def test_what_looks_like_a_frame_inside_another_is_not_taken_for_one():
    inner = masked(BINARY, b"inner", b"\0\0\0\0")
    outer = masked(BINARY, inner, b"\0\0\0\0")
    for cut in range(1, len(outer)):
        served = asyncio.run(told([outer[:cut], outer[cut:]], short=True, waits=[1, 1]))
        assert served.got[0] == inner, cut


def test_a_frame_waits_behind_those_that_wait():
    keys = [masked(BINARY, bytes((n,))) for n in range(1, 9)]
    served = asyncio.run(told([keys[0] + keys[1], *keys[2:]], short=True))
    assert served.got[:8] == [bytes((n,)) for n in range(1, 9)]


def test_an_unmasked_frame_is_refused_as_ever():
    served = asyncio.run(told([b"\x82\x05hello"], short=True))
    assert served.straight == 0
    assert served.got == [1002]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_what_goes_out_straight_is_what_websockets_would_send(size):
    body = bytes(size)
    assert head(size) + body == Frame(BINARY, body).serialize(mask=False)


@given(BODIES, KEYS)
def test_the_mask_comes_off(body, key):
    frame = masked(BINARY, body, key)
    assert is_small(frame) == (0 < len(body) < 126)
    if is_small(frame):
        assert unmasked(frame) == body


def test_nothing_goes_out_straight_once_the_end_was_said_or_the_peer_is_slow():
    async def tried() -> list[bool]:
        served, wire = Served(short=True), Wire()
        socket = await opened(served, wire)
        found = [socket.write(b"now")]
        socket.pause_writing()
        found.append(socket.write(b"slow"))
        socket.resume_writing()
        found.append(socket.write(b"again"))
        await socket.send({"type": "websocket.close", "code": 1000})
        found.append(socket.write(b"late"))
        socket.connection_lost(None)
        found.append(socket.write(b"gone"))
        await asyncio.sleep(0.01)
        assert wire.sent.partition(b"\r\n\r\n")[2].startswith(b"\x82\x03now\x82\x05again\x88")
        assert b"slow" not in wire.sent
        assert b"late" not in wire.sent
        return found

    assert asyncio.run(tried()) == [True, False, True, False, False]
