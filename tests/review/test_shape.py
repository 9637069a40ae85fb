"""The chain read as a drawing: each rule, found and not found."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given

from coopspace.changes.chain import Arc, build
from coopspace.changes.rules import VISION, Effect, System
from coopspace.review import shape
from coopspace.review.rules import Facts, Rule
from coopspace.review.whole import reread
from tests.changes.chains import drawn
from tests.review.chains import TODAY, arcs, codes, facts, of, stated, tied

WHOLE = facts("D1 I1 U1", "D1>I1 I1>U1 U1>V")


def test_nothing_is_said_of_an_empty_chain():
    assert reread(facts("")) == ()


def test_a_whole_chain_with_one_feared_effect_has_nothing_to_answer():
    feared = stated("I2", effect=Effect.NEGATIVE)
    whole = Facts((*WHOLE.changes, feared), (*WHOLE.links, tied("D1>I2")), TODAY)
    assert [one for one in reread(whole) if one.is_warning] == []


def test_a_change_that_leads_nowhere_is_named():
    assert codes(facts("D1 D2 I1 U1", "D1>I1 I1>U1 U1>V"), Rule.LEADS_NOWHERE) == [("D2",)]


def test_an_unwanted_effect_may_lead_nowhere():
    read = Facts((stated("D1"), stated("I1", effect=Effect.NEGATIVE)), (tied("D1>I1"),), TODAY)
    assert codes(read, Rule.LEADS_NOWHERE) == []


def test_what_nothing_prepares_is_named_but_not_a_direct_change():
    read = facts("D1 I1 U1", "D1>U1 I1>U1 U1>V")
    assert codes(read, Rule.NOTHING_LEADS_HERE) == [("I1",)]


def test_a_chain_that_never_reaches_the_vision_is_told():
    assert len(of(facts("D1 I1", "D1>I1"), Rule.NO_WAY)) == 1
    assert of(WHOLE, Rule.NO_WAY) == []


def test_an_empty_level_is_named():
    [empty] = of(facts("D1 U1", "D1>U1 U1>V"), Rule.EMPTY_LEVEL)
    assert empty.words == {"level": "intermediate"}


def test_a_link_that_jumps_a_level_is_named_to_the_vision_too():
    read = facts("D1 I1 U1", "D1>U1 I1>V D1>I1 I1>U1 U1>V")
    assert arcs(read, Rule.JUMPS_A_LEVEL) == [Arc("D1", "U1"), Arc("I1", VISION)]
    assert codes(read, Rule.JUMPS_A_LEVEL) == [("D1", "U1"), ("I1",)]


def test_an_untouched_system_is_named():
    built = frozenset({System.BUILT, System.POLITICAL})
    read = Facts(
        (stated("D1", systems=built), stated("I1", systems=frozenset({System.CULTURAL}))),
        (),
        TODAY,
    )
    [untouched] = of(read, Rule.SYSTEM_UNTOUCHED)
    assert untouched.words == {"system": "economic"}


def test_the_longest_path_is_read_to_the_vision():
    read = facts("D1 D2 I1 I2 U1", "D1>I1 D2>I1 I1>I2 I2>U1 U1>V I1>U1")
    [longest] = of(read, Rule.LONGEST_PATH)
    assert longest.codes == ("D1", "I1", "I2", "U1")
    assert longest.words == {"steps": 4, "path": "D1 → I1 → I2 → U1"}


def test_paths_are_counted_through_each_change():
    read = facts("D1 D2 D3 I1 I2 U1 U2", "D1>I1 D2>I1 D3>I2 I1>U1 I1>U2 I2>U2 U1>V U2>V")
    total, through = shape.paths_through(read.graph)
    assert total == 5
    assert through == {"D1": 2, "D2": 2, "D3": 1, "I1": 4, "I2": 1, "U1": 2, "U2": 3}
    assert codes(read, Rule.HINGE) == [("I1",), ("U2",)]
    assert [one.words["share"] for one in of(read, Rule.HINGE)] == [80, 60]


def test_the_only_change_of_its_level_is_no_hinge():
    read = facts("D1 D2 D3 I1 U1", "D1>I1 D2>I1 D3>I1 I1>U1 U1>V")
    assert codes(read, Rule.HINGE) == []


@given(drawn(most=5))
def test_paths_through_agree_with_paths_listed(made):
    graph = build(*made)
    total, through = shape.paths_through(graph)
    listed = [path for path in _all_paths(graph) if path[-1] == VISION]
    assert total == len(listed)
    assert through == {
        code: sum(code in path for path in listed) for code in graph if code != VISION
    }
    longest = shape.longest_way(graph)
    assert len(longest) == max((len(path) for path in listed), default=1)


def _all_paths(graph):
    todo = [(code,) for code in graph if not graph.pred[code] and code != VISION]
    while todo:
        path = todo.pop()
        following = list(graph.successors(path[-1]))
        if not following:
            yield path
        todo.extend((*path, one) for one in following)


@given(drawn(most=5))
def test_an_answer_holds_whatever_else_is_drawn(made):
    nodes, links = made
    changes = tuple(stated(one.code, effect=one.effect, systems=one.systems) for one in nodes)
    ties = tuple(tied(">".join(one)) for one in links)
    found = {one.name: one.digest for one in reread(Facts(changes, ties, TODAY))}
    turned = Facts(tuple(reversed(changes)), tuple(reversed(ties)), TODAY)
    assert {one.name: one.digest for one in reread(turned)} == found


def test_every_finding_has_a_name_of_its_own():
    ends = pairwise(["D1", "D2", "I1", "I2", "U1", "U2", "U3", "U4"])
    read = facts("D1 D2 I1 I2 U1 U2 U3 U4", " ".join(f"{one}>{two}" for one, two in ends))
    bare = tuple(replace_link(one) for one in read.links)
    names = [one.name for one in reread(Facts(read.changes, bare, TODAY))]
    assert len(names) > 10
    assert len(names) == len(set(names))


def replace_link(one):
    """The same link without its reason nor its assumption."""
    return one._replace(why="", assumption="")


def test_the_day_of_reading_changes_nothing_of_the_drawing():
    assert reread(WHOLE) == reread(replace(WHOLE, today=TODAY.replace(year=2027)))
