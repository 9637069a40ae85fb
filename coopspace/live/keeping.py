"""What keeps a live text in order while people type, off the loop: words, wordings, snapshots.

The plain words follow the log by a second. A wording is closed when people paused, when the
last one left, or when somebody else begins after a silence, so that the history shows who wrote
what. Should the process die first, the next one to speak of the text closes it.
"""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.kernel.held import Busy, if_free
from coopspace.kernel.saving import saving
from coopspace.live import authorship, closing, log, wordings
from coopspace.live.limits import Limits
from coopspace.live.room import Room
from coopspace.live.writer import Puts

SILENCE = 30.0
"""Seconds without a keystroke after which another person begins another wording."""
PAUSES = (0.1, 0.4)
"""Seconds between the tries to keep a text that others hold."""


@dataclass
class _Kept:
    """What is known of a room that this process writes to."""

    at: float
    by: uuid.UUID
    open: bool = True
    shown: int = 0
    lines: int = 0
    over: bool = False


class Keeper:
    """Called on the loop; what touches the database is done `later`, in a thread."""

    def __init__(
        self,
        engine: Engine,
        writer: Puts,
        limits: Limits,
        later: Callable[[Callable[[], object]], None],
    ) -> None:
        self._engine, self._writer, self._limits = engine, writer, limits
        self._later = later
        self._kept: dict[uuid.UUID, _Kept] = {}

    def before_writing(self, room: Room, user_id: uuid.UUID) -> None:
        """Somebody is about to write: what others wrote before a silence is its own wording."""
        kept = self._kept.get(room.document_id)
        if kept and kept.open and kept.by != user_id and time.monotonic() - kept.at > SILENCE:
            self._close(room, kept)

    def wrote(self, room: Room, seq: int, user_id: uuid.UUID) -> None:
        """A line of this process landed."""
        kept = self._kept.get(room.document_id)
        if kept is None:
            kept = self._kept[room.document_id] = _Kept(time.monotonic(), user_id, shown=seq - 1)
        kept.at, kept.by, kept.open, kept.over = time.monotonic(), user_id, True, False
        kept.lines += 1

    def left(self, room: Room) -> None:
        """Nobody who wrote is here any more."""
        kept = self._kept.get(room.document_id)
        if kept:
            kept.over = True

    def look(self, room: Room, now: float) -> None:
        """Do what is due for this room."""
        kept = self._kept.get(room.document_id)
        if kept is None:
            return
        if kept.shown < room.seq:
            kept.shown = room.seq
            self._writer.put(log.Projection(room.document_id, room.seq, room.words))
        if kept.open and (kept.over or now - kept.at > self._limits.pause):
            self._close(room, kept)
        if kept.lines >= self._limits.squash:
            kept.lines = 0
            self._later(partial(self._squash, room.document_id, room.site_id))

    def settled(self, room: Room) -> bool:
        """Whether nothing more is to be done for a room that is let go."""
        kept = self._kept.get(room.document_id)
        if kept and (kept.open or kept.shown < room.seq):
            kept.over = True
            return False
        self._kept.pop(room.document_id, None)
        return True

    def leave(self, room: Room, seq: int, words: str) -> None:
        """The process ends: close what is open, here and now."""
        kept = self._kept.get(room.document_id)
        if kept and kept.open:
            self._close_at(room.document_id, room.site_id, seq, words)

    def _close(self, room: Room, kept: _Kept) -> None:
        kept.open = False
        work = partial(self._close_at, room.document_id, room.site_id, room.seq, room.words)
        self._later(partial(self._close_in_time, kept, work))

    def _close_in_time(self, kept: _Kept, close: Callable[[], None]) -> None:
        """Where others hold the text for long, it is closed at a later look."""
        for pause in (*PAUSES, None):
            try:
                close()
            except Busy:
                if pause is None:
                    kept.open = True
                else:
                    time.sleep(pause)
            else:
                return

    def _close_at(self, document_id: uuid.UUID, site_id: uuid.UUID, seq: int, words: str) -> None:
        with (
            Session(self._engine) as session,
            in_site(session, site_id),
            saving(session),
            if_free(session),
        ):
            document = wordings.locked(session, document_id)
            closing.close(session, document, seq=seq, words=words)
            if document.head_seq == seq:
                wordings.project(document, words)

    def _squash(self, document_id: uuid.UUID, site_id: uuid.UUID) -> None:
        with Session(self._engine) as session, in_site(session, site_id), suppress(Busy):
            squash(session, document_id)


def squash(session: Session, document_id: uuid.UUID) -> int:
    """Check a snapshot without holding anything, then date it and drop what it stands for.

    What only the lines said, whose each word is, is noted first. Returns how many were dropped.
    Raises Busy: others hold the text.
    """
    found = wordings.condensed(session, document_id)
    if found is None:
        return 0
    whose = authorship.unsettled(session, document_id)
    with saving(session), if_free(session):
        authorship.settle(session, whose)
        return wordings.keep_snapshot(session, document_id, found)
