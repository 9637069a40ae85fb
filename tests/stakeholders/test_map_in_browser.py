"""The picture in Chromium: hostile names, the keyboard, filters that answer, no violation."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel.saving import saving
from coopspace.stakeholders import waves
from coopspace.stakeholders.rules import Sector
from tests.browser import served
from tests.browser.watch import COLOURS, Watched, axe, watched
from tests.stakeholders.acts import acting, add, tell

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engines("sqlite"),  # what is proved here is the page; both engines are elsewhere
]
HOME = "/sites/quartier-des-trois-ponts/parties-prenantes"
HOSTILE = (
    "<img src=x onerror=window.__xss=1>",
    "</script><script>window.__xss=2</script>",
    "<b>gras</b> href=javascript:window.__xss=3",
    "\"'><svg onload=window.__xss=4>",
    "{{7*7}} ${7*7} <a href=//ailleurs.fr>",
)
USABLE = ".net-stage[data-usable]"
FACE = "document.querySelector('.net-canvas canvas')"
DRAWN = f"""() => {{
  const canvas = {FACE};
  const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let seen = 0;
  for (let at = 3; at < data.length; at += 4) seen += data[at] > 0;
  return seen;
}}"""

FACTS = re.compile(r"\.json")


@pytest.fixture
def refs(session, world) -> list[str]:
    """A dozen organisations, five of them with a name that attacks, and a wave."""
    sectors = list(Sector)
    names = [*HOSTILE, *(f"Structure {n:02d}" for n in range(7))]
    made = [add(session, world, name, sectors[n % 7]) for n, name in enumerate(names)]
    for n in range(11):
        tell(session, world, made[n], made[(n + 5) % 11], 1 + n % 7)
    with acting(session, world):
        waves.keep_edition(session, world.site, name="</script>Printemps", by=world.civil)
    tell(session, world, made[0], made[7], 6)
    return made


@pytest.fixture
def base(settings: Settings, refs: list[str], tmp_path: Path) -> Iterator[str]:
    """The world behind the real server."""
    with served.serving(tmp_path / "log", "--data", str(settings.data)) as address:
        yield address


@pytest.fixture
def window(browser: Browser, base: str, app: Flask, world) -> Any:
    """Opens the map as a contributor, in a watched browser of the given kind."""
    with app.app_context(), saving(db.session()) as session:
        token = sessions.start(session, session.get_one(User, world.contributor.id))

    def opener(query: str = "", **kind: Any) -> Iterator[Page]:
        with watched(browser, base, reduced_motion="reduce", **kind) as context:
            scripted = kind.get("java_script_enabled", True)
            yield _open(context, app, token, query, scripted=scripted)

    return opener


def _open(context: Watched, app: Flask, token: str, query: str, *, scripted: bool) -> Page:
    cookie = {"name": app.config["COOKIE"], "value": token, "url": context.base}
    context.context.add_cookies([cookie])
    page = context.page()
    page.goto(HOME + query)
    if "vue" not in query and scripted:
        expect(page.locator(USABLE)).to_be_visible()
    return page


def test_hostile_names_are_words_wherever_they_stand(window, refs):
    for query in ("", f"?organisation={refs[0]}&avec=1", "?vue=matrice", "?vue=tableau"):
        for page in window(query):
            page.mouse.move(720, 450)
            if "vue" not in query:
                for n in range(0, 600, 60):
                    page.mouse.move(400 + n, 500)
                assert page.evaluate(DRAWN) > 2000
            assert page.evaluate("window.__xss") is None
            assert page.locator("b", has_text=re.compile("^gras$")).count() == 0


def test_the_picture_is_pleasant_to_axe_in_both_schemes(window, refs):
    for query in ("", f"?organisation={refs[7]}&avec=1", "?vue=matrice"):
        for page in window(query):
            assert axe(page) == []
            page.emulate_media(color_scheme="dark")
            assert axe(page, only=COLOURS) == []
    for page in window("", viewport={"width": 390, "height": 844}):
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_file_that_is_brought_is_pleasant_to_axe(window, refs):
    rows = "Label;Type;Note\nMaison des projets;Société civile;oui\n;État;sans nom\n"
    for page in window():
        page.goto(page.url.split("?")[0] + "/importer")
        page.set_input_files(
            '[name="file"]', {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        )
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/importer/\d+"))
        for width in (1440, 768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert axe(page, only=COLOURS if scheme == "dark" else ()) == [], (width, scheme)
        page.set_viewport_size({"width": 320, "height": 900})
        wide = page.evaluate("""[...document.querySelectorAll("main *")].filter((one) =>
          one.getBoundingClientRect().right > 321).map((one) => one.outerHTML.slice(0, 120))""")
        assert wide == []


def test_the_keyboard_goes_from_one_to_the_next_looks_and_comes_back(window, refs):
    for page in window():
        stage = page.locator(".net-stage")
        said = page.locator('[data-announce="polite"]')
        stage.focus()
        expect(said).to_contain_text("relation")
        first = said.text_content()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("End")
        expect(said).not_to_have_text(first)
        page.keyboard.press("Home")
        expect(said).to_have_text(first)
        page.keyboard.press("Enter")
        expect(page.locator("#h-chosen")).to_be_visible()
        assert first.startswith(page.locator("#h-chosen").inner_text() + ", ")
        assert re.search(r"organisation=\w{8}", page.url)
        expect(stage).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#h-chosen")).to_have_count(0)
        assert "organisation=" not in page.url
        page.keyboard.press("Tab")
        expect(stage).not_to_be_focused()


def held_back(_route: Route) -> None:
    """What was asked waits until nobody holds it back any more."""


def test_escape_is_heard_before_the_picture_has_what_it_asked_for(window):
    for page in window():
        page.locator(".net-stage").focus()
        page.keyboard.press("Home")
        page.route(FACTS, held_back)
        page.keyboard.press("Enter")
        expect(page.locator("#h-chosen")).to_be_visible()
        page.keyboard.press("Escape")
        page.unroute(FACTS, held_back)
        expect(page.locator("#h-chosen")).to_have_count(0)


def test_somebody_is_moved_by_keys_and_it_is_remembered(window, refs):
    for page in window():
        before = places(page)
        page.locator(".net-stage").focus()
        page.keyboard.press("Home")
        key = inwards(before)
        with page.expect_response(lambda answer: answer.url.endswith("/deplacer")):
            for _one in range(3):
                page.keyboard.press(f"Shift+{key}")
        expect(page.locator(".flash")).to_be_visible()
        after = places(page)
        assert [one for one in before if before[one] != after[one]] == [moved(before, after)]


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where the server says that each stands."""
    told = page.request.get(f"{HOME}/graphe.json").json()
    return {one["id"]: (one["x"], one["y"]) for one in told["nodes"]}


def inwards(before: dict[str, tuple[float, float]]) -> str:
    """The arrow that the edge of the sheet does not stop, for the first by name."""
    return "ArrowLeft" if next(iter(before.values()))[0] > 380 else "ArrowRight"


def moved(before: dict, after: dict) -> str:
    """Who stands elsewhere, at the same height."""
    return next(
        one
        for one, (x, y) in after.items()
        if abs(x - before[one][0]) > 20 and abs(y - before[one][1]) < 1
    )


def test_filters_answer_without_leaving_the_page(window, refs):
    for page in window():
        page.evaluate("window.here = true")
        lines = page.locator("tr[data-tie]")
        before = lines.count()
        page.locator('[name="niveau"][value="5"]').focus()
        page.keyboard.press("ArrowRight")
        expect(lines).not_to_have_count(before)
        expect(page.locator('[name="niveau"][value="6"]')).to_be_focused()
        page.select_option("#f-avec", "1")
        page.wait_for_url(re.compile("avec=1"))
        page.locator("#f-cherche").fill("structure 03")
        page.keyboard.press("Enter")
        expect(page.locator("#h-chosen")).to_have_text("Structure 03")
        assert page.evaluate("window.here")
        page.go_back()
        expect(page.locator("#h-chosen")).to_have_count(0)


def test_time_is_travelled_with_the_slider(window, refs):
    for page in window():
        page.locator("#f-time").focus()
        page.keyboard.press("Home")
        page.wait_for_url(re.compile("vague=1"))
        assert page.evaluate("window.__xss") is None


def test_everything_stands_without_a_script(window, refs):
    for page in window(java_script_enabled=False):
        expect(page.locator("svg.net")).to_be_visible()
        assert page.locator("svg.net a").count() == 12
        page.locator("svg.net a").nth(7).click()
        expect(page.locator("#h-chosen")).to_be_visible()
        page.locator('[name="niveau"][value="5"]').check(force=True)
        page.locator(".net-filters .actions .btn").first.click()
        assert "niveau=5" in page.url
        page.locator('.net-move [value="left"]').click()
        expect(page.locator(".flash")).to_be_visible()
