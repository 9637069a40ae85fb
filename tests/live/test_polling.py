"""The same texts where WebSockets are blocked, and with JavaScript off, all at once."""

import threading
import time

import pytest
from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store, wire, wordings
from coopspace.live.limits import Limits
from coopspace.sites.model import Membership
from tests.live.poller import Poller
from tests.live.serving import Site, serving, sign_in
from tests.live.writers import Replica


@pytest.fixture
def poller(site: Site, session: Session, world, document):
    def make(name: str) -> Poller:
        return Poller(site, document, sign_in(session, getattr(world, name)))

    return make


def test_a_socket_a_poller_and_a_form_write_in_one_text(tab, poller, session, document, world):
    one, two = tab("state").join(), poller("civil")
    one.save("Au marché. ")
    assert two.poll() == 200
    assert two.words == "Au marché. "
    two.type("Le lundi. ")
    assert two.send() == 2
    one.hear_until(lambda: one.words == "Au marché. Le lundi. ")
    with saving(session), in_site(session, world.site.id):
        seen = store.read(session, document)
        assert seen.text == "Au marché. Le lundi."
    one.save("Tôt. ", 0)
    with saving(session), in_site(session, world.site.id):
        written = store.write(
            session, document, "Au grand marché. Le lundi.", seen=seen.token, by=world.authority.id
        )
    assert written.mine.text == "Tôt. Au grand marché. Le lundi."
    one.hear_until(lambda: one.words == "Tôt. Au grand marché. Le lundi. ")
    two.poll(2)
    assert two.words == one.words


def test_news_wakes_whoever_waits(tab, poller):
    one, two = tab("state").join(), poller("civil")
    two.poll()
    assert two.poll(0) == 204
    heard: list[float] = []

    def wait() -> None:
        status, _, body = two.ask("GET", f"updates?after={two.after}&wait=20&presence=0")
        assert (status, bool(body)) == (200, True)
        heard.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    one.save("voilà")
    written = time.monotonic()
    waiting.join(10)
    assert heard
    assert heard[0] - written < 3


def test_whoever_waits_hears_nothing_once_their_session_or_place_ended(tab, poller, session, world):
    one = tab("state").join()
    for end, status in ((sessions.end_all, 401), (leave, 404)):
        two = poller("civil")
        two.poll()
        answers: list[tuple[int, bytes]] = []

        def wait(two: Poller = two, answers: list[tuple[int, bytes]] = answers) -> None:
            asked = f"updates?after={two.after}&wait=20&presence={two.presence}"
            answered, _, body = two.ask("GET", asked)
            answers.append((answered, body))

        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.3)
        with saving(session):
            end(session, world.civil)
        one.save("secret")
        waiting.join(10)
        [(answered, body)] = answers
        assert answered == status
        assert b"secret" not in body


def leave(session: Session, person: User) -> None:
    place = session.query(Membership).filter_by(user_id=person.id, ended_at=None).one()
    place.ended_at = clock.now()


def test_nothing_is_said_to_be_written_over_http_before_the_commit(
    poller, session, document, world
):
    one = poller("state")
    one.type("avant")
    heard: list[int] = []
    sending = threading.Thread(target=lambda: heard.append(one.send()))
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, document)
        sending.start()
        time.sleep(0.5)
        assert heard == []
    sending.join(10)
    assert heard == [1]


def test_presence_is_seen_both_ways_and_forgotten(app, session, world, document, tab):
    with serving(app, Limits(presence_kept=1.0)) as site:
        two = Poller(site, document, sign_in(session, world.civil))
        three = Poller(site, document, sign_in(session, world.state))
        said = wire.Presence(two.doc.client_id, 1, '{"user": {"name": "X"}}')
        assert two.ask("POST", "presence", wire.encode_presences([said]))[0] == 204
        three.poll()
        assert world.civil.name in three.others[two.doc.client_id]
        three.poll(5)
        assert three.others == {}


def test_the_same_gate_over_http(poller):
    update = Replica(3)
    update.type("x")
    made = update.take()[0]
    for name, read, write in (
        ("state", 200, 200),
        ("observer", 200, 403),
        ("stranger", 404, 404),
        ("other_civil", 404, 404),
        ("admin", 404, 404),
    ):
        one = poller(name)
        assert one.ask("GET", "updates?after=-1")[0] == read, name
        assert one.ask("POST", "updates", made)[0] == write, name
    one = poller("state")
    one.headers["Cookie"] = "coopspace=nothing"
    assert one.ask("GET", "updates")[0] == one.ask("POST", "updates", made)[0] == 401


def test_what_is_refused_over_http(poller):
    one = poller("state")
    person = Replica(3)
    person.type("x")
    person.type("y")
    first, second = person.take()
    assert one.ask("POST", "updates", first, Origin="http://evil.example")[0] == 403
    assert one.ask("POST", "updates", first, Origin="null")[0] == 403
    assert one.ask("POST", "updates", b"garbage")[0] == 400
    assert one.ask("POST", "updates", b"x" * 300_000)[0] == 413
    assert one.ask("POST", "updates", second)[0] == 409
    assert one.ask("POST", "updates", first)[0] == 200
    assert one.ask("POST", "updates", first)[0] == 200
    assert one.ask("POST", "elsewhere", first)[0] == 404
    assert one.ask("PUT", "updates", first)[0] == 405
    assert one.ask("GET", "updates?sv=%%%")[0] == 400
    del one.headers["Origin"]
    assert one.ask("POST", "updates", second)[0] == 403
    assert one.poll() == 200
    assert one.words == "x"
