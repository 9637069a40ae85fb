"""Three people write a vision: one without script, the server killed while all type, one network
cut. At the end all read the same, every word is there, and the site says who wrote which."""

import re

from playwright.sync_api import expect

from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.vision import actions
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House
from tests.browser.live.network import Network
from tests.browser.watch import axe

SENTENCE = "En 2036, chacun apprend à deux pas de chez soi."
WRITTEN = "[name=text]"


def consent(house: House, enter: Enter, vision: str, *people: str) -> None:
    for who in people:
        page = enter(who, vision).page
        page.locator("[name=stance][value=consent]").check()
        page.locator("form:has([name=stance]) button.fwd").click()
        expect(page.locator(".flash")).to_be_visible()


def test_three_people_lose_no_word_and_their_consent_is_asked_again(
    house: House, enter: Enter, way: Network
):
    house.say_vision(SENTENCE)
    vision = f"/sites/{house.world.site.slug}/vision"
    consent(house, enter, vision, "state", "authority", "civil")

    aissata = enter("civil", f"{vision}/modifier", java_script_enabled=False).page
    nadege = enter("state", f"{vision}/modifier", by=way).ready()
    malik = enter("authority", f"{vision}/modifier").ready()
    aissata.locator(WRITTEN).fill(SENTENCE.replace("apprend", "apprend et transmet"))

    nadege.at(0, name="text").type("Oui, ")
    malik.reads(f"Oui, {SENTENCE}", "text").at(len(malik.words("text")) - 1, name="text").type(
        ", ensemble"
    )
    house.kill()
    nadege.type("vraiment, ")
    malik.type(", dès demain")
    way.cut()
    house.start()
    malik.saved()
    nadege.type("ici, ")
    expect(nadege.page.locator("[data-save]")).to_have_class("save is-offline", timeout=15_000)
    assert axe(nadege.page) == []
    aissata.locator("form.form button.fwd").click()
    expect(aissata.locator(".sun-say")).to_contain_text("apprend et transmet")
    way.mend()
    final = (
        "Oui, vraiment, ici, En 2036, chacun apprend et transmet à deux pas de chez soi, ensemble,"
        " dès demain."
    )
    for one in (nadege, malik):
        one.reads(final, "text").saved()
    aissata.goto(vision)
    expect(aissata.locator(".sun-say")).to_have_text(final)

    with house.session() as session, in_site(session, house.world.site.id):
        summary = actions.summary(session, house.world.site)
        assert summary.text == final
        assert not summary.adopted
        assert summary.document_id
        number = store.read(session, summary.document_id).number
    aissata.goto(f"{vision}/historique?mots={number}")
    told = re.sub(r"\s+", " ", aissata.locator("#whose .runs").inner_text())
    for name, words in (
        ("Nadège Ferrandier", "Oui, vraiment, ici, "),
        ("Aïssata Lorin", "et transmet "),
        ("Malik Darrouy", ", ensemble, dès demain"),
    ):
        assert f"{name} – {words.strip()}" in told.replace("\u00a0", " "), told

    aissata.goto(vision)
    said = aissata.locator("[aria-labelledby=since] .diff").first
    for words in ("Oui, vraiment, ici,", "et transmet", "ensemble, dès demain"):
        expect(said).to_contain_text(words)
