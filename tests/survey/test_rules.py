"""What is true of a survey, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from coopspace.kernel.refusal import Refusal
from coopspace.survey import rules
from coopspace.survey.rules import Question, together

NOW = datetime(2026, 3, 17, tzinfo=UTC)


def test_four_authors_say_nothing_together_and_five_do():
    assert together([(one, 3) for one in range(4)], steps=7) is None
    said = together([(one, 3) for one in range(5)], steps=7)
    assert said is not None
    assert (said.authors, said.counts, said.median.low) == (5, (0, 0, 5, 0, 0, 0, 0), 3)


def test_many_answers_of_few_authors_are_few():
    assert together([(one % 4, 3) for one in range(40)], steps=7) is None


def test_what_everybody_reads_already_hides_nobody():
    said = [(one, one % 7 + 1) for one in range(6)]
    assert together(said, steps=7, public=said[:1]) is not None
    assert together(said, steps=7, public=said[:2]) is None
    assert together(said, steps=7, public=said) is not None


def test_one_author_who_opened_one_of_two_answers_still_hides_the_other():
    said = [*((one, 2) for one in range(5)), (0, 6)]
    assert together(said, steps=7, public=[(0, 6)]) is not None
    assert together(said, steps=7, public=[(0, 2), (0, 6)]) is None


def test_a_survey_closes_later_than_now():
    assert rules.check_closing(NOW + timedelta(days=1), now=NOW)
    for moment in (None, NOW, NOW - timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            rules.check_closing(moment, now=NOW)
        assert refused.value.field == "closes"


def test_a_survey_takes_answers_until_its_day_and_not_once_closed():
    later = NOW + timedelta(days=1)
    assert rules.takes_answers(closes_at=later, closed_at=None, now=NOW)
    assert not rules.takes_answers(closes_at=NOW, closed_at=None, now=NOW)
    assert not rules.takes_answers(closes_at=later, closed_at=NOW, now=NOW)


def test_a_survey_asks_somebody_and_no_crowd():
    rules.check_asked(1)
    for count in (0, rules.MOST_ASKED + 1):
        with pytest.raises(Refusal):
            rules.check_asked(count)


def test_the_six_questions_have_four_steps_and_not_known():
    kept = rules.marks_of({Question.POWER: 0, Question.MISSION: 4})
    assert (kept[Question.POWER], kept[Question.MISSION], kept[Question.OPENNESS]) == (0, 4, None)
    with pytest.raises(Refusal) as refused:
        rules.marks_of({Question.POWER: 5})
    assert refused.value.field == "power"


@pytest.mark.parametrize(
    "text", ["", "x", "a@b", "a b@c.fr", "a@b.fr\nBcc: c@d.fr", "é@b.fr", "a" * 260 + "@b.fr"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Refusal):
        rules.address_of(text)


def test_an_address_is_kept_without_its_margins():
    assert rules.address_of(" nom@exemple.fr ") == "nom@exemple.fr"
