"""What the room promises between people, forms, histories and processes."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from coopspace.app import create_app
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import keeping, store, wordings
from coopspace.live.committing import Committer
from coopspace.live.limits import Limits
from tests.live.serving import Site, Tab, eventually, serving, sign_in


def history(session: Session, world, document: uuid.UUID) -> list[store.Text]:
    session.rollback()
    with in_site(session, world.site.id):
        return store.history(session, document)


def test_nobody_is_told_or_shown_anything_before_the_commit(tab, session, document, world):
    """The row is held on purpose: no acknowledgement to one, no word to the other."""
    one, two = tab("state").join(), tab("civil").join()
    one.save("avant")
    two.hear_until(lambda: two.words == "avant")
    acked = one.acked
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, document)
        one.write(" puis")
        one.drain(0.5)
        two.drain(0.5)
        assert (one.acked, two.words) == (acked, "avant")
    one.hear_until(lambda: one.saved)
    two.hear_until(lambda: two.words == "avant puis")


def test_nobody_is_told_that_the_words_of_a_cut_connection_are_safe_before_they_are(
    tab, session, document, world
):
    """They wait to be written when the same browser comes back with them on another socket."""
    one = tab("state").join()
    one.save("avant")
    with saving(session), in_site(session, world.site.id):
        wordings.locked(session, document)
        one.write(" puis")
        one.drain(0.3)
        one.cut()
        one.open()
        one.hear_until(lambda: one.synced)
        one.drain(0.5)
        assert (one.sent, one.acked) == (1, 0)
    one.hear_until(lambda: one.saved)
    assert one.words == "avant puis"


def test_when_nothing_can_be_written_nothing_is_accepted(site, tab, session, document, monkeypatch):
    one, two = tab("state").join(), tab("civil").join()
    one.save("avant")
    two.hear_until(lambda: two.words == "avant")
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise OSError("the disk is full")

        broken.setattr(Committer, "write", fail)
        one.write(" perdu ?")
        assert one.until_closed() == 1013
        assert two.until_closed() == 1013
        assert two.words == "avant"
    one.join()
    assert two.join().words == "avant perdu ?"


def test_a_form_and_a_restore_arrive_on_the_screens(tab, session, document, world):
    one = tab("state").join()
    with saving(session), in_site(session, world.site.id):
        store.write(session, document, "Par un formulaire.", seen=0, by=world.civil.id)
    one.hear_until(lambda: one.words == "Par un formulaire.")
    one.save(" Et en direct.")
    with saving(session), in_site(session, world.site.id):
        store.restore(session, document, 1, by=world.authority.id)
    one.hear_until(lambda: one.words == "Par un formulaire.")
    told = [
        (text.text, text.author_id, text.restores) for text in history(session, world, document)
    ]
    assert told == [
        ("Par un formulaire.", world.authority.id, 1),
        ("Par un formulaire. Et en direct.", world.state.id, None),
        ("Par un formulaire.", world.civil.id, None),
    ]


def test_a_wording_is_closed_when_the_last_one_leaves(tab, session, document, world):
    one, two = tab("state").join(), tab("civil").join()
    one.save("À deux ")
    two.hear_until(lambda: two.words == "À deux ")
    two.save("mains", len(two.words))
    assert [text.is_open for text in history(session, world, document)] == [True]
    one.close()
    two.close()
    eventually(lambda: not history(session, world, document)[0].is_open)
    [only] = history(session, world, document)
    assert (only.number, only.text) == (1, "À deux mains")
    assert set(only.authors) == {world.state.id, world.civil.id}
    [line] = [one for one in audit.journal(session, world.site.id) if one.action == "vision:reword"]
    assert (line.actor_id, line.object_id) == (world.civil.id, "1")
    assert set(line.details["authors"]) == {str(world.state.id), str(world.civil.id)}
    assert audit.verify(session) == []


@pytest.mark.engines("sqlite")  # a matter of time only
def test_a_wording_is_closed_by_a_pause_and_by_the_next_person(
    app, session, document, world, monkeypatch
):
    with serving(app, Limits(pause=0.5, project=0.1)) as site:
        one = Tab(site, document, sign_in(session, world.state)).join()
        one.save("Un. ")
        eventually(lambda: not history(session, world, document)[0].is_open)
        monkeypatch.setattr(keeping, "SILENCE", 0.0)
        two = Tab(site, document, sign_in(session, world.civil)).join()
        one.save("Deux. ", len(one.words))
        two.hear_until(lambda: "Deux" in two.words)
        two.save("Trois.", len(two.words))
        eventually(lambda: len(history(session, world, document)) == 3)
        told = [(text.text, text.author_id) for text in history(session, world, document)]
        assert told == [
            ("Un. Deux. Trois.", world.civil.id),
            ("Un. Deux.", world.state.id),
            ("Un.", world.state.id),
        ]
        one.close()
        two.close()


def test_many_keystrokes_are_squashed_behind_people_who_type(app, session, document, world):
    with serving(app, Limits(squash=40, project=0.1, rate=5000, burst=5000)) as site:
        one = Tab(site, document, sign_in(session, world.state)).join()
        for _ in range(120):
            one.write("é")
        one.hear_until(lambda: one.saved)

        def squashed() -> bool:
            session.rollback()
            with in_site(session, world.site.id):
                return (session.get(store.Document, document).snapshot_seq or 0) >= 40

        eventually(squashed)
        one.save("fin", len(one.words))
        two = Tab(site, document, sign_in(session, world.civil)).join()
        assert two.words == one.words == "é" * 120 + "fin"
        one.close()
        two.close()


@pytest.fixture
def two_sites(app: Flask) -> Iterator[tuple[Site, Site]]:
    """Two processes' worth of servers on one database: they share nothing but it."""
    with serving(app) as first, serving(create_app(app.config["SETTINGS"])) as second:
        yield first, second


def test_two_servers_are_one_room(two_sites, session, document, world):
    one = Tab(two_sites[0], document, sign_in(session, world.state)).join()
    two = Tab(two_sites[1], document, sign_in(session, world.civil)).join()
    for number in range(15):
        one.write(f"a{number} ")
        two.write(f"b{number} ")
        one.listen(0.01)
        two.listen(0.01)
    everything = {f"{who}{number}" for who in "ab" for number in range(15)}
    for tab in (one, two):
        tab.hear_until(lambda tab=tab: tab.saved)
        tab.hear_until(lambda tab=tab: everything <= set(tab.words.split()))
    assert one.words == two.words
    long = "x" * 9000
    one.save(long)
    two.hear_until(lambda: long in two.words)
    one.close()
    two.close()


@pytest.mark.engines("postgresql")  # the bus of SQLite is the process itself
def test_a_bus_that_is_cut_loses_nothing(two_sites, session, document, world, settings):
    one = Tab(two_sites[0], document, sign_in(session, world.state)).join()
    two = Tab(two_sites[1], document, sign_in(session, world.civil)).join()
    session.rollback()
    with psycopg.connect(settings.database_url, autocommit=True) as admin:
        for number in range(3):
            cut = admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            ).fetchall()
            assert len(cut) == 2 or number
            one.save(f"[{number}]")
            two.hear_until(lambda number=number: f"[{number}]" in two.words)
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND (query = 'COMMIT' OR query LIKE 'LISTEN%')"
        )
    one.save("[après]")
    two.hear_until(lambda: "[après]" in two.words)
    one.close()
    two.close()


def test_the_kinds_of_process_serve_what_they_are_for(app, session, document, world):
    with serving(app, kind="live") as site:
        assert Tab(site, document, sign_in(session, world.state)).join().synced
    assert site.served.hub is not None
    with serving(app, kind="web") as site:
        assert site.served.hub is None
