"""What people type and paste is kept in one form: nothing seen is lost, nothing unseen is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.kernel import typed
from coopspace.kernel.refusal import Refusal


def test_words_lose_their_margins_and_keep_their_lines():
    assert typed.words("  Un.\r\n\r\nDeux.\rTrois.  \n", "words", 40) == "Un.\n\nDeux.\nTrois."


def test_the_line_breaks_of_slides_part_words():
    assert typed.words("Les familles\vsont écoutées", "words", 40) == "Les familles\nsont écoutées"
    assert typed.line("Les familles\vsont\u2028écoutées", "words", 40) == (
        "Les familles sont écoutées"
    )


def test_a_line_is_one_line_and_keeps_the_spaces_that_french_needs():
    assert typed.line(" Qui\u202f?\n\tNous\u00a0: tous ", "title", 40) == (
        "Qui\u202f? Nous\u00a0: tous"
    )


def test_accents_in_two_parts_are_one_letter():
    assert typed.words("e\u0301coute\u0301", "words", 6) == "écouté"


def test_what_nobody_sees_and_no_file_holds_is_left_out():
    assert typed.words("\0a\x01b\x1fc\x7fd\ufffee\ud800f", "words", 6) == "abcdef"


@pytest.mark.parametrize("fit", [typed.words, typed.line])
def test_a_text_too_long_is_refused_beside_its_field(fit):
    assert fit("é" * 10, "why", 10) == "é" * 10
    with pytest.raises(Refusal) as refused:
        fit("é" * 11, "why", 10)
    assert refused.value.field == "why"
    assert str(refused.value) == "Keep this under 10 characters."
    with pytest.raises(Refusal, match="in two comments"):
        fit("é" * 11, "why", 10, over="Keep this under %(most)d, or send it in two comments.")


@pytest.mark.parametrize("fit", [typed.words, typed.line])
@pytest.mark.parametrize("nothing", [None, "", " \r\n\t ", "\0\x01"])
def test_nothing_is_a_text_unless_one_is_needed(fit, nothing):
    assert fit(nothing, "why", 10) == ""
    with pytest.raises(Refusal, match="Say why") as refused:
        fit(nothing, "why", 10, needed="Say why.")
    assert refused.value.field == "why"


@given(st.text(st.characters()))
def test_what_was_kept_once_is_kept_as_it_is(text):
    for fit in (typed.words, typed.line):
        kept = fit(text, "words", 10_000)
        assert fit(kept, "words", 10_000) == kept
        assert unicodedata.is_normalized("NFC", kept)
        kept.encode()


def test_what_stood_between_a_letter_and_its_accent_does_not_keep_them_apart():
    assert typed.words("e\x01\u0301", "words", 1) == "é"
