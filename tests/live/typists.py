"""People who type numbered marks while servers are killed under them, and what must be true."""

import random
import re
import signal
import sys
import threading
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from websockets.exceptions import WebSocketException

from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.live import log, merging
from coopspace.live.model import DocumentUpdate
from tests import ledger
from tests.live.process import Process
from tests.live.serving import Tab

PATIENCE = 20.0
"""Seconds that a busy machine may take to acknowledge one more word."""
_ACTIVITY = (
    "SELECT pid, pg_blocking_pids(pid), state, wait_event, now() - xact_start, query"
    " FROM pg_stat_activity WHERE datname = current_database()"
)
_TOLD = ("port", "sent", "acked", "synced", "closed", "made")


class Typist(threading.Thread):
    """Somebody who types numbered marks, reconnects when cut, and notes what was acknowledged."""

    def __init__(
        self, site: Process, document: uuid.UUID, token: str, name: str, *, restless: bool = False
    ) -> None:
        super().__init__(daemon=True)
        self._made = (site, document, token)
        self._restless = restless
        self.acts = 0
        self.mark = name
        self.count = 0
        self.acknowledged = 0
        self.words = ""
        self._sent: dict[int, int] = {}
        self.failure: BaseException | None = None
        self.enough = threading.Event()
        self._tab: Tab | None = None

    def __str__(self) -> str:
        """How far they are, for whoever asks why they do not get on."""
        tab = self._tab
        where = {} if tab is None else {name: getattr(tab, name) for name in _TOLD}
        return f"{self.mark}: typed {self.count}, acknowledged {self.acknowledged}, {where}"

    def run(self) -> None:
        try:
            self._run()
        except BaseException as failure:
            self.failure = failure

    def _run(self) -> None:
        tab = self._tab = Tab(*self._made)  # type: ignore[arg-type]
        tab.most_unread = None  # or a close that is said waits ten seconds for what is unread
        chance = random.Random(self.mark)
        while not (self.enough.is_set() and tab.closed is None and tab.synced and tab.saved):
            if tab.socket is None or tab.closed is not None:
                self._again(tab)
            if not self.enough.is_set():
                self._type(tab, chance)
            if tab.synced and tab.closed is None:
                tab.push()
            self._listen(tab)
            if self._restless:
                self._wander(tab, chance)
        tab.drain(0.5)
        self.words = tab.words
        tab.close()

    def _type(self, tab: Tab, chance: random.Random) -> None:
        """A mark and, when restless, a letter that is taken back at once."""
        place = self._place(tab, chance)
        tab.type(f"[{self.mark}{self.count}]", place)
        self.count += 1
        self.acts += 1
        if self._restless:
            tab.type(chance.choice("éß中😀"), place)
            tab.erase(place, 1)
            self.acts += 2

    def _wander(self, tab: Tab, chance: random.Random) -> None:
        """Cut without a word now and then; the pace that the house allows."""
        if chance.random() < 0.03 and tab.socket is not None and tab.closed is None:
            with suppress(OSError):
                tab.cut()
        time.sleep(0.03)

    def _listen(self, tab: Tab) -> None:
        """Hear for a moment; each acknowledgement says up to which mark all is safe."""
        until = time.monotonic() + 0.025
        while (left := until - time.monotonic()) > 0:
            if tab.socket is None or tab.closed is not None:
                time.sleep(left)
                return
            self._sent.setdefault(tab.sent, self.count)
            tab.listen(left)
            self._sent.setdefault(tab.sent, self.count)
            safe = [count for sent, count in self._sent.items() if 0 < sent <= tab.acked]
            self.acknowledged = max(self.acknowledged, *safe, 0)

    def _place(self, tab: Tab, chance: random.Random) -> int:
        """Between two marks."""
        words = tab.words
        ends = [at + 1 for at, letter in enumerate(words) if letter == "]"]
        return chance.choice([0, *ends[-30:]])

    def _again(self, tab: Tab) -> None:
        self._sent = {}
        try:
            tab.open()
        except (OSError, WebSocketException, EOFError):
            time.sleep(0.05)


def marks(words: str) -> Counter[str]:
    """Every whole mark, with how often it is there."""
    return Counter(re.findall(r"\[(\w+)\]", words))


def written(settings: Settings, document: uuid.UUID) -> tuple[str, list[int]]:
    engine = storage.open_engine(settings.database)
    state = log.read(engine, document)
    assert state is not None
    with Session(engine) as session:
        numbers = session.scalars(
            select(DocumentUpdate.seq)
            .where(DocumentUpdate.document_id == document)
            .order_by(DocumentUpdate.seq)
        ).all()
    engine.dispose()
    return merging.raw(merging.load(state.updates)), list(numbers)


def kill_under_typing(
    settings: Settings,
    document: uuid.UUID,
    processes: Sequence[Process],
    tokens: Sequence[str],
    kills: int,
) -> None:
    """Kill the started processes in turn; nothing that was acknowledged is ever missing."""
    people = [
        Typist(processes[number % len(processes)], document, token, "abcdefgh"[number])
        for number, token in enumerate(tokens)
    ]
    for person in people:
        person.start()
    for kill in range(kills):
        process = processes[kill % len(processes)]
        wait_for_all(people, settings, processes)
        process.end(signal.SIGKILL)
        acknowledged = [person.acknowledged for person in people]
        known = marks(written(settings, document)[0])
        for person, count in zip(people, acknowledged, strict=True):
            missing = [n for n in range(count) if f"{person.mark}{n}" not in known]
            assert missing == [], f"kill {kill}"
        process.start()
    for person in people:
        person.enough.set()
    for person in people:
        person.join(30)
        assert person.failure is None
        assert not person.is_alive()
    words, numbers = written(settings, document)
    assert numbers == list(range(1, len(numbers) + 1))
    expected = Counter(f"{person.mark}{n}" for person in people for n in range(person.count))
    assert marks(words) == expected
    ledger.count("SIGKILL under typing, 0 acknowledged word lost", kills)
    ledger.count("words typed across those kills, all there once", sum(expected.values()))


def wait_for_all(
    people: Sequence[Typist], settings: Settings, processes: Sequence[Process]
) -> None:
    """Each of them had something more acknowledged."""
    before = [person.acknowledged for person in people]
    deadline = time.monotonic() + PATIENCE
    while any(one.acknowledged <= had for one, had in zip(people, before, strict=True)):
        if time.monotonic() > deadline:
            raise Stuck("\n".join(_standing(people, settings, processes)))
        assert [person.failure for person in people if person.failure] == []
        time.sleep(0.02)


class Stuck(AssertionError):
    """Somebody does not get on with their text."""


def _standing(
    people: Sequence[Typist], settings: Settings, processes: Sequence[Process]
) -> Iterator[str]:
    """Where everybody is, this process, the database and the servers, which end of it."""
    yield from map(str, people)
    for frame in sys._current_frames().values():
        yield "".join(traceback.format_stack(frame))
    engine = storage.open_engine(settings.database)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            yield from map(str, connection.execute(text(_ACTIVITY)))
    engine.dispose()
    for process in processes:
        yield f"{process.host}:\n{process.stacks()}"
