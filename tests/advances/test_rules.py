"""An entry has words, has happened, and stands in one interval only."""

from dataclasses import dataclass
from datetime import date

import pytest

from coopspace.advances.rules import (
    WORDS_MAX,
    Kind,
    Precision,
    Said,
    chosen,
    latest_day,
    said,
    within,
)
from coopspace.kernel.refusal import Refusal

TODAY = date(2026, 3, 17)


@dataclass(frozen=True)
class Line:
    kind: Kind
    latest_day: date


LINES = [
    Line(Kind.ADVANCE, date(2026, 1, 1)),
    Line(Kind.LESSON, date(2026, 2, 1)),
    Line(Kind.ADVANCE, date(2026, 3, 1)),
]


def test_a_sentence_and_a_day_are_enough():
    kept = said(Said("  Un accueil commun.\r\n", TODAY), today=TODAY)
    assert (kept.words, kept.kind, kept.precision) == (
        "Un accueil commun.",
        Kind.ADVANCE,
        Precision.DAY,
    )


@pytest.mark.parametrize(
    "given, field",
    [
        (Said(" \0 ", TODAY), "words"),
        (Said("x" * (WORDS_MAX + 1), TODAY), "words"),
        (Said("x", None), "happened_on"),
        (Said("x", date(2026, 3, 18)), "happened_on"),
        (Said("x", date(2026, 4, 1), precision=Precision.MONTH), "happened_on"),
    ],
)
def test_what_is_missing_is_asked_beside_its_field(given, field):
    with pytest.raises(Refusal) as refused:
        said(given, today=TODAY)
    assert refused.value.field == field


def test_a_month_that_is_not_over_may_be_told():
    kept = said(Said("x", date(2026, 3, 31), precision=Precision.MONTH), today=TODAY)
    assert kept.happened_on == date(2026, 3, 1)


def test_a_month_has_happened_by_its_last_day():
    assert latest_day(date(2024, 2, 1), Precision.MONTH) == date(2024, 2, 29)
    assert latest_day(date(2024, 2, 1), Precision.DAY) == date(2024, 2, 1)


def test_a_kind_and_a_period_choose_together():
    assert chosen(LINES) == LINES
    assert chosen(LINES, kind=Kind.ADVANCE) == [LINES[0], LINES[2]]
    assert chosen(LINES, since=date(2026, 2, 1)) == LINES[1:]
    assert chosen(LINES, until=date(2026, 2, 1)) == LINES[:2]
    assert chosen(LINES, kind=Kind.LESSON, since=date(2026, 2, 2)) == []


def test_a_line_stands_in_one_interval_only():
    cut = date(2026, 2, 1)
    before, after = within(LINES, after=None, until=cut), within(LINES, after=cut, until=None)
    assert before + after == LINES
    assert before == LINES[:2]
