"""Hidden means hidden: before the reveal nothing that anybody is given depends on what was said.

The same people answer twice, everything differently; every answer of the house in between must be
the same bytes. And no statement but the author's own reads an answer at all, so that neither a
size nor a time can tell.
"""

import json

import pytest

from coopspace.continuum.doors import door_of
from coopspace.kernel.base import in_site
from tests.continuum.acts import (
    ANONYMOUS,
    GUESTS,
    HOME,
    ROUND,
    acting,
    guest,
    open_round,
    place,
    reveal,
    the_round,
)
from tests.inspection import steady
from tests.ledger import count

SITE = "/sites/quartier-des-trois-ponts"
CANARY = "zqcanari"
READERS = ("facilitator", "observer", "contributor", "lead", "state", "admin", "other_state")
PAGES = (
    HOME,
    ROUND,
    f"{ROUND}/projection",
    f"{ROUND}/projection/etat.json",
    f"{ROUND}/finir",
    f"{ROUND}/conclure",
    f"{HOME}/ouvrir",
    f"{SITE}/",
    f"{SITE}/journal",
    f"{SITE}/activite",
    f"{SITE}/membres",
    "/r",
)
SUFFIXES = ("csv", "xlsx", "ods", "svg", "png", "pdf")
FILES = tuple(f"{address}.{suffix}" for address in (HOME, ROUND) for suffix in SUFFIXES)
TAKERS = ("facilitator", "state")
"""Those who see the most: files are asked for by them."""
FIRST = {"level": 1, "desired": 7, "fact": f"{CANARY} un", "advances": f"{CANARY} avancée"}
THEN = {"level": 7, "stay": True, "fact": f"{CANARY} {'long ' * 60}", "trust": 5, "structure": 1}
AUTHORS = ("state", "authority", "civil")


def answer_all(session, world, said: dict) -> None:
    for name in AUTHORS:
        place(session, world, name, **said)
    with in_site(session, world.site.id):
        joined = the_round(session).guests
    session.rollback()
    for device in ("a", "b") if joined else ():
        guest(session, world, device, **said)


def everything(visitor, session, world) -> dict[tuple[str, str], tuple[int, object, str]]:
    """What each reader is given at each address: status, headers, bytes."""
    with in_site(session, world.site.id):
        door = door_of(session, the_round(session))
        joining = (f"/r/{door.token}", f"/r/{door.code}") if door else ()
    session.rollback()
    given = {}
    for name in READERS:
        visitor.sign_in(getattr(world, name))
        for address in (*PAGES, *joining, *(FILES if name in TAKERS else ())):
            answer = visitor.client.get(address)
            headers = {
                key: value
                for key, value in answer.headers
                if key not in ("Set-Cookie", "X-Request-Id", "Vary")
            }
            words = answer.text if answer.mimetype.startswith("text/") else answer.data.hex()
            given[name, address] = (answer.status_code, headers, steady(words))
    return given


@pytest.mark.parametrize("mode", [GUESTS, ANONYMOUS], ids=["named", "anonymous"])
def test_every_byte_is_the_same_whatever_was_answered(visitor, session, world, mode):
    open_round(session, world, mode)
    answer_all(session, world, FIRST)
    before = everything(visitor, session, world)
    answer_all(session, world, THEN)
    after = everything(visitor, session, world)
    assert before.keys() == after.keys()
    changed = [where for where, given in before.items() if given != after[where]]
    assert changed == []
    assert CANARY not in str(before) + str(after)
    assert sum(status == 200 for status, _headers, _body in before.values()) > 45
    count("hidden answers compared byte by byte", len(before))


def test_no_header_names_a_version_of_the_answers(visitor, session, world):
    open_round(session, world, GUESTS)
    answer_all(session, world, FIRST)
    for _status, headers, _body in everything(visitor, session, world).values():
        assert not {"ETag", "Last-Modified"} & set(headers)
        assert headers.get("Cache-Control") == "no-store"


def test_nothing_reads_an_answer_before_the_reveal(visitor, session, world, statements):
    open_round(session, world, GUESTS)
    answer_all(session, world, FIRST)
    statements.clear()
    everything(visitor, session, world)
    read = [one for one in statements if "continuum_answer" in one]
    own = [one for one in read if "continuum_answer.secret = " in one]
    assert read == own
    assert len(statements) > 100
    reveal(session, world)
    visitor.sign_in(world.observer).get(ROUND)
    assert [one for one in statements if "continuum_answer" in one] != own


def test_the_comparison_sees_what_is_shown(visitor, session, world):
    open_round(session, world, GUESTS)
    answer_all(session, world, FIRST)
    before = everything(visitor, session, world)
    reveal(session, world)
    after = everything(visitor, session, world)
    assert before["observer", ROUND] != after["observer", ROUND]
    assert CANARY in after["observer", ROUND][2]


def test_the_form_of_the_author_has_one_size_whatever_the_level(visitor, session, world):
    open_round(session, world)
    sizes = set()
    for level in range(1, 8):
        place(session, world, "state", level, desired=8 - level, fact="Le même fait.")
        sizes.add(len(steady(visitor.sign_in(world.state).get(f"{ROUND}/repondre").text)))
    assert len(sizes) == 1


def test_nobody_opens_the_answer_of_somebody_else(visitor, session, world):
    open_round(session, world, ANONYMOUS)
    answer_all(session, world, FIRST)
    for name in ("contributor", "civil"):
        page = visitor.sign_in(getattr(world, name)).get(f"{ROUND}/repondre").text
        assert CANARY not in page
        assert page.count(" checked") == visitor.get("/aide").text.count(" checked")


def test_logs_and_the_journal_say_nothing_of_an_answer(visitor, session, world, lines):
    open_round(session, world, GUESTS)
    visitor.sign_in(world.state).post(f"{ROUND}/repondre", level="6", fact=CANARY, name=CANARY)
    visitor.post(f"{ROUND}/repondre", status=200, level="9", fact=CANARY)
    logged = lines.getvalue()
    assert "request" in logged
    assert CANARY not in logged
    assert "level=" not in logged
    for line in logged.splitlines():
        assert not {"desired", "fact", "user", "person", "address"} & set(json.loads(line))
    assert CANARY not in visitor.get(f"{SITE}/journal").text


def test_my_data_gives_an_author_their_own_answer_and_an_anonymous_one_to_nobody(
    visitor, session, world
):
    open_round(session, world)
    place(session, world, "state", 2, fact=CANARY)
    assert CANARY in visitor.sign_in(world.state).get("/compte/donnees.json").text
    for name in ("facilitator", "civil", "lead", "admin"):
        assert CANARY not in visitor.sign_in(getattr(world, name)).get("/compte/donnees.json").text
    reveal(session, world)
    open_round(session, world, ANONYMOUS)
    place(session, world, "state", 2, number=2, fact=f"{CANARY}-anonyme")
    assert f"{CANARY}-anonyme" not in visitor.sign_in(world.state).get("/compte/donnees.json").text


def test_a_round_that_ended_stays_hidden_for_good(visitor, session, world):
    open_round(session, world, GUESTS)
    answer_all(session, world, FIRST)
    visitor.sign_in(world.facilitator).post(f"{ROUND}/finir", why="Trop peu de monde.")
    given = everything(visitor, session, world)
    assert CANARY not in str(given)


def test_a_reveal_that_is_refused_shows_nothing(visitor, session, world):
    open_round(session, world, ANONYMOUS)
    place(session, world, "state", **FIRST)
    visitor.sign_in(world.facilitator).post(f"{ROUND}/reveler", page=ROUND)
    assert CANARY not in visitor.get(ROUND).text
    with acting(session, world):
        assert the_round(session).revealed_at is None


@pytest.mark.parametrize("name", ["observer", "contributor", "lead", "stranger", "other_state"])
def test_who_may_not_reveal_does_not(visitor, session, world, name):
    open_round(session, world)
    place(session, world, "state", **FIRST)
    status = 404 if name in ("stranger", "other_state") else 403
    visitor.sign_in(getattr(world, name))
    visitor.post(f"{ROUND}/reveler", page="/accessibilite", status=status)
    with acting(session, world):
        assert the_round(session).revealed_at is None
