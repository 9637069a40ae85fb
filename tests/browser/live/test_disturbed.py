"""Composed letters, ended sessions, sleep, no script, forms: what usually loses words."""

from playwright.sync_api import CDPSession, expect

from tests import world
from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.network import Network
from tests.browser.live.people import Writer
from tests.browser.watch import axe

END = 100_000
SLEEP = """() => { const now = Date.now; Date.now = () => now() + 3600e3; }"""


def composing(writer: Writer) -> CDPSession:
    return writer.page.context.new_cdp_session(writer.page)


def compose(keys: CDPSession, words: str) -> None:
    keys.send(
        "Input.imeSetComposition",
        {"text": words, "selectionStart": len(words), "selectionEnd": len(words)},
    )


def test_letters_being_composed_are_not_disturbed_by_others(
    house: House, enter: Enter, subject: Subject
):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    keys = composing(nadege.at(0))
    compose(keys, "に")
    malik.at(END).type(" Fin.")
    malik.at(0).type("Avant ")
    compose(keys, "にほん")
    malik.saved()
    assert nadege.words() == f"にほん{STATEMENT}"
    keys.send("Input.insertText", {"text": "日本 "})
    words = nadege.words
    eventually(lambda: words() in (f"Avant 日本 {STATEMENT} Fin.", f"日本 Avant {STATEMENT} Fin."))
    malik.reads(words())
    nadege.type("é")
    assert words().index("日本 é") >= 0
    nadege.press("Control+z").press("Control+z").press("Control+z")
    malik.reads(f"Avant {STATEMENT} Fin.")
    eventually(lambda: house.words(subject.statement_id) == f"Avant {STATEMENT} Fin.")


def test_pasted_dragged_and_corrected_words_arrive_whole(
    house: House, enter: Enter, subject: Subject
):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    nadege.at(4, 12)
    keys = composing(nadege)
    keys.send("Input.insertText", {"text": "agents 👩‍👩‍👧‍👦"})
    final = STATEMENT.replace("guichets", "agents 👩‍👩‍👧‍👦")
    malik.reads(final)
    nadege.press("Control+a").press("Control+x").press("Control+v").press("Control+v")
    malik.reads(final * 2)
    malik.at(0, len(final.encode("utf-16-le")) // 2).press("Delete")
    nadege.reads(final).saved()
    nadege.press("Control+z")
    malik.saved()
    assert malik.words() == nadege.words()


def test_a_session_that_ends_while_writing_keeps_the_words_and_goes_on_here(
    house: House, enter: Enter, subject: Subject
):
    aissata, malik = (enter(who, subject.edit).ready() for who in ("civil", "authority"))
    house.end_session("civil")
    notice = aissata.page.locator("[data-piece=notice]:visible").first
    expect(notice).to_be_visible(timeout=15_000)
    aissata.at(0).type("Sans session. ")
    notice.locator("[data-act=enter]").click()
    dialog = aissata.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    assert axe(aissata.page) == []
    dialog.locator("[name=email]").fill(house.world.people["civil"].email)
    dialog.locator("[name=password]").fill("ce n’est pas cela du tout")
    dialog.locator("button[type=submit].fwd").click()
    expect(dialog.locator(".summary, .notice")).to_be_visible()
    dialog.locator("[name=email]").fill(house.world.people["civil"].email)
    dialog.locator("[name=password]").fill(world.PASSWORD)
    dialog.locator("button[type=submit].fwd").click()
    expect(dialog).to_be_hidden()
    aissata.saved()
    malik.reads(f"Sans session. {STATEMENT}")
    expect(notice).to_be_hidden()
    aissata.page.locator("form.form button.fwd").click()
    aissata.page.wait_for_url(lambda url: "modifier" not in url)


def test_a_page_that_slept_is_brought_up_to_date_before_it_takes_a_key(
    enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    malik = enter("authority", subject.edit).ready()
    way.cut()
    nadege.page.evaluate(SLEEP)
    notice = nadege.page.locator("[data-piece=notice]:visible").first
    expect(notice).to_be_visible(timeout=15_000)
    nadege.at(0).type("perdu ?")
    nadege.reads(STATEMENT)
    expect(notice.locator("[data-act=copy]")).to_be_visible()
    assert axe(nadege.page) == []
    malik.at(0).type("Pendant ce temps, ")
    malik.saved()
    way.mend()
    nadege.reads(f"Pendant ce temps, {STATEMENT}")
    expect(notice).to_be_hidden()
    nadege.at(0).type("Réveil. ")
    malik.reads(f"Réveil. Pendant ce temps, {STATEMENT}")


def test_a_form_without_script_merges_beside_two_people_who_type(
    house: House, enter: Enter, subject: Subject
):
    plain = enter("civil", subject.edit, java_script_enabled=False)
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    nadege.at(0).type("Dès juin, ")
    malik.reads(f"Dès juin, {STATEMENT}")
    malik.at(len(STATEMENT) + len("Dès juin, ") - 1).type(" ou du second")
    nadege.saved()
    malik.saved()
    plain.page.locator("[name=statement]").fill(STATEMENT.replace("guichets", "guichets publics"))
    plain.page.locator("form.form button.fwd").click()
    final = "Dès juin, Les guichets publics orientent du premier coup ou du second."
    nadege.reads(final)
    malik.reads(final)
    assert house.words(subject.statement_id) == final


def test_a_form_sent_while_live_writes_nothing_twice(house: House, enter: Enter, subject: Subject):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    nadege.at(0).type("Une fois. ")
    malik.at(END).type(" Et encore.")
    nadege.page.locator("form.form button.fwd").click()
    nadege.page.wait_for_url(lambda url: "modifier" not in url)
    malik.reads(f"Une fois. {STATEMENT} Et encore.")
    assert house.words(subject.statement_id) == f"Une fois. {STATEMENT} Et encore."


def test_words_typed_before_the_text_is_known_are_brought_in(
    house: House, enter: Enter, subject: Subject, way: Network
):
    malik = enter("authority", subject.edit).ready()
    way.refuses_sockets = True
    nadege = enter("state", subject.edit, by=way)
    nadege.at(0).type("Tôt. ")
    malik.at(END).type(" Tard.")
    nadege.ready()
    malik.reads(f"Tôt. {STATEMENT} Tard.")
    nadege.reads(f"Tôt. {STATEMENT} Tard.")
    eventually(lambda: house.words(subject.statement_id) == f"Tôt. {STATEMENT} Tard.")
