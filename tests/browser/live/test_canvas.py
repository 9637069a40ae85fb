"""The canvas shows what others do, and leaves alone what a person is at."""

from playwright.sync_api import expect

from coopspace.changes import linking
from coopspace.changes.held import find
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House, Subject


def test_cards_and_links_of_others_appear_and_mine_stays_under_the_pointer(
    house: House, enter: Enter, subject: Subject
):
    address = f"/sites/{subject.slug}/strategie?deplie=1"
    nadege = enter("state", address).page
    own = nadege.locator(f"[data-code={subject.code}]")
    own.locator(".change-text a").focus()
    own.hover()
    before = own.bounding_box()
    assert before
    added = house.subject("Les bailleurs signalent les départs.")
    expect(nadege.locator(f"[data-code={added.code}]")).to_be_visible(timeout=8000)
    after = own.bounding_box()
    assert after
    assert abs(after["y"] - before["y"]) < 2
    expect(own.locator(".change-text a")).to_be_focused()
    with house.acting("civil") as (session, _site, somebody):
        linking.link(session, find(session, added.code), target=None, by=somebody)
    expect(nadege.locator(f"[data-code={added.code}] .leads")).to_be_attached(timeout=8000)


def test_words_typed_live_reach_the_canvas(enter: Enter, subject: Subject):
    nadege = enter("state", f"/sites/{subject.slug}/strategie?deplie=1").page
    malik = enter("authority", subject.edit).ready()
    malik.at(0).type("Vu d’ici : ")
    expect(nadege.locator(f"[data-code={subject.code}] .change-text")).to_contain_text(
        "Vu d’ici", timeout=10_000
    )
