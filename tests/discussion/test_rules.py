"""What is true of a discussion, on plain values."""

import uuid

import pytest

from coopspace.discussion import rules
from coopspace.kernel.refusal import Refusal


def somebody(name: str) -> rules.Person:
    return rules.Person(uuid.uuid4(), name)


JEANNE, OTHER_JEANNE, MALIK, JEAN, JEAN_BAPTISTE = PEOPLE = (
    somebody("Jeanne Peyrol"),
    somebody("Jeanne Vasseur"),
    somebody("Malik Darrouy"),
    somebody("Jean Martin"),
    somebody("Jean-Baptiste d’Évian"),
)


def called(words: str, *ticked: rules.Person) -> set[str]:
    """The names of those whom these words call."""
    ids = rules.called(words, PEOPLE, [one.id for one in ticked])
    return {one.name for one in PEOPLE if one.id in ids}


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("@Malik, qu’en penses-tu ?", {"Malik Darrouy"}),
        ("D’accord avec @malik darrouy.", {"Malik Darrouy"}),
        ("(@Malik) et « @Jean »", {"Malik Darrouy", "Jean Martin"}),
        ("@Jean-Baptiste viendra", {"Jean-Baptiste d’Évian"}),
        ("@JEAN-BAPTISTE D'EVIAN viendra", {"Jean-Baptiste d’Évian"}),
        ("@Jeanne Vasseur, @Jeanne\u00a0Peyrol", {"Jeanne Vasseur", "Jeanne Peyrol"}),
        ("@Malikou", set()),
        ("@Jean-Paul", set()),
        ("malik@exemple.fr", set()),
        ("rendez-vous @15h, @ midi, @@Malik", set()),
        ("@Inconnue", set()),
        ("", set()),
    ],
)
def test_an_at_sign_calls_by_the_first_or_the_whole_name(words, who):
    assert called(words) == who


def test_a_name_of_two_people_is_refused_with_both_names_until_one_is_ticked():
    with pytest.raises(Refusal) as refused:
        called("Merci @Jeanne")
    assert refused.value.field == "words"
    assert refused.value.words["people"] == "Jeanne Peyrol, Jeanne Vasseur"
    assert called("Merci @Jeanne", JEANNE) == set()
    assert OTHER_JEANNE.name not in called("Merci @Jeanne", JEANNE)


def test_words_are_kept_whole_without_their_margins():
    assert rules.kept("  Un.\r\n\r\nDeux\0.  \n") == "Un.\n\nDeux."
    assert len(rules.kept("é" * rules.WORDS_MAX)) == rules.WORDS_MAX


@pytest.mark.parametrize("words", ["", " \r\n ", "x" * (rules.WORDS_MAX + 1)])
def test_nothing_or_too_much_is_refused_beside_its_field(words):
    with pytest.raises(Refusal) as refused:
        rules.kept(words)
    assert refused.value.field == "words"


def test_a_name_is_never_read_as_a_pattern():
    strange = somebody("(a+)+$ [x")
    assert rules.called("@Malik " + "a" * 200, [strange], []) == set()
    assert rules.called("@a(a+)+$", [strange], []) == set()
