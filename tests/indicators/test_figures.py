"""Figures are read exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.indicators.figures import DECIMALS, DIGITS, exact, plain, value_of
from coopspace.kernel.refusal import Refusal

FIGURES = st.decimals(
    min_value=-(10 ** (DIGITS - 1)),
    max_value=10 ** (DIGITS - 1),
    places=DECIMALS,
    allow_nan=False,
    allow_infinity=False,
)


@pytest.mark.parametrize(
    "text, value",
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        (" 7 ", "7"),
        ("0,10", "0.1"),
        ("1 250", "1250"),
        ("1\u00a0250,5", "1250.5"),
        ("12\u202f345\u202f678", "12345678"),
        ("−3", "-3"),
        ("-3,25", "-3.25"),
        ("+4", "4"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_a_figure_is_read_as_people_write_it(text, value):
    assert value_of(text, field="value") == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1.250", "12,500", "1,250.5", "1 25", "1e3", "٣", "douze", "12,5,1", "--2", "9" * 13]
)
def test_what_could_be_read_in_two_ways_is_refused(text):
    with pytest.raises(Refusal) as refused:
        value_of(text, field="aim")
    assert refused.value.field == "aim"


@pytest.mark.parametrize(
    "text, unit, value",
    [
        ("12 %", "%", "12"),
        ("12%", "% des familles", "12"),
        ("24 Familles", "familles", "24"),
        ("7 sur 10", "sur 10", "7"),
        ("110", "10", "110"),
    ],
)
def test_the_unit_may_be_written_after_the_figure(text, unit, value):
    assert value_of(text, unit, field="value") == Decimal(value)


def test_another_unit_is_no_figure():
    with pytest.raises(Refusal):
        value_of("12 appels", "familles", field="value")


def test_nothing_is_no_figure():
    assert value_of("  ", field="value") is None


@given(FIGURES)
def test_a_figure_that_is_written_is_read_the_same(figure):
    kept = exact(figure)
    for text in (plain(kept), plain(kept).replace(".", ",")):
        assert value_of(text, field="value") == figure
    assert plain(exact(kept)) == plain(kept)
    assert "E" not in plain(kept)
