"""What becomes of a vision when people write it, consent to it, object, change their mind."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Forbidden, NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import merging, store, wordings
from coopspace.sites.model import College, Membership, Site
from coopspace.vision import actions, adoption
from coopspace.vision.actions import Replaced, Seen, Which
from coopspace.vision.rules import Stance
from tests.world import World

MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)
SENTENCE = "En 2036, aux Trois-Ponts, plus personne ne traverse seul."
OTHER = "En 2040, aux Trois-Ponts, plus personne ne traverse seul."


@pytest.fixture
def room(session: Session, world: World) -> Iterator[World]:
    """The site in scope, one act open for the length of the test."""
    with saving(session), in_site(session, world.site.id):
        yield world


def write(session: Session, room: World, text: str, *, by: User | None = None) -> store.Written:
    seen = actions.summary(session, room.site).number
    return actions.reword(session, room.site, text=text, seen=seen, by=by or room.contributor)


def seen(session: Session, room: World) -> Seen:
    now = actions.summary(session, room.site)
    return Seen(now.number, now.digest)


def agree(session: Session, room: World, *names: str) -> None:
    for name in names:
        actions.consent(session, room.site, seen=seen(session, room), by=getattr(room, name))


def stances(session: Session, room: World) -> list[Stance | None]:
    return [status.stance for status in actions.summary(session, room.site).colleges.values()]


def acts(session: Session, room: World) -> list[str]:
    lines = reversed(audit.journal(session, room.site.id))
    return [line.action for line in lines if line.action.split(":")[0] in ("vision", "reading")]


def test_before_anything_is_written_the_three_colleges_are_awaited(session, room):
    now = actions.summary(session, room.site)
    assert (now.text, now.number, now.adopted) == ("", 0, False)
    assert list(now.colleges) == list(College)


def test_opening_the_vision_twice_opens_it_once(session, room):
    first = actions.open_vision(session, room.site, by=room.lead)
    assert actions.open_vision(session, room.site, by=room.state).id == first.id
    assert actions.summary(session, room.site).number == 0


def test_the_first_words_open_the_vision(session, room):
    written = write(session, room, SENTENCE)
    assert (written.saved, written.mine.number) == (True, 1)
    assert actions.summary(session, room.site).text == SENTENCE
    assert acts(session, room) == ["vision:reword"]


def test_the_vision_is_adopted_when_the_three_colleges_consent(session, room):
    with clock.at(MARCH):
        write(session, room, SENTENCE)
        agree(session, room, "state", "civil")
    assert not actions.summary(session, room.site).adopted
    with clock.at(MARCH + timedelta(days=3)):
        agree(session, room, "authority")
    assert actions.summary(session, room.site).adopted_at == MARCH + timedelta(days=3)
    assert acts(session, room) == ["vision:reword", *["vision:consent"] * 3]


def test_a_new_wording_asks_the_three_colleges_again(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "authority", "civil")
    write(session, room, OTHER)
    assert stances(session, room) == [None, None, None]


def test_saving_the_same_words_keeps_the_consents_and_writes_nothing(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "authority", "civil")
    before = acts(session, room)
    write(session, room, f"  {SENTENCE}\n")
    assert actions.summary(session, room.site).adopted
    assert acts(session, room) == before


def test_restoring_the_old_words_asks_the_colleges_again(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "authority", "civil")
    write(session, room, OTHER)
    again = actions.restore(session, room.site, number=1, by=room.facilitator)
    assert (again.text, again.number) == (SENTENCE, 3)
    assert stances(session, room) == [None, None, None]
    assert acts(session, room)[-1] == "vision:restore"


def test_nothing_is_restored_where_nothing_was_written(session, room):
    with pytest.raises(NotFound):
        actions.restore(session, room.site, number=1, by=room.state)


def test_the_page_can_say_what_changed_since_each_consent(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state")
    write(session, room, OTHER)
    agree(session, room, "civil")
    write(session, room, SENTENCE + " Vraiment.")
    since = adoption.board(session, room.site).since
    assert [(one.college, one.consented.number) for one in since] == [
        (College.STATE, 1),
        (College.CIVIL_SOCIETY, 2),
    ]
    assert ("added", " Vraiment.") in since[0].parts
    assert ("removed", "2040") in since[1].parts


def test_an_objection_says_why_and_stops_the_adoption(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "authority")
    with pytest.raises(Refusal) as refusal:
        actions.raise_objection(
            session, room.site, seen=seen(session, room), by=room.civil, reason="  "
        )
    assert refusal.value.field == "reason"
    actions.raise_objection(
        session, room.site, seen=seen(session, room), by=room.civil, reason="Et les enfants ?"
    )
    assert stances(session, room) == [Stance.CONSENT, Stance.CONSENT, Stance.OBJECTION]
    agree(session, room, "civil")
    assert actions.summary(session, room.site).adopted


@pytest.mark.parametrize("name", ["contributor", "facilitator", "observer", "lead"])
def test_nobody_but_the_trio_speaks_for_a_college(session, room, name):
    write(session, room, SENTENCE)
    with pytest.raises(Forbidden):
        agree(session, room, name)
    assert stances(session, room) == [None, None, None]


def test_somebody_of_another_site_is_a_stranger_here(session, room):
    write(session, room, SENTENCE)
    with pytest.raises(NotFound):
        agree(session, room, "other_state")


def test_there_is_nothing_to_consent_to_before_the_first_words(session, room):
    with pytest.raises(Refusal):
        agree(session, room, "state")
    actions.open_vision(session, room.site, by=room.lead)
    with pytest.raises(Refusal):
        agree(session, room, "state")


def test_consenting_to_words_that_were_replaced_is_refused_with_both_in_hand(session, room):
    write(session, room, SENTENCE)
    before = seen(session, room)
    write(session, room, OTHER)
    with pytest.raises(Replaced) as refusal:
        actions.consent(session, room.site, seen=before, by=room.state)
    assert (refusal.value.seen, refusal.value.standing.text) == (SENTENCE, OTHER)
    assert stances(session, room) == [None, None, None]


def test_invented_words_are_refused_without_pretending_they_were_seen(session, room):
    write(session, room, SENTENCE)
    for number, words in ((1, "0" * 64), (9, store.digest(SENTENCE))):
        with pytest.raises(Replaced) as refusal:
            actions.consent(session, room.site, seen=Seen(number, words), by=room.state)
        assert refusal.value.seen is None


def test_saying_the_same_thing_twice_counts_once(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "state")
    assert len(adoption.positions(session, room.site)) == 1
    assert acts(session, room).count("vision:consent") == 1


def test_the_page_knows_who_had_consented_to_what_on_any_past_day(session, room):
    day = timedelta(days=1)
    with clock.at(MARCH):
        write(session, room, SENTENCE)
        agree(session, room, "state", "authority", "civil")
    with clock.at(MARCH + 5 * day):
        write(session, room, OTHER)
    with clock.at(MARCH + 6 * day):
        agree(session, room, "state")
    assert actions.status_as_of(session, room.site, MARCH - day).number == 0
    then = actions.status_as_of(session, room.site, MARCH + 4 * day)
    assert (then.text, then.adopted_at) == (SENTENCE, MARCH)
    reopened = actions.status_as_of(session, room.site, MARCH + 5 * day)
    assert (reopened.text, reopened.adopted) == (OTHER, False)
    assert reopened.colleges[College.STATE].stance is None
    later = actions.status_as_of(session, room.site, MARCH + 7 * day)
    assert later.colleges[College.STATE].stance is Stance.CONSENT


def test_the_objection_of_a_member_who_left_waits_for_nobody(session, room):
    with clock.at(MARCH):
        write(session, room, SENTENCE)
        actions.raise_objection(
            session, room.site, seen=seen(session, room), by=room.civil, reason="Trop long"
        )
        agree(session, room, "state")
    for name in ("civil", "state"):
        member = session.scalar(
            select(Membership).where(
                Membership.site_id == room.site.id, Membership.user_id == getattr(room, name).id
            )
        )
        member.since, member.ended_at = MARCH, MARCH + timedelta(days=9)
    session.flush()
    assert stances(session, room) == [Stance.CONSENT, None, None]
    then = actions.status_as_of(session, room.site, MARCH + timedelta(days=2))
    assert then.colleges[College.CIVIL_SOCIETY].stance is Stance.OBJECTION


def test_the_late_of_two_writers_finds_both_their_words(session, room):
    write(session, room, SENTENCE)
    write(session, room, OTHER, by=room.civil)
    late = actions.reword(session, room.site, text="Ma phrase", seen=1, by=room.state)
    assert (late.saved, late.merged) == (True, True)
    assert set(actions.summary(session, room.site).text.split()) == {"Ma", "phrase", "2040"}
    assert acts(session, room)[-1] == "vision:reword"


def test_words_written_over_something_unknown_are_kept_aside(session, room):
    write(session, room, SENTENCE)
    late = actions.reword(session, room.site, text="Ma phrase", seen=99, by=room.state)
    assert (late.saved, late.theirs.text) == (False, SENTENCE)
    assert actions.summary(session, room.site).text == SENTENCE
    assert acts(session, room)[-1] == "vision:keep_aside"


def test_consent_is_to_the_exact_words_that_people_have_just_typed(session, room):
    """Nothing closed the wording yet: consenting closes it, and typing on reopens adoption."""
    write(session, room, SENTENCE)
    vision = actions.vision_of(session, room.site)
    held = wordings.locked(session, vision.sentence_id)
    for words in ("Ici, on respire.", "Ici, on respire mieux."):
        update = merging.merge(wordings.head_state(session, held), words, client=len(words))
        wordings.append(session, held, update, by=room.civil.id)
        if "mieux" not in words:
            agree(session, room, "state", "authority", "civil")
            assert actions.summary(session, room.site).adopted
    standing = actions.summary(session, room.site)
    assert (standing.adopted, standing.text, standing.number) == (False, words, 3)
    assert store.wording(session, vision.sentence_id, 2).text == "Ici, on respire."


def test_the_shared_reading_is_a_text_of_its_own(session, room):
    write(session, room, SENTENCE)
    agree(session, room, "state", "authority", "civil")
    actions.reword(
        session, room.site, text="Ici, le bus…", seen=0, by=room.civil, which=Which.READING
    )
    actions.reword(session, room.site, text="Autre", seen=1, by=room.civil, which=Which.READING)
    again = actions.restore(session, room.site, number=1, by=room.civil, which=Which.READING)
    assert again.text == "Ici, le bus…"
    assert actions.summary(session, room.site).adopted
    assert acts(session, room)[-3:] == ["reading:reword", "reading:reword", "reading:restore"]


def test_the_journal_names_no_word_that_people_wrote(session, room):
    write(session, room, SENTENCE)
    actions.raise_objection(
        session, room.site, seen=seen(session, room), by=room.civil, reason="Secret de trinôme"
    )
    for line in audit.journal(session, room.site.id):
        assert "Trois-Ponts, plus" not in str(line.details)
        assert "Secret" not in str(line.details)


def test_the_summary_costs_three_queries_whatever_the_history(session, room):
    for number in range(6):
        write(session, room, f"{SENTENCE} {number}")
        agree(session, room, "state", "authority", "civil")
    counted: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    assert actions.summary(session, room.site).adopted
    assert len(counted) <= 3, counted


def test_two_consents_at_the_same_instant_have_one_effect(app: Flask, session, world):
    with saving(session), in_site(session, world.site.id):
        write(session, world, SENTENCE)
        words = seen(session, world)
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, place, person = threading.Barrier(4), world.site.id, world.state.id
    failures: list[Exception] = []

    def press() -> None:
        start.wait()
        try:
            with Session(engine) as own, saving(own), in_site(own, place):
                site, by = own.get_one(Site, place), own.get_one(User, person)
                actions.consent(own, site, seen=words, by=by)
        except Exception as error:
            failures.append(error)

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    engine.dispose()
    assert failures == []
    session.rollback()
    with in_site(session, world.site.id):
        assert len(adoption.positions(session, world.site)) == 1
