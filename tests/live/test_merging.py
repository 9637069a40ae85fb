"""Replicas converge, forms merge, and no word that somebody added is lost."""

import random
import uuid
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.live import guard, merging, wire
from tests import ledger
from tests.live.writers import Replica

ALPHABET = "ab éß\n😀中’e\u0301"
texts = st.text(alphabet=ALPHABET, max_size=40).map(merging.clean)


def test_the_unit_of_offsets_is_the_one_pycrdt_uses():
    doc = merging.load([])
    merging.text_of(doc).insert(0, "é😀👩‍🌾")
    assert len(merging.text_of(doc)) == merging.units("é😀👩‍🌾")
    merging.text_of(doc).insert(merging.units("é😀"), "X")
    assert merging.raw(doc) == "é😀X👩‍🌾"


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize("replicas", [2, 3, 5, 8])
def test_replicas_converge_whatever_the_network_does(replicas: int, in_order: bool):
    """Updates are delayed, sent again and, unless `in_order`, one sender's overtake each other.

    pycrdt 0.14.13 may forget what arrives before its predecessor, so that the latter needs what a
    reconnection does: state vectors are exchanged once. Our log hands everything out in order.
    """
    chance = random.Random(replicas)
    for _ in range(5):
        people = [Replica(chance.getrandbits(32)) for _ in range(replicas)]
        lines: dict[tuple[Replica, Replica], list[bytes]] = {
            (one, other): [] for one in people for other in people if one is not other
        }
        for _ in range(160):
            person = chance.choice(people)
            person.scribble(chance)
            for update in person.take():
                guard.check(update)
                for (sender, _), line in lines.items():
                    if sender is person:
                        line.append(update)
            for _ in range(chance.randint(0, 2 * replicas)):
                _deliver(lines, chance, in_order=in_order)
        while any(lines.values()):
            _deliver(lines, chance, in_order=in_order)
        if not in_order:
            _reconnect(people)
        assert len({person.words for person in people}) == 1
        joined = merging.load([people[0].doc.get_update()])
        assert merging.raw(joined) == people[0].words
        ledger.count("random operations on replicas that converged", 160)


def _deliver(
    lines: dict[tuple[Replica, Replica], list[bytes]], chance: random.Random, *, in_order: bool
) -> None:
    waiting = [pair for pair, line in lines.items() if line]
    if not waiting:
        return
    pair = chance.choice(waiting)
    update = lines[pair].pop(0 if in_order else chance.randrange(len(lines[pair])))
    for _ in range(2 if chance.random() < 0.1 else 1):
        pair[1].hear(update)


def _reconnect(people: list[Replica]) -> None:
    """Each hands the first what it lacks, then takes what it lacks itself."""
    first = people[0]
    for person in people:
        first.hear(person.doc.get_update(first.doc.get_state()))
    for person in people:
        person.hear(first.doc.get_update(person.doc.get_state()))


@settings(deadline=None, max_examples=150)
@given(texts, texts)
def test_a_form_arrives_at_exactly_what_its_author_left(old: str, new: str):
    state = merging.seed(uuid.UUID(int=1), old)
    update = merging.merge(state, new, client=9)
    assert (update is None) == (old == new)
    words = merging.raw(merging.load([state, *([update] if update else [])]))
    assert merging.clean(words) == new


@settings(deadline=None, max_examples=100)
@given(texts, texts, st.lists(st.tuples(st.integers(0, 40), st.sampled_from("XYZ")), max_size=6))
def test_what_others_typed_meanwhile_stays(old: str, new: str, typed: list[tuple[int, str]]):
    """The result without what was typed live is what the form says, or trimmed blanks of it."""
    state = merging.seed(uuid.UUID(int=1), old)
    live = Replica(77)
    live.hear(state)
    for at, letter in typed:
        live.type(letter, min(at, len(live.words)))
    update = merging.merge(state, new, client=9)
    both = merging.raw(merging.load([live.doc.get_update(), *([update] if update else [])]))
    assert Counter(c for c in both if c in "XYZ") == Counter(letter for _, letter in typed)
    assert merging.clean("".join(c for c in both if c not in "XYZ")) == new


def test_two_sentences_written_over_the_same_one_do_not_touch():
    base = merging.seed(uuid.UUID(int=1), "La base.")
    theirs = merging.merge(base, "Un quartier vert", client=8)
    mine = merging.merge(base, "Une ville calme", client=9)
    head = merging.load([base, theirs]).get_update()
    both = merging.raw(merging.load([head, merging.apart(head, mine, "Une ville calme", client=7)]))
    assert both in ("Un quartier vert Une ville calme", "Une ville calme Un quartier vert")
    bent = merging.merge(base, "La basee.", client=9)
    assert merging.apart(base, bent, "La basee.", client=7) == bent


def test_the_same_save_twice_adds_nothing():
    state = merging.seed(uuid.UUID(int=1), "un mot")
    client = merging.identity("document", 3, "un autre mot")
    first = merging.merge(state, "un autre mot", client=client)
    again = merging.merge(state, "un autre mot", client=client)
    assert first == again
    assert merging.raw(merging.load([state, first, again])) == "un autre mot"


def test_blank_ends_that_somebody_is_typing_are_left_alone():
    live = Replica(5)
    live.type("bonjour ")
    update = merging.merge(live.doc.get_update(), "bonjour !", client=9)
    assert merging.merge(live.doc.get_update(), "bonjour", client=9) is None
    live.hear(update)
    assert live.words == "bonjour ! "


def test_a_text_typed_in_another_canonical_form_is_merged():
    live = Replica(5)
    live.type("e\u0301te\u0301")
    update = merging.merge(live.doc.get_update(), "été ici", client=9)
    live.hear(update)
    assert merging.clean(live.words) == "été ici"


def test_marks_survive_a_form():
    live = Replica(5)
    live.type("un mot fort")
    live.text.format(7, 11, {"bold": True})
    live.hear(merging.merge(live.doc.get_update(), "un seul mot très fort", client=9))
    marked = "".join(words for words, marks in live.text.diff() if marks)
    assert "fort" in marked
    assert live.words == "un seul mot très fort"


def test_two_texts_without_a_known_state_are_brought_together():
    assert merging.merged_text("le chat dort", "le petit chat dort", "le chat dort bien") == (
        "le petit chat dort bien"
    )


def test_the_first_state_is_the_same_wherever_it_is_made():
    name = uuid.uuid4()
    assert merging.seed(name, "été") == merging.seed(name, "été")
    assert merging.seed(name, "") == wire.NOTHING
    assert merging.raw(merging.load([merging.seed(name, "été")] * 2)) == "été"


def test_a_long_text_turned_round_is_merged_in_reasonable_time():
    words = " ".join(f"mot{n % 97}" for n in range(4000))[:20_000].strip()
    state = merging.seed(uuid.UUID(int=1), words)
    update = merging.merge(state, merging.clean(words[::-1]), client=9)
    guard.check(update)
    assert merging.raw(merging.load([state, update])) == merging.clean(words[::-1])
