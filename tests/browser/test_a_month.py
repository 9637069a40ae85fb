"""A month of a facilitator on three sites: logged on a phone whose network is cut, a visit prepared
and noted, a site handed over, the yearly page printed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from coopspace.kernel import clock
from tests.browser import served
from tests.browser.live.network import Network, network
from tests.browser.served import Guest
from tests.browser.watch import Watched
from tests.ledger import count

SITES = ("le-haut-plessis", "les-deux-rives", "la-fontaine-aux-merles")
ROLES = ("vision", "trust", "alignment", "evaluation", "engagement", "influence", "resources")
FIRST, SECOND = SITES[:2]
WEEKS = 4
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass
class Month:
    """A demonstration of our own, its line to a phone, and the windows that are open on it."""

    base: str
    way: Network
    browser: Browser
    windows: list[Watched]
    people: dict[str, dict]

    def opens(self, name: str, *, by: Network | None = None, **options: object) -> Page:
        """A window of somebody, in English."""
        base = by.base if by else self.base
        guest = Guest(base).sign_in(self.people[name])
        guest.post("/affichage", locale="en", next="/aide")
        self.windows.append(Watched(self.browser, base, locale="en-GB", **options).come_as(guest))
        return self.windows[-1].page()


@pytest.fixture
def month(browser: Browser, tmp_path: Path) -> Iterator[Month]:
    with served.serving(tmp_path / "log", "--demo") as base, network(_port(base)) as way:
        people = {one["name"].partition(" ")[0]: one for one in served.people()}
        opened = Month(base, way, browser, [], people)
        yield opened
        for one in opened.windows:
            one.close()
        faults = [
            fault for one in opened.windows for fault in [*one.seen.refused, *one.seen.foreign]
        ]
        assert not faults, "\n".join(faults)


def _port(base: str) -> int:
    return int(base.rpartition(":")[2])


def logs(page: Page, site: str, role: str, days: int, words: str) -> None:
    """One entry, by touch, of some days ago."""
    page.locator(f"label.choice:has([name=site][value='{site}'])").tap()
    page.locator(f"label.choice:has([name=role][value={role}])").tap()
    page.locator("label.choice:has([name=minutes][value='60'])").tap()
    if not page.locator("[name=day]").is_visible():
        page.locator("form.note details summary").tap()
    page.locator("[name=day]").fill((clock.today() - timedelta(days=days)).isoformat())
    page.locator("[name=moved]").fill(words)
    page.locator("form.note button[type=submit]").tap()
    expect(page.locator("[data-note-says]")).to_contain_text(re.compile("no\\.|on this device"))


def entries(page: Page, site: str, words: str) -> int:
    """How many entries of a site's log say this."""
    page.goto(f"/sites/{site}/accompagnement")
    return page.locator(".noted", has_text=words).count()


def test_logged_visited_handed_over_and_told(month: Month):
    a_month_is_logged_with_the_network_cut(month)
    desk = month.opens("Maëlle")
    for site in SITES:
        assert entries(desk, site, "Simulated week") == WEEKS
    every_site_is_in_view(desk)
    a_visit_is_prepared_and_noted(desk)
    a_site_passes_to_a_colleague(month, desk)
    the_year_is_printed(desk)
    count("months of a facilitator lived through")


def a_month_is_logged_with_the_network_cut(month: Month) -> None:
    phone = month.opens("Maëlle", by=month.way, **PHONE)
    phone.goto("/noter")
    phone.evaluate("() => navigator.serviceWorker.ready.then((one) => Boolean(one.active))")
    for week in range(WEEKS):
        if week == 1:
            month.way.cut()
        for number, site in enumerate(SITES):
            role = ROLES[(week * len(SITES) + number) % len(ROLES)]
            logs(phone, site, role, 7 * week + number, f"Simulated week {week + 1}")
    expect(phone.locator("[data-note-waiting]")).to_contain_text(re.compile("9|1[0-2]"))
    month.way.mend()
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-note-waiting]")).to_be_hidden(timeout=30_000)
    phone.close()


def every_site_is_in_view(desk: Page) -> None:
    desk.goto("/accompagnement")
    for site in SITES:
        row = desk.locator(f"tbody[id='{site}']")
        expect(row).to_contain_text("Last trace")
    expect(desk.locator(f"tbody[id='{SECOND}']")).to_contain_text("4 h")
    desk.goto("/accompagnement/agenda")
    expect(desk.locator("h1")).to_contain_text("Agenda")
    answer = desk.request.get("/accompagnement/agenda.ics")
    assert answer.headers["content-type"].startswith("text/calendar")


def a_visit_is_prepared_and_noted(desk: Page) -> None:
    page = f"/sites/{SECOND}/visite"
    desk.goto(page)
    expect(desk.locator("main")).to_contain_text("What moved")
    printed = PdfReader(io.BytesIO(desk.pdf(format="A4")))
    words = " ".join(one.extract_text() for one in printed.pages)
    assert "To ask there" in words
    assert "Affichage" not in words
    assert "Display" not in words
    desk.locator("[name=words]").fill("We walked along the river together.")
    desk.get_by_role("button", name="I was there").click()
    desk.goto(page)
    expect(desk.locator("main")).to_contain_text("We walked along the river together.")


def a_site_passes_to_a_colleague(month: Month, desk: Page) -> None:
    page = f"/sites/{SECOND}/transmettre"
    desk.goto(f"{page}/passer")
    desk.get_by_label(re.compile("Gwenaëlle Rio")).check()
    for name, said in (("matters", "The trust of the lycée."), ("promised", "A call in January.")):
        desk.locator(f"[name={name}]").fill(said)
    desk.get_by_label(re.compile("I leave it once")).check()
    desk.locator("main form[method=post] button[type=submit]").click()
    colleague = month.opens("Gwenaëlle")
    colleague.goto(page)
    for words in ("The trust of the lycée.", "A call in January.", "We walked along the river"):
        expect(colleague.locator("main")).to_contain_text(words)
    colleague.get_by_role("button", name="I have received it").click()
    colleague.goto("/accompagnement")
    expect(colleague.locator(f"tbody[id='{SECOND}']")).to_be_visible()
    assert desk.goto(page).status == 404


def the_year_is_printed(desk: Page) -> None:
    desk.goto(f"/sites/{FIRST}/bilan")
    expect(desk.locator("main")).to_contain_text("Simulated week 1")
    told = PdfReader(io.BytesIO(desk.request.get(f"/sites/{FIRST}/bilan.pdf").body()))
    words = " ".join(" ".join(one.extract_text() for one in told.pages).split())
    assert "Simulated week 4" in words
    assert "Maëlle" not in words
    for suffix in ("docx", "odt", "xlsx"):
        assert desk.request.get(f"/sites/{FIRST}/bilan.{suffix}").status == 200
