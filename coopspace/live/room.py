"""One text while people are at it: its state, who is there, and what is handed to whom.

Everything here runs on the loop's thread. What the log numbered is applied strictly in that
order: pycrdt 0.14.13 may forget an update that arrives before the one it rests on (reproduced).
"""

import json
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from pycrdt import Doc, Text

from coopspace.live import guard, merging, wire
from coopspace.live.guard import Change
from coopspace.live.wire import Presence

log = logging.getLogger("coopspace.live")
REMEMBERED = 400
"""How many of the latest updates are kept at hand for those who ask over HTTP."""


class Broken(RuntimeError):
    """The text could not take an update that the log holds."""


class Member(Protocol):
    """Somebody who hears what happens in the room."""

    def hear(self, frame: bytes) -> None:
        """Take a frame to send."""


class Elsewhere(NamedTuple):
    """Another process speaks for a client: one of its sockets, or HTTP (`polled`)."""

    process: str
    polled: bool


Owner = Member | Elsewhere | None


class Room:
    """One text, as it stands at line `seq` of its log."""

    def __init__(self, document_id: uuid.UUID, site_id: uuid.UUID, *, seq: int) -> None:
        self.document_id, self.site_id = document_id, site_id
        self.doc: Doc[Text] = merging.load([])
        self._text = merging.text_of(self.doc)
        self.seq = seq
        self.size = 0
        self.members: set[Member] = set()
        self.present: dict[int, tuple[Presence, Owner]] = {}
        self.presence_seq = 0
        self.tell: Tell = _to_nobody
        self._heard: dict[int, float] = {}
        self.reached: dict[int, int] = {}
        self.written: dict[int, int] = {}
        self.recent: deque[tuple[int, bytes]] = deque(maxlen=REMEMBERED)
        self._landed: dict[int, tuple[bytes, Member | None, Change]] = {}
        self._waiting: set[Callable[[], None]] = set()

    def fill(self, updates: Iterable[bytes]) -> None:
        """Take the state that the log gave; a line that nothing can read is left out, and said."""
        known = list(updates)
        good = 0
        while good < len(known):
            try:
                self._apply(known[good])
                good += 1
            except Broken:
                log.exception("live: a line of %s cannot be applied", self.document_id)
                del known[good]
                self.doc, self.size, good = merging.load([]), 0, 0
                self._text = merging.text_of(self.doc)
        self.reached = guard.clocks(self.doc.get_state())
        self.written = dict(self.reached)

    # What is written

    def brings_nothing(self, change: Change, *, whole: bool) -> bool:
        """Whether everything in it is committed already: what only waits to be is written again.

        `whole`: it is a browser's whole answer, which always carries every deletion it knows of,
        so these are compared too."""
        for one, end in change.reaches.items():
            if self.written.get(one, 0) < end:
                return False
        return not change.deletes or (whole and self._deleted(change))

    def _deleted(self, change: Change) -> bool:
        known = guard.deletions(self.doc.get_update(self.doc.get_state()))
        return all(
            any(low <= start and end <= high for low, high in known.get(client, ()))
            for client, ranges in change.deletes.items()
            for start, end in ranges
        )

    def follows(self, change: Change) -> bool:
        """Whether nothing is missing between what is known of its authors and what it brings."""
        return all(self.reached.get(one, 0) >= start for one, start in change.starts.items())

    def expect(self, change: Change) -> None:
        """It was accepted and is on its way to the log."""
        _further(self.reached, change)

    def land(
        self,
        seq: int,
        update: bytes,
        origin: Member | None = None,
        change: Change | None = None,
    ) -> bool:
        """Line `seq` is committed: apply and hand out whatever is now in order.

        Returns False while a line before it is missing.
        """
        if seq > self.seq:
            self._landed[seq] = (update, origin, change or guard.known(update))
        while self.seq + 1 in self._landed:
            following, author, brought = self._landed.pop(self.seq + 1)
            self._apply(following)
            self.seq += 1
            self.recent.append((self.seq, following))
            self._hand_out(wire.sync(wire.UPDATE, following), but=author)
            _further(self.reached, brought)
            _further(self.written, brought)
        self.wake()
        return not self._landed

    def _apply(self, update: bytes) -> None:
        self.size += len(update)
        if update == wire.NOTHING:
            return
        try:
            self.doc.apply_update(update)
        except Exception as error:
            raise Broken(str(self.document_id)) from error
        except BaseException as panic:
            if type(panic).__name__ == "PanicException":
                raise Broken(str(self.document_id)) from panic
            raise

    def takes(self, more: int, most: int) -> bool:
        """Whether so many bytes more fit; measured anew when in doubt, what was deleted counts no
        longer."""
        if self.size + more > most:
            self.size = len(self.doc.get_update())
        return self.size + more <= most

    def lacking(self, vector: bytes) -> bytes:
        """What somebody at this state vector lacks. Raises Malformed."""
        guard.clocks(vector)
        return self.doc.get_update(vector)

    def since(self, seq: int) -> list[bytes] | None:
        """The updates after line `seq`; None when they are no longer at hand."""
        if seq == self.seq:
            return []
        if not self.recent or seq < self.recent[0][0] - 1 or seq > self.seq:
            return None
        return [update for number, update in self.recent if number > seq]

    # Who is there

    def say(self, said: Presence, user: dict[str, Any], by: Member | None) -> None:
        """Note and hand out what a client says of itself; `user` is who it really is.

        `by` is its socket, None when it speaks over HTTP.
        """
        if said.state:
            state = json.loads(said.state)
            state["user"] = user
            said = said._replace(state=json.dumps(state, ensure_ascii=False))
        if self._note(said, by):
            self._announce(said, but=by)
            self.tell(self, said, by is None)

    def say_elsewhere(self, said: Presence, by: Elsewhere) -> None:
        """Note and hand out what another process says of a client of its own."""
        before = self.present.get(said.client)
        if before and not isinstance(before[1], Elsewhere):
            moved = before[1] is None and by.polled and said.state
            if not moved:
                return
        self._heard[said.client] = time.monotonic()
        if before != (said, by) and self._note(said, by):
            self._announce(said, but=None)

    def _note(self, said: Presence, by: Owner) -> bool:
        before = self.present.get(said.client)
        if before and said.clock < before[0].clock:
            return False
        if said.state:
            self.present[said.client] = (said, by)
        elif before:
            del self.present[said.client]
        return bool(said.state or before)

    def gone(self, client: int, by: Owner) -> None:
        """Whoever spoke for this client is no longer there, and nobody else speaks for it."""
        before = self.present.get(client)
        if before and before[1] is by:
            del self.present[client]
            said = Presence(client, before[0].clock + 1, "")
            self._announce(said, but=None)
            if not isinstance(by, Elsewhere):
                self.tell(self, said, by is None)

    def forget_elsewhere(self, before: float) -> None:
        """Let go of those of whom no other process spoke since `before`."""
        for client, (_, by) in tuple(self.present.items()):
            if isinstance(by, Elsewhere) and self._heard.get(client, before) <= before:
                self.gone(client, by)
        self._heard = {one: at for one, at in self._heard.items() if one in self.present}

    def here(self, *, polled: bool) -> list[Presence]:
        """Those who speak through this process, over HTTP or by their sockets."""
        return [
            said
            for said, by in self.present.values()
            if not isinstance(by, Elsewhere) and (by is None) == polled
        ]

    def may_speak_for(self, client: int, user_id: uuid.UUID, *, polled: bool) -> bool:
        """Whether this client is nobody's yet, or the same person's: they came back another way.

        Somebody's living socket is not spoken for over HTTP.
        """
        before = self.present.get(client)
        if before is None:
            return True
        same = json.loads(before[0].state)["user"].get("id") == str(user_id)
        by = before[1]
        socket = not by.polled if isinstance(by, Elsewhere) else by is not None
        return same and not (polled and socket)

    def _announce(self, said: Presence, *, but: Member | None) -> None:
        self.presence_seq += 1
        self._hand_out(wire.awareness([said]), but=but)
        self.wake()

    def everybody(self) -> bytes:
        """The AWARENESS frame of all who are there."""
        return wire.awareness([said for said, _by in self.present.values()])

    # Who hears

    def _hand_out(self, frame: bytes, *, but: Member | None) -> None:
        for member in tuple(self.members):
            if member is not but:
                member.hear(frame)

    def when_it_moves(self, call: Callable[[], None]) -> Callable[[], None]:
        """Have `call` called at every update and presence; returns how to stop it."""
        self._waiting.add(call)
        return lambda: self._waiting.discard(call)

    def wake(self) -> None:
        """Call whoever waits for something to happen."""
        for call in tuple(self._waiting):
            call()

    @property
    def idle(self) -> bool:
        """Whether nobody listens."""
        return not self.members and not self._waiting

    @property
    def words(self) -> str:
        """The canonical words."""
        return merging.clean(str(self._text))


def _further(known: dict[int, int], change: Change) -> None:
    """Each client is known as far as this brings it."""
    for client, end in change.reaches.items():
        if known.get(client, 0) < end:
            known[client] = end


Tell = Callable[[Room, Presence, bool], None]
"""Tells the other processes of a presence; the flag says whether it came over HTTP."""


def _to_nobody(_room: Room, _said: Presence, _polled: bool) -> None:
    """There is no other process."""
