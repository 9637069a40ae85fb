"""Logging on a phone: three taps, a network that is cut, a page that opens without one."""

import re
import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from coopspace.accompaniment.model import AccompanimentTelling
from tests.browser.live.conftest import Enter
from tests.browser.live.house import House, eventually
from tests.browser.live.network import Network
from tests.browser.live.people import Writer
from tests.browser.watch import axe

NOTE = "/noter"
NOTED = re.compile("n°|no\\.")
HELD = re.compile("sur cet appareil|on this device")
OFFLINE = re.compile("hors ligne|offline")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SEALED = """async () => {
  const open = indexedDB.open("coopspace-notes");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = base.transaction("waiting").objectStore("waiting").getAll();
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  base.close();
  const text = new TextDecoder("latin1");
  return found.map((one) => text.decode(one.words));
}"""
SLOW = """() => {
  const seal = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = async (...said) => {
    await new Promise((done) => setTimeout(done, 1500));
    return seal(...said);
  };
}"""
WATCHED = "() => navigator.serviceWorker.ready.then((one) => Boolean(one.active))"


def on_disk(house: House) -> list[str]:
    """What moved, of every entry of the site."""
    with house.acting("facilitator") as (session, _site, _person):
        return list(session.scalars(select(AccompanimentTelling.moved)))


def ready(writer: Writer) -> Writer:
    """The page has its script, its box and its keeper."""
    writer.page.evaluate(WATCHED)
    return writer


def note(writer: Writer, moved: str = "") -> int:
    """Note something by touch; gives the number of taps."""
    taps = 2
    writer.page.locator("label.choice:has([name=role][value=trust])").tap()
    writer.page.locator("label.choice:has([name=minutes][value='30'])").tap()
    if moved:
        writer.page.locator("[name=moved]").tap()
        writer.page.keyboard.type(moved)
        writer.page.keyboard.press("Enter")
        return taps + 1
    writer.page.locator("form.note button[type=submit]").tap()
    return taps + 1


@pytest.mark.parametrize("moved", ("", "On se parle avant la séance."))
def test_three_taps_and_less_than_ten_seconds(house: House, enter: Enter, moved: str):
    before = len(on_disk(house))
    began = time.monotonic()
    claire = enter("facilitator", NOTE, **PHONE)
    assert note(claire, moved) == 3
    expect(claire.page.locator("[data-note-says]")).to_contain_text(NOTED)
    assert time.monotonic() - began < 10
    assert len(on_disk(house)) == before + 1
    assert axe(claire.page) == []


def test_what_is_noted_while_the_network_is_cut_is_sealed_and_leaves_once(
    house: House, enter: Enter, way: Network
):
    claire = ready(enter("facilitator", NOTE, by=way, **PHONE))
    way.cut()
    for number in range(3):
        note(claire, f"Coupure {number}")
        expect(claire.page.locator("[data-note-says]")).to_contain_text(HELD)
    expect(claire.page.locator("[data-note-waiting]")).to_contain_text("3")
    assert all("Coupure" not in words for words in claire.page.evaluate(SEALED))
    assert not any("Coupure" in words for words in on_disk(house))
    way.mend()
    claire.page.evaluate("dispatchEvent(new Event('online'))")
    eventually(lambda: sum("Coupure" in words for words in on_disk(house)) == 3)
    expect(claire.page.locator("[data-note-waiting]")).to_be_hidden()
    assert claire.page.evaluate(SEALED) == []


def test_what_is_touched_while_an_entry_is_being_kept_is_the_next_one(house: House, enter: Enter):
    claire = ready(enter("facilitator", NOTE, **PHONE))
    claire.page.evaluate(SLOW)
    note(claire, "Gardée lentement")
    claire.page.locator("label.choice:has([name=role][value=vision])").tap()
    claire.page.locator("[name=moved]").tap()
    claire.page.keyboard.type("Déjà la suite")
    eventually(lambda: "Gardée lentement" in on_disk(house))
    expect(claire.page.locator("[name=moved]")).to_have_value("Déjà la suite")
    expect(claire.page.locator("[name=role][value=vision]")).to_be_checked()


def test_the_page_opens_without_a_network_and_sends_when_it_is_back(
    house: House, enter: Enter, way: Network
):
    claire = ready(enter("facilitator", NOTE, by=way, **PHONE))
    eventually(
        lambda: claire.page.evaluate(
            "() => caches.open('coopspace-note').then((one) => one.match('/noter/hors-ligne',"
            " { ignoreVary: true })).then(Boolean)"
        )
    )
    way.cut()
    claire.page.goto(f"{way.base}{NOTE}")
    expect(claire.page.locator("h1")).to_contain_text(OFFLINE)
    assert axe(claire.page) == []
    assert note(claire, "Sans réseau") == 3
    expect(claire.page.locator("[data-note-says]")).to_contain_text(HELD)
    way.mend()
    claire.page.goto(f"{way.base}{NOTE}")
    eventually(lambda: on_disk(house).count("Sans réseau") == 1)


def test_by_keyboard_and_without_script_the_same_is_noted(house: House, enter: Enter):
    claire = ready(enter("facilitator", NOTE))
    claire.page.locator("[name=role]").first.focus()
    for key in ("ArrowDown", "Tab", "Space", "Tab"):
        claire.page.keyboard.press(key)
    claire.page.keyboard.type("Au clavier")
    claire.page.keyboard.press("Enter")
    eventually(lambda: "Au clavier" in on_disk(house))
    plain = enter("state", NOTE, java_script_enabled=False)
    plain.page.locator("[name=role][value=vision]").check()
    plain.page.locator("[name=minutes][value='15']").check()
    plain.page.locator("[name=moved]").fill("Sans script")
    plain.page.locator("form.note button[type=submit]").click()
    assert "Sans script" in on_disk(house)
