"""Two wordings side by side: nothing invented, nothing dropped, and legible to people."""

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.live.difference import difference

WORDS = st.sampled_from(
    [
        "la",
        "ville",
        "l’",
        "accès",
        "est",
        " ",
        " ",
        " ",
        "\u00a0:",
        "«\u00a0",
        "\u00a0»",
        "\n",
        ",",
        "2036",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map("".join))


def marked(old: str, new: str) -> str:
    signs = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return "".join(signs[op].format(text) for op, text in difference(old, new))


@given(TEXTS, TEXTS)
def test_each_side_can_be_rebuilt_from_the_difference(old: str, new: str):
    parts = difference(old, new)
    assert "".join(text for op, text in parts if op != "added") == old
    assert "".join(text for op, text in parts if op != "removed") == new
    assert all(text for _, text in parts)
    assert all(one.op != two.op for one, two in itertools.pairwise(parts))


@given(TEXTS)
def test_the_same_words_have_no_difference(text: str):
    assert [op for op, _ in difference(text, text)] == (["same"] if text else [])


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("On s’entraide ici.", "On s’entraide partout ici.", "On s’entraide [+partout ]ici."),
        ("En 2035, chacun vit.", "En 2036, chacun vit.", "En [-2035][+2036], chacun vit."),
        ("l’accès simple", "l’accès facile", "l’accès [-simple][+facile]"),
        ("l’école", "d’école", "[-l’][+d’]école"),
        ("le soin\u00a0: ici", "le soin ici", "le soin[-\u00a0:] ici"),
        ("dire bonjour", "dire «\u00a0bonjour\u00a0»", "dire [+«\u00a0]bonjour[+\u00a0»]"),
        (
            "10\u00a0000 habitants",
            "12\u00a0000 habitants",
            "[-10\u00a0000][+12\u00a0000] habitants",
        ),
        ("arc-en-ciel", "arc-en-terre", "[-arc-en-ciel][+arc-en-terre]"),
        ("Un\nDeux", "Un\nEt demi\nDeux", "Un\n[+Et demi\n]Deux"),
        ("", "Naître", "[+Naître]"),
        ("Partir", "", "[-Partir]"),
    ],
)
def test_a_change_is_marked_where_a_person_would(old: str, new: str, expected: str):
    assert marked(old, new) == expected


def test_a_rewritten_passage_is_replaced_whole_rather_than_in_crumbs():
    old = "Chacun travaille à la ville et dort à la campagne."
    new = "Chacun rêve de la mer et vit de la montagne."
    assert marked(old, new).count("[-") <= 2
    assert marked(old, new).startswith("Chacun [-travaille")


@pytest.mark.parametrize("kind", ["edited", "unrelated", "repeated", "reversed"])
def test_fifteen_pages_are_compared_in_a_tenth_of_a_second(kind: str):
    dice = random.Random(kind)
    small = ["de", "la", "et", "le", "les", "dans", ","]
    rare = [f"mot{n}" for n in range(3000)]
    old = [dice.choice(rare if dice.random() < 0.5 else small) for _ in range(7500)]
    new = {
        "edited": [word if dice.random() > 0.05 else "autre" for word in old],
        "unrelated": [dice.choice(rare) for _ in range(7500)],
        "repeated": ["de", "la"] * 3750,
        "reversed": old[::-1],
    }[kind]
    best = min(_seconds(" ".join(old), " ".join(new)) for _ in range(3))
    assert best < 0.1, f"{best * 1000:.0f} ms"


def _seconds(old: str, new: str) -> float:
    began = time.process_time()
    difference(old, new)
    return time.process_time() - began
