"""Hidden means hidden: before the reveal nothing that anybody is given depends on what was said.

The same people judge twice, everything differently; every answer of the house in between must be
the same bytes. And no statement but the author's own reads an answer at all.
"""

import json

import pytest

from coopspace.readiness.rules import Item, Said
from tests.inspection import steady
from tests.ledger import count
from tests.readiness.acts import (
    ANONYMOUS,
    HOME,
    NAMED,
    ROUND,
    SITE,
    acting,
    all_at,
    enlarge,
    judge,
    open_round,
    reveal,
    the_round,
)

SUFFIXES = ("csv", "xlsx", "ods", "svg", "png", "pdf")
FILES = tuple(f"{address}.{suffix}" for address in (HOME, ROUND) for suffix in SUFFIXES)
TAKERS = ("facilitator", "state")
CANARY = "zqcanari"
READERS = ("facilitator", "observer", "contributor", "lead", "state", "admin", "other_state")
PAGES = (
    HOME,
    f"{HOME}?lunette=2011",
    ROUND,
    f"{ROUND}?lunette=2011",
    f"{ROUND}/finir",
    f"{ROUND}/conclure",
    f"{ROUND}/conclure?sur=vision",
    f"{HOME}/ouvrir",
    f"{SITE}/",
    f"{SITE}/continuum",
    f"{SITE}/journal",
    f"{SITE}/activite",
    f"{SITE}/membres",
)
FIRST = all_at(1, f"{CANARY} un")
THEN = all_at(4, f"{CANARY} {'long ' * 60}") | {
    Item.SUPPORT: Said(unknown=True),
    Item.LEVERAGE: Said(),
}
AUTHORS = ("state", "authority", "civil")


def answer_all(session, world, said: dict[Item, Said]) -> None:
    for name in AUTHORS:
        judge(session, world, name, said)


def everything(visitor, world) -> dict[tuple[str, str], tuple[int, object, str]]:
    """What each reader is given at each address: status, headers, bytes."""
    given = {}
    for name in READERS:
        visitor.sign_in(getattr(world, name))
        for address in (*PAGES, *(FILES if name in TAKERS else ())):
            answer = visitor.client.get(address)
            headers = {
                key: value
                for key, value in answer.headers
                if key not in ("Set-Cookie", "X-Request-Id", "Vary")
            }
            words = answer.text if answer.mimetype.startswith("text/") else answer.data.hex()
            given[name, address] = (answer.status_code, headers, steady(words))
    return given


@pytest.mark.parametrize("mode", [NAMED, ANONYMOUS], ids=["named", "anonymous"])
def test_every_byte_is_the_same_whatever_was_judged(visitor, session, world, mode):
    enlarge(session, world, 2)
    open_round(session, world, mode)
    answer_all(session, world, FIRST)
    before = everything(visitor, world)
    answer_all(session, world, THEN)
    after = everything(visitor, world)
    assert before.keys() == after.keys()
    changed = [where for where, given in before.items() if given != after[where]]
    assert changed == []
    assert CANARY not in str(before) + str(after)
    assert sum(status == 200 for status, _headers, _body in before.values()) > 40
    for _status, headers, _body in before.values():
        assert not {"ETag", "Last-Modified"} & set(headers)
    count("hidden judgements compared byte by byte", len(before))


def test_nothing_reads_an_answer_before_the_reveal(visitor, session, world, statements):
    open_round(session, world)
    answer_all(session, world, FIRST)
    statements.clear()
    everything(visitor, world)
    assert [one for one in statements if "readiness_answer" in one] == []
    assert len(statements) > 100
    reveal(session, world)
    visitor.sign_in(world.observer).get(ROUND)
    assert [one for one in statements if "readiness_answer" in one] != []


def test_the_comparison_sees_what_is_shown(visitor, session, world):
    open_round(session, world)
    answer_all(session, world, FIRST)
    before = everything(visitor, world)
    reveal(session, world)
    after = everything(visitor, world)
    assert before["observer", ROUND] != after["observer", ROUND]
    assert CANARY in after["observer", ROUND][2]


def test_the_form_of_the_author_has_one_size_whatever_the_step(visitor, session, world):
    open_round(session, world)
    sizes = set()
    for step in (1, 2, 3, 4, None):
        judge(session, world, "state", all_at(step, "Le même fait."))
        page = visitor.sign_in(world.state).get(f"{ROUND}/repondre").text
        sizes.add(len(steady(page)))
    assert len(sizes) == 1


@pytest.mark.parametrize("mode", [NAMED, ANONYMOUS], ids=["named", "anonymous"])
def test_nobody_opens_the_answer_of_somebody_else(visitor, session, world, mode):
    enlarge(session, world, 2)
    open_round(session, world, mode)
    judge(session, world, "state", FIRST)
    judge(session, world, "authority", FIRST)
    for name in ("contributor", "civil", *(("state",) if mode.anonymous else ())):
        page = visitor.sign_in(getattr(world, name)).get(f"{ROUND}/repondre").text
        assert CANARY not in page
        assert page.count(" checked") == visitor.get("/aide").text.count(" checked")


def test_logs_and_the_journal_say_nothing_of_an_answer(visitor, session, world, lines):
    open_round(session, world)
    sent = {"urgency": "4", "urgency_words": CANARY}
    visitor.sign_in(world.state).post(f"{ROUND}/repondre", **sent)
    visitor.post(f"{ROUND}/repondre", status=200, urgency="9", urgency_words=CANARY)
    logged = lines.getvalue()
    assert "request" in logged
    assert CANARY not in logged
    assert "urgency" not in logged
    for line in logged.splitlines():
        assert not {"urgency", "said", "user", "person", "address"} & set(json.loads(line))
    assert CANARY not in visitor.get(f"{SITE}/journal").text


def test_my_data_gives_an_author_their_own_answer_and_an_anonymous_one_to_nobody(
    visitor, session, world
):
    enlarge(session, world, 2)
    open_round(session, world)
    judge(session, world, "state", FIRST)
    assert CANARY in visitor.sign_in(world.state).get("/compte/donnees.json").text
    for name in ("facilitator", "civil", "lead", "admin"):
        assert CANARY not in visitor.sign_in(getattr(world, name)).get("/compte/donnees.json").text
    reveal(session, world)
    open_round(session, world, ANONYMOUS)
    judge(session, world, "state", all_at(2, f"{CANARY}-anonyme"), number=2)
    assert f"{CANARY}-anonyme" not in visitor.sign_in(world.state).get("/compte/donnees.json").text


def test_a_round_that_ended_stays_hidden_for_good(visitor, session, world):
    open_round(session, world)
    answer_all(session, world, FIRST)
    visitor.sign_in(world.facilitator).post(f"{ROUND}/finir", why="Trop peu de monde.")
    assert CANARY not in str(everything(visitor, world))


def test_a_reveal_that_is_refused_shows_nothing(visitor, session, world):
    enlarge(session, world, 2)
    open_round(session, world, ANONYMOUS)
    judge(session, world, "state", FIRST)
    visitor.sign_in(world.facilitator).post(f"{ROUND}/reveler", page=ROUND)
    assert CANARY not in visitor.get(ROUND).text
    with acting(session, world):
        held = the_round(session)
        assert (held.revealed_at, held.stood) == (None, None)


@pytest.mark.parametrize("name", ["observer", "contributor", "lead", "stranger", "other_state"])
def test_who_may_not_reveal_does_not(visitor, session, world, name):
    open_round(session, world)
    judge(session, world, "state", FIRST)
    status = 404 if name in ("stranger", "other_state") else 403
    visitor.sign_in(getattr(world, name))
    visitor.post(f"{ROUND}/reveler", page="/accessibilite", status=status)
    with acting(session, world):
        assert the_round(session).revealed_at is None
