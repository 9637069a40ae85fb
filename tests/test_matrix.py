"""Every route × every persona, really called: nobody gets in who should not, nobody is kept out.

Three tellings must agree: `matrix.toml` (written by hand), the gate's marks with the table of
permissions, and what the house answers.
"""

import pytest
from flask import Flask, Response

from blueprints._shared.gate import Gate
from tests.house import House, token_on
from tests.ledger import count, tell
from tests.matrix import PERSONAS, WRITTEN, by_mark, unmatched, walk, written

ON_BOTH = ("state", "facilitator", "observer", "lead", "admin", "stranger", "anonymous")
"""Those for whom every door is tried on PostgreSQL too: each opens for one and refuses another."""


def test_every_route_carries_one_mark(app: Flask):
    unmarked = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not isinstance(getattr(app.view_functions[rule.endpoint], "gate", None), Gate)
    ]
    assert unmarked == []


@pytest.mark.engines("sqlite")
def test_the_matrix_names_every_door_and_no_other(house: House):
    assert unmatched({door.name for door in house.doors()}, set(WRITTEN["doors"])) == []


def test_a_door_without_a_line_is_noticed():
    assert unmatched({"GET a.b", "GET a.c"}, {"GET a.b", "GET a.d"}) == [
        "GET a.c: no line in matrix.toml",
        "GET a.d: no such route any more",
    ]


@pytest.mark.engines("sqlite")
def test_the_matrix_agrees_with_the_marks_and_the_permissions(house: House):
    for door in house.doors():
        if WRITTEN["doors"][door.name] != "nobody":
            mark = house.app.view_functions[door.endpoint].gate
            assert written(door) == by_mark(mark, door.arguments), door.name


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("who", PERSONAS)
def test_each_person_meets_what_the_matrix_says(house: House, who: str):
    meets_what_the_matrix_says(house, who)


@pytest.mark.engines("postgresql")  # who may is decided before any storage is asked
@pytest.mark.parametrize("who", ON_BOTH)
def test_every_door_opens_and_stays_shut_on_the_other_engine(house: House, who: str):
    meets_what_the_matrix_says(house, who)


@pytest.mark.engines("sqlite")
def test_each_door_opens_for_one_of_them_and_refuses_another(house: House):
    for door in house.doors():
        inside = written(door) & set(ON_BOTH)
        assert inside or WRITTEN["doors"][door.name] == "nobody", door.name
        assert inside != set(ON_BOTH) or written(door) == frozenset(PERSONAS), door.name


def meets_what_the_matrix_says(house: House, who: str) -> None:
    """Every door, really tried."""
    doors = list(walk(house, who))
    unexpected = [
        f"{who} at {door.name}: {was}, expected {wanted}"
        for door, wanted, was in doors
        if was != wanted
    ]
    count(f"cells of the matrix called on {house.engine}", len(doors))
    count("unexpected answers in the matrix", len(unexpected))
    tell("matrix", f"{len(doors)} routes and methods × {len(PERSONAS)} personas")
    assert not unexpected, "\n".join(unexpected)


@pytest.mark.engines("postgresql")  # SQLite is put back after every act
def test_the_house_knows_when_it_must_be_put_back(house: House):
    before = house.written()
    assert house.written() == before
    client = house.client_of("state")
    token = token_on(client.get("/accessibilite").text)
    client.post("/affichage", data={"csrf_token": token, "locale": "en", "next": "/aide"})
    assert house.written() != before


@pytest.mark.engines("sqlite")
def test_a_wrong_line_of_the_matrix_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(WRITTEN["doors"], "GET sites.dashboard", "trio")
    wrong = [door.name for door, wanted, was in walk(house, "observer") if wanted != was]
    assert wrong == ["GET sites.dashboard"]


@pytest.mark.engines("sqlite")
def test_an_open_door_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch):
    leak = Response("all of it", mimetype="text/plain")
    monkeypatch.setitem(house.app.view_functions, "members.index", lambda site: leak)
    wrong = [door.name for door, wanted, was in walk(house, "stranger") if wanted != was]
    assert wrong == ["GET members.index"]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("who", ["anonymous", "state"])
def test_every_other_method_is_refused(house: House, who: str):
    client = house.client_of(who)
    doors = list(house.doors())
    known = {(door.rule, door.method) for door in doors}
    refused = 0
    for door in {door.rule: door for door in doors}.values():
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            if (door.rule, method) not in known:
                token = token_on(client.get("/accessibilite").text)
                answer = client.open(house.address(door), method=method, data={"csrf_token": token})
                assert answer.status_code == 405, (door.name, method)
                refused += 1
    assert refused > 20
