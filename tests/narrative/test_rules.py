"""The assembled draft in plain values: each change once, whatever the chain."""

import re
import uuid
from string import ascii_lowercase, digits

import pytest
from hypothesis import given

from coopspace.changes.rules import Effect
from coopspace.narrative.rules import Path, Told, assemble, left_over, paths_of, ref_of
from tests.changes.chains import arcs, drawn


def say(sentence: str, **values: str) -> str:
    return sentence % values if values else sentence


def draft(codes: str, links: str, *, vision: str = ""):
    changes = {code: Told(f"What {code} is") for code in codes.split()}
    return assemble(changes, arcs(links), vision=vision, say=say)


def test_a_path_is_told_from_its_start_to_the_vision():
    assert paths_of(["D1", "I1", "U1"], arcs("D1>I1 I1>U1 U1>V")) == (
        Path(("D1", "I1", "U1"), joins=("V",)),
    )
    assert draft("D1 I1 U1", "D1>I1 I1>U1 U1>V", vision="All together").text == (
        "Our vision: All together\n\n"
        "What D1 is (D1). Then people do this differently: What I1 is (I1). "
        "Then this becomes ordinary: What U1 is (U1). This leads to the vision."
    )


def test_a_path_that_meets_another_says_that_it_joins_it():
    assert paths_of(["D1", "D2", "I1"], arcs("D1>I1 D2>I1")) == (
        Path(("D1", "I1")),
        Path(("D2",), joins=("I1",)),
    )


def test_a_branch_says_from_which_change_it_leaves():
    assert paths_of(["D1", "I1", "I2"], arcs("D1>I1 D1>I2 I1>V I2>V")) == (
        Path(("D1", "I1"), joins=("V",)),
        Path(("I2",), leaves="D1", joins=("V",)),
    )


def test_a_change_without_any_link_is_told_last():
    text = draft("D1 D2 I1", "D2>I1").text
    assert text.endswith("\n\nNot linked to anything yet: What D1 is (D1).")


def test_a_path_that_stops_says_so():
    assert "The chain does not say yet where this leads." in draft("D1 I1", "D1>I1").text


def test_an_effect_that_is_not_wanted_is_said_to_be():
    told = {"D1": Told("Some leave.", Effect.NEGATIVE)}
    text = assemble(told, (), vision="", say=say).text
    assert "Unwanted, to prevent or to soften: Some leave (D1)." in text


def test_an_effect_that_is_not_wanted_follows_without_being_sought_and_may_lead_nowhere():
    told = {"D1": Told("They come"), "I1": Told("Others wait", Effect.NEGATIVE)}
    text = assemble(told, arcs("D1>I1"), vision="", say=say).text
    assert text == "They come (D1). Unwanted, to prevent or to soften: Others wait (I1)."


@pytest.mark.parametrize(
    ("statement", "goes_on"),
    [
        ("Les services reçoivent ensemble", "les services reçoivent ensemble"),
        ("L’école ouvre le soir", "l’école ouvre le soir"),
        ("On se retrouve sur la place", "on se retrouve sur la place"),
        ("The services meet", "the services meet"),
        ("Lesneven accueille", "Lesneven accueille"),
        ("D’Artagnan arrive", "d’Artagnan arrive"),
        ("CCAS et mairie se parlent", "CCAS et mairie se parlent"),
        ("Marie et Ali jouent", "Marie et Ali jouent"),
    ],
)
def test_after_a_colon_a_sentence_goes_on_but_names_keep_their_capital(statement, goes_on):
    told = {"D1": Told("Ils savent"), "I1": Told(statement)}
    text = assemble(told, arcs("D1>I1"), vision="", say=say).text
    assert f"Then people do this differently: {goes_on} (I1)." in text
    assert text.startswith("Ils savent (D1).")


def test_two_steps_of_one_level_are_not_announced_twice():
    assert "(I1). And further: What I2 is (I2)." in draft("D1 I1 I2", "D1>I1 I1>I2 I2>V").text


def test_an_empty_chain_gives_no_draft_even_under_a_vision():
    assert draft("", "", vision="All together").text == ""


@given(drawn())
def test_every_change_is_told_once_and_every_mention_names_its_code(chain):
    nodes, links = chain
    changes = {node.code: Told(f"What {node.code} is") for node in nodes}
    made = assemble(changes, links, vision="", say=say)
    for code in changes:
        assert len(re.findall(rf"What {code} is \({code}\)\.", made.text)) == 1
    for at, code in made.mentions:
        assert made.text[at : at + len(code)] == code
    told = [code for path in paths_of(changes, links) for code in path.steps]
    linked = {end for link in links for end in link} - {"V"}
    assert sorted(told) == sorted(linked)


@given(drawn())
def test_every_step_of_a_path_is_a_link_of_the_chain(chain):
    nodes, links = chain
    for path in paths_of([node.code for node in nodes], links):
        pairs = list(zip((path.leaves, *path.steps), path.steps, strict=False))
        assert set(pairs if path.leaves else pairs[1:]) <= set(links)
        assert {(path.steps[-1], one) for one in path.joins} <= set(links)


def test_what_is_left_of_a_draft_is_counted_sentence_by_sentence():
    assert left_over("One. Two.\n\nThree!", "Before. One. Then three.") == (1, 3)
    assert left_over("One. Two.", "One. Two.") == (2, 2)


def test_a_reference_is_eight_letters_that_a_text_may_carry_and_never_changes():
    one = uuid.UUID("12345678-1234-4234-8234-123456789abc")
    assert len(ref_of(one)) == 8
    assert set(ref_of(one)) <= set(digits + ascii_lowercase)
    assert ref_of(one) == ref_of(uuid.UUID(str(one)))
    assert ref_of(one) != ref_of(uuid.UUID(int=one.int + 1))
