"""A strategy kept in a spreadsheet becomes one: brought in, read again, planned, told, compared."""

import io
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from coopspace.kernel import clock
from tests.browser import served
from tests.browser.served import Guest
from tests.browser.thirty_changes import MANY, SLIP, table
from tests.browser.watch import axe, watched
from tests.ledger import count

SITE = "/sites/la-fontaine-aux-merles"
STRATEGY = f"{SITE}/strategie"
FILE = {"name": "STRATEGIE v3 (def).csv", "mimeType": "text/csv"}
KEPT = "C’est le bourg qui parle ainsi."
OURS = "Chez nous tout commence par une porte. "
REASON = "Trois réunions ne sont pas un changement."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A demonstration of our own: what is written here stays out of the others' way."""
    with served.serving(tmp_path_factory.mktemp("strategy") / "log", "--demo") as base:
        yield base


def test_a_spreadsheet_becomes_a_strategy_that_works(browser: Browser, house: str):
    people = {one["name"].partition(" ")[0]: one for one in served.people()}
    mine = Guest(house).sign_in(people["Ghislaine"])
    with watched(browser, house) as writer, watched(browser, house) as colleague:
        page = writer.come_as(mine).page()
        the_table_is_brought_in(page)
        its_reading_is_answered(page)
        actions_are_ranked(page)
        the_story_is_assembled_rewritten_and_printed(page)
        one_change_is_said_better_and_one_ends(page)
        theirs = Guest(house).sign_in(people["Thierry"])
        the_colleague_compares(colleague.come_as(theirs).page())
        it_is_taken_away(page)
    count("strategies lived through, from a spreadsheet to its story")


def the_table_is_brought_in(page: Page) -> None:
    page.goto(f"{STRATEGY}/importer")
    page.locator("[name=file]").set_input_files({**FILE, "buffer": table()})
    page.get_by_role("button", name="Regarder").click()
    main = page.locator("main")
    expect(main.get_by_role("heading", name="Rien n’est encore fait")).to_be_visible()
    expect(page.locator(".to-mend li")).to_have_count(1)
    expect(page.locator(".to-mend li")).to_contain_text(SLIP)
    expect(page.get_by_role("button", name="L’écrire dans la stratégie")).to_have_count(0)
    assert axe(page) == []
    page.goto(f"{STRATEGY}/importer")
    page.locator("[name=file]").set_input_files({**FILE, "buffer": table(mended=True)})
    page.get_by_role("button", name="Regarder").click()
    row(page, "Remarques du groupe").get_by_role("combobox").select_option(label="Description")
    page.get_by_role("button", name="Lire ainsi").click()
    expect(page.locator(".to-mend")).to_have_count(0)
    expect(page.locator("table.counts tbody tr").first).to_contain_text(str(MANY))
    page.get_by_role("button", name="L’écrire dans la stratégie").click()
    expect(page.locator("main")).to_contain_text("Les habitants savent à quelle porte frapper")
    page.goto(f"{STRATEGY}/D10")
    expect(page.locator("main")).to_contain_text("Les anciens savent qui peut les conduire")
    page.goto(f"{STRATEGY}/D4")
    expect(page.locator("main")).to_contain_text("On en a parlé deux fois.")


def its_reading_is_answered(page: Page) -> None:
    page.goto(f"{STRATEGY}/relecture")
    before = page.locator(".rev-items .rev-keep").count()
    activity = page.locator(".rev-items li", has_text="Organiser trois réunions").first
    expect(activity).to_be_visible()
    expect(page.locator("main")).to_contain_text("Les jeunes animent un lieu et les associations")
    first = page.locator(".rev-items li:has(.rev-keep)").first
    first.locator("summary").click()
    first.locator("textarea").fill(KEPT)
    first.get_by_role("button", name="Le garder").click()
    expect(page.locator("#answered")).to_contain_text(KEPT)
    expect(page.locator(".rev-items .rev-keep")).to_have_count(before - 1)


def actions_are_ranked(page: Page) -> None:
    plan = (
        ("Ouvrir un guichet commun le mardi", {"D1": "3", "D14": "3", "I1": "2"}, "2"),
        ("Un car le dimanche", {"U3": "1"}, "3"),
        ("Un carnet de ceux qui peuvent conduire", {"D10": "3"}, "1"),
    )
    for title, gives, effort in plan:
        page.goto(f"{SITE}/actions/ajouter")
        page.locator("[name=title]").fill(title)
        page.locator("[name=effort]").select_option(index=int(effort))
        page.locator("main form button[type=submit]").click()
        expect(page.locator("main")).to_contain_text(title)
        page.goto(re.sub(r"/contributions.*|[?#].*", "", page.url) + "/contributions")
        for code, strength in gives.items():
            page.locator(f"#change-{code}").select_option(strength)
        page.get_by_role("button", name="Garder").click()
    page.goto(f"{SITE}/actions/levier")
    ranked = page.locator("table.reach tbody th a").all_inner_texts()
    assert sorted(ranked) == sorted(title for title, _gives, _effort in plan)
    assert ranked[-1] == "Un car le dimanche"
    page.locator("tbody tr", has_text="Un car le dimanche").get_by_role("checkbox").check()
    page.get_by_role("button", name="Voir ce qui tiendrait").click()
    bare = page.locator("section:has(#h-bare) .gives")
    expect(bare).to_contain_text("Personne ne renonce à un droit")
    expect(bare).to_contain_text("Ouvrir un guichet commun le mardi")


def the_story_is_assembled_rewritten_and_printed(page: Page) -> None:
    page.goto(f"{STRATEGY}/recit/assembler")
    expect(page.locator(".narrative")).to_contain_text("Les agents savent dire une règle")
    page.get_by_role("button", name="Mettre ce brouillon dans le récit").click()
    expect(page.locator("main .notice")).to_contain_text("assemblé")
    page.goto(f"{STRATEGY}/recit/ecrire")
    field = page.locator(".ql-editor")
    field.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(OURS)
    page.get_by_role("button", name="Enregistrer le récit").click()
    page.wait_for_url(f"**{STRATEGY}/recit")
    expect(page.locator("article.narrative")).to_contain_text(OURS.strip())
    expect(page.locator("main .notice")).to_contain_text("sont encore")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = " ".join(" ".join(one.extract_text() for one in printed.pages).split())
    assert OURS.strip() in words
    assert "assemblées" in words
    assert "Les anciens savent qui peut les conduire" in words
    assert "Historique" not in words


def one_change_is_said_better_and_one_ends(page: Page) -> None:
    page.goto(f"{STRATEGY}/D9/modifier")
    page.locator("[name=statement]").fill("Les bailleurs savent ce que coûte un logement froid")
    submit(page)
    page.goto(f"{STRATEGY}/D4/finir")
    page.locator("[name=reason]").fill(REASON)
    submit(page)
    page.goto(f"{STRATEGY}/relecture")
    expect(page.locator(".rev-items li", has_text="Organiser trois réunions")).to_have_count(0)


def the_colleague_compares(page: Page) -> None:
    today = clock.today()
    asked = urlencode({"du": (today - timedelta(days=30)).isoformat(), "au": today.isoformat()})
    page.goto(f"{STRATEGY}/dans-le-temps?{asked}")
    told = page.locator("section:has(#in-words)")
    expect(told).to_contain_text("Les bailleurs savent ce que coûte un logement froid")
    expect(told).not_to_contain_text("Les bailleurs voient")
    expect(told).not_to_contain_text("Organiser trois réunions")
    table = page.locator("section:has(#table) tbody tr")
    expect(table.filter(has_text="U5").first).to_be_visible()


def it_is_taken_away(page: Page) -> None:
    for suffix in ("csv", "xlsx", "ods", "json", "docx", "odt"):
        assert page.request.get(f"{STRATEGY}/export.{suffix}").status == 200
    told = page.request.get(f"{STRATEGY}/export.json").json()
    assert len(told["changes"]) == MANY - 1
    assert SLIP not in {one["target"] for one in told["links"]}


def row(page: Page, heading: str) -> Locator:
    """The line that says how a column of the file is read."""
    return page.locator("table.reads tbody tr", has=page.get_by_role("rowheader", name=heading))


def submit(page: Page) -> None:
    """Send the form of the page."""
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit].fwd").first.click()
