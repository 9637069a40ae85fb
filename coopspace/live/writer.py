"""Who writes the log: each update is committed before anybody sees it or is told so.

Whatever arrived while the last commit ran goes into the next: no fixed window, so that a fast disk
answers at once and a slow one gathers by itself.
"""

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from sqlalchemy import Engine

from coopspace.kernel.storage import BUSY_MS
from coopspace.live.committing import Committed, Item, SqliteCommitter, committer
from coopspace.live.log import Line, Outcome

log = logging.getLogger("coopspace.live")
GATHERED = 1_000
"""The most lines in one commit."""
AT_ONCE = 256 * 1024
"""The most, in bytes or letters, that is committed on the loop in one go."""
SLOW = 0.01
"""Seconds of a commit, as they go of late, above which the loop does not wait for the disk."""
OF_LATE = 0.05
"""How much the last commit weighs in that."""
RESPITE = 10.0
"""Seconds that the loop leaves a slow disk to the thread."""
TOO_LONG = BUSY_MS / 1000
"""Seconds that a line waits for a text that somebody else holds."""
SOON, SELDOM = 0.002, 0.05
"""The least and the most seconds between two tries at such a text."""
Tell = Callable[[list[Outcome]], None]


class Puts(Protocol):
    """Takes what is to be written."""

    def put(self, item: Item) -> None:
        """Have this written, after everything that was given before."""


@dataclass
class _Held:
    """What waits for a text that somebody else holds since this moment, and when to ask again."""

    since: float
    items: list[Item]
    again: float = 0.0

    def wait(self, now: float) -> None:
        """Ask soon, then more rarely."""
        self.again = now + min(SELDOM, max(SOON, (now - self.since) / 4))

    @property
    def lines(self) -> list[Line]:
        """The lines among it."""
        return [item for item in self.items if isinstance(item, Line)]


class Writer:
    """A thread that writes the log. `tell` is called in that thread after each commit; `to_bus` is
    what a committer says to the other processes.

    What waits for a text that somebody else holds makes nobody wait who types in another.
    """

    def __init__(self, engine: Engine, tell: Tell, **to_bus: Any) -> None:
        self._tell = tell
        self._committer = committer(engine, **to_bus)
        self._queue: SimpleQueue[Item | None] = SimpleQueue()
        self._held: dict[uuid.UUID, _Held] = {}
        self._thread = threading.Thread(target=self._run, name="live-log", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, item: Item) -> None:
        """Have this written, after everything that was given before."""
        self._queue.put(item)

    def stop(self) -> None:
        """Write what was given, then end. Blocks until it is done."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        running = True
        while running or self._held:
            batch = self._come()
            running = running and None not in batch
            free = [item for item in batch if item is not None and not self._waits(item)]
            left = self._try(free)
            self._hold(self._try(left, thorough=True))
            self._ask_again()
        self._committer.let_go()

    def _come(self) -> list[Item | None]:
        """What was given; nothing when it is time to ask again for a text that was held."""
        try:
            batch = [self._queue.get(timeout=self._patience())]
        except Empty:
            return []
        while len(batch) < GATHERED and not self._queue.empty():
            batch.append(self._queue.get())
        return batch

    def _patience(self) -> float | None:
        if not self._held:
            return None
        return max(0.0, min(held.again for held in self._held.values()) - time.monotonic())

    def _waits(self, item: Item) -> bool:
        """Whether it waits behind others of its text, which it does from now on."""
        held = self._held.get(item.document_id)
        if held is None:
            return False
        held.items.append(item)
        return True

    def _hold(self, items: list[Item]) -> None:
        now = time.monotonic()
        for item in items:
            self._held.setdefault(item.document_id, _Held(now, [])).items.append(item)
        for document_id in {item.document_id for item in items}:
            self._held[document_id].wait(now)

    def _ask_again(self) -> None:
        """Try what is due; what was held for too long is said not to be written."""
        now = time.monotonic()
        due = {key: held for key, held in self._held.items() if held.again <= now}
        left = self._try([item for held in due.values() for item in held.items], thorough=True)
        still = {item.document_id for item in left}
        for key, held in due.items():
            if key not in still:
                del self._held[key]
            elif now - held.since > TOO_LONG:
                del self._held[key]
                log.error("live log: %s was held by others for %.0f s", key, TOO_LONG)
                self._tell([Outcome(line, None) for line in held.lines])
            else:
                held.wait(now)

    def _try(self, items: list[Item], *, thorough: bool = False) -> list[Item]:
        """Write and tell; what cannot be written together is tried text by text. Returns what is
        left to do."""
        if not items:
            return []
        documents = {item.document_id: None for item in items}
        try:
            outcomes, left = self._write_again(items, thorough=thorough)
        except Exception:
            log.exception("live log: nothing could be written for %d documents", len(documents))
            if len(documents) > 1:
                return [item for one in documents for item in self._try_one(items, one)]
            outcomes = [Outcome(item, None) for item in items if isinstance(item, Line)]
            left = ()
        if outcomes:
            self._tell(outcomes)
        return [item for item in items if item.document_id in left]

    def _try_one(self, items: list[Item], document_id: uuid.UUID) -> list[Item]:
        return self._try([one for one in items if one.document_id == document_id], thorough=True)

    def _write_again(self, items: list[Item], *, thorough: bool) -> Committed:
        """A connection that broke is replaced once. Should the first commit have landed after
        all, the same update stands twice in the log, which changes nothing to the text."""
        fresh = not self._committer.connected
        try:
            return self._committer.write(items, thorough=thorough)
        except Exception:
            self._committer.let_go()
            if fresh:
                raise
            return self._committer.write(items, thorough=thorough)


class PromptWriter:
    """Writes for a loop, whose thread calls everything here and is told.

    SQLite in the same process answers in less time than it takes to wake another thread: a key
    costs a fifth less of the processor (measured, `tests/benchmarks/live.py`). So the loop commits
    by itself what arrived in its last turn, as long as nobody else writes and the disk answers at
    once. The rest is the thread's, and so is all that follows until that is told: lines keep their
    order.
    """

    def __init__(self, engine: Engine, tell: Tell, **to_bus: Any) -> None:
        self._tell = tell
        self._thread = Writer(engine, self._from_thread, **to_bus)
        prompt = engine.dialect.name == "sqlite"
        self._committer = SqliteCommitter(engine, prompt=True) if prompt else None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pending: list[Item] = []
        self._untold = 0
        self._pace = 0.0
        self._not_before = 0.0

    def start(self) -> None:
        """Begin to write for the running loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def put(self, item: Item) -> None:
        """Have this written, after everything that was given before."""
        assert self._loop is not None
        if not self._pending:
            self._loop.call_soon(self._write)
        self._pending.append(item)

    async def stop(self) -> None:
        """Write what was given, then end."""
        self._hand_over(self._taken())
        await asyncio.to_thread(self._thread.stop)
        await asyncio.sleep(0)
        committer, self._committer = self._committer, None
        if committer is not None:
            committer.let_go()

    def _taken(self) -> list[Item]:
        items, self._pending = self._pending, []
        return items

    def _write(self) -> None:
        items = self._taken()
        outcomes = self._at_once(items, time.monotonic()) if items else []
        if outcomes is None:
            self._hand_over(items)
        elif outcomes:
            self._tell(outcomes)

    def _at_once(self, items: list[Item], began: float) -> list[Outcome] | None:
        """Commit these here and now; None: the thread does it."""
        if self._committer is None or self._untold or began < self._not_before:
            return None
        if len(items) > GATHERED or sum(map(_size, items)) > AT_ONCE:
            return None
        try:
            outcomes = self._committer.write(items).outcomes
        except Exception:  # most often somebody else writes; the thread waits, or says what it is
            outcomes = None
        self._pace += OF_LATE * (time.monotonic() - began - self._pace)
        if self._pace > SLOW:
            self._pace, self._not_before = 0.0, began + RESPITE
        return outcomes

    def _hand_over(self, items: list[Item]) -> None:
        for item in items:
            self._untold += isinstance(item, Line)
            self._thread.put(item)

    def _from_thread(self, outcomes: list[Outcome]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told, outcomes)

    def _told(self, outcomes: list[Outcome]) -> None:
        self._untold -= len(outcomes)
        self._tell(outcomes)


def _size(item: Item) -> int:
    return len(item.update if isinstance(item, Line) else item.text)
