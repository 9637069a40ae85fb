"""The log: gapless whoever writes, commit before anything is said, snapshots proved first."""

import random
import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import keeping, log, merging, store, wordings
from coopspace.live.model import DocumentSnapshot, DocumentUpdate
from coopspace.live.writer import Writer
from tests.live.serving import eventually
from tests.live.writers import Replica


class Told:
    """What a writer said."""

    def __init__(self) -> None:
        self.outcomes: list[log.Outcome] = []

    def __call__(self, outcomes: list[log.Outcome]) -> None:
        self.outcomes += outcomes


def lines(session: Session, document: uuid.UUID) -> list[int]:
    session.rollback()
    return list(
        session.scalars(
            select(DocumentUpdate.seq)
            .where(DocumentUpdate.document_id == document)
            .order_by(DocumentUpdate.seq)
        )
    )


def words(engine: Engine, document: uuid.UUID) -> str:
    state = log.read(engine, document)
    assert state is not None
    return merging.raw(merging.load(state.updates))


def test_two_writers_leave_no_gap_and_no_double(engine, session, document, world):
    told = [Told(), Told()]
    writers = [Writer(engine, one) for one in told]
    people = [Replica(n) for n in (1, 2)]
    author = world.state.id
    for writer in writers:
        writer.start()

    typed: list[list[bytes]] = []
    for person in people:
        chance = random.Random(person.doc.client_id)
        for _ in range(150):
            person.scribble(chance)
        typed.append(person.take())

    def scribble(which: int) -> None:
        for one in typed[which]:
            writers[which].put(log.Line(document, one, author))

    threads = [threading.Thread(target=scribble, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for writer in writers:
        writer.stop()
    numbers = sorted(seq for one in told for _, seq in one.outcomes)
    assert numbers == lines(session, document) == list(range(1, len(numbers) + 1))
    reference = merging.load([person.doc.get_update() for person in people])
    assert words(engine, document) == merging.raw(reference)


def test_nothing_is_said_before_it_is_committed(engine, session, document, world):
    """Somebody else holds the document's row (or SQLite's write lock): the writer waits."""
    told = Told()
    writer = Writer(engine, told)
    writer.start()
    person = Replica(1)
    person.type("a")
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, document)
        writer.put(log.Line(document, person.take()[0], world.state.id))
        threading.Event().wait(0.4)
        assert told.outcomes == []
    eventually(lambda: told.outcomes)
    assert [seq for _, seq in told.outcomes] == lines(session, document) == [1]
    writer.stop()


def test_a_commit_that_fails_leaves_nothing(engine, session, document, world):
    told = Told()
    writer = Writer(engine, told)
    person = Replica(1)
    person.type("a")
    nobody = uuid.uuid4()
    writer.put(log.Line(document, person.take()[0], nobody))
    writer.put(log.Line(uuid.uuid4(), b"\x00\x00", world.state.id))
    writer.start()
    writer.stop()
    assert [seq for _, seq in told.outcomes] == [None, None]
    assert lines(session, document) == []
    assert session.scalar(select(func.count()).select_from(DocumentSnapshot)) == 0
    assert words(engine, document) == ""


def test_one_bad_line_does_not_take_the_others_with_it(engine, session, document, world):
    with saving(session), in_site(session, world.site.id):
        other = store.create(session, "vision", site_id=world.site.id, by=None)
    told = Told()
    writer = Writer(engine, told)
    person = Replica(1)
    person.type("a")
    made = person.take()[0]
    writer.put(log.Line(document, made, uuid.uuid4()))
    writer.put(log.Line(other, made, world.state.id))
    writer.start()
    writer.stop()
    assert {line.document_id: seq for line, seq in told.outcomes} == {document: None, other: 1}


def test_a_text_of_before_starts_from_its_words(engine, session, world):
    with saving(session), in_site(session, world.site.id):
        document = store.create(
            session, "vision", site_id=world.site.id, by=None, text="Déjà écrit"
        )
    assert words(engine, document) == "Déjà écrit"
    state = log.read(engine, document)
    assert (state.seq, state.kind) == (0, "vision")
    person = Replica(1)
    person.hear(state.updates[0])
    person.type(" puis dit")
    told = Told()
    writer = Writer(engine, told)
    writer.put(log.Line(document, person.take()[0], world.state.id))
    writer.start()
    writer.stop()
    assert words(engine, document) == "Déjà écrit puis dit"
    with in_site(session, world.site.id):
        session.rollback()
        assert store.read(session, document).text == "Déjà écrit puis dit"


def test_snapshots_are_taken_while_people_write_and_nothing_is_lost(
    engine, session, document, world
):
    told = Told()
    writer = Writer(engine, told)
    writer.start()
    person = Replica(1)
    chance = random.Random(3)
    snapshots = 0
    while snapshots < 3:
        assert len(told.outcomes) < 20_000
        for _ in range(50):
            person.scribble(chance)
            for one in person.take():
                writer.put(log.Line(document, one, world.state.id))
        session.rollback()
        with in_site(session, world.site.id):
            keeping.squash(session, document)
        snapshots = session.scalar(select(func.count()).select_from(DocumentSnapshot)) or 0
    writer.stop()
    assert words(engine, document) == person.words
    assert lines(session, document) == list(range(1, len(told.outcomes) + 1))


def test_lines_are_dropped_a_day_after_a_snapshot_stands_for_them(engine, session, document, world):
    def type_and_keep(text: str) -> int:
        with saving(session), in_site(session, world.site.id):
            seen = store.read(session, document).token
            store.write(session, document, text, seen=seen, by=world.state.id)
        with in_site(session, world.site.id):
            return keeping.squash(session, document)

    now = clock.now()
    with clock.at(now - timedelta(days=3)):
        assert type_and_keep("un") == 0
        assert type_and_keep("un deux") == 0
    with clock.at(now - timedelta(hours=2)):
        assert type_and_keep("un deux trois") == 2
    assert type_and_keep("un deux trois quatre") == 0
    assert lines(session, document) == [3, 4]
    assert words(engine, document) == "un deux trois quatre"
    with saving(session), in_site(session, world.site.id):
        late = store.write(session, document, "zéro un deux", seen=2, by=None)
        assert late.mine.text == "zéro un deux trois quatre"
        older = store.write(session, document, "tout un", seen=1, by=None)
        assert "quatre" in older.mine.text
        assert "tout" in older.mine.text


def test_lines_that_rest_on_something_missing_are_never_condensed(session, document, world):
    person = Replica(9)
    person.type("a")
    person.type("b")
    _, second = person.take()
    with saving(session), in_site(session, world.site.id):
        wordings.append(session, wordings.locked(session, document), second, by=None)
    with in_site(session, world.site.id):
        assert wordings.condensed(session, document) is None


def test_a_log_with_a_hole_is_noticed(session, document, world):
    with saving(session), in_site(session, world.site.id):
        for text in ("un", "un deux", "un deux trois"):
            store.write(session, document, text, seen=store.read(session, document).token, by=None)
        session.execute(delete(DocumentUpdate).where(DocumentUpdate.seq == 2))
        held = wordings.locked(session, document)
        assert wordings.updates_at(session, held, 3) is None
        assert wordings.updates_at(session, held, 1) is not None
        assert wordings.updates_at(session, held, 9) is None


@pytest.mark.engines("postgresql")  # SQLite has one writer
def test_processes_and_forms_that_write_in_many_texts_never_wait_for_each_other(
    engine, session, world, caplog
):
    """Two writers with words and projections of the same texts, and acts that hold two of them."""
    with saving(session), in_site(session, world.site.id):
        texts = [store.create(session, "vision", site_id=world.site.id, by=None) for _ in range(12)]
    session.rollback()
    told = [Told(), Told()]
    writers = [Writer(engine, one) for one in told]
    chance = random.Random(4)
    people = {text: Replica(number + 1) for number, text in enumerate(texts)}
    for writer in writers:
        writer.start()
    wanted = 0
    for turn in range(60):
        for text in chance.sample(texts, 8):
            people[text].type("a")
            for update in people[text].take():
                chance.choice(writers).put(log.Line(text, update, None))
                wanted += 1
            chance.choice(writers).put(log.Projection(text, turn, "a"))
        with saving(session), in_site(session, world.site.id):
            for text in chance.sample(texts, 2):
                wordings.locked(session, text)
    for writer in writers:
        writer.stop()
    outcomes = [one for some in told for one in some.outcomes]
    assert len(outcomes) == wanted
    assert [one for one in outcomes if one.seq is None] == []
    assert [record.message for record in caplog.records if record.name == "coopspace.live"] == []
    for text in texts:
        assert lines(session, text) == list(range(1, len(lines(session, text)) + 1))


def test_a_line_of_a_text_that_is_gone_is_said_not_to_be_written(engine):
    told = Told()
    writer = Writer(engine, told)
    writer.start()
    writer.put(log.Line(uuid.uuid4(), b"\0\0", None))
    writer.stop()
    assert [one.seq for one in told.outcomes] == [None]
