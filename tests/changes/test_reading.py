"""The text alternative: path by path, then change by change when there are too many."""

from hypothesis import given

from coopspace.changes.chain import build
from coopspace.changes.reading import paths
from coopspace.changes.rules import VISION
from tests.changes.chains import chain, drawn


def test_the_chain_is_read_path_by_path():
    reading = paths(chain("D1 D2 I1 U1", "D1>I1 D2>U1 I1>U1 U1>V"))
    assert reading.paths == (("D1", "I1", "U1", "V"), ("D2", "U1", "V"))
    assert reading.steps[0] == ("D1", ("I1",))


def test_a_path_that_stops_short_is_read_too():
    assert paths(chain("D1 I1", "D1>I1")).paths == (("D1", "I1"),)


def test_too_many_paths_are_counted_and_read_change_by_change():
    codes = " ".join([f"D{n}" for n in range(1, 9)] + [f"I{n}" for n in range(1, 9)] + ["U1"])
    links = [f"D{a}>I{b}" for a in range(1, 9) for b in range(1, 9)]
    links += [f"I{b}>U1" for b in range(1, 9)] + ["U1>V"]
    reading = paths(chain(codes, " ".join(links)))
    assert reading.count == 64
    assert reading.paths is None
    assert len(reading.steps) == 17


@given(drawn(most=5))
def test_what_is_listed_is_what_was_counted_and_ends_where_it_says(made):
    graph = build(*made)
    reading = paths(graph, at_most=10_000)
    if reading.paths is None:
        assert reading.count > 10_000
        return
    assert len(reading.paths) == len(set(reading.paths)) == reading.count
    assert all(path[-1] == VISION or not graph.succ[path[-1]] for path in reading.paths)
