"""A section of the agreement, written by two people on the real page: both keep their words."""

from playwright.sync_api import expect

from coopspace.agreement import parts, reading
from coopspace.agreement.rules import Place
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
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


def test_a_place_is_quoted_and_the_clause_follows_its_new_name(house: House, enter: Enter):
    site = house.world.site
    with house.session() as session, in_site(session, site.id), saving(session):
        said = Place("La table du quartier")
        ref = parts.add(session, site, said=said, by=house.world.civil).ref
    home = f"/sites/{site.slug}/entente"
    nadege = enter("state", f"{home}/pouvoir/ecrire").ready()
    words = nadege.page.locator("#text_power_stuck-words")
    expect(words).to_be_visible(timeout=PATIENCE)
    words.click()
    nadege.type("Nous décidons à ")
    field = nadege.page.locator(".field:has(#text_power_stuck-words)")
    field.locator("[data-format=quote]").click()
    expect(field.locator("[data-quote] select")).to_be_focused()
    assert axe(nadege.page) == []
    nadege.press("Enter")
    expect(words.locator("a")).to_have_attribute("href", f"#{ref}")
    nadege.type("chaque mois.").saved()
    with house.session() as session, in_site(session, site.id), saving(session):
        part, said = parts.part_of(session, ref), Place("Le conseil")
        parts.describe(session, part, said=said, seen=1, by=house.world.civil)
    nadege.page.locator("form.form button.fwd").click()
    shown = nadege.page.locator("#power-stuck .rich-words")
    expect(shown).to_have_text("Nous décidons à Le conseil chaque mois.")
    expect(shown.locator("a.quote")).to_have_attribute("href", f"#{ref}")
