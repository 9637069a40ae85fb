"""Words followed without writing them, and words consented to: exactly those that were seen."""

import pytest
from playwright.sync_api import Page, expect

from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.vision import actions
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House, Subject
from tests.browser.watch import axe

SENTENCE = "En 2036, chacun apprend à deux pas de chez soi."
NOTICE = "[data-piece=notice]:visible"


@pytest.fixture
def vision(house: House) -> str:
    """The address of a vision whose sentence is SENTENCE and which nobody consented to."""
    house.say_vision(SENTENCE)
    return f"/sites/{house.world.site.slug}/vision"


def test_a_reader_sees_the_words_of_a_change_as_they_are_typed(enter: Enter, subject: Subject):
    omar = enter("observer", subject.edit.removesuffix("/modifier")).page
    malik = enter("authority", subject.edit).ready()
    told = omar.locator("[data-live-read]").last
    malik.at(0, name="description").type("Première ligne : oui.\nSeconde.")
    expect(told).to_have_text("Première ligne\u00a0: oui.\nSeconde.")
    expect(omar.locator(".live-line")).to_contain_text("Malik")
    assert omar.locator("textarea[data-live], [data-save]").count() == 0
    assert axe(omar) == []


def test_the_sun_follows_those_who_write_and_says_what_the_page_says_is_older(
    enter: Enter, vision: str
):
    omar = enter("observer", vision).page
    nadege = enter("state", f"{vision}/modifier").ready()
    nadege.at(8, name="text").type(" ici,")
    expect(omar.locator(".sun-say")).to_have_text(
        "En 2036, ici, chacun apprend à deux pas de chez soi."
    )
    expect(omar.locator(NOTICE)).to_be_visible()
    assert axe(omar) == []
    nadege.press("Control+z")
    expect(omar.locator(".sun-say")).to_have_text(SENTENCE)
    expect(omar.locator(NOTICE)).to_have_count(0)


def consents(page: Page) -> None:
    page.locator("[name=stance][value=consent]").check()
    page.locator("form:has([name=stance]) button.fwd").click()


def test_nobody_consents_to_words_that_they_did_not_see(house: House, enter: Enter, vision: str):
    aissata = enter("civil", vision).page
    nadege = enter("state", f"{vision}/modifier").ready()
    nadege.at(8, name="text").type(" ici,")
    nadege.saved()
    malik = enter("authority", vision).page
    expect(malik.locator(".sun-say")).to_contain_text("ici,")
    nadege.at(0, name="text").type("Oui, ")
    expect(aissata.locator(NOTICE)).to_be_visible()
    expect(aissata.locator(".sun-say")).to_have_text(SENTENCE)
    nadege.saved()
    for page, seen in ((aissata, "ici"), (malik, "Oui")):
        consents(page)
        expect(page.locator(".notice .diff")).to_contain_text(seen)
        expect(page.locator(".sun-say")).to_contain_text("Oui, En 2036, ici")
    assert axe(malik) == []
    consents(malik)
    expect(malik.locator(".vision-words")).to_contain_text("Malik")
    with house.session() as session, in_site(session, house.world.site.id):
        summary = actions.summary(session, house.world.site)
    assert summary.text == f"Oui, {SENTENCE.replace('2036,', '2036, ici,')}"
    assert [one for one, status in summary.colleges.items() if status.stance] == ["local_authority"]


def test_typing_after_a_consent_opens_adoption_again_with_the_difference(
    house: House, enter: Enter, vision: str
):
    pages = [enter(who, vision).page for who in ("state", "authority", "civil")]
    for page in pages:
        consents(page)
        expect(page.locator(".flash")).to_be_visible()
    nadege = enter("state", f"{vision}/modifier").ready()
    nadege.at(len(SENTENCE) - 1, name="text").type(", ensemble")
    expect(pages[1].locator(NOTICE)).to_be_visible()
    nadege.saved()
    pages[1].reload()
    expect(pages[1].locator("[aria-labelledby=since] .diff ins").first).to_contain_text("ensemble")
    with house.session() as session, in_site(session, house.world.site.id):
        assert not actions.summary(session, house.world.site).adopted
        assert store.clean(SENTENCE) == SENTENCE


def test_two_people_begin_the_first_words_together(house: House, enter: Enter):
    address = f"/sites/{house.world.other_site.slug}/vision/modifier"
    nadege, malik = (enter(who, address) for who in ("other_state", "other_authority"))
    nadege.ready().at(0, name="text").type("En 2036, ")
    malik.ready().reads("En 2036, ", "text").at(9, name="text").type("chacun apprend.")
    nadege.reads("En 2036, chacun apprend.", "text")
    nadege.page.locator("form.form button.fwd").click()
    expect(nadege.page.locator(".sun-say")).to_have_text("En 2036, chacun apprend.")
