"""Who may come in, what each may do there, and what ends a socket."""

import uuid

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from websockets.exceptions import InvalidStatus

from coopspace.accounts import sessions
from coopspace.accounts.model import WebSession
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.rules import Level
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import wire
from coopspace.live.limits import Limits
from coopspace.sites.model import Membership
from tests.live.serving import Tab, eventually, serving, sign_in
from tests.live.writers import Replica

WRITERS = ("state", "authority", "civil")
READERS = ("observer",)
STRANGERS = ("stranger", "other_state", "admin")


def test_who_may_write_who_may_read_and_who_learns_nothing(tab):
    for name in WRITERS:
        assert tab(name).join().may_write, name
    for name in READERS:
        one = tab(name).open()
        one.hear_until(lambda one=one: one.synced)
        assert not one.may_write, name
        one.write("moi aussi")
        assert one.until_closed() == 4403, name
    for name in STRANGERS:
        assert tab(name).open().until_closed() == 4404, name


def test_nobody_signed_in_is_told_to_sign_in(tab):
    one = tab("state")
    for cookie in ("", "coopspace=", "coopspace=" + "x" * 43, "other=1"):
        one.headers = {"Cookie": cookie} if cookie else {}
        assert one.open().until_closed() == 4401, cookie


def test_a_text_that_does_not_exist_is_like_one_of_strangers(tab):
    one = tab("state")
    for name in (uuid.uuid4(), "nothing", ""):
        one.address = f"ws://{one.origin.removeprefix('http://')}/live/{name}"
        assert one.open().until_closed() == 4404, name


def test_pages_of_other_sites_are_refused_at_the_handshake(tab, site):
    """Six ways to come from elsewhere with the person's own cookie."""
    port = site.port
    rebound = f"127.0.0.1.evil.example:{port}"
    for origin, host in (
        ("http://evil.example", ""),
        (f"http://localhost:{port}", ""),
        (f"http://127.0.0.1:{port + 1}", ""),
        ("null", ""),
        ("", ""),
        (f"http://{rebound}", rebound),
    ):
        one = tab("state", origin=origin)
        one.address = one.address.replace(site.host, host or site.host)
        with pytest.raises(InvalidStatus) as refused:
            one.open()
        assert refused.value.response.status_code == 403, origin


def test_what_is_not_of_the_protocol_ends_the_socket(tab):
    for data, code in (
        ("text", 1003),
        (b"\xff\xff", 1007),
        (wire.sync(wire.UPDATE, b"\x01\x01\x05\x00\x07\x01\x01a\x00\x00"), 4400),
        (wire.sync(wire.STEP1, b"\x01"), 1007),
        (wire.sync(wire.UPDATE, b"x" * 300_000), 1009),
        (wire.awareness([wire.Presence(5, 1, '{"a": "' + "x" * 5000 + '"}')]), 1007),
    ):
        one = tab("state").join()
        one.frame(data)
        assert one.until_closed() == code, data[:20]


@pytest.mark.engines("sqlite")  # limits are counted in the process
def test_limits_of_rate_sockets_and_size(app, session, world, document):
    limits = Limits(
        rate=1, burst=12, sockets_of_person=3, sockets_of_document=5, document=3000, recheck=0.3
    )
    with serving(app, limits) as site:

        def tab(name: str) -> Tab:
            return Tab(site, document, sign_in(session, getattr(world, name)))

        mine = [tab("state").join() for _ in range(3)]
        assert tab("state").open().until_closed() == 4529
        theirs = [tab("civil").join() for _ in range(2)]
        assert tab("authority").open().until_closed() == 4529
        for _ in range(14):
            theirs[0].frame(bytes((wire.QUERY_AWARENESS,)))
        assert theirs[0].until_closed() == 4529
        mine[0].save("x" * 2000)
        mine[1].write("y" * 2000)
        assert mine[1].until_closed() == 4413
        mine[2].hear_until(lambda: mine[2].words == "x" * 2000)
        for one in (*mine, *theirs):
            one.close()


def test_a_place_or_a_session_that_ends_ends_the_socket_within_five_seconds(
    tab, session: Session, world
):
    one, two, three = tab("state").join(), tab("civil").join(), tab("authority").join()
    three.save("je reste")
    with saving(session):
        sessions.end_all(session, world.state)
        place = session.query(Membership).filter_by(user_id=world.civil.id, ended_at=None).one()
        place.ended_at = clock.now()
    assert one.until_closed(5) == 4401
    assert two.until_closed(5) == 4404
    three.save(" encore")
    with saving(session):
        session.execute(delete(WebSession))
    assert three.until_closed(5) == 4401


def test_a_change_that_ends_rests_and_may_be_read(site, session: Session, world):
    """Its texts, and those of a link; brought back, they are written in again."""
    with saving(session), in_site(session, world.site.id):
        one = changes.add(
            session, world.site, by=world.state, level=Level.ULTIMATE, statement="Ils marchent."
        )
        arc = linking.link(session, one, target=None, by=world.state)
        texts = (one.statement_id, one.description_id, arc.rationale_id)
    opened = [Tab(site, text, sign_in(session, world.civil)).join() for text in texts]
    opened[0].save(" Souvent.")
    with saving(session), in_site(session, world.site.id):
        changes.end(session, session.merge(one), by=world.state)
    for tab in opened:
        assert tab.until_closed(5) == 4403
        tab.open()
        tab.hear_until(lambda tab=tab: tab.synced)
        assert not tab.may_write
        tab.write("encore")
        assert tab.until_closed() == 4403
    with saving(session), in_site(session, world.site.id):
        changes.bring_back(session, session.merge(one), by=world.state)
    again = Tab(site, texts[0], sign_in(session, world.civil)).join()
    again.save(" Oui.")
    assert again.words == "Ils marchent. Souvent. Oui."
    again.close()


def test_presence_is_the_persons_own_and_named_by_the_house(tab, world):
    one, two = tab("state").join(), tab("civil").join()
    one.say('{"user": {"name": "Le Préfet"}, "field": "text"}')
    two.hear_until(lambda: two.others)
    said = two.others[one.doc.client_id]
    assert "Le Préfet" not in said
    assert world.state.name in said
    assert '"college": "state"' in said
    two.say('{"forged": true}', clock=9, client=one.doc.client_id)
    two.say('{"field": "text"}')
    one.hear_until(lambda: one.others)
    assert list(one.others) == [two.doc.client_id]
    three = tab("authority").join()
    three.hear_until(lambda: len(three.others) == 2)
    assert "forged" not in str(three.others)
    one.close()
    two.hear_until(lambda: one.doc.client_id not in two.others)


@pytest.mark.engines("sqlite")  # what waits to go out never meets the database
def test_a_reader_that_does_not_keep_up_is_let_go_and_nobody_else_suffers(
    app, session, world, document
):
    with serving(app, Limits(outbound=300_000, rate=10_000, burst=10_000, stuck=1.0)) as site:
        slow = Tab(site, document, sign_in(session, world.civil)).join()
        quick = Tab(site, document, sign_in(session, world.state)).join()
        hub = site.served.hub
        assert hub is not None
        ours = next(one for one in hub.sockets if one.guest.user_id == world.civil.id)
        for _ in range(200):
            quick.save("x" * 100_000)
            quick.erase(0, 100_000)
            quick.push()
            if ours not in hub.sockets:
                break
        eventually(lambda: ours not in hub.sockets)
        quick.hear_until(lambda: quick.saved)
        quick.save("fin")
        slow.drain()
        assert slow.closed is not None
        assert slow.join().words == "fin"
        slow.close()
        quick.close()


def test_typing_after_something_missing_asks_for_it_first(tab, session):
    one, two = tab("state").join(), tab("civil").join()
    author = Replica(4242)
    author.type("un ")
    author.type("deux ")
    first, second = author.take()
    one.sent += 1
    one.frame(wire.sync(wire.UPDATE, second))
    one.hear(first)
    one.hear(second)
    one.hear_until(lambda: one.saved)
    two.hear_until(lambda: two.words == "un deux ")


def test_what_is_asked_for_again_is_not_told_with_what_comes_after_it(
    site, session, world, document
):
    """A frame sent twice by a proxy follows one that could not be written yet."""
    one = Tab(site, document, sign_in(session, world.state)).join()
    one.save("avant ")
    again = one.doc.get_update()
    author = Replica(4242)
    author.type("un ")
    author.type("deux ")
    second = author.take()[1]
    acked = one.acked
    one._take = one.frames.append  # type: ignore[method-assign]
    one.frames.clear()
    one.frame(wire.sync(wire.UPDATE, second))
    one.frame(wire.sync(wire.UPDATE, again))
    one.drain(0.5)
    told = [wire.number(frame, 1)[0] for frame in one.frames if frame[0] == wire.ACK]
    assert [frame[:2] for frame in one.frames if frame[0] == wire.SYNC] == [b"\x00\x00"]
    assert set(told) <= {acked}
    one.close()
