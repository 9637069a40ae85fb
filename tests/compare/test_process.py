"""A measuring in a process of its own: what it leaves when it ends, and when it is killed."""

import signal
import time
import uuid

import pytest
from sqlalchemy.orm import Session

from coopspace.compare import measuring, process
from coopspace.compare.model import NetworkMeasure
from coopspace.compare.rules import STEPS, Ending, Item
from coopspace.kernel import clock
from coopspace.kernel.saving import saving
from tests.compare.acts import share
from tests.compare.network_acts import fill, two_maps
from tests.world import World


def asked(session: Session, world: World) -> uuid.UUID:
    """The lead asks for a measuring."""
    with saving(session):
        return measuring.begin(session, world.programme, by=world.lead).id


def row(session: Session, measure: uuid.UUID) -> NetworkMeasure:
    """Its row as it stands now."""
    session.rollback()
    return session.get_one(NetworkMeasure, measure)


def until(session: Session, measure: uuid.UUID, *, step: int = 99) -> NetworkMeasure:
    """The row once it has come to this step, or has ended."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = row(session, measure)
        if found.ended_at is not None or found.step >= step:
            return found
        time.sleep(0.02)
    raise AssertionError("the measuring never came so far")


def test_it_tells_each_step_and_keeps_what_it_found(app, session, world, monkeypatch):
    monkeypatch.setattr(measuring, "LIGHT", 0)
    two_maps(session, world)
    measure, told = asked(session, world), []
    tell = process.tell
    monkeypatch.setattr(process, "tell", lambda *one: (told.append(one[2]), tell(*one)))
    session.rollback()
    process.run(app.config["SQLALCHEMY_DATABASE_URI"], measure)
    assert told == [one for one in STEPS if one in told]
    assert row(session, measure).outcome == Ending.DONE
    assert measuring.standing(session, world.programme).found.summary["organisations"] == 7


def test_what_goes_wrong_inside_leaves_one_that_can_be_done_again(app, session, world, monkeypatch):
    monkeypatch.setattr(measuring, "LIGHT", 0)
    two_maps(session, world)
    measure = asked(session, world)
    session.rollback()
    monkeypatch.setattr(process.counting, "count", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        process.run(app.config["SQLALCHEMY_DATABASE_URI"], measure)
    assert row(session, measure).outcome == Ending.STOPPED
    assert asked(session, world) != measure


@pytest.mark.engines("sqlite")  # the process is the same on both
def test_one_that_is_killed_is_known_at_once_and_is_done_again_to_its_end(app, session, world):
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    with saving(session):
        fill(session, world.site, world.civil, size=500, ties=1500)
    share(session, world, world.site, Item.NETWORK)
    measure = asked(session, world)
    child = process.start(database, measure)
    assert until(session, measure, step=1).ended_at is None
    child.send_signal(signal.SIGKILL)
    assert until(session, measure).outcome == Ending.STOPPED
    stands = measuring.standing(session, world.programme)
    assert (stands.found, stands.stopped) == (None, Ending.STOPPED)
    again = asked(session, world)
    child = process.start(database, again)
    done = until(session, again)
    assert (done.outcome, done.step, child.wait(30)) == (Ending.DONE, len(STEPS), 0)
    assert done.seconds > 0
    found = measuring.standing(session, world.programme).found
    assert found.summary["organisations"] == len(found.nodes) == 500
    assert found.summary["relations"] == 1500


def test_what_a_restart_has_stopped_is_taken_up_by_one(app, session, world, monkeypatch):
    monkeypatch.setattr(measuring, "LIGHT", 0)
    two_maps(session, world)
    measure = asked(session, world)
    started = []
    monkeypatch.setattr(process, "start", lambda _database, one: started.append(one))
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    session.rollback()
    process.take_up(database)
    assert started == [], "its process may still be at work"
    with clock.at(clock.now() + measuring.ALIVE):
        process.take_up(database)
        process.take_up(database)
        assert started == [measure]
        assert row(session, measure).step == 0
    with clock.at(clock.now() + measuring.LONGEST + measuring.ALIVE):
        session.rollback()
        process.take_up(database)
    assert started == [measure], "what has lasted too long is for a person to ask again"
    timer = process.take_up_later(database)
    assert timer.daemon
    assert timer.interval > measuring.ALIVE.total_seconds()
    timer.cancel()
