"""What can be found follows every act, and is what a whole rebuild gives."""

import threading
import uuid
from contextlib import suppress

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from coopspace import demo
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.held import find, find_link
from coopspace.changes.model import Change
from coopspace.changes.rules import Level
from coopspace.discussion import actions as discussions
from coopspace.kernel import audit
from coopspace.kernel.base import OutOfScope, in_site, new_id, site_in_scope
from coopspace.kernel.saving import ReadOnly, saving
from coopspace.live import store
from coopspace.search import index
from coopspace.search.model import SearchEntry
from coopspace.sites.model import Site
from tests import mirror
from tests.discussion.acts import acting, begin, correct, reply
from tests.search.acts import hits, is_true
from tests.vision.acts import write


def sites(session: Session) -> list[Site]:
    return session.query(Site).all()


@pytest.mark.engines("sqlite")
def test_after_every_act_of_a_full_house_it_is_what_a_rebuild_gives(session, monkeypatch):
    record, seen = audit.record, 0

    def checked(opened, action, *, site_id, **more):
        nonlocal seen
        line = record(opened, action, site_id=site_id, **more)
        if site_id is not None:
            index.follow(opened)
            with in_site(opened, site_id):
                assert index.standing(opened) == index.expected(opened), action
            seen += 1
        return line

    monkeypatch.setattr(audit, "record", checked)
    mirror.build(session, mirror.MARKS)
    assert seen > 100
    assert all(is_true(session, site) for site in sites(session))


def test_what_a_full_house_wrote_is_kept_as_a_rebuild_would(session, house):
    assert all(is_true(session, site) for site in sites(session))
    with in_site(session, uuid.UUID(house.mirror.objects["here"]["site_id"])):
        kinds = {kind for kind, _ref in index.standing(session)}
    assert kinds == set(index.kinds())


@pytest.mark.engines("sqlite")
def test_the_demonstration_can_be_searched_as_soon_as_it_is_played(session):
    with saving(session):
        demo.load(session)
    assert all(is_true(session, site) for site in sites(session))


def test_a_rebuild_mends_what_was_lost_or_altered_and_a_second_one_changes_nothing(session, world):
    write(session, world, "Un phare au bout du quai.")
    begin(session, world, "Et la lanterne ?", by=world.civil)
    with acting(session, world):
        first, second = session.query(SearchEntry).order_by(SearchEntry.kind).all()
        first.words = " altéré"
        session.delete(second)
    assert not is_true(session, world.site)
    for _time in range(2):
        with saving(session):
            assert index.rebuild_all(session) == 2
        assert is_true(session, world.site)
        assert hits(session, world, "phare") == ["vision"]


def test_a_house_older_than_searches_is_prepared_once(session, world):
    write(session, world, "Un phare au bout du quai.")
    with acting(session, world):
        session.query(SearchEntry).delete()
    with saving(session):
        assert index.begin(session)
    with saving(session):
        assert not index.begin(session)
    assert hits(session, world, "phare") == ["vision"]


def test_nothing_is_rebuilt_outside_an_act(session, world):
    with pytest.raises(ReadOnly):
        index.rebuild(session, world.site.id)


def test_a_change_is_found_by_all_it_says_and_follows_what_is_said_anew(session, world):
    with acting(session, world):
        change = changes.add(
            session,
            world.site,
            by=world.state,
            level=Level.DIRECT,
            statement="Le bailleur écoute.",
            who="Habitat des Rives",
        )
        seen = store.read(session, change.description_id).number
        store.write(session, change.description_id, "Chaque jeudi.", seen=seen, by=world.civil.id)
    assert hits(session, world, "bailleur rives jeudi") == ["change"]
    with acting(session, world):
        change = find(session, "D1")
        seen = store.read(session, change.statement_id).number
        changes.reword(session, change, by=world.state, statement="Le maire écoute.", seen=seen)
    assert hits(session, world, "bailleur") == []
    assert hits(session, world, "maire rives jeudi") == ["change"]
    with acting(session, world):
        changes.end(session, find(session, "D1"), by=world.state, reason="Dit ailleurs")
    assert hits(session, world, "maire") == ["change"]


def test_a_link_is_found_by_its_reasons_and_never_by_what_a_party_believes(session, world):
    with acting(session, world):
        for level in (Level.DIRECT, Level.ULTIMATE):
            changes.add(session, world.site, by=world.state, level=level, statement="Ici.")
        linking.link(
            session,
            find(session, "D1"),
            target=find(session, "U1"),
            by=world.civil,
            rationale="Une carotte.",
            assumption="Un navet.",
        )
        linking.give_confidence(
            session,
            find_link(session, "D1", "U1"),
            by=world.state,
            college="state",
            value=2,
            reason="Un radis.",
        )
    assert hits(session, world, "carotte navet") == ["link"]
    assert hits(session, world, "radis") == []


def test_a_thread_is_found_by_what_stands_in_it(session, world):
    ref = begin(session, world, "Une carotte", by=world.civil)
    reply(session, world, ref, "Un navet", by=world.state)
    assert hits(session, world, "carotte navet") == ["thread"]
    correct(session, world, ref, "Un panais", by=world.civil)
    assert hits(session, world, "carotte") == []
    assert hits(session, world, "panais navet") == ["thread"]
    with acting(session, world):
        thread = discussions.thread_of(session, ref)
        discussions.take_back(session, thread, number=2, by=world.state)
    assert hits(session, world, "navet") == []
    with acting(session, world):
        thread = discussions.thread_of(session, ref)
        discussions.take_back(session, thread, number=1, by=world.civil)
    assert hits(session, world, "panais") == []
    assert is_true(session, world.site)


def test_an_act_that_is_given_up_leaves_nothing_and_a_part_of_one_leaves_the_rest(session, world):
    with suppress(ZeroDivisionError), acting(session, world):
        changes.add(session, world.site, by=world.state, level=Level.DIRECT, statement="Un phare.")
        raise ZeroDivisionError
    write(session, world, "Une jetée.")
    assert hits(session, world, "phare") == []
    assert is_true(session, world.site)
    with acting(session, world):
        changes.add(session, world.site, by=world.state, level=Level.DIRECT, statement="Un quai.")
        aside = session.begin_nested()
        changes.add(session, world.site, by=world.state, level=Level.DIRECT, statement="Un mât.")
        aside.rollback()
    assert hits(session, world, "quai") == ["change"]
    assert hits(session, world, "mât") == []
    assert is_true(session, world.site)


def test_two_people_who_write_one_change_at_once_are_both_found(app, session, world):
    with acting(session, world):
        changes.add(session, world.site, by=world.state, level=Level.DIRECT, statement="Ici.")
    written = threading.Event()
    bind = session.get_bind()

    def statement() -> None:
        with Session(bind) as own, acting(own, world):
            change = find(own, "D1")
            store.write(own, change.statement_id, "Un phare.", seen=1, by=None)
            own.flush()
            written.set()
            threading.Event().wait(0.3)

    def description() -> None:
        written.wait(10)
        with Session(bind) as own, acting(own, world):
            change = find(own, "D1")
            store.write(own, change.description_id, "Une jetée.", seen=0, by=None)

    both = [threading.Thread(target=one) for one in (statement, description)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert hits(session, world, "phare jetée") == ["change"]
    assert is_true(session, world.site)


def test_a_strategy_that_is_brought_in_whole_is_found_and_is_what_a_rebuild_gives(session, world):
    with acting(session, world):
        change = changes.add(
            session, world.site, by=world.state, level=Level.DIRECT, statement="Un phare."
        )
        session.flush()
        made = {one.key: getattr(change, one.key) for one in Change.__mapper__.column_attrs}
        made |= {"id": new_id(), "number": 2, "who": "Les gardiens"}
        session.execute(insert(Change), [made])
    assert hits(session, world, "gardiens phare") == ["change"]
    assert is_true(session, world.site)


def test_no_site_or_several_are_not_one_site(session, world):
    with pytest.raises(OutOfScope):
        site_in_scope(session)
    with in_site(session, world.site.id):
        assert site_in_scope(session) == world.site.id
