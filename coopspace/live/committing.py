"""How lines of the log are committed, on one connection of their own.

It speaks to the driver directly: through SQLAlchemy Core the same work cost twice the processor
(measured).
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine

from coopspace.kernel import clock
from coopspace.live import merging
from coopspace.live.log import Line, Outcome, Projection

Item = Line | Projection
Around = Callable[[uuid.UUID, bytes], tuple[str, str]]

_INSERT = (
    'INSERT INTO document_update (document_id, seq, "update", user_id, created_at)'
    " VALUES (?, ?, ?, ?, ?)"
)
_TAKE = (
    "UPDATE document SET head_seq = head_seq + ?, updated_at = ?, updated_by = ? WHERE id = ?"
    " RETURNING head_seq, snapshot_seq"
)
_HOLD = (
    "SELECT id, head_seq, snapshot_seq FROM document WHERE id = ANY(?::uuid[])"
    " FOR NO KEY UPDATE SKIP LOCKED"
)
_KNOWN = "SELECT id FROM document WHERE id = ANY(?::uuid[])"
_BUMP = "UPDATE document SET head_seq = ?, updated_at = ?, updated_by = ? WHERE id = ?"
_ALL = """
WITH asked (id, many, by, words, words_seq) AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(many)s::int[], %(by)s::uuid[], %(words)s::text[],
        %(words_seq)s::bigint[]
    )
), held AS (
    SELECT document.id, document.head_seq FROM document JOIN asked USING (id)
    WHERE document.snapshot_seq IS NOT NULL
    FOR NO KEY UPDATE OF document SKIP LOCKED
), bumped AS (
    UPDATE document SET
        head_seq = held.head_seq + asked.many,
        updated_at = CASE WHEN asked.many > 0 THEN %(moment)s ELSE updated_at END,
        updated_by = CASE WHEN asked.many > 0 THEN asked.by ELSE updated_by END,
        text = CASE WHEN asked.words_seq > text_seq THEN asked.words ELSE text END,
        text_seq = greatest(text_seq, asked.words_seq)
    FROM held JOIN asked USING (id) WHERE document.id = held.id
    RETURNING document.id, held.head_seq
), lines AS (
    SELECT bumped.id, bumped.head_seq + place AS seq, "update", author, before, after
    FROM unnest(
        %(of)s::uuid[], %(places)s::int[], %(updates)s::bytea[], %(authors)s::uuid[],
        %(befores)s::text[], %(afters)s::text[]
    ) AS line (id, place, "update", author, before, after) JOIN bumped USING (id)
), written AS (
    INSERT INTO document_update (document_id, seq, "update", user_id, created_at)
    SELECT id, seq, "update", author, %(moment)s FROM lines
), told AS (
    SELECT pg_notify(%(channel)s, before || seq || after) FROM lines WHERE %(channel)s <> ''
)
SELECT id, head_seq FROM bumped WHERE (SELECT count(*) FROM told) >= 0
"""
"""What is at hand, in one statement: hold, number, write, tell."""
_FIRST = "INSERT INTO document_snapshot (document_id, seq, state, created_at) VALUES (?, ?, ?, ?)"
_OPENED = "UPDATE document SET snapshot_seq = ? WHERE id = ?"
_PROJECT = "UPDATE document SET text = ?, text_seq = ? WHERE id = ? AND text_seq < ?"
_WORDS = "SELECT text FROM document WHERE id = ?"
_NOTIFY = "SELECT pg_notify(?, ?)"


class Committed(NamedTuple):
    """What became of the lines, and the documents of which nothing was written: others hold
    them."""

    outcomes: list[Outcome]
    left: Collection[uuid.UUID] = ()


class NotAtOnce(Exception):
    """Nothing was written: it would keep a loop waiting."""


@dataclass(slots=True)
class _Text:
    """What is to be written of one text, whose last line was number `head`; None: not at hand."""

    id: uuid.UUID
    key: Any
    lines: list[Line] = field(default_factory=list)
    words: Projection | None = None
    head: int | None = None


class Committer(ABC):
    """One connection that appends to the log. Not for two threads at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None

    @property
    def connected(self) -> bool:
        """Whether a connection is held, which may have been lost meanwhile."""
        return self._connection is not None

    def let_go(self) -> None:
        """Give up the connection; the next commit opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()

    def write(self, items: Iterable[Item], *, thorough: bool = False) -> Committed:
        """Give each line the next number of its document and commit. What is left may be held by
        others, or need the care of a `thorough` one. Raises what the driver says: then nothing was
        written."""
        if self._connection is None:
            self._connection = self._connect()
        return self._write(self._by_text(items), thorough=thorough)

    def _write(self, texts: list[_Text], *, thorough: bool) -> Committed:
        moment = self._moment(clock.now())
        cursor = self._connection.cursor()
        try:
            left = self._number(cursor, texts, moment)
            outcomes = self._append(cursor, texts, moment)
            self._connection.commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            cursor.close()
        return Committed(outcomes, left)

    def _roll_back(self) -> None:
        """Let go of what is held; of the connection with it, where that fails too."""
        try:
            self._connection.rollback()
        except Exception:
            self.let_go()

    def _by_text(self, items: Iterable[Item]) -> list[_Text]:
        texts: dict[uuid.UUID, _Text] = {}
        for item in items:
            text = texts.get(item.document_id)
            if text is None:
                key = self._key(item.document_id)
                text = texts[item.document_id] = _Text(item.document_id, key)
            if isinstance(item, Line):
                text.lines.append(item)
            else:
                text.words = item
        return list(texts.values())

    def _append(self, cursor: Any, texts: list[_Text], moment: Any) -> list[Outcome]:
        outcomes, rows, words = [], [], []
        for text in texts:
            head = text.head
            for line in text.lines:
                if head is None:
                    outcomes.append(Outcome(line, None))
                    continue
                head += 1
                outcomes.append(Outcome(line, head))
                rows.append((text.key, head, line.update, self._key(line.user_id), moment))
            if text.words is not None:
                words.append((text.words.text, text.words.seq, text.key, text.words.seq))
        self._do_many(cursor, _INSERT, rows)
        self._do_many(cursor, _PROJECT, words)
        return outcomes

    def _open(self, cursor: Any, text: _Text, head: int, moment: Any) -> None:
        """A text that was never live gets its first state."""
        self._do(cursor, _WORDS, (text.key,))
        state = merging.seed(text.id, cursor.fetchone()[0])
        self._do(cursor, _FIRST, (text.key, head, state, moment))
        self._do(cursor, _OPENED, (head, text.key))

    def _do(self, cursor: Any, statement: str, values: Sequence[Any]) -> None:
        cursor.execute(self._spelled(statement), values)

    def _do_many(self, cursor: Any, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            cursor.executemany(self._spelled(statement), rows)

    def _connect(self) -> Any:
        return self._engine.raw_connection()

    @abstractmethod
    def _number(self, cursor: Any, texts: list[_Text], moment: Any) -> Collection[uuid.UUID]:
        """Begin: hold each text until the commit, count its lines in, and note its `head`. Returns
        those that others hold, and takes them out of `texts`."""

    @abstractmethod
    def _key(self, value: uuid.UUID | None) -> Any:
        """An identifier as SQLAlchemy stores it."""

    @abstractmethod
    def _moment(self, moment: datetime) -> Any:
        """A moment as `kernel.base.Moment` stores it."""

    def _spelled(self, statement: str) -> str:
        return statement


class SqliteCommitter(Committer):
    """SQLite has one writer: whoever began holds everything.

    A `prompt` one never waits: it raises NotAtOnce, or what the driver says of a database that
    somebody else writes to.
    """

    def __init__(self, engine: Engine, *, prompt: bool = False) -> None:
        super().__init__(engine)
        self._prompt = prompt

    def _connect(self) -> Any:
        connection = super()._connect()
        if self._prompt:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=0")
            cursor.close()
        return connection

    def _number(self, cursor: Any, texts: list[_Text], moment: Any) -> Collection[uuid.UUID]:
        cursor.execute("BEGIN IMMEDIATE")
        for text in texts:
            if not text.lines:
                continue
            many, by = len(text.lines), self._key(text.lines[-1].user_id)
            cursor.execute(_TAKE, (many, moment, by, text.key))
            for head, snapshot in cursor.fetchall():
                text.head = head - many
                if snapshot is not None:
                    continue
                if self._prompt:
                    raise NotAtOnce
                self._open(cursor, text, head - many, moment)
        return ()

    def _key(self, value: uuid.UUID | None) -> Any:
        return value if value is None else value.hex

    def _moment(self, moment: datetime) -> Any:
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class PostgresqlCommitter(Committer):
    """It never waits for a row: nobody's keys wait for a text that is not theirs, and no act that
    holds several texts ever waits for this in a circle.

    All that is at hand is one statement and one journey: in six, a busy machine made a key wait six
    times. A `thorough` write takes the six: it opens a text that was never live, and tells one that
    is gone from one that others hold.

    `around` words what is carried to the other processes, on `channel`: what stands before a line's
    number and after it.
    """

    def __init__(self, engine: Engine, *, channel: str = "", around: Around | None = None) -> None:
        super().__init__(engine)
        self._channel, self._around = channel, around or _nothing_around

    def _connect(self) -> Any:
        connection = super()._connect()
        connection.driver_connection.autocommit = True
        return connection

    def _write(self, texts: list[_Text], *, thorough: bool) -> Committed:
        if thorough:
            return super()._write(texts, thorough=True)
        with self._connection.cursor() as cursor:
            cursor.execute(_ALL, self._asked(texts))
            heads = dict(cursor.fetchall())
        outcomes = []
        for text in texts:
            text.head = heads.get(text.id)
            if text.head is not None:
                outcomes += [
                    Outcome(line, seq) for seq, line in enumerate(text.lines, text.head + 1)
                ]
        return Committed(outcomes, {text.id for text in texts if text.head is None})

    def _asked(self, texts: list[_Text]) -> dict[str, Any]:
        lines = [(place, line) for text in texts for place, line in enumerate(text.lines, 1)]
        around = [self._around(line.document_id, line.update) for _, line in lines]
        return {
            "moment": clock.now(),
            "channel": self._channel,
            "ids": [text.id for text in texts],
            "many": [len(text.lines) for text in texts],
            "by": [text.lines[-1].user_id if text.lines else None for text in texts],
            "words": [text.words.text if text.words else None for text in texts],
            "words_seq": [text.words.seq if text.words else 0 for text in texts],
            "of": [line.document_id for _, line in lines],
            "places": [place for place, _ in lines],
            "updates": [line.update for _, line in lines],
            "authors": [line.user_id for _, line in lines],
            "befores": [before for before, _ in around],
            "afters": [after for _, after in around],
        }

    def _number(self, cursor: Any, texts: list[_Text], moment: Any) -> Collection[uuid.UUID]:
        cursor.execute("BEGIN")
        known = {text.id: text for text in texts}
        self._do(cursor, _HOLD, (list(known),))
        bumped = []
        for key, head, snapshot in cursor.fetchall():
            text = known[key]
            text.head = int(head)
            if snapshot is None:
                self._open(cursor, text, text.head, moment)
            if text.lines:
                by = text.lines[-1].user_id
                bumped.append((text.head + len(text.lines), moment, by, key))
        self._do_many(cursor, _BUMP, bumped)
        left = self._living(cursor, [text.id for text in texts if text.head is None])
        texts[:] = [text for text in texts if text.id not in left]
        return left

    def _living(self, cursor: Any, ids: list[uuid.UUID]) -> set[uuid.UUID]:
        if not ids:
            return set()
        self._do(cursor, _KNOWN, (ids,))
        return {key for (key,) in cursor.fetchall()}

    def _key(self, value: uuid.UUID | None) -> Any:
        return value

    def _moment(self, moment: datetime) -> Any:
        return moment

    def _spelled(self, statement: str) -> str:
        return statement.replace("?", "%s")

    def _append(self, cursor: Any, texts: list[_Text], moment: Any) -> list[Outcome]:
        outcomes = super()._append(cursor, texts, moment)
        told = []
        for line, seq in outcomes:
            if seq is not None and self._channel:
                before, after = self._around(line.document_id, line.update)
                told.append((self._channel, f"{before}{seq}{after}"))
        self._do_many(cursor, _NOTIFY, told)
        return outcomes


def _nothing_around(_document_id: uuid.UUID, _update: bytes) -> tuple[str, str]:
    """Nobody is told."""
    return "", ""


def committer(engine: Engine, **to_bus: Any) -> Committer:
    """The committer that waits as long as it takes. `to_bus`: see `PostgresqlCommitter`."""
    if engine.dialect.name == "postgresql":
        return PostgresqlCommitter(engine, **to_bus)
    return SqliteCommitter(engine)
