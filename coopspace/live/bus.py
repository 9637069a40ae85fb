"""News of the log between processes: which text has a new line, and often the line itself.

News may be lost; the log is the truth. Inside one process it is always told. Between processes
PostgreSQL carries it in the transaction that wrote the line.
"""

import base64
import logging
import threading
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

log = logging.getLogger("coopspace.live")
CHANNEL = "coopspace_live"
LONGEST = 5_500
"""The longest update carried by PostgreSQL (its messages end at 8,000 bytes)."""
AGAIN = 1.0
"""Seconds before a lost connection is tried again."""
_NEWS = "live_news"

Hear = Callable[[uuid.UUID, int, bytes | None], object]
_here: list[Hear] = []


class Bus:
    """News inside this process only: what one process on SQLite needs."""

    def __init__(self) -> None:
        self._hear: Hear | None = None

    def in_transaction(self) -> dict[str, Any]:
        """What the writer sends with its commit."""
        return {}

    def start(self, hear: Hear) -> None:
        """Call `hear` at each news, in whatever thread it comes."""
        self._hear = hear
        _here.append(hear)

    def stop(self) -> None:
        """Hear no more."""
        if self._hear is not None:
            _here.remove(self._hear)
            self._hear = None


class PostgreSQLBus(Bus):
    """News between all processes that share a PostgreSQL database."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._ended = threading.Event()
        self._connection: psycopg.Connection | None = None
        self._thread = threading.Thread(target=self._listen, name="live-bus", daemon=True)

    def in_transaction(self) -> dict[str, Any]:
        """The channel and how news is worded on it."""
        return {"channel": CHANNEL, "payload": payload}

    def start(self, hear: Hear) -> None:
        """Begin to listen."""
        super().start(hear)
        self._thread.start()

    def stop(self) -> None:
        """End the listening connection."""
        super().stop()
        self._ended.set()
        self._thread.join(5)

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with psycopg.connect(self._address, autocommit=True) as connection:
                    connection.execute("LISTEN " + CHANNEL)
                    self._take(connection)
            except psycopg.Error as error:
                log.warning("live bus: %s; listening again", type(error).__name__)
                self._ended.wait(AGAIN)

    def _take(self, connection: "psycopg.Connection[Any]") -> None:
        while not self._ended.is_set():
            for notice in connection.notifies(timeout=0.5):
                news = _read(notice.payload)
                if news is not None and self._hear is not None:
                    self._hear(*news)
                if self._ended.is_set():
                    return


def open_bus(engine: Engine, url: str = "") -> Bus:
    """The bus of this database."""
    if engine.dialect.name == "postgresql":
        return PostgreSQLBus(
            engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
    return Bus()


def payload(document_id: uuid.UUID, seq: int, update: bytes) -> str:
    """News as PostgreSQL carries it: the line itself unless it is too long."""
    line = base64.b64encode(update).decode() if len(update) <= LONGEST else ""
    return f"{document_id.hex}:{seq}:{line}"


def _read(text: str) -> tuple[uuid.UUID, int, bytes | None] | None:
    try:
        name, seq, line = text.split(":")
        return uuid.UUID(name), int(seq), base64.b64decode(line) if line else None
    except ValueError:
        return None


def announce(session: Session, document_id: uuid.UUID, seq: int, update: bytes) -> None:
    """Have a line that this session adds told once it is committed."""
    session.info.setdefault(_NEWS, []).append((document_id, seq, update))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, payload(document_id, seq, update))))


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    for news in session.info.pop(_NEWS, ()):
        for hear in tuple(_here):
            hear(*news)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_NEWS, None)
