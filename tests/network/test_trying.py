"""One step tried, somebody leaving, two waves beside each other."""

import random
from dataclasses import replace

from coopspace.network.graph import Network, Node, View
from coopspace.network.holding import graph_of, leaving, pieces
from coopspace.network.trying import openings, reaching, state
from coopspace.network.waves import Move, compare
from tests.network import plainly
from tests.network.networks import odd


def of(text: str, *, alone: str = "") -> Network:
    """« a5b b4c » as a network."""
    parts = text.split()
    ids = sorted({part[0] for part in parts} | {part[2] for part in parts} | set(alone))
    return Network(
        tuple(Node(one, one.upper(), "civil") for one in ids),
        tuple(View(part[0], part[2], int(part[1])) for part in parts),
    )


def test_a_step_that_joins_two_pieces_says_so():
    step = reaching(of("a5b c5d b2c"), "c", "b", level=5)
    assert (step.a, step.b, step.changes, step.pieces_joined) == ("b", "c", True, 1)
    assert step.now_fragile == ("b", "c")


def test_a_step_frees_those_whom_the_network_held_to():
    step = reaching(of("a5b b5c c5d d3a"), "a", "d", level=5)
    assert step.no_longer_fragile == ("b", "c")
    assert step.now_fragile == ()


def test_a_first_tie_ends_isolation_and_the_last_one_lost_begins_it():
    network = of("a5b b5c c5a", alone="z")
    assert reaching(network, "z", "a", level=4).no_longer_isolated == ("z",)
    assert reaching(network, "z", "a", level=3).changes is False
    assert reaching(of("a5b"), "a", "b", level=3).now_isolated == ("a", "b")


def test_a_step_that_closes_a_trio_counts_it():
    network = of("a5b b5c c2a")
    trio = tuple(
        replace(node, college=college)
        for node, college in zip(network.nodes, ("state", "authority", "civil"), strict=True)
    )
    assert reaching(replace(network, nodes=trio), "a", "c", level=4).trios_closed == 1


def test_what_a_step_gives_is_the_network_that_both_would_tell():
    chance = random.Random(12)
    for _one in range(200):
        network = odd(chance)
        if len(network.nodes) < 2:
            continue
        a, b = (node.id for node in chance.sample(network.nodes, 2))
        level = chance.randint(1, 7)
        step = reaching(network, a, b, level=level)
        plain = plainly.links(network)
        plain[a] = plain[a] - {b} | ({b} if level >= 4 else set())
        plain[b] = plain[b] - {a} | ({a} if level >= 4 else set())
        assert step.before == state(network)
        assert step.after.ties == len(plainly.edges(plain))
        assert step.after.pieces == tuple(plainly.components(plain))
        assert {point.id for point in step.after.cuts.fragile} == set(plainly.fragile(plain))
        assert step.pieces_joined == len(step.before.pieces) - len(plainly.components(plain))


def test_openings_name_what_would_hold_the_network_better():
    first, second = openings(of("a5b b5c c5d d3a x5y y2a b2d a3c"))[:2]
    assert (first.a, first.b, first.joined) == ("a", "y", ("x", "y"))
    assert (second.a, second.b, second.freed) == ("a", "d", ("b", "c"))


def test_openings_leave_out_what_would_change_nothing():
    assert openings(of("a5b b5c c5a c5d d5a b2d")) == ()
    assert openings(Network((), ())) == ()


def test_openings_tell_what_the_step_gives():
    chance = random.Random(21)
    told = 0
    for _one in range(150):
        network = odd(chance, most=9)
        for one in openings(network, at_most=50):
            step = reaching(network, one.a, one.b, level=5)
            told += 1
            assert (step.pieces_joined == 1) is bool(one.joined)
            if not one.joined:
                assert step.no_longer_fragile == one.freed
    assert told > 50


def test_who_leaves_may_part_others():
    found = leaving(graph_of(of("a5b b5c b5d d5e")), "b")
    assert found.pieces == (("d", "e"), ("a",), ("c",))
    assert (found.ties, found.alone, found.parted) == (3, ("a", "c"), 5)
    assert leaving(graph_of(of("a5b")), "nobody").pieces == ()
    assert pieces(graph_of(of("", alone="b"))) == (("b",),)


def test_two_waves_say_what_appeared_what_went_and_what_moved():
    before = replace(of("a5b b5c c2d"), asked=frozenset("abcd"), answered=frozenset("abc"))
    after = replace(of("a6b c4d d5e a2c"), asked=frozenset("abcde"), answered=frozenset("ade"))
    found = compare(before, after)
    assert (found.came, found.left) == (("e",), ())
    assert [(tie.a, tie.b) for tie in found.appeared] == [("a", "c"), ("d", "e")]
    assert [(tie.a, tie.b) for tie in found.went] == [("b", "c")]
    assert found.moved == (Move("a", "b", 5, 6), Move("c", "d", 2, 4))
    assert (found.rose, found.fell, found.same) == (2, 0, 0)
    assert (found.ties_before, found.ties_after) == (2, 3)
    assert (found.pieces_before, found.pieces_after) == (2, 2)
    assert (found.newly_isolated, found.no_longer_isolated) == ((), ("d",))
    assert (found.newly_fragile, found.no_longer_fragile) == (("d",), ("b",))
    assert found.now_silent == ("b", "c")


def test_a_wave_compared_with_itself_moves_nothing():
    chance = random.Random(2)
    for _one in range(50):
        network = odd(chance)
        found = compare(network, network)
        assert (found.came, found.left, found.appeared, found.went, found.moved) == ((),) * 5
        assert found.same == len(network.ties)


def test_waves_turned_around_say_the_reverse():
    chance = random.Random(3)
    for _one in range(100):
        one, two = odd(chance), odd(chance)
        there, back = compare(one, two), compare(two, one)
        assert (there.came, there.left) == (back.left, back.came)
        assert (there.appeared, there.went) == (back.went, back.appeared)
        assert (there.rose, there.fell, there.same) == (back.fell, back.rose, back.same)
        assert there.newly_fragile == back.no_longer_fragile
