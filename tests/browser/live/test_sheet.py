"""The open card is written in its sheet: the canvas lives beside it, nothing of mine moves."""

from playwright.sync_api import expect

from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.people import Writer
from tests.browser.watch import axe


def at_the_sheet(enter: Enter, who: str, subject: Subject) -> Writer:
    writer = enter(who, f"/sites/{subject.slug}/strategie?deplie=1&carte={subject.code}")
    writer.page.locator("[data-rewrite]").click()
    return writer.ready()


def test_two_people_write_a_card_one_in_its_sheet_while_the_canvas_follows(
    house: House, enter: Enter, subject: Subject
):
    nadege = at_the_sheet(enter, "state", subject)
    malik = enter("authority", subject.edit).ready()
    expect(nadege.field()).to_be_focused()
    nadege.at(4).type("trois ")
    malik.reads(STATEMENT.replace("guichets", "trois guichets"))
    nadege.field().evaluate("(field) => { window.kept = field; }")
    nadege.at(4, 9)
    added = house.subject("Les bailleurs signalent les départs.")
    expect(nadege.page.locator(f"[data-code={added.code}]")).to_be_visible(timeout=8000)
    card = nadege.page.locator(f"[data-code={subject.code}]")
    expect(card.locator(".change-text")).to_contain_text("trois guichets", timeout=8000)
    assert nadege.field().evaluate("(field) => field === window.kept")
    assert nadege.selection() == (4, 9)
    expect(card.locator(".change-here .avatar")).to_have_count(1, timeout=12_000)
    assert axe(nadege.page) == []
    malik.at(0).type("Ici, ")
    final = f"Ici, {STATEMENT.replace('guichets', 'trois guichets')}"
    nadege.reads(final)
    nadege.at(0, name="description").type("Dès juin.")
    malik.reads("Dès juin.", "description")
    nadege.page.locator("[data-written]").click()
    expect(nadege.page.locator("#sheet .sheet-say")).to_have_text(final)
    expect(nadege.page.locator("#sheet .sheet-told")).to_have_text("Dès juin.")


def test_words_typed_just_before_the_sheet_closes_are_kept(
    house: House, enter: Enter, subject: Subject
):
    nadege = at_the_sheet(enter, "state", subject)
    nadege.at(0).type("Vite ")
    nadege.page.locator("#sheet [data-close]").click()
    expect(nadege.page.locator("#sheet")).to_have_count(0)
    nadege.saved()
    assert house.words(subject.statement_id) == f"Vite {STATEMENT}"
    eventually(lambda: nadege.page.evaluate("document.querySelectorAll('[data-live]').length") == 0)


def test_a_reader_of_the_canvas_has_no_field(enter: Enter, subject: Subject):
    page = enter("observer", f"/sites/{subject.slug}/strategie?deplie=1&carte={subject.code}").page
    expect(page.locator("#sheet")).to_be_visible()
    assert page.locator("[data-write], [data-live-kit]").count() == 0
