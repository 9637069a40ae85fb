"""Several processes are one house: `web` and `live` beside each other, on PostgreSQL or Redis."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from coopspace import doctor
from coopspace.app import create_app
from coopspace.cli import main
from coopspace.config import Settings
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import bus, store
from coopspace.live.limits import Limits
from tests.live.meeting import HERE, meet, said
from tests.live.process import Process
from tests.live.redis_server import RedisServer
from tests.live.serving import Site, Tab, eventually, serving, sign_in
from tests.ports import free_port

NO_LOOKING = Limits(catch_up=3600.0)
"""The log is not looked at: what arrives came by the bus."""


@contextmanager
def pair(app: Flask, limits: Limits | None = None, url: str = "") -> Iterator[tuple[Site, Site]]:
    """Two servers that share nothing but the database, and a Redis server if one is named."""
    settings = replace(app.config["SETTINGS"], bus_url=url)
    with (
        serving(create_app(settings), limits) as one,
        serving(create_app(settings), limits) as two,
    ):
        yield one, two


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def tabs(sites: tuple[Site, Site], session: Session, world, document: uuid.UUID) -> list[Tab]:
    return [
        Tab(sites[0], document, sign_in(session, world.state)).join(),
        Tab(sites[1], document, sign_in(session, world.civil)).join(),
    ]


def write_both_ways(one: Tab, two: Tab) -> None:
    one.save("[d’ici]")
    two.hear_until(lambda: "[d’ici]" in two.words)
    two.save("[de là]")
    one.hear_until(lambda: "[de là]" in one.words)
    one.save("é" * 9000)
    two.hear_until(lambda: two.words == one.words)
    two.erase(0, len(two.words))
    two.save("rien")
    one.hear_until(lambda: one.words == "rien")


@pytest.mark.engines("postgresql")
def test_postgresql_carries_the_words_and_who_is_there(app, session, world, document):
    with pair(app, NO_LOOKING) as sites:
        one, two = tabs(sites, session, world, document)
        write_both_ways(one, two)
        see_each_other(one, two, world)
        with saving(session), in_site(session, world.site.id):
            seen = store.read(session, document)
            store.write(session, document, "Par la page.", seen=seen.token, by=world.civil.id)
        for tab in (one, two):
            tab.hear_until(lambda tab=tab: tab.words == "Par la page.")


@pytest.mark.engines("postgresql")
def test_redis_carries_them_as_well(app, session, world, document, redis):
    with pair(app, NO_LOOKING, redis.url) as sites:
        one, two = tabs(sites, session, world, document)
        write_both_ways(one, two)
        see_each_other(one, two, world)


@pytest.mark.engines("postgresql")
@pytest.mark.parametrize("by_redis", [False, True])
def test_who_is_at_the_site_is_known_whichever_process_was_told(
    app, session, world, redis, by_redis: bool
):
    tokens = {who: sign_in(session, getattr(world, who)) for who in ("state", "civil")}
    with pair(app, NO_LOOKING, redis.url if by_redis else "") as sites:

        def seen(by: int) -> list[str]:
            _, answer = meet(sites[by], world.site.id, tokens["civil"], said(None))
            return [one["user"]["name"] for one in answer["here"]]

        meet(sites[0], world.site.id, tokens["state"], said(HERE))
        eventually(lambda: seen(1) == [world.state.name])
        meet(sites[1], world.site.id, tokens["state"], said(None))
        eventually(lambda: seen(0) == seen(1) == [])


def see_each_other(one: Tab, two: Tab, world) -> None:
    one.say('{"field": "text", "head": 3}')
    two.hear_until(lambda: two.others)
    assert world.state.name in two.others[one.doc.client_id]
    two.say('{"field": "text"}')
    one.hear_until(lambda: one.others)
    assert world.civil.name in one.others[two.doc.client_id]
    two.say("null", clock=2)
    one.hear_until(lambda: not one.others)


@pytest.mark.engines("postgresql")
def test_a_redis_that_is_killed_loses_no_word_and_comes_back(app, session, world, document, redis):
    with pair(app, None, redis.url) as sites:
        one, two = tabs(sites, session, world, document)
        write_both_ways(one, two)
        for number in range(2):
            redis.kill()
            for turn in range(5):
                one.save(f"[a{number}{turn}]")
                two.save(f"[b{number}{turn}]")
            for tab in (one, two):
                tab.hear_until(lambda tab=tab, last=f"{number}4]": tab.words.count(last) == 2)
            redis.start()
        write_both_ways(one, two)


@pytest.mark.engines("postgresql")
def test_who_came_before_is_seen_from_a_process_that_opens_the_text_later(
    app, session, world, document
):
    with pair(app) as sites:
        one = Tab(sites[0], document, sign_in(session, world.state)).join()
        one.say('{"field": "text"}')
        two = Tab(sites[1], document, sign_in(session, world.civil)).join()
        two.hear_until(lambda: one.doc.client_id in two.others)
        one.close()
        two.hear_until(lambda: two.others == {})


@pytest.mark.engines("postgresql")
def test_whoever_was_in_a_process_that_died_is_forgotten(app, session, world, document):
    limits = Limits(presence_kept=1.5)
    with pair(app, limits) as sites:
        one = Tab(sites[0], document, sign_in(session, world.state)).join()
        two = Tab(sites[1], document, sign_in(session, world.civil)).join()
        one.say('{"field": "text"}')
        two.hear_until(lambda: two.others)
        two.drain(2.0)
        assert one.doc.client_id in two.others, "who stays is said again"
        hub = sites[0].served.hub
        assert hub is not None
        hub._bus.stop()
        two.hear_until(lambda: not two.others, 6)


@pytest.mark.engines("postgresql")
def test_somebody_who_comes_back_through_another_process_is_there_once(
    app, session, world, document
):
    with pair(app) as sites:
        token = sign_in(session, world.state)
        one = Tab(sites[0], document, token, client=4711).join()
        watcher = Tab(sites[1], document, sign_in(session, world.civil)).join()
        one.say('{"field": "text"}')
        watcher.hear_until(lambda: 4711 in watcher.others)
        again = Tab(sites[1], document, token, client=4711).join()
        again.say('{"field": "again"}', clock=2)
        watcher.hear_until(lambda: "again" in watcher.others.get(4711, ""))
        one.close()
        watcher.drain(0.5)
        assert "again" in watcher.others[4711]


@pytest.mark.engines("postgresql")
def test_pages_and_live_texts_served_apart_are_one_house(settings, session, world, document):
    token = sign_in(session, world.state)
    session.rollback()
    with (
        Process(settings, free_port(), "web") as web,
        Process(settings, free_port(), "live") as live,
    ):
        one = Tab(live, document, token).join()  # type: ignore[arg-type]
        one.save("En direct.")
        with saving(session), in_site(session, world.site.id):
            seen = store.read(session, document)
            store.write(session, document, "Oui. En direct.", seen=seen.token, by=world.civil.id)
        one.hear_until(lambda: one.words == "Oui. En direct.")
        assert asked(live, "/healthz") == 200
        assert asked(live, "/") == asked(live, "/connexion") == 404
        assert asked(web, "/healthz") == asked(web, "/readyz") == asked(web, "/connexion") == 200
        assert asked(web, f"/live/{document}/updates") == 404
        one.close()


def asked(process: Process, path: str) -> int:
    asking = HTTPConnection("127.0.0.1", process.port, timeout=10)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    finally:
        asking.close()


@pytest.mark.engines("sqlite")
def test_one_process_serves_sqlite_and_the_others_are_told_why(settings: Settings, monkeypatch):
    monkeypatch.setenv("COOPSPACE_DATA", str(settings.data))
    for part in ("web", "live"):
        said = CliRunner().invoke(main, [part])
        assert said.exit_code == 1
        assert "coopspace serve" in said.output
        assert "COOPSPACE_DATABASE_URL=postgresql://" in said.output
    with Process(settings, free_port()) as process:
        said = CliRunner().invoke(main, ["serve", "--port", "0"])
        assert said.exit_code == 1
        assert "Another process serves" in said.output
        process.end()
        process.start()


@pytest.mark.engines("postgresql")
def test_a_part_waits_for_the_migration(settings: Settings, session: Session, monkeypatch):
    monkeypatch.setenv("COOPSPACE_DATA", str(settings.data))
    monkeypatch.setenv("COOPSPACE_DATABASE_URL", settings.database_url)
    monkeypatch.setattr("coopspace.serving.head", lambda: "9999")
    for part in ("web", "live"):
        said = CliRunner().invoke(main, [part])
        assert said.exit_code == 1
        assert "run `coopspace migrate` first" in said.output


def test_news_that_is_not_ours_is_passed_over():
    document = uuid.uuid4()
    assert bus.read(bus.line("p", document, 4, b"x" * 6000)) == bus.Line("p", document, 4, None)
    assert bus.read(bus.line("p", document, 4, b"x")) == bus.Line("p", document, 4, b"x")
    assert bus.read(bus.asked("p", document)) == bus.Asked("p", document)
    for other in (
        "",
        "l:p",
        "l:p:no:1:",
        f"s:p:{document}:%%",
        f"h:p:{document}:AAAA",
        "a:b:c:d:e:f",
    ):
        assert bus.read(other) is None, other


def test_a_bus_that_never_answers_makes_nobody_wait(app, session, world, document, engine_kind):
    """The address of a Redis server where nobody listens: one process on its own."""
    settings = replace(app.config["SETTINGS"], bus_url="redis://127.0.0.1:1")
    with serving(create_app(settings)) as site:
        one = Tab(site, document, sign_in(session, world.state)).join()
        began = time.monotonic()
        for turn in range(20):
            one.save(f"[{turn}]")
        assert time.monotonic() - began < 5
        eventually(lambda: one.saved)
        one.close()


@pytest.mark.engines("postgresql")
def test_the_check_up_says_whether_the_bus_answers(settings, session, redis):
    settings.data.mkdir(exist_ok=True)
    for url, state, says in (
        ("", doctor.GOOD, "PostgreSQL carries"),
        (redis.url, doctor.GOOD, "Redis carries"),
        ("redis://127.0.0.1:1", doctor.BAD, "no word is lost"),
    ):
        findings = doctor.examine(replace(settings, bus_url=url))
        [found] = [one for one in findings if says in one.sentence]
        assert found.state == state
