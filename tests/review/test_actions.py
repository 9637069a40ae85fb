"""Answering the reading of the chain, and taking an answer back."""

import pytest
from sqlalchemy import event, func, select

from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.held import find
from coopspace.changes.rules import LINK, Confidence, Level
from coopspace.discussion import actions as discussions
from coopspace.discussion.rules import Said, Topic
from coopspace.kernel import clock
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.review import reading
from coopspace.review.model import ReviewAnswer
from coopspace.review.rules import Rule
from coopspace.sites.model import College
from tests.review.acts import asks, drawn, keep, read, take_back


def reword(session, world, says):
    """D1, said otherwise."""
    with saving(session), in_site(session, world.site.id):
        change = find(session, "D1")
        text = store.read(session, change.statement_id)
        store.write(session, change.statement_id, says, seen=text.number, by=world.state.id)


def test_what_is_kept_is_quiet_and_its_reason_is_shown(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    keep(session, world, one, "C’est notre point de départ.")
    seen = read(session, world)
    assert Rule.ACTIVITY not in {found.rule for found in seen.found}
    [(kept, answer)] = seen.kept
    assert kept.name == one.name
    assert (answer.why, answer.by) == ("C’est notre point de départ.", world.civil.id)


def test_it_asks_again_when_its_words_change_and_quiet_again_when_they_come_back(session, world):
    drawn(session, world)
    before = asks(session, world, Rule.ACTIVITY)
    keep(session, world, before)
    reword(session, world, "Organiser deux forums des métiers")
    after = asks(session, world, Rule.ACTIVITY)
    assert after is not None
    assert after.digest != before.digest
    reword(session, world, "Organiser un forum des métiers")
    assert asks(session, world, Rule.ACTIVITY) is None


def test_other_words_change_nothing_to_an_answer(session, world):
    drawn(session, world)
    keep(session, world, asks(session, world, Rule.ACTIVITY))
    drawn(session, world, "Les parents savent.")
    assert asks(session, world, Rule.ACTIVITY) is None


def test_an_answer_taken_back_lets_it_ask_and_stays_in_memory(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    keep(session, world, one)
    assert take_back(session, world, one, "state") is True
    assert take_back(session, world, one) is False
    assert asks(session, world, Rule.ACTIVITY) == one
    keep(session, world, one, "Finalement si.")
    with in_site(session, world.site.id):
        rows = session.scalars(select(ReviewAnswer).order_by(ReviewAnswer.at)).all()
        assert [row.ended_by for row in rows] == [world.state.id, None]


def test_words_that_changed_meanwhile_are_read_first(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    reword(session, world, "Organiser deux forums des métiers")
    with pytest.raises(Refusal, match="changed meanwhile"):
        keep(session, world, one)


def test_two_do_not_answer_the_same_words(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    keep(session, world, one)
    with pytest.raises(Refusal, match="Somebody answered"):
        keep(session, world, one, who="state")


def test_a_new_answer_takes_the_place_of_one_to_words_that_are_gone(session, world):
    drawn(session, world)
    keep(session, world, asks(session, world, Rule.ACTIVITY))
    reword(session, world, "Organiser deux forums des métiers")
    keep(session, world, asks(session, world, Rule.ACTIVITY), "Deux valent mieux qu’un.")
    with in_site(session, world.site.id):
        standing = select(func.count(ReviewAnswer.id)).where(ReviewAnswer.until.is_(None))
        assert session.scalar(standing) == 1


def test_what_no_longer_asks_cannot_be_answered(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    reword(session, world, "Les parents savent.")
    with pytest.raises(NotFound):
        keep(session, world, one)
    with pytest.raises(NotFound):
        take_back(session, world, one)


def test_the_journal_tells_that_it_was_answered_and_never_why(session, world):
    drawn(session, world)
    one = asks(session, world, Rule.ACTIVITY)
    keep(session, world, one, "Secret.")
    take_back(session, world, one)
    query = select(AuditEvent).where(AuditEvent.action.startswith("review:"))
    lines = session.scalars(query.order_by(AuditEvent.seq)).all()
    assert [line.action for line in lines] == ["review:keep", "review:take_back"]
    assert "Secret" not in str([line.details for line in lines])


def test_an_unchanged_site_is_read_again_in_one_question(session, world):
    drawn(session, world)
    first = read(session, world)
    sent = []

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    assert read(session, world) is first
    event.remove(engine, "before_cursor_execute", note)
    asked = [one for one in sent if "FROM change" in one or "FROM link" in one]
    assert len(asked) == 1


def test_an_ended_change_is_read_no_more(session, world):
    drawn(session, world)
    with saving(session), in_site(session, world.site.id):
        changes.end(session, find(session, "D1"), by=world.state, reason="Fait.")
    assert read(session, world).found == ()


def test_the_facts_are_those_of_the_site_alone(session, world):
    drawn(session, world)
    with in_site(session, world.site.id):
        facts = reading.facts_of(session, clock.today())
    assert [one.code for one in facts.changes] == ["D1"]
    assert facts.changes[0].news == clock.today()


def test_a_disagreement_that_is_talked_about_where_it_stands_asks_no_more(session, world):
    with saving(session), in_site(session, world.site.id):
        for level in (Level.DIRECT, Level.INTERMEDIATE):
            changes.add(session, world.site, level=level, statement="Oui.", by=world.state)
        made = linking.link(
            session, find(session, "D1"), target=find(session, "I1"), by=world.state
        )
        for who, college, value in (
            (world.state, College.STATE, Confidence.SURE),
            (world.civil, College.CIVIL_SOCIETY, Confidence.DOUBT),
        ):
            linking.give_confidence(
                session, made, by=who, college=college, value=value, reason="Vu."
            )
        about = Topic(LINK, made.id.hex, Permission.CHANGE_READ)
    assert asks(session, world, Rule.DISAGREEMENT) is not None
    with saving(session), in_site(session, world.site.id):
        discussions.begin(session, world.site, topic=about, said=Said("Qui ?"), by=world.civil)
    assert asks(session, world, Rule.DISAGREEMENT) is None
