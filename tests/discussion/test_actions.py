"""What people do in a discussion, kept and journalled without a word."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts import export, keeping
from coopspace.accounts.model import User
from coopspace.agreement.clauses import CLAUSE
from coopspace.discussion import actions, reading, rules
from coopspace.discussion.model import DiscussionMention, DiscussionTurn, DiscussionWording
from coopspace.discussion.rules import Said, Which
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.sites.able import able, parties
from coopspace.tables import metadata
from tests.discussion.acts import WHO, acting, begin, calls, correct, look, reply


def journal(session, world) -> list[audit.AuditEvent]:
    session.rollback()
    lines = audit.journal(session, world.site.id)
    return [one for one in lines if one.action.startswith("discussion:")]


def test_a_thread_is_begun_answered_resolved_and_opened_again(session, world):
    ref = begin(session, world, "Qui tranche ?", by=world.state)
    assert reply(session, world, ref, "Nous tous.", by=world.civil) == 2
    for act in (actions.resolve, actions.reopen):
        with acting(session, world):
            assert act(session, actions.thread_of(session, ref), by=world.contributor)
        with acting(session, world):
            assert not act(session, actions.thread_of(session, ref), by=world.state)
    thread = look(session, world, ref)
    assert [one.words for one in thread.comments] == ["Qui tranche ?", "Nous tous."]
    assert [(one.resolved, one.by) for one in thread.turns] == [
        (True, world.contributor.id),
        (False, world.contributor.id),
    ]
    assert [type(one) for one in thread.steps] == [reading.Comment] * 2 + [reading.Turn] * 2
    lines = journal(session, world)
    assert [one.action.removeprefix("discussion:") for one in lines] == [
        "reopen",
        "resolve",
        "reply",
        "begin",
    ]
    assert lines[0].details == {"thread": ref, "kind": CLAUSE, "about": "power-who"}
    assert "tranche" not in json.dumps([one.details for one in lines])


def test_nobody_answers_in_a_resolved_thread_and_what_was_typed_is_refused_beside_it(
    session, world
):
    ref = begin(session, world, "Qui tranche ?", by=world.state)
    with acting(session, world):
        actions.resolve(session, actions.thread_of(session, ref), by=world.civil)
    with pytest.raises(Refusal, match="still here") as refused:
        reply(session, world, ref, "Attendez", by=world.state)
    assert refused.value.field == "words"


def test_a_button_pressed_twice_sends_once(session, world):
    ref = begin(session, world, "Qui tranche ?", by=world.state)
    assert begin(session, world, "Qui tranche ?", by=world.state) == ref
    assert reply(session, world, ref, "Nous.", by=world.civil) == 2
    assert reply(session, world, ref, "Nous.", by=world.civil) == 2
    assert reply(session, world, ref, "Nous.", by=world.state) == 3
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert reply(session, world, ref, "Nous.", by=world.civil) == 4


def test_too_much_in_one_minute_is_refused_and_nothing_is_lost(session, world, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 2)
    ref = begin(session, world, "Un", by=world.state)
    reply(session, world, ref, "Deux", by=world.state)
    with pytest.raises(Refusal, match="wait a little"):
        reply(session, world, ref, "Trois", by=world.state)
    reply(session, world, ref, "Moi aussi", by=world.civil)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert reply(session, world, ref, "Trois", by=world.state) == 4


def test_a_comment_is_corrected_by_its_author_alone_and_its_history_is_kept(session, world):
    ref = begin(session, world, "Qui tranche", by=world.state)
    correct(session, world, ref, "Qui tranche ici ?", by=world.state)
    correct(session, world, ref, "Qui tranche ici ?", by=world.state, seen=2)
    with pytest.raises(Refusal, match="belongs to its author"):
        correct(session, world, ref, "Moi", by=world.civil, seen=2)
    with pytest.raises(Refusal, match="another window"):
        correct(session, world, ref, "Moi", by=world.state, seen=1)
    with pytest.raises(NotFound):
        correct(session, world, ref, "Moi", by=world.state, number=9)
    comment = look(session, world, ref).comments[0]
    assert [(one.seq, one.words) for one in comment.wordings] == [
        (2, "Qui tranche ici ?"),
        (1, "Qui tranche"),
    ]


def test_words_taken_back_leave_the_tables_for_good(session, world):
    ref = begin(session, world, "Un secret zqx", by=world.state, to=world.observer)
    correct(session, world, ref, "Un autre secret zqx", by=world.state)
    for _twice in range(2):
        with acting(session, world):
            actions.take_back(session, actions.thread_of(session, ref), number=1, by=world.state)
    with pytest.raises(Refusal), acting(session, world):
        actions.take_back(session, actions.thread_of(session, ref), number=1, by=world.civil)
    comment = look(session, world, ref).comments[0]
    assert (comment.words, comment.to, comment.taken_back_at is None) == ("", (), False)
    with in_site(session, world.site.id):
        assert session.scalar(select(func.count(DiscussionWording.id))) == 0
        assert session.scalar(select(func.count(DiscussionMention.id))) == 0
    with pytest.raises(Refusal, match="taken this comment back"):
        correct(session, world, ref, "Encore", by=world.state)
    assert [one.action for one in journal(session, world)].count("discussion:take_back") == 1


def test_whoever_is_called_finds_it_until_they_read_or_answer(session, world):
    first = begin(session, world, "@Omar, qu’en dis-tu ?", by=world.state, to=world.civil)
    assert [(one.ref, one.name) for one in calls(session, world, world.observer)] == [
        (first, "Nadège Ferrandier")
    ]
    with acting(session, world):
        actions.see(session, actions.thread_of(session, first), by=world.observer)
    assert calls(session, world, world.observer) == []
    assert look(session, world, first).awaits(world.civil.id)
    reply(session, world, first, "Oui.", by=world.civil)
    assert calls(session, world, world.civil) == []
    reply(session, world, first, "@Aïssata Lorin : et moi @Nadège", by=world.state)
    assert [one.number for one in calls(session, world, world.civil)] == [3]
    assert calls(session, world, world.state) == []
    with acting(session, world):
        actions.resolve(session, actions.thread_of(session, first), by=world.state)
    assert calls(session, world, world.civil) == []


def test_only_those_who_can_read_it_are_called(session, world):
    names = [one.name for one in _readers(session, world)]
    assert world.lead.name in names
    assert world.stranger.name not in names
    assert names.count("Omar Benali") == 1
    with pytest.raises(Refusal, match="no longer read") as refused:
        begin(session, world, "Voyez", by=world.state, to=world.other_state)
    assert refused.value.field == "to"
    ref = begin(session, world, "@Nora Loin, voyez", by=world.state)
    assert look(session, world, ref).comments[0].to == ()


def test_who_has_left_is_called_no_more_but_stays_named(session, world):
    ref = begin(session, world, "@Omar, voyez", by=world.state)
    with saving(session), in_site(session, world.site.id):
        sites.end(session, world.site, member=seat_now(session, world), by=world.facilitator)
    assert world.observer.id not in {one.id for one in _readers(session, world)}
    correct(session, world, ref, "@Omar, voyez ici", by=world.state)
    assert look(session, world, ref).comments[0].to == ()
    with saving(session):
        keeping.disable(session, session.get_one(User, world.civil.id), by=world.admin)
    assert world.civil.id not in {one.id for one in _readers(session, world)}


def seat_now(session, world):
    return sites.member_at(session, world.site, world.observer.id)


def _readers(session, world) -> list[User]:
    session.rollback()
    return able(session, world.site, Permission.AGREEMENT_READ)


def test_a_permission_that_few_hold_calls_few(session, world):
    assert {one.id for one in able(session, world.site, Permission.VISION_CONSENT)} == {
        world.state.id,
        world.authority.id,
        world.civil.id,
    }
    sides = parties(session, world.site, [world.state.id, world.facilitator.id, world.stranger.id])
    assert sides == {world.state.id: "state", world.facilitator.id: "support"}
    assert parties(session, world.site, []) == {}


def test_threads_are_listed_and_counted_by_what_they_are(session, world):
    first = begin(session, world, "Un", by=world.state, to=world.observer)
    with clock.at(clock.now() + timedelta(hours=1)):
        second = begin(session, world, "Deux", by=world.civil)
        with acting(session, world):
            actions.resolve(session, actions.thread_of(session, second), by=world.civil)
    with in_site(session, world.site.id):
        found = {
            which: [
                one.ref
                for one in reading.listed(
                    session, kinds=[CLAUSE], which=which, me=world.observer.id
                )
            ]
            for which in Which
        }
        assert found == {
            Which.OPEN: [first],
            Which.RESOLVED: [second],
            Which.MINE: [first],
            Which.ALL: [second, first],
        }
        counted = reading.how_many(session, kinds=[CLAUSE], me=world.observer.id)
        assert counted == {which: len(refs) for which, refs in found.items()}
        assert reading.counts(session, kinds=[CLAUSE]) == {
            (CLAUSE, "power-who"): reading.Count(comments=2, threads=2, open=1)
        }
        assert reading.counts(session, kinds=["vision"]) == {}
        assert (
            reading.listed(session, kinds=["vision"], which=Which.ALL, me=world.observer.id) == []
        )


def test_another_site_knows_nothing_of_a_thread(session, world):
    ref = begin(session, world, "Un", by=world.state)
    with in_site(session, world.other_site.id), pytest.raises(NotFound):
        actions.thread_of(session, ref)


def test_everything_that_moves_a_thread_moves_its_mark(session, world):
    ref = begin(session, world, "Un", by=world.state)
    seen = []

    def note() -> None:
        session.rollback()
        with in_site(session, world.site.id):
            seen.append(reading.mark(session, actions.thread_of(session, ref)))

    note()
    reply(session, world, ref, "Deux", by=world.civil)
    note()
    correct(session, world, ref, "Un et demi", by=world.state)
    note()
    with acting(session, world):
        actions.take_back(session, actions.thread_of(session, ref), number=2, by=world.civil)
    note()
    with acting(session, world):
        actions.resolve(session, actions.thread_of(session, ref), by=world.civil)
    note()
    assert len(set(seen)) == 5


def test_my_data_holds_my_comments_and_none_of_others(session, world):
    ref = begin(session, world, "Mes mots à moi", by=world.state, to=world.observer)
    reply(session, world, ref, "Ceux d’une autre", by=world.civil)
    mine = json.dumps(export.mine(session, metadata, session.get_one(User, world.state.id)))
    assert "Mes mots" in mine
    assert "Ceux d" not in mine
    called = export.mine(session, metadata, session.get_one(User, world.observer.id))
    assert len(called["discussion_mention"]) == 1
    assert "discussion_wording" not in called


def test_two_who_resolve_at_the_same_instant_resolve_it_once(app, session, world):
    ref = begin(session, world, "Un", by=world.state)
    site_id, people = world.site.id, [world.state.id, world.civil.id]
    session.rollback()
    ready, done = threading.Barrier(2), []

    def resolve(person_id) -> None:
        engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with Session(engine) as own:
            ready.wait()
            with saving(own), in_site(own, site_id):
                person = own.get_one(User, person_id)
                done.append(actions.resolve(own, actions.thread_of(own, ref), by=person))
        engine.dispose()

    both = [threading.Thread(target=resolve, args=(one,)) for one in people]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(done) == [False, True]
    with in_site(session, site_id):
        assert session.scalar(select(func.count(DiscussionTurn.id))) == 1


def test_a_correction_may_call_somebody_else(session, world):
    ref = begin(session, world, "Un", by=world.state, to=world.observer)
    with acting(session, world):
        actions.correct(
            session,
            world.site,
            thread=actions.thread_of(session, ref),
            topic=WHO,
            number=1,
            said=Said("Un", frozenset({world.civil.id})),
            seen=1,
            by=world.state,
        )
    assert look(session, world, ref).comments[0].to == (world.civil.id,)
    assert calls(session, world, world.observer) == []
    assert len(look(session, world, ref).comments[0].wordings) == 1
