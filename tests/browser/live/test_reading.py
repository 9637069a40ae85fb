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


HURRY = """() => {
  const later = window.setTimeout;
  window.setTimeout = (act, pause, ...more) => later(act, pause === 30000 ? 50 : pause, ...more);
}"""
LOOKED_AT = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  const now = Date.now;
  Date.now = () => now() + 20000;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_page_that_nobody_looks_at_gives_its_place_up_and_comes_back(
    house: House, enter: Enter, subject: Subject
):
    omar = enter("observer", "/").page
    omar.add_init_script(f"({HURRY})()")
    ended: list[object] = []
    omar.on("websocket", lambda one: one.on("close", lambda _: ended.append(one)))
    omar.goto(subject.edit.removesuffix("/modifier"))
    expect(omar.locator(".live-here")).to_be_attached()
    omar.evaluate(LOOKED_AT, "hidden")
    omar.wait_for_timeout(300)
    malik = enter("authority", subject.edit).ready()
    malik.at(0, name="description").type("Pendant ce temps.")
    malik.saved()
    assert ended
    assert omar.locator("[data-live-read]").last.inner_text() == ""
    omar.evaluate(LOOKED_AT, "visible")
    expect(omar.locator("[data-live-read]").last).to_have_text("Pendant ce temps.")
