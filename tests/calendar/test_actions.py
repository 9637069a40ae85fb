"""What people do with a calendar, kept and journalled; nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from coopspace.accounts import export
from coopspace.calendar import actions, attending, doors, reading
from coopspace.calendar.held import event_of, planned_of, standing
from coopspace.calendar.model import Attendance, CalendarDoor, CalendarSaying, TrainingSeat
from coopspace.calendar.rules import Audience, Happened, Hours, Kind
from coopspace.kernel import audit
from coopspace.kernel.base import in_site, new_id
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.sites import leads
from coopspace.tables import metadata
from tests.calendar.acts import acting, cancel, change, in_days, plan, titles, training


def told(session, world, number: int, who: str = "lead"):
    """Everything that was said of an event, newest first."""
    looking = reading.viewer(session, getattr(world, who), world.programme)
    return reading.sheet(session, world.programme, number, looking)


def house_journal(session) -> list[str]:
    """The acts of the house about calendars, oldest first."""
    rooms = ("event", "document", "feed")
    lines = reversed(audit.journal(session, None))
    return [one.action for one in lines if one.action.split(":")[0] in rooms]


def site_journal(session, world) -> list[str]:
    """The acts of the site about training and hours, oldest first."""
    lines = reversed(audit.journal(session, world.site.id))
    return [one.action for one in lines if one.action.split(":")[0] in ("training", "hours")]


def test_an_event_is_planned_changed_moved_cancelled_and_brought_back(session, world):
    number = plan(session, world, in_days(5))
    assert change(session, world, number) is None
    assert change(session, world, number, place="Ailleurs") is Happened.CHANGED
    later = in_days(6)
    days = {"starts": later.starts, "ends": later.ends}
    with pytest.raises(Refusal) as refused:
        change(session, world, number, **days)
    assert refused.value.field == "words"
    assert change(session, world, number, "Il neige.", **days) is Happened.MOVED
    cancel(session, world, number)
    cancel(session, world, number)
    with pytest.raises(Refusal):
        change(session, world, number, place="Nulle part")
    with acting(session, world):
        looking = reading.viewer(session, world.lead, world.programme)
        event = event_of(session, world.programme, number)
        for _twice in range(2):
            actions.restore(session, event, viewer=looking, by=world.lead)
    history = told(session, world, number)
    assert [one.happened for one in history] == [
        Happened.RESTORED,
        Happened.CANCELLED,
        Happened.MOVED,
        Happened.CHANGED,
        Happened.WRITTEN,
    ]
    assert [one.seq for one in history] == [5, 4, 3, 2, 1]
    assert history[0].planned == history[2].planned
    assert history[1].words == "Il neige."
    assert house_journal(session) == [
        "event:plan",
        "event:change",
        "event:move",
        "event:cancel",
        "event:restore",
    ]
    assert audit.verify(session) == []


def test_a_cancellation_needs_a_word(session, world):
    number = plan(session, world, in_days(5))
    with pytest.raises(Refusal) as refused:
        cancel(session, world, number, "  ")
    assert refused.value.field == "words"


def test_what_somebody_changed_meanwhile_is_not_written_over(session, world):
    number = plan(session, world, in_days(5))
    change(session, world, number, place="Ailleurs")
    event = event_of(session, world.programme, number)
    wished = replace(planned_of(standing(session, event)), place="Plus loin")
    looking = reading.viewer(session, world.lead, world.programme)
    with pytest.raises(Refusal), acting(session, world):
        actions.change(
            session,
            world.programme,
            event,
            planned=wished,
            words="",
            seen=1,
            viewer=looking,
            by=world.lead,
        )


def _insert(session, told: dict[str, object]) -> None:
    with saving(session):
        session.execute(insert(CalendarSaying).values(id=new_id(), seq=2, **told))


def test_one_saying_stands_at_a_time(session, world):
    number = plan(session, world, in_days(5))
    now = standing(session, event_of(session, world.programme, number))
    columns = ("event_id", "happened", "starts", "ends", "content", "by", "at", "words")
    again = {name: getattr(now, name) for name in columns}
    with pytest.raises(IntegrityError):
        _insert(session, again)


def test_each_reads_what_concerns_them(session, world):
    plan(session, world, in_days(1, title="Tous"))
    plan(session, world, in_days(2, title="Ici", sites=(world.site.id,)))
    plan(session, world, in_days(3, title="Là-bas", sites=(world.other_site.id,)))
    plan(session, world, in_days(4, title="Trinômes", audience=Audience.TRIOS))
    plan(session, world, in_days(5, title="Accompagner", audience=Audience.FACILITATORS))
    everything = ["Tous", "Ici", "Là-bas", "Trinômes", "Accompagner"]
    assert titles(session, world, "lead") == everything
    assert titles(session, world, "observer") == ["Tous", "Ici"]
    assert titles(session, world, "state") == ["Tous", "Ici", "Trinômes"]
    assert titles(session, world, "facilitator") == ["Tous", "Ici", "Trinômes", "Accompagner"]
    assert titles(session, world, "other_state") == ["Tous", "Là-bas", "Trinômes"]
    assert titles(session, world, "stranger") == []
    with pytest.raises(NotFound):
        told(session, world, 3, "state")


def test_a_facilitator_writes_within_reach(session, world):
    number = plan(session, world, in_days(1, sites=(world.site.id,)), "facilitator")
    with pytest.raises(Refusal) as refused:
        plan(session, world, in_days(1, sites=(world.other_site.id,)), "facilitator")
    assert refused.value.field == "sites"
    with pytest.raises(NotFound):
        cancel(session, world, number, who="other_facilitator")
    both = plan(session, world, in_days(1, sites=(world.site.id, world.other_site.id)))
    with pytest.raises(Refusal):
        cancel(session, world, both, who="facilitator")
    with pytest.raises(Refusal):
        plan(session, world, in_days(1), "state")


def test_people_are_enrolled_and_taken_off(session, world):
    number = training(session, world, 3)
    event = event_of(session, world.programme, number)
    for people in ([world.state.id, world.civil.id], [world.civil.id], [world.civil.id]):
        with acting(session, world):
            attending.enrol(session, world.site, event, people=people, by=world.state)
    with in_site(session, world.site.id):
        assert list(attending.seats_of(session, event)) == [world.civil.id]
        assert len(list(session.scalars(select(TrainingSeat)))) == 2
    assert site_journal(session, world) == ["training:enrol"] * 2
    with pytest.raises(Refusal), acting(session, world):
        attending.enrol(session, world.site, event, people=[world.other_state.id], by=world.state)


def test_nobody_enrols_in_what_is_no_training_or_is_cancelled_or_elsewhere(session, world):
    meeting = plan(session, world, in_days(3))
    gone = training(session, world, 3)
    cancel(session, world, gone)
    elsewhere = training(session, world, 3, sites=(world.other_site.id,))
    for number, error in ((meeting, Refusal), (gone, Refusal), (elsewhere, NotFound)):
        event = event_of(session, world.programme, number)
        with pytest.raises(error), acting(session, world):
            attending.enrol(session, world.site, event, people=[], by=world.state)


def test_who_came_is_written_on_the_day_and_can_be_corrected(session, world):
    number, later = training(session, world), training(session, world, 2)
    event = event_of(session, world.programme, number)
    for came in ([world.state.id, world.civil.id], [world.state.id], [world.state.id]):
        with acting(session, world):
            attending.write_attendance(session, world.site, event, came=came, by=world.facilitator)
    with in_site(session, world.site.id):
        written = attending.came_of(session, event)
        assert [who for who, one in written.items() if one.came] == [world.state.id]
        assert len(written) == 6
        assert len(list(session.scalars(select(Attendance)))) == 7
        shown = reading.events(
            session, world.programme, reading.viewer(session, world.lead, world.programme)
        )
        trained = reading.trained_here(session, shown)
    assert (trained.halves, trained.people) == (2, {world.state.id: 2})
    assert site_journal(session, world) == ["training:attend"] * 2
    coming = event_of(session, world.programme, later)
    with pytest.raises(Refusal), acting(session, world):
        attending.write_attendance(session, world.site, coming, came=[], by=world.facilitator)


def test_a_site_counts_a_day_once_and_a_cancelled_one_not(session, world):
    one, two, gone = (training(session, world) for _times in range(3))
    both = [world.state.id, world.civil.id]
    for number, who in ((one, both), (two, both[:1]), (gone, both)):
        event = event_of(session, world.programme, number)
        with acting(session, world):
            attending.write_attendance(session, world.site, event, came=who, by=world.lead)
    cancel(session, world, gone)
    looking = reading.viewer(session, world.lead, world.programme)
    here, there = sorted(
        reading.followed(session, world.programme, looking),
        key=lambda one: one.site.id != world.site.id,
    )
    assert here.trained.halves == 4
    assert here.trained.people == {world.state.id: 4, world.civil.id: 2}
    assert (there.trained.halves, there.hours) == (0, Hours(None))


def test_hours_are_planned_and_what_is_used_is_handed_in(session, world):
    for hours, words in (("10", ""), ("10", ""), ("12.5", "Un besoin de plus.")):
        with acting(session, world):
            attending.plan_hours(session, world.site, hours=hours, words=words, by=world.lead)
    with in_site(session, world.site.id):
        assert [one.minutes for one in attending.plans_of(session)] == [750, 600]
    assert site_journal(session, world) == ["hours:plan"] * 2
    looking = reading.viewer(session, world.facilitator, world.programme)
    (mine,) = reading.followed(session, world.programme, looking)
    assert (mine.site.id, mine.hours, mine.hours.left) == (world.site.id, Hours(750), None)
    used = {world.site.id: 90}
    (mine,) = reading.followed(session, world.programme, looking, used=used)
    assert mine.hours.left == 660


def test_a_document_is_named_and_taken_off(session, world):
    with acting(session, world):
        named = actions.add_document(
            session,
            world.programme,
            label="Le parcours",
            address="https://exemple.fr/p",
            by=world.lead,
        )
    for changed in ({"label": " "}, {"address": ""}, {"address": "file:///etc/passwd"}):
        said = {"label": "Un", "address": "https://exemple.fr", **changed}
        with pytest.raises(Refusal), acting(session, world):
            actions.add_document(session, world.programme, by=world.lead, **said)
    assert reading.documents(session, world.programme) == [named]
    for _twice in range(2):
        with acting(session, world):
            actions.end_document(
                session, world.programme, document_id=named.id, by=world.facilitator
            )
    assert reading.documents(session, world.programme) == []
    assert house_journal(session) == ["document:add", "document:end"]


def test_a_link_opens_until_it_is_renewed_revoked_or_its_owner_leaves(session, world):
    with acting(session, world):
        first = doors.make(session, world.programme, world.site, by=world.contributor)
        whole = doors.make(session, world.programme, None, by=world.contributor)
        second = doors.make(session, world.programme, world.site, by=world.contributor)
    assert doors.enter(session, first) is None
    assert doors.enter(session, "x" * 43) is None
    assert doors.enter(session, "é" * 43) is None
    entered = doors.enter(session, second)
    assert entered is not None
    assert (entered.user.id, entered.site.id) == (world.contributor.id, world.site.id)
    assert doors.has(session, world.programme, None, user=world.contributor)
    assert not doors.has(session, world.programme, None, user=world.civil)
    with acting(session, world):
        doors.revoke(session, world.programme, world.site, by=world.contributor)
        doors.revoke(session, world.programme, world.site, by=world.contributor)
    assert doors.enter(session, second) is None
    assert doors.enter(session, whole) is not None
    with acting(session, world):
        member = sites.member_at(session, world.site, world.contributor.id)
        sites.end(session, world.site, member=member, by=world.lead)
    assert doors.enter(session, whole) is None
    kept = session.scalars(select(CalendarDoor)).one()
    assert whole not in (kept.token_hash, str(kept.id))
    assert house_journal(session) == ["feed:make"] * 3 + ["feed:revoke"]


def test_the_link_of_a_lead_closes_when_the_lead_ends(session, world):
    with saving(session):
        token = doors.make(session, world.programme, None, by=world.lead)
        leads.hand_over(session, world.programme, to=world.facilitator, by=world.lead)
    assert doors.enter(session, token) is None


def test_a_person_takes_their_enrolment_away_and_no_secret(session, world):
    number = training(session, world)
    event = event_of(session, world.programme, number)
    with acting(session, world):
        attending.enrol(session, world.site, event, people=[world.civil.id], by=world.state)
        attending.write_attendance(session, world.site, event, came=[world.civil.id], by=world.lead)
        doors.make(session, world.programme, None, by=world.civil)
    mine = export.mine(session, metadata, world.civil)
    assert len(mine["training_seat"]) == len(mine["attendance"]) == 1
    (door,) = mine["calendar_door"]
    assert "token_hash" not in door


def test_an_event_ends_where_it_says(session, world):
    number = plan(session, world, in_days(0, "00:00", "00:01"))
    (now,) = told(session, world, number)
    assert now.planned.ends - now.planned.starts == timedelta(minutes=1)
    assert now.has_begun
    assert now.planned.kind is Kind.MEETING
