"""From which day on a visit is prepared, and what a word must hold."""

import uuid
from datetime import date, timedelta

import pytest

from coopspace import method
from coopspace.kernel.refusal import Refusal
from coopspace.visits import rules
from coopspace.visits.rules import Question, Why, Word

TODAY = date(2026, 11, 20)
ONE, OTHER, THIRD = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("chosen", "mine", "others", "day", "why"),
    [
        (ago(3), [ago(9)], [ago(5)], ago(3), Why.CHOSEN),
        (None, [ago(30), ago(9)], [ago(5)], ago(9), Why.MINE),
        (None, [], [ago(5), ago(40)], ago(5), Why.COLLEAGUE),
        (None, [], [], ago(90), Why.QUARTER),
    ],
)
def test_what_moved_is_told_from_the_nearest_reason_on(chosen, mine, others, day, why):
    found = rules.since(chosen=chosen, mine=mine, others=others, today=TODAY)
    assert (found.day, found.why) == (day, why)


def test_a_visit_is_of_today_or_before():
    assert rules.visited(None, " Vu. ", today=TODAY) == (TODAY, "Vu.")
    assert rules.visited(TODAY + timedelta(days=1), "", today=TODAY)[1] == ""
    for wrong in (TODAY + timedelta(days=2), date(1999, 12, 31)):
        with pytest.raises(Refusal) as refused:
            rules.visited(wrong, "", today=TODAY)
        assert refused.value.field == "day"


def test_words_are_bounded_where_they_are_typed():
    assert rules.visited(TODAY, "x" * rules.VISIT_MAX, today=TODAY)
    with pytest.raises(Refusal) as refused:
        rules.visited(TODAY, "x" * (rules.VISIT_MAX + 1), today=TODAY)
    assert refused.value.field == "words"
    with pytest.raises(Refusal) as refused:
        rules.whole(Word(call="x" * (rules.WORD_MAX + 1)))
    assert refused.value.field == "call"


def test_taking_back_says_why():
    assert rules.reason(" Pas venue. ") == "Pas venue."
    with pytest.raises(Refusal, match="Say why"):
        rules.reason("  ")


def test_a_word_answers_one_question_at_least():
    assert rules.whole(Word(avoid=" Le lundi.\r\n")) == Word(avoid="Le lundi.")
    with pytest.raises(Refusal) as refused:
        rules.whole(Word(" ", "\n", "", "\0"))
    assert refused.value.field == "matters"


def test_the_answers_come_in_the_order_of_the_questions():
    word = Word(matters="a", avoid="d")
    assert word.answers == ((Question.MATTERS, "a"), (Question.AVOID, "d"))
    words = method.load("visits")
    for one in Question:
        for what in ("label", "hint"):
            assert words.text(f"hand.asks.{one}.{what}", "en")


def test_a_site_passes_from_who_supports_it_to_somebody_else():
    rules.check_hands(ONE, ONE, OTHER, may_leave={ONE})
    rules.check_hands(THIRD, ONE, OTHER, may_leave={ONE})
    rules.check_hands(THIRD, THIRD, OTHER, may_leave={ONE})
    with pytest.raises(Refusal) as refused:
        rules.check_hands(ONE, ONE, ONE, may_leave={ONE})
    assert refused.value.field == "to"
    with pytest.raises(Refusal) as refused:
        rules.check_hands(ONE, THIRD, OTHER, may_leave={ONE})
    assert refused.value.field == "outgoing"


def test_nobody_leaves_by_the_decision_of_another():
    rules.check_leaves(ONE, ONE, leaves=True)
    rules.check_leaves(ONE, OTHER, leaves=False)
    with pytest.raises(Refusal, match="Only they"):
        rules.check_leaves(ONE, OTHER, leaves=True)
