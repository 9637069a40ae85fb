"""Places that end, devices that change hands: words stay with whoever wrote them."""

from playwright.sync_api import expect

from coopspace.changes import actions, ordering
from coopspace.changes.held import find
from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.network import Network
from tests.browser.watch import axe

UNSENT = """async () => {
  const open = indexedDB.open("coopspace-live");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = base.transaction("unsent").objectStore("unsent").getAll();
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  base.close();
  const text = new TextDecoder("latin1");
  return found.map((one) => text.decode(one.words ?? one.update));
}"""


def test_whoever_may_write_no_longer_keeps_their_words_in_sight(
    house: House, enter: Enter, subject: Subject
):
    jeanne, malik = (enter(who, subject.edit).ready() for who in ("contributor", "authority"))
    jeanne.at(0).type("Avant. ")
    jeanne.saved()
    house.end_place("contributor")
    notice = jeanne.page.locator("[data-piece=notice]:visible").first
    expect(notice).to_be_visible(timeout=15_000)
    expect(notice.locator("[data-act=copy]")).to_be_visible()
    assert jeanne.field().evaluate("(field) => field.readOnly")
    jeanne.at(0).type("Après. ")
    jeanne.reads(f"Avant. {STATEMENT}")
    assert axe(jeanne.page) == []
    assert malik.words() == f"Avant. {STATEMENT}"
    house.give_place("contributor")


def test_what_a_device_keeps_is_sealed_and_comes_back_to_its_person_only(
    house: House, enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    way.cut()
    nadege.at(0).type("Secret. ")
    expect(nadege.page.locator("[data-save]")).to_have_class("save is-offline")
    eventually(lambda: nadege.page.evaluate(UNSENT))
    assert all("Secret" not in words for words in nadege.page.evaluate(UNSENT))
    nadege.page.on("dialog", lambda dialog: dialog.accept())
    nadege.page.goto("about:blank")
    way.mend()
    cookie = {"name": "coopspace", "url": way.base}
    nadege.page.context.add_cookies([{**cookie, "value": house.token("authority")}])
    nadege.page.goto(f"{way.base}{subject.edit}")
    nadege.ready().reads(STATEMENT)
    assert len(nadege.page.evaluate(UNSENT)) == 1
    nadege.page.context.add_cookies([{**cookie, "value": house.token("state")}])
    nadege.page.goto(f"{way.base}{subject.edit}")
    nadege.ready().reads(f"Secret. {STATEMENT}")
    eventually(lambda: not nadege.page.evaluate(UNSENT))


def test_signing_out_leaves_nothing_on_the_device(
    house: House, enter: Enter, subject: Subject, way: Network
):
    aissata = enter("civil", subject.edit, by=way).ready()
    way.cut()
    aissata.at(0).type("Jamais parti. ")
    eventually(lambda: aissata.page.evaluate(UNSENT))
    aissata.page.on("dialog", lambda dialog: dialog.accept())
    aissata.page.goto("about:blank")
    way.mend()
    aissata.page.goto(f"{way.base}/compte")
    aissata.page.locator("details:has([data-unseen]) > summary").click()
    aissata.page.locator("form[action$=deconnexion] button").click()
    aissata.page.wait_for_load_state()
    bases = "async () => (await indexedDB.databases()).map((one) => one.name)"
    eventually(lambda: "coopspace-live" not in aissata.page.evaluate(bases))
    house.tokens.pop("civil")


def test_cards_that_others_move_and_end_do_so_on_the_canvas(
    house: House, enter: Enter, subject: Subject
):
    other = house.subject("Les bailleurs signalent les départs.")
    page = enter("state", f"/sites/{subject.slug}/strategie?deplie=1").page
    codes = ".col:first-of-type .change"
    expect(page.locator(f"[data-code={other.code}]")).to_be_attached()
    with house.acting("civil") as (session, _site, _somebody):
        ordering.place(session, find(session, other.code), before=find(session, subject.code))
    order = [subject.code, other.code]

    def seen() -> list[str]:
        shown = page.locator(codes).evaluate_all("(all) => all.map((one) => one.dataset.code)")
        return [code for code in shown if code in order]

    eventually(lambda: seen() == order[::-1], 8)
    with house.acting("civil") as (session, _site, somebody):
        actions.end(session, find(session, other.code), by=somebody, reason="Dit ailleurs")
    eventually(lambda: seen() == [subject.code], 8)
