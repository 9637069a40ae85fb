"""The log of what is typed: each update is committed before anybody sees it or is told so.

One thread writes. It commits whatever arrived while its last commit ran: no fixed window, so that
a fast disk answers at once and a slow one gathers by itself. It speaks to the driver directly:
through SQLAlchemy Core the same work cost twice the processor (measured).
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from coopspace.kernel import clock
from coopspace.live import merging
from coopspace.live.model import Document, DocumentSnapshot, DocumentUpdate

log = logging.getLogger("coopspace.live")
GATHERED = 1_000
"""The most lines in one commit."""

_INSERT = (
    'INSERT INTO document_update (document_id, seq, "update", user_id, created_at)'
    " VALUES (?, ?, ?, ?, ?)"
)
_BUMP = "UPDATE document SET head_seq = ?, updated_at = ?, updated_by = ? WHERE id = ?"
_FIRST = "INSERT INTO document_snapshot (document_id, seq, state, created_at) VALUES (?, ?, ?, ?)"
_OPENED = "UPDATE document SET snapshot_seq = ? WHERE id = ?"
_PROJECT = "UPDATE document SET text = ?, text_seq = ? WHERE id = ? AND text_seq < ?"
_HEAD = "SELECT id, head_seq, snapshot_seq FROM document WHERE id = ?"
_HEADS = "SELECT id, head_seq, snapshot_seq FROM document WHERE id = ANY(%s::uuid[]) FOR UPDATE"
_WORDS = "SELECT text FROM document WHERE id = ?"
_NOTIFY = "SELECT pg_notify(?, ?)"


@dataclass(slots=True, eq=False)
class Line:
    """One update to be written; `origin` is whoever must be told, `change` what it brings: neither
    is looked at here."""

    document_id: uuid.UUID
    update: bytes
    user_id: uuid.UUID | None
    origin: Any = None
    change: Any = None


@dataclass(slots=True, eq=False)
class Projection:
    """The plain words of a text at one line of its log, for pages and search."""

    document_id: uuid.UUID
    seq: int
    text: str


class Outcome(NamedTuple):
    """What became of a line: its number in the log, or None when nothing was written."""

    line: Line
    seq: int | None


class State(NamedTuple):
    """A text as the log holds it: updates that make it, oldest first, up to line `seq`."""

    site_id: uuid.UUID
    kind: str
    seq: int
    updates: list[bytes]


Tell = Callable[[list[Outcome]], None]
Payload = Callable[[uuid.UUID, int, bytes], str]


class Writer:
    """The one thread of this process that writes the log.

    `tell` is called in that thread after each commit. `payload` words what PostgreSQL carries to
    the other processes, on `channel`, in the same transaction.
    """

    def __init__(
        self, engine: Engine, tell: Tell, *, channel: str = "", payload: Payload | None = None
    ) -> None:
        self._engine = engine
        self._tell = tell
        self._postgresql = engine.dialect.name == "postgresql"
        self._channel, self._payload = channel, payload
        self._queue: SimpleQueue[Line | Projection | None] = SimpleQueue()
        self._connection: Any = None
        self._thread = threading.Thread(target=self._run, name="live-log", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, item: Line | Projection) -> None:
        """Have this written, after everything that was given before."""
        self._queue.put(item)

    def stop(self) -> None:
        """Write what was given, then end. Blocks until it is done."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        running = True
        while running:
            batch: list[Line | Projection | None] = [self._queue.get()]
            while len(batch) < GATHERED and not self._queue.empty():
                batch.append(self._queue.get())
            running = None not in batch
            items = [item for item in batch if item is not None]
            if items:
                self._settle(items)
        self._let_go()

    def _settle(self, items: list[Line | Projection], *, wait: bool = False) -> None:
        """Write and tell; what somebody else holds, or cannot be written, is tried by document."""
        lines = [item for item in items if isinstance(item, Line)]
        documents = {item.document_id for item in items}
        left: set[uuid.UUID] = set()
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

    def _write_again(
        self, items: list[Line | Projection], *, wait: bool
    ) -> tuple[list[Outcome], set[uuid.UUID]]:
        """A connection that broke is replaced once. Should the first commit have landed after
        all, the same update stands twice in the log, which changes nothing to the text."""
        fresh = self._connection is None
        try:
            return self._write(items, wait=wait)
        except Exception:
            self._let_go()
            if fresh:
                raise
            return self._write(items, wait=wait)

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()

    def _write(
        self, items: list[Line | Projection], *, wait: bool
    ) -> tuple[list[Outcome], set[uuid.UUID]]:
        """Commit these; returns what became of the lines, and the documents that others hold."""
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        cursor = self._connection.cursor()
        try:
            if not self._postgresql:
                cursor.execute("BEGIN IMMEDIATE")
            heads = self._hold(cursor, {item.document_id for item in items}, wait=wait)
            missing = {one for one, head in heads.items() if head is None}
            left = missing if self._postgresql and not wait else set()
            outcomes = self._append(
                cursor,
                [one for one in items if isinstance(one, Line) and one.document_id not in left],
                heads,
            )
            for item in items:
                if isinstance(item, Projection) and item.document_id not in left:
                    key = self._key(item.document_id)
                    self._do(cursor, _PROJECT, (item.text, item.seq, key, item.seq))
            self._connection.commit()
        except BaseException:
            self._connection.rollback()
            raise
        finally:
            cursor.close()
        return outcomes, left

    def _append(
        self, cursor: Any, lines: Sequence[Line], heads: dict[uuid.UUID, int | None]
    ) -> list[Outcome]:
        """Give each line the next number of its document, whose row is held until the commit."""
        moment = self._moment(clock.now())
        outcomes, rows, last = [], [], {}
        for line in lines:
            head = heads[line.document_id]
            if head is None:
                outcomes.append(Outcome(line, None))
                continue
            heads[line.document_id] = head = head + 1
            outcomes.append(Outcome(line, head))
            user = self._key(line.user_id)
            rows.append((self._key(line.document_id), head, line.update, user, moment))
            last[line.document_id] = (head, moment, user, self._key(line.document_id))
        self._do_many(cursor, _INSERT, rows)
        self._do_many(cursor, _BUMP, last.values())
        if self._payload is not None:
            told = [
                (self._channel, self._payload(line.document_id, seq, line.update))
                for line, seq in outcomes
                if seq is not None
            ]
            self._do_many(cursor, _NOTIFY, told)
        return outcomes

    def _hold(
        self, cursor: Any, documents: set[uuid.UUID], *, wait: bool
    ) -> dict[uuid.UUID, int | None]:
        """The last line's number of each, its row held; None where there is none to hold.

        On PostgreSQL whoever holds many rows never waits for one more: two processes, or one and a
        form that saves two texts, can then never wait for each other. A row that somebody else
        holds is written on its own (`wait`). SQLite has one writer.
        """
        heads: dict[uuid.UUID, int | None] = dict.fromkeys(documents)
        keys = {self._key(one): one for one in documents}
        if self._postgresql:
            skip = "" if wait else " SKIP LOCKED"
            cursor.execute(_HEADS + skip, (list(keys),))
            rows = cursor.fetchall()
        else:
            rows = []
            for key in keys:
                cursor.execute(_HEAD, (key,))
                rows += cursor.fetchall()
        for key, head, snapshot in rows:
            heads[keys[key]] = int(head)
            if snapshot is None:
                self._open(cursor, keys[key], int(head))
        return heads

    def _open(self, cursor: Any, document_id: uuid.UUID, head: int) -> None:
        """A text that was never live gets its first state."""
        key = self._key(document_id)
        self._do(cursor, _WORDS, (key,))
        state = merging.seed(document_id, cursor.fetchone()[0])
        self._do(cursor, _FIRST, (key, head, state, self._moment(clock.now())))
        self._do(cursor, _OPENED, (head, key))

    def _do(self, cursor: Any, statement: str, values: Sequence[Any]) -> None:
        cursor.execute(self._spelled(statement), values)

    def _do_many(self, cursor: Any, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        rows = list(rows)
        if rows:
            cursor.executemany(self._spelled(statement), rows)

    def _spelled(self, statement: str) -> str:
        return statement.replace("?", "%s") if self._postgresql else statement

    def _key(self, value: uuid.UUID | None) -> Any:
        """An identifier as SQLAlchemy stores it."""
        return value if value is None or self._postgresql else value.hex

    def _moment(self, moment: datetime) -> Any:
        """A moment as `kernel.base.Moment` stores it."""
        if self._postgresql:
            return moment
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def read(engine: Engine, document_id: uuid.UUID) -> State | None:
    """The whole text from the log, None when there is no such document.

    For the hub, which has asked the door: no site is in scope here.
    """
    document, updates, snapshots = _tables()
    with engine.connect() as connection:
        row = connection.execute(
            select(
                document.c.site_id,
                document.c.kind,
                document.c.snapshot_seq,
                document.c.head_seq,
                document.c.text,
            ).where(document.c.id == document_id)
        ).one_or_none()
        if row is None:
            return None
        if row.snapshot_seq is None:
            first = merging.seed(document_id, row.text)
            return State(row.site_id, row.kind, row.head_seq, [first])
        state = connection.execute(
            select(snapshots.c.state).where(
                snapshots.c.document_id == document_id, snapshots.c.seq == row.snapshot_seq
            )
        ).scalar_one()
        lines = connection.execute(
            select(updates.c.seq, updates.c.update)
            .where(updates.c.document_id == document_id, updates.c.seq > row.snapshot_seq)
            .order_by(updates.c.seq)
        ).all()
    seq = lines[-1].seq if lines else row.snapshot_seq
    return State(row.site_id, row.kind, seq, [state, *(line.update for line in lines)])


def after(engine: Engine, document_id: uuid.UUID, seq: int) -> list[tuple[int, bytes]]:
    """The lines that follow line `seq`, in order."""
    updates = _tables()[1]
    with engine.connect() as connection:
        rows = connection.execute(
            select(updates.c.seq, updates.c.update)
            .where(updates.c.document_id == document_id, updates.c.seq > seq)
            .order_by(updates.c.seq)
        ).all()
    return [(row.seq, row.update) for row in rows]


def heads(engine: Engine, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The last line's number of each of these documents."""
    document = _tables()[0]
    wanted = list(ids)
    with engine.connect() as connection:
        rows = connection.execute(
            select(document.c.id, document.c.head_seq).where(document.c.id.in_(wanted))
        ).all()
    return {row.id: row.head_seq for row in rows}


def _tables() -> tuple[Any, Any, Any]:
    return Document.__table__, DocumentUpdate.__table__, DocumentSnapshot.__table__
