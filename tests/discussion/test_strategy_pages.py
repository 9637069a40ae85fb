"""Discussions about the vision, the reading, changes and links, from the pages where they stand."""

import re

import pytest

from coopspace.agreement.clauses import CLAUSE, PART
from coopspace.changes import actions as changes
from coopspace.changes import linking
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import CHANGE, LINK, Level
from coopspace.discussed_kinds import ACTION, KINDS, SENTENCE, SITUATION, TITLE_MAX, things
from coopspace.kernel.base import in_site
from coopspace.paths import TEMPLATES
from coopspace.searched_kinds import KINDS as SEARCHED
from coopspace.vision.actions import Which
from tests.continuum.acts import in_english
from tests.discussion.acts import HOME, acting
from tests.indicators.acts import measure as measured
from tests.indicators.acts import write as indicator
from tests.plan.acts import write as plan_action
from tests.search.acts import led_to
from tests.sites.reading import SITE
from tests.vision.acts import SENTENCE as WORDS
from tests.vision.acts import write

STRATEGY = f"{SITE}/strategie"
LONG = "Les voisins se parlent, et ils savent pourquoi ils se parlent. " * 3


@pytest.fixture
def drawn(session, world):
    """Two changes and the link between them; gives the change I1 and the link."""
    with acting(session, world):
        for level, words in ((Level.DIRECT, "Chacun sait."), (Level.INTERMEDIATE, LONG)):
            changes.add(session, world.site, by=world.state, level=level, statement=words)
        one, other = find(session, "D1"), find(session, "I1")
        linking.link(session, one, target=other, by=world.civil)
        linking.link(session, other, target=None, by=world.civil)
        return (
            other.id.hex,
            find_link(session, "D1", "I1").id.hex,
            find_link(session, "I1", "V").id.hex,
        )


PLACES = {
    "change": (f"{STRATEGY}/I1", "changement", 0),
    "link": (f"{STRATEGY}/liens/D1-I1", "lien", 1),
    "vision": (f"{SITE}/vision", "vision", None),
    "reading": (f"{SITE}/vision", "lecture", None),
}


def address(drawn, kind: str) -> tuple[str, str]:
    page, slug, rank = PLACES[kind]
    return page, f"{HOME}/a-propos/{slug}/{'mots' if rank is None else drawn[rank]}"


@pytest.mark.parametrize("kind", PLACES)
def test_a_thing_is_discussed_from_its_page_and_leads_back_to_it(
    visitor, session, world, drawn, kind
):
    write(session, world, WORDS)
    write(session, world, "Nous lisons ainsi.", Which.READING)
    page, about = address(drawn, kind)
    in_english(visitor.sign_in(world.civil))
    assert f'href="{about}"' in visitor.get(page).text
    thread = visitor.post(about, words="Est-ce bien dit ?").location
    told = visitor.get(page).text
    assert f'href="{thread}"' in told
    assert re.search(r'class="talk no-print is-open"[^>]*>.*?1 comment', told)
    assert f'href="{page}' in visitor.get(thread).text
    assert thread in visitor.sign_in(world.observer).get(HOME).text
    assert f'href="{thread}"' in visitor.get(page).text


def test_who_may_not_write_is_led_to_no_empty_discussion(visitor, session, world, drawn):
    write(session, world, WORDS)
    visitor.sign_in(world.observer)
    for kind in PLACES:
        page, about = address(drawn, kind)
        assert about not in visitor.get(page).text
    for kind in PLACES:
        visitor.sign_in(world.stranger).get(address(drawn, kind)[1], status=404)


def test_a_thread_follows_its_change_and_its_link_out_of_the_strategy(
    visitor, session, world, drawn
):
    in_english(visitor.sign_in(world.state))
    thread = visitor.post(address(drawn, "change")[1], words="Et les enfants ?").location
    link = visitor.post(address(drawn, "link")[1], words="Vraiment ?").location
    ending = f"{STRATEGY}/I1/finir"
    visitor.post(ending, page=ending, reason="Dit ailleurs")
    for one in (thread, link):
        assert '<span class="tag dashed">no longer in the strategy' in visitor.get(one).text
    assert f'href="{thread}"' in visitor.get(f"{STRATEGY}/I1").text


def test_names_are_short_and_follow_the_present_codes(session, world, drawn):
    change, link, last = drawn
    topics = [(CHANGE, change), (LINK, link), (LINK, last), (CHANGE, "rien"), (LINK, link[:8])]
    with in_site(session, world.site.id):
        found = things(session, topics, "fr")
    assert found[CHANGE, change].title.startswith("I1 – Les voisins se parlent")
    assert len(found[CHANGE, change].title) <= TITLE_MAX
    assert found[LINK, link].title == "D1 → I1"
    assert found[LINK, last].values == {"source": "I1", "target": "V"}
    assert len(found) == 3


def test_a_change_of_another_site_is_nothing_here(visitor, session, world, drawn):
    theirs = "/sites/la-carriere/discussions/a-propos/changement"
    visitor.sign_in(world.other_state).get(f"{theirs}/{drawn[0]}", status=404)


@pytest.mark.parametrize("about", ["rien", "0" * 32, "mots", "é" * 20, "{" + "0" * 32 + "}"])
@pytest.mark.parametrize("kind", [CHANGE, LINK])
def test_what_names_no_change_and_no_link_is_not_found(visitor, world, kind, about):
    visitor.sign_in(world.civil).get(f"{HOME}/a-propos/{KINDS[kind].slug}/{about}", status=404)


@pytest.mark.parametrize("kind", [SENTENCE, SITUATION])
def test_a_site_has_one_vision_and_one_reading(visitor, world, kind):
    slug = KINDS[kind].slug
    visitor.sign_in(world.civil).get(f"{HOME}/a-propos/{slug}/autre", status=404)
    visitor.get(f"{HOME}/a-propos/{slug}/mots")


def test_the_journal_names_what_is_discussed(visitor, session, world, drawn):
    in_english(visitor.sign_in(world.state))
    for kind in PLACES:
        visitor.post(address(drawn, kind)[1], words="Un secret zqx")
    page = visitor.get(f"{SITE}/journal?sur=discussions").text
    for kind in (CHANGE, LINK, SENTENCE, SITUATION):
        assert f">{KINDS[kind].within}</a>" in page
    assert "zqx" not in page


def test_an_action_of_the_plan_is_discussed_from_its_page_and_found(visitor, session, world):
    number = plan_action(session, world, "Ouvrir la salle le mercredi", learnt="Un phare.")
    page, about = f"{SITE}/actions/{number}", f"{HOME}/a-propos/action/{number}"
    in_english(visitor.sign_in(world.civil))
    assert f'href="{about}"' in visitor.get(page).text
    thread = visitor.post(about, words="Pourquoi le mercredi").location
    assert f'href="{thread}"' in visitor.get(page).text
    assert f'href="{page}"' in visitor.get(thread).text
    assert led_to(visitor.get("/recherche?q=phare").text) == {page}
    for wrong in ("9", "un", "1" * 40, "²"):
        visitor.get(f"{HOME}/a-propos/action/{wrong}", status=404)


def test_an_indicator_is_discussed_from_its_page_and_found(visitor, session, world, drawn):
    number = indicator(session, world, "On ouvre avant huit heures", who="La gardienne du phare")
    measured(session, world, "4", source="Le registre zqv")
    page, about = f"{SITE}/indicateurs/{number}", f"{HOME}/a-propos/indicateur/{number}"
    in_english(visitor.sign_in(world.civil))
    assert f'href="{about}"' in visitor.get(page).text
    thread = visitor.post(about, words="Pourquoi huit heures").location
    assert f'href="{thread}"' in visitor.get(page).text
    assert f'href="{page}"' in visitor.get(thread).text
    for word in ("phare", "zqv"):
        assert led_to(visitor.get(f"/recherche?q={word}").text) == {page}
    for wrong in ("9", "un", "²"):
        visitor.get(f"{HOME}/a-propos/indicateur/{wrong}", status=404)


def test_the_things_that_templates_lead_to_talk_about_are_of_known_kinds():
    named = {
        kind
        for page in TEMPLATES.rglob("*.html")
        for kind in re.findall(r"discuss(?:ion_of)?\('(\w+)'", page.read_text())
    }
    assert {CHANGE, LINK, ACTION, SENTENCE, SITUATION} <= named
    assert named <= set(KINDS)


def test_a_link_and_a_change_are_called_alike_by_every_room_that_names_them():
    assert {CHANGE, LINK, PART, CLAUSE, ACTION} <= set(KINDS)
    assert {CHANGE, LINK, PART, CLAUSE, ACTION} <= set(SEARCHED)
