"""The chain read again: each rule, found and not found."""

from itertools import pairwise

from hypothesis import given

from coopspace.changes import checks
from coopspace.changes.chain import Arc, build
from coopspace.changes.checks import Rule, reread
from coopspace.changes.rules import VISION, Effect, System
from tests.changes.chains import arcs, chain, drawn, node, nodes


def found(graph, rule):
    return [finding.codes for finding in reread(graph) if finding.rule is rule]


WHOLE = (
    (
        node("D1", System.BUILT),
        node("I1", System.ECONOMIC, System.POLITICAL),
        node("U1", System.CULTURAL),
    ),
    arcs("D1>I1 I1>U1 U1>V"),
)


def test_nothing_is_said_of_an_empty_chain():
    assert reread(build((), ())) == ()


def test_a_whole_chain_has_no_warning():
    assert [finding for finding in reread(build(*WHOLE)) if finding.is_warning] == []


def test_a_change_that_leads_nowhere_is_named():
    graph = chain("D1 D2 I1 U1", "D1>I1 I1>U1 U1>V")
    assert found(graph, Rule.LEADS_NOWHERE) == [("D2",)]


def test_an_unwanted_effect_may_lead_nowhere():
    graph = build((node("D1"), node("I1", effect=Effect.NEGATIVE)), arcs("D1>I1"))
    assert found(graph, Rule.LEADS_NOWHERE) == []


def test_what_nothing_prepares_is_named_but_not_a_direct_change():
    graph = chain("D1 I1 U1", "D1>U1 I1>U1 U1>V")
    assert found(graph, Rule.NOTHING_LEADS_HERE) == [("I1",)]


def test_an_empty_level_is_named():
    graph = chain("D1 U1", "D1>U1 U1>V")
    [empty] = [finding for finding in reread(graph) if finding.rule is Rule.EMPTY_LEVEL]
    assert empty.translated == {"level": "Intermediate changes"}


def test_a_link_that_jumps_a_level_is_named_to_the_vision_too():
    graph = chain("D1 I1 U1", "D1>U1 I1>V D1>I1 I1>U1 U1>V")
    jumps = [one for one in reread(graph) if one.rule is Rule.JUMPS_A_LEVEL]
    assert [one.arc for one in jumps] == [Arc("D1", "U1"), Arc("I1", VISION)]
    assert [one.codes for one in jumps] == [("D1", "U1"), ("I1",)]
    assert [one.sentence % one.words for one in jumps] == [
        "D1 leads straight to U1: what happens in between?",
        "I1 leads straight to the vision: what happens in between?",
    ]


def test_an_untouched_system_is_named():
    graph = build((node("D1", System.BUILT, System.POLITICAL), node("I1", System.CULTURAL)), ())
    [untouched] = [one for one in reread(graph) if one.rule is Rule.SYSTEM_UNTOUCHED]
    assert untouched.translated == {"system": "Economic"}


def test_the_longest_path_is_read_to_the_vision():
    graph = chain("D1 D2 I1 I2 U1", "D1>I1 D2>I1 I1>I2 I2>U1 U1>V I1>U1")
    [longest] = [one for one in reread(graph) if one.rule is Rule.LONGEST_PATH]
    assert longest.codes == ("D1", "I1", "I2", "U1")
    assert longest.words == {"steps": 4, "path": "D1 → I1 → I2 → U1"}


def test_paths_are_counted_through_each_change():
    graph = chain("D1 D2 D3 I1 I2 U1 U2", "D1>I1 D2>I1 D3>I2 I1>U1 I1>U2 I2>U2 U1>V U2>V")
    total, through = checks.paths_through(graph)
    assert total == 5
    assert through == {"D1": 2, "D2": 2, "D3": 1, "I1": 4, "I2": 1, "U1": 2, "U2": 3}
    assert found(graph, Rule.HINGE) == [("I1",), ("U2",)]


def test_the_only_change_of_its_level_is_no_hinge():
    graph = chain("D1 D2 D3 I1 U1", "D1>I1 D2>I1 D3>I1 I1>U1 U1>V")
    assert found(graph, Rule.HINGE) == []


def test_beyond_what_can_be_pictured_a_share_is_said():
    codes = [f"I{number}" for number in range(1, 17)]
    graph = build(nodes(" ".join(codes)), ())
    graph.add_edges_from((a, b) for a, b in pairwise(codes))
    graph.add_edges_from((a, b) for a, b in zip(codes, codes[2:], strict=False))
    graph.add_edges_from((code, VISION) for code in codes)
    [first, *_] = [one for one in reread(graph) if one.rule is Rule.HINGE]
    assert "%" in first.sentence % first.words
    assert "of the paths" in first.sentence % first.words


@given(drawn(most=5))
def test_paths_through_agree_with_paths_listed(made):
    graph = build(*made)
    total, through = checks.paths_through(graph)
    listed = [path for path in _all_paths(graph) if path[-1] == VISION]
    assert total == len(listed)
    assert through == {
        code: sum(code in path for path in listed) for code in graph if code != VISION
    }
    longest = checks.longest_way(graph)
    assert len(longest) == max((len(path) for path in listed), default=1)


def _all_paths(graph):
    todo = [(code,) for code in graph if not graph.pred[code] and code != VISION]
    while todo:
        path = todo.pop()
        following = list(graph.successors(path[-1]))
        if not following:
            yield path
        todo.extend((*path, one) for one in following)


def test_the_same_rows_are_read_once():
    made = (nodes("D1 I1"), arcs("D1>I1"))
    assert checks.reread_rows(*made) is checks.reread_rows(*made)
