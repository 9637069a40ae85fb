"""Other words for a clause: proposed, accepted, refused, withdrawn; what moved meanwhile stays."""

import json
import threading

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coopspace.accounts import export
from coopspace.accounts.model import User
from coopspace.agreement import clauses, suggesting, suggestions
from coopspace.agreement.glance import glance
from coopspace.agreement.model import AgreementSuggestionEnd
from coopspace.agreement.rules import TEXT_MAX, Fate
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import authorship, bringing, lettered, store
from coopspace.live.formats import Block, Piece
from coopspace.tables import metadata
from tests.agreement.acts import acting, in_bold, looking, typing, word
from tests.agreement.suggested import CODE, TABLE, accept, said, suggest, suggestion

SHORTER = "Nous décidons à la table du quartier, à main levée."


def journal(session, world) -> list[str]:
    """The acts about clauses and suggestions, the latest first."""
    session.rollback()
    lines = audit.journal(session, world.site.id)
    return [one.action for one in lines if one.action.split(":")[0] in ("suggestion", "clause")]


def whose(session, world, code: str = CODE) -> list[tuple[str, str]]:
    """The words of a clause with the names of who wrote them."""
    with looking(session, world):
        clause = clauses.clause_of(session, code)
        text = store.read(session, clause.document_id)
        runs = authorship.runs(session, clause.document_id, text.number)
        return [(run.text, session.get_one(User, run.person_id).name) for run in runs]


def test_accepted_words_enter_the_clause_in_their_authors_name(session, world):
    word(session, world, CODE, TABLE)
    number = suggest(session, world, TABLE + " Chacun parle.", who="civil", reason="Pour tous.")
    assert said(session, world) == TABLE
    assert suggestion(session, world, number).fate is Fate.OPEN
    accept(session, world, number)
    assert said(session, world) == TABLE + " Chacun parle."
    found = suggestion(session, world, number)
    assert (found.fate, found.by, found.ended_by) == (
        Fate.ACCEPTED,
        world.civil.id,
        world.state.id,
    )
    assert whose(session, world) == [
        (TABLE, world.contributor.name),
        (" Chacun parle.", world.civil.name),
    ]
    with looking(session, world):
        document = clauses.clause_of(session, CODE).document_id
        standing = store.read(session, document)
        assert (standing.number, standing.authors) == (found.wording, (world.civil.id,))
        assert len(store.history(session, document)) == 2
    assert journal(session, world) == ["suggestion:accept", "suggestion:open", "clause:reword"]
    line = audit.journal(session, world.site.id)[0]
    assert (line.actor_id, line.details["number"]) == (world.state.id, 1)


def test_what_others_changed_elsewhere_meanwhile_stays(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER, who="civil")
    word(session, world, CODE, TABLE.replace("Nous décidons", "Nous décidons ensemble"))
    accept(session, world)
    assert said(session, world) == "Nous décidons ensemble à la table du quartier, à main levée."


def test_where_both_changed_the_same_place_somebody_writes_the_end(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE.replace("deux mois", "trois mois"), who="civil")
    word(session, world, CODE, TABLE.replace("deux mois", "quinze jours"))
    with pytest.raises(Refusal, match="same place"):
        accept(session, world)
    assert said(session, world) == TABLE.replace("deux mois", "quinze jours")
    with looking(session, world):
        met = suggesting.meeting(session, suggestions.suggestion_of(session, 1))
    both = lettered.words_of(met.result.letters)
    assert met.moved
    assert "quinze jours" in both
    assert "trois mois" in both
    final = TABLE.replace("deux mois", "trois mois, et plus souvent")
    with acting(session, world):
        suggesting.accept(
            session,
            world.site,
            number=1,
            by=world.state,
            words=lettered.rewritten(met.result.letters, final),
            seen=met.token,
        )
    assert said(session, world) == final
    by = {words.strip(" ,"): name for words, name in whose(session, world)}
    assert by["trois mois"] == world.civil.name
    assert by["et plus souvent"] == world.state.name
    with looking(session, world):
        standing = store.read(session, clauses.clause_of(session, CODE).document_id)
        assert set(standing.authors) == {world.civil.id, world.state.id}


def test_the_end_that_somebody_writes_overwrites_nobody_either(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE.replace("deux mois", "trois mois"), who="civil")
    word(session, world, CODE, TABLE.replace("deux mois", "quinze jours"))
    with looking(session, world):
        met = suggesting.meeting(session, suggestions.suggestion_of(session, 1))
    word(session, world, CODE, TABLE.replace("deux mois", "ans"))
    with acting(session, world), pytest.raises(Refusal, match="meanwhile"):
        suggesting.accept(
            session,
            world.site,
            number=1,
            by=world.state,
            words=lettered.rewritten((), TABLE.replace("deux mois", "trois mois")),
            seen=met.token,
        )
    assert said(session, world) == TABLE.replace("deux mois", "ans")
    assert suggestion(session, world).is_open


def test_formats_are_suggested_and_kept(session, world):
    word(session, world, CODE, TABLE)
    typing(session, world, CODE, world.state, in_bold("table"))
    with acting(session, world):
        clause = clauses.clause_of(session, CODE)
        text = store.read(session, clause.document_id)
        before = bringing.formatted(session, text)
        start = text.text.index("main")
        words = tuple(
            one._replace(marks=(("italic", True),)) if start <= at < start + 4 else one
            for at, one in enumerate(before)
        )
        suggesting.suggest(
            session,
            world.site,
            code=CODE,
            words=words,
            seen=text.token,
            reason="",
            by=world.civil,
        )
    assert suggestion(session, world).only_formats
    accept(session, world)
    with looking(session, world) as now:
        (block,) = now.texts[CODE].blocks
    assert Piece("table", bold=True) in block.lines[0]
    assert Piece("main", italic=True) in block.lines[0]
    assert said(session, world) == TABLE


def test_words_are_suggested_for_a_clause_that_nobody_has_begun(session, world):
    number = suggest(session, world, TABLE, code="principles-trust")
    assert suggestion(session, world, number).base == ()
    accept(session, world, number)
    assert said(session, world, "principles-trust") == TABLE
    with looking(session, world) as now:
        expected = Block("paragraph", ((Piece(TABLE),),))
        assert now.texts["principles-trust"].blocks == (expected,)


def test_nobody_decides_on_their_own(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER, who="state")
    for act in (
        lambda: suggesting.accept(session, world.site, number=1, by=world.state),
        lambda: suggesting.refuse(session, world.site, number=1, reason="Non", by=world.state),
    ):
        with acting(session, world), pytest.raises(Refusal, match="own suggestion"):
            act()
    assert suggestion(session, world).is_open


def test_a_refusal_says_why_and_leaves_the_clause(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER)
    with acting(session, world), pytest.raises(Refusal, match="Say why"):
        suggesting.refuse(session, world.site, number=1, reason="  ", by=world.state)
    with acting(session, world):
        suggesting.refuse(session, world.site, number=1, reason=" Trop court ", by=world.state)
    found = suggestion(session, world)
    assert (found.fate, found.answer, found.wording) == (Fate.REFUSED, "Trop court", None)
    assert said(session, world) == TABLE
    for act in (
        lambda: suggesting.accept(session, world.site, number=1, by=world.civil),
        lambda: suggesting.withdraw(session, world.site, number=1, by=world.contributor),
    ):
        with acting(session, world), pytest.raises(Refusal, match="refused already"):
            act()


def test_only_its_author_withdraws_it_and_once(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER)
    with acting(session, world), pytest.raises(Refusal, match="belongs to its author"):
        suggesting.withdraw(session, world.site, number=1, by=world.state)
    for _again in range(2):
        with acting(session, world):
            suggesting.withdraw(session, world.site, number=1, by=world.contributor)
    assert suggestion(session, world).fate is Fate.WITHDRAWN
    assert journal(session, world).count("suggestion:withdraw") == 1
    with acting(session, world), pytest.raises(Refusal, match="withdrawn by its author"):
        suggesting.accept(session, world.site, number=1, by=world.state)


def test_what_is_sent_twice_is_suggested_once(session, world):
    word(session, world, CODE, TABLE)
    assert suggest(session, world, SHORTER) == suggest(session, world, SHORTER) == 1
    assert suggest(session, world, SHORTER, who="civil") == 2


def test_something_must_change_and_the_bounds_hold(session, world):
    word(session, world, CODE, TABLE)
    with pytest.raises(Refusal, match="change something"):
        suggest(session, world, TABLE)
    with pytest.raises(Refusal, match="under"):
        suggest(session, world, "x" * (store.LONGEST + 1))
    with pytest.raises(Refusal, match="under"):
        suggest(session, world, SHORTER, reason="x" * (TEXT_MAX + 1))
    with pytest.raises(NotFound):
        suggest(session, world, SHORTER, code="power-nothing")


def test_what_its_author_saw_is_what_it_starts_from(session, world):
    """Words that somebody was typing while it was written are no change of its author."""
    word(session, world, CODE, TABLE)
    with looking(session, world):
        seen = store.read(session, clauses.clause_of(session, CODE).document_id).token
    typing(session, world, CODE, world.state, lambda one: one.type(" Chacun parle."))
    with acting(session, world):
        suggesting.suggest(
            session,
            world.site,
            code=CODE,
            words=lettered.rewritten((), SHORTER),
            seen=seen,
            reason="",
            by=world.civil,
        )
    found = suggestion(session, world)
    assert (found.seen, lettered.words_of(found.base)) == (1, TABLE)
    accept(session, world)
    assert said(session, world) == SHORTER + " Chacun parle."


def test_a_clause_may_have_said_it_already(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER, who="civil")
    word(session, world, CODE, SHORTER)
    assert accept(session, world) == 2
    assert said(session, world) == SHORTER


def test_the_dashboard_is_told_of_those_of_others(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER, who="civil")
    suggest(session, world, TABLE + " Oui.", who="state")
    with in_site(session, world.site.id):
        assert glance(session, person=world.state.id).suggested == 1
        assert glance(session, person=world.facilitator.id).suggested == 2
        assert suggestions.waiting(session) == {CODE: 2}
    accept(session, world, 2, who="civil")
    with in_site(session, world.site.id):
        assert glance(session, person=world.state.id).suggested == 1
        assert glance(session, person=world.civil.id).suggested == 0
        assert [one.number for one in suggestions.listed(session)] == [1, 2]


def test_two_who_accept_at_the_same_instant_accept_once(app, session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE + " Chacun parle.", who="civil")
    site, people = world.site, [world.state.id, world.facilitator.id, world.contributor.id] * 2
    site_id = site.id
    session.rollback()
    ready, done, late = threading.Barrier(len(people)), [], []

    def take(person_id) -> None:
        engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with Session(engine) as own:
            ready.wait()
            try:
                with saving(own), in_site(own, site_id):
                    there = own.get_one(type(site), site_id)
                    who = own.get_one(User, person_id)
                    done.append(suggesting.accept(own, there, number=1, by=who))
            except Refusal as refusal:
                late.append(str(refusal.sentence))
        engine.dispose()

    all_at_once = [threading.Thread(target=take, args=(one,)) for one in people]
    for one in all_at_once:
        one.start()
    for one in all_at_once:
        one.join()
    assert (done, len(late)) == ([2], len(people) - 1)
    assert said(session, world) == TABLE + " Chacun parle."
    assert journal(session, world).count("suggestion:accept") == 1


def test_the_database_ends_a_suggestion_once_and_for_a_reason(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, SHORTER)
    suggest(session, world, SHORTER, who="civil")
    ended, waits = suggestion(session, world, 1), suggestion(session, world, 2)
    accept(session, world)
    why = {"state": Fate.REFUSED, "reason": "Non", "wording": None}
    for one, wrong in (
        (ended, {}),
        (waits, {"reason": ""}),
        (waits, {"wording": 3}),
        (waits, {"state": Fate.ACCEPTED}),
        (waits, {"state": Fate.OPEN}),
    ):
        row = insert(AgreementSuggestionEnd).values(
            site_id=world.site.id,
            suggestion_id=one.id,
            by=world.state.id,
            at=clock.now(),
            **(why | wrong),
        )
        with pytest.raises(IntegrityError), acting(session, world):
            session.execute(row)
        session.rollback()


def test_my_data_holds_what_i_suggest_and_not_what_i_decide_on(session, world):
    word(session, world, CODE, TABLE)
    suggest(session, world, TABLE + " Un secret de plus.", who="civil")
    accept(session, world)
    mine = export.mine(session, metadata, session.get_one(User, world.civil.id))
    assert "secret de plus" in json.dumps(mine["agreement_suggestion"])
    theirs = export.mine(session, metadata, session.get_one(User, world.state.id))
    assert "agreement_suggestion" not in theirs
    assert len(theirs["agreement_suggestion_end"]) == 1
