"""Formatted texts letter by letter: sent, rewritten in plain words, and brought together."""

import random

import pytest

from coopspace.live import lettered, merging
from coopspace.live.formats import Block, Marked, Piece
from coopspace.live.lettered import Letters

BASE = "Nous décidons à la table du quartier, tous les deux mois."
LIST = lettered.normal(
    [
        Marked("Nos règles", {}),
        Marked("\n", {"header": 2.0}),
        Marked("Parler ", {}),
        Marked("peu", {"bold": True}),
        Marked("\n", {"list": "bullet"}),
        Marked("Écouter", {}),
        Marked("\n", {"list": "bullet"}),
    ]
)


def plain(words: str) -> Letters:
    return lettered.rewritten((), words)


def together(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    found = lettered.together(plain(base), plain(theirs), plain(mine))
    return lettered.words_of(found.letters), found.touching


def test_changes_apart_are_brought_together():
    theirs = BASE.replace("décidons", "décidons ensemble")
    mine = BASE.replace("deux mois", "trois mois")
    expected = theirs.replace("deux mois", "trois mois")
    assert together(BASE, theirs, mine) == (expected, False)
    assert together(BASE, mine, theirs) == (expected, False)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    (
        (BASE.replace("deux", "trois"), BASE.replace("deux", "quatre")),
        (BASE.replace("deux", "trois"), BASE.replace("mois", "ans")),
        (BASE.replace("deux", "trois"), BASE.replace("tous les deux mois", "souvent")),
        (BASE + " Oui.", BASE + " Non."),
        ("", BASE.replace("deux", "trois")),
    ),
)
def test_changes_of_one_place_touch_and_lose_no_word(theirs, mine):
    both, touching = together(BASE, theirs, mine)
    assert touching
    added = {*theirs.split(), *mine.split()} - {*BASE.split()}
    assert added <= {*both.split()}


def test_the_same_change_twice_is_one():
    changed = BASE.replace("deux", "trois")
    assert together(BASE, changed, changed) == (changed, False)
    assert together(BASE, BASE, changed) == (changed, False)
    assert together(BASE, changed, BASE) == (changed, False)
    assert together("", "", "") == ("", False)
    assert together("", BASE, "") == (BASE, False)


def test_a_format_and_a_word_elsewhere_come_together():
    theirs = lettered.rewritten(LIST, "Nos règles\nParler peu\nÉcouter beaucoup")
    mine = tuple(one._replace(marks=()) if one.marks == (("bold", True),) else one for one in LIST)
    found = lettered.together(LIST, theirs, mine)
    assert not found.touching
    heading, items = lettered.read(found.letters)
    assert heading.kind == "heading"
    assert items == Block("bullet", ((Piece("Parler peu"),), (Piece("Écouter beaucoup"),)))


def test_whatever_two_people_do_nothing_of_either_is_lost_in_silence():
    chance = random.Random(6)
    words = BASE.split(" ")
    for _try in range(300):
        sides = []
        for mark in ("t", "m"):
            said = [*words]
            for at in chance.sample(range(len(words)), chance.randint(0, 3)):
                said[at] = chance.choice(("", f"{mark}{at}", f"{said[at]} {mark}{at}"))
            sides.append(" ".join(one for one in said if one))
        found, _touching = together(BASE, *sides)
        added = {one for side in sides for one in side.split(" ") if one[:1] in "tm"}
        new = {one for one in added if one[1:].isdigit()}
        assert new <= {*found.replace(",", " ").replace(".", " ").split()}, (sides, found)


def test_plain_words_keep_the_formats_of_what_they_leave():
    heading, items = lettered.read(
        lettered.rewritten(LIST, "Nos règles\nParler peu\nDouter\nÉcouter\nRire")
    )
    assert heading == Block("heading", ((Piece("Nos règles"),),))
    assert items == Block(
        "bullet",
        (
            (Piece("Parler "), Piece("peu", bold=True)),
            (Piece("Douter"),),
            (Piece("Écouter"),),
            (Piece("Rire"),),
        ),
    )
    *_before, last = lettered.read(
        lettered.rewritten(LIST, "Nos règles\nParler peu\nÉcouter\n\nUn mot de plus")
    )
    assert last == Block("paragraph", ((Piece("Un mot de plus"),),))
    assert lettered.rewritten(LIST, lettered.words_of(LIST)) == LIST
    assert lettered.rewritten(LIST, " \n") == ()


def test_a_text_is_kept_and_sent_as_it_is():
    assert lettered.unpacked(lettered.packed(LIST)) == LIST
    assert lettered.from_delta(lettered.delta(LIST)) == LIST
    assert lettered.from_delta(lettered.delta(plain(BASE))) == plain(BASE)
    assert lettered.packed(()) == lettered.delta(()) == []


def test_only_our_marks_are_let_in_and_words_are_canonical():
    sent = [
        {"insert": "e\u0301t\0e", "attributes": {"color": "red", "bold": True, "italic": "x"}},
        {"insert": " là", "attributes": {"link": "javascript:alert(1)", "list": "bullet"}},
        {"insert": {"image": "x"}},
        "x",
        {"insert": "\n", "attributes": {"header": 2, "list": "ordered", "bold": True}},
    ]
    assert lettered.marked(lettered.from_delta(sent)) == [
        Marked("éte", {"bold": True}),
        Marked(" là", {}),
        Marked("\n", {"list": "ordered"}),
    ]
    for nothing in (None, 3, {}, [], "x", [{"insert": " \n "}]):
        assert lettered.from_delta(nothing) == ()


def test_what_nobody_had_said_is_in_the_last_hand():
    standing, suggested = plain("Nous votons souvent."), plain("Nous votons rarement.")
    final = plain("Nous votons souvent ou rarement, à main levée.")
    found = lettered.words_of(lettered.credited(standing, suggested, final))
    assert "souvent" in found
    assert "rarement" in found
    assert "main" not in found
    assert merging.clean(found) == found
