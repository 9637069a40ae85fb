"""How words are folded, what is asked, and where it stands in a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.search.rules import (
    AFTER,
    BEFORE,
    NEEDLES_MAX,
    asked,
    excerpt,
    fold,
    folded,
    kept,
    matches,
    words_of,
)

TEXTS = st.text(
    st.sampled_from("aàâÉéèïœŒæç’'-–_ .,;:!? \n\t\u00a0\u202f0123ZzßΣσς中文\u0301«»\"%"),
    max_size=80,
)


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Été", "ete"),
        ("ÇA", "ca"),
        ("cœur", "coeur"),
        ("ŒUVRE", "oeuvre"),
        ("ex-æquo", "exaequo"),
        ("Straße", "strasse"),
        ("naïve", "naive"),
        ("ﬁn", "fin"),
    ],
)
def test_accents_capitals_and_ligatures_make_no_difference(word, plain):
    assert fold(word) == plain


def test_words_are_kept_with_a_space_before_each():
    assert folded("L’humidité, c’est « l'eau » !") == " l humidite c est l eau"
    assert folded(" … — !") == ""


def test_the_same_letters_composed_otherwise_are_the_same_words():
    text = "Déjà là, où l’été"
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)


def test_a_search_begins_words_and_needs_them_all():
    words = folded("Le bailleur traite l’humidité avant la peinture.")
    for question in ("humi", "HUMIDITÉ peint", "bailleur avant", '"la peinture"', "l’humidité"):
        assert matches(words, asked(question)), question
    for question in ("midité", "humidité chauffage", '"peinture la"', '"la peint avant"'):
        assert not matches(words, asked(question)), question


def test_what_is_asked_leaves_out_lone_letters_and_repeats():
    assert asked("l’eau d' L'EAU, « bon  voisin » y") == (("bon", "voisin"), ("eau",))
    assert asked("a « à » ! %_") == ()
    assert len(asked(" ".join(f"mot{n}" for n in range(50)))) <= NEEDLES_MAX


def shown(text: str, question: str) -> str:
    found = excerpt(text, asked(question))
    assert found is not None
    inside = "".join(f"[{one.text}]" if one.found else one.text for one in found.pieces)
    return ("…" if found.cut_before else "") + inside + ("…" if found.cut_after else "")


def test_the_words_around_are_shown_and_whole_words_are_marked():
    text = "Le bailleur traite l’humidité avant la peinture."
    assert shown(text, "humid") == "Le bailleur traite l’[humidité] avant la peinture."
    assert shown(text, "peint bail") == "Le [bailleur] traite l’humidité avant la [peinture]."
    assert shown(text, '"avant la"') == "Le bailleur traite l’humidité [avant] [la] peinture."


def test_a_long_text_is_cut_where_most_of_what_is_asked_stands_together():
    rest = " ".join(f"mot{n}" for n in range(100))
    said = shown(f"chat. {rest} voici un chat avec un chien {rest}", "chat chien")
    assert "[chat] avec un [chien]" in said
    assert said.startswith("…")
    assert said.endswith("…")
    assert len(said.split()) <= BEFORE + AFTER


def test_a_text_that_lacks_a_word_has_no_excerpt():
    assert excerpt("Un chat.", asked("chat chien")) is None
    assert excerpt("", asked("chat")) is None


@given(TEXTS, TEXTS)
def test_what_is_kept_and_what_is_shown_agree(text, question):
    needles = asked(question)
    if not needles:
        return
    found = excerpt(text, needles)
    assert (found is not None) == matches(folded(text), needles)
    if found:
        whole = unicodedata.normalize("NFC", text)
        assert "".join(one.text for one in found.pieces) in whole
        assert any(one.found for one in found.pieces)


@given(TEXTS)
def test_folding_leaves_letters_digits_and_single_spaces(text):
    words = folded(text)
    assert words == "".join(
        kept((one.folded,)) for one in words_of(unicodedata.normalize("NFC", text))
    )
    assert all(one.isalnum() or one == " " for one in words)
    assert "  " not in words


@pytest.mark.parametrize("word", ["mot ", "l’mot ", "d'eau "])
def test_an_excerpt_never_ends_or_begins_within_an_elided_word(word: str):
    found = excerpt(f"{word * 40}x logement {word * 40}", asked("logement"))
    assert found is not None
    shown = "".join(one.text for one in found.pieces).split()
    assert {shown[0], shown[-1]} == {word.strip()}
