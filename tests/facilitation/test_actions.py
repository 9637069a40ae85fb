"""Following several sites: what the database sums up, setting aside, bringing back."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from coopspace.accompaniment.used import minutes_used
from coopspace.accounts.model import User
from coopspace.calendar import attending
from coopspace.calendar.held import event_of
from coopspace.facilitation import actions, agenda, reading
from coopspace.facilitation.agenda import Kind
from coopspace.facilitation.model import AlertAside
from coopspace.facilitation.rules import Rule, Trend
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.roles.rules import Quarter, SupportRole, Told
from coopspace.sites import access
from coopspace.sites import actions as sites
from coopspace.sites.model import Site
from tests.accompaniment.acts import note, take_back
from tests.calendar.acts import acting, in_days, plan, training
from tests.facilitation.acts import bring_back, mark_of, set_aside, silence, view
from tests.roles.acts import hand, judge, tell


def rules_of(session, world) -> list[str]:
    (seen,) = view(session, world)
    return [one.key for one in seen.alerts.asking]


def test_a_role_is_seen_as_it_was_judged_last_and_before(session, world):
    role, now = SupportRole.TRUST, Quarter.of(clock.today())
    before = now.before
    for who, old, new in (("state", "reliably", "at_times"), ("civil", "mostly", "at_times")):
        judge(session, world, role, old, by=who, quarter=before.code)
        judge(session, world, role, "mostly", by=who)
        judge(session, world, role, new, by=who)
    judge(session, world, role, "unknown", by="authority")
    (seen,) = view(session, world)
    cell = seen.facts.cell(role)
    assert cell.latest.quarter == now
    assert cell.latest.spread.counts == (0, 2, 0, 0)
    assert cell.latest.spread.unknown == 1
    assert cell.before.quarter == before
    assert cell.before.spread.counts == (0, 0, 1, 1)
    assert cell.trend is Trend.LESS
    assert rules_of(session, world) == ["less_covered.trust"]
    assert seen.facts.cell(SupportRole.VISION).latest is None


def test_the_log_gives_the_last_day_and_hours_are_those_of_who_facilitates(session, world):
    today = clock.today()
    note(session, world, minutes=90, day=today - timedelta(days=5))
    note(session, world, minutes=600, who="state", day=today)
    note(session, world, minutes=15, role="vision")
    with acting(session, world):
        attending.plan_hours(session, world.site, hours="10", words="", by=world.lead)
    (seen,) = view(session, world)
    assert seen.facts.cell(SupportRole.TRUST).last_day == today
    assert (seen.facts.used, seen.facts.planned) == (105, 600)
    assert minutes_used(session, [world.other_site.id]) == {}
    take_back(session, world)
    (seen,) = view(session, world)
    assert seen.facts.used == 15


def test_what_left_and_who_carries_much_is_known_of_each_site_alone(session, world):
    for role in (SupportRole.VISION, SupportRole.TRUST, SupportRole.INFLUENCE):
        hand(session, world, role, "contributor")
    here, there = view(session, world, world.site, world.other_site)
    assert [one.key for one in here.alerts.asking] == [f"carries_much.{world.contributor.id}"]
    assert here.facts.on_one_person == [
        SupportRole.VISION,
        SupportRole.TRUST,
        SupportRole.INFLUENCE,
    ]
    assert there.facts.held == {}
    with acting(session, world):
        seat = next(
            one
            for one in access.who_may(session, world.site, "site:read")
            if one.user_id == world.contributor.id
        )
        sites.end(session, world.site, member=seat, by=world.lead)
    assert rules_of(session, world) == ["left.vision", "left.trust", "left.influence"]


def test_training_is_counted_person_by_person(session, world):
    number = training(session, world)
    with acting(session, world):
        found = event_of(session, world.programme, number)
        attending.write_attendance(
            session, world.site, found, came=[world.state.id], by=world.facilitator
        )
    (seen,) = view(session, world)
    assert seen.facts.trained == {world.state.id: 2}


def test_silence_is_broken_by_the_journal_or_the_log_but_not_by_this_view(session, world):
    assert rules_of(session, world) == []
    with silence(60):
        assert rules_of(session, world) == ["silent"]
        set_aside(session, world)
        assert rules_of(session, world) == []
        bring_back(session, world)
        assert rules_of(session, world) == ["silent"]
        note(session, world)
        assert rules_of(session, world) == []


def test_setting_aside_is_kept_told_and_can_be_brought_back(session, world):
    with silence():
        set_aside(session, world, why="Une fête se prépare.")
        (seen,) = view(session, world)
        ((alert, aside),) = seen.alerts.aside
        assert (alert.rule, aside.why, aside.by) == (
            Rule.SILENT,
            "Une fête se prépare.",
            world.facilitator.id,
        )
        assert bring_back(session, world) is True
        assert bring_back(session, world) is False
        with in_site(session, world.site.id):
            (told,) = reading.told(session, Rule.SILENT, "")
        assert (told.until, told.ended_by) == (clock.today(), world.lead.id)
    chain = audit.chain_of(world.site.id)
    query = select(AuditEvent.action).where(AuditEvent.chain == chain).order_by(AuditEvent.seq)
    assert list(session.scalars(query))[-2:] == ["alert:set_aside", "alert:bring_back"]


def test_it_comes_back_after_its_day_and_when_the_facts_change(session, world):
    step = Told(step="Appeler", day=clock.today(), person=world.state.id)
    tell(session, world, SupportRole.TRUST, step)
    with silence(10):
        until = clock.today() + timedelta(days=5)
        set_aside(session, world, "step_late.trust", day=until)
        assert rules_of(session, world) == []
    with silence(16):
        assert rules_of(session, world) == ["step_late.trust"]
        set_aside(session, world, "step_late.trust", why="Encore.")
        later = Told(step="Rappeler", day=clock.today(), person=world.state.id)
        tell(session, world, SupportRole.TRUST, later)
    with silence(20):
        assert rules_of(session, world) == ["step_late.trust"]
    with in_site(session, world.site.id):
        both = session.scalars(select(AlertAside).order_by(AlertAside.at)).all()
    assert [one.until is None for one in both] == [False, True]


@pytest.mark.parametrize(
    "wrong", [{"why": " "}, {"why": "x" * 501}, {"day": "today"}, {"mark": "2001-01-01"}]
)
def test_what_cannot_be_is_refused(session, world, wrong):
    with silence():
        if wrong.get("day"):
            wrong = {"day": clock.today()}
        with pytest.raises(Refusal):
            set_aside(session, world, **wrong)
        assert rules_of(session, world) == ["silent"]


def test_what_does_not_ask_cannot_be_set_aside(session, world):
    for key in ("silent", "decision.1", "nothing", ""):
        with pytest.raises(NotFound):
            set_aside(session, world, key, mark="x")
        with pytest.raises(NotFound):
            bring_back(session, world, key)


def test_two_at_once_leave_one_reason_and_tell_the_other(app: Flask, session, world):
    with silence():
        mark, now = mark_of(session, world, "silent"), clock.now()
    session.rollback()
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, place = threading.Barrier(2), world.site.id
    people, told = [world.facilitator.id, world.lead.id], []

    def press(person) -> None:
        start.wait()
        with clock.at(now):
            try:
                with Session(engine) as own, saving(own), in_site(own, place):
                    site, by = own.get_one(Site, place), own.get_one(User, person)
                    actions.set_aside(
                        own, site, key="silent", mark=mark, why="Nous savons.", day=None, by=by
                    )
            except Refusal as refusal:
                told.append(refusal.sentence)

    presses = [threading.Thread(target=press, args=(one,)) for one in people]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    engine.dispose()
    assert told == [actions.ALREADY]
    session.rollback()
    with in_site(session, place):
        assert session.scalar(select(func.count(AlertAside.id))) == 1


def test_the_number_of_queries_does_not_grow_with_the_sites(session, world):
    with saving(session):
        more = [
            sites.open_site(session, world.programme, name=f"Site {number}", by=world.lead)
            for number in range(4)
        ]
    every = [world.site, world.other_site, *more]
    judge(session, world, SupportRole.TRUST, "mostly")
    counted, bind = [], session.get_bind()
    for some in (every[:2], every):
        session.rollback()
        places = [(one, access.standing(session, world.lead, one)) for one in some]
        [one.programme.name for one in some]
        sent: list[str] = []
        listener = _keep(sent)
        event.listen(bind, "before_cursor_execute", listener)
        reading.over(session, some, clock.today())
        agenda.agenda(session, places)
        event.remove(bind, "before_cursor_execute", listener)
        counted.append(len(sent))
    assert counted[0] == counted[1] > 10


def _keep(sent: list[str]):
    def note_it(_connection, _cursor, statement, *_more) -> None:
        sent.append(statement)

    return note_it


def test_the_agenda_is_in_order_of_time_and_of_these_sites_alone(session, world):
    plan(session, world, in_days(5, title="Formation"))
    plan(session, world, in_days(3, title="Ailleurs", sites=(world.other_site.id,)))
    day = clock.today() + timedelta(days=2)
    told = Told(step="Appeler", day=day, person=world.state.id)
    tell(session, world, SupportRole.TRUST, told)
    places = access.everywhere(session, world.facilitator)
    lines = agenda.agenda(session, places)
    assert [(one.kind, one.planned.title) for one in lines] == [
        (Kind.STEP, "Appeler"),
        (Kind.EVENT, "Formation"),
    ]
    both = agenda.agenda(session, access.everywhere(session, world.lead))
    assert "Ailleurs" in {one.planned.title for one in both}
