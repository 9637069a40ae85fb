"""The sockets of live texts, as uvicorn holds them, with a short way for what is said most.

A key is one small frame in and a few out. uvicorn parses each by generators, puts it in a queue and
wakes a task; going out, a task wakes again. Where nothing else is under way, a whole small frame
goes straight to whoever serves the socket, and a frame straight out: a key costs a seventh less
with 1,000 people typing, a fifth less with 300 (measured by turns, `tests/benchmarks/live.py`). All
the rest, from the handshake to fragments, pings and the end, stays with uvicorn and websockets.
"""

import struct
from collections.abc import Callable
from types import GeneratorType

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State
from websockets.streams import StreamReader

from coopspace.live.connection import FRAMES

AHEAD = 16
"""Frames of one socket that wait to be served before it is read no further."""
_BINARY = 0x82
"""The first byte of a binary frame that is a whole message."""
_MASKED, _LONGER, _LONGEST = 0x80, 126, 127
_AT_REST = StreamReader.at_eof.__code__


class Sockets(WebSocketsSansIOProtocol):
    """uvicorn's sockets, read and written without detour while they can be.

    And where uvicorn stops reading a socket after each frame and begins again, two system calls a
    key, these do so after a few frames.
    """

    _take: Callable[[bytes], None] | None = None
    _between = False
    """Whether what comes next begins a frame and a message."""

    def handle_connect(self, event: Request) -> None:
        """Offer the short way to whoever serves the socket."""
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][FRAMES] = self  # type: ignore[assignment]

    def read_by(self, take: Callable[[bytes], None]) -> None:
        """Have what comes whole, small and in its turn given to `take`, on the loop; `receive`
        gives the rest."""
        self._take = take
        self._between = self._is_between()

    def write(self, frame: bytes) -> bool:
        """Send a binary frame now. False where it must wait for its turn in `send`."""
        if not self.writable.is_set() or self.close_sent or self.disconnected:
            return False
        if self.conn.state is not State.OPEN or self.transport.is_closing():
            return False
        self.transport.write(head(len(frame)) + frame)
        return True

    def data_received(self, data: bytes) -> None:
        """Take what the network brings."""
        if self._between and not self.close_sent and self.queue.empty() and is_small(data):
            assert self._take is not None
            self._take(unmasked(data))
            return
        super().data_received(data)
        if self._take is not None:
            self._between = self._is_between()

    def _is_between(self) -> bool:
        """Whether no frame is half read and no message half come."""
        standing = innermost(self.conn.parser)
        resting = isinstance(standing, GeneratorType) and standing.gi_code is _AT_REST
        return resting and self.conn.current_size is None and self.conn.state is State.OPEN

    def send_receive_event_to_app(self) -> None:
        """Hand over one message, and stop reading when too many wait."""
        before = self.read_paused
        if self.queue.qsize() < AHEAD:
            self.read_paused = True
            super().send_receive_event_to_app()
            self.read_paused = before
        else:
            super().send_receive_event_to_app()


def innermost(parser: object) -> object:
    """Where a parser made of generators stands."""
    while isinstance(parser, GeneratorType) and isinstance(parser.gi_yieldfrom, GeneratorType):
        parser = parser.gi_yieldfrom
    return parser


def is_small(data: bytes) -> bool:
    """Whether this is one whole binary message of at most 125 bytes, and nothing else (RFC 6455
    §5.2: two bytes, four of mask, then so many as the second byte says)."""
    return (
        len(data) > 6
        and data[0] == _BINARY
        and _MASKED < data[1] < _MASKED + _LONGER
        and len(data) == 6 + data[1] - _MASKED
    )


def unmasked(data: bytes) -> bytes:
    """What a small frame carries: each byte of it was combined with one of the four of the mask."""
    size = len(data) - 6
    mask = (data[2:6] * (size // 4 + 1))[:size]
    plain = int.from_bytes(data[6:], "little") ^ int.from_bytes(mask, "little")
    return plain.to_bytes(size, "little")


def head(size: int) -> bytes:
    """How a binary frame of `size` bytes begins when a server sends it."""
    if size < _LONGER:
        return bytes((_BINARY, size))
    if size < 1 << 16:
        return struct.pack("!BBH", _BINARY, _LONGER, size)
    return struct.pack("!BBQ", _BINARY, _LONGEST, size)
