"""Every screen in Chromium: axe finds nothing, the policy refuses nothing, nobody else is asked."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from blueprints._shared.gate import Gate
from tests.agreement.documents import charter
from tests.browser.exploring import FILE, SECOND, Explored, Screen
from tests.browser.served import Guest
from tests.browser.watch import COLOURS, LAID_OUT, Watched, axe
from tests.changes.messy import csv_of
from tests.ledger import count, tell

WIDTHS = (1440, 768, 390)
BETWEEN = 768
"""The same elements as at the two others: only where they stand can be new."""
DARK = (390,)
"""Widths at which the dark, whose colours alone differ, is looked at too: in French, once."""
NARROWEST = 320
PARTS = 4
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIKE_SITES = 2
"""At how many sites the same page is looked at."""
ASKED = 1
"""How many things an address asks at once, where the same page without them is looked at too."""
BY_FILE = {
    "/sites/<slug:site>/strategie/importer/<int(max=999999):number>",
    "/sites/<slug:site>/parties-prenantes/importer/<int(max=999999):number>",
    "/sites/<slug:site>/entente/depart/fichiers/<int(max=999999):number>",
    "/sites/<slug:site>/entente/versions/<int(max=999999):number>/fichiers/<int(max=9999):attachment>",
}
"""Met after a file was sent: `tests/stakeholders/test_map_in_browser.py`,
`test_axe_finds_nothing_on_a_document_that_is_brought` and
`test_axe_finds_nothing_on_a_table_that_is_looked_at` send one; the last is the file itself."""
BY_LETTER = {
    "/mot-de-passe/<reset_token>": "a letter holds its link",
    "/compte/nouvelle-adresse/<address_token>": "a letter holds its link",
    "/premiere-connexion/<first_token>": "the terminal holds its link",
    "/invitations/<invitation_token>": "a letter holds its link",
    "/avis/desinscription/<unsubscribe_token>": "a letter holds its link",
}
"""HTML pages that no page links to, and what does."""


BY_SCRIPT = {
    "/noter/cle": "what a phone asks before it sends what it keeps",
    "/noter/hors-ligne": "what a phone opens without a network: `test_noting.py` looks at it",
}
"""What no page links to, and who asks for it."""
NO_PAGE = (".json", ".txt", ".pdf", ".svg", ".png", ".js", ".webmanifest", ".ics", "z", FILE)
"""How addresses end of what is no page."""


def unreached(app: Flask, screens: list[Screen]) -> list[str]:
    """The pages of the house that no link leads to."""
    reached = {screen.rule for screen in screens}
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        if isinstance(app.view_functions[rule.endpoint].gate, Gate)
        and rule.rule not in reached
        and rule.rule not in {*BY_LETTER, *BY_FILE, *BY_SCRIPT}
        and not rule.rule.endswith(NO_PAGE)
    )


def look(page: Page, screen: Screen, widths: tuple[int, ...], dark: tuple[int, ...]) -> list[str]:
    """What is wrong with a screen: everything in the light, then what the dark changes."""
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark") if width in dark else ("light",):
            page.emulate_media(color_scheme=scheme)
            found = axe(page, only=_rules(width, scheme))
            faults += [f"{screen.address} {width} {scheme}: {one}" for one in found]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    if wide > NARROWEST:
        faults.append(f"{screen.address} scrolls sideways at {NARROWEST} px: {wide} px wide")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.emulate_media(color_scheme="light")
    return faults


def _rules(width: int, scheme: str) -> tuple[str, ...]:
    if scheme == "dark":
        return COLOURS
    return LAID_OUT if width == BETWEEN else ()


def to_look_at(
    screens: list[Screen],
) -> Iterator[tuple[Screen, str, tuple[int, ...], tuple[int, ...]]]:
    """Every address of the house at every width; in English, whose words alone differ, and what
    other sites make of it, at one width. Of many like sites, a few; of what an address may ask,
    one thing at a time."""
    first_of: dict[str, Screen] = {}
    alike: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for screen in screens:
        whole = first_of.setdefault(screen.rule, screen) is screen
        alike[screen.rule, screen.asked] += 1
        if whole:
            yield screen, "fr", WIDTHS, DARK
            yield screen, "en", WIDTHS[-1:], ()
        elif alike[screen.rule, screen.asked] <= LIKE_SITES and len(screen.asked) <= ASKED:
            yield screen, "fr", WIDTHS[-1:], ()


def test_every_page_is_found_by_following_links(addresses: Flask, explored: Explored):
    screens = explored.screens
    faults = unreached(addresses, screens)
    assert not faults, "\n".join(faults)
    tell(
        "screens",
        f"{len(screens)} found by following links as everybody, axe-core at "
        f"{' · '.join(map(str, WIDTHS))} px, in the dark at {' · '.join(map(str, DARK))}, "
        f"in English at {WIDTHS[-1]}",
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_screen(browser: Browser, explored: Explored, part: int):
    windows: dict[tuple[str, str], tuple[Watched, Page]] = {}
    faults: list[str] = []
    for screen, language, widths, dark in list(to_look_at(explored.screens))[part::PARTS]:
        key = (screen.who, language)
        if key not in windows:
            context = entered(browser, explored.base, explored.guests[screen.who], language)
            windows[key] = context, context.page()
        _context, page = windows[key]
        page.goto(screen.address)
        faults += look(page, screen, widths, dark)
        count("screens opened in Chromium")
    for context, _page in windows.values():
        context.close()
        faults += context.seen.all()
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_on_a_document_that_is_brought(
    browser: Browser, base: str, guests: dict[str, Guest]
):
    context = entered(browser, base, guests[f"trio of {SECOND}"], "fr")
    page = context.page()
    page.goto(f"/sites/{SECOND}/entente/depart")
    page.locator("[name=file]").set_input_files(
        {"name": "charte.docx", "mimeType": DOCX, "buffer": charter()}
    )
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/depart/fichiers/*")
    screen = Screen("", SECOND, (), "", page.url)
    faults = look(page, screen, WIDTHS, DARK)
    context.close()
    assert not faults + context.seen.all(), "\n".join(faults)


CLEAN = (
    ("Code", "Niveau", "Changement attendu", "Contribue à", "Échéance"),
    ("a", "direct", "Les habitants connaissent leurs droits", "b", "2030"),
    ("b", "ultime", "Le quartier prend soin de chacun", "V", "décembre 2035"),
    (),
    ("N°", "Action", "Pilote", "Contribue à", "Fin", "Effort"),
    ("41", "Tenir une permanence", "", "a (3) ; b (1)", "30/06/2030", "léger"),
    ("42", "Essayer une carte dessinée", "", "a (2)", "", ""),
)
TO_MEND = (
    *CLEAN,
    ("43", "Former les accueils", "Personne que nous connaissions", "zz", "demain", "9"),
    ("43", "Former les accueils", "", "a", "", ""),
    ("", "", "CAF", "", "", ""),
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("rows", [CLEAN, TO_MEND], ids=["nothing to mend", "lines to mend"])
def test_axe_finds_nothing_on_a_table_that_is_looked_at(
    browser: Browser,
    base: str,
    guests: dict[str, Guest],
    language: str,
    rows: tuple[tuple[str, ...], ...],
):
    context = entered(browser, base, guests[f"trio of {SECOND}"], language)
    page = context.page()
    page.goto(f"/sites/{SECOND}/strategie/importer")
    page.locator("[name=file]").set_input_files(
        {"name": "strategie.csv", "mimeType": "text/csv", "buffer": csv_of(*rows)}
    )
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/strategie/importer/*")
    assert page.locator(".to-mend").count() == (rows is TO_MEND)
    screen = Screen("", SECOND, (), "", page.url)
    faults = look(page, screen, WIDTHS, DARK if language == "fr" else ())
    context.close()
    assert not faults + context.seen.all(), "\n".join(faults)


def entered(browser: Browser, base: str, guest: Guest, language: str) -> Watched:
    """Somebody's watched browser, reading in this language."""
    guest.post("/affichage", locale=language, next="/aide")
    return Watched(browser, base).come_as(guest)
