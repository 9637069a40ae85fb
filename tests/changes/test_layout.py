"""Cards stay where people left them; only tidying reorders, and it only helps."""

import pytest
from hypothesis import given

from coopspace.changes.chain import Node
from coopspace.changes.layout import (
    Lane,
    arrange,
    in_order,
    key_between,
    place_newcomer,
    respace,
)
from coopspace.changes.rules import VISION, Level, parse_code
from coopspace.changes.tidying import crossings, tidy
from tests.changes.chains import arcs, drawn, node, nodes


def rekeyed(made, keys):
    return tuple(one._replace(key=keys[one.code]) for one in made)


@given(drawn())
def test_every_change_stands_once_in_the_column_of_its_level(made):
    for rank, column in enumerate(arrange(*made), 1):
        cards = [slot for slot in column if isinstance(slot, str)]
        assert cards == in_order(made[0])[rank]
    assert sorted(tidy(*made)) == sorted(one.code for one in made[0])


@given(drawn())
def test_a_link_has_one_lane_in_each_level_that_it_jumps(made):
    for rank, column in enumerate(arrange(*made), 1):
        lanes = {slot for slot in column if isinstance(slot, Lane)}
        crossed = {Lane(*arc) for arc in made[1] if _rank(arc[0]) < rank < _rank(arc[1])}
        assert lanes == crossed
        assert len([slot for slot in column if isinstance(slot, Lane)]) == len(crossed)


def _rank(code):
    return 4 if code == VISION else parse_code(code)[0].rank


@given(drawn())
def test_tidying_never_adds_a_crossing_and_does_not_depend_on_the_order_of_rows(made):
    made_nodes, made_arcs = made
    keys = tidy(made_nodes, made_arcs)
    assert keys == tidy(made_nodes[::-1], made_arcs[::-1])
    assert crossings(rekeyed(made_nodes, keys), made_arcs) <= crossings(made_nodes, made_arcs)


def test_tidying_removes_the_crossings_that_can_be_removed():
    made = nodes("D1 D2 D3 I1 I2 I3 U1 U2")
    links = arcs("D1>I3 D2>I2 D3>I1 I1>U1 I2>U1 I3>U2 U1>V U2>V D1>U2")
    assert crossings(made, links) > 0
    assert crossings(rekeyed(made, tidy(made, links)), links) == 0


def test_tidying_brings_linked_changes_of_a_level_together():
    made = nodes("I1 I2 I3 I4")
    order = in_order(rekeyed(made, tidy(made, arcs("I1>V I2>V I3>V I4>V"))))
    assert order[2] == ["I1", "I2", "I3", "I4"]


@given(drawn())
def test_a_newcomer_moves_nobody(made):
    made_nodes, _ = made
    for level in Level:
        key = place_newcomer(made_nodes, level, [one.code for one in made_nodes])
        if key is None:
            continue
        newcomer = Node(f"{level.letter}99", level, key=key)
        after = in_order((*made_nodes, newcomer))[level.rank]
        assert [code for code in after if code != newcomer.code] == in_order(made_nodes)[level.rank]


def test_a_newcomer_stands_beside_what_it_is_linked_with():
    made = nodes("D1 D2 D3 D4 I1 I2 I3 I4")
    key = place_newcomer(made, Level.INTERMEDIATE, ["D1"])
    assert in_order((*made, node("I9", key=key)))[2] == ["I9", "I1", "I2", "I3", "I4"]
    key = place_newcomer(made, Level.INTERMEDIATE, ["D4", "D3"])
    assert in_order((*made, node("I9", key=key)))[2] == ["I1", "I2", "I3", "I9", "I4"]
    bottom = place_newcomer(made, Level.INTERMEDIATE, [])
    assert in_order((*made, node("I9", key=bottom)))[2][-1] == "I9"
    assert place_newcomer((), Level.DIRECT, []) == 0.0


def test_when_no_key_fits_between_two_neighbours_it_is_said():
    assert key_between(1.0, 1.0) is None
    assert key_between(0.0, 1.0) == 0.5
    assert key_between(None, 0.0) == -1.0
    assert respace(["D2", "D1"]) == {"D2": 0.0, "D1": 1.0}


def test_a_lane_passes_where_it_crosses_nothing():
    columns = arrange(nodes("D1 D2 I1 I2 U1 U2"), arcs("D1>I1 D2>I2 D1>U1 I1>U1 I2>U2 D2>U2"))
    assert [slot for slot in columns[1] if slot == Lane("D1", "U1")]
    place = {slot: at for at, slot in enumerate(columns[1])}
    assert place[Lane("D1", "U1")] < place["I2"]
    assert place[Lane("D2", "U2")] > place["I1"]


@pytest.mark.parametrize("size", [60])
def test_the_biggest_readable_chain_is_arranged_and_tidied(size):
    codes = [f"D{n}" for n in range(1, 31)] + [f"I{n}" for n in range(1, 21)]
    codes += [f"U{n}" for n in range(1, size - 49)]
    links = [f"D{n}>I{n * 7 % 20 + 1}" for n in range(1, 31)]
    links += [f"D{n}>I{n * 3 % 20 + 1}" for n in range(1, 31)]
    links += [f"I{n}>U{n * 3 % 10 + 1}" for n in range(1, 21)] + ["D3>U2", "D9>U8"]
    links += [f"U{n}>V" for n in range(1, 11)]
    made, drawn_links = nodes(" ".join(codes)), arcs(" ".join(dict.fromkeys(links)))
    before = crossings(made, drawn_links)
    after = crossings(rekeyed(made, tidy(made, drawn_links)), drawn_links)
    assert after < before / 2
