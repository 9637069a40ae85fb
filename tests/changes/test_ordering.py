"""Moving cards, and tidying them."""

import pytest

from coopspace.changes import ordering
from coopspace.changes.actions import end
from coopspace.changes.held import chain_of, find
from coopspace.changes.layout import in_order
from coopspace.changes.rules import Level
from coopspace.kernel.refusal import Refusal


def order(desk, level=Level.DIRECT):
    with desk.look() as session:
        return in_order(chain_of(session).nodes)[level.rank]


def shift(desk, code, step):
    with desk.act() as session:
        return ordering.shift(session, find(session, code), step=step)


def place(desk, code, before):
    with desk.act() as session:
        other = find(session, before) if before else None
        return ordering.place(session, find(session, code), before=other)


def to_level(desk, code, level):
    with desk.act() as session:
        change = find(session, code)
        return ordering.to_level(session, change, by=desk.world.civil, level=level).code


def test_a_change_goes_up_and_down_and_stops_at_the_edges(desk):
    desk.draw("D1", "D2", "D3")
    assert shift(desk, "D3", -1) == (2, 3)
    assert order(desk) == ["D1", "D3", "D2"]
    assert shift(desk, "D1", -1) == (1, 3)
    assert shift(desk, "D2", +1) == (3, 3)
    assert order(desk) == ["D1", "D3", "D2"]


def test_a_change_is_put_before_another_or_last(desk):
    desk.draw("D1", "D2", "D3", "I1")
    assert place(desk, "D3", "D1") == (1, 3)
    assert place(desk, "D3", None) == (3, 3)
    assert order(desk) == ["D1", "D2", "D3"]
    with pytest.raises(Refusal, match="same level"):
        place(desk, "D3", "I1")


def test_room_is_made_when_neighbours_have_grown_too_close(desk):
    desk.draw("D1", "D2", "D3")
    for _ in range(70):
        place(desk, "D3", "D2")
        place(desk, "D2", "D3")
    assert order(desk) == ["D1", "D2", "D3"]
    desk.draw("I1")
    desk.draw("D4", leads_to=["I1"])
    assert sorted(order(desk)) == ["D1", "D2", "D3", "D4"]


def test_a_change_takes_a_code_in_its_new_level_and_its_old_code_still_leads_to_it(desk):
    desk.draw("D1", "D2", "I1")
    assert to_level(desk, "D1", Level.INTERMEDIATE) == "I2"
    assert desk.change("D1").id == desk.change("I2").id
    desk.draw("D3")
    assert to_level(desk, "I2", Level.DIRECT) == "D1"
    desk.draw("I3")


def test_a_move_that_would_turn_a_link_backward_is_refused_with_its_name(desk):
    desk.draw("D1", "I1", "U1")
    desk.link("D1>I1", "I1>U1")
    with pytest.raises(Refusal) as refused:
        to_level(desk, "U1", Level.DIRECT)
    assert refused.value.words["links"] == "I1 → U1"
    with pytest.raises(Refusal, match="another level"):
        to_level(desk, "D1", Level.DIRECT)


def test_an_ended_change_does_not_move(desk):
    desk.draw("D1", "D2")
    with desk.act() as session:
        end(session, find(session, "D1"), by=desk.world.state)
    for move in (
        lambda: shift(desk, "D1", 1),
        lambda: place(desk, "D1", "D2"),
        lambda: to_level(desk, "D1", Level.ULTIMATE),
    ):
        with pytest.raises(Refusal, match="has ended"):
            move()


def tidy(desk):
    with desk.act() as session:
        return ordering.tidy(session, desk.site, by=desk.world.civil)


def untidy(desk):
    with desk.act() as session:
        return ordering.undo_tidy(session, desk.site, by=desk.world.civil)


def test_tidying_is_undone_except_for_what_moved_since(desk):
    desk.draw("D1", "D2", "D3", "I1", "I2", "I3")
    desk.link("D1>I3", "D2>I2", "D3>I1")
    before = order(desk), order(desk, Level.INTERMEDIATE)
    assert tidy(desk)
    assert (order(desk), order(desk, Level.INTERMEDIATE)) != before
    assert not tidy(desk)
    assert untidy(desk) == 6
    assert (order(desk), order(desk, Level.INTERMEDIATE)) == before
    with pytest.raises(Refusal, match="Nothing to put back"):
        untidy(desk)
    tidy(desk)
    last = order(desk)[-1]
    place(desk, last, order(desk)[0])
    assert untidy(desk) == 5
    assert order(desk)[0] == last


def test_there_is_nothing_to_put_back_before_the_first_tidying(desk):
    with pytest.raises(Refusal, match="Nothing to put back"):
        untidy(desk)
    with desk.look() as session:
        assert ordering.last_tidying(session) is None
