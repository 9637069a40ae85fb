"""The frames that browsers and we exchange: y-protocols, read strictly, and one frame of our own.

A frame is read whole or refused (`Malformed`): no trailing byte, no number above 2^53. Frame
type 120 is ours: how many SYNC STEP2 and UPDATE frames of a connection are committed.
"""

import struct
from typing import NamedTuple

SYNC, AWARENESS, AUTH, QUERY_AWARENESS, ACK = 0, 1, 2, 3, 120
STEP1, STEP2, UPDATE = 0, 1, 2
LARGEST = 2**53
"""Numbers stay exact in a browser below this."""
NOTHING = b"\x00\x00"
"""The Yjs update that changes nothing."""


class Malformed(ValueError):
    """Bytes that are not of this protocol."""


class Frame(NamedTuple):
    """One frame: its type, its step (SYNC only, else 0) and what it carries."""

    kind: int
    step: int
    body: bytes


class Presence(NamedTuple):
    """What one client says of itself; an empty `state` is JSON null: it is gone."""

    client: int
    clock: int
    state: str


def number(data: bytes, at: int) -> tuple[int, int]:
    """The variable-length number at this place, and the place after it."""
    value = shift = 0
    try:
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                break
            shift += 7
            if shift > 49:
                raise Malformed("a number is too large")
    except IndexError:
        raise Malformed("the frame ends inside a number") from None
    if value >= LARGEST:
        raise Malformed("a number is too large")
    return value, at


def piece(data: bytes, at: int) -> tuple[bytes, int]:
    """The length-prefixed bytes at this place, and the place after them."""
    length, at = number(data, at)
    if at + length > len(data):
        raise Malformed("the frame ends inside a piece")
    return data[at : at + length], at + length


def decode(frame: bytes) -> Frame:
    """Read one whole frame. Raises Malformed for whatever a client may not send."""
    kind, at = number(frame, 0)
    if kind == SYNC:
        step, at = number(frame, at)
        if step > UPDATE:
            raise Malformed("no such step")
        body, at = piece(frame, at)
        found = Frame(SYNC, step, body)
    elif kind == AWARENESS:
        body, at = piece(frame, at)
        found = Frame(AWARENESS, 0, body)
    elif kind == QUERY_AWARENESS:
        found = Frame(QUERY_AWARENESS, 0, b"")
    else:
        raise Malformed("no such type of frame")
    if at != len(frame):
        raise Malformed("bytes follow the frame")
    return found


def uint(value: int) -> bytes:
    """A variable-length number."""
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value > 127:
        out.append(128 | (value & 127))
        value >>= 7
    out.append(value)
    return bytes(out)


def prefixed(body: bytes) -> bytes:
    """Bytes with their length before them."""
    return uint(len(body)) + body


def sync(step: int, body: bytes) -> bytes:
    """A SYNC frame: `body` is a state vector (STEP1) or an update."""
    return struct.pack("BB", SYNC, step) + prefixed(body)


def ack(count: int) -> bytes:
    """The first `count` updates of this connection are committed."""
    return bytes((ACK,)) + uint(count)


def denied(reason: str) -> bytes:
    """What a reader is told at opening."""
    return struct.pack("BB", AUTH, 0) + prefixed(reason.encode())


def awareness(presences: list[Presence]) -> bytes:
    """An AWARENESS frame."""
    return bytes((AWARENESS,)) + prefixed(encode_presences(presences))


def encode_presences(presences: list[Presence]) -> bytes:
    """The body of an AWARENESS frame."""
    out = [uint(len(presences))]
    for one in presences:
        out += [uint(one.client), uint(one.clock), prefixed((one.state or "null").encode())]
    return b"".join(out)


def decode_presences(body: bytes, *, most: int) -> list[Presence]:
    """Read an awareness update of at most `most` clients. Raises Malformed."""
    count, at = number(body, 0)
    if count > most:
        raise Malformed("too many presences")
    found = []
    for _ in range(count):
        client, at = number(body, at)
        clock, at = number(body, at)
        raw, at = piece(body, at)
        try:
            state = raw.decode()
        except UnicodeDecodeError:
            raise Malformed("a presence is not UTF-8") from None
        found.append(Presence(client, clock, "" if state == "null" else state))
    if at != len(body):
        raise Malformed("bytes follow the presences")
    return found
