"""The dashboard repeats what the map tells, never tells what stood before, and tells no secret."""

import html
import re

import pytest

from coopspace.kernel.base import in_site
from coopspace.stakeholders import actions, answers, glance, relations, waves
from coopspace.stakeholders.rules import Described, Sector, Told
from tests.continuum.acts import in_english
from tests.sites.reading import SITE, words
from tests.stakeholders.acts import acting, find, trio
from tests.stakeholders.test_map_pages import HOME, crowd

SAID = re.compile(r'<section[^>]*"h-network".*?</section>', re.DOTALL)


def block(visitor, who) -> str:
    """What the dashboard says of the network, as words."""
    in_english(visitor.sign_in(who))
    found = SAID.search(visitor.get(f"{SITE}/").text)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def looked_at(session, world) -> glance.NetworkGlance:
    """The glance as pages get it, proved to be the one of this very moment."""
    session.rollback()
    with in_site(session, world.site.id):
        found = glance.glance(session, world.site)
        glance._KEPT.clear()
        assert found == glance.glance(session, world.site)
    return found


def test_an_empty_map_invites_whoever_may_draw_it(visitor, world):
    assert "Draw the map" in block(visitor, world.civil)
    assert "Draw the map" not in block(visitor, world.observer)


def test_the_dashboard_says_what_the_map_says(visitor, session, world):
    crowd(session, world)
    said = block(visitor, world.observer)
    page = words(visitor.get(HOME))
    first = looked_at(session, world).facts
    assert len(first) == 2
    said = said.removeprefix("Our network The stakeholders").removesuffix("Read the map")
    sentences = [one.strip() for one in re.findall(r"[^.]+\.", said)]
    assert len(sentences) >= 2
    for one in sentences:
        assert re.sub(r"^\d+ ", "", one) in page


def test_a_few_organisations_give_no_figure_and_the_answers_are_counted(visitor, session, world):
    refs = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Enquête", by=world.facilitator)
        waves.ask(session, wave, [find(session, ref) for ref in refs])
        waves.has_answered(session, wave, find(session, refs[0]))
    said = block(visitor, world.state)
    assert "Below ten organisations, no figure of the whole is given" in said
    assert "A survey is open: 1 of the 3 organisations that were asked answered." in said


@pytest.mark.parametrize(
    "act",
    ["add", "describe", "tell", "untell", "end", "restore", "open", "accept", "close", "over"],
)
def test_whatever_moves_on_the_map_moves_the_glance(session, world, act):
    state, town, centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Enquête", by=world.facilitator)
        waves.ask(session, wave, [find(session, state)])
        row = answers.answer(
            session, wave, author=find(session, state), target=find(session, centre), said=Told(6)
        )
        answers.offer(session, row)
        if act == "close":
            answers.accept(session, row)
        if act == "restore":
            actions.end(session, find(session, centre), why="Fini.", by=world.civil)
    before = looked_at(session, world)
    with acting(session, world):
        whole = session.merge(row)
        survey = waves.wave_of(session, wave.number)
        said = Described(name="La mairie", sector=Sector.AUTHORITY)
        {
            "add": lambda: actions.add(session, world.site, said=said, by=world.civil),
            "describe": lambda: actions.describe(
                session, find(session, town), said=said, seen=1, by=world.civil
            ),
            "tell": lambda: relations.tell(
                session, find(session, centre), target=find(session, state), said=Told(7),
                seen=0, by=world.civil,
            ),
            "untell": lambda: relations.end(
                session, find(session, centre), target=find(session, town), why="Fini.",
                by=world.civil,
            ),
            "end": lambda: actions.end(session, find(session, centre), why="Fini.", by=world.civil),
            "restore": lambda: actions.restore(session, find(session, centre), by=world.civil),
            "open": lambda: waves.ask(session, survey, [find(session, town)]),
            "accept": lambda: answers.accept(session, whole),
            "close": lambda: answers.close_again(session, whole),
            "over": lambda: waves.close_survey(session, survey, by=world.facilitator),
        }[act]()  # fmt: skip
    after = looked_at(session, world)
    assert (after != before) is (act != "describe")


def test_an_answer_that_is_not_open_does_not_even_make_the_map_be_read_again(session, world):
    state, _town, centre = trio(session, world)
    with acting(session, world):
        wave = waves.open_survey(session, world.site, name="Enquête", by=world.facilitator)
        waves.ask(session, wave, [find(session, state)])
    before = looked_at(session, world)
    with in_site(session, world.site.id):
        kept = glance._mark(session)
    with acting(session, world):
        row = answers.answer(
            session, wave, author=find(session, state), target=find(session, centre), said=Told(7)
        )
        answers.offer(session, row)
    with in_site(session, world.site.id):
        assert glance._mark(session) == kept
    assert looked_at(session, world) == before
