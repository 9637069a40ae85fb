"""On PostgreSQL acts hold rows: nobody's keys wait for what is not theirs, no act dies of it."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import log, store, wordings
from coopspace.live import writer as writing
from coopspace.live.keeping import Keeper
from coopspace.live.limits import Limits
from coopspace.live.model import Wording
from coopspace.live.room import Room
from coopspace.live.writer import Writer
from coopspace.notices import actions as notices
from coopspace.notices.rules import Choice, Rhythm
from coopspace.sites import holding
from tests.live.serving import eventually
from tests.live.writers import Replica

pytestmark = pytest.mark.engines("postgresql")  # SQLite has one writer


class Typing:
    """Somebody who types in texts, and what a writer said of it."""

    def __init__(self, engine: Engine, by: uuid.UUID | None = None) -> None:
        self.outcomes: list[log.Outcome] = []
        self.given: list[log.Line] = []
        self.writer = Writer(engine, self.outcomes.extend)
        self._by = by
        self._people: dict[uuid.UUID, Replica] = {}

    def type(self, document: uuid.UUID) -> None:
        person = self._people.setdefault(document, Replica(len(self._people) + 1))
        person.type("a")
        for update in person.take():
            self.given.append(log.Line(document, update, self._by))
            self.writer.put(self.given[-1])

    def numbers(self, document: uuid.UUID) -> list[int | None]:
        return [seq for line, seq in self.outcomes if line.document_id == document]

    def in_order(self, document: uuid.UUID) -> bool:
        told = [line for line, _ in self.outcomes if line.document_id == document]
        return told == [line for line in self.given if line.document_id == document]


@pytest.fixture
def texts(session: Session, world) -> list[uuid.UUID]:
    with saving(session), in_site(session, world.site.id):
        made = [store.create(session, "vision", site_id=world.site.id, by=None) for _ in range(3)]
    session.rollback()
    return made


@pytest.fixture
def typing(engine: Engine, texts: list[uuid.UUID], world) -> Iterator[Typing]:
    """Somebody who has typed in each of these texts."""
    one = Typing(engine, world.state.id)
    one.writer.start()
    for text in texts:
        one.type(text)
    eventually(lambda: len(one.outcomes) == len(texts))
    yield one
    one.writer.stop()


def test_a_text_that_somebody_holds_makes_nobody_wait_in_another(session, world, texts, typing):
    held, free, fresh = texts[0], texts[1], texts[2]
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, held)
        for turn in range(5):
            typing.type(held)
            typing.type(free)
            typing.writer.put(log.Projection(held, turn, "a"))
            eventually(lambda turn=turn: typing.numbers(free) == list(range(1, turn + 3)))
        typing.type(fresh)
        eventually(lambda: typing.numbers(fresh) == [1, 2])
        assert typing.numbers(held) == [1]
    eventually(lambda: typing.numbers(held) == [1, 2, 3, 4, 5, 6])
    assert typing.in_order(held)
    assert typing.in_order(free)


def test_a_text_that_is_held_for_too_long_is_said_not_to_be_written(
    session, world, texts, typing, monkeypatch
):
    monkeypatch.setattr(writing, "TOO_LONG", 0.3)
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, texts[0])
        typing.type(texts[0])
        typing.type(texts[0])
        eventually(lambda: typing.numbers(texts[0]) == [1, None, None])
        typing.type(texts[1])
        eventually(lambda: typing.numbers(texts[1]) == [1, 2])
    typing.type(texts[0])
    eventually(lambda: typing.numbers(texts[0]) == [1, None, None, 2])


def test_what_waits_for_a_text_is_written_before_the_writer_ends(session, world, texts, typing):
    ended = threading.Thread(target=typing.writer.stop)
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, texts[0])
        typing.type(texts[0])
        ended.start()
        time.sleep(0.1)
        assert ended.is_alive()
    ended.join(10)
    assert typing.numbers(texts[0]) == [1, 2]


def test_somebody_whose_account_is_held_writes_on(session, world, texts, typing):
    with saving(session):
        notices.choose(session, world.state, Choice(rhythm=Rhythm.NONE))
        typing.type(texts[0])
        eventually(lambda: typing.numbers(texts[0]) == [1, 2])


class Closing:
    """A keeper that closes the wording of a text whose writers left, whenever it is asked to."""

    def __init__(self, engine: Engine, site_id: uuid.UUID, document: uuid.UUID) -> None:
        state = log.read(engine, document)
        assert state is not None
        self._room = Room(document, site_id, seq=state.seq)
        self._room.fill(state.updates)
        self._threads: list[threading.Thread] = []
        self._keeper = Keeper(engine, self, Limits(), self._later)
        self._keeper.wrote(self._room, state.seq, uuid.uuid4())
        self._keeper.left(self._room)

    def put(self, item: object) -> None:
        """The words are written by nobody here."""

    def _later(self, work: Callable[[], object]) -> None:
        self._threads.append(threading.Thread(target=work))
        self._threads[-1].start()

    def look(self) -> None:
        self._keeper.look(self._room, time.monotonic())

    def end(self) -> None:
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()


def closed(session: Session, world, document: uuid.UUID) -> int:
    session.rollback()
    query = select(func.count()).select_from(Wording).where(Wording.document_id == document)
    with in_site(session, world.site.id):
        return session.scalar(query) or 0


def test_a_wording_is_closed_while_an_act_holds_its_site(engine, session, world, texts, typing):
    closing = Closing(engine, world.site.id, texts[0])
    with saving(session), in_site(session, world.site.id), Session(engine) as other:
        holding.hold(session, world.site.id)
        closing.look()
        eventually(lambda: closed(other, world, texts[0]) == 1)
        wordings.locked(session, texts[0])
    closing.end()


def test_an_act_never_waits_for_a_closing_that_waits_for_it(engine, session, world, texts, typing):
    """The act holds the end of the journal and wants the text; the closing the other way round."""
    closing = Closing(engine, world.site.id, texts[0])
    with saving(session), in_site(session, world.site.id), Session(engine) as other:
        audit.record(session, "a:b", site_id=world.site.id, actor_id=None, on=("site", "x"))
        closing.look()
        closing.end()
        assert closed(other, world, texts[0]) == 0
        wordings.locked(session, texts[0])
    closing.look()
    closing.end()
    assert closed(session, world, texts[0]) == 1
