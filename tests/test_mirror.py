"""Two sites and their mirror: not one byte of another site, whatever is asked, typed or forged."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from coopspace.config import Settings
from coopspace.tables import metadata
from tests.crawl import Form, attributes, crawl, forms, post, words_of
from tests.databases import Databases
from tests.house import House
from tests.keeping import in_order
from tests.ledger import count
from tests.mirror import MARKS
from tests.visitor import InspectingClient

MEMBERS = ("state", "civil", "facilitator", "contributor", "observer")
OUTSIDE = ("stranger", "revoked", "anonymous")
HOSTILE = {
    "here": "<zq onmouseover=alert(1)>\"'&{{7*7}}</zq>",
    "near": "<zq>",
    "far": "<zq>",
}
FORGED = {
    "is_administrator": "y",
    "administrator": "y",
    "created_at": "1999-09-09 09:09:09",
    "updated_at": "1999-09-09 09:09:09",
    "disabled_at": "1999-09-09 09:09:09",
    "ended_at": "1999-09-09 09:09:09",
    "accepted_at": "1999-09-09 09:09:09",
    "at": "1999-09-09 09:09:09",
    "seq": "999",
    "version": "999",
    "number": "999",
    "password_hash": "forged",
    "token_hash": "forged",
    "digest": "forged",
}
"""Columns that no form may set, whatever is sent."""


def foreign(house: House, words: str, *marks: str) -> list[str]:
    """What an answer says of sites that are not the one looked at."""
    mirror, shown = house.mirror, words.lower()
    secret = [mark for mark in marks if mark in shown]
    for mark in marks:
        things = mirror.objects[{v: k for k, v in MARKS.items()}[mark]]
        names = ("member", "ended_member", "invitation", "invitation_token", "person")
        secret += [name for name in names if things[name] in words]
    return secret


def leaks(house: House, who: str, *marks: str) -> Iterator[str]:
    """Every address at which this person is shown something of another site."""
    for answer in crawl(house, who):
        count("answers read for another site’s bytes")
        said = foreign(house, answer.words.replace(answer.address, ""), *marks)
        if said and answer.status == 200:
            yield f"{who} at {answer.address}: {said}"


def others(house: House) -> dict[str, str]:
    """The ids of the two other sites, and the columns that would name them."""
    things = {**house.mirror.objects["far"]}
    return {name: things[name] for name in ("member", "invitation", "person", "lead", "site_id")}


def rows_of_others(engine: Engine, house: House, *names: str) -> dict[str, list[str]]:
    """Every row of these other sites, and who administers."""
    signs = [sign for one in names for sign in (house.mirror.objects[one]["site_id"], MARKS[one])]
    signs += [sign.replace("-", "") for sign in signs]
    kept = {
        name: sorted(row for row in rows if any(sign in row for sign in signs))
        for name, rows in all_rows(engine).items()
    }
    with engine.connect() as connection:
        user = metadata.tables["user"]
        admins = select(user.c.email).where(user.c.is_administrator)
        kept["administrators"] = sorted(connection.scalars(admins))
    return kept


def all_rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as its driver says it: ten times sooner than through its types."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        kept = {}
        for table in in_order():
            cursor.execute(f'SELECT * FROM "{table.name}"')
            kept[table.name] = list(map(repr, cursor.fetchall()))
        return kept
    finally:
        connection.close()


def forged_values(engine: Engine) -> list[str]:
    """The rows in which something forged was kept."""
    return [
        f"{name}: {row}"
        for name, rows in all_rows(engine).items()
        for row in rows
        if _FORGED.search(row)
    ]


_FORGED = re.compile(r"1999-09-09|1999, 9, 9|forged|\b999\b")


def test_what_was_forged_would_be_noticed():
    assert all(_FORGED.search(repr((value,))) for value in ("forged", 999, "1999-09-09 09:09:09"))
    assert not _FORGED.search(repr(("1999 habitants", 1999, "unforgettable")))


@pytest.fixture
def tables(house: House) -> Iterator[Engine]:
    """The database of the house, looked at from outside."""
    engine = house.from_outside()
    yield engine
    engine.dispose()


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("who", MEMBERS)
def test_a_member_is_shown_no_byte_of_another_site(house: House, who: str):
    shown_nothing_of_others(house, who)


@pytest.mark.engines("postgresql")  # the filter is the same: one member reads everything there too
def test_a_member_is_shown_no_byte_of_another_site_on_the_other_engine(house: House):
    shown_nothing_of_others(house, "state")


def shown_nothing_of_others(house: House, who: str) -> None:
    """Whatever they reach."""
    found = list(leaks(house, who, MARKS["near"], MARKS["far"]))
    count("bytes of another site shown", len(found))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_is_outside_is_shown_nothing(house: House, who: str):
    found = list(leaks(house, who, MARKS["near"], MARKS["far"]))
    assert not found, "\n".join(found)


@pytest.mark.engines("sqlite")
def test_the_lead_is_shown_no_byte_of_another_programme(house: House):
    found = list(leaks(house, "lead", MARKS["far"]))
    assert not found, "\n".join(found)


@pytest.mark.engines("sqlite")
def test_the_crawl_sees_a_leak(house: House):
    assert next(leaks(house, "far_lead", MARKS["far"]))


@pytest.mark.parametrize("other", ["near", "far"])
def test_the_ids_of_another_site_open_nothing(house: House, tables: Engine, other: str):
    theirs, before, tried = house.mirror.objects[other], rows_of_others(tables, house, other), 0
    mine = house.mirror.objects["here"]
    for who in ("state", "facilitator", "lead"):
        client = house.client_of(who)
        for door in house.doors():
            for name in door.arguments - {"site", "programme"}:
                if theirs[name] == mine[name] or "token" in name or name in ("person", "sha256"):
                    continue
                address = house.address(door, **{name: theirs[name]})
                token = next(forms("/aide", client.get("/aide").text)).fields
                answer = (
                    client.get(address)
                    if door.method == "GET"
                    else client.post(address, data=dict(token))
                )
                shared = name in ("lead", "lead_invitation") and other == "near"
                if name == "event" and who == "lead":  # a lead reads the whole calendar
                    shared = other == "near"
                assert shared or answer.status_code in (403, 404), (who, door.name, name)
                tried += 1
                if answer.status_code < 400:
                    house.restore()
    assert rows_of_others(tables, house, other) == before
    count("addresses forged with another site’s ids", tried)


def forgeries(house: House, form: Form) -> Iterator[tuple[str, dict[str, str]]]:
    """What to choose in a form and what to add to it: each of the others' ids by turns where
    something is chosen, all of them at once where nothing is."""
    added: dict[str, str] = {**FORGED}
    for name, theirs in others(house).items():
        added |= {f"{name}_id": theirs, name: theirs}
        if form.chosen:
            named = {f"{name}_id": theirs, name: theirs, "site_id": theirs, "user_id": theirs}
            yield theirs, _unwritten(form, {**FORGED, **named})
    if not form.chosen:
        things = others(house)
        added |= {"site_id": things["site_id"], "user_id": things["person"]}
        yield "", _unwritten(form, added)


def _unwritten(form: Form, extra: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in extra.items() if name not in dict(form.fields)}


@pytest.mark.engines("sqlite")
def test_forged_fields_change_and_show_nothing_of_others(house: House, tables: Engine):
    seen: set[tuple[str, tuple[str, ...]]] = set()
    sent = {who: forged(house, tables, who, seen) for who in ("state", "facilitator", "lead")}
    assert min(sent.values()) > 5, sent
    assert sent["state"] > 100, sent
    count("forms sent with forged fields", sum(sent.values()))


def forged(house: House, tables: Engine, who: str, seen: set[tuple[str, tuple[str, ...]]]) -> int:
    """Forge the fields of every form that nobody before them was offered; how many were sent."""
    names = ("far",) if who == "lead" else ("near", "far")
    before, sent = rows_of_others(tables, house, *names), 0
    for client, form in offered(house, who, seen):
        for theirs, extra in forgeries(house, form):
            answer = post(client, form, **dict.fromkeys(form.chosen, theirs), **extra)
            sent += 1
            said = words_of(answer)
            for one in others(house).values():
                said = said.replace(one, "")
            assert not foreign(house, said, MARKS["far"]), form
            if answer.status_code < 400:
                assert rows_of_others(tables, house, *names) == before, form.action
                assert forged_values(tables) == [], form.action
                house.restore()
    return sent


def offered(
    house: House, who: str, seen: set[tuple[str, tuple[str, ...]]]
) -> Iterator[tuple[InspectingClient, Form]]:
    """Every form of the pages of the site looked at, once, signing out and display aside."""
    client = house.client_of(who)
    for door in house.doors():
        if door.method != "GET" or not door.arguments & {"site", "programme"}:
            continue
        address = house.address(door)
        answer = client.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for form in forms(address, answer.text):
            names = (form.action, tuple(name for name, _value in form.fields))
            if names not in seen and form.action not in ("/deconnexion", "/affichage"):
                seen.add(names)
                yield client, form


def test_an_attribute_is_told_from_words():
    words = '<p title="&lt;zq onmouseover=alert(1)&gt;">&lt;zq onmouseover=alert(1)&gt;</p>'
    assert attributes(words) == {"title"}
    assert attributes('<p><svg><ZQ onMouseOver="alert(1)"/></svg>') == {"onmouseover"}


@pytest.fixture
def hostile(app: Flask, settings: Settings, databases: Databases) -> House:
    """A house in which every text is an attack."""
    return House(app, settings, databases, HOSTILE)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("who", ["state", "lead", "admin", "far_lead"])
def test_hostile_words_stay_words(hostile: House, who: str):
    shown = 0
    for answer in crawl(hostile, who):
        shown += "zq" in answer.words
        if answer.kind in ("text/html", "image/svg+xml"):
            assert "<zq" not in answer.words, answer.address
            assert "onmouseover" not in attributes(answer.words), answer.address
            assert ">49<" not in answer.words
    assert shown > 3
    count("answers read for hostile words", shown)
