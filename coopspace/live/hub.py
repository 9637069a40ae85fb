"""The live rooms of one process: who is let in, what is written, who is told.

Commit first; then apply, hand out and acknowledge. The log is the truth between processes: a room
that misses a line reads it there, whether or not anything was announced.
"""

import asyncio
import logging
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from sqlalchemy import Engine

from coopspace.live import buses, connection, door, log
from coopspace.live.bus import Asked, Line, Met, News, Said
from coopspace.live.company import Company
from coopspace.live.connection import Connection, Frames, Origin, Receive, Send
from coopspace.live.door import Asking, Door, Guest, Refused
from coopspace.live.guard import Change
from coopspace.live.keeping import Keeper
from coopspace.live.limits import Limits
from coopspace.live.room import Broken, Elsewhere, Member, Room
from coopspace.live.wire import Malformed, Presence
from coopspace.live.writer import PromptWriter

logger = logging.getLogger("coopspace.live")
THREADS = 4
EMPTY = 20.0
"""Seconds that an empty room is kept open."""
AT_A_TIME = 8
"""Rooms and sockets that are looked at in one go."""
T = TypeVar("T")


class Hub:
    """Opened by whoever serves the house, on the loop that serves it."""

    def __init__(
        self, engine: Engine, at_the_door: Door, *, limits: Limits | None = None, bus_url: str = ""
    ) -> None:
        self.limits = limits or Limits()
        self.rooms: dict[uuid.UUID, Room] = {}
        self.sockets: set[Connection] = set()
        self._engine, self._door = engine, at_the_door
        self._opening: dict[uuid.UUID, asyncio.Task[Room]] = {}
        self._emptied: dict[uuid.UUID, float] = {}
        self._reading: set[uuid.UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._bus = buses.open_bus(engine, bus_url)
        self.company = Company(self.limits, tell=self._bus.meet)
        self._writer = PromptWriter(engine, self._written, **self._bus.in_transaction())
        self._keeper = Keeper(engine, self._writer, self.limits, self._later)
        self._loop: asyncio.AbstractEventLoop | None = None

    # Life

    async def start(self) -> None:
        """Begin to serve."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        self._bus.start(self._from_bus)
        for period, act in (
            (self.limits.catch_up, self._catch_up_all),
            (self.limits.doubt, self._doubt),
            (self.limits.recheck, self._recheck),
            (0.0, self._keep),
            (self.limits.presence_kept / 3, self._presences),
        ):
            self._spawn(self._every(period, act))

    async def stop(self) -> None:
        """Send everybody away to come back, write what was given, end."""
        for socket in tuple(self.sockets):
            socket.close(connection.RESTARTING)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._writer.stop()
        for room in self.rooms.values():
            await self._close_wording(room)
        await asyncio.to_thread(self._bus.stop)
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    async def _close_wording(self, room: Room) -> None:
        """Where the database is gone, the next process to speak of the text does it."""
        try:
            await asyncio.to_thread(self._keeper.leave, room, room.seq, room.words)
        except Exception:
            logger.exception("live: the wording of %s stays open", room.document_id)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _later(self, work: Callable[[], object]) -> None:
        """Do this in a thread, and say it if it fails."""
        self._spawn(self._said(work))

    async def _said(self, work: Callable[[], object]) -> None:
        try:
            await self.in_thread(work)
        except Exception:
            logger.exception("live: keeping a text in order failed")

    async def in_thread(self, work: Callable[[], T]) -> T:
        """The result of blocking work."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _every(self, period: float, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(period)
            try:
                await act()
            except Exception:
                logger.exception("live: %s failed", act.__name__)

    # Coming in

    async def admit(self, asking: Asking, document_id: uuid.UUID) -> Guest:
        """Let somebody in to a document. Raises Refused."""
        return await self.in_thread(partial(self._door.admit, asking, document_id))

    async def admit_to_site(self, asking: Asking, site_id: uuid.UUID) -> Guest:
        """Let somebody in to a site. Raises Refused."""
        return await self.in_thread(partial(self._door.admit_to_site, asking, site_id))

    async def serve(
        self, guest: Guest, receive: Receive, send: Send, frames: Frames | None = None
    ) -> None:
        """Serve an accepted socket of a guest until it ends."""
        room = await self.room(guest.document_id)
        socket = Connection(room, guest, self.submit, self.limits)
        self.sockets.add(socket)
        try:
            await socket.run(receive, send, frames)
        finally:
            self.sockets.discard(socket)
            if not any(one.room is room and one.wrote_at for one in self.sockets):
                self._keeper.left(room)

    def crowded(self, guest: Guest) -> bool:
        """Whether this person or this document has as many sockets as it may."""
        person = sum(one.guest.user_id == guest.user_id for one in self.sockets)
        document = sum(one.guest.document_id == guest.document_id for one in self.sockets)
        return (
            person >= self.limits.sockets_of_person or document >= self.limits.sockets_of_document
        )

    async def room(self, document_id: uuid.UUID) -> Room:
        """The room of a document, opened if need be. Raises Refused when there is none."""
        while True:
            known = self.rooms.get(document_id)
            if known is not None:
                self._emptied.pop(document_id, None)
                return known
            opening = self._opening.get(document_id)
            if opening is None:
                opening = asyncio.ensure_future(self._open(document_id))
                self._opening[document_id] = opening
                opening.add_done_callback(lambda _: self._opening.pop(document_id, None))
            await asyncio.shield(opening)

    async def _open(self, document_id: uuid.UUID) -> Room:
        state = await self.in_thread(partial(log.read, self._engine, document_id))
        if state is None:
            raise Refused(door.UNKNOWN)
        room = Room(document_id, state.site_id, seq=state.seq)
        room.fill(state.updates)
        room.tell = self._tell
        self.rooms[document_id] = room
        self._bus.ask(document_id)
        return room

    # Writing

    def submit(
        self, room: Room, update: bytes, change: Change, guest: Guest, origin: Origin
    ) -> None:
        """Have an update written; `origin` is told when it is."""
        self._keeper.before_writing(room, guest.user_id)
        room.expect(change)
        self._writer.put(log.Line(room.document_id, update, guest.user_id, origin, change))

    def _written(self, outcomes: list[log.Outcome]) -> None:
        told: dict[Connection, None] = {}
        for line, seq in outcomes:
            room = self.rooms.get(line.document_id)
            if seq is None:
                self._drop(line.document_id, connection.TRY_LATER)
            elif room is not None:
                member = line.origin if isinstance(line.origin, Connection) else None
                self._land(room, seq, line.update, member, own=line)
            if seq is not None:
                self._bus.committed(line.document_id, seq, line.update)
            line.origin.written(seq)
            if isinstance(line.origin, Connection):
                told[line.origin] = None
        for socket in told:
            socket.acknowledge()

    def _land(
        self,
        room: Room,
        seq: int,
        update: bytes,
        origin: Member | None = None,
        *,
        own: log.Line | None = None,
    ) -> None:
        try:
            whole = room.land(seq, update, origin, own.change if own else None)
        except Broken:
            logger.exception("live: %s is read again", room.document_id)
            self._drop(room.document_id, connection.TRY_LATER)
            return
        if own is not None and own.user_id is not None:
            self._keeper.wrote(room, seq, own.user_id)
        if not whole:
            self._read_on(room)

    def _drop(self, document_id: uuid.UUID, code: int) -> None:
        """Close a room whose state cannot be trusted: everybody comes back to a fresh one."""
        room = self.rooms.pop(document_id, None)
        if room is not None:
            room.wake()
            for socket in [one for one in self.sockets if one.room is room]:
                socket.close(code)

    # The other processes

    def _from_bus(self, news: News) -> None:
        """In any thread: bring the news to the loop."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._announced, news)

    def _announced(self, news: News) -> None:
        if isinstance(news, Met):
            with suppress(Malformed):
                self.company.said_elsewhere(news.site_id, news.body)
            return
        room = self.rooms.get(news.document_id)
        if room is None:
            return
        if isinstance(news, Said):
            for one in news.presences:
                room.say_elsewhere(one, Elsewhere(news.process, news.polled))
        elif isinstance(news, Asked):
            self._tell_who_is_here(room)
        else:
            self._line_announced(room, news)

    def _line_announced(self, room: Room, news: Line) -> None:
        if news.seq <= room.seq:
            return
        if news.update is not None:
            self._land(room, news.seq, news.update)
        else:
            self._read_on(room)

    def _tell(self, room: Room, said: Presence, polled: bool) -> None:
        self._bus.say(room.document_id, [said], polled=polled)

    def _tell_who_is_here(self, room: Room) -> None:
        for polled in (False, True):
            self._bus.say(room.document_id, room.here(polled=polled), polled=polled)

    async def _presences(self) -> None:
        """Say again who is here; whoever another process no longer speaks of is gone."""
        now = time.monotonic()
        for room in tuple(self.rooms.values()):
            self._tell_who_is_here(room)
            room.forget_elsewhere(now - self.limits.presence_kept)

    def _read_on(self, room: Room) -> None:
        if room.document_id not in self._reading:
            self._reading.add(room.document_id)
            self._spawn(self._catch_up(room))

    async def _catch_up(self, room: Room) -> None:
        """Read what the room misses in the log; begin anew if that was squashed meanwhile."""
        try:
            lines = await self.in_thread(
                partial(log.after, self._engine, room.document_id, room.seq)
            )
        finally:
            self._reading.discard(room.document_id)
        if lines and lines[0][0] > room.seq + 1:
            self._drop(room.document_id, connection.RESTARTING)
            return
        for seq, update in lines:
            self._land(room, seq, update)

    async def _catch_up_all(self) -> None:
        if not self.rooms:
            return
        heads = await self.in_thread(partial(log.heads, self._engine, tuple(self.rooms)))
        for document_id, head in heads.items():
            room = self.rooms.get(document_id)
            if room is not None and head > room.seq:
                self._read_on(room)

    # Leaving

    async def _doubt(self) -> None:
        guests = tuple({one.guest for one in self.sockets})
        if not guests:
            return
        doubtful = set(await self.in_thread(partial(self._door.doubtful, guests)))
        await self._ask_again([one for one in self.sockets if one.guest in doubtful])

    async def _recheck(self) -> None:
        since = time.monotonic() - self.limits.recheck
        lively = tuple({one.guest for one in self.sockets if one.wrote_at > since})
        if lively:
            await self.in_thread(partial(self._door.alive, lively))
        await self._ask_again(list(self.sockets))

    async def _ask_again(self, sockets: list[Connection]) -> None:
        for socket in sockets:
            before = socket.guest
            try:
                guest = await self.admit(Asking(before.token), before.document_id)
            except Refused as refused:
                socket.close(refused.code)
            else:
                if before.may_write and not guest.may_write:
                    socket.close(door.MAY_NOT)
                socket.guest = guest

    async def _keep(self) -> None:
        """Look at every socket and room, a few at a time: many at once would make a key wait."""
        sockets, rooms = tuple(self.sockets), tuple(self.rooms.values())
        turns = max(1, len(rooms) // AT_A_TIME, len(sockets) // AT_A_TIME)
        for turn in range(turns):
            await asyncio.sleep(min(1.0, self.limits.project) / turns)
            now = time.monotonic()
            for socket in sockets[turn::turns]:
                socket.look(now)
            for room in rooms[turn::turns]:
                self._look(room, now)

    def _look(self, room: Room, now: float) -> None:
        """Close a wording that is over, take a snapshot, let an empty room go."""
        if self.rooms.get(room.document_id) is not room:
            return
        self._keeper.look(room, now)
        if not room.idle:
            self._emptied.pop(room.document_id, None)
        elif self._left_alone(room, now) and self._keeper.settled(room):
            del self._emptied[room.document_id]
            self.rooms.pop(room.document_id, None)

    def _left_alone(self, room: Room, now: float) -> bool:
        return now - self._emptied.setdefault(room.document_id, now) > EMPTY

    def figures(self) -> Counter[str]:
        """How busy this process is."""
        return Counter(sockets=len(self.sockets), rooms=len(self.rooms))
