"""News between processes: which text has a new line, often the line itself, and who is there.

News may be lost; the log is the truth, and who is there is said again. Inside one process it is
always told. Between processes PostgreSQL carries a line in the transaction that wrote it.
"""

import base64
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from coopspace.live import wire
from coopspace.live.wire import Malformed, Presence

CHANNEL = "coopspace_live"
LONGEST = 5_500
"""The longest update carried by PostgreSQL (its messages end at 8,000 bytes)."""
MOST_PRESENCES = 200
_NEWS = "live_news"


class Line(NamedTuple):
    """News of one line of a log; without the update, the line is to be read there.

    `process` is the one whose room knows it already, empty when none does.
    """

    process: str
    document_id: uuid.UUID
    seq: int
    update: bytes | None


class Said(NamedTuple):
    """What clients of another process say of themselves, by their sockets or by HTTP."""

    process: str
    document_id: uuid.UUID
    polled: bool
    presences: tuple[Presence, ...]


class Asked(NamedTuple):
    """Another process opened this text and wants to know who is there."""

    process: str
    document_id: uuid.UUID


class Met(NamedTuple):
    """Somebody told another process that they are at a site, or no longer."""

    process: str
    site_id: uuid.UUID
    body: bytes


News = Line | Said | Asked | Met
Hear = Callable[[News], object]
Announce = Callable[[uuid.UUID, int, bytes], object]
_here: list[Announce] = []
"""Who is told, in this process, of the lines that its own sessions add."""


class Bus:
    """News inside this process only: what one process on SQLite needs."""

    def __init__(self) -> None:
        self.process = uuid.uuid4().hex
        self._hear: Hear | None = None

    def in_transaction(self) -> dict[str, Any]:
        """What the writer sends with its commit."""
        return {}

    def start(self, hear: Hear | None) -> None:
        """Call `hear` at each news, in whatever thread it comes; None: only tell others."""
        self._hear = hear
        _here.append(self._added)

    def stop(self) -> None:
        """Hear and tell no more."""
        if self._added in _here:
            _here.remove(self._added)
        self._hear = None

    def committed(self, document_id: uuid.UUID, seq: int, update: bytes) -> None:
        """The writer of this process committed a line; its own room knows."""

    def say(self, document_id: uuid.UUID, presences: Sequence[Presence], *, polled: bool) -> None:
        """Tell the other processes what clients of this one say of themselves."""

    def ask(self, document_id: uuid.UUID) -> None:
        """Ask the other processes who is in a text."""

    def meet(self, site_id: uuid.UUID, body: bytes) -> None:
        """Tell the other processes of somebody at a site."""

    def _added(self, document_id: uuid.UUID, seq: int, update: bytes) -> None:
        """A session of this process (a form, a restore) added a line."""
        if self._hear is not None:
            self._hear(Line("", document_id, seq, update))


def line(
    process: str, document_id: uuid.UUID, seq: int, update: bytes, *, longest: int = LONGEST
) -> str:
    """News of a line as it travels: the update itself unless it is too long."""
    before, after = around(process, document_id, update, longest=longest)
    return f"{before}{seq}{after}"


def around(
    process: str, document_id: uuid.UUID, update: bytes, *, longest: int = LONGEST
) -> tuple[str, str]:
    """What stands before the number of a line and after it in such news."""
    carried = base64.b64encode(update).decode() if len(update) <= longest else ""
    return f"l:{process}:{document_id.hex}:", f":{carried}"


def said(process: str, document_id: uuid.UUID, presence: Presence, *, polled: bool) -> str:
    """News of one presence as it travels; one that is too long is passed over."""
    body = wire.encode_presences([presence])
    carried = base64.b64encode(body).decode() if len(body) <= LONGEST else ""
    return f"{'h' if polled else 's'}:{process}:{document_id.hex}:{carried}"


def asked(process: str, document_id: uuid.UUID) -> str:
    """A question as it travels."""
    return f"q:{process}:{document_id.hex}"


def met(process: str, site_id: uuid.UUID, body: bytes) -> str:
    """News of somebody at a site as it travels."""
    return f"m:{process}:{site_id.hex}:{base64.b64encode(body).decode()}"


def read(text: str) -> News | None:
    """News as it travelled; None for what is not ours."""
    try:
        kind, process, name, *more = text.split(":")
        document_id = uuid.UUID(name)
        if kind == "l":
            update = base64.b64decode(more[1], validate=True) if more[1] else None
            return Line(process, document_id, int(more[0]), update)
        if kind == "q":
            return Asked(process, document_id)
        body = base64.b64decode(more[0], validate=True)
        if kind == "m":
            return Met(process, document_id, body)
        presences = tuple(wire.decode_presences(body, most=MOST_PRESENCES)) if body else ()
        return Said(process, document_id, kind == "h", presences)
    except (ValueError, IndexError, Malformed):
        return None


def announce(session: Session, document_id: uuid.UUID, seq: int, update: bytes) -> None:
    """Have a line that this session adds told once it is committed."""
    session.info.setdefault(_NEWS, []).append((document_id, seq, update))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, line("", document_id, seq, update))))


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    news: Iterable[tuple[uuid.UUID, int, bytes]] = session.info.pop(_NEWS, ())
    for one in news:
        for tell in tuple(_here):
            tell(*one)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_NEWS, None)
