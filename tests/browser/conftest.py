"""One served demonstration and one browser for each worker."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from coopspace.app import create_app
from coopspace.config import Settings
from tests.browser import served
from tests.browser.served import Guest, Screen
from tests.crawl import forms

SECOND = "les-deux-rives"
"""A site of the demonstration that has no agreement of its own yet."""
THIRD = "la-fontaine-aux-merles"
"""Another site of the same facilitator."""
PROGRAMME = "/dispositifs/un-cap-pour-nos-quartiers"
"""A programme of the demonstration, whose first event is over."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here opens Chromium or a served site."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served as a newcomer would."""
    log = tmp_path_factory.mktemp("served") / "log"
    with served.serving(log, "--demo") as address:
        yield address


@pytest.fixture(scope="session")
def cast() -> dict[str, dict]:
    """Those of the demonstration whom the tests play, by what they are at its first site."""
    people = served.people()
    first = next(iter(people[0]["sites"]))
    found: dict[str, dict] = {}
    for person in people:
        place = person["sites"].get(first, {})
        if person["administrator"]:
            found.setdefault("admin", person)
        elif person["programmes"]:
            found.setdefault("lead", person)
        elif place.get("role") == "trio":
            found.setdefault(place["college"], person)
        elif place:
            found.setdefault(place["role"], person)
    for person in people:
        for site, place in person["sites"].items():
            if place["role"] == "trio":
                found.setdefault(f"trio of {site}", person)
    return found


@pytest.fixture(scope="session")
def guests(base: str, cast: dict[str, dict]) -> dict[str, Guest]:
    """Everybody of the cast, signed in, and somebody who is not."""
    known = {"nobody": Guest(base)}
    order = ("state", "facilitator", "lead", "admin", *cast)
    return known | {who: Guest(base).sign_in(cast[who]) for who in order if who in cast}


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for its map of addresses."""
    return create_app(Settings(data=tmp_path_factory.mktemp("map"), secret_key="x" * 40))


@pytest.fixture(scope="session")
def first(cast: dict[str, dict]) -> str:
    """The slug of the demonstration's first, complete site."""
    return next(iter(cast["state"]["sites"]))


@pytest.fixture(scope="session")
def screens(
    addresses: Flask, guests: dict[str, Guest], cast: dict[str, dict], first: str
) -> list[Screen]:
    """Every screen that links lead to, in an order that does not depend on the server."""
    leave(guests["observer"], first)
    ask_for_a_link(guests["nobody"], cast["observer"])
    survey = begin_to_answer(guests["nobody"], link_of_a_survey(guests["facilitator"], first))
    put_to_signature(guests[f"trio of {SECOND}"], SECOND)
    hand_over(guests["facilitator"], THIRD)
    decisions = f"/sites/{first}/decisions"
    also = {
        "nobody": ["/mot-de-passe/oublie/envoye", "/r", *survey],
        "facilitator": [f"{PROGRAMME}/calendrier/1", f"/sites/{first}/calendrier/1"],
        "state": [
            f"/sites/{first}/vision/consentir",
            f"{decisions}/3/position",
            f"{decisions}/1/rouvrir",
        ],
    }
    return sorted(served.explore(addresses, guests, also).values())


def leave(guest: Guest, site: str) -> None:
    """Somebody leaves the site, so that there is a place to bring back."""
    answer = guest.post(f"/sites/{site}/membres/quitter")
    assert answer.status == 303, answer.text


def ask_for_a_link(guest: Guest, person: dict) -> None:
    """Somebody lost their password: the demonstration shows them the letter's link."""
    answer = guest.post("/mot-de-passe/oublie", email=person["email"])
    assert answer.status == 303, answer.text


def hand_over(guest: Guest, site: str) -> None:
    """A facilitator hands a site over to a colleague, with a word that can be completed."""
    page = f"/sites/{site}/transmettre/passer"
    [colleague, *_others] = re.findall(r'name="to"[^>]*value="([^"]+)"', guest.get(page).text)
    answer = guest.post(page, to=colleague, matters="Le jardin.", leaves="stays")
    assert answer.status == 303, answer.text


def put_to_signature(guest: Guest, site: str) -> None:
    """An agreement of one clause is written and frozen, for the trio to sign."""
    for page in ("entente/questions/1", "entente/versions/signature"):
        send_words(guest, f"/sites/{site}/{page}", "Nous tous.")


def send_words(guest: Guest, page: str, words: str) -> None:
    """Send the form of a page with these words wherever it has none."""
    [form] = [one for one in forms(page, guest.get(page).text) if one.action == page]
    answer = guest.post(page, **{name: value or words for name, value in form.fields})
    assert answer.status == 303, answer.text


def link_of_a_survey(facilitator: Guest, site: str) -> str:
    """The link of an organisation that is asked how it works with the others."""
    asking = f"/sites/{site}/parties-prenantes/enquetes"
    one = re.findall(rf'href="({asking}/\d+)"', facilitator.get(asking).text)[-1]
    asked = re.findall(rf'href="({one}/\w{{8}})"', facilitator.get(one).text)
    return re.findall(r"/e/[\w-]{43}", facilitator.post(asked[-1]).text)[0]


def begin_to_answer(nobody: Guest, link: str) -> list[str]:
    """Somebody says who they are and picks a partner; the pages that no link leads to."""
    nobody.post(link, name="Pour nous tous")
    pages = [link, f"{link}/partenaires", f"{link}/relire", f"{link}/ouvrir"]
    [partner, *_others] = re.findall(
        r'name="partners"[^>]*value="(\w{8})"', nobody.get(pages[1]).text
    )
    answer = nobody.post(pages[1], partners=partner)
    assert answer.location.endswith(partner), answer.text
    return pages
