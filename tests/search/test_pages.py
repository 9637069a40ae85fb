"""The page of a search, as people open it: what they may read, and nothing else."""

import re
from html import unescape

import pytest

from coopspace.changes import actions as changes
from coopspace.changes.rules import CHANGE, Level
from coopspace.discussed_kinds import SENTENCE
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.search.rules import ASKED_MAX
from coopspace.sites import actions as sites
from coopspace.vision.actions import Which
from tests.advances.test_actions import write as advance
from tests.continuum.acts import in_english
from tests.decisions.acts import opened, speak
from tests.discussion.acts import acting, begin
from tests.mirror import MARKS
from tests.search.acts import EVERYTHING, HOME, hits, led_to
from tests.sites.reading import SITE
from tests.vision.acts import write

WORDS = "En 2036, aux Trois-Ponts, l’été n’est plus une épreuve."


def change(session, world, words: str) -> None:
    with acting(session, world):
        changes.add(session, world.site, by=world.state, level=Level.DIRECT, statement=words)


@pytest.mark.parametrize(
    "question", ["été", "ETE", "épreuve trois", "«\u00a0plus une épreuve\u00a0»", "  epreu  "]
)
def test_words_are_found_whatever_their_accents_and_lead_to_their_place(
    visitor, session, world, question
):
    write(session, world, WORDS)
    visitor.sign_in(world.observer)
    page = visitor.get(f"{HOME}?q={question}").text
    assert led_to(page) == {f"{SITE}/vision#the-vision"}
    assert "<mark>" in page
    assert f'value="{question.strip()}"' in unescape(page)


def test_each_kind_is_named_and_leads_to_its_own_page(visitor, session, world):
    write(session, world, "Un phare.", Which.READING)
    change(session, world, "Le phare éclaire.")
    advance(session, world, "Un phare de plus.")
    opened(session, world, matter="Le phare")
    ref = begin(session, world, "Quel phare choisir", by=world.civil)
    page = in_english(visitor.sign_in(world.observer)).get(f"{HOME}?q=phare").text
    assert led_to(page) == {
        f"{SITE}/vision#reading",
        f"{SITE}/strategie/D1",
        f"{SITE}/avancees/1",
        f"{SITE}/decisions/1",
        f"{SITE}/discussions/{ref}",
    }
    assert re.findall(r"<h3[^>]*>([^<]+) <", page) == [
        "The shared reading of the situation",
        "Changes",
        "Decisions",
        "Advances",
        "Discussions",
    ]
    assert "5 results" in page
    for address in led_to(page):
        visitor.get(address)


def test_what_one_may_not_read_is_not_found(visitor, session, world):
    write(session, world, WORDS)
    visitor.get(f"{HOME}?q=ete", status=303)
    for name in ("other_state", "stranger", "admin"):
        page = visitor.sign_in(getattr(world, name)).get(f"{HOME}?q=ete").text
        assert led_to(page) == set()
        assert "epreuve" not in page
    with saving(session), in_site(session, world.site.id):
        member = sites.member_at(session, world.site, world.observer.id)
        sites.end(session, world.site, member=member, by=world.facilitator)
    assert led_to(visitor.sign_in(world.observer).get(f"{HOME}?q=ete").text) == set()
    visitor.get(f"{HOME}?q=ete&site={world.site.slug}", status=404)


def test_a_permission_that_is_missing_hides_its_kinds_and_what_is_said_of_them(session, world):
    change(session, world, "Le phare éclaire.")
    write(session, world, "Un phare.")
    begin(session, world, "Quel phare choisir", by=world.civil)
    assert hits(session, world, "phare") == [CHANGE, "thread", SENTENCE]
    assert hits(session, world, "phare", EVERYTHING - {Permission.CHANGE_READ}) == [
        "thread",
        SENTENCE,
    ]
    assert hits(session, world, "phare", EVERYTHING - {Permission.AGREEMENT_READ}) == [
        CHANGE,
        SENTENCE,
    ]
    assert hits(session, world, "phare", EVERYTHING - {Permission.DISCUSSION_READ}) == [
        CHANGE,
        SENTENCE,
    ]
    assert hits(session, world, "phare", frozenset()) == []


def test_what_a_person_thinks_is_never_found(visitor, session, world):
    opened(session, world, matter="Le phare")
    speak(session, world, "state", "objection", "Une carotte.")
    page = visitor.sign_in(world.state).get(f"{HOME}?q=carotte").text
    assert led_to(page) == set()


def test_nothing_of_other_sites_is_found_in_a_full_house(house):
    client = house.client_of("observer")
    for mark in (MARKS["near"], MARKS["far"]):
        answer = client.get(f"{HOME}?q={mark}")
        assert answer.status_code == 200
        assert led_to(answer.text) == set()
    found = led_to(client.get(f"{HOME}?q=partenaires").text)
    assert found
    assert all("les-trois-ponts" in one for one in found)


def test_a_kind_with_many_results_is_read_page_by_page(visitor, session, world):
    with acting(session, world):
        for number in range(33):
            changes.add(
                session,
                world.site,
                by=world.state,
                level=Level.DIRECT,
                statement=f"Le phare numéro {number}.",
            )
    in_english(visitor.sign_in(world.observer))
    page = visitor.get(f"{HOME}?q=phare").text
    rest = f"{HOME}?q=phare&site={world.site.slug}&sur=change"
    assert len(led_to(page)) == 4
    assert rest in unescape(page)
    first = visitor.get(rest).text
    assert len(led_to(first)) == 30
    assert "Next results" in first
    second = visitor.get(f"{rest}&page=2").text
    assert len(led_to(second)) == 3
    assert "Previous results" in second
    assert led_to(first) & led_to(second) == set()
    assert led_to(visitor.get(f"{rest}&page=9").text) == set()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Everything that you may read"),
        ("a", "two letters at least"),
        ("%_ !", "two letters at least"),
        ("introuvable", "Nothing holds all these words"),
        ("x" * (ASKED_MAX + 50), "Nothing holds"),
        ("%27%20OR%201=1--", "Nothing holds"),
    ],
)
def test_a_search_that_finds_nothing_says_what_to_do(visitor, session, world, question, said):
    write(session, world, WORDS)
    assert said in in_english(visitor.sign_in(world.state)).get(f"{HOME}?q={question}").text


def test_hostile_words_stay_words(visitor, session, world):
    change(session, world, "<script>alert(1)</script> {{ 7*7 }} phare")
    page = visitor.sign_in(world.state).get(f"{HOME}?q=phare<script>alert").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in visitor.get(f"{HOME}?q=phare").text


def test_unknown_sites_and_kinds_are_nowhere_and_nothing_is_posted(visitor, world):
    visitor.sign_in(world.state)
    for asked in ("site=ailleurs", "sur=rien", f"site={world.other_site.slug}"):
        visitor.get(f"{HOME}?q=phare&{asked}", status=404)
    assert visitor.client.post(HOME, data={"q": "phare"}).status_code in (400, 405)


def test_whoever_has_no_site_is_told_so_and_every_page_leads_to_the_search(visitor, world):
    assert "you have none for now" in in_english(visitor.sign_in(world.stranger)).get(HOME).text
    assert f'action="{HOME}"' in visitor.get("/").text
    visitor.sign_in(world.state)
    assert f'action="{HOME}"' in visitor.get(f"{SITE}/vision").text


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_results(
    visitor, session, world, statements
):
    visitor.sign_in(world.state)

    def asked() -> int:
        statements.clear()
        visitor.get(f"{HOME}?q=phare")
        return len(statements)

    change(session, world, "Un phare.")
    few = asked()
    for number in range(3):
        change(session, world, f"Un phare {number}.")
    assert asked() == few
