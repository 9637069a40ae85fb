"""The year of a site as its rooms remember it."""

from datetime import date

import pytest
from sqlalchemy import event

from coopspace.changes.rules import Progress
from coopspace.kernel import clock
from coopspace.kernel.refusal import NotFound
from coopspace.roles.rules import SupportRole
from coopspace.stakeholders import relations
from coopspace.yearly.rules import Judged, Matter, Position, Relation
from tests.accompaniment.acts import note, take_back
from tests.agreement.acts import acting
from tests.agreement.signed import put, sign
from tests.decisions.acts import reopen
from tests.stakeholders.acts import find
from tests.yearly.acts import a_year, advance, log, look, on


def of(year, matter):
    return [one for one in (*year.earlier, *year.moved) if one.moved.matter is matter]


def test_time_and_lines_of_each_role(session, world):
    a_year(session, world)
    year = look(session, world)
    assert (year.total.entries, year.total.minutes) == (6, 260)
    assert year.served == 3
    vision, trust = year.roles[0], year.roles[1]
    assert [one.moved for one in vision.lines] == ["Relu D1 ensemble", "Le jour même", "Après tout"]
    assert vision.foremost.moved == "Le jour même"
    assert [one.name or one.organisation.name for one in trust.holders] == [
        "Claire Vasseur",
        "Centre social",
    ]
    assert [one.quarter.code for one in trust.coverage] == ["2030-1", "2030-3"]
    assert trust.coverage[1].spread.counts == (1, 0, 0, 1)
    assert year.roles[6].total.entries == 0
    assert sum(one.entries for one in year.backbone.values()) == 6
    assert sum(one.entries for one in year.missions.values()) == 6


def test_what_moved_stands_in_order_of_time_with_what_was_logged_before_it(session, world):
    a_year(session, world)
    year = look(session, world)
    days = [one.moved.day for one in year.moved]
    assert days == sorted(days)
    first, second = of(year, Matter.CHANGE)
    assert isinstance(first.moved.what, Judged)
    assert (first.moved.what.was, first.moved.what.now) == (None, Progress.FIRST_SIGNS)
    assert [year.lines[one].moved for one in first.entries] == ["Relu D1 ensemble"]
    assert second.moved.what.was is Progress.FIRST_SIGNS
    assert [year.lines[one].moved for one in second.entries] == ["Le jour même", "=1+1 au café"]
    (moved,) = [one for one in of(year, Matter.RELATION) if one.moved.what.was is not None]
    assert moved.moved.what == Relation(
        moved.moved.what.refs, 3, 5, both=True, fact=moved.moved.what.fact
    )
    assert [year.lines[one].moved for one in moved.entries] == ["CAF et Ville parlent"]
    told = {one for each in year.moved for one in each.entries}
    assert [one.moved.day for one in year.earlier] == [date(2030, 2, 2)] * 2
    assert all(not one.entries for one in year.earlier)
    assert "Après tout" not in {year.lines[one].moved for one in told}


def test_a_position_says_what_was_concluded_before_it(session, world):
    a_year(session, world)
    first, second = of(look(session, world), Matter.POSITION)
    assert isinstance(second.moved.what, Position)
    assert first.moved.what.before is None
    assert (second.moved.what.level, second.moved.what.before[1]) == (5, 4)


def test_an_agreement_counts_once_everybody_has_signed(session, world):
    with clock.at(on(2, 1)):
        put(session, world)
        sign(session, world, "state")
        sign(session, world, "authority")
    assert of(look(session, world), Matter.AGREEMENT) == []
    with clock.at(on(3, 1)):
        sign(session, world, "civil")
    (signed,) = of(look(session, world), Matter.AGREEMENT)
    assert (signed.moved.day, signed.moved.what.version) == (date(2030, 3, 1), 1)


def test_a_decision_that_was_opened_again_moved_nothing(session, world):
    a_year(session, world)
    assert len(of(look(session, world), Matter.DECISION)) == 1
    with clock.at(on(9, 20)):
        reopen(session, world)
    assert of(look(session, world), Matter.DECISION) == []


def test_the_same_judgement_again_and_that_nothing_is_visible_move_nothing(session, world):
    a_year(session, world)
    advance(session, world, 10, 3, Progress.UNDER_WAY)
    assert len(of(look(session, world), Matter.CHANGE)) == 2
    advance(session, world, 10, 4, Progress.SLIPPING_BACK)
    assert of(look(session, world), Matter.CHANGE)[-1].moved.what.now is Progress.SLIPPING_BACK


def test_a_relation_that_leaves_the_map_is_said(session, world):
    relation = a_year(session, world)
    one, other = relation.split("-")
    with clock.at(on(10, 5)), acting(session, world):
        relations.end(
            session,
            find(session, one),
            target=find(session, other),
            why="La convention est finie.",
            by=world.civil,
        )
    left = of(look(session, world), Matter.RELATION)[-1].moved.what
    assert (left.was, left.now, left.both) == (5, None, False)


def test_an_entry_that_was_taken_back_counts_nowhere(session, world):
    with clock.at(on(3, 1)):
        note(session, world, day=date(2030, 3, 1))
        take_back(session, world)
    assert look(session, world).is_empty


def test_only_years_of_which_something_is_known_can_be_asked_for(session, world):
    a_year(session, world)
    with clock.at(on(4, 1, 2028)):
        note(session, world, day=date(2028, 4, 1))
    year = look(session, world)
    assert year.years == (2030, 2028)
    assert look(session, world, 2028).total.entries == 1
    assert not look(session, world, 2028).runs
    with pytest.raises(NotFound):
        look(session, world, 2029)


def test_the_number_of_questions_does_not_grow_with_the_year(session, world):
    a_year(session, world)

    def asked() -> int:
        sent: list[str] = []

        def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            sent.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", hear)
        look(session, world)
        event.remove(engine, "before_cursor_execute", hear)
        return sum(1 for one in sent if one.startswith("SELECT"))

    before = asked()
    for day in range(1, 15):
        log(session, world, 10, day, role="influence", moved=f"Jour {day}", about="D1")
        advance(session, world, 10, day, (Progress.FIRST_SIGNS, Progress.ROOTED)[day % 2])
    assert asked() == before > 5


def test_a_year_reads_its_own_site_only(session, world):
    a_year(session, world)
    session.rollback()
    mirror = world
    mirror.site, mirror.other_site = world.other_site, world.site
    assert look(session, mirror).is_empty
    assert SupportRole.VISION in [one.role for one in look(session, mirror).roles]
