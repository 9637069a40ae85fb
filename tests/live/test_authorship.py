"""Who wrote which words: from whose session each line of the log came, and from nothing else."""

import random
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound
from coopspace.kernel.saving import saving
from coopspace.live import authorship, closing, merging, store, tracing, wordings
from coopspace.live.model import DocumentSnapshot, DocumentUpdate, Wording
from coopspace.live.tracing import Line, Run
from tests.live.writers import LETTERS, Replica

MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)
STATE, CIVIL = uuid.UUID(int=1), uuid.UUID(int=2)


def typed(person: Replica, words: str, at: int | None = None) -> bytes:
    person.type(words, at)
    return b"".join(person.take())


def told(runs: list[Run]) -> list[tuple[str, uuid.UUID | None]]:
    return [(run.text, run.person_id) for run in runs]


def test_words_stay_their_authors_wherever_others_write():
    one, two = Replica(1), Replica(2)
    lines = [Line(typed(one, "Un été 😀 à vélo "), STATE, MARCH)]
    two.hear(lines[0].update)
    lines.append(Line(typed(two, "très ", 3), CIVIL, MARCH + timedelta(hours=1)))
    runs = tracing.follow([], [], lines)
    assert told(runs) == [("Un ", STATE), ("très ", CIVIL), ("été 😀 à vélo", STATE)]
    assert [run.at for run in runs] == [MARCH, MARCH + timedelta(hours=1), MARCH]
    two.erase(6, 5)
    later = Line(two.take()[0], CIVIL, MARCH + timedelta(hours=2))
    assert told(tracing.follow([lines[0].update, lines[1].update], runs, [later])) == [
        ("Un ", STATE),
        ("trè", CIVIL),
        (" 😀 à vélo", STATE),
    ]


def test_a_client_id_proves_nothing_and_a_line_told_twice_changes_nothing():
    """Somebody who writes under another's client id writes under their own name all the same."""
    one = Replica(7)
    first, second = typed(one, "à moi "), typed(one, "à toi ?")
    lines = [Line(first, STATE, MARCH), Line(second, CIVIL, MARCH), Line(second, STATE, MARCH)]
    assert told(tracing.follow([], [], lines)) == [("à moi ", STATE), ("à toi ?", CIVIL)]


def test_who_types_letter_by_letter_wrote_one_run():
    one = Replica(1)
    lines = [
        Line(typed(one, letter), STATE, MARCH + timedelta(seconds=n))
        for n, letter in enumerate("Bonjour")
    ]
    [only] = tracing.follow([], [], lines)
    assert only == Run("Bonjour", STATE, MARCH + timedelta(seconds=6))


RAW = st.text(
    st.sampled_from([*"ab \r\n\t\x00\x85", "é", "\u0301", "\u0323", "한", "\u1100", "\u1161"])
    | st.characters(exclude_categories=("Cs",)),
    max_size=12,
)


@given(st.lists(st.tuples(RAW, st.sampled_from([STATE, CIVIL])), max_size=5), RAW)
def test_runs_joined_are_the_canonical_words_whatever_was_typed(parts, more):
    one = Replica(1)
    lines = []
    for words, person in parts:
        one.type(words)
        lines += [Line(made, person, MARCH) for made in one.take()]
    runs = tracing.follow([], [], lines)
    assert "".join(run.text for run in runs) == merging.clean(one.words)
    one.type(more, 0)
    after = [Line(made, CIVIL, MARCH) for made in one.take()]
    runs = tracing.follow([line.update for line in lines], runs, after)
    assert "".join(run.text for run in runs) == merging.clean(one.words)
    kept = tracing.unpack(merging.clean(one.words), tracing.pack(runs))
    assert kept == runs


def test_every_letter_of_a_long_session_is_its_writers():
    """Against a plain model: each letter carries its writer's mark."""
    chance = random.Random(5)
    people = {STATE: "s", CIVIL: "c"}
    doc = Replica(9)
    base, runs, marks = [], [], ""
    for _ in range(20):
        lines = []
        for _ in range(30):
            person, mark = chance.choice(list(people.items()))
            if marks and chance.random() < 0.3:
                start = chance.randrange(len(marks))
                doc.erase(start, 2)
                marks = marks[:start] + marks[start + 2 :]
            else:
                at = chance.randint(0, len(marks))
                words = chance.choice([one for one in LETTERS if one.isalpha()])
                words = words if unicodedata.is_normalized("NFC", words) else "e"
                doc.type(words, at)
                marks = marks[:at] + mark * len(words) + marks[at:]
            lines += [Line(made, person, MARCH) for made in doc.take()]
        runs = tracing.follow(base, runs, lines)
        base = [*base, *(line.update for line in lines)]
        assert "".join(people[run.person_id] * len(run.text) for run in runs) == marks


def wrote(session: Session, document: uuid.UUID, words: str, by: uuid.UUID) -> store.Text:
    """Somebody saves a form opened on what stands."""
    seen = store.read(session, document)
    return store.write(session, document, words, seen=seen.token, by=by).mine


@pytest.fixture
def spoken(session: Session, world, document: uuid.UUID):
    """A wording by three people, one that restores the first, and one being typed."""
    with saving(session), in_site(session, world.site.id):
        wrote(session, document, "Un quartier vert.", world.state.id)
        wrote(session, document, "Un grand quartier vert.", world.civil.id)
        wrote(session, document, "Un grand quartier vert et calme.", world.authority.id)
        store.restore(session, document, 1, by=world.civil.id)
        row = wordings.locked(session, document)
        state = wordings.head_state(session, row)
        person = Replica(77)
        person.hear(state)
        person.type("Oui : ", 0)
        for made in person.take():
            wordings.append(session, row, made, by=world.state.id)
    return document


def test_the_history_says_who_wrote_each_word(session, world, spoken):
    state, civil, authority = world.state.id, world.civil.id, world.authority.id
    with in_site(session, world.site.id):
        third = authorship.runs(session, spoken, 3)
        assert told(third) == [
            ("Un ", state),
            ("grand ", civil),
            ("quartier vert", state),
            (" et calme", authority),
            (".", state),
        ] or told(third)[:3] == [("Un ", state), ("grand ", civil), ("quartier vert", state)]
        assert told(authorship.runs(session, spoken, 4)) == [("Un quartier vert.", state)]
        assert store.read(session, spoken).is_open
        assert told(authorship.runs(session, spoken, 5)) == [("Oui : Un quartier vert.", state)]
        for number in (6, 99):
            with pytest.raises(NotFound):
                authorship.runs(session, spoken, number)
        with pytest.raises(NotFound):
            authorship.runs(session, uuid.uuid4(), 1)


def test_who_wrote_what_outlives_the_lines_that_said_so(session, world, spoken):
    with in_site(session, world.site.id):
        before = {number: authorship.runs(session, spoken, number) for number in (1, 2, 3, 4, 5)}
        with saving(session):
            row = wordings.locked(session, spoken)
            closing.close(session, row, seq=row.head_seq, words="Oui : Un quartier vert.")
            found = wordings.condensed(session, spoken)
            assert found is not None
            assert wordings.keep_snapshot(session, spoken, found) == 0
            session.execute(update(DocumentSnapshot).values(created_at=MARCH))
        with saving(session):
            wrote(session, spoken, "Oui : Un quartier vert. Fin.", world.authority.id)
            more = wordings.condensed(session, spoken)
            assert more is not None
            assert wordings.keep_snapshot(session, spoken, more) == 0, "nobody has noted whose"
            authorship.settle(session, authorship.unsettled(session, spoken))
            session.execute(update(DocumentSnapshot).values(created_at=MARCH))
        with saving(session):
            wrote(session, spoken, "Oui : Un quartier vert. Fin. Bis.", world.state.id)
            last = wordings.condensed(session, spoken)
            assert last is not None
            assert wordings.keep_snapshot(session, spoken, last) > 0
        session.expire_all()
        for number, runs in before.items():
            assert authorship.runs(session, spoken, number) == runs
        assert told(authorship.runs(session, spoken, 7))[-1] == (" Bis.", world.state.id)


def test_wordings_from_before_the_log_are_told_apart_by_their_words(session, world, spoken):
    """Texts of an older version: no line says anything, the wordings do."""
    with in_site(session, world.site.id):
        with saving(session):
            session.execute(delete(DocumentUpdate))
            session.execute(update(Wording).values(seq=None))
        runs = authorship.runs(session, spoken, 2)
        assert told(runs) == [
            ("Un ", world.state.id),
            ("grand ", world.civil.id),
            ("quartier vert.", world.state.id),
        ]


def test_words_kept_aside_are_their_authors(session, world, document):
    with saving(session), in_site(session, world.site.id):
        wrote(session, document, "Un.", world.state.id)
        aside = store.write(session, document, "Autre.", seen=55, by=world.civil.id)
        assert not aside.saved
        runs = authorship.runs(session, document, aside.mine.number)
        assert told(runs) == [("Autre.", world.civil.id)]
