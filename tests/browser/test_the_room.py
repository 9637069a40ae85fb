"""An evening: a facilitator, a projector, six phones, two rounds, then the other sites’ paths."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import served
from tests.browser.served import Guest
from tests.browser.watch import Watched
from tests.ledger import count

SITE, NAME, PROGRAMME = "les-deux-rives", "Les Deux-Rives", "un-cap-pour-nos-quartiers"
FACILITATOR = "maelle"
WITHOUT_SCRIPT = (4, 5)
"""Two of the phones run no script."""
OTHERS = 11


@dataclass
class Evening:
    """The windows that are open in the room."""

    facilitator: Page
    projector: Page
    phones: list[Page]


@pytest.fixture
def evening(browser: Browser, tmp_path: Path) -> Iterator[Evening]:
    """A demonstration of our own, the facilitator at a laptop and at the projector, six phones."""
    with served.serving(tmp_path / "log", "--demo") as base:
        person = next(one for one in served.people() if one["email"].startswith(FACILITATOR))
        guest = Guest(base).sign_in(person)
        guest.post("/affichage", locale="en", next="/aide")
        windows = [
            Watched(browser, base).come_as(guest),
            Watched(browser, base, viewport={"width": 1920, "height": 1080}).come_as(guest),
            *(
                Watched(
                    browser,
                    base,
                    viewport={"width": 390, "height": 844},
                    locale="en-GB",
                    java_script_enabled=number not in WITHOUT_SCRIPT,
                )
                for number in range(6)
            ),
        ]
        pages = [one.page() for one in windows]
        yield Evening(pages[0], pages[1], pages[2:])
        for one in windows:
            one.close()
        faults = [fault for one in windows for fault in one.seen.all()]
        assert not faults, "\n".join(faults)


def open_round(evening: Evening, number: int, question: str) -> None:
    """The facilitator asks, then shows the code on the projector."""
    page = evening.facilitator
    page.goto(f"/sites/{SITE}/continuum")
    page.get_by_role("link", name="Open a round").click()
    page.locator("[name=question]").fill(question)
    page.locator("[name=who][value=guests]").check()
    page.locator("[name=expected]").fill("6")
    page.get_by_role("button", name="Open the round").click()
    evening.projector.goto(f"/sites/{SITE}/continuum/tours/{number}/projection")
    expect(evening.projector.locator("h1")).to_have_text(question)


def answer(phone: Page, code: str, number: int, level: int, desired: int) -> None:
    """Somebody types the code of the screen, and places the site in under a minute."""
    phone.goto("/r")
    phone.locator("[name=code]").fill(code)
    phone.get_by_role("button", name="Join").click()
    phone.locator(f"[name=level][value='{level}']").check()
    phone.locator(f"[name=desired][value='{desired}']").check()
    phone.locator("[name=fact]").fill(f"What phone {number} saw.")
    phone.locator("[name=name]").fill(f"Person {number}")
    phone.get_by_role("button", name="Keep my position").click()
    expect(phone.get_by_role("button", name="Withdraw my answer")).to_be_visible()
    count("positions given from phones in real windows")


def play(evening: Evening, number: int, question: str, levels: Sequence[int]) -> None:
    """A hidden round from its opening to its conclusion."""
    open_round(evening, number, question)
    shown = evening.projector
    code = shown.locator(".room-code").inner_text().replace(" ", "")
    assert re.fullmatch("[0-9A-Z]{6}", code)
    for place, (phone, level) in enumerate(zip(evening.phones, levels, strict=True), 1):
        answer(phone, code, place, level, 5)
        expect(shown.locator(".room-count")).to_contain_text(str(place))
    expect(shown.locator(".stairs, table")).to_have_count(0)
    reveal(evening, number)
    expect(shown.locator(".room-say")).to_contain_text("middle of the group")
    expect(shown.locator("table")).to_be_attached()
    conclude(evening, number)


def reveal(evening: Evening, number: int) -> None:
    """All is shown: on the projector as well, which nobody touches."""
    page = evening.facilitator
    page.goto(f"/sites/{SITE}/continuum/tours/{number}")
    expect(page.locator("main")).not_to_contain_text("What phone 1 saw.")
    page.get_by_text("Reveal the answers").click()
    page.get_by_role("button", name="Reveal now").click()
    expect(page.locator("main")).to_contain_text("What phone 1 saw.")


def conclude(evening: Evening, number: int) -> None:
    """The group stays where it is, and says so."""
    page = evening.facilitator
    page.goto(f"/sites/{SITE}/continuum/tours/{number}/conclure")
    page.locator("[name=outcome][value=right]").check()
    page.locator("[name=level][value='4']").check()
    page.locator("[name=words]").fill("This level is right for us until spring.")
    page.locator("[name=advances]").fill("One list of families, kept by three.")
    page.get_by_role("button", name="Write down the conclusion").click()
    expect(page.locator("main")).to_contain_text("This level is right for us until spring.")


def test_two_rounds_in_a_room_then_the_path_beside_eleven_others(evening: Evening):
    play(evening, 2, "Where do we stand tonight?", (3, 4, 4, 4, 5, 2))
    play(evening, 3, "And after the summer?", (4, 4, 5, 4, 5, 4))
    page = evening.facilitator
    page.goto(f"/sites/{SITE}/continuum")
    for number in (2, 3):
        expect(page.locator("main")).to_contain_text(f"No. {number}")
    page.goto(f"/dispositifs/{PROGRAMME}/comparer?nous={SITE}")
    own = page.locator("article, section, li").filter(has=page.locator(f"#site-{SITE}")).last
    expect(own).to_contain_text("our site")
    strip = page.locator("tr.is-ours td.cell[data-tint]")
    assert [one.split()[0] for one in strip.all_inner_texts()][-2:] == ["4", "4"]
    others = page.locator(f"main h3[id^=site-]:not(#site-{SITE})")
    expect(others).to_have_count(OTHERS)
