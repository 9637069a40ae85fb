"""Every screen of the demonstration, found by following links as everybody: once a run.

One worker plays the demonstration, does in it what gives every page something to show, and follows
the links; the others take its words for it and serve a copy of its folder.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser.served import HOST, Guest, played, serving_again
from tests.crawl import TOGETHER, forms
from tests.once import once

SECOND = "les-deux-rives"
"""A site of the demonstration that has no agreement of its own yet."""
THIRD = "la-fontaine-aux-merles"
"""Another site of the same facilitator."""
PROGRAMME = "/dispositifs/un-cap-pour-nos-quartiers"
"""A programme of the demonstration, whose first event is over."""
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
FILE = ":suffix>"
"""How the address of a file to take away ends: these are read by `tests/crawl.py`."""


@dataclass(frozen=True, order=True)
class Screen:
    """A page that links lead to, and who finds it."""

    rule: str
    site: str
    asked: tuple[str, ...]
    who: str
    address: str

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """Two addresses with the same key are the same screen."""
        return self.rule, self.site, self.asked


@dataclass
class Explored:
    """A served demonstration of which every screen is known."""

    base: str
    guests: dict[str, Guest]
    screens: list[Screen]


def signed_in(base: str, cast: dict[str, dict]) -> dict[str, Guest]:
    """Everybody of the cast, signed in, and somebody who is not."""
    known = {"nobody": Guest(base)}
    order = ("state", "facilitator", "lead", "admin", *cast)
    return known | {who: Guest(base).sign_in(cast[who]) for who in order if who in cast}


@contextmanager
def explored(app: Flask, cast: dict[str, dict], aside: Path) -> Iterator[Explored]:
    """What was found, served from a copy in the folder `aside`."""
    found = once("explored", lambda folder: _explore_all(app, cast, folder))
    shutil.copytree(found / "data", aside / "data")
    known = json.loads((found / "known.json").read_text())
    with serving_again(aside / "data", aside / "log") as base:
        guests = {who: Guest(base) for who in known["cookies"]}
        for who, cookies in known["cookies"].items():
            guests[who].cookies |= cookies
        screens = [Screen(**{**one, "asked": tuple(one["asked"])}) for one in known["screens"]]
        yield Explored(base, guests, screens)


def _explore_all(app: Flask, cast: dict[str, dict], folder: Path) -> None:
    """Play, act, follow every link; in an order that does not depend on the server."""
    data = played(folder / "data")
    with serving_again(data, folder / "log") as base:
        guests = signed_in(base, cast)
        screens = sorted(explore(app, guests, acted(guests, cast)).values())
    told = {
        "cookies": {who: guest.cookies for who, guest in guests.items()},
        "screens": [asdict(one) for one in screens],
    }
    (folder / "known.json").write_text(json.dumps(told))


def acted(guests: dict[str, Guest], cast: dict[str, dict]) -> dict[str, list[str]]:
    """Do what gives every page something to show; the addresses that no link leads to."""
    first = next(iter(cast["state"]["sites"]))
    leave(guests["observer"], first)
    ask_for_a_link(guests["nobody"], cast["observer"])
    survey = begin_to_answer(guests["nobody"], link_of_a_survey(guests["facilitator"], first))
    put_to_signature(guests[f"trio of {SECOND}"], SECOND)
    hand_over(guests["facilitator"], THIRD)
    decisions = f"/sites/{first}/decisions"
    return {
        "nobody": ["/mot-de-passe/oublie/envoye", "/r", *survey],
        "facilitator": [f"{PROGRAMME}/calendrier/1", f"/sites/{first}/calendrier/1"],
        "state": [
            f"/sites/{first}/vision/consentir",
            f"{decisions}/3/position",
            f"{decisions}/1/rouvrir",
        ],
    }


def explore(
    app: Flask, guests: dict[str, Guest], also: dict[str, list[str]]
) -> dict[tuple, Screen]:
    """Follow every link as each guest in turn; one address for each screen."""
    found: dict[tuple, Screen] = {}
    known: dict[str, Screen | None] = {}
    for who, guest in guests.items():
        waiting, met, seen = ["/", "/connexion", *also.get(who, [])], set(), set()
        while waiting:
            address = waiting.pop(0)
            if address in met:
                continue
            met.add(address)
            if address not in known:
                known[address] = _screen(app, who, address)
            screen = known[address]
            if screen is None or screen.key in seen:
                continue
            screen = replace(screen, who=who)
            seen.add(screen.key)
            answer = guest.get(address)
            if answer.location:
                waiting.append(urljoin(address, answer.location))
            assert answer.status in (200, 303), (who, address, answer.status)
            if answer.status == 200 and answer.kind == "text/html":
                found.setdefault(screen.key, screen)
                links = (link.replace("&amp;", "&") for link in _LINK.findall(answer.text))
                waiting += [urljoin(address, link) for link in links]
    return found


def _screen(app: Flask, who: str, address: str) -> Screen | None:
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or parts.path.startswith("/static/"):
        return None
    try:
        rule, values = app.url_map.bind(HOST).match(parts.path, method="GET", return_rule=True)
    except (HTTPException, RequestRedirect):
        raise AssertionError(f"{who} finds a link to {address}, which leads nowhere") from None
    asked = tuple(sorted({name for name, _ in parse_qsl(parts.query)} - {"next"}))
    if rule.rule.endswith(FILE) or len(asked) > TOGETHER:
        return None
    site = str(values.get("site", values.get("programme", "")))
    return Screen(rule.rule, site, asked, who, address)


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
