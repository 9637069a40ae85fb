"""What holds of positions on exact words, whatever the question."""

import uuid
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest

from coopspace.kernel.refusal import Refusal
from coopspace.positions import rules
from coopspace.positions.rules import REASON_MAX, Position, Status, latest, on_words, status

MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANNA, BORIS = uuid.UUID(int=1), uuid.UUID(int=2)


class Colour(StrEnum):
    """Stances that no room has: nothing here depends on what they mean."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def said(who: uuid.UUID, stance: Colour, day: int, *, number: int = 1, speaks: bool = True):
    return Position(
        person=who,
        stance=stance,
        reason="",
        number=number,
        digest=str(number),
        at=MOMENT + timedelta(days=day),
        speaks=speaks,
    )


def of(*words: Position[Colour]) -> Status[Colour]:
    return status(words, order=tuple(Colour), holds=Colour.RED)


def test_a_voice_that_said_nothing_is_awaited():
    assert of() == Status()


def test_the_hardest_of_the_latest_words_is_the_voices():
    found = of(said(ANNA, Colour.GREEN, 1), said(BORIS, Colour.AMBER, 2))
    assert (found.stance, found.since) == (Colour.AMBER, MOMENT + timedelta(days=2))
    later = of(*found.said, said(BORIS, Colour.GREEN, 5))
    assert (later.stance, later.since) == (Colour.GREEN, MOMENT + timedelta(days=5))


def test_what_holds_back_waits_for_nobody_who_left_and_what_was_given_stays():
    left = said(BORIS, Colour.RED, 2, speaks=False)
    assert of(left).stance is None
    assert of(said(ANNA, Colour.GREEN, 1), left).stance is Colour.GREEN
    assert of(said(ANNA, Colour.AMBER, 1, speaks=False)).stance is Colour.AMBER
    taken_back = of(said(BORIS, Colour.GREEN, 1, speaks=False), left)
    assert taken_back.stance is None


def test_something_stands_since_the_last_of_the_voices():
    given = [Status(Colour.GREEN, MOMENT), Status(Colour.GREEN, MOMENT + timedelta(days=9))]
    assert rules.since_all(given, Colour.GREEN) == MOMENT + timedelta(days=9)
    assert rules.since_all([*given, Status()], Colour.GREEN) is None
    assert rules.since_all([*given, Status(Colour.RED, MOMENT)], Colour.GREEN) is None
    assert rules.since_all([], Colour.GREEN) is None


def test_a_position_is_on_one_wording_and_the_latest_of_each_voice_is_known():
    words = [
        said(ANNA, Colour.GREEN, 1),
        said(BORIS, Colour.RED, 2),
        said(ANNA, Colour.AMBER, 3, number=2),
    ]
    assert [one.person for one in on_words(words, number=1, digest="1")] == [ANNA, BORIS]
    assert on_words(words, number=1, digest="2") == []
    found = latest(words, lambda one: one.person)
    assert [(one.person, one.number) for one in found.values()] == [(BORIS, 1), (ANNA, 2)]


def test_a_reason_is_asked_where_silence_helps_nobody():
    assert rules.reason_of(" trop vague\r\n ", needed="Say why.") == "trop vague"
    assert rules.reason_of("  ") == ""
    for text, needed in (("  ", "Say why."), ("x" * (REASON_MAX + 1), "")):
        with pytest.raises(Refusal) as refused:
            rules.reason_of(text, needed=needed)
        assert refused.value.field == "reason"
