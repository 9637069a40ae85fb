"""The map keeps everything: who was on it, what each side said, when, and who opened what."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.stakeholders import actions, answers, held, relations, waves
from coopspace.stakeholders.model import RelationView, StakeholderTelling
from coopspace.stakeholders.networks import departed, network
from coopspace.stakeholders.rules import Described, Exchange, Origin, Sector, Told, WaveKind
from tests.stakeholders.acts import acting, add, find, reading, tell, trio

DAY = datetime(2026, 3, 17, 10, tzinfo=UTC)


def test_an_organisation_is_put_on_the_map_with_a_public_id(session, world):
    ref = add(session, world, "  Centre  social ", tags=("Jeunes", "jeunes", "Vie sociale"))
    with reading(session, world) as now:
        [one] = now.organisations
    assert (one.ref, one.name, one.said.tags) == (ref, "Centre social", ("Jeunes", "Vie sociale"))
    assert len(ref) == 8


def test_two_stakeholders_of_one_name_are_refused(session, world):
    add(session, world, "Régie de quartier")
    with pytest.raises(Refusal, match="already on the map") as refused:
        add(session, world, "regie de QUARTIER")
    assert refused.value.field == "name"


def test_what_was_said_of_an_organisation_is_kept(session, world):
    ref = add(session, world, "Ville")
    with acting(session, world):
        said = Described(name="Ville de Valmorel", sector=Sector.AUTHORITY)
        actions.describe(session, find(session, ref), said=said, seen=1, by=world.state)
    with reading(session, world) as now:
        assert now.by_ref[ref].name == "Ville de Valmorel"
        told = actions.tellings_of(session, find(session, ref))
        assert [one.name for one in told] == ["Ville de Valmorel", "Ville"]
        assert told[1].until == told[0].at


def test_whoever_describes_must_have_read_what_stands(session, world):
    ref = add(session, world, "Ville")
    with acting(session, world):
        said = Described(name="Ville de Valmorel")
        actions.describe(session, find(session, ref), said=said, seen=1, by=world.state)
    said = Described(name="Mairie")
    with acting(session, world), pytest.raises(Refusal, match="changed this meanwhile"):
        actions.describe(session, find(session, ref), said=said, seen=1, by=world.civil)


def test_an_organisation_leaves_the_map_with_its_relations_and_comes_back(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world), pytest.raises(Refusal, match="Say why"):
        actions.end(session, find(session, state), why=" ", by=world.civil)
    with acting(session, world):
        actions.end(session, find(session, state), why="Fermée en juin.", by=world.civil)
    with reading(session, world) as now:
        assert state not in now.by_ref
        assert [(one.source, one.target) for one in now.relations if state in (one.source,)] == []
        assert [one.why for one in departed(session)] == ["Fermée en juin."]
    with acting(session, world), pytest.raises(Refusal, match="bring it back"):
        actions.describe(session, find(session, state), said=Described("X"), seen=2, by=world.civil)
    with acting(session, world), pytest.raises(Refusal, match="bring it back"):
        relations.tell(
            session,
            find(session, town),
            target=find(session, state),
            said=Told(4),
            seen=1,
            by=world.civil,
        )
    with acting(session, world):
        actions.restore(session, find(session, state), by=world.civil)
    with reading(session, world) as now:
        assert now.by_ends[state, town].level == 5


def test_each_side_has_its_own_view(session, world):
    state, town, centre = trio(session, world)
    with reading(session, world) as now:
        assert {ends: one.level for ends, one in now.by_ends.items()} == {
            (state, town): 5,
            (town, state): 3,
            (centre, town): 4,
        }
        assert now.by_ends[state, town].said.fact == "Une réunion par mois."
        assert {tie.gap for tie in now.network.ties} == {2, None}


def test_a_view_that_is_told_anew_keeps_the_one_before(session, world):
    state, town, _centre = trio(session, world)
    tell(session, world, state, town, 6, kinds=frozenset({Exchange.FUNDING}))
    with reading(session, world):
        views, _talks = relations.history(session, find(session, town), find(session, state))
        assert [(one.seq, one.level) for one in views if one.level != 3] == [(2, 6), (1, 5)]
    with pytest.raises(Refusal, match="changed this meanwhile"):
        tell(session, world, state, town, 2, seen=1)


def test_a_view_that_left_the_map_can_be_told_again(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        one, other = find(session, state), find(session, town)
        relations.end(session, one, target=other, why="Saisie par erreur.", by=world.civil)
    with reading(session, world) as now:
        assert (state, town) not in now.by_ends
    tell(session, world, state, town, 4)
    with reading(session, world) as now:
        assert now.by_ends[state, town].seq == 3


def test_a_relation_has_two_ends_and_seven_levels(session, world):
    state, town, _centre = trio(session, world)
    with pytest.raises(Refusal, match="two ends"):
        tell(session, world, state, state, 4)
    with pytest.raises(Refusal, match="steps offered"):
        tell(session, world, state, town, 8)
    with pytest.raises(Refusal, match="today or an earlier day"):
        tell(session, world, state, town, 4, said_on=clock.today() + timedelta(days=1))
    with acting(session, world), pytest.raises(NotFound):
        find(session, "zzzzzzzz")


def test_the_database_refuses_two_views_that_stand_for_one_side(session, world):
    state, town, _centre = trio(session, world)
    with in_site(session, world.site.id), saving(session):
        twice = held.view(
            find(session, state),
            find(session, town),
            Told(4, said_on=clock.today()),
            seq=9,
            by=world.civil.id,
        )
        session.add(twice)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_an_edition_is_never_written_over(session, world):
    with clock.at(DAY):
        state, town, centre = trio(session, world)
        with acting(session, world):
            first = waves.keep_edition(
                session, world.site, name="Mars 2026", by=world.facilitator
            ).number
    with clock.at(DAY + timedelta(days=90)):
        tell(session, world, state, town, 2)
        tell(session, world, town, centre, 6)
        with acting(session, world):
            actions.end(session, find(session, centre), why="Fusion.", by=world.civil)
    with reading(session, world) as now:
        then = network(session, wave=waves.wave_of(session, first))
        assert [one.name for one in waves.waves_of(session)] == ["Mars 2026"]
        assert {(one.source, one.target): one.level for one in then.views} == {
            (state, town): 5,
            (town, state): 3,
            (centre, town): 4,
        }
        assert len(then.nodes) == 3
        assert {one.level for one in now.relations} == {2, 3}
        assert len(now.organisations) == 2
    with reading(session, world, on=DAY + timedelta(days=1)) as past:
        assert past.network == then


def test_one_survey_is_open_at_a_time_and_non_response_is_known(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Printemps", by=world.facilitator)
        waves.ask(session, wave, [find(session, state), find(session, town)])
        waves.ask(session, wave, [find(session, state)])
        waves.has_answered(session, wave, find(session, town))
    with acting(session, world), pytest.raises(Refusal, match="A survey is open"):
        waves.open_survey(session, world.site, name="Encore", by=world.facilitator)
    with reading(session, world) as now:
        assert (now.asked, now.answered) == (frozenset({state, town}), frozenset({town}))
    with acting(session, world):
        waves.close_survey(session, waves.wave_of(session, 1), by=world.facilitator)
    with acting(session, world), pytest.raises(Refusal, match="closed"):
        answers.answer(
            session,
            waves.wave_of(session, 1),
            author=find(session, state),
            target=find(session, town),
            said=Told(4),
        )


def test_an_answer_is_seen_by_nobody_until_both_sides_open_it(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Printemps", by=world.facilitator)
        one, other = find(session, state), find(session, town)
        said = Told(1, trust=1, fact="CANARI")
        row = answers.answer(session, wave, author=one, target=other, said=said)
        with pytest.raises(Refusal, match="has not opened"):
            answers.accept(session, row)
    with reading(session, world) as now:
        before = now
    with acting(session, world):
        answers.offer(session, mine(session, state, town))
    with reading(session, world) as now:
        assert now == before
        assert "CANARI" not in repr(now)
    with acting(session, world):
        answers.accept(session, mine(session, state, town))
    with reading(session, world) as now:
        opened = now.by_ends[state, town]
        assert (opened.origin, opened.level, opened.said.fact) == (Origin.ANSWER, 1, "CANARI")
        assert opened.said.trust is None
        assert now.network.by_id.keys() == before.network.by_id.keys()
    with acting(session, world):
        answers.close_again(session, mine(session, state, town))
    with reading(session, world) as now:
        assert now == before


def mine(session, source: str, target: str) -> RelationView:
    """The answer of one about another in the first wave, as its author holds it."""
    return answers.answer_of(
        session,
        waves.wave_of(session, 1),
        author=find(session, source),
        target=find(session, target),
    )


def test_an_answer_that_changes_must_be_opened_again_and_can_be_taken_back(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Printemps", by=world.facilitator)
        one, other = find(session, state), find(session, town)
        row = answers.answer(session, wave, author=one, target=other, said=Told(4))
        answers.offer(session, row)
        answers.accept(session, row)
        answers.answer(session, wave, author=one, target=other, said=Told(5))
    with reading(session, world) as now:
        assert now.by_ends[state, town].origin is Origin.MAP
        assert (
            len(answers.answers_by(session, waves.wave_of(session, 1), find(session, state))) == 1
        )
    with acting(session, world):
        wave = waves.wave_of(session, 1)
        answers.withdraw(session, wave, author=find(session, state), target=find(session, town))
        assert mine(session, state, town) is None


def test_a_new_survey_does_not_show_the_answers_of_the_one_before(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Un", by=world.facilitator)
        one, other = find(session, state), find(session, town)
        row = answers.answer(session, wave, author=one, target=other, said=Told(7))
        answers.offer(session, row)
        answers.accept(session, row)
        waves.close_survey(session, wave, by=world.facilitator)
        waves.open_survey(session, world.site, name="Deux", by=world.facilitator)
    with reading(session, world) as now:
        assert now.by_ends[state, town].level == 5
        first = network(session, wave=waves.wave_of(session, 1))
        assert {one.level for one in first.views if one.origin == "answer"} == {7}
        assert [one.kind for one in waves.waves_of(session)] == [WaveKind.SURVEY] * 2


def test_places_on_the_picture_are_kept(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world):
        actions.keep_places(session, {state: (0.1, 0.2), "nowhere2": (0.0, 0.0)}, pinned=True)
        actions.keep_places(session, {state: (0.3, 0.2)})
    with reading(session, world) as now:
        one = now.by_ref[state]
        assert (one.x, one.y, one.pinned) == (0.3, 0.2, True)
        assert now.by_ref[town].x is None


def test_a_difference_is_closed_as_a_dated_event(session, world):
    state, town, _centre = trio(session, world)
    with acting(session, world), pytest.raises(Refusal, match="what was said"):
        close(session, world, state, town, words=" ")
    with acting(session, world), pytest.raises(Refusal, match="earlier day"):
        close(session, world, state, town, day=clock.today() + timedelta(days=2))
    with acting(session, world):
        close(session, world, state, town)
    with reading(session, world) as now:
        _views, talks = relations.history(session, find(session, state), find(session, town))
        assert [(one.source_level, one.target_level) for one in talks] == [(5, 3)]
        assert now.by_ends[town, state].level == 3


def close(
    session, world, source, target, *, words="Nous ne parlions pas du même projet.", day=None
):
    relations.close_difference(
        session,
        find(session, source),
        target=find(session, target),
        levels=(5, 3),
        words=words,
        happened_on=day,
        by=world.civil,
    )


def test_the_journal_says_who_did_what_and_never_a_name(session, world):
    state, _town, _centre = trio(session, world)
    with reading(session, world):
        lines = audit.journal(session, world.site.id)
        actions_told = [one.action for one in lines if one.action.split(":")[0] != "member"]
        assert actions_told[:3] == ["relation:tell"] * 3
        assert "stakeholder:add" in actions_told
        assert "Valmorel" not in repr([one.details for one in lines])
        assert session.scalar(select(func.count()).select_from(StakeholderTelling)) == 3
        assert audit.verify(session) == []
    assert state
