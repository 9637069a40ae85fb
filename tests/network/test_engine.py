"""The faster engine behind the same functions: same shapes, same scale, the same at every run."""

import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx

from coopspace.network import engine
from coopspace.network.graph import Network
from coopspace.network.holding import graph_of
from tests.network.networks import plausible

ROOT = Path(__file__).parent.parent.parent


def shuffled(network: Network) -> Network:
    nodes, views = list(network.nodes), list(network.views)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(views)
    return Network(tuple(nodes), tuple(views))


def fast(monkeypatch, network: Network) -> tuple:
    """Communities and brokers by the engine of large networks."""
    monkeypatch.setattr(engine, "LARGE", len(network.nodes) - 1)
    assert engine.name(len(network.nodes)) == "networkit"
    graph = graph_of(network)
    return engine.communities(graph), engine.betweenness(graph)


def test_the_engine_is_chosen_by_size_and_by_what_is_installed(monkeypatch):
    assert engine.name(engine.LARGE) == "networkx"
    assert engine.name(engine.LARGE + 1) == "networkit"
    monkeypatch.setattr(engine, "has_networkit", lambda: False)
    assert engine.name(engine.LARGE + 1) == "networkx"


def test_both_engines_say_alike(monkeypatch):
    network = plausible(500, 1_100)
    graph = graph_of(network)
    slow_groups, slow = engine.communities(graph), engine.betweenness(graph)
    groups, between = fast(monkeypatch, network)

    def modularity(found) -> float:
        alone = set(graph).difference(*found)
        return nx.community.modularity(graph, [*map(set, found), *({one} for one in alone)])

    assert modularity(groups) > 0.95 * modularity(slow_groups)
    first = sorted(slow, key=lambda one: -slow[one])[:20]
    estimated = sorted(between, key=lambda one: -between[one])[:20]
    assert len({*first} & {*estimated}) >= 15
    assert all(0.6 * slow[one] < between[one] < 1.5 * slow[one] for one in first)
    assert between.keys() == slow.keys()


def test_the_faster_engine_says_the_same_in_any_order(monkeypatch):
    network = plausible(300, 700)
    assert fast(monkeypatch, network) == fast(monkeypatch, shuffled(network))


def test_the_faster_engine_says_the_same_at_every_start():
    code = (
        "import sys;from coopspace.network import engine;engine.LARGE = 10;"
        "from coopspace.network.holding import graph_of;"
        "from tests.network.networks import plausible;"
        "graph = graph_of(plausible(300, 700));"
        "sys.stdout.write(repr((engine.communities(graph), engine.betweenness(graph))))"
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
        for seed in ("1", "99")
    }
    assert len(said) == 1


def test_the_faster_engine_bears_a_network_without_ties(monkeypatch):
    groups, between = fast(monkeypatch, plausible(12, 0))
    assert groups == ()
    assert set(between.values()) == {0.0}


def test_the_heavy_libraries_are_not_read_before_they_are_needed():
    code = (
        "import sys;import coopspace.network.graph, coopspace.network;"
        "assert not {'networkx', 'numpy', 'networkit'} & {*sys.modules};"
        "import coopspace.network.measures;"
        "assert 'networkit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
