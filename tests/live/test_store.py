"""The seam of shared texts: nothing that somebody saved is ever lost."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import OutOfScope, in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import store
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


def test_when_two_people_save_both_wordings_are_kept_and_shown(session, here, world):
    document = opened(session, here, "base")
    store.write(session, document, "la sienne", seen=1, by=world.state.id)
    late = store.write(session, document, "la mienne", seen=1, by=world.civil.id)
    assert not late.saved
    assert (late.mine.text, late.mine.aside, late.mine.seen) == ("la mienne", True, 1)
    assert late.theirs is not None
    assert (late.theirs.text, late.theirs.author_id) == ("la sienne", world.state.id)
    assert late.base is not None
    assert late.base.text == "base"
    assert store.read(session, document).text == "la sienne"
    assert {text.text for text in store.history(session, document)} == {
        "base",
        "la sienne",
        "la mienne",
    }


def test_the_late_person_may_then_put_their_words_over_the_others(session, here):
    document = opened(session, here, "base")
    store.write(session, document, "la sienne", seen=1, by=None)
    late = store.write(session, document, "la mienne", seen=1, by=None)
    again = store.write(session, document, "les deux", seen=late.theirs.number, by=None)
    assert (again.saved, again.mine.number) == (True, 4)


def test_sending_the_same_late_words_twice_keeps_them_once(session, here):
    document = opened(session, here, "base")
    store.write(session, document, "la sienne", seen=1, by=None)
    first = store.write(session, document, "la mienne", seen=1, by=None)
    second = store.write(session, document, "la mienne", seen=1, by=None)
    assert first.mine == second.mine
    assert len(store.history(session, document)) == 3


def test_an_invented_number_counts_as_not_seen(session, here):
    document = opened(session, here, "base")
    late = store.write(session, document, "autre", seen=99, by=None)
    assert (late.saved, late.base) == (False, None)


def test_restoring_is_itself_a_wording(session, here):
    document = opened(session, here, "un")
    store.write(session, document, "deux", seen=1, by=None)
    again = store.restore(session, document, 1, by=None)
    assert (again.number, again.text, again.restores) == (3, "un", 1)
    assert store.read(session, document).number == 3


def test_a_wording_kept_aside_can_be_made_to_stand(session, here):
    document = opened(session, here, "base")
    store.write(session, document, "la sienne", seen=1, by=None)
    late = store.write(session, document, "la mienne", seen=1, by=None)
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
        store.write(session, document, "trop tard", seen=1, by=None)
    assert store.as_of(session, document, MARCH - timedelta(seconds=1)) is None
    assert store.as_of(session, document, MARCH + timedelta(days=1)).text == "un"
    assert store.as_of(session, document, MARCH + timedelta(days=9)).text == "deux"


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
        store.write(session, document, text, seen=max(0, number - behind), by=None)
    kept = {text.text for text in store.history(session, document)} | {""}
    assert {store.clean(text) for text, _ in saves} <= kept
    numbers = [text.number for text in store.history(session, document)]
    assert numbers == list(range(len(numbers), 0, -1))
