"""Other words for a clause, written alone with formats; accepted, whoever writes the clause reads
them at once."""

from playwright.sync_api import expect

from coopspace.agreement import clauses
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House
from tests.browser.live.people import PATIENCE
from tests.browser.watch import axe


def test_words_suggested_with_formats_reach_who_writes_the_clause(house: House, enter: Enter):
    site = house.world.site
    home = f"/sites/{site.slug}/entente"
    with house.session() as session, saving(session), in_site(session, site.id):
        clauses.reword(
            session,
            site,
            code="principles-trust",
            text="Nous décidons.",
            seen=0,
            by=house.world.civil,
        )
    malik = enter("authority", f"{home}/principes/ecrire").ready()
    aissata = enter("civil", f"{home}/articles/principles-trust/suggestions/nouvelle").page
    words = aissata.locator("#words-words")
    expect(words).to_have_text("Nous décidons.", timeout=PATIENCE)
    words.click()
    aissata.keyboard.press("Control+End")
    aissata.keyboard.type(" Chacun parle ")
    aissata.keyboard.press("Control+b")
    aissata.keyboard.type("une fois")
    assert axe(aissata) == []
    aissata.locator("form.form button.fwd").click()
    expect(aissata.locator(".panel.rich-words strong")).to_have_text("une fois")
    clause = malik.page.locator("#text_principles_trust-words")
    expect(clause).to_have_text("Nous décidons.")

    nadege = enter("state", f"{home}/suggestions/1/accepter").page
    assert axe(nadege) == []
    nadege.locator("form.form button.fwd").click()
    expect(clause.locator("strong")).to_have_text("une fois", timeout=PATIENCE)
    expect(clause).to_have_text("Nous décidons. Chacun parle une fois")
