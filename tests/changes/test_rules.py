"""What a change and a link are."""

import pytest

from coopspace.changes import rules
from coopspace.changes.horizon import horizon_of, horizon_parts
from coopspace.changes.rules import Level
from coopspace.kernel.refusal import Refusal


def test_a_code_says_its_level_and_is_read_in_any_case():
    assert rules.code_of(Level.INTERMEDIATE, 4) == "I4"
    assert rules.parse_code(" i4 ") == (Level.INTERMEDIATE, 4)


@pytest.mark.parametrize("text", ["", "V", "I0", "X1", "I04", "I4a", "4", "I1234567"])
def test_what_is_no_code_names_no_change(text):
    assert rules.parse_code(text) is None


def test_codes_are_read_as_people_count_and_the_vision_comes_last():
    codes = ["V", "U1", "D10", "I1", "D2"]
    assert sorted(codes, key=rules.code_order) == ["D2", "D10", "I1", "U1", "V"]


def test_every_choice_has_its_words():
    for choices, labels in (
        (rules.Level, rules.LEVEL_LABELS),
        (rules.Level, rules.LEVEL_QUESTIONS),
        (rules.Level, rules.LEVEL_SAYINGS),
        (rules.Level, rules.LEVEL_PLURALS),
        (rules.Level, rules.USUAL_NATURE),
        (rules.Nature, rules.NATURE_LABELS),
        (rules.System, rules.SYSTEM_LABELS),
        (rules.Effect, rules.EFFECT_LABELS),
        (rules.Effect, rules.EFFECT_MARKS),
        (rules.Strength, rules.STRENGTH_LABELS),
        (rules.Confidence, rules.CONFIDENCE_LABELS),
        (rules.Progress, rules.PROGRESS_LABELS),
    ):
        assert list(labels) == list(choices)


def test_a_statement_is_one_paragraph():
    assert rules.statement_of("  Residents\n know  ") == "Residents know"


def test_the_no_break_spaces_of_a_statement_are_its_author_s():
    assert rules.statement_of("Qui\u00a0?\u00a0") == "Qui\u00a0?"
    assert rules.who_of("Rives\u00a0Habitat") == "Rives\u00a0Habitat"


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0", "x" * (rules.STATEMENT_MAX + 1)])
def test_an_empty_or_endless_statement_is_refused_beside_its_field(text):
    with pytest.raises(Refusal) as refused:
        rules.statement_of(text)
    assert refused.value.field == "statement"


def test_who_changes_fits_on_a_card():
    assert rules.who_of(None) == ""
    with pytest.raises(Refusal, match="under 200"):
        rules.who_of("x" * 201)


def test_a_judgement_without_its_reason_is_refused():
    assert rules.reason_of(" seen twice ") == "seen twice"
    with pytest.raises(Refusal) as refused:
        rules.reason_of("  ", field="why")
    assert refused.value.field == "why"
    with pytest.raises(Refusal):
        rules.reason_of("x" * 601)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("", None),
        (None, None),
        ("2030", "2030"),
        ("06/2030", "2030-06"),
        ("6/2030", "2030-06"),
        ("2030-6", "2030-06"),
        ("30/06/2030", "2030-06-30"),
        ("1.7.2031", "2031-07-01"),
        ("2030-06-30", "2030-06-30"),
    ],
)
def test_a_horizon_is_kept_as_precise_as_it_was_said(typed, kept):
    assert horizon_of(typed) == kept


@pytest.mark.parametrize("typed", ["soon", "30", "31/02/2030", "13/2030", "1830", "20301", "0000"])
def test_what_is_no_date_is_refused_with_examples(typed):
    with pytest.raises(Refusal, match="06/2030") as refused:
        horizon_of(typed)
    assert refused.value.field == "horizon"


def test_a_kept_horizon_gives_its_parts():
    assert horizon_parts("2030") == (2030, None, None)
    assert horizon_parts("2030-06-30") == (2030, 6, 30)
