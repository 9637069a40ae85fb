"""French cut into words, the lexicon, and what opens a clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.review.lexicon import forms, lexicon
from coopspace.review.tokens import plain, said
from coopspace.review.wording import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’hôpital s’ouvre aujourd’hui.", ("l'", "hôpital", "s'", "ouvre", "aujourd'hui", ".")),
        ("Quelqu'un vient-il ?", ("quelqu'un", "vient-il", "?")),
        ("Le C.C.A.S. aide 40 élu·es", ("le", "c.c.a.s", ".", "aide", "40", "élu·es")),
        ("", ()),
        ("« … »", ("…",)),
    ],
)
def test_a_text_is_cut_at_its_elisions_and_keeps_its_marks(text, words):
    assert said(text).words == words


def test_a_capital_inside_a_sentence_is_a_name():
    one = said("Les gens de Rives Habitat. Les autres")
    assert [one.words[place] for place in sorted(one.proper)] == ["rives", "habitat"]


@given(st.text())
def test_any_text_is_read_without_failing_and_twice_the_same(text):
    one = read(text)
    assert one.mains == read(text).mains
    assert set(one.mains) <= set(one.verbs)
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("infinitive", "expected"),
    [
        ("mener", {"mène", "mènent", "menons"}),
        ("repérer", {"repère", "repèrent", "repéré"}),
        ("changer", {"change", "changeons"}),
        ("nettoyer", {"nettoie", "nettoient"}),
        ("appeler", {"appelle", "appellent", "appelons"}),
        ("réunir", {"réunit", "réunissent"}),
    ],
)
def test_the_forms_of_a_verb_are_made(infinitive, expected):
    assert expected <= set(forms(infinitive))


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Les élèves que l’on voit reviennent.", ["reviennent"]),
        ("Le logement du parent est souvent content.", ["est"]),
        ("Les jeunes y vont, et le prennent.", ["vont", "prennent"]),
        ("Former les agents", []),
    ],
)
def test_main_verbs_are_told_from_the_others(text, verbs):
    one = read(text)
    assert [one.said.words[place] for place in one.mains] == verbs


def test_the_lexicon_is_in_lower_case_and_says_each_thing_once():
    known = lexicon()
    for words in (known.knowledge, known.project, known.activity.nouns, known.actors.named):
        assert words
        assert all(word == word.lower() for word in words)
    assert not known.actors.strong & known.actors.weak
