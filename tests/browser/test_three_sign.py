"""An agreement from its first words to its second signing: three people, three windows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coopspace.kernel import clock
from tests.browser import served
from tests.browser.served import Guest
from tests.browser.watch import Watched
from tests.ledger import count

SITE = "les-deux-rives"
HOME = f"/sites/{SITE}/entente"
WRITE = f"{HOME}/pouvoir/ecrire"
FIRST = "We decide together, at the table of the district."
AMENDED = " Residents speak first."
FURTHER = " Each spring we read this again."
OBJECTION = "Nothing says when residents speak."


@dataclass
class Party:
    """Somebody of the trio, at their own window."""

    page: Page
    name: str
    password: str

    def goes(self, address: str) -> Page:
        """Their window, at this address."""
        self.page.goto(address)
        return self.page


@dataclass
class Trio:
    """The three windows, and one of somebody who belongs to nothing."""

    base: str
    state: Party
    authority: Party
    civil: Party
    stranger: Page

    def all(self) -> list[Party]:
        """The three, in the order in which they sign here."""
        return [self.civil, self.state, self.authority]


@pytest.fixture
def trio(browser: Browser, tmp_path: Path) -> Iterator[Trio]:
    """A demonstration of our own, whose site Les Deux-Rives has no agreement yet."""
    with served.serving(tmp_path / "log", "--demo") as base:
        places = {
            one["sites"][SITE]["college"]: one
            for one in served.people()
            if one["sites"].get(SITE, {}).get("role") == "trio"
        }
        windows, parties = [], []
        for college in ("state", "local_authority", "civil_society"):
            person = places[college]
            guest = Guest(base).sign_in(person)
            guest.post("/affichage", locale="en", next="/aide")
            windows.append(Watched(browser, base, locale="en-GB").come_as(guest))
            parties.append(Party(windows[-1].page(), person["name"], person["password"]))
        windows.append(Watched(browser, base, locale="en-GB"))
        yield Trio(base, *parties, windows[-1].page())
        for one in windows:
            one.close()
        faults = [fault for one in windows for fault in one.seen.all()]
        assert not faults, "\n".join(faults)


def adds(party: Party, words: str, *, at: int = 0) -> None:
    """Write at the end of a clause, in the window that is open on the section."""
    field = party.page.locator(".ql-editor").nth(at)
    expect(field).to_be_editable()
    field.click()
    party.page.keyboard.press("Control+End")
    party.page.keyboard.type(words)
    expect(field).to_contain_text(words.strip())
    expect(party.page.locator("[data-save]")).to_have_class("save is-saved")


def put(party: Party, number: int) -> None:
    """Freeze the draft as it stands."""
    page = party.goes(HOME)
    page.get_by_role("link", name="Put the draft to signature").click()
    page.get_by_role("button", name="Freeze this text and put it to signature").click()
    expect(page.locator("h1")).to_have_text(f"Version {number}")


def sign(party: Party, number: int) -> None:
    """Read the version, consent, type one's password again."""
    page = party.goes(f"{HOME}/versions/{number}")
    page.get_by_role("link", name="Read and sign").click()
    page.locator("[name=agrees]").check()
    page.locator("[name=current_password]").fill(party.password)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text("signed on")
    count("signatures given in real windows")


def verify(trio: Trio, number: int, folder: Path, said: str) -> None:
    """Somebody who belongs to nothing has the PDF alone."""
    page = trio.civil.goes(f"{HOME}/versions/{number}")
    page.locator("summary", has_text="Download").first.click()
    with page.expect_download() as coming:
        page.locator(f"a[href$='versions/{number}.pdf']").first.click()
    pdf = folder / f"{number}.pdf"
    coming.value.save_as(pdf)
    stranger = trio.stranger
    stranger.goto("/verifier")
    stranger.locator("[name=file]").set_input_files(pdf)
    stranger.get_by_role("button", name="Verify").click()
    expect(stranger.locator("h1")).to_have_text(said)
    expect(stranger.locator("body")).not_to_contain_text("table of the district")


def test_written_objected_amended_signed_verified_and_signed_again(trio: Trio, tmp_path: Path):
    written_together(trio)
    refused_then_amended(trio)
    for party in trio.all():
        sign(party, 2)
    verify(trio, 2, tmp_path, "This version was signed by all")
    trio.state.goes(WRITE)
    adds(trio.state, FURTHER)
    page = trio.civil.goes(f"{HOME}/versions/2/differences")
    expect(page.locator("ins")).to_contain_text(FURTHER.strip())
    put(trio.civil, 3)
    for party in reversed(trio.all()):
        sign(party, 3)
    verify(trio, 2, tmp_path, "This version was signed by all")
    expect(trio.stranger.locator("body")).to_contain_text("Another version was signed since")
    read_as_it_was(trio)


def written_together(trio: Trio) -> None:
    """Two write in one text while the third reads; nobody reloads."""
    reader = trio.authority.goes(WRITE).locator(".ql-editor")
    trio.state.goes(WRITE)
    trio.civil.goes(WRITE)
    adds(trio.state, FIRST)
    expect(reader.first).to_contain_text(FIRST)
    adds(trio.civil, "The table, each month.", at=1)
    expect(reader.nth(1)).to_contain_text("The table, each month.")
    expect(trio.state.page.locator(".ql-editor").nth(1)).to_contain_text("The table, each month.")


def refused_then_amended(trio: Trio) -> None:
    """One says why they do not sign; the words are mended, and put to signature again."""
    put(trio.authority, 1)
    sign(trio.state, 1)
    page = trio.civil.goes(f"{HOME}/versions/1/refuser")
    page.locator("[name=reason]").fill(OBJECTION)
    page.get_by_role("button", name="I do not sign").click()
    refused = trio.authority.goes(f"{HOME}/versions/1").locator("main")
    expect(refused).to_contain_text(OBJECTION)
    trio.civil.goes(WRITE)
    adds(trio.civil, AMENDED)
    trio.authority.goes(WRITE)
    expect(trio.authority.page.locator(".ql-editor").first).to_contain_text(AMENDED.strip())
    put(trio.authority, 2)


def read_as_it_was(trio: Trio) -> None:
    """The old version says its old words; on the day before, nothing stood."""
    old = trio.state.goes(f"{HOME}/versions/2").locator("main")
    expect(old).to_contain_text(FIRST + AMENDED)
    expect(old).not_to_contain_text(FURTHER.strip())
    expect(old).to_contain_text("Version 3 has taken its place.")
    yesterday = clock.today() - timedelta(days=1)
    page = trio.state.goes(f"{HOME}/versions?au={yesterday:%Y-%m-%d}")
    expect(page.locator("#that-day")).to_contain_text("No version was signed yet on that day.")
    page.goto(f"{HOME}/versions?au={clock.today():%Y-%m-%d}")
    expect(page.locator("#that-day")).to_contain_text("Version 3")
