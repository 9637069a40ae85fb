"""Indicators keep everything: what was said, what was measured, what was wrong."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from coopspace.changes import actions as changes
from coopspace.changes.held import find
from coopspace.indicators import actions, held
from coopspace.indicators.model import IndicatorChange, IndicatorMeasure
from coopspace.indicators.reading import of_change, tellings
from coopspace.indicators.rules import Described, Rhythm, Written
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from tests.indicators.acts import NAME, correct, end, looked, measure, write
from tests.plan.acts import acting, draw


@pytest.fixture(autouse=True)
def drawn(session, world):
    """Three changes to show."""
    draw(session, world, "D1 D2 I1")


def say(session, world, *, changes=("D1",), seen=1, start="", aim="", **said) -> None:
    with acting(session, world):
        actions.describe(
            session,
            held.indicator_of(session, 1),
            said=Described(**{"name": NAME, **said}),
            written=Written(start, aim),
            changes=changes,
            seen=seen,
            by=world.state,
        )


def journal(session, world) -> list[str]:
    session.rollback()
    return [
        one.action
        for one in reversed(audit.journal(session, world.site.id))
        if one.action.startswith("indicator")
    ]


def test_an_indicator_shows_its_changes_and_is_found_by_each(session, world):
    write(session, world, changes=("I1", "D1"), start="12,5", aim="40", unit="familles")
    write(session, world, "Le marché est plein", changes=("D2",))
    first, second = looked(session, world)
    assert (first.number, first.said.name, first.changes) == (1, NAME, ("D1", "I1"))
    assert (first.said.start, first.said.aim) == (Decimal("12.5"), Decimal(40))
    assert of_change([first, second], "D2") == [second]
    assert journal(session, world) == ["indicator:write", "indicator:write"]


@pytest.mark.parametrize("codes", [(), ("D9",), ("D1", "zz")])
def test_what_it_shows_is_a_living_change(session, world, codes):
    with pytest.raises(Refusal) as refused:
        write(session, world, changes=codes)
    assert refused.value.field == "changes"


def test_a_change_that_ends_leaves_its_indicators_readable(session, world):
    write(session, world, changes=("D1",))
    with acting(session, world):
        changes.end(session, find(session, "D1"), by=world.state, reason="Plus vrai.")
    assert looked(session, world)[0].changes == ()
    with pytest.raises(Refusal):
        write(session, world, changes=("D1",))


def test_what_was_said_before_is_kept_the_start_included(session, world):
    write(session, world, start="12", start_on=date(2026, 1, 1))
    say(session, world, start="13", start_on=date(2026, 1, 1))
    say(session, world, seen=2, start="13", start_on=date(2026, 1, 1), changes=("D1", "D2"))
    say(session, world, seen=3, start="13", start_on=date(2026, 1, 1), changes=("D1", "D2"))
    with in_site(session, world.site.id):
        told = tellings(session, held.indicator_of(session, 1))
        assert [one.said.start for one in told] == [13, 13, 12]
        assert [one.moved for one in told] == [("changes",), ("start",), ()]
        assert session.scalar(select(func.count(IndicatorChange.id))) == 2
    assert journal(session, world)[1:] == ["indicator:describe"] * 2


def test_whoever_comes_second_reads_first(session, world):
    write(session, world)
    say(session, world, name="La sienne")
    with pytest.raises(Refusal, match="meanwhile"):
        say(session, world, name="La mienne")
    assert looked(session, world)[0].said.name == "La sienne"


def test_measures_stand_in_the_order_of_their_days(session, world):
    write(session, world, unit="%")
    measure(session, world, "12,5 %", ago=3)
    measure(session, world, "9", ago=40, source="Le registre")
    measure(session, world, "", ago=1, words="Deux voisines le disent.")
    (one,) = looked(session, world)
    assert [row.value for row in one.measures] == [9, Decimal("12.5"), None]
    assert one.last is not None
    assert one.last.words == "Deux voisines le disent."
    assert [point.value for point in one.figures] == [9, Decimal("12.5")]
    assert journal(session, world)[1:] == ["indicator:measure"] * 3


def test_a_correction_keeps_the_first_measure_with_its_reason(session, world):
    write(session, world)
    measure(session, world, "12", ago=3)
    correct(session, world, "10")
    (one,) = looked(session, world)
    assert [(row.value, row.instead_of) for row in one.measures] == [(10, 1)]
    (first,) = one.corrected
    assert (first.value, first.why) == (12, "Deux familles comptées deux fois.")
    assert first.ended_by == world.state.id
    with pytest.raises(Refusal, match="meanwhile"):
        correct(session, world, "11")
    assert journal(session, world)[-1] == "indicator:correct"


def test_a_measure_that_should_not_stand_is_withdrawn_and_kept(session, world):
    write(session, world)
    measure(session, world, "12", ago=3)
    correct(session, world, None)
    (one,) = looked(session, world)
    assert (one.measures, len(one.corrected)) == ((), 1)
    measure(session, world, "9", ago=3)
    assert journal(session, world)[-2:] == ["indicator:withdraw", "indicator:measure"]
    with in_site(session, world.site.id):
        assert session.scalar(select(func.count(IndicatorMeasure.id))) == 2


@pytest.mark.parametrize(
    "value, why, field", [("12", "Relu.", "value"), ("13", " ", "why"), ("x", "Relu.", "value")]
)
def test_a_correction_changes_something_and_says_why(session, world, value, why, field):
    write(session, world)
    measure(session, world, "12")
    with pytest.raises(Refusal) as refused:
        correct(session, world, value, why=why)
    assert refused.value.field == field
    assert looked(session, world)[0].corrected == ()


def test_one_measure_stands_for_a_day(session, world):
    write(session, world)
    measure(session, world, "12", ago=3)
    measure(session, world, "13", ago=2)
    for again in (
        lambda: measure(session, world, "14", ago=3),
        lambda: correct(session, world, "12", on=clock.today() - timedelta(days=2)),
    ):
        with pytest.raises(Refusal) as refused:
            again()
        assert refused.value.field == "on"


def test_an_indicator_that_ends_shows_nothing_any_more_and_takes_nothing(session, world):
    write(session, world)
    measure(session, world, "12")
    end(session, world)
    (one,) = looked(session, world)
    assert one.ended is not None
    assert one.ended.learnt == "Trop lent."
    assert of_change([one], "D1") == []
    assert one.awaited() is None
    for late in (
        lambda: measure(session, world, "13", ago=1),
        lambda: correct(session, world, "13"),
        lambda: say(session, world, name="Autre"),
        lambda: end(session, world),
    ):
        with pytest.raises(Refusal, match="ended"):
            late()
    assert journal(session, world)[-1] == "indicator:end"


def test_a_measure_is_awaited_from_the_last_one_or_from_the_start(session, world):
    write(session, world, start="3", rhythm=Rhythm.MONTHLY, start_on=date(2024, 1, 1))
    (one,) = looked(session, world)
    assert one.awaited() is not None
    assert not one.is_late(clock.today())
    measure(session, world, "4", ago=60)
    assert looked(session, world)[0].is_late(clock.today())
    measure(session, world, "4", ago=2)
    assert not looked(session, world)[0].is_late(clock.today())


def test_an_unknown_number_is_not_found(session, world):
    write(session, world)
    with pytest.raises(NotFound):
        correct(session, world, "3", measure=4)
    session.rollback()
    with in_site(session, world.other_site.id), pytest.raises(NotFound):
        held.indicator_of(session, 1)
