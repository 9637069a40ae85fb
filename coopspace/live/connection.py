"""One socket of one person on one text: what comes in, what goes out, and when it is too much.

Going out never loses anything: when too much waits, the socket is let go, not the words. Its
browser comes back, says what it knows and is given the rest.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from coopspace.live import door, guard, wire
from coopspace.live.door import Guest
from coopspace.live.guard import Change
from coopspace.live.limits import Bucket, Limits
from coopspace.live.room import Room
from coopspace.live.wire import Frame, Malformed, Presence

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TEXT_FRAME, GARBAGE, TOO_BIG, RESTARTING, TRY_LATER = 1003, 1007, 1009, 1012, 1013
REFUSED, SLOW, TOO_MUCH = 4400, 4508, 4529
MOST_PRESENCES = 200
FRAMES = "coopspace.frames"
"""How the scope of a socket names its `Frames`, among the extensions of ASGI."""
log = logging.getLogger("coopspace.live")


class Origin(Protocol):
    """Whoever handed over an update and waits to hear that it is written."""

    def written(self, seq: int | None) -> None:
        """It is line `seq` of the log, or None: nothing was written."""


class Frames(Protocol):
    """What a server may offer beside ASGI: frames read and written without a task in between."""

    def read_by(self, take: Callable[[bytes], None]) -> None:
        """Have frames given to `take` as they come; those that do not come through `receive`."""

    def write(self, frame: bytes) -> bool:
        """Send a frame now; False when it must go through `send`."""


Submit = Callable[[Room, bytes, Change, Guest, Origin], None]


class Close(Exception):
    """End this socket with a code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def presence_of(said: Presence, limits: Limits) -> Presence:
    """The same if it may be handed out. Raises Malformed: too long, or no JSON object."""
    if not said.state:
        return said
    try:
        state = json.loads(said.state) if len(said.state) <= limits.presence else None
        fits = isinstance(state, dict)
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        raise Malformed("a presence is a small JSON object")
    return said


class Connection:
    """A socket that was let in."""

    def __init__(self, room: Room, guest: Guest, submit: Submit, limits: Limits) -> None:
        self.room, self.guest = room, guest
        self.wrote_at = 0.0
        self._submit, self._limits = submit, limits
        self._bucket = Bucket(limits, time.monotonic())
        self._client: int | None = None
        self._unwritten: deque[int] = deque()
        self._deferred = 0
        self._durable = 0
        self._out: deque[bytes] = deque()
        self._waiting = 0
        self._sending_at: float | None = None
        self._wake = asyncio.Event()
        self._closing: int | None = None
        self._main: asyncio.Task[None] | None = None
        self._frames: Frames | None = None
        self._steps = {
            wire.STEP1: self._state_asked,
            wire.STEP2: self._update,
            wire.UPDATE: self._update,
        }

    # Coming in

    async def run(self, receive: Receive, send: Send, frames: Frames | None = None) -> None:
        """Serve the socket (already accepted) until it ends."""
        self._main = asyncio.current_task()
        self._frames = frames
        sender = asyncio.create_task(self._send_out(send))
        self.room.members.add(self)
        try:
            self._open()
            if frames is not None:
                frames.read_by(self.take)
            await self._listen(receive)
        except asyncio.CancelledError:
            if self._closing is None:
                raise
        finally:
            self.room.members.discard(self)
            if self._client is not None:
                self.room.gone(self._client, self)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    def _open(self) -> None:
        self.hear(wire.ack(0))
        if self.guest.may_write:
            self.hear(wire.sync(wire.STEP1, self.room.doc.get_state()))
        else:
            self.hear(wire.denied("read-only"))
        if self.room.present:
            self.hear(self.room.everybody())

    async def _listen(self, receive: Receive) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            self.take(message.get("bytes"))

    def take(self, data: bytes | None) -> None:
        """A frame came in; None is one of text."""
        if self._closing is not None:
            return
        try:
            self._serve(data)
        except Close as end:
            self.close(end.code)
        except Malformed:
            self.close(GARBAGE)

    def _serve(self, data: bytes | None) -> None:
        if data is None:
            raise Close(TEXT_FRAME)
        if len(data) > self._limits.frame:
            raise Close(TOO_BIG)
        if not self._bucket.take(time.monotonic()):
            raise Close(TOO_MUCH)
        frame = wire.decode(data)
        if frame.kind == wire.SYNC:
            self._steps[frame.step](frame)
        elif frame.kind == wire.AWARENESS:
            self._presences(frame.body)
        else:
            self.hear(self.room.everybody())

    def _state_asked(self, frame: Frame) -> None:
        self.hear(wire.sync(wire.STEP2, self.room.lacking(frame.body)))

    def _update(self, frame: Frame) -> None:
        try:
            change = guard.check(frame.body)
        except Malformed:
            raise Close(REFUSED) from None
        whole = frame.step == wire.STEP2
        if self.room.brings_nothing(change, whole=whole):
            self._nothing_to_write(whole)
            return
        if not self.guest.may_write:
            raise Close(door.MAY_NOT)
        if not self.room.follows(change):
            self._deferred += 1
            self.hear(wire.sync(wire.STEP1, self.room.doc.get_state()))
            return
        if not self.room.takes(len(frame.body), self._limits.document):
            raise Close(door.TOO_LARGE)
        self.wrote_at = time.monotonic()
        self._unwritten.append(self._told_by(whole))
        self._submit(self.room, frame.body, change, self.guest, self)

    def _told_by(self, whole: bool) -> int:
        """How many frames are safe once this one is.

        What had to be asked for again comes with a whole answer: until then no frame after it may
        be told, since an acknowledgement speaks for all that was sent before.
        """
        if self._deferred and not whole:
            self._deferred += 1
            return 0
        count, self._deferred = 1 + self._deferred, 0
        return count

    def _nothing_to_write(self, whole: bool) -> None:
        """It is as durable as what was sent before it."""
        count = self._told_by(whole)
        if self._unwritten:
            self._unwritten[-1] += count
        elif count:
            self._durable += count
            self.hear(wire.ack(self._durable))

    def written(self, seq: int | None) -> None:
        """The oldest unwritten update is committed, or could not be."""
        if seq is None:
            self.close(TRY_LATER)
        elif self._closing is None:
            self._durable += self._unwritten.popleft()

    def acknowledge(self) -> None:
        """Say how far the log goes."""
        self.hear(wire.ack(self._durable))

    def _presences(self, body: bytes) -> None:
        """What this client says of itself; the echoes that stock clients send are passed over."""
        for said in wire.decode_presences(body, most=MOST_PRESENCES):
            if self._client is None and said.state and self._mine(said.client):
                self._client = said.client
            if said.client == self._client:
                self.room.say(presence_of(said, self._limits), dict(self.guest.shown), self)

    def _mine(self, client: int) -> bool:
        return self.room.may_speak_for(client, self.guest.user_id, polled=False)

    # Going out

    def hear(self, frame: bytes) -> None:
        """Take a frame to send. A socket that does not keep up is let go."""
        if self._closing is not None:
            return
        if self._leaves_now(frame):
            return
        self._out.append(frame)
        self._waiting += len(frame)
        if self._waiting > self._limits.outbound and len(self._out) > 1:
            self.close(SLOW)
        self._wake.set()

    def _leaves_now(self, frame: bytes) -> bool:
        """Whether nothing was before it and the network took it."""
        before = bool(self._out) or self._sending_at is not None
        return self._frames is not None and not before and self._frames.write(frame)

    def close(self, code: int) -> None:
        """End the socket with this code; what waits to go out is dropped."""
        if self._closing is None:
            self._closing = code
            self._out.clear()
            self._wake.set()
            asyncio.get_running_loop().call_later(self._limits.stuck, self._give_up)

    def _give_up(self) -> None:
        """The close frame did not even leave: end without it."""
        if self._main is not None and not self._main.done():
            self._main.cancel()

    def look(self, now: float) -> None:
        """Asked every second: a socket whose frame does not leave is let go."""
        if self._sending_at is not None and now - self._sending_at > self._limits.stuck:
            self._closing = SLOW
            self._give_up()

    async def _send_out(self, send: Send) -> None:
        try:
            while self._closing is None:
                await self._wake.wait()
                self._wake.clear()
                while self._out:
                    frame = self._out.popleft()
                    self._sending_at = time.monotonic()
                    await send({"type": "websocket.send", "bytes": frame})
                    self._sending_at = None
                    self._waiting -= len(frame)
            await send({"type": "websocket.close", "code": self._closing})
        except Exception:  # the socket is gone: receive() says so too
            self._closing = self._closing or SLOW
