"""Surveys as they are run and answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.stakeholders import bringing, held, taking_back
from coopspace.stakeholders.bringing import Element
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.model import RelationView
from coopspace.stakeholders.networks import seen
from coopspace.stakeholders.rules import Described, Kind, Origin, Sector, Told
from coopspace.survey import actions, answering, doors, opening
from coopspace.survey.model import Respondent, SurveyDoor
from coopspace.survey.results import results
from coopspace.survey.rules import Question
from tests.stakeholders.acts import acting, add, reading
from tests.survey.acts import answered, closed, entered, linked, opened, organisations


def test_a_new_link_kills_the_one_before_and_only_a_digest_is_kept(session, world):
    one, _other = organisations(session, world, 2)
    number = opened(session, world, [one])
    first = linked(session, world, number, one)
    second = linked(session, world, number, one)
    assert doors.enter(session, first) is None
    assert entered(session, second).stakeholder.ref == one
    kept = session.scalars(select(SurveyDoor)).all()
    assert len(kept) == 1
    assert second not in kept[0].token_hash
    assert len(second) == 43


def test_missing_links_are_made_at_once_with_one_line_of_the_journal(session, world):
    refs = organisations(session, world, 4)
    number = opened(session, world, refs)
    kept = linked(session, world, number, refs[0])
    gone = linked(session, world, number, refs[3])
    answered(session, world, gone, {refs[0]: 4})
    with acting(session, world):
        running = actions.survey_of(session, number)
        who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, refs[3]))
        doors.revoke(session, running, who, by=world.state)
    with acting(session, world):
        made = doors.make_missing(session, actions.survey_of(session, number), by=world.state)
    assert [one.name for one in made] == ["Maison 02", "Maison 03"]
    assert {entered(session, one.token).stakeholder.ref for one in made} == set(refs[1:3])
    assert entered(session, kept).stakeholder.ref == refs[0]
    with acting(session, world):
        assert doors.make_missing(session, actions.survey_of(session, number), by=world.state) == []
    assert _noted(session, "survey:links") == [{"number": number, "count": 2}]


def test_only_those_who_gave_an_address_and_have_not_answered_are_reminded(session, world):
    refs = organisations(session, world, 4)
    number = opened(session, world, refs[:3])
    tokens = {ref: linked(session, world, number, ref) for ref in refs[:3]}
    with pytest.raises(Refusal, match="Nobody to write to"), acting(session, world):
        doors.remind(session, actions.survey_of(session, number), by=world.state)
    with acting(session, world):
        running = actions.survey_of(session, number)
        for ref, locale in ((refs[0], "fr"), (refs[1], "en")):
            who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, ref))
            doors.keep_address(session, who, f"{ref}@exemple.fr", locale=locale)
    answered(session, world, tokens[refs[0]], {refs[3]: 4})
    answered(session, world, tokens[refs[1]], {refs[3]: 4}, finish=False)
    with acting(session, world):
        made = doors.remind(session, actions.survey_of(session, number), by=world.state)
    assert [(one.name, one.email, one.locale) for one in made] == [
        ("Maison 02", f"{refs[1]}@exemple.fr", "en")
    ]
    assert doors.enter(session, tokens[refs[1]]) is None
    assert entered(session, made[0].token).stakeholder.ref == refs[1]
    assert entered(session, tokens[refs[2]]).stakeholder.ref == refs[2]
    assert _noted(session, "survey:remind") == [{"number": number, "count": 1}]


def test_persons_of_the_map_are_in_no_list_that_a_link_opens(session, world):
    one, other = organisations(session, world, 2)
    person = add(session, world, "Rosa Canari", Sector.RESIDENTS, kind=Kind.PERSON)
    token = linked(session, world, opened(session, world, [one]), one)
    with acting(session, world):
        here = entered(session, token)
        assert [each.ref for each in answering.partners(session, here)] == [other]
        answering.pick(session, here, shown=[person, other], ticked=[person, other])
        picked = [each.ref for each in answering.partners(session, here) if each.picked]
    assert picked == [other]
    with pytest.raises(NotFound), acting(session, world):
        answering.rate(session, entered(session, token), ref=person, said=Told(4), marks={})


def test_an_answer_keeps_nobody_on_the_map_when_an_import_is_taken_back(session, world):
    (one,) = organisations(session, world, 1)
    with acting(session, world):
        now = seen(session)
        said = Described(name="La crèche", sector=Sector.CIVIL)
        planned = bringing.plan(now, [Element("1", said, frozenset({"name"}))], [])
        draft = bringing.keep_draft(
            session, world.site, format="csv", content=Tables([], []).as_text(), by=world.civil
        )
        bringing.bring(session, draft, planned, by=world.civil)
        brought = draft.number
    with reading(session, world) as now:
        ref = next(each.ref for each in now.organisations if each.name == "La crèche")
    answered(session, world, linked(session, world, opened(session, world, [one]), one), {ref: 7})
    with acting(session, world):
        done = bringing.import_of(session, brought)
        assert taking_back.take_back(session, done, why="Non", by=world.civil).kept == 0
    with reading(session, world) as now:
        assert [each.ref for each in now.organisations] == [one]


def test_a_revoked_link_opens_nothing_and_what_was_said_stays(session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one])
    token = linked(session, world, number, one)
    answered(session, world, token, {other: 4})
    with acting(session, world):
        running = actions.survey_of(session, number)
        who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, one))
        doors.revoke(session, running, who, by=world.state)
    assert doors.enter(session, token) is None
    with in_site(session, world.site.id):
        assert session.scalars(select(RelationView)).one().level == 4


def test_unticking_a_partner_erases_what_was_said_and_hidden_ones_stay(session, world):
    one, other, third = organisations(session, world, 3)
    token = linked(session, world, opened(session, world, [one]), one)
    answered(session, world, token, {other: 4, third: 2}, finish=False)
    with acting(session, world):
        answering.pick(session, entered(session, token), shown=[other], ticked=[])
    with in_site(session, world.site.id):
        rows = session.scalars(select(RelationView)).all()
        assert [row.level for row in rows] == [2]


def test_one_finishes_once_every_partner_is_rated_and_then_counts(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one, other]), one)
    with acting(session, world):
        answering.pick(session, entered(session, token), shown=[other], ticked=[other])
    with pytest.raises(Refusal, match="Maison 02"), acting(session, world):
        answering.finish(session, entered(session, token))
    with reading(session, world) as now:
        assert now.answered == frozenset()
    answered(session, world, token, {other: 4})
    with reading(session, world) as now:
        assert (now.asked, now.answered) == (frozenset({one, other}), frozenset({one}))


def test_an_organisation_that_is_missing_is_added_once_the_others_are_settled(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    with acting(session, world):
        here = entered(session, token)
        answering.add_partner(session, here, name="La bricothèque", sector="civil")
        assert held.stakeholder_of(session, other).x is not None
        names = [each.name for each in answering.partners(session, here) if each.picked]
        assert names == ["La bricothèque"]
    with pytest.raises(Refusal), acting(session, world):
        answering.add_partner(
            session, entered(session, token), name="la BRICOTHÈQUE", sector="civil"
        )
    with pytest.raises(Refusal), acting(session, world):
        answering.add_partner(
            session, entered(session, token), name="Une autre", sector="nulle part"
        )


def test_a_respondent_adds_so_many_and_no_more(session, world):
    (one,) = organisations(session, world, 1)
    token = linked(session, world, opened(session, world, [one]), one)
    with acting(session, world):
        entered(session, token).respondent.added = 10
    with pytest.raises(Refusal, match="10"), acting(session, world):
        answering.add_partner(session, entered(session, token), name="Encore", sector="civil")


def test_after_the_closing_day_nothing_is_said_any_more(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    late = clock.now() + timedelta(days=21)
    with clock.at(late), pytest.raises(Refusal, match="closed"), acting(session, world):
        answering.pick(session, entered(session, token), shown=[other], ticked=[other])


def test_closing_erases_names_and_addresses_and_makes_no_link_any_more(session, world):
    one, _other = organisations(session, world, 2)
    number = opened(session, world, [one])
    with acting(session, world):
        running = actions.survey_of(session, number)
        who = actions.respondent_of(session, running.wave, held.stakeholder_of(session, one))
        doors.keep_address(session, who, "nom@exemple.fr", locale="fr")
        who.name = "Zoé Canari"
    closed(session, world, number)
    with in_site(session, world.site.id):
        rows = session.execute(select(Respondent.name, Respondent.email)).all()
        assert [tuple(row) for row in rows] == [("", "")]
    with pytest.raises(Refusal):
        linked(session, world, number, one)


def test_an_answer_opens_only_if_both_agree_and_either_closes_it(session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one, other])
    mine, theirs = (linked(session, world, number, ref) for ref in (one, other))
    answered(session, world, mine, {other: 4})
    with pytest.raises(NotFound), acting(session, world):
        opening.accept(session, entered(session, theirs), ref=one)
    with acting(session, world):
        opening.offer(session, entered(session, mine), ref=other)
    assert _shown(session, world) == []
    with acting(session, world):
        assert [each.name for each in opening.offered_to(session, entered(session, theirs))]
        opening.accept(session, entered(session, theirs), ref=one)
    assert _shown(session, world) == [(one, other, 4)]
    with acting(session, world):
        opening.close_about(session, entered(session, theirs), ref=one)
    assert _shown(session, world) == []
    with acting(session, world):
        opening.offer(session, entered(session, mine), ref=other)
        opening.accept(session, entered(session, theirs), ref=one)
        opening.close_own(session, entered(session, mine), ref=other)
    assert _shown(session, world) == []


def test_nobody_offers_before_having_finished(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    answered(session, world, token, {other: 4}, finish=False)
    with pytest.raises(Refusal, match="Finish"), acting(session, world):
        opening.offer(session, entered(session, token), ref=other)


def test_what_was_said_of_a_changed_answer_must_be_opened_again(session, world):
    one, other = organisations(session, world, 2)
    number = opened(session, world, [one, other])
    mine, theirs = (linked(session, world, number, ref) for ref in (one, other))
    answered(session, world, mine, {other: 4})
    with acting(session, world):
        opening.offer(session, entered(session, mine), ref=other)
        opening.accept(session, entered(session, theirs), ref=one)
        marks = dict.fromkeys(Question)
        answering.rate(session, entered(session, mine), ref=other, said=Told(2), marks=marks)
    assert _shown(session, world) == []


def test_nothing_is_said_together_before_the_closing_nor_by_four(session, world):
    refs = organisations(session, world, 6)
    number = opened(session, world, refs)
    for ref in refs[:4]:
        answered(session, world, linked(session, world, number, ref), {refs[5]: 4}, mark=3)
    token = linked(session, world, number, refs[4])
    answered(session, world, token, {refs[5]: 6}, mark=1, finish=False)
    with in_site(session, world.site.id):
        assert results(session, actions.survey_of(session, number)) is None
    closed(session, world, number)
    with in_site(session, world.site.id):
        said = results(session, actions.survey_of(session, number))
        assert said is not None
        assert said.levels is None
        assert set(said.six.values()) == {None}


def test_five_who_finished_are_read_together(session, world):
    refs = organisations(session, world, 6)
    number = opened(session, world, refs)
    for ref, level in zip(refs[:5], (2, 4, 4, 5, 7), strict=True):
        token = linked(session, world, number, ref)
        answered(session, world, token, {refs[5]: level}, mark=level // 2)
    closed(session, world, number)
    with in_site(session, world.site.id):
        said = results(session, actions.survey_of(session, number))
        assert said is not None
        assert said.levels is not None
        assert said.levels.counts == (0, 1, 0, 2, 1, 0, 1)
        openness = said.six[Question.OPENNESS]
        assert openness is not None
        assert openness.counts == (1, 3, 1, 0)


def test_everything_said_is_erased_when_its_author_asks(session, world):
    one, other = organisations(session, world, 2)
    token = linked(session, world, opened(session, world, [one]), one)
    answered(session, world, token, {other: 4})
    with acting(session, world):
        answering.erase(session, entered(session, token))
        assert not [
            each for each in answering.partners(session, entered(session, token)) if each.picked
        ]
    with in_site(session, world.site.id):
        query = select(RelationView).where(RelationView.origin == Origin.ANSWER)
        assert session.scalars(query).all() == []


def _shown(session, world):
    session.rollback()
    with in_site(session, world.site.id):
        found = seen(session).relations
    return [(each.source, each.target, each.level) for each in found]


def _noted(session, action):
    """What the journal kept of an action."""
    rows = session.scalars(select(audit.AuditEvent).where(audit.AuditEvent.action == action))
    return [row.details for row in rows]
