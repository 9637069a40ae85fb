"""Letters in millimetres are those that are drawn: the page can be trusted before it exists."""

import json
import unicodedata

import pytest
import typst
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from coopspace.exports.poster.letters import (
    FONTS,
    MISSING,
    Style,
    balanced,
    broken,
    counted,
    lengths,
    printable,
    run,
    shortened,
    well_ended,
    width,
    words,
)
from tests.exports.print_fonts import FILES, WEIGHTS, advances
from tests.exports.samples import STATEMENTS, VISION_TEXT

FAMILY = {"text": "Atkinson Hyperlegible Next", "strong": "Atkinson Hyperlegible Next"}
SENTENCES = [text for level in STATEMENTS.values() for text, _ in level] + [VISION_TEXT]
OTHER_SCRIPTS = [
    "العربية في نفس الجملة",
    "עברית במשפט אחד",
    "Ελληνικά στην ίδια πρόταση",
    "Привет соседям по кварталу",
    "Łódź, Şişli, Győr, Tiếng Việt trong câu",
    "→ ★ ½ № ™ AVAVA To. Ty, ffi",
]
BODY = Style("strong", 4.0, "#000000")
MEASURE = """
#let asked = json(bytes(sys.inputs.asked))
#context [#metadata(asked.map(((family, weight, words)) => measure(
  text(font: family, weight: weight, size: 100pt, words)).width.pt())) <widths>]
"""


def drawn_widths(face: str, texts: list[str]) -> list[float]:
    """How wide Typst draws each text, in hundredths of an em."""
    family = FAMILY.get(face, "Bricolage Grotesque")
    compiler = typst.Compiler(
        MEASURE.encode(),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        ),
        sys_inputs={"asked": json.dumps([[family, WEIGHTS[face], text] for text in texts])},
    )
    return json.loads(compiler.query("<widths>", field="value", one=True))


def text_of(lines) -> str:
    return "".join(one.text for line in lines for one in line)


@pytest.mark.parametrize("face", FILES)
def test_the_table_of_widths_is_that_of_the_faces(face):
    kept = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))
    assert kept[face] == advances(TTFont(FONTS / f"{FILES[face]}.ttf"))


@pytest.mark.parametrize("face", ["text", "strong", "display"])
def test_no_sentence_is_drawn_longer_than_it_was_measured(face):
    for text, drawn in zip(SENTENCES, drawn_widths(face, SENTENCES), strict=True):
        measured = width(text, Style(face, 100, "#000000"))
        assert measured * 0.97 < drawn <= measured, text


@pytest.mark.parametrize("face", ["text", "strong", "display"])
def test_no_other_script_is_drawn_longer_than_it_was_measured(face):
    texts = [printable(text) for text in OTHER_SCRIPTS]
    for text, drawn in zip(texts, drawn_widths(face, texts), strict=True):
        assert 0 < drawn <= width(text, Style(face, 100, "#000000")), text


@pytest.mark.parametrize("face", ["text", "strong", "display"])
def test_french_letters_are_drawn_by_the_face_itself(face):
    covered = {code for run_, *rest in _table(face) for code in range(run_, run_ + len(rest))}
    assert {ord(one) for one in "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’“”…–—€°\u00a0"} <= covered


def _table(face: str) -> list[list[int]]:
    return json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))[face]


@given(st.text(alphabet="abc déœ'-\u00a0", max_size=120), st.floats(12, 80))
@settings(max_examples=150, deadline=None)
def test_lines_keep_every_letter_and_stay_within_their_room(text, room):
    content = tuple(words(text, BODY))
    for lines in (broken(content, room), balanced(content, room), well_ended(content, room)):
        assert text_of(lines).replace(" ", "") == text.replace(" ", "")
        for line in lines:
            assert width("".join(one.text for one in line).rstrip(" "), BODY) <= room + 1e-6
    assert counted(lengths(content), room) >= len(broken(content, room)) - 1


def test_lines_are_broken_between_words():
    lines = broken(words("Les familles savent où faire garder un enfant", BODY), 40)
    assert [line[0].text.strip() for line in lines] == [
        "Les familles savent",
        "où faire garder un",
        "enfant",
    ]


def test_a_no_break_space_never_ends_a_line():
    for room in range(12, 60):
        for line in broken(words("de chez soi\u00a0: plus personne", BODY), room):
            assert not line[-1].text.rstrip(" ").endswith(("soi", "\u00a0"))


def test_an_endless_word_is_cut_rather_than_let_out():
    lines = broken(words("a" * 400, BODY), 50)
    assert len(lines) > 5
    assert text_of(lines) == "a" * 400


def test_a_long_word_is_cut_after_its_hyphen_first():
    lines = broken(words("rez-de-chaussée-accessible", BODY), width("rez-de-chaussée-ac", BODY))
    assert [line[0].text for line in lines] == ["rez-de-chaussée-", "accessible"]


def test_what_is_left_out_is_said_by_an_ellipsis():
    lines = broken(words("un deux trois quatre cinq six", BODY), 25)
    cut = shortened(lines, 2, 25)
    assert len(cut) == 2
    assert text_of(cut).endswith("…")
    assert cut[-1][-1].x + cut[-1][-1].width <= 25
    assert shortened(lines, 9, 25) is lines


def test_a_lonely_last_word_is_given_company():
    content = tuple(
        words("Demander de l’aide, et en donner, fait partie de la vie ordinaire.", BODY)
    )
    room = width("Demander de l’aide, et en donner, fait partie de la vie", BODY) + 1
    assert text_of(broken(content, room)[-1:]) == "ordinaire."
    assert len(text_of(well_ended(content, room)[-1:])) > len("ordinaire.")


def test_paper_receives_no_control_character_and_no_reordering():
    assert printable("a\x00b\x1bc\u202ed\u2066e\ufeff\ue000") == "abcde"
    assert printable("un\ndeux\ttrois\u2028quatre") == "un deux trois quatre"
    assert printable("6\u202fh") == "6\u00a0h"
    assert printable("\ud800x") == "x"


def test_signs_that_nobody_draws_leave_but_letters_leave_a_mark():
    assert printable("Fête 🎉 au 🏡") == "Fête  au"
    assert printable("東京 Łódź Ελλάς Привет مرحبا שלום") == (
        f"{MISSING}{MISSING} Łódź Ελλάς Привет مرحبا שלום"
    )


def test_every_printable_letter_has_a_width():
    text = printable("".join(map(chr, range(0x20, 0x3000))))
    weightless = [one for one in text if width(one, BODY) == 0]
    assert len(text) > 3000
    assert {unicodedata.category(one) for one in weightless} <= {"Mn"}
    assert run("É", BODY).width > 0
