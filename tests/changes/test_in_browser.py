"""The canvas in Chromium: a mouse, keys, a finger and plain buttons all do the same thing."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.changes.held import chain_of
from coopspace.changes.layout import in_order
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel.saving import saving
from tests.ports import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engines("sqlite"),  # what is proved here is the page; both engines are elsewhere
]


@pytest.fixture
def served(settings: Settings, world) -> Iterator[str]:
    """The world's database behind the real server, in a process of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = settings.data.parent / "served.log"
    with log.open("wb") as heard:
        command = [sys.executable, "-m", "coopspace", "serve", "--port", str(port)]
        with subprocess.Popen([*command, "--data", str(settings.data)], stdout=heard) as server:
            wait_for(f"{address}/healthz")
            yield address
            server.terminate()


def wait_for(address: str) -> None:
    """Until the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} never answered")


@pytest.fixture
def open_as(
    browser: Browser, served: str, app: Flask, desk
) -> Iterator[Callable[..., Callable[[str], Page]]]:
    """Opens pages of the strategy as a member of the trio, in a browser of the given kind."""
    contexts = []

    def opener(**kind) -> Callable[[str], Page]:
        with app.app_context(), saving(db.session()) as session:
            token = sessions.start(session, session.get_one(User, desk.world.civil.id))
        context = browser.new_context(
            viewport={"width": 1440, "height": 1000}, reduced_motion="reduce", **kind
        )
        context.add_cookies([{"name": app.config["COOKIE"], "value": token, "url": served}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))

        def go(query: str = "") -> Page:
            page.goto(f"{served}/sites/{desk.site.slug}/strategie{query}")
            return page

        return go

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def three(desk):
    """Three direct changes, one intermediate, one ultimate."""
    desk.draw("D1", "D2", "D3", "I1", "U1")
    desk.link("D2>I1", "I1>U1", "U1>V")
    return desk


def with_a_mouse(open_as) -> None:
    page = open_as()()
    card, above = page.locator("#D3").bounding_box(), page.locator("#D2").bounding_box()
    page.mouse.move(card["x"] + 90, card["y"] + 12)
    page.mouse.down()
    page.mouse.move(card["x"] + 90, above["y"] + 4, steps=6)
    page.mouse.up()
    expect(page.locator("[data-said]")).to_contain_text("D3")
    page.hover("#D1 .change-text")
    handle, target = page.locator("#D1 .handle").bounding_box(), page.locator("#I1").bounding_box()
    page.mouse.move(handle["x"] + 6, handle["y"] + 6)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 20, steps=6)
    page.mouse.up()
    expect(page.locator("[data-said]")).to_contain_text("I1")


def with_keys(open_as) -> None:
    page = open_as()()
    page.focus("#D3 .change-text a")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-said]")).to_contain_text("D3")
    expect(page.locator("#D3 .change-text a")).to_be_focused()
    page.focus("#D1 .change-text a")
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#I1")).to_have_class(re.compile("is-target"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("I1")
    expect(page.locator("#D1 .change-text a")).to_be_focused()


def with_a_finger(open_as) -> None:
    page = open_as(has_touch=True)("?carte=D3")
    page.tap('#sheet button[value="-1"]')
    expect(page.locator("[data-said]")).to_contain_text("D3")
    page.tap("#D1 .change-text a")
    expect(page.locator("#sheet-title")).to_contain_text("D1")
    page.tap("#D1 .handle")
    page.tap("#I1")
    expect(page.locator("[data-said]")).to_contain_text("I1")


def with_plain_buttons(open_as) -> None:
    go = open_as(java_script_enabled=False)
    go("?carte=D3").click('#sheet button[value="-1"]')
    page = go("?carte=D1")
    page.select_option("#quick-other", "I1")
    page.click(".quick-link button")


@pytest.mark.parametrize("way", [with_a_mouse, with_keys, with_a_finger, with_plain_buttons])
def test_every_way_of_acting_leaves_the_same_chain(three, open_as, way):
    way(open_as)
    with three.look() as session:
        held = chain_of(session)
    assert in_order(held.nodes)[1] == ["D1", "D3", "D2"]
    assert set(held.arcs) == {("D1", "I1"), ("D2", "I1"), ("I1", "U1"), ("U1", "V")}


def test_a_refused_loop_is_spelled_out_where_one_stands_and_changes_nothing(desk, open_as):
    desk.draw("I1", "I2")
    desk.link("I1>I2")
    page = open_as()()
    page.focus("#I2 .change-text a")
    page.keyboard.press("l")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("I2 → I1 → I2")
    expect(page.locator('[data-announce="assertive"]')).to_contain_text("I2 → I1 → I2")
    with desk.look() as session:
        assert chain_of(session).arcs == (("I1", "I2"),)


def test_escape_gives_up_a_link_and_a_drag(three, open_as):
    page = open_as()()
    page.focus("#D1 .change-text a")
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_contain_text("D1")
    card, first = page.locator("#D3").bounding_box(), page.locator("#D1").bounding_box()
    page.mouse.move(card["x"] + 90, card["y"] + 12)
    page.mouse.down()
    page.mouse.move(card["x"] + 90, first["y"] + 4, steps=6)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_timeout(300)
    with three.look() as session:
        held = chain_of(session)
    assert in_order(held.nodes)[1] == ["D1", "D2", "D3"]
    assert len(held.arcs) == 3


def test_a_card_opens_in_place_and_the_way_back_works(three, open_as):
    page = open_as()()
    page.click("#D2 .change-text a")
    expect(page.locator("#sheet")).to_be_focused()
    assert page.url.endswith("?carte=D2#D2")
    expect(page.locator("#I1")).to_have_class(re.compile("on-path"))
    page.click("[data-close]")
    expect(page.locator("#D2 .change-text a")).to_be_focused()
    page.go_back()
    expect(page.locator("#sheet-title")).to_contain_text("D2")


def test_each_link_is_a_curve_and_a_fold_keeps_them(desk, open_as):
    desk.draw(*[f"D{n}" for n in range(1, 13)], "I1", "U1")
    desk.link(*[f"D{n}>I1" for n in range(1, 13)], "I1>U1", "D12>U1")
    page = open_as()()
    folds = page.locator(".fold").count()
    curves = page.locator(".board > svg.links path:not(.tip)")
    expect(curves).to_have_count(folds + 2)
    page.locator(".fold summary").first.click()
    inside = page.locator(".fold").first.locator(".change").count()
    expect(curves).to_have_count(folds + 1 + inside)


def test_on_a_phone_the_sheet_takes_the_whole_screen(three, open_as):
    page = open_as()()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#D2 .leads")).to_be_visible()
    page.click("#D2 .change-text a")
    expect(page.locator(".board")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("[data-close]")
    expect(page.locator("#D2")).to_be_in_viewport()
