"""The pages of comparing: each works, for who may and who may not, empty and full."""

import re
from datetime import UTC, datetime

import pytest

from coopspace.compare.rules import Item
from coopspace.continuum.rules import Outcome
from tests.compare.acts import (
    COMPARE,
    EVERYTHING,
    HELP,
    HELPS,
    NEXT,
    SHARING,
    a_round,
    share,
    take_back,
)
from tests.continuum.acts import in_english
from tests.visitor import text_of

SPRING, AUTUMN = datetime(2030, 4, 2, tzinfo=UTC), datetime(2030, 10, 8, tzinfo=UTC)


@pytest.fixture
def moved(session, world):
    """The other site went from assistance to coordination, and shares everything."""
    site = world.other_site
    a_round(
        session,
        world,
        site,
        [3, 4, 4, 4, 5],
        at=SPRING,
        concluded=(Outcome.RIGHT, 4),
        words="Nous tenons ce que nous faisons.",
        advances="Un annuaire à trois.",
    )
    a_round(
        session,
        world,
        site,
        [4, 5, 5, 5, 6, 6],
        at=AUTUMN,
        concluded=(Outcome.RIGHT, 5),
        words="Nous réglons nos calendriers.",
        advances="Un calendrier commun.",
    )
    share(session, world, site, *EVERYTHING)
    return world


def test_a_member_of_another_site_reads_the_path_and_the_words(visitor, moved):
    page = text_of(in_english(visitor.sign_in(moved.observer)).get(COMPARE).text)
    assert "La Carrière" in page
    assert "Un calendrier commun." in page
    assert "5/24" in page


def test_who_went_from_one_level_to_another_says_what_they_did(visitor, moved):
    in_english(visitor.sign_in(moved.state))
    page = text_of(visitor.get(f"{COMPARE}?de=4&vers=5").text)
    assert "From Assistance to Coordination: what they say they did" in page
    assert "Un calendrier commun." in page
    none = text_of(visitor.get(f"{COMPARE}?de=2&vers=6").text)
    assert "No site that shares it" in none
    assert "Un calendrier commun." not in none


def test_nothing_is_shared_to_begin_with_and_the_page_says_what_could_be(visitor, world):
    page = text_of(in_english(visitor.sign_in(world.state)).get(COMPARE).text)
    assert "No site shares anything yet" in page
    assert "shares nothing with the others" in page
    sharing = text_of(visitor.get(SHARING).text)
    assert "Nothing is shared for now" in sharing
    assert "What they would see" in sharing


def test_the_trio_shares_an_item_and_takes_it_back(visitor, session, world):
    a_round(session, world, world.site, [4] * 6, concluded=(Outcome.RIGHT, 4), words="Bien ainsi.")
    in_english(visitor.sign_in(world.state))
    visitor.post(f"{SHARING}/advances/partager", page=SHARING)
    page = text_of(visitor.get(SHARING).text)
    assert "1 item is shared" in page
    assert "Decided by Nadège Ferrandier" in page
    other = text_of(in_english(visitor.sign_in(world.other_observer)).get(COMPARE).text)
    assert "Bien ainsi." in other
    in_english(visitor.sign_in(world.civil)).post(f"{SHARING}/advances/retirer", page=SHARING)
    assert "Bien ainsi." not in visitor.sign_in(world.other_observer).get(COMPARE).text
    journal = text_of(
        in_english(visitor.sign_in(world.state)).get("/sites/quartier-des-trois-ponts/journal").text
    )
    assert (
        "shares with the sites of the programme: What we say we did between two rounds" in journal
    )
    assert "takes back what was shared" in journal


@pytest.mark.parametrize("who", ["facilitator", "contributor", "observer", "lead"])
def test_nobody_but_the_trio_decides_what_is_shared(visitor, world, who):
    page = visitor.sign_in(getattr(world, who)).get(SHARING)
    assert "/partager" not in page.text
    token = visitor.token("/accessibilite")
    answer = visitor.client.post(f"{SHARING}/middle/partager", data={"csrf_token": token})
    assert answer.status_code == 403


def test_an_unknown_item_is_not_found(visitor, world):
    visitor.sign_in(world.state)
    token = visitor.token(SHARING)
    answer = visitor.client.post(f"{SHARING}/salaires/partager", data={"csrf_token": token})
    assert answer.status_code == 404


def test_the_administrator_and_strangers_see_nothing(visitor, moved):
    visitor.sign_in(moved.admin).get(COMPARE, status=403)
    visitor.sign_in(moved.stranger).get(COMPARE, status=404)
    visitor.sign_in(moved.stranger).get(HELPS, status=404)


def test_the_lead_reads_what_is_shared_as_everybody_does(visitor, session, moved):
    take_back(session, moved, moved.other_site, Item.ADVANCES)
    page = visitor.sign_in(moved.lead).get(COMPARE).text
    assert "Un calendrier commun." not in page
    assert "La Carrière" in page


def test_our_own_path_is_beside_the_others_without_being_shared(visitor, session, moved):
    a_round(session, moved, moved.site, [2, 2, 3, 3, 3], at=SPRING, concluded=(Outcome.RIGHT, 3))
    a_round(session, moved, moved.site, [3, 3, 3, 3, 3], at=AUTUMN, concluded=(Outcome.RIGHT, 2))
    page = visitor.sign_in(moved.state).get(COMPARE).text
    assert 'class="ghost"' in page
    assert "is-ours" in page
    other = visitor.sign_in(moved.other_state).get(COMPARE).text
    assert "Quartier des Trois-Ponts" in other
    assert text_of(other).count("Quartier des Trois-Ponts") == 1


def test_a_site_is_described_and_found_by_its_topics(visitor, session, moved):
    visitor.sign_in(moved.other_state)
    visitor.post(
        f"{NEXT}/partage/profil", topics="health", size="to_3000", since_year="2021", page=None
    )
    in_english(visitor.sign_in(moved.observer))
    assert "Un calendrier commun." in visitor.get(f"{COMPARE}?theme=health&taille=to_3000").text
    assert "Un calendrier commun." not in visitor.get(f"{COMPARE}?theme=housing").text
    take_back(session, moved, moved.other_site, Item.TOPICS)
    assert "Un calendrier commun." not in visitor.get(f"{COMPARE}?theme=health").text


def test_a_wrong_year_and_too_many_topics_are_refused_beside_their_field(visitor, world):
    visitor.sign_in(world.state)
    page = visitor.post(f"{SHARING}/profil", status=200, since_year="21")
    assert 'id="since_year-error"' in page.text
    page = visitor.client.post(
        f"{SHARING}/profil",
        data={
            "csrf_token": visitor.token(f"{SHARING}/profil"),
            "topics": ["health", "housing", "food", "mobility", "ties", "safety", "digital"],
        },
    )
    assert 'id="topics-error"' in page.text


def test_help_is_offered_answered_and_accepted_and_addresses_follow(visitor, session, world):
    in_english(visitor.sign_in(world.state))
    visitor.post(
        f"{HELP}/proposer",
        kind="offer",
        words="Nous pouvons raconter notre annuaire.",
        topic="health",
        from_level="4",
        to_level="5",
    )
    in_english(visitor.sign_in(world.other_civil))
    listed = visitor.get(HELPS)
    assert "Nous pouvons raconter notre annuaire." in listed.text
    address = re.search(r'href="(/sites/la-carriere/entraide/[^"]+/repondre)"', listed.text)[1]
    visitor.post(address, words="Venez nous voir un mardi.")
    theirs = visitor.get(f"{NEXT}/entraide").text
    assert "Venez nous voir un mardi." in theirs
    assert world.state.email not in theirs
    page = in_english(visitor.sign_in(world.authority)).get(HELP).text
    assert "Venez nous voir un mardi." in page
    assert world.other_civil.email not in page
    answer = re.search(r'href="(/sites/[^"]+/entraide/reponses/[^"]+)"', page)[1]
    visitor.post(answer, accept="yes", words="Avec plaisir, le 12.")
    assert world.other_civil.email in visitor.get(HELP).text
    assert world.authority.email in visitor.sign_in(world.other_state).get(f"{NEXT}/entraide").text
    observer = visitor.sign_in(world.observer).get(HELP).text
    assert "Avec plaisir, le 12." in observer
    assert world.other_civil.email not in observer
    assert visitor.sign_in(world.other_facilitator).get(address).status_code == 200
    visitor.sign_in(world.observer).get(f"{HELP}/proposer", status=403)
