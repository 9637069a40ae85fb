"""Whatever the network does: words stay, go when they can, and « saved » is said of none before."""

import re

from playwright.sync_api import expect

from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.network import Network

SAVE = "[data-save]"
BEHIND = 3_000
"""Milliseconds that a person without a socket may be behind the others."""


def test_words_typed_without_network_go_on_its_return(
    house: House, enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    malik = enter("authority", subject.edit).ready()
    way.cut()
    nadege.at(0).type("Hors ligne, ")
    expect(nadege.page.locator(SAVE)).to_have_class("save is-offline")
    malik.at(len(STATEMENT)).type(" Dès juin.")
    malik.saved()
    way.mend()
    final = f"Hors ligne, {STATEMENT} Dès juin."
    nadege.reads(final).saved()
    malik.reads(final)
    assert house.words(subject.statement_id) == final


def test_a_silent_network_is_noticed_and_nothing_is_called_saved(
    house: House, enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    way.go_silent()
    nadege.at(0).type("Silence. ")
    expect(nadege.page.locator(SAVE)).to_have_class("save is-saving")
    expect(nadege.page.locator(SAVE)).to_have_class("save is-offline", timeout=20_000)
    way.cut()
    way.mend()
    nadege.saved()
    assert house.words(subject.statement_id) == f"Silence. {STATEMENT}"


def test_words_typed_offline_survive_the_page(
    house: House, enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    way.cut()
    nadege.at(0).type("Gardé. ")
    expect(nadege.page.locator(SAVE)).to_have_class("save is-offline")
    nadege.page.on("dialog", lambda dialog: dialog.accept())
    nadege.page.goto("about:blank")
    way.mend()
    nadege.page.goto(f"{way.base}{subject.edit}")
    nadege.ready().reads(f"Gardé. {STATEMENT}")
    eventually(lambda: house.words(subject.statement_id) == f"Gardé. {STATEMENT}")
    kept = nadege.page.evaluate("""async () => {
      const open = indexedDB.open("coopspace-live");
      const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
      const all = base.transaction("unsent").objectStore("unsent").getAll();
      return new Promise((done) => { all.onsuccess = () => done(all.result.length); });
    }""")
    assert kept == 0


def test_where_sockets_are_refused_the_same_text_goes_over_http(
    house: House, enter: Enter, subject: Subject, way: Network
):
    way.refuses_sockets = True
    nadege = enter("state", subject.edit, by=way).ready()
    expect(nadege.page.locator("[data-slow]")).to_be_visible()
    tried: list[object] = []
    nadege.page.on("websocket", lambda one: tried.append(one))
    malik = enter("authority", subject.edit).ready()
    nadege.at(0).type("Par HTTP. ")
    malik.reads(f"Par HTTP. {STATEMENT}")
    whole = f"Par HTTP. {STATEMENT}"
    for turn in range(5):
        for author, reader in ((malik, nadege), (nadege, malik)):
            whole = f"{author.who} {turn}. {whole}"
            author.at(0).type(f"{author.who} {turn}. ")
            expect(reader.field()).to_have_value(whole, timeout=BEHIND)
    nadege.saved()
    expect(malik.page.locator(".live-line")).to_contain_text("Nadège")
    expect(nadege.page.locator(".live-line")).to_contain_text("Malik", timeout=10_000)
    assert house.words(subject.statement_id) == whole
    nadege.page.wait_for_timeout(3_000)
    assert tried == [], "where no socket ever passed, none is tried again so soon"


def test_after_a_cut_nobody_is_left_on_the_slower_line(
    enter: Enter, subject: Subject, way: Network
):
    """Its socket passed before: a server that came back a moment later than the pages did is asked
    for a socket again soon, while where none ever passed it is asked after a minute."""
    nadege = enter("state", subject.edit, by=way).ready()
    slow = nadege.page.locator("[data-slow]")
    expect(slow).to_be_hidden()
    way.refuses_sockets = True
    way.cut()
    nadege.at(0).type("Coupé. ")
    way.mend()
    expect(slow).to_be_visible(timeout=15_000)
    nadege.saved()
    way.refuses_sockets = False
    expect(slow).to_be_hidden(timeout=20_000)
    nadege.type("Revenu. ")
    nadege.saved()
    nadege.reads(f"Coupé. Revenu. {STATEMENT}")


def test_a_killed_server_loses_nothing_that_was_said_to_be_saved(
    house: House, enter: Enter, subject: Subject
):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    nadege.at(0)
    malik.at(len(STATEMENT))
    for turn in range(2):
        nadege.type(f"a{turn} ")
        malik.type(f" z{turn}")
        house.kill()
        nadege.type(f"b{turn} ")
        house.start()
    final = "a0 b0 a1 b1 " + STATEMENT + " z0 z1"
    nadege.reads(final).saved()
    malik.reads(final).saved()
    assert house.words(subject.statement_id) == final


def test_leaving_is_only_questioned_while_something_is_not_saved(
    enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    asked: list[str] = []
    nadege.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    nadege.at(0).type("Un ")
    nadege.saved()
    nadege.page.goto(f"{way.base}{subject.edit}")
    nadege.ready()
    assert asked == []
    way.cut()
    nadege.at(0).type("Deux ")
    expect(nadege.page.locator(SAVE)).to_have_class(re.compile("is-offline"))
    nadege.page.goto("about:blank")
    assert asked == ["beforeunload"]
