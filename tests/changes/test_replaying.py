"""The journal played again: each line in plain values, then what a change takes along."""

import pytest

from coopspace.changes.replaying import Act, Ends, Event, replay

ENDS = {
    "first": Ends("a", "b"),
    "second": Ends("b", "c"),
    "third": Ends("c", "V"),
    "back": Ends("b", "a"),
}
DRAWN = [
    Event(Act.ADD, "a", "D1"),
    Event(Act.ADD, "b", "D2"),
    Event(Act.ADD, "c", "I1"),
    Event(Act.LINK, "first"),
    Event(Act.LINK, "second"),
    Event(Act.LINK, "third"),
]


def played(*more: Event):
    return replay([*DRAWN, *more], ENDS)


def test_what_was_added_and_linked_stands():
    stood = played()
    assert stood.codes == {"a": "D1", "b": "D2", "c": "I1"}
    assert stood.links == {"first", "second", "third"}


def test_nothing_stands_before_the_first_line():
    stood = replay([], ENDS)
    assert (stood.codes, stood.links, stood.ever) == ({}, frozenset(), frozenset())


def test_a_change_that_moves_takes_its_new_code():
    assert played(Event(Act.MOVE, "c", "U4")).codes["c"] == "U4"


def test_a_change_that_ends_takes_its_links_along_and_they_come_back_with_it():
    ended = played(Event(Act.END, "b"))
    assert set(ended.codes) == {"a", "c"}
    assert ended.links == {"third"}
    assert ended.ever == {"a", "b", "c"}
    back = played(Event(Act.END, "b"), Event(Act.BRING_BACK, "b"))
    assert back.links == {"first", "second", "third"}


def test_a_link_whose_two_ends_ended_waits_for_the_second_one():
    both = [Event(Act.END, "a"), Event(Act.END, "b"), Event(Act.BRING_BACK, "a")]
    assert "first" not in played(*both).links
    assert "first" in played(*both, Event(Act.BRING_BACK, "b")).links


def test_a_link_that_would_close_a_loop_by_now_stays_ended():
    """Nobody can draw it while `a` stands; it was drawn while `a` had left."""
    ends = {**ENDS, "around": Ends("b", "e"), "closing": Ends("e", "a")}
    lines = [
        *DRAWN,
        Event(Act.ADD, "e", "D3"),
        Event(Act.LINK, "closing"),
        Event(Act.UNLINK, "first"),
        Event(Act.END, "e"),
        Event(Act.LINK, "around"),
    ]
    assert "closing" not in replay(lines, ends).links
    lines = [
        *DRAWN[:3],
        Event(Act.ADD, "e", "D3"),
        Event(Act.LINK, "closing"),
        Event(Act.LINK, "around"),
        Event(Act.END, "e"),
        Event(Act.LINK, "first"),
        Event(Act.BRING_BACK, "e"),
    ]
    assert replay(lines, ends).links == {"first", "around"}


def test_a_link_that_would_go_backward_by_now_stays_ended():
    lines = [Event(Act.END, "c"), Event(Act.MOVE, "b", "U1"), Event(Act.BRING_BACK, "c")]
    assert played(*lines).links == {"first", "third"}


def test_a_link_that_was_ended_by_itself_does_not_come_back_with_its_end():
    lines = [Event(Act.UNLINK, "first"), Event(Act.END, "b"), Event(Act.BRING_BACK, "b")]
    assert played(*lines).links == {"second", "third"}
    assert "first" in played(*lines, Event(Act.LINK_AGAIN, "first")).links


def test_a_line_that_names_no_code_is_no_line_of_the_chain():
    with pytest.raises(ValueError, match="names no code"):
        replay([Event(Act.ADD, "a")], ENDS)
