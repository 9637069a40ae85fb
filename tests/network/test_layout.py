"""The map: the same every time, nobody moves for a newcomer, everybody within it."""

import math
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from coopspace.network import layout
from coopspace.network.graph import Network, Node, View
from coopspace.network.layout import FIELD, ROWS, positions
from tests.network.networks import odd, plausible

ROOT = Path(__file__).parent.parent.parent


def nearest(places: dict[str, tuple[float, float]]) -> float:
    """How near the two nearest stand."""
    at = list(places.values())
    return min(math.dist(a, b) for n, a in enumerate(at) for b in at[n + 1 :])


def linked(network: Network) -> set[str]:
    return {end for tie in network.ties for end in (tie.a, tie.b)}


def test_everybody_stands_within_the_map_and_the_unlinked_in_rows():
    chance = random.Random(11)
    for _one in range(90):
        network = odd(chance, most=14)
        found = positions(network, {})
        assert found.keys() == network.by_id.keys()
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())
        assert len(set(found.values())) == len(found)
        for one in found:
            assert (found[one][1] <= FIELD) is (one in linked(network))
            assert one in linked(network) or found[one][1] in ROWS


def test_the_same_network_gives_the_same_map_in_any_order():
    network = plausible(40, 90)
    first = positions(network, {})
    chance = random.Random(2)
    for _time in range(3):
        nodes, views = list(network.nodes), list(network.views)
        chance.shuffle(nodes)
        chance.shuffle(views)
        assert positions(Network(tuple(nodes), tuple(views)), {}) == first


def test_a_new_start_of_python_gives_the_same_map():
    code = (
        "from coopspace.network.layout import positions;import sys;"
        "from tests.network.networks import plausible;"
        "sys.stdout.write(repr([positions(plausible(n, 2 * n), {}) for n in (30, 170)]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert said == {repr([positions(plausible(n, 2 * n), {}) for n in (30, 170)])}


def test_nobody_moves_for_a_newcomer():
    chance = random.Random(4)
    for _one in range(60):
        network = odd(chance, most=12)
        before = positions(network, {})
        if not network.nodes:
            continue
        new = Node("newcomer", "New", "state")
        friend = chance.choice(network.nodes).id
        grown = replace(
            network,
            nodes=(*network.nodes, new),
            views=(*network.views, View("newcomer", friend, 5)),
        )
        after = positions(grown, before)
        stay = [one for one in before if one != friend or friend in linked(network)]
        assert {one: after[one] for one in stay} == {one: before[one] for one in stay}
        assert after["newcomer"][1] <= FIELD
        assert after[friend][1] <= FIELD
        assert len(set(after.values())) == len(after)


def test_a_newcomer_stands_near_those_it_works_with():
    network = plausible(50, 120)
    before = positions(network, {})
    friends = [tie.b for tie in network.ties if tie.a == network.ties[0].a][:2]
    grown = replace(
        network,
        nodes=(*network.nodes, Node("newcomer", "New", "state")),
        views=(*network.views, *(View("newcomer", one, 5) for one in friends)),
    )
    after = positions(grown, before)
    middle = [sum(before[one][axis] for one in friends) / len(friends) for axis in (0, 1)]
    assert math.dist(after["newcomer"], middle) < 0.35
    assert min(math.dist(after["newcomer"], place) for place in before.values()) > 0.04


def test_who_leaves_and_who_is_moved_by_hand_move_nobody():
    network = plausible(30, 70)
    before = {**positions(network, {}), "o000003": (0.11, 0.22)}
    fewer = replace(network, nodes=network.nodes[:-4])
    after = positions(fewer, before)
    assert after == {one: before[one] for one in fewer.by_id}


def test_a_place_that_makes_no_sense_is_given_anew():
    network = plausible(12, 20)
    before = positions(network, {})
    one, two = network.ties[0].a, network.ties[0].b
    after = positions(network, {**before, one: (math.nan, 0.5), two: (7.0, -1.0)})
    assert all(map(math.isfinite, after[one]))
    assert after[two] == (1.0, 0.0)


def test_neighbours_leave_room_for_names():
    for size, ties in ((24, 58), (60, 140)):
        assert nearest(positions(plausible(size, ties), {})) > 0.035


def test_sectors_are_told_apart_in_a_large_network():
    network = plausible(200, 400)
    found = positions(network, {})
    placed = [node for node in network.nodes if node.id in linked(network)]

    def mixed(of: dict[str, tuple[float, float]]) -> float:
        """Among the five nearest of each, the share of another sector."""
        foreign = 0
        for node in placed:
            near = sorted(placed, key=lambda other: math.dist(of[node.id], of[other.id]))[1:6]
            foreign += sum(other.college != node.college for other in near)
        return foreign / (5 * len(placed))

    chance = random.Random(1)
    places = list(found.values())
    chance.shuffle(places)
    anywhere = dict(zip(found, places, strict=True))
    assert mixed(found) < 0.45 < 0.7 < mixed(anywhere)


@pytest.mark.parametrize("crowd", [20])
def test_a_crowd_stands_in_discs_by_sector(monkeypatch, crowd):
    monkeypatch.setattr(layout, "CROWD", crowd)
    found = positions(plausible(200, 400), {})
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())
    assert len(set(found.values())) > 190


def test_the_rows_never_end():
    nodes = tuple(Node(f"{n:04}", "x", "other") for n in range(400))
    found = positions(Network(nodes, ()), {})
    assert len(set(found.values())) == 400
    assert {y for _x, y in found.values()} == set(ROWS)
    grown = positions(Network((*nodes, Node("00000", "first", "other")), ()), found)
    assert {one: grown[one] for one in found} == found
