"""Several sites as one network, and a large network as its communities."""

import random

from coopspace.network.graph import Network, Node, View
from coopspace.network.holding import graph_of
from coopspace.network.layout import positions
from coopspace.network.measures import STEPS, measure
from coopspace.network.merging import merge
from coopspace.network.overview import overview
from tests.network.networks import odd, plausible


def site(text: str, **more: frozenset[str]) -> Network:
    """« a5b » as a network whose organisations have the names of their ids."""
    parts = text.split()
    ids = sorted({part[0] for part in parts} | {part[2] for part in parts})
    return Network(
        tuple(Node(one, f"Maison {one}", "civil") for one in ids),
        tuple(View(part[0], part[2], int(part[1])) for part in parts),
        **more,
    )


def test_sites_that_share_nobody_stand_side_by_side():
    found = merge([("two", site("a6b")), ("one", site("a5b"))])
    assert [node.id for node in found.network.nodes] == ["one/a", "one/b", "two/a", "two/b"]
    assert [(tie.a, tie.b, tie.level) for tie in found.network.ties] == [
        ("one/a", "one/b", 5),
        ("two/a", "two/b", 6),
    ]
    assert found.shared == ()


def test_an_organisation_of_two_sites_links_them():
    found = merge(
        [("one", site("a5b")), ("two", site("x4y"))], {("one", "b"): "caf", ("two", "x"): "caf"}
    )
    assert found.shared == ("caf",)
    assert found.sites["caf"] == (("one", "b"), ("two", "x"))
    assert len(measure(found.network).places) == 3
    assert [(tie.a, tie.b) for tie in found.network.ties] == [("caf", "one/a"), ("caf", "two/y")]


def test_two_who_meet_at_two_sites_stand_at_the_highest_level_a_site_has_them():
    same = {("one", "a"): "z", ("one", "b"): "k", ("two", "x"): "z", ("two", "y"): "k"}
    found = merge([("one", site("a5b b2a")), ("two", site("x4y"))], same)
    (tie,) = found.network.ties
    assert (tie.a, tie.b, tie.level, tie.there, tie.back) == ("k", "z", 4, None, 4)


def test_the_same_organisation_twice_at_one_site_has_no_tie_with_itself():
    found = merge([("one", site("a5b"))], {("one", "a"): "k", ("one", "b"): "k"})
    assert (len(found.network.nodes), found.network.ties) == (1, ())


def test_who_answered_everywhere_it_was_asked_has_answered():
    both = frozenset("ab")
    one = site("a5b", asked=both, answered=both)
    two = site("a5b", asked=both, answered=frozenset("b"))
    same = {(name, ref): ref for name in ("one", "two") for ref in "ab"}
    found = merge([("one", one), ("two", two)], same).network
    assert (found.asked, found.answered) == (both, frozenset("b"))


def test_the_name_that_most_sites_give_holds():
    nodes = [Node("a", name, "state") for name in ("CAF", "Caf du Nord", "CAF")]
    networks = [(str(place), Network((node,), ())) for place, node in enumerate(nodes)]
    found = merge(networks, {(str(place), "a"): "k" for place in range(3)})
    assert found.network.by_id["k"].name == "CAF"


def test_the_order_of_sites_changes_nothing():
    chance = random.Random(8)
    networks = [(f"site-{number}", odd(chance)) for number in range(6)]
    same = {
        (name, node.id): f"shared-{chance.randint(1, 4)}"
        for name, network in networks
        for node in network.nodes
        if chance.random() < 0.4
    }
    first = merge(networks, same)
    chance.shuffle(networks)
    assert merge(networks, same) == first
    total = sum(len(network.nodes) for _name, network in networks)
    assert sum(len(places) for places in first.sites.values()) == total


def test_a_large_network_is_first_seen_as_its_communities():
    network = plausible(400, 900)
    found = measure(network).whole
    assert found is not None
    graph = graph_of(network)
    seen = overview(network, graph, found.communities, at_most=5)
    assert [group.size for group in seen.groups] == [len(one) for one in found.communities[:5]]
    assert sum(group.size for group in seen.groups) + seen.in_other_groups + seen.in_no_group == 400
    for group, members in zip(seen.groups, found.communities, strict=False):
        assert sum(count for _sector, count in group.sectors) == group.size
        assert {*group.first} <= {*members}
        assert group.inside == graph.subgraph(members).number_of_edges()
    shown = {node for one in found.communities[:5] for node in one}
    held = sum(group.inside for group in seen.groups) + sum(one.ties for one in seen.passages)
    assert held == graph.subgraph(shown).number_of_edges()
    places = positions(seen.network, {})
    assert places.keys() == {group.id for group in seen.groups}


def test_an_empty_network_has_no_group():
    empty = Network((), ())
    seen = overview(empty, graph_of(empty), ())
    assert (seen.groups, seen.passages, seen.network.nodes) == ((), (), ())


def test_who_waits_is_told_each_step():
    told: list[str] = []
    measure(plausible(20, 30), told.append)
    assert tuple(told) == STEPS
