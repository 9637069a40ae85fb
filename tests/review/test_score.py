"""How well the reading reads statements and links that people wrote."""

import pytest

from tests.review.labels import FOLDER, items
from tests.review.score import main, score


def test_at_least_two_hundred_items_are_labelled_about_half_of_them_set_aside():
    halves = {half: len(list(items(half))) for half in ("tuning", "aside")}
    assert sum(halves.values()) >= 200
    assert min(halves.values()) >= 100
    assert len(list(FOLDER.glob("*.toml"))) == 6


@pytest.mark.parametrize("half", ["tuning", "aside"])
def test_what_is_said_is_true_and_little_is_missed(half):
    found = score(half)
    assert found.precision >= 0.90
    assert found.recall >= 0.80


def test_the_score_is_printed_for_both_halves(capsys):
    main()
    told = capsys.readouterr().out
    assert "tuning: " in told
    assert "aside: " in told
    assert told.count("precision") == 2
