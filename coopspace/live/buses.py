"""The two ways by which news travels between processes: PostgreSQL's own, or Redis.

Both lose nothing that matters when they break: they are tried again every second, and meanwhile
each room reads the log. Nobody who types ever waits for them.
"""

import logging
import threading
import time
import uuid
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from coopspace.kernel.later import Later
from coopspace.live import bus
from coopspace.live.bus import CHANNEL, Bus, Hear
from coopspace.live.wire import Presence

if TYPE_CHECKING:
    import psycopg
    import redis
else:
    psycopg = Later("psycopg")
    redis = Later("redis")

log = logging.getLogger("coopspace.live")
AGAIN = 1.0
"""Seconds before a lost connection is tried again."""
PACE = 0.1
"""Seconds between two tellings of who is where: of a caret that moves, only the last place."""
MOST_WAITING = 10_000


class _Between(Bus, ABC):
    """One thread listens, one thread speaks."""

    def __init__(self) -> None:
        super().__init__()
        self._ended = threading.Event()
        self._something = threading.Condition()
        self._lines: deque[str] = deque(maxlen=MOST_WAITING)
        self._presences: dict[tuple[uuid.UUID, int], tuple[Presence, bool]] = {}
        self._presences_at = 0.0
        self._threads: list[threading.Thread] = []

    def start(self, hear: Hear | None) -> None:
        """Begin to speak and, unless `hear` is None, to listen."""
        super().start(hear)
        for act in (self._speak_again, self._listen_again)[: 1 if hear is None else 2]:
            thread = threading.Thread(target=act, name="live-bus", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Say what waits, then end both connections."""
        super().stop()
        self._ended.set()
        with self._something:
            self._something.notify()
        for thread in self._threads:
            thread.join(5)

    def say(self, document_id: uuid.UUID, presences: Sequence[Presence], *, polled: bool) -> None:
        """Tell the other processes what clients of this one say of themselves."""
        with self._something:
            for one in presences:
                self._presences[document_id, one.client] = (one, polled)
            self._something.notify()

    def ask(self, document_id: uuid.UUID) -> None:
        """Ask the other processes who is in a text."""
        self._tell(bus.asked(self.process, document_id))

    def meet(self, site_id: uuid.UUID, body: bytes) -> None:
        """Tell the other processes of somebody at a site."""
        if len(body) <= bus.LONGEST:
            self._tell(bus.met(self.process, site_id, body))

    def _tell(self, payload: str) -> None:
        with self._something:
            self._lines.append(payload)
            self._something.notify()

    def _heard(self, payload: str) -> None:
        news = bus.read(payload)
        hear = self._hear
        if news is None or hear is None:
            return
        if news.process != self.process:
            hear(news)

    def _listen_again(self) -> None:
        while not self._ended.is_set():
            try:
                for payload in self._listen():
                    self._heard(payload)
            except self._broken as error:
                log.warning("live bus: %s; listening again", type(error).__name__)
                self._ended.wait(AGAIN)

    def _speak_again(self) -> None:
        """What is said while the connection is broken is lost: it is of the moment only."""
        connection: Any = None
        while payloads := self._next():
            try:
                connection = connection or self._connect()
                self._send(connection, payloads)
            except self._broken as error:
                log.warning("live bus: %s; speaking again", type(error).__name__)
                self._closed(connection)
                connection = None
                self._ended.wait(AGAIN)
        self._closed(connection)

    def _next(self) -> list[str]:
        """What is to be said now; nothing when all is over."""
        moved: dict[tuple[uuid.UUID, int], tuple[Presence, bool]] = {}
        with self._something:
            while not (self._lines or self._presences_due() or self._ended.is_set()):
                left = self._presences_at - time.monotonic()
                self._something.wait(max(left, 0.001) if self._presences else None)
            lines = list(self._lines)
            self._lines.clear()
            if self._presences_due() or self._ended.is_set():
                moved, self._presences = self._presences, {}
                self._presences_at = time.monotonic() + PACE
        return lines + [
            bus.said(self.process, document_id, one, polled=polled)
            for (document_id, _), (one, polled) in moved.items()
        ]

    def _presences_due(self) -> bool:
        return bool(self._presences) and time.monotonic() >= self._presences_at

    def _closed(self, connection: Any) -> None:
        if connection is not None:
            with suppress(*self._broken):
                connection.close()

    @property
    @abstractmethod
    def _broken(self) -> tuple[type[Exception], ...]:
        """What a lost connection raises."""

    @abstractmethod
    def _listen(self) -> Iterator[str]:
        """What the others say, until the end."""

    @abstractmethod
    def _connect(self) -> Any:
        """A connection to speak through."""

    @abstractmethod
    def _send(self, connection: Any, payloads: list[str]) -> None:
        """Say these to the others."""


class PostgreSQLBus(_Between):
    """News between all processes that share a PostgreSQL database."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def in_transaction(self) -> dict[str, Any]:
        """The channel and how news is worded on it."""
        return {"channel": CHANNEL, "around": partial(bus.around, self.process)}

    @property
    def _broken(self) -> tuple[type[Exception], ...]:
        return (psycopg.Error, OSError)

    def _listen(self) -> Iterator[str]:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute("LISTEN " + CHANNEL)
            while not self._ended.is_set():
                for notice in connection.notifies(timeout=0.5):
                    yield notice.payload
                    if self._ended.is_set():
                        return

    def _connect(self) -> Any:
        return psycopg.connect(self._address, autocommit=True)

    def _send(self, connection: Any, payloads: list[str]) -> None:
        connection.execute(
            "SELECT pg_notify(%s, one) FROM unnest(%s::text[]) AS one", (CHANNEL, payloads)
        )


class RedisBus(_Between):
    """News through a Redis server, whatever their length, once their commit is done."""

    def __init__(self, url: str, database: str) -> None:
        super().__init__()
        self._url = url
        self._channel = f"{CHANNEL}:{database}"

    def committed(self, document_id: uuid.UUID, seq: int, update: bytes) -> None:
        """Tell the other processes of a line that the writer of this one committed."""
        self._tell(bus.line(self.process, document_id, seq, update, longest=len(update)))

    def _added(self, document_id: uuid.UUID, seq: int, update: bytes) -> None:
        super()._added(document_id, seq, update)
        self.committed(document_id, seq, update)

    @property
    def _broken(self) -> tuple[type[Exception], ...]:
        return (redis.RedisError, OSError)

    def _listen(self) -> Iterator[str]:
        with self._connect() as connection, connection.pubsub() as heard:
            heard.subscribe(self._channel)
            while not self._ended.is_set():
                message = heard.get_message(ignore_subscribe_messages=True, timeout=0.5)
                if message is not None:
                    yield message["data"].decode("ascii", "replace")

    def _connect(self) -> Any:
        return redis.Redis.from_url(
            self._url, socket_connect_timeout=2, socket_timeout=5, health_check_interval=10
        )

    def _send(self, connection: Any, payloads: list[str]) -> None:
        with connection.pipeline(transaction=False) as pipe:
            for payload in payloads:
                pipe.publish(self._channel, payload)
            pipe.execute()


def open_bus(engine: Engine, url: str = "") -> Bus:
    """The bus of this database: Redis where it is set, else what the database offers."""
    if url:
        return RedisBus(url, str(engine.url.database))
    if engine.dialect.name == "postgresql":
        return PostgreSQLBus(
            engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
    return Bus()
