"""The seam of shared texts: nothing that somebody saved is ever lost."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import OutOfScope, in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import merging, store, wordings
from coopspace.live.model import DocumentUpdate, Wording
from tests.world import World

MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def here(session: Session, world: World) -> Iterator[uuid.UUID]:
    """The site in scope, its rows open to write for the length of the test."""
    site_id = world.site.id
    with saving(session), in_site(session, site_id):
        yield site_id


def opened(session: Session, site_id: uuid.UUID, text: str = "") -> uuid.UUID:
    return store.create(session, "test", site_id=site_id, by=None, text=text)


def test_a_text_opens_without_words_and_its_first_words_are_number_one(session, here):
    document = opened(session, here)
    assert (store.read(session, document).number, store.history(session, document)) == (0, [])
    written = store.write(session, document, "Bonjour", seen=0, by=None)
    assert (written.saved, written.mine.number, store.read(session, document).text) == (
        True,
        1,
        "Bonjour",
    )


def test_a_text_may_open_with_its_first_words(session, here):
    assert store.read(session, opened(session, here, "Déjà là")).number == 1


def test_words_are_kept_in_one_canonical_form(session, here):
    document = opened(session, here, "  e\u0301te\u0301\r\nici\x00 ")
    assert store.read(session, document).text == "été\nici"


def test_writing_over_what_stands_makes_the_next_wording(session, here):
    document = opened(session, here, "un")
    written = store.write(session, document, "deux", seen=1, by=None)
    assert (written.saved, written.mine.number) == (True, 2)
    assert [text.text for text in store.history(session, document)] == ["deux", "un"]


def test_saving_the_same_words_changes_nothing(session, here):
    document = opened(session, here, "un")
    assert store.write(session, document, " un\n", seen=1, by=None).mine.number == 1
    assert store.write(session, document, "un", seen=0, by=None).saved
    assert len(store.history(session, document)) == 1


def test_when_two_people_save_what_both_wrote_stands(session, here, world):
    document = opened(session, here, "Un quartier où il fait bon vivre.")
    store.write(
        session,
        document,
        "Un quartier vert où il fait bon vivre.",
        seen=1,
        by=world.state.id,
    )
    late = store.write(
        session, document, "Un quartier où il fait bon vivre ensemble.", seen=1, by=world.civil.id
    )
    assert (late.saved, late.merged, late.mine.number) == (True, True, 3)
    assert late.mine.text == "Un quartier vert où il fait bon vivre ensemble."
    assert store.read(session, document) == late.mine
    assert [text.author_id for text in store.history(session, document)] == [
        world.civil.id,
        world.state.id,
        None,
    ]


def test_a_save_that_changed_nothing_leaves_what_others_wrote(session, here):
    document = opened(session, here, "base")
    store.write(session, document, "base et plus", seen=1, by=None)
    same = store.write(session, document, "base", seen=1, by=None)
    assert (same.saved, same.mine.number, same.mine.text) == (True, 2, "base et plus")


def test_sending_the_same_late_words_twice_adds_them_once(session, here, world):
    document = opened(session, here, "base")
    store.write(session, document, "une base", seen=1, by=world.state.id)
    first = store.write(session, document, "base solide", seen=1, by=world.civil.id)
    second = store.write(session, document, "base solide", seen=1, by=world.civil.id)
    assert first.mine.text == second.mine.text == "une base solide"
    assert len(store.history(session, document)) == 3


def test_words_written_over_something_nobody_knows_are_kept_aside(session, here, world):
    document = opened(session, here, "base")
    late = store.write(session, document, "autre", seen=99, by=world.civil.id)
    again = store.write(session, document, "autre", seen=99, by=world.civil.id)
    assert (late.saved, late.base, late.mine.aside, late.mine.seen) == (False, None, True, 99)
    assert late.mine == again.mine
    assert late.theirs is not None
    assert late.theirs.text == store.read(session, document).text == "base"
    assert len(store.history(session, document)) == 2


def test_a_form_opened_before_texts_were_live_still_merges(session, here):
    """Wordings of then have no place in the log: their words are what is known."""
    document = opened(session, here, "le chat dort")
    store.write(session, document, "le chat dort bien", seen=1, by=None)
    store.write(session, document, "le petit chat dort bien", seen=2, by=None)
    for row in session.scalars(select(Wording).where(Wording.document_id == document)):
        row.seq = row.seq if row.number == 3 else None
    session.flush()
    late = store.write(session, document, "ce soir le chat dort", seen=1, by=None)
    assert late.mine.text == "ce soir le petit chat dort bien"
    again = store.write(session, document, "ce soir le chat dort", seen=1, by=None)
    assert again.mine == late.mine


def test_every_keystroke_has_its_author_and_its_place(session, here, world):
    document = opened(session, here, "un")
    store.write(session, document, "un deux", seen=1, by=world.state.id)
    store.write(session, document, "un deux trois", seen=2, by=world.civil.id)
    rows = session.execute(
        select(DocumentUpdate.seq, DocumentUpdate.user_id)
        .where(DocumentUpdate.document_id == document)
        .order_by(DocumentUpdate.seq)
    ).all()
    assert [tuple(row) for row in rows] == [(1, world.state.id), (2, world.civil.id)]


def typed(session, document_id, words: str, *, by: uuid.UUID | None) -> None:
    """What the live room does when somebody types."""
    held = wordings.locked(session, document_id)
    update = merging.merge(wordings.head_state(session, held), words, client=uuid.uuid4().int >> 80)
    assert update is not None
    wordings.append(session, held, update, by=by)


def test_words_being_typed_have_a_number_and_a_digest_before_they_are_closed(session, here, world):
    document = opened(session, here, "un")
    typed(session, document, "un deux", by=world.state.id)
    typed(session, document, "un deux trois", by=world.civil.id)
    moving = store.read(session, document)
    assert (moving.number, moving.text, moving.is_open) == (2, "un deux trois", True)
    assert moving.authors == (world.civil.id, world.state.id)
    assert store.wording(session, document, 2) == moving
    assert store.read_many(session, [document]) == {document: "un deux trois"}
    fixed = store.fix(session, document)
    assert (fixed.number, fixed.digest, fixed.is_open) == (2, moving.digest, False)
    assert fixed.authors == moving.authors
    assert store.fix(session, document) == fixed == store.read(session, document)
    assert [text.number for text in store.history(session, document)] == [2, 1]


def test_a_form_merges_with_what_is_being_typed(session, here, world):
    document = opened(session, here, "Le marché ouvre.")
    typed(session, document, "Le marché ouvre tôt.", by=world.state.id)
    seen = store.read(session, document).token
    typed(session, document, "Le grand marché ouvre tôt.", by=world.state.id)
    written = store.write(
        session, document, "Le marché ouvre tôt le lundi.", seen=seen, by=world.civil.id
    )
    assert written.mine.text == "Le grand marché ouvre tôt le lundi."
    assert [(text.number, text.author_id) for text in store.history(session, document)] == [
        (3, world.civil.id),
        (2, world.state.id),
        (1, None),
    ]


def test_typing_that_comes_back_to_the_same_words_is_no_wording(session, here):
    document = opened(session, here, "un")
    typed(session, document, "un deux", by=None)
    typed(session, document, "un", by=None)
    assert (store.read(session, document).number, store.fix(session, document).number) == (1, 1)
    assert len(store.history(session, document)) == 1


def test_restoring_is_itself_a_wording(session, here):
    document = opened(session, here, "un")
    store.write(session, document, "deux", seen=1, by=None)
    again = store.restore(session, document, 1, by=None)
    assert (again.number, again.text, again.restores) == (3, "un", 1)
    assert store.read(session, document).number == 3


def test_a_wording_kept_aside_can_be_made_to_stand(session, here):
    document = opened(session, here, "base")
    late = store.write(session, document, "la mienne", seen=99, by=None)
    assert store.restore(session, document, late.mine.number, by=None).text == "la mienne"


def test_what_stands_already_is_not_restored(session, here):
    document = opened(session, here, "un")
    with pytest.raises(Refusal):
        store.restore(session, document, 1, by=None)
    with pytest.raises(NotFound):
        store.restore(session, document, 7, by=None)


def test_the_words_of_any_past_moment_are_known(session, here):
    with clock.at(MARCH):
        document = opened(session, here, "un")
    with clock.at(MARCH + timedelta(days=2)):
        store.write(session, document, "deux", seen=1, by=None)
        store.write(session, document, "autre chose", seen=99, by=None)
    with clock.at(MARCH + timedelta(days=4)):
        typed(session, document, "deux mots", by=None)
    assert store.as_of(session, document, MARCH - timedelta(seconds=1)) is None
    assert store.as_of(session, document, MARCH + timedelta(days=1)).text == "un"
    assert store.as_of(session, document, MARCH + timedelta(days=3)).text == "deux"
    assert store.as_of(session, document, MARCH + timedelta(days=9)).text == "deux mots"
    store.fix(session, document)
    assert store.as_of(session, document, MARCH + timedelta(days=9)).text == "deux mots"


def test_a_text_too_long_is_refused_on_its_field_and_changes_nothing(session, here):
    document = opened(session, here, "un")
    with pytest.raises(Refusal) as refusal:
        store.write(session, document, "x" * (store.LONGEST + 1), seen=1, by=None, field="reason")
    assert refusal.value.field == "reason"
    assert len(store.history(session, document)) == 1


def test_several_texts_are_read_at_once(session, here):
    one, two = opened(session, here, "un"), opened(session, here, "deux")
    assert store.read_many(session, [one, two]) == {one: "un", two: "deux"}


def test_a_text_of_another_site_is_nowhere(session, world):
    with saving(session):
        with in_site(session, world.site.id):
            document = opened(session, world.site.id, "à nous")
        with in_site(session, world.other_site.id):
            for look in (store.read, lambda s, d: store.wording(s, d, 1)):
                with pytest.raises(NotFound):
                    look(session, document)
            assert store.history(session, document) == []
            with pytest.raises(NotFound):
                store.write(session, document, "à eux", seen=1, by=None)
        with pytest.raises(OutOfScope):
            store.read(session, document)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(st.text(max_size=12), st.integers(0, 3)), max_size=12))
def test_whatever_the_order_of_saves_every_word_saved_is_in_the_history(session, here, saves):
    document = opened(session, here)
    for text, behind in saves:
        number = store.read(session, document).number
        written = store.write(session, document, text, seen=max(0, number - behind), by=None)
        assert written.saved
        if not written.merged and written.mine.number > number:
            assert written.mine.text == store.clean(text)
        stands = store.read(session, document)
        assert (stands.number, stands.text) == (written.mine.number, written.mine.text)
    numbers = [text.number for text in store.history(session, document)]
    assert numbers == list(range(len(numbers), 0, -1))
