"""What a whole measure gives: nothing infinite, the same at every run, and silence where due."""

import json
import math
import os
import random
import subprocess
import sys
from dataclasses import asdict, is_dataclass
from pathlib import Path

from coopspace.network import engine
from coopspace.network.graph import Network, Node, Silence, View
from coopspace.network.measures import measure
from tests.network.networks import odd, plausible

ROOT = Path(__file__).parent.parent.parent


def flat(value: object) -> object:
    """The value as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: flat(part) for name, part in vars(value).items()}
    if isinstance(value, dict):
        return {str(key): flat(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [flat(part) for part in value]
    return value


def numbers(value: object) -> list[float]:
    """Every number in it."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in numbers(part)]
    if isinstance(value, list):
        return [one for part in value for one in numbers(part)]
    return [value] if isinstance(value, int | float) else []


def told(network: Network) -> str:
    """Everything measured, as text."""
    return json.dumps(flat(measure(network)), sort_keys=True)


def shuffled(network: Network, chance: random.Random) -> Network:
    nodes, views = list(network.nodes), list(network.views)
    chance.shuffle(nodes)
    chance.shuffle(views)
    return Network(tuple(nodes), tuple(views), network.asked, network.answered)


def test_nothing_is_infinite_and_nothing_fails_whatever_the_network():
    chance = random.Random(1)
    nodes = tuple(Node(str(n), str(n), "state") for n in range(12))
    loops = tuple(View(str(n), str(n), 7) for n in range(12))
    twice = (View("1", "2", 5),) * 3 + (View("2", "1", 4),) * 2
    for network in (
        Network((), ()),
        Network(nodes[:1], ()),
        Network(nodes, ()),
        Network(nodes, loops),
        Network(nodes, loops + twice),
        Network((), twice, frozenset("12"), frozenset()),
        *(odd(chance, most=14) for _one in range(300)),
    ):
        found = numbers(flat(measure(network)))
        assert all(math.isfinite(one) for one in found)


def test_no_figure_of_the_whole_for_few_or_for_few_answers():
    small, large = plausible(9, 12), plausible(10, 12)
    assert (measure(small).silence, measure(small).whole) == (Silence.FEW, None)
    assert measure(small).places.keys() == small.by_id.keys()
    assert measure(large).silence is None
    assert measure(large).whole is not None
    asked = frozenset(large.by_id)
    silent = Network(large.nodes, large.views, asked, frozenset(sorted(asked)[:6]))
    assert (measure(silent).silence, measure(silent).whole) == (Silence.UNANSWERED, None)
    assert (measure(silent).answers.part, measure(silent).answers.whole) == (6, 10)


def test_levels_are_counted_and_their_middle_is_said():
    nodes = tuple(Node(one, one, "civil") for one in "abcd")
    views = (View("a", "b", 2), View("a", "c", 5), View("d", "a", 6), View("a", "d", 4))
    found = measure(Network(nodes, views))
    assert found.levels == (0, 1, 0, 1, 1, 0, 0)
    assert (found.median.low, found.median.high) == (4, 4)
    place = found.places["a"]
    assert (place.degree, place.relations, place.levels) == (2, 3, (0, 1, 0, 1, 1, 0, 0))
    assert (found.relations, found.ties) == (3, 2)


def test_shuffled_rows_give_the_same_measures():
    network = plausible(60, 160, missing=0.2)
    first, chance = told(network), random.Random(6)
    assert {told(shuffled(network, chance)) for _time in range(4)} == {first}


def test_a_new_start_of_python_gives_the_same_measures():
    code = (
        "import sys; from tests.network.test_measures import told;"
        "from tests.network.networks import plausible;"
        "sys.stdout.write(told(plausible(60, 160, missing=0.2)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert said == [told(plausible(60, 160, missing=0.2))] * 2


def test_who_is_passed_through_comes_first_among_brokers():
    nodes = tuple(Node(f"{n:02}", f"{n}", "civil") for n in range(11))
    star = Network(nodes, tuple(View("05", f"{n:02}", 5) for n in range(11) if n != 5))
    found = measure(star).whole
    assert found is not None
    assert found.brokers == ("05",)
    assert found.standing["05"].betweenness == 1
    assert (found.centralisation, found.heart.core) == (1, ("05",))
    assert [one.id for one in found.cuts.fragile] == ["05"]


def test_both_engines_agree_on_what_stands_out(monkeypatch):
    network = plausible(400, 1_000)
    exact = measure(network).whole
    assert exact is not None
    assert (exact.engine, exact.sampled) == ("networkx", False)
    monkeypatch.setattr(engine, "LARGE", 300)
    monkeypatch.setattr(engine, "has_networkit", lambda: False)
    sampled = measure(network).whole
    assert sampled is not None
    assert (sampled.engine, sampled.sampled) == ("networkx", True)
    assert len({*exact.brokers[:10]} & {*sampled.brokers[:10]}) >= 7
    assert sampled.communities == exact.communities
    assert asdict(sampled.cuts) == asdict(exact.cuts)
