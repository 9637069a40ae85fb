"""Rounds as people run them: one at a time, chosen before, revealed once, concluded together."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coopspace.continuum import actions, answering, doors, results, rules
from coopspace.continuum.actions import Mode
from coopspace.continuum.answering import Author
from coopspace.continuum.model import ContinuumAnswer, ContinuumConclusion, ContinuumMark
from coopspace.continuum.rules import Group, Outcome, Placed, Shape
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from tests.continuum.acts import (
    ANONYMOUS,
    ANSWERERS,
    GUESTS,
    OPENLY,
    acting,
    guest,
    later,
    open_round,
    place,
    read,
    reveal,
    the_round,
)


def conclude(session, world, outcome=Outcome.RIGHT, level=4, words="Cela nous va."):
    with acting(session, world):
        return actions.conclude(
            session, the_round(session), outcome=outcome, level=level, words=words, by=world.state
        )


def test_one_round_at_a_time(session, opened):
    with pytest.raises(Refusal, match="round 1 first"):
        open_round(session, opened)
    place(session, opened, "state", 3)
    reveal(session, opened)
    open_round(session, opened)
    with in_site(session, opened.site.id):
        assert the_round(session, 2).number == 2


def test_a_position_is_changed_until_the_reveal_and_counted_once(session, opened):
    place(session, opened, "state", 3, fact="Avant.")
    place(session, opened, "state", 5, fact="Après.")
    place(session, opened, "civil", 5, stay=True)
    reveal(session, opened)
    found = read(session, opened)
    assert found.counts == (0, 0, 0, 0, 2, 0, 0)
    assert (found.answered, found.invited, found.missing) == (2, 4, 2)
    assert [one.fact for one in found.told if one.fact] == ["Après."]
    assert (found.staying, found.desired.low) == (1, 5)
    with pytest.raises(Refusal, match="stays as it was said"):
        place(session, opened, "state", 1)


def test_a_late_answer_is_told_beside_the_figures_and_never_in_them(session, opened):
    for name in ("state", "authority"):
        place(session, opened, name, 2)
    reveal(session, opened)
    place(session, opened, "civil", 7)
    place(session, opened, "civil", 6)
    found = read(session, opened)
    assert found.counts == (0, 2, 0, 0, 0, 0, 0)
    assert [(one.level, one.name) for one in found.late] == [(6, opened.civil.name)]
    assert found.invited == 4


def test_a_closed_round_takes_no_answer_until_it_is_given_time(session, world):
    open_round(session, world, days=1)
    with clock.at(later(2)):
        with pytest.raises(Refusal, match="no longer"):
            place(session, world, "state", 3)
        with acting(session, world):
            actions.prolong(
                session,
                the_round(session),
                closes_at=clock.now() + timedelta(days=1),
                by=world.facilitator,
            )
        place(session, world, "state", 3)


def test_a_round_announced_for_later_waits_for_its_day(session, world):
    with acting(session, world):
        actions.open_round(
            session,
            world.site,
            by=world.state,
            question="Bientôt",
            opens_at=later(2),
            closes_at=later(9),
        )
    with pytest.raises(Refusal):
        place(session, world, "state", 3)
    with pytest.raises(Refusal, match="was open"):
        reveal(session, world)
    with clock.at(later(3)):
        place(session, world, "state", 3)


def test_who_is_no_longer_a_member_or_only_reads_takes_no_position(session, opened):
    for name in ("observer", "facilitator", "stranger", "other_state"):
        with pytest.raises(NotFound):
            place(session, opened, name, 3)


def test_an_anonymous_answer_keeps_nothing_of_its_author(session, world):
    open_round(session, world, ANONYMOUS)
    for name in ANSWERERS:
        place(session, world, name, 4)
    guest(session, world, "a", 4, view=Group.CIVIL_SOCIETY)
    with in_site(session, world.site.id):
        rows = list(session.scalars(select(ContinuumAnswer)))
        marks = list(session.scalars(select(ContinuumMark)))
        assert {(row.user_id, row.name) for row in rows} == {(None, "")}
        secrets = {row.secret for row in rows}
        assert len(secrets) == 5
        assert not secrets & {mark.device for mark in marks}
        assert not {row.id for row in rows} & {mark.id for mark in marks}
    columns = set(ContinuumAnswer.__mapper__.columns.keys()) | set(
        ContinuumMark.__mapper__.columns.keys()
    )
    assert not {name for name in columns if name.endswith("_at") or name in ("at", "seq")}


@pytest.mark.engines("sqlite")
def test_the_order_on_disk_says_nothing_of_who_came_when(session, world):
    open_round(session, world, ANONYMOUS, expected=40)
    for number in range(40):
        guest(session, world, f"g{number:02}", 1 + number % 7)
    connection = session.connection()
    for table in ("continuum_answer", "continuum_mark"):
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).scalar_one()
        assert made.rstrip().endswith("WITHOUT ROWID")
        connection.exec_driver_sql("PRAGMA reverse_unordered_selects=OFF")
        ids = list(connection.exec_driver_sql(f"SELECT id FROM {table}").scalars())
        assert ids == sorted(ids)


@pytest.mark.engines("postgresql")
def test_the_transaction_that_wrote_a_mark_is_not_that_of_its_answer(session, world):
    open_round(session, world, ANONYMOUS, expected=12)
    for number in range(12):
        guest(session, world, f"g{number:02}", 1 + number % 7)
    connection = session.connection()
    marks = list(
        connection.exec_driver_sql("SELECT xmin::text, id FROM continuum_mark ORDER BY ctid")
    )
    assert len({xmin for xmin, _id in marks}) == 1
    assert [str(id_) for _xmin, id_ in marks] == sorted(str(id_) for _xmin, id_ in marks)


def test_an_anonymous_answer_is_changed_only_from_the_browser_that_gave_it(session, world):
    open_round(session, world, ANONYMOUS)
    place(session, world, "state", 3)
    place(session, world, "state", 4)
    with acting(session, world):
        elsewhere = answering.member(session, world.site, by=world.state, device="another" * 4)
        with pytest.raises(Refusal, match="another device"):
            answering.answer(session, the_round(session), author=elsewhere, placed=Placed(level=1))
    with in_site(session, world.site.id):
        assert list(session.scalars(select(ContinuumAnswer.level))) == [4]


def test_two_people_who_share_a_phone_have_an_answer_each(session, world):
    open_round(session, world, ANONYMOUS)
    with acting(session, world):
        for who, level in ((world.state, 3), (world.civil, 5)):
            author = answering.member(session, world.site, by=who, device="shared" * 5)
            answering.answer(session, the_round(session), author=author, placed=Placed(level=level))
    with in_site(session, world.site.id):
        assert sorted(session.scalars(select(ContinuumAnswer.level))) == [3, 5]


def test_an_anonymous_round_is_not_revealed_below_five_and_not_answered_after(session, world):
    open_round(session, world, ANONYMOUS)
    for name in ANSWERERS:
        place(session, world, name, 4)
    with pytest.raises(Refusal, match="4 came"):
        reveal(session, world)
    assert read(session, world) is None
    guest(session, world, "a", 5, view=Group.CIVIL_SOCIETY)
    reveal(session, world)
    found = read(session, world)
    assert found.counts == (0, 0, 0, 4, 1, 0, 0)
    assert found.told == ()
    assert [view.group for view in found.groups if view.counts] == []
    with pytest.raises(Refusal, match="no longer"):
        guest(session, world, "b", 7)


def test_the_reveal_forgets_what_led_to_a_browser_and_to_a_small_group(session, world):
    open_round(session, world, ANONYMOUS, expected=20)
    for name in ANSWERERS:
        place(session, world, name, 4)
    for number in range(6):
        guest(session, world, f"g{number}", 5, view=Group.CIVIL_SOCIETY)
    for number in range(6):
        guest(session, world, f"h{number}", 3, view=Group.OTHER)
    reveal(session, world)
    with in_site(session, world.site.id):
        rows = list(session.scalars(select(ContinuumAnswer)))
    assert {row.secret for row in rows} == {None}
    assert {row.view for row in rows} == {None, Group.CIVIL_SOCIETY}
    found = read(session, world)
    shown = {view.group: sum(view.counts) for view in found.groups if view.counts}
    assert shown == {Group.CIVIL_SOCIETY: 8}
    assert found.answered - 8 >= rules.FEWEST


def test_a_named_round_groups_by_college_and_finds_the_one_apart(session, world):
    open_round(session, world, GUESTS, expected=6)
    for name, level in zip(ANSWERERS, (5, 5, 2, 2), strict=True):
        place(session, world, name, level)
    for number in range(3):
        guest(session, world, f"e{number}", 5, view=Group.STATE)
    reveal(session, world)
    found = read(session, world)
    assert (found.shape, found.apart) == (Shape.COLLEGE_APART, Group.STATE)
    assert (found.invited, found.missing) == (10, 3)
    assert (found.if_all.low, found.if_all.high) == (2, 5)


def test_a_round_that_is_seen_as_it_goes_shows_its_answers_before_it_closes(session, world):
    open_round(session, world, OPENLY)
    place(session, world, "state", 3)
    assert read(session, world).counts == (0, 0, 1, 0, 0, 0, 0)
    assert read(session, world).invited == 4


def test_what_was_chosen_before_cannot_be_chosen_otherwise(session, world):
    for mode, members in (
        (Mode(hidden=False, anonymous=True), "shown"),
        (Mode(anonymous=True), "names"),
    ):
        with pytest.raises(Refusal) as refused:
            open_round(session, world, mode)
        assert refused.value.field == members


def test_a_conclusion_comes_after_the_reveal_and_the_earlier_one_is_kept(session, opened):
    with pytest.raises(Refusal, match="Reveal the round first"):
        conclude(session, opened)
    place(session, opened, "state", 4)
    reveal(session, opened)
    conclude(session, opened)
    conclude(session, opened)
    conclude(session, opened, Outcome.TOWARDS, 5, "Un cran de plus d’ici l’été.")
    with in_site(session, opened.site.id):
        count = select(func.count()).select_from(ContinuumConclusion)
        assert session.scalar(count) == 2
        assert actions.conclusion_of(session, the_round(session)).level == 5


def test_a_round_that_ends_is_never_shown_and_says_why(session, opened):
    place(session, opened, "state", 4)
    with acting(session, opened):
        round_ = the_round(session)
        with pytest.raises(Refusal, match="Say why"):
            actions.end_round(session, round_, why=" ", by=opened.state)
        actions.end_round(session, round_, why="Trop peu de monde.", by=opened.state)
    assert read(session, opened) is None
    with pytest.raises(Refusal):
        reveal(session, opened)
    with pytest.raises(Refusal):
        place(session, opened, "civil", 4)


def test_nobody_reveals_an_empty_round(session, opened):
    with pytest.raises(Refusal, match="Nobody has answered"):
        reveal(session, opened)


def test_the_story_tells_revealed_rounds_newest_first_and_what_came_before(session, opened):
    place(session, opened, "state", 2)
    reveal(session, opened)
    open_round(session, opened)
    place(session, opened, "state", 4, number=2)
    reveal(session, opened, number=2)
    open_round(session, opened)
    place(session, opened, "state", 7, number=3)
    with in_site(session, opened.site.id):
        told = results.story(session)
        assert [(past.round.number, past.results is not None) for past in told] == [
            (3, False),
            (2, True),
            (1, True),
        ]
        earlier = results.before(told, the_round(session, 2))
        assert earlier.results.median.low == 2


def test_a_code_opens_for_half_a_day_and_a_new_one_closes_the_old(session, world):
    open_round(session, world, GUESTS)
    with in_site(session, world.site.id):
        door = doors.door_of(session, the_round(session))
        code, token = door.code, door.token
    typed = f"{code[:3].lower()} {code[3:]}"
    assert doors.enter(session, typed)[1].number == 1
    assert doors.enter(session, token)[1].number == 1
    assert doors.enter(session, "ZZZZZZ") is None
    session.rollback()
    with clock.at(later(0.6)):
        assert doors.enter(session, code) is None
        assert doors.enter(session, token) is not None
        with acting(session, world):
            actions.new_code(session, the_round(session), by=world.state)
        assert doors.enter(session, token) is None


def test_a_guest_of_a_named_round_gives_a_name(session, world):
    open_round(session, world, GUESTS)
    with acting(session, world), pytest.raises(Refusal) as refused:
        answering.answer(
            session, the_round(session), author=Author(device="d" * 30), placed=Placed(level=3)
        )
    assert refused.value.field == "name"


def test_a_room_that_is_filled_by_machine_stops(session, world, monkeypatch):
    monkeypatch.setattr(rules, "MOST_GUESTS", 3)
    open_round(session, world, GUESTS, expected=3)
    for number in range(3):
        guest(session, world, f"g{number}", 3)
    with pytest.raises(Refusal, match="can hold"):
        guest(session, world, "g9", 3)
    guest(session, world, "g0", 4)


def test_the_journal_tells_what_weighs_and_never_an_answer(session, opened):
    place(session, opened, "state", 6, fact="CANARI un fait")
    reveal(session, opened)
    conclude(session, opened)
    lines = [
        (line.action, line.details)
        for line in audit.journal(session, opened.site.id)
        if line.action.startswith("continuum:")
    ]
    assert [action for action, _details in lines] == [
        "continuum:conclude",
        "continuum:reveal",
        "continuum:open",
    ]
    assert "CANARI" not in str(lines)
    assert dict(lines)["continuum:reveal"] == {"number": 1, "answers": 1, "invited": 4}
