"""Somebody at work in Chromium: by keyboard alone, without JavaScript, in a second language."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.exploring import Explored
from tests.browser.served import Guest
from tests.browser.watch import watched

MOST_TABS = 60


def tab_to(page: Page, words: str) -> None:
    """Reach a control by the Tab key alone, and see where one is at every step."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const one = document.activeElement;
              const style = getComputedStyle(one);
              const label = one.labels?.[0]?.innerText || "";
              const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
              const name = one.getAttribute("aria-label") || one.innerText || label;
              return [name, shown, one.getBoundingClientRect().height];
            }"""
        )
        if here[2]:
            assert here[1], f"nothing shows that “{here[0]}” has the focus"
        if words in here[0]:
            return
    raise AssertionError(f"“{words}” is not within {MOST_TABS} tabs")


def in_french(guest: Guest) -> Guest:
    """Whatever an earlier test chose for them."""
    guest.post("/affichage", locale="fr", next="/aide")
    return guest


def test_signing_in_and_out_by_keyboard_alone(
    browser: Browser, base: str, guests: dict[str, Guest], cast: dict[str, dict]
):
    person = cast["state"]
    in_french(guests["state"])
    with watched(browser, base) as context:
        page = context.page()
        page.goto("/connexion")
        page.keyboard.press("Tab")
        assert "Aller au contenu" in page.evaluate("document.activeElement.innerText")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#content"
        tab_to(page, "Adresse")
        page.keyboard.type(person["email"])
        tab_to(page, "Mot de passe")
        page.keyboard.type(person["password"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/sites/**")
        tab_to(page, "Mon compte")
        page.keyboard.press("Enter")
        tab_to(page, "Se déconnecter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/connexion")


def test_every_page_reads_without_javascript(browser: Browser, explored: Explored):
    mine = [screen for screen in explored.screens if screen.who == "state"]
    options = {"java_script_enabled": False}
    with watched(browser, explored.base, **options) as context:
        context.come_as(explored.guests["state"])
        page = context.page()
        for screen in mine:
            answer = page.goto(screen.address)
            assert answer is not None
            assert answer.status == 200, screen.address
            assert page.locator("h1:visible").count() == 1, screen.address
            assert page.locator("main").inner_text().strip(), screen.address


def test_the_vision_is_reworded_without_javascript(
    browser: Browser, base: str, guests: dict[str, Guest], first: str
):
    with watched(browser, base, java_script_enabled=False) as context:
        context.come_as(guests["state"])
        page = context.page()
        page.goto(f"/sites/{first}/vision/modifier")
        words = "En 2045, chacun trouve ici de quoi vivre et avec qui le faire."
        page.locator("main textarea").first.fill(words)
        page.locator("main form button[type=submit]").first.click()
        page.goto(f"/sites/{first}/vision")
        assert words in page.locator("main").inner_text()


def test_a_language_once_chosen_is_remembered(
    browser: Browser, base: str, guests: dict[str, Guest], first: str
):
    with watched(browser, base) as context:
        context.come_as(in_french(guests["civil_society"]))
        page = context.page()
        page.goto(f"/sites/{first}/vision")
        page.locator("summary", has_text="Affichage").click()
        page.get_by_label("English").check()
        page.get_by_role("button", name="Garder ces choix").click()
        page.wait_for_function("document.documentElement?.lang === 'en'")
        page.goto(f"/sites/{first}/membres")
        assert page.locator("html").get_attribute("lang") == "en"
        assert "Members" in page.title()


def test_a_theme_is_kept_in_place(browser: Browser, base: str, guests: dict[str, Guest]):
    with watched(browser, base) as context:
        context.come_as(in_french(guests["local_authority"]))
        page = context.page()
        page.goto("/aide")
        page.locator("summary", has_text="Affichage").click()
        page.get_by_label("Sombres").check()
        with page.expect_response("**/affichage"):
            page.get_by_role("button", name="Garder ces choix").click()
        page.goto("/compte")
        assert page.locator("html").get_attribute("data-theme") == "dark"


WHERE_IT_STANDS = """() => {
  const badge = document.querySelector(".unread").getBoundingClientRect();
  const own = document.querySelector(".menu:has(.unread) > summary").getBoundingClientRect();
  return [badge.left >= own.left, badge.right <= own.right + 1, badge.top >= own.top - 1];
}"""
"""Whether the number of notices stands on the menu that it belongs to."""


def test_what_waits_is_counted_on_its_own_menu_and_read_by_keyboard_alone(
    browser: Browser, base: str, guests: dict[str, Guest], first: str
):
    guest = in_french(guests["state"])
    for width in (1440, 768, 390, 320):
        with watched(browser, base, viewport={"width": width, "height": 800}) as context:
            page = context.come_as(guest).page()
            page.goto(f"/sites/{first}/")
            assert page.evaluate(WHERE_IT_STANDS) == [True, True, True], width
    with watched(browser, base, viewport={"width": 390, "height": 800}) as context:
        page = context.come_as(guest).page()
        page.goto("/avis")
        waiting = int(page.locator(".unread").inner_text())
        tab_to(page, "Marquer comme lu")
        page.keyboard.press("Enter")
        expect(page.locator(".unread")).to_have_text(str(waiting - 1))
