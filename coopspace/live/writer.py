"""Who writes the log: each update is committed before anybody sees it or is told so.

Whatever arrived while the last commit ran goes into the next: no fixed window, so that a fast disk
answers at once and a slow one gathers by itself.
"""

import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Callable, Collection
from queue import SimpleQueue
from typing import Any, Protocol

from sqlalchemy import Engine

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
Tell = Callable[[list[Outcome]], None]


class Puts(Protocol):
    """Takes what is to be written."""

    def put(self, item: Item) -> None:
        """Have this written, after everything that was given before."""


class Writer:
    """A thread that writes the log. `tell` is called in that thread after each commit; `to_bus` is
    what a committer says to the other processes."""

    def __init__(self, engine: Engine, tell: Tell, **to_bus: Any) -> None:
        self._tell = tell
        self._committer = committer(engine, **to_bus)
        self._queue: SimpleQueue[Item | None] = SimpleQueue()
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
        while running:
            batch: list[Item | None] = [self._queue.get()]
            while len(batch) < GATHERED and not self._queue.empty():
                batch.append(self._queue.get())
            running = None not in batch
            items = [item for item in batch if item is not None]
            if items:
                self._settle(items)
        self._committer.let_go()

    def _settle(self, items: list[Item], *, wait: bool = False) -> None:
        """Write and tell; what somebody else holds, or cannot be written, is tried by document."""
        lines = [item for item in items if isinstance(item, Line)]
        documents = {item.document_id for item in items}
        left: Collection[uuid.UUID] = ()
        try:
            outcomes, left = self._write_again(items, wait=wait)
        except Exception:
            log.exception("live log: nothing could be written for %d documents", len(documents))
            if len(documents) > 1:
                outcomes, left = [], documents
            else:
                outcomes = [Outcome(line, None) for line in lines]
        if outcomes:
            self._tell(outcomes)
        for one in left:
            self._settle([item for item in items if item.document_id == one], wait=True)

    def _write_again(self, items: list[Item], *, wait: bool) -> Committed:
        """A connection that broke is replaced once. Should the first commit have landed after
        all, the same update stands twice in the log, which changes nothing to the text."""
        fresh = not self._committer.connected
        try:
            return self._committer.write(items, wait=wait)
        except Exception:
            self._committer.let_go()
            if fresh:
                raise
            return self._committer.write(items, wait=wait)


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
