"""Every kind of text × everybody × every way in: who writes, who reads, who learns nothing."""

import uuid

import pytest
from sqlalchemy.orm import Session

from coopspace.agreement import clauses
from coopspace.agreement.questions import by_code
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.rules import Level
from coopspace.decisions.held import decision_of
from coopspace.document_kinds import RIGHTS
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.live.model import Document
from coopspace.narrative import actions as narrative
from coopspace.vision import actions as vision
from tests import ledger
from tests.decisions.acts import opened
from tests.live.poller import Poller
from tests.live.serving import Site, Tab, sign_in
from tests.live.writers import Replica

WRITE, READ, NOTHING, NOBODY = "write", "read", "nothing", "nobody"
EVERYBODY = {
    "state": WRITE,
    "authority": WRITE,
    "civil": WRITE,
    "facilitator": WRITE,
    "contributor": WRITE,
    "observer": READ,
    "lead": READ,
    "admin": NOTHING,
    "stranger": NOTHING,
    "other_state": NOTHING,
    "other_contributor": NOTHING,
    "anonymous": NOBODY,
}
CODES = {READ: 4403, NOTHING: 4404, NOBODY: 4401}


@pytest.fixture
def texts(session: Session, world) -> dict[str, uuid.UUID]:
    """One text of each kind, and one of a kind that no door knows."""
    number = opened(session, world)
    with saving(session), in_site(session, world.site.id):
        proposal = decision_of(session, number).document_id
        room = vision.open_vision(session, world.site, by=world.state)
        one = changes.add(
            session, world.site, by=world.state, level=Level.ULTIMATE, statement="Ils marchent."
        )
        arc = linking.link(session, one, target=None, by=world.state)
        asked = next(iter(by_code()))
        clause = clauses.open_clause(session, world.site, code=asked, by=world.state)
        unknown = store.create(session, "unknown", site_id=world.site.id, by=None)
        ids = (room.sentence_id, room.reading_id, one.statement_id, one.description_id)
        ids += (arc.rationale_id, arc.assumption_id, clause.document_id, proposal)
        ids += (narrative.open_narrative(session, world.site, by=world.state).document_id,)
        found = {session.get_one(Document, each).kind: each for each in ids}
    assert set(found) == set(RIGHTS)
    return {**found, "unknown": unknown}


def made() -> bytes:
    author = Replica(uuid.uuid4().int >> 96)
    author.type("x")
    return author.take()[0]


def by_socket(site: Site, text: uuid.UUID, token: str) -> tuple[str, int | None]:
    """What one may do through a socket, and with which code it ended."""
    tab = Tab(site, text, token).open()
    tab.hear_until(lambda: tab.synced)
    if tab.closed is not None:
        return ("", tab.closed)
    may = WRITE if tab.may_write else READ
    tab.write("y")
    tab.hear_until(lambda: tab.saved)
    tab.close()
    return (may, tab.closed)


def by_http(site: Site, text: uuid.UUID, token: str) -> tuple[int, int, int]:
    """The answers to a reading, a writing and a saying that one is there."""
    one = Poller(site, text, token)
    asked = (
        ("GET", "updates?after=-1", b""),
        ("POST", "updates", made()),
        ("POST", "presence", b"\0"),
    )
    statuses = [one.ask(method, act, body)[0] for method, act, body in asked]
    return (statuses[0], statuses[1], statuses[2])


@pytest.mark.engines("sqlite")  # who may do what is one table, whatever the database
def test_who_may_do_what_in_each_kind_of_text_by_socket_and_by_http(
    site: Site, session: Session, world, texts
):
    http = {
        WRITE: (200, 200, 204),
        READ: (200, 403, 204),
        NOTHING: (404, 404, 404),
        NOBODY: (401, 401, 401),
    }
    for name, may in EVERYBODY.items():
        token = "" if name == "anonymous" else sign_in(session, getattr(world, name))
        for kind, text in texts.items():
            expected = may if kind != "unknown" or may == NOBODY else NOTHING
            socket = {WRITE: (WRITE, None), READ: (READ, 4403)}
            wanted = socket.get(expected, ("", CODES.get(expected)))
            assert by_socket(site, text, token) == wanted, (name, kind)
            assert by_http(site, text, token) == http[expected], (name, kind)
            ledger.count("doors of live texts tried by everybody, by socket and by HTTP", 4)


@pytest.mark.engines("sqlite")  # the origin is looked at before anything is asked of a database
def test_six_pages_of_other_sites_write_nothing_over_http(site: Site, session, world, texts):
    text = texts["vision"]
    one = Poller(site, text, sign_in(session, world.state))
    port = site.port
    for origin in (
        "http://evil.example",
        f"http://localhost:{port}",
        f"http://127.0.0.1:{port + 1}",
        "null",
        f"http://127.0.0.1.evil.example:{port}",
    ):
        for act, body in (("updates", made()), ("presence", b"\0")):
            assert one.ask("POST", act, body, Origin=origin)[0] == 403, (origin, act)
        assert one.ask("GET", "updates?after=-1", Origin=origin)[0] == 403, origin
    one.headers.pop("Origin")
    assert one.ask("POST", "updates", made())[0] == 403
    with in_site(session, world.site.id):
        assert store.read(session, text).text == ""
