"""The server is killed while people type: whatever was acknowledged is there afterwards."""

import os
import signal
import time

import pytest
from sqlalchemy.orm import Session

from coopspace.config import Settings
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import wordings
from tests.live import typists
from tests.live.process import Process
from tests.live.serving import Tab, sign_in
from tests.live.typists import Stuck, Typist, kill_under_typing, marks, written
from tests.ports import free_port

KILLS = int(os.environ.get("KILLS", "10"))
"""`make kill` asks for more."""
CAST = ("state", "authority", "civil")


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    settings: Settings, session: Session, world, document
):
    tokens = [sign_in(session, getattr(world, who)) for who in CAST]
    session.rollback()
    with Process(settings, free_port()) as process:
        kill_under_typing(settings, document, [process], tokens, KILLS)


@pytest.mark.engines("postgresql")  # SQLite is served by one process
def test_nothing_acknowledged_is_lost_when_one_of_two_servers_is_killed(
    settings: Settings, session: Session, world, document
):
    tokens = [sign_in(session, getattr(world, who)) for who in CAST]
    session.rollback()
    with (
        Process(settings, free_port(), "live") as one,
        Process(settings, free_port(), "live") as two,
    ):
        kill_under_typing(settings, document, [one, two], tokens, KILLS)


def until_nothing_comes_any_more(person: Typist, settings: Settings, process: Process) -> None:
    """What was under way when the text was held may still be answered."""
    for _answer in range(100):
        typists.wait_for_all([person], settings, [process])


@pytest.mark.engines("postgresql")
def test_whoever_does_not_get_on_says_where_everybody_stands(
    settings: Settings, session: Session, world, document, monkeypatch
):
    """The text is held by this very test: the proof of crashes can fail, and then says why."""
    monkeypatch.setattr(typists, "PATIENCE", 2.0)
    token = sign_in(session, world.state)
    session.rollback()
    with Process(settings, free_port(), "live") as process:
        person = Typist(process, document, token, "a")
        person.start()
        typists.wait_for_all([person], settings, [process])
        with saving(session), in_site(session, world.site.id):
            wordings.locked(session, document)
            with pytest.raises(Stuck) as stuck:
                until_nothing_comes_any_more(person, settings, process)
        process.start()
        person.enough.set()
        person.join(30)
        assert not person.is_alive()
    assert marks(written(settings, document)[0]).total() == person.count
    said = str(stuck.value)
    assert "a: typed " in said
    assert "idle in transaction" in said
    assert "FOR NO KEY UPDATE" in said
    assert "Fatal Python error: Aborted" in said
    assert "coopspace/live/writer.py" in said


@pytest.mark.parametrize("how", [signal.SIGTERM])
def test_a_server_that_is_asked_to_stop_sends_people_back_and_writes_what_it_had(
    settings: Settings, session: Session, world, document, how: signal.Signals
):
    token = sign_in(session, world.state)
    session.rollback()
    process = Process(settings, free_port()).start()
    one = Tab(process, document, token).join()  # type: ignore[arg-type]
    for number in range(40):
        one.write(f"[t{number}]")
    began = time.monotonic()
    code = process.end(how)
    assert time.monotonic() - began < 8
    assert code in (0, -how)
    assert one.until_closed() == 1012
    known = marks(written(settings, document)[0])
    assert all(f"t{number}" in known for number in range(one.acked - 1))
    one.type("[hors ligne]")
    with process:
        one.join()
        assert marks(one.words)["t39"] == 1
    one.close()
