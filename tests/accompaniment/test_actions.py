"""What people do with the log."""

import uuid
from datetime import date

import pytest

from coopspace.accompaniment.actions import Differs
from coopspace.kernel import audit
from coopspace.kernel.refusal import Refusal
from coopspace.roles.rules import SupportRole
from tests.accompaniment.acts import MOVED, correct, logged, note, put_back, take_back, told


def acts(session, world):
    return [one.action for one in audit.journal(session, world.site.id)]


def test_an_entry_is_kept_with_its_number(session, world):
    assert note(session, world).number == 1
    assert note(session, world, who="state", role="vision").number == 2
    latest, first = logged(session, world)
    assert (first.role, first.minutes, first.moved) == (SupportRole.TRUST, 30, MOVED)
    assert first.author == world.facilitator.id
    assert latest.author == world.state.id
    assert acts(session, world).count("accompaniment:log") == 2


def test_the_same_mark_again_is_answered_as_the_first(session, world):
    mark = uuid.uuid4()
    first = note(session, world, mark=mark)
    again = note(session, world, mark=mark)
    assert again.again
    assert not first.again
    assert again.number == first.number
    assert len(logged(session, world)) == 1
    assert acts(session, world).count("accompaniment:log") == 1


def test_it_is_answered_so_even_after_a_correction(session, world):
    mark = uuid.uuid4()
    note(session, world, mark=mark)
    correct(session, world, minutes=50)
    take_back(session, world)
    assert note(session, world, mark=mark).again
    assert logged(session, world) == []


def test_the_same_mark_with_other_words_is_told_apart(session, world):
    mark = uuid.uuid4()
    note(session, world, mark=mark)
    with pytest.raises(Differs) as refusal:
        note(session, world, mark=mark, minutes=60)
    assert refusal.value.number == 1
    assert [one.minutes for one in logged(session, world)] == [30]


def test_a_mark_is_of_one_person(session, world):
    mark = uuid.uuid4()
    note(session, world, mark=mark)
    assert not note(session, world, who="state", mark=mark).again
    assert len(logged(session, world)) == 2


def test_what_an_entry_concerns_is_of_the_site(session, world):
    for about in ("D9", "nowhere", "abcdefgh-ijklmnop", "a-a", "-"):
        with pytest.raises(Refusal) as refusal:
            note(session, world, about=about)
        assert refusal.value.field == "about"


def test_a_correction_keeps_what_was_said(session, world):
    note(session, world)
    correct(session, world, minutes=50, role="influence", day=date(2026, 1, 5))
    now, before = told(session, world)
    assert (now.seq, now.minutes, now.role) == (2, 50, SupportRole.INFLUENCE)
    assert (before.seq, before.minutes, before.role) == (1, 30, SupportRole.TRUST)
    correct(session, world, minutes=50, role="influence", day=date(2026, 1, 5))
    assert len(told(session, world)) == 2
    assert acts(session, world).count("accompaniment:correct") == 1


def test_nobody_corrects_somebody_elses_entry_or_what_they_have_not_read(session, world):
    note(session, world)
    with pytest.raises(Refusal):
        correct(session, world, who="state")
    correct(session, world, minutes=50)
    with pytest.raises(Refusal):
        correct(session, world, minutes=70, seen=1)
    assert told(session, world)[0].minutes == 50


def test_taking_back_counts_no_more_and_can_be_undone(session, world):
    note(session, world)
    take_back(session, world)
    assert logged(session, world) == []
    assert told(session, world)[0].why == "Écrit deux fois."
    with pytest.raises(Refusal):
        correct(session, world)
    put_back(session, world)
    assert len(logged(session, world)) == 1
    assert [one.withdrawn for one in told(session, world)] == [False, True, False]
    put_back(session, world)
    assert len(told(session, world)) == 3


def test_entries_are_looked_for_by_role_person_and_day(session, world):
    note(session, world, day=date(2026, 1, 5))
    note(session, world, who="state", role="vision", day=date(2026, 2, 5))
    assert [one.number for one in logged(session, world, role=SupportRole.VISION)] == [2]
    assert [one.number for one in logged(session, world, person=str(world.facilitator.id))] == [1]
    assert [one.number for one in logged(session, world, since=date(2026, 2, 5))] == [2]
    assert [one.number for one in logged(session, world, until=date(2026, 2, 4))] == [1]
