"""The loop commits by itself while nobody waits for it; whoever writes, lines keep their order."""

import asyncio
import random
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import log, store, wordings
from coopspace.live import writer as writing
from coopspace.live.committing import Committer, SqliteCommitter
from coopspace.live.model import DocumentUpdate
from coopspace.live.writer import PromptWriter
from tests.live.writers import Replica


class Written:
    """A loop's writer, what it was given and what it said: in the loop, always."""

    def __init__(self, engine: Engine, document: uuid.UUID) -> None:
        self.outcomes: list[log.Outcome] = []
        self.given: list[log.Line] = []
        self.writer = PromptWriter(engine, self.told)
        self._document, self._person = document, Replica(1)

    def told(self, outcomes: list[log.Outcome]) -> None:
        asyncio.get_running_loop()
        self.outcomes += outcomes

    def type(self, document: uuid.UUID | None = None) -> None:
        self._person.type("a")
        for update in self._person.take():
            self.given.append(log.Line(document or self._document, update, None))
            self.writer.put(self.given[-1])

    async def all_told(self) -> None:
        deadline = time.monotonic() + 30
        while len(self.outcomes) < len(self.given):
            assert time.monotonic() < deadline, "it never came"
            await asyncio.sleep(0.002)

    @property
    def numbers(self) -> list[int | None]:
        return [seq for _, seq in self.outcomes]


@pytest.fixture
def by_thread(monkeypatch) -> list[object]:
    """What the loop left to the thread."""
    given: list[object] = []
    put = writing.Writer.put

    def noted(self: writing.Writer, item: log.Line) -> None:
        given.append(item)
        put(self, item)

    monkeypatch.setattr(writing.Writer, "put", noted)
    return given


@pytest.fixture
def live(session: Session, document: uuid.UUID, world) -> uuid.UUID:
    """A text that was live before."""
    with saving(session), in_site(session, world.site.id):
        store.write(session, document, "Bonjour", seen=0, by=None)
    session.rollback()
    return document


def run(engine: Engine, document: uuid.UUID, acts: Callable[[Written], Awaitable[None]]) -> Written:
    """Do this on a loop that writes; everything is told at the end."""

    async def whole() -> Written:
        written = Written(engine, document)
        written.writer.start()
        await acts(written)
        await written.all_told()
        await written.writer.stop()
        return written

    return asyncio.run(whole())


@contextmanager
def somebody_writes(
    engine: Engine, site_id: uuid.UUID, document: uuid.UUID
) -> Iterator[threading.Event]:
    """Another connection holds the database (or the text's row) until the event is set."""
    holds, end = threading.Event(), threading.Event()

    def hold() -> None:
        with Session(engine) as session, saving(session), in_site(session, site_id):
            wordings.locked(session, document)
            holds.set()
            end.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(30)
    try:
        yield end
    finally:
        end.set()
        thread.join()


def kept(session: Session, document: uuid.UUID) -> list[bytes]:
    session.rollback()
    return list(
        session.scalars(
            select(DocumentUpdate.update)
            .where(DocumentUpdate.document_id == document, DocumentUpdate.user_id.is_(None))
            .order_by(DocumentUpdate.seq)
        )
    )


@pytest.mark.engines("sqlite")
def test_the_loop_writes_by_itself_what_came_in_its_turn_in_one_go(
    engine, session, live, by_thread, monkeypatch
):
    commits: list[threading.Thread] = []
    write = SqliteCommitter.write

    def noted(self: SqliteCommitter, items: object, **how: bool) -> object:
        commits.append(threading.current_thread())
        return write(self, items, **how)

    monkeypatch.setattr(SqliteCommitter, "write", noted)

    async def acts(written: Written) -> None:
        for _ in range(3):
            written.type()
        assert written.outcomes == [], "not before the commit"
        await written.all_told()
        written.type()

    before = len(kept(session, live))
    written = run(engine, live, acts)
    assert commits == [threading.main_thread()] * 2
    assert by_thread == []
    assert kept(session, live)[before:] == [line.update for line in written.given]
    assert [line for line, _ in written.outcomes] == written.given


@pytest.mark.engines("postgresql")
def test_where_the_database_is_elsewhere_the_thread_writes(engine, live, by_thread):
    async def acts(written: Written) -> None:
        written.type()

    assert by_thread == run(engine, live, acts).given


def test_while_somebody_else_writes_the_loop_goes_on_and_lines_keep_their_order(
    engine, session, live, world, by_thread
):
    """Those that come while the thread still waits follow the one it waits with."""
    turns = 0

    async def acts(written: Written) -> None:
        nonlocal turns
        with somebody_writes(engine, world.site.id, live) as end:
            deadline = time.monotonic() + 0.5
            while time.monotonic() < deadline:
                written.type()
                await asyncio.sleep(0.01)
                turns += 1
            assert written.outcomes == []
            end.set()
            for _ in range(20):
                written.type()
                await asyncio.sleep(0)
            await written.all_told()

    before = len(kept(session, live))
    written = run(engine, live, acts)
    assert turns > 20, "the loop stood still"
    assert len(by_thread) >= turns
    assert [line for line, _ in written.outcomes] == written.given
    assert kept(session, live)[before:] == [line.update for line in written.given]


@pytest.mark.engines("sqlite")
def test_the_loop_writes_again_as_soon_as_the_thread_has_told(engine, live, world, by_thread):
    async def acts(written: Written) -> None:
        with somebody_writes(engine, world.site.id, live) as end:
            written.type()
            await asyncio.sleep(0.05)
            end.set()
            await written.all_told()
        by_thread.clear()
        written.type()

    run(engine, live, acts)
    assert by_thread == []


def test_whoever_writes_meanwhile_no_line_is_lost_doubled_or_overtaken(
    engine, session, live, world
):
    """Forms and other connections write at any moment."""
    chance = random.Random(7)
    end = threading.Event()

    def meanwhile() -> None:
        with Session(engine) as other:
            while not end.is_set():
                with saving(other), in_site(other, world.site.id):
                    wordings.locked(other, live)
                    time.sleep(chance.random() / 200)
                time.sleep(chance.random() / 200)

    async def acts(written: Written) -> None:
        for _ in range(400):
            for _ in range(chance.choice((0, 1, 1, 3))):
                written.type()
            await asyncio.sleep(chance.choice((0, 0, 0.001)))
        await written.all_told()
        end.set()

    before = len(kept(session, live))
    thread = threading.Thread(target=meanwhile)
    thread.start()
    try:
        written = run(engine, live, acts)
    finally:
        end.set()
        thread.join()
    assert [line for line, _ in written.outcomes] == written.given
    assert written.numbers == sorted(written.numbers)
    assert kept(session, live)[before:] == [line.update for line in written.given]


@pytest.mark.engines("sqlite")
def test_a_disk_that_is_slow_is_left_to_the_thread_for_a_while(
    engine, live, by_thread, monkeypatch
):
    monkeypatch.setattr(writing, "RESPITE", 0.3)
    write, slow = SqliteCommitter.write, [0.03]

    def slowly(self: SqliteCommitter, items: object, **how: bool) -> object:
        time.sleep(slow[0])
        return write(self, items, **how)

    monkeypatch.setattr(SqliteCommitter, "write", slowly)

    async def acts(written: Written) -> None:
        while not by_thread:
            assert len(written.given) < 40, "it was never left to the thread"
            written.type()
            await written.all_told()
        assert len(written.given) > 3, "one slow commit says nothing of the disk"
        slow[0] = 0.0
        await asyncio.sleep(0.4)
        by_thread.clear()
        written.type()

    run(engine, live, acts)
    assert by_thread == []


@pytest.mark.engines("sqlite")
def test_a_text_that_was_never_live_is_opened_by_the_thread(engine, document, by_thread):
    async def acts(written: Written) -> None:
        written.type()
        await written.all_told()
        assert len(by_thread) == 1
        written.type()

    run(engine, document, acts)
    assert len(by_thread) == 1


@pytest.mark.engines("sqlite")
def test_many_bytes_are_left_to_the_thread(engine, live, by_thread, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 200)

    async def acts(written: Written) -> None:
        written.type()
        await written.all_told()
        assert by_thread == []
        for _ in range(60):
            written.type()

    run(engine, live, acts)
    assert len(by_thread) == 60


def through(broken: list[bool]) -> Callable[[Written], Awaitable[None]]:
    """Somebody types while it is broken, and again once it is not."""

    async def acts(written: Written) -> None:
        written.type()
        await written.all_told()
        broken[0] = False
        written.type()

    return acts


def test_a_line_that_cannot_be_written_is_said_and_the_next_are(engine, live, monkeypatch):
    write = Committer.write
    broken = [True]

    def failing(self: Committer, items: object, **how: bool) -> object:
        if broken[0]:
            raise OSError("the disk is full")
        return write(self, items, **how)

    monkeypatch.setattr(Committer, "write", failing)

    numbers = run(engine, live, through(broken)).numbers
    assert numbers[0] is None
    assert numbers[1] is not None


@pytest.mark.engines("sqlite")
def test_a_commit_that_cannot_even_be_taken_back_holds_nobody_up(engine, live, monkeypatch):
    """The disk fails under both: the connection goes, and what it held with it."""
    connect, broken = SqliteCommitter._connect, [True]

    def fail() -> None:
        raise OSError("the disk is gone")

    class Failing:
        def __init__(self, connection: object) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> object:
            failing = broken[0] and name in ("commit", "rollback")
            return fail if failing else getattr(self._connection, name)

    def failing(self: SqliteCommitter) -> object:
        return Failing(connect(self)) if self._prompt else connect(self)

    monkeypatch.setattr(SqliteCommitter, "_connect", failing)

    numbers = run(engine, live, through(broken)).numbers
    assert None not in numbers, "the lock was kept"
    assert len(numbers) == 2


def test_what_was_given_is_written_before_it_ends(engine, session, live):
    async def whole() -> Written:
        written = Written(engine, live)
        written.writer.start()
        written.type()
        await written.writer.stop()
        assert len(written.outcomes) == 1
        written.type()
        await asyncio.sleep(0.01)
        return written

    written = asyncio.run(whole())
    assert len(written.outcomes) == 1, "nothing is written once it ended"
    assert kept(session, live)[-1] == written.given[0].update
