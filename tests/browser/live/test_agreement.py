"""A section of the agreement, written by two people on the real page: both keep their words."""

from playwright.sync_api import expect

from coopspace.agreement import reading
from coopspace.kernel.base import in_site
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House, eventually
from tests.browser.live.people import PATIENCE
from tests.browser.watch import axe


def test_two_people_write_a_section_with_formats_and_a_reader_follows(house: House, enter: Enter):
    home = f"/sites/{house.world.site.slug}/entente"
    nadege, malik = (enter(who, f"{home}/pouvoir/ecrire").ready() for who in ("state", "authority"))

    def words(page, clause: str):
        return page.locator(f"#text_{clause}-words")

    for one in (nadege, malik):
        expect(words(one.page, "power_who")).to_be_visible(timeout=PATIENCE)
        expect(one.page.locator(".ql-editor")).to_have_count(4)
    words(nadege.page, "power_who").click()
    nadege.press("Control+b").type("Nous")
    expect(words(malik.page, "power_who").locator("strong")).to_have_text("Nous")
    words(malik.page, "power_how").click()
    malik.type("Par consentement.")
    expect(words(nadege.page, "power_how")).to_have_text("Par consentement.")
    expect(nadege.page.locator(".live-line").last).to_contain_text("Malik")
    nadege.press("Control+b").type(" décidons.")
    for one in (nadege, malik):
        expect(words(one.page, "power_who")).to_have_text("Nous décidons.")
        one.saved()
    assert axe(nadege.page) == []

    omar = enter("observer", home).page
    shown = omar.locator("#power-who [data-live-read]")
    expect(shown.locator("strong")).to_have_text("Nous")
    nadege.type(" Ensemble.")
    expect(shown).to_have_text("Nous décidons. Ensemble.", timeout=PATIENCE)
    nadege.saved().page.locator("form.form button.fwd").click()
    expect(nadege.page.locator("#power-how .rich-words")).to_have_text("Par consentement.")

    def told() -> list[str]:
        with house.session() as session, in_site(session, house.world.site.id):
            clause = reading.agreement(session).texts["power-who"]
        return [f"{piece.bold}: {piece.text}" for piece in clause.blocks[0].lines[0]]

    eventually(lambda: told() == ["True: Nous", "False:  décidons. Ensemble."])
