"""Taken back is gone: from every page and every file, at the next request, and from no cache."""

import re
import time
from datetime import UTC, datetime

import pytest

from coopspace.agreement import clauses
from coopspace.compare import actions
from coopspace.compare.rules import Item, Size
from coopspace.continuum.rules import Outcome
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from tests.compare.acts import COMPARE, EVERYTHING, NEXT, a_round, share
from tests.compare.network_acts import NETWORK, put
from tests.continuum.acts import in_english

AGREEMENTS = "/dispositifs/cites-en-mouvement/ententes"
WORDS = "Un calendrier commun, zqcanari."
SPRING, AUTUMN = datetime(2030, 4, 2, tzinfo=UTC), datetime(2030, 10, 8, tzinfo=UTC)
VIEWS = (
    COMPARE,
    f"{COMPARE}?par=semestre",
    f"{COMPARE}?de=4&vers=6",
    f"{COMPARE}?theme=food",
    f"{COMPARE}?taille=over_30000",
    f"{COMPARE}?age=longer",
    f"{COMPARE}?comme=nous",
    f"{COMPARE}.csv",
    f"{COMPARE}.csv?theme=food",
    f"{COMPARE}.svg",
    "/dispositifs/cites-en-mouvement/",
    "/dispositifs/cites-en-mouvement/entraide",
    NETWORK,
    f"{NETWORK}?q=zqmairie",
    AGREEMENTS,
    f"{AGREEMENTS}/la-carriere",
)
SAID: dict[Item, tuple[str, ...]] = {
    Item.CONCLUSION: ("This level is right for us (Collaboration)",),
    Item.MIDDLE: ('7<span class="mute">/', ";7;"),
    Item.ADVANCES: ("zqcanari",),
    Item.TOPICS: ("Food</p>", "Food<br>", "Food;", "Food,"),
    Item.SIZE: ("since 1999",),
    Item.CONTACT: ("Aïssata Lorin", "Lorin"),
    Item.NETWORK: ("Zqmairie",),
    Item.AGREEMENT: ("Zqparole", 'href="/dispositifs/cites-en-mouvement/ententes/la-carriere"'),
}
FIRST = {Item.NETWORK: NETWORK, Item.AGREEMENT: f"{AGREEMENTS}/la-carriere"}
"""Where an item is read, when it is not beside the other sites."""


@pytest.fixture
def shared(session, world):
    """The other site shares everything that can be recognised."""
    site = world.other_site
    a_round(session, world, site, [4] * 5, at=SPRING, concluded=(Outcome.RIGHT, 4))
    a_round(session, world, site, [6] * 7, at=AUTUMN, concluded=(Outcome.RIGHT, 6), advances=WORDS)
    with saving(session), in_site(session, site.id):
        actions.describe(
            session, site, topics=["food"], size=Size.OVER_30000, since_year=1999,
            by=world.other_state,
        )  # fmt: skip
        actions.be_contact(session, site, by=world.other_civil)
        clauses.reword(
            session, site, code="principles-trust", text="Zqparole.", seen=0, by=world.other_state
        )
    put(session, world, site, "Zqmairie")
    share(session, world, site, *EVERYTHING)
    return world


def told(visitor, item: Item) -> list[str]:
    """The views that say something of an item of the other site."""
    marks = SAID[item]
    found = []
    for address in VIEWS:
        answer = visitor.client.get(address)
        assert answer.headers["Cache-Control"] in ("no-store", "private, no-store")
        assert "ETag" not in answer.headers
        assert "Last-Modified" not in answer.headers
        if answer.status_code == 200 and any(mark in answer.text for mark in marks):
            found.append(address)
    return found


@pytest.mark.parametrize("item", [one for one in Item if one is not Item.READINESS])
def test_what_is_taken_back_is_gone_from_every_view(visitor, shared, item):
    in_english(visitor.sign_in(shared.observer))
    assert FIRST.get(item, COMPARE) in told(visitor, item)
    in_english(visitor.sign_in(shared.other_authority))
    visitor.post(f"{NEXT}/partage/{item}/retirer", page=f"{NEXT}/partage")
    began = time.monotonic()
    in_english(visitor.sign_in(shared.observer))
    assert told(visitor, item) == []
    assert time.monotonic() - began < 5 * len(VIEWS)


def test_a_conditional_request_is_answered_with_what_is_true_now(visitor, shared):
    in_english(visitor.sign_in(shared.observer))
    first = visitor.client.get(COMPARE)
    assert "zqcanari" in first.text
    visitor.sign_in(shared.other_state)
    visitor.post(f"{NEXT}/partage/advances/retirer", page=f"{NEXT}/partage")
    visitor.sign_in(shared.observer)
    headers = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "If-None-Match": "*"}
    again = visitor.client.get(COMPARE, headers=headers)
    assert again.status_code == 200
    assert "zqcanari" not in again.text


def test_a_filter_finds_nothing_by_what_was_taken_back(visitor, shared):
    in_english(visitor.sign_in(shared.other_state))
    for item in EVERYTHING:
        visitor.post(f"{NEXT}/partage/{item}/retirer", page=f"{NEXT}/partage")
    in_english(visitor.sign_in(shared.observer))
    for asked in ("theme=food", "taille=over_30000", "age=longer", "de=4&vers=6"):
        assert "No site that shares it" in visitor.get(f"{COMPARE}?{asked}").text
    assert not re.search(r'id="site-la-carriere"', visitor.get(COMPARE).text)


def test_what_is_taken_away_by_its_own_members_holds_nothing_unshared(visitor, shared):
    in_english(visitor.sign_in(shared.other_state))
    visitor.post(f"{NEXT}/partage/advances/retirer", page=f"{NEXT}/partage")
    assert "zqcanari" in visitor.get(COMPARE).text
    assert "zqcanari" not in visitor.get(f"{COMPARE}.csv").text
