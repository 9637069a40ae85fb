"""Each range holds what any missing answer could make true, and no more where it says so."""

import random
from dataclasses import replace
from itertools import product

import pytest

from coopspace.network import ranges
from coopspace.network.graph import Network, Node, View
from coopspace.network.holding import cuts, graph_of
from coopspace.network.measures import whole
from coopspace.network.ranges import Range, certainty

ANSWERS = (None, 2, 4, 5)
"""What is tried for each missing view; the views that are known lie among the same levels."""


def worlds(network: Network) -> list[Network]:
    """Every network that could be true if the missing answered."""
    known = {(view.source, view.target) for view in network.views}
    asked = [
        (one, other.id)
        for one in sorted(network.missing)
        for other in network.nodes
        if other.id != one
    ]
    found = []
    for said in product(*(ANSWERS[(pair in known) :] for pair in asked)):
        views = tuple(
            View(*pair, level, origin="answer")
            for pair, level in zip(asked, said, strict=True)
            if level is not None
        )
        found.append(replace(network, views=network.views + views, answered=network.asked))
    return found


def figures(network: Network) -> dict[str, float]:
    """The figures that have a range, of a network where nobody is missing."""
    graph = graph_of(network)
    found = whole(network, graph)
    told = {
        "ties": graph.number_of_edges(),
        "components": len(found.pieces),
        "largest": len(found.pieces[0]),
        "isolated": len(found.isolated),
        "closed_trios": found.trio.closed,
        "all_three": found.trio.all_three.part,
        "core": max(one.core for one in found.standing.values()),
        "density": found.density.value,
        "silos": found.silos.index,
        "cross": found.silos.cross.value,
        "same": found.told.same / found.told.both if found.told.both else None,
        "reciprocity": found.reciprocity.value,
        "centralisation": found.centralisation,
        "fragile": len(found.cuts.fragile),
        "narrow": len(found.cuts.narrow),
    }
    return {name: value for name, value in told.items() if value is not None}


def small(chance: random.Random) -> Network:
    """Four organisations of whom one is missing, some never asked."""
    ids = "abcd"[: chance.choice((2, 3, 4, 4, 4))]
    nodes = tuple(Node(one, one, chance.choice(("state", "authority", "civil"))) for one in ids)
    views = tuple(
        View(
            *chance.sample(ids, 2),
            chance.choice((2, 4, 5, 5)),
            origin=chance.choice(("map", "answer")),
        )
        for _one in range(chance.randint(0, 7))
    )
    asked = frozenset(one for one in ids if chance.random() < 0.8) | {ids[0]}
    missing = chance.choice(sorted(asked))
    views = tuple(replace(view, origin="map") if view.source == missing else view for view in views)
    return Network(nodes, views, asked, asked - {missing})


def held() -> Network:
    """B holds a and c together whatever d, who is missing, answers: both said they rival with d."""
    nodes = tuple(Node(one, one, "civil") for one in "abcd")
    said = (View("a", "b", 5), View("b", "c", 5), View("a", "d", 2), View("c", "d", 2))
    return Network(nodes, said, frozenset("abcd"), frozenset("abc"))


LOOSE = {"fragile", "narrow", "centralisation"}


def outside(network: Network) -> list[str]:
    """The ranges that some possible network leaves, or that none reaches though it is exact."""
    found = certainty(network)
    assert found is not None
    seen: dict[str, list[float]] = {}
    fragile, narrow = [], []
    for world in worlds(network):
        for name, value in figures(world).items():
            seen.setdefault(name, []).append(value)
        broken = cuts(graph_of(world))
        fragile.append({point.id for point in broken.fragile})
        narrow.append({(tie.a, tie.b) for tie in broken.narrow})
    faults = [name for name in seen if name not in found.ranges]
    for name, values in seen.items():
        bounds = found.ranges.get(name, Range(0, 0))
        low, high = min(values), max(values)
        if low < bounds.low - 1e-9 or high > bounds.high + 1e-9:
            faults.append(f"{name} leaves its range")
        if name not in LOOSE and (low > bounds.low + 1e-9 or high < bounds.high - 1e-9):
            faults.append(f"{name} does not reach its range")
    if set(found.surely_fragile) != set.intersection(*fragile):
        faults.append("surely fragile")
    if set(found.surely_narrow) != set.intersection(*narrow):
        faults.append("surely narrow")
    return faults


def test_ranges_hold_every_answer_there_could_be_and_are_reached():
    chance = random.Random(70)
    assert certainty(held()).surely_fragile == ("b",)
    assert outside(held()) == []
    for _one in range(110):
        network = small(chance)
        assert outside(network) == [], network


def test_two_missing_answers_are_bounded_too():
    nodes = tuple(
        Node(one, one, sector)
        for one, sector in zip("abc", ("state", "civil", "civil"), strict=True)
    )
    for views in ((), (View("a", "b", 5),), (View("a", "b", 2), View("c", "a", 4))):
        network = Network(nodes, views, frozenset("abc"), frozenset("a"))
        assert outside(network) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("_fixed", lambda tie, missing: []),
        ("closed_trios", lambda graph, sector: 0),
        ("_all_three", lambda graph, sector: 0),
        ("_shared", lambda most, could: 0),
        ("_parts", lambda left, sure, who: 0),
    ],
)
def test_a_wrong_bound_is_noticed(monkeypatch, name, wrong):
    monkeypatch.setattr(ranges, name, wrong)
    chance = random.Random(71)
    assert any(outside(network) for network in [held(), *(small(chance) for _one in range(60))])


def test_nothing_is_missing_where_all_answered_or_nobody_was_asked():
    nodes = tuple(Node(one, one, "state") for one in "ab")
    assert certainty(Network(nodes, ())) is None
    assert certainty(Network(nodes, (), frozenset("ab"), frozenset("ab"))) is None
    assert certainty(Network(nodes, (), frozenset("az"), frozenset("a"))) is None


def test_a_network_too_large_to_bound_has_no_range(monkeypatch):
    assert certainty(held()) is not None
    monkeypatch.setattr(ranges, "LARGEST", 3)
    assert certainty(held()) is None
