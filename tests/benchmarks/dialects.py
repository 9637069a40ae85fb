"""How each server wants to be spoken to: the same Yjs updates, in its own envelope.

What comes in is turned into frames of the plain protocol, so that a crowd sees one kind of server.
"""

from typing import Protocol

from coopspace.live import wire

HOCUS_AUTH, HOCUS_SYNC_REPLY, HOCUS_STATUS = 2, 4, 8
"""Types of message of hocuspocus 4.7 (`src/types.ts` of @hocuspocus/server, MIT)."""


class Dialect(Protocol):
    """One connection's way of speaking."""

    path: str

    def opening(self) -> list[bytes]:
        """The frames that a client sends first."""

    def out(self, frame: bytes) -> bytes:
        """A plain frame, as this server wants it."""

    def back(self, frame: bytes) -> bytes:
        """What this server sent, as a plain frame; empty when it has no plain sense."""


class Ours:
    """The plain protocol, and our frame that counts what is durable."""

    def __init__(self, document: object) -> None:
        self.path = f"/live/{document}"

    def opening(self) -> list[bytes]:
        """Ask for the state."""
        return [wire.sync(wire.STEP1, b"\x00")]

    def out(self, frame: bytes) -> bytes:
        """As it is."""
        return frame

    def back(self, frame: bytes) -> bytes:
        """As it is."""
        return frame


class Plain(Ours):
    """y-websocket: the plain protocol, which never says that anything is safe."""

    def __init__(self, document: object) -> None:
        super().__init__(document)
        self.path = f"/{document}"


class Hocuspocus:
    """Each frame begins with the name of its document; each update is answered by a status."""

    def __init__(self, document: object) -> None:
        self.path = "/"
        self._name = wire.prefixed(str(document).encode())
        self._told = 0

    def opening(self) -> list[bytes]:
        """Say who asks (nobody is refused), then ask for the state."""
        token = bytes((HOCUS_AUTH, 0)) + wire.prefixed(b"-") + wire.prefixed(b"4.7.0")
        return [self._name + token, self.out(wire.sync(wire.STEP1, b"\x00"))]

    def out(self, frame: bytes) -> bytes:
        """With its name."""
        return self._name + frame

    def back(self, frame: bytes) -> bytes:
        """Without its name; a status becomes a count."""
        length, at = wire.number(frame, 0)
        body = frame[at + length :]
        if body[0] == HOCUS_STATUS:
            self._told += body[1]
            return wire.ack(self._told)
        if body[0] == HOCUS_SYNC_REPLY:
            return bytes((wire.SYNC,)) + body[1:]
        return body if body[0] == wire.SYNC else b""
