"""A document is cut at its headings, and each piece finds the question that it is like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.agreement import cutting, receiving
from coopspace.agreement.cutting import Cut
from coopspace.agreement.questions import questions
from coopspace.live.formats import Block, Piece


def block(kind: str, text: str, level: int = 0, **marks: object) -> dict[str, object]:
    return {"kind": kind, "level": level, "lines": [[{"text": text, **marks}]]}


def told(cuts) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.heading, one.trail, said(one)) for one in cuts]


def said(cut: Cut) -> str:
    return "|".join(
        "".join(piece.text for piece in line) for one in cut.blocks for line in one.lines
    )


def test_each_heading_with_something_under_it_is_a_piece_that_knows_those_above():
    found = cutting.pieces(
        [
            block("paragraph", "avant"),
            block("heading", "Un", 1),
            block("heading", "Un un", 2),
            block("paragraph", "a"),
            block("bullet", "b"),
            block("bullet", "c"),
            block("heading", "Deux", 1),
            block("paragraph", "d"),
        ]
    )
    assert told(found) == [
        ("", (), "avant"),
        ("Un un", ("Un",), "a|b|c"),
        ("Deux", (), "d"),
    ]
    assert [one.kind for one in found[1].blocks] == ["paragraph", "bullet"]


def test_the_title_of_the_whole_says_nothing_of_its_pieces():
    found = cutting.pieces(
        [
            block("heading", "Charte des communications", 1),
            block("paragraph", "pourquoi"),
            block("heading", "Un", 2),
            block("heading", "Un un", 3),
            block("paragraph", "a"),
            block("heading", "Deux", 2),
            block("paragraph", "b"),
        ]
    )
    assert [(one.heading, one.trail) for one in found] == [
        ("Charte des communications", ()),
        ("Un un", ("Un",)),
        ("Deux", ()),
    ]


def test_a_heading_with_nothing_under_it_is_a_line_of_what_is_above():
    found = cutting.pieces(
        [
            block("heading", "Valeurs", 1),
            block("heading", "Respect", 2),
            block("heading", "Écoute", 2),
            block("heading", "Pouvoir", 1),
            block("paragraph", "a"),
        ]
    )
    assert told(found) == [("Valeurs", (), "Respect|Écoute"), ("Pouvoir", (), "a")]


def test_short_lines_in_bold_are_headings_where_there_are_no_others():
    plain = [
        block("paragraph", "Pouvoir", bold=True),
        block("paragraph", "a"),
        block("paragraph", "Article 2"),
        block("paragraph", "b"),
    ]
    assert told(cutting.pieces(plain)) == [("Pouvoir", (), "a"), ("Article 2", (), "b")]
    headed = cutting.pieces([block("heading", "Titre", 1), *plain])
    assert told(headed) == [("Titre", (), "Pouvoir|a|Article 2|b")]


def test_a_document_of_many_headings_is_cut_at_the_highest():
    many = [
        one
        for n in range(cutting.MOST + 5)
        for one in (block("heading", f"h{n}", 2), block("paragraph", f"p{n}"))
    ]
    found = cutting.pieces([block("heading", "Tout", 1), *many])
    assert [one.heading for one in found] == ["Tout"]
    flat = cutting.pieces(many)
    assert len(flat) == cutting.MOST + 1
    assert "p64" in said(flat[-1])


def test_what_is_too_long_for_one_clause_goes_on_in_another_piece():
    found = cutting.pieces([block("heading", "Un", 1), block("paragraph", "x" * 30_000)])
    assert [one.more for one in found] == [False, True, True]
    assert "".join(said(one) for one in found) == "x" * 30_000


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "paragraph", "bullet", "ordered"]),
            st.text(alphabet="abé🙂 ", min_size=1, max_size=5).filter(str.strip),
            st.integers(1, 9),
        ),
        max_size=30,
    )
)
def test_no_word_under_a_heading_is_lost_and_what_is_kept_is_read_back(some):
    blocks = [block(kind, text, level) for kind, text, level in some]
    found = cutting.pieces(blocks)
    text = "".join(said(one) for one in found).replace("|", "")
    for kind, words, _level in some:
        assert kind == "heading" or words.replace("|", "") in text
    assert cutting.read(cutting.kept(found)) == found


@pytest.mark.parametrize(
    ("heading", "trail", "text", "code"),
    [
        ("Comment nous décidons", (), "par consentement", "power-how"),
        ("3.2 Prise de décision", ("3. Pouvoir",), "majorité, quorum", "power-how"),
        ("En cas de désaccord", (), "une médiation", "power-stuck"),
        ("Nos valeurs", (), "le respect, l’écoute", "principles-together"),
        ("Le comité de pilotage", ("Gouvernance",), "il se réunit", "places-roles"),
        ("Communication externe", (), "la presse", "communication-outside"),
        ("La place des habitants", (), "un conseil citoyen", "talents-residents"),
        ("Talents", (), "xyz", "talents-strengths"),
        ("Decision making", (), "by consent or majority", "power-how"),
        ("Annexe financière", (), "rien d’utile", None),
        ("", (), "xyz", None),
    ],
)
def test_a_piece_finds_the_question_it_is_like(heading, trail, text, code):
    cut = Cut(heading, trail, (Block("paragraph", ((Piece(text),),)),))
    found = receiving.guesses([cut])[0]
    assert (found.code if found else None) == code
    assert receiving.guesses([cut])[0] == found
    if found:
        assert found.words
        assert all(word in f"{heading} {' '.join(trail)} {text}" for word in found.words)


def test_headings_that_say_the_same_are_known_whatever_their_numbers():
    assert cutting.same_heading("2.1. Comment nous décidons", "Comment nous décidons")
    assert cutting.same_heading("Article 4 – Nos forces", "Nos forces")
    assert not cutting.same_heading("Nos forces", "Nos faiblesses")
    assert not cutting.same_heading("", "")


def test_every_question_is_found_by_its_own_heading():
    for one in questions():
        if one.asks:
            cut = Cut(one.heading.fr, (), (Block("paragraph", ((Piece("xyz"),),)),))
            found = receiving.guesses([cut])[0]
            assert found is not None, one.code
            assert found.code == one.code
