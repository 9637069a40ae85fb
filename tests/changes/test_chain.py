"""The chain has no loop, never goes backward, and ends at the vision."""

import time

import networkx as nx
import pytest
from hypothesis import given

from coopspace.changes.chain import (
    Arc,
    build,
    lit,
    rank,
    refuse_level,
    refuse_link,
    way,
    what_follows,
    what_leads_here,
)
from coopspace.changes.rules import VISION, Level
from coopspace.kernel.refusal import Refusal
from tests.changes.chains import arcs, chain, drawn, nodes


@given(drawn())
def test_a_chain_drawn_link_by_link_never_has_a_loop_nor_goes_backward(made):
    graph = build(*made)
    assert nx.is_directed_acyclic_graph(graph)
    assert all(rank(graph, a) <= rank(graph, b) for a, b in graph.edges)
    assert graph.out_degree(VISION) == 0


@given(drawn())
def test_a_link_of_one_level_is_refused_exactly_when_it_would_close_a_loop(made):
    graph = build(*made)
    for source, target in [(a, b) for a in graph for b in graph if a != b and VISION not in (a, b)]:
        if rank(graph, source) != rank(graph, target) or graph.has_edge(source, target):
            continue
        if nx.has_path(graph, target, source):
            with pytest.raises(Refusal, match="loop"):
                refuse_link(graph, source, target)
        else:
            refuse_link(graph, source, target)


def test_a_loop_is_refused_and_spelled_out():
    graph = chain("I1 I2 I3 U1", "I1>I2 I2>I3 I3>U1")
    with pytest.raises(Refusal) as refused:
        refuse_link(graph, "I3", "I1")
    assert refused.value.words["loop"] == "I3 → I1 → I2 → I3"
    assert refused.value.field == "target"


@pytest.mark.parametrize(
    "source, target, says",
    [
        ("V", "D1", "where the chain ends"),
        ("D1", "D1", "lead to itself"),
        ("D1", "I1", "already leads"),
        ("U1", "I1", "comes later"),
        ("U1", "D1", "comes later"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused_with_what_to_do(source, target, says):
    with pytest.raises(Refusal, match=says):
        refuse_link(chain("D1 I1 U1", "D1>I1"), source, target)


@pytest.mark.parametrize("source, target", [("D1", "D2"), ("D1", "U1"), ("D2", "V"), ("I1", "U1")])
def test_a_link_to_the_same_level_or_a_later_one_is_welcome(source, target):
    refuse_link(chain("D1 D2 I1 U1", "D1>I1"), source, target)


def test_moving_a_change_is_refused_with_the_links_that_would_go_backward():
    graph = chain("D1 I1 I2 U1", "D1>I1 I1>I2 I1>U1")
    with pytest.raises(Refusal) as refused:
        refuse_level(graph, "I1", Level.ULTIMATE)
    assert refused.value.words["links"] == "I1 → I2"
    with pytest.raises(Refusal) as refused:
        refuse_level(graph, "U1", Level.DIRECT)
    assert refused.value.words["links"] == "I1 → U1"
    refuse_level(graph, "I1", Level.DIRECT)


@given(drawn())
def test_a_move_that_is_not_refused_leaves_every_link_forward(made):
    graph = build(*made)
    for code in [code for code in graph if code != VISION]:
        for level in Level:
            try:
                refuse_level(graph, code, level)
            except Refusal:
                continue
            moved = {**{one: rank(graph, one) for one in graph}, code: level.rank}
            assert all(moved[a] <= moved[b] for a, b in graph.edges)


def test_a_link_whose_change_ended_is_left_out():
    graph = build(nodes("D1 I1"), arcs("D1>I1 D1>I2 I1>V"))
    assert set(graph.edges) == {("D1", "I1"), ("I1", "V")}


def test_what_leads_here_and_what_follows_are_lit_with_the_links_between():
    graph = chain("D1 D2 I1 I2 U1", "D1>I1 D2>I2 I1>U1 I2>U1 U1>V")
    assert what_leads_here(graph, "U1") == {"D1", "D2", "I1", "I2"}
    assert what_follows(graph, "I1") == {"U1", "V"}
    around = lit(graph, "I1")
    assert around.codes == {"D1", "U1", "V"}
    assert around.links == {Arc("D1", "I1"), Arc("I1", "U1"), Arc("U1", "V")}


@given(drawn())
def test_a_way_is_a_real_one_and_is_found_whenever_there_is_one(made):
    graph = build(*made)
    for start in graph:
        for end in graph:
            found = way(graph, start, end)
            assert bool(found) == nx.has_path(graph, start, end)
            assert nx.is_path(graph, list(found)) or len(found) <= 1


def test_a_link_is_judged_in_time_in_a_chain_of_two_thousand_changes():
    codes = [f"I{number}" for number in range(1, 2001)]
    links = [Arc(f"I{a}", f"I{b}") for a in range(1, 2001) for b in (a + 1, a + 7) if b <= 2000]
    graph = build(nodes(" ".join(codes)), links)
    spent = []
    for _ in range(5):
        start = time.process_time()
        with pytest.raises(Refusal):
            refuse_link(graph, "I2000", "I1")
        spent.append(time.process_time() - start)
    assert min(spent) < 0.02
