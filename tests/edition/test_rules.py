"""What may stand in the place of a sentence of ours."""

import pytest

from coopspace import method
from coopspace.edition import rules
from coopspace.edition.rules import Words, clean, found_in, longest, worded
from coopspace.kernel.refusal import Refusal
from coopspace.method import Wording
from coopspace.method.wording import blanks, stands_for, strangers

OURS = Words("Un texte de {name}, le {number}.", "A text by {name}, on {number}.")


def refused(typed: Words, ours: Words = OURS) -> Refusal:
    with pytest.raises(Refusal) as caught:
        worded(typed, ours=ours)
    return caught.value


def test_both_languages_or_neither():
    assert refused(Words("Le {number}, {name}.", "  ")).field == "en"
    assert refused(Words("", "On {number}, {name}.")).field == "fr"
    assert worded(Words(" ", "\n"), ours=OURS) == rules.OURS


def test_what_is_filled_in_is_kept_and_the_refusal_says_what_is_lost():
    refusal = refused(Words("Le {number}.", "On {number}, {name}."))
    assert (refusal.field, refusal.words["which"]) == ("fr", "{name}")
    said = worded(Words("Le {number}, {name} écrit.", "On {number}, {name} writes."), ours=OURS)
    assert said.fr == "Le {number}, {name} écrit."


@pytest.mark.parametrize(
    "text",
    (
        "{name} {number} {who}",
        "{name} {number} {0}",
        "{name} {number} {",
        "{name} {number} }",
        "{name} {number} {}",
        "{name.__class__} {name} {number}",
        "{name!r} {name} {number}",
        "{name:>99999999} {name} {number}",
        "{{name}} {name} {number}",
        "%(name)s {name} {number}",
    ),
)
def test_nothing_else_is_filled_in(text):
    assert refused(Words(text, OURS.en)).field == "fr"
    assert not stands_for(text, OURS.fr)


def test_what_may_stand_is_filled_in_without_fault():
    said = worded(Words("{number} : {name}", "{number}: {name} 100 %"), ours=OURS)
    assert said.en.format(name="N", number=3) == "3: N 100 %"


def test_a_lone_percent_sign_is_refused_where_ours_is_filled_in_by_one():
    ours = "%(num)s sites"
    assert strangers("%(num)s lieux, 100 %", ours) == ["%"]
    assert stands_for("%(num)s lieux", ours)
    assert not strangers("À 100 %", "À moitié")


def test_a_sentence_may_be_twice_as_long_and_a_little_more():
    ours = Words("Un mot", "A word")
    most = longest(ours.fr)
    assert worded(Words("x" * most, "y"), ours=ours).fr == "x" * most
    refusal = refused(Words("x" * (most + 1), "y"), ours)
    assert (refusal.field, refusal.words["most"]) == ("fr", most)


def test_saying_what_ours_says_says_nothing():
    assert worded(Words(f" {OURS.fr}\n", OURS.en), ours=OURS) == rules.OURS


def test_a_sentence_is_one_line_and_keeps_its_no_break_spaces():
    assert clean("  Un\r\nmot\t: \u00a0deux\u202f!\0\x07 ") == "Un mot : \u00a0deux\u202f!"
    assert clean("e\u0301t\u00e9") == "été"


def test_looking_for_words_does_not_mind_accents():
    assert found_in("entente COOPERATION", "L’entente de coopération")
    assert found_in("l'entente", "L’entente")
    assert not found_in("entente rare", "L’entente")
    assert found_in("", "rien")


def test_what_is_left_to_fill_in():
    assert blanks("{name} a %(num)s {name}") == {"{name}", "%(num)s"}


def test_words_that_can_no_longer_stand_leave_ours_in_place():
    key = "agreement.quoting.left"
    ours = method.ours("agreement")["quoting.left"]
    broken = Wording({key: ("Sans rien", "Nothing")}).load("agreement")["quoting.left"]
    assert broken == ours
    fine = Wording({key: ("{name} !", "{name}!")}).load("agreement")["quoting.left"]
    assert (fine.fr, fine.en) == ("{name} !", "{name}!")
    for locale in ("fr", "en"):
        assert fine.source.text(locale).endswith(f": {ours.source.text(locale)}")
        assert fine.source.text(locale) != ours.source.text(locale)
    assert fine.source.lang("en") is None


def test_what_is_made_of_words_is_kept_for_each_wording_alone():
    made = []

    @method.kept
    def label(locale: str) -> str:
        made.append(locale)
        return method.load("continuum").text("levels.assistance.label", locale)

    key = "continuum.levels.assistance.label"
    one, two = (Wording({key: (said, said)}) for said in ("Coup de main", "Entraide"))
    heard = []
    try:
        for wording in (one, two, one, method.OURS, two):
            method.speak(wording)
            heard.append(label("fr"))
    finally:
        method.fall_silent()
    assert heard == ["Coup de main", "Entraide", "Coup de main", "Assistance", "Entraide"]
    assert len(made) == 3
