"""What an indicator may say, and what may be measured."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coopspace.indicators.rules import (
    NAME_MAX,
    SOURCE_MAX,
    UNIT_MAX,
    WORDS_MAX,
    Described,
    Direction,
    Rhythm,
    Seen,
    Written,
    learnt,
    moved,
    read,
    reason,
    seen,
    stored,
    whole,
)
from coopspace.kernel.refusal import Refusal

TODAY, SPRING, NEXT = date(2026, 6, 1), date(2026, 3, 1), date(2027, 6, 30)
FULL = Described(
    "Les familles appellent avant que le mur ne noircisse",
    definition="Premiers appels du mois",
    unit="familles",
    direction=Direction.LESS,
    method="Le cahier de la gardienne",
    who="Gérard",
    rhythm=Rhythm.QUARTERLY,
    start=Decimal("12.5"),
    start_on=SPRING,
    aim=Decimal(4),
    aim_words="Presque plus aucune",
    aim_on=NEXT,
)


def test_its_sentence_is_enough():
    assert whole(Described("  On\n appelle "), Written(), today=TODAY) == Described("On appelle")


def test_figures_are_read_with_their_unit():
    said = replace(FULL, start=None, aim=None)
    assert whole(said, Written("12,5 familles", "4"), today=TODAY) == FULL


@pytest.mark.parametrize(
    "said, written, field",
    [
        (Described(" "), Written(), "name"),
        (Described("x" * (NAME_MAX + 1)), Written(), "name"),
        (Described("x", unit="x" * (UNIT_MAX + 1)), Written(), "unit"),
        (Described("x", method="x" * (WORDS_MAX + 1)), Written(), "method"),
        (Described("x", aim_words="x" * (SOURCE_MAX + 1)), Written(), "aim_words"),
        (Described("x"), Written(start="beaucoup"), "start"),
        (Described("x"), Written(aim="beaucoup"), "aim"),
        (Described("x"), Written(start="3"), "start_on"),
        (Described("x", start_on=SPRING), Written(), "start"),
        (Described("x", start_on=NEXT), Written(start="3"), "start_on"),
        (Described("x", aim_on=NEXT), Written(), "aim"),
        (Described("x", start_on=SPRING, aim_on=SPRING), Written("3", "4"), "aim_on"),
        (Described("x", start_on=SPRING), Written("3", "2"), "aim"),
        (Described("x", direction=Direction.LESS, start_on=SPRING), Written("3", "4"), "aim"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(said, written, field):
    with pytest.raises(Refusal) as refused:
        whole(said, written, today=TODAY)
    assert refused.value.field == field


def test_an_aim_may_be_in_words_and_what_holds_may_aim_anywhere():
    words = Described("x", aim_words="Elles osent", aim_on=NEXT)
    assert whole(words, Written(), today=TODAY) == words
    steady = Described("x", direction=Direction.STEADY, start_on=SPRING)
    assert whole(steady, Written("3", "2"), today=TODAY).aim == 2


def test_a_measure_is_a_value_or_words_of_a_day_that_has_come():
    assert seen(Seen(SPRING), "7,5 %", "%", today=TODAY) == Seen(SPRING, Decimal("7.5"))
    told = seen(Seen(TODAY, words=" Deux voisines le disent. "), "", "", today=TODAY)
    assert told == Seen(TODAY, words="Deux voisines le disent.")
    for one, value, field in (
        (Seen(SPRING), "", "value"),
        (Seen(SPRING), "x", "value"),
        (Seen(None), "7", "on"),
        (Seen(NEXT), "7", "on"),
        (Seen(SPRING, source="x" * (SOURCE_MAX + 1)), "7", "source"),
    ):
        with pytest.raises(Refusal) as refused:
            seen(one, value, "", today=TODAY)
        assert refused.value.field == field


@pytest.mark.parametrize("said, field", [(reason, "why"), (learnt, "learnt")])
def test_nothing_is_corrected_nor_ended_without_a_word(said, field):
    assert said(" Mal lu ") == "Mal lu"
    with pytest.raises(Refusal) as refused:
        said(" \n")
    assert refused.value.field == field


def test_what_is_stored_is_read_the_same_and_holds_no_float():
    assert stored(FULL)["start"] == "12.5"
    assert read(stored(FULL)) == FULL
    assert read({**stored(FULL), "later": "version"}) == FULL
    assert read({"name": "x"}) == Described("x")


def test_what_moved_is_named_in_the_order_of_the_fields():
    after = replace(FULL, aim=Decimal(5), name="Autre")
    assert moved(FULL, after) == ("name", "aim")
    assert moved(FULL, FULL) == ()
