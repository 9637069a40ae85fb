"""What is drawn is what may be seen: the light reading and the whole one say the same."""

import pytest

from coopspace.kernel.base import in_site
from coopspace.stakeholders import answers, networks, waves
from coopspace.stakeholders.outlines import outline
from coopspace.stakeholders.rules import Ring, Sector, Told
from tests.stakeholders.acts import acting, add, find, tell, trio


@pytest.fixture
def moments(session, world):
    """A map that moved, an edition, a survey: an answer opened, one by half, one not at all."""
    state, town, centre = trio(session, world)
    with acting(session, world):
        waves.keep_edition(session, world.site, name="Avant", by=world.civil)
    school = add(
        session, world, "École Jean-Zay", Sector.STATE, ring=Ring.CORE, mission="Apprendre"
    )
    tell(session, world, state, town, 2, desired=7)
    tell(session, world, school, centre, 6)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Enquête", by=world.facilitator)
        everybody = [find(session, ref) for ref in (state, town, centre, school)]
        waves.ask(session, wave, everybody)
        told = [
            answers.answer(
                session, wave, author=everybody[0], target=everybody[place], said=Told(level=level)
            )
            for place, level in ((1, 7), (2, 6), (3, 1))
        ]
        for row in told[:2]:
            answers.offer(session, row)
        answers.accept(session, told[0])
    return state, town


def test_both_readings_give_the_same_network_at_every_wave(session, world, moments):
    with in_site(session, world.site.id):
        known = waves.waves_of(session)
        moments = [{"wave": wave} for wave in (None, *known)]
        moments += [{"on": wave.opened_at} for wave in known]
        for when in moments:
            whole = networks.seen(session, **when)
            light = outline(session, **when)
            assert light.network == whole.network
            assert light.names == {one.ref: one.name for one in whole.organisations}
            assert light.missions == {
                one.ref: one.said.mission for one in whole.organisations if one.said.mission
            }


def test_an_answer_that_both_did_not_open_is_in_no_reading(session, world, moments):
    state, town = moments
    with in_site(session, world.site.id):
        views = outline(session).network.views
    answered = [(view.source, view.target, view.level) for view in views if view.origin == "answer"]
    assert answered == [(state, town, 7)]


def test_another_site_reads_nothing_of_it(session, world, moments):
    with in_site(session, world.other_site.id):
        assert outline(session).network.nodes == ()
