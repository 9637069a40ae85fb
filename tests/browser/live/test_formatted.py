"""A formatted text written by several: words and formats kept, everybody undisturbed."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.live.conftest import Enter
from tests.browser.live.formatting import WORDS, Reading, Write, new_reading
from tests.browser.live.house import House, eventually
from tests.browser.live.network import Network
from tests.browser.live.people import PATIENCE
from tests.browser.live.test_disturbed import compose, composing
from tests.browser.watch import axe


@pytest.fixture
def reading(house: House) -> Reading:
    return new_reading(house)


def test_two_people_type_and_format_in_the_same_paragraph(write: Write, reading: Reading):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    malik.over("ouvertes")
    nadege.over("écoles")
    nadege.press("Control+b")
    expect(nadege.tool("bold")).to_have_attribute("aria-pressed", "true")
    expect(malik.root.locator("strong")).to_have_text("écoles")
    assert malik.selected() == "ouvertes"
    malik.press("Control+i")
    expect(nadege.root.locator("em")).to_have_text("ouvertes")
    assert nadege.selected() == "écoles"
    nadege.on(WORDS.index("\nTrois")).type(" Encore.")
    malik.on(len("Le bourg")).type(" ancien")
    final = WORDS.replace("bourg", "bourg ancien").replace("ouvertes.", "ouvertes. Encore.")
    for one in (nadege, malik):
        one.reads(final, "text").saved()
        expect(one.root.locator("p")).to_have_count(3)
    assert nadege.root.inner_html() == malik.root.inner_html()
    eventually(lambda: reading.words == final)
    assert reading.told == [
        "paragraph: Le bourg ancien se vide. / Les [b écoles] restent [i ouvertes]. Encore."
        " / Trois lignes de car passent."
    ]
    assert axe(nadege.page) == []


def test_lists_headings_and_links_reach_everybody_and_are_read_as_such(
    write: Write, enter: Enter, reading: Reading
):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    nadege.over("Le bourg").tool("header").click()
    nadege.over("Les écoles").tool("bullet").click()
    malik.over("Trois lignes").tool("ordered").click()
    nadege.over("car").press("Control+k")
    address = nadege.page.locator("[data-link] input")
    expect(address).to_be_focused()
    address.fill("javascript:alert(1)")
    nadege.press("Enter")
    expect(nadege.page.locator("[data-fault]")).to_be_visible()
    assert axe(nadege.page) == []
    address.fill("cars.example/été")
    nadege.press("Enter")
    expect(malik.root.locator("a")).to_have_attribute("href", "https://cars.example/%C3%A9t%C3%A9")
    nadege.saved()
    malik.saved()
    link = "<https://cars.example/%C3%A9t%C3%A9>"
    told = [
        "heading: Le bourg se vide.",
        "bullet: Les écoles restent ouvertes.",
        f"ordered: Trois lignes de [{link} car] passent.",
    ]
    eventually(lambda: reading.told == told)
    omar = enter("observer", f"/sites/{reading.slug}/vision").page
    shown = omar.locator("[data-live-rich]")
    expect(shown.locator("h3")).to_have_text("Le bourg se vide.")
    expect(shown.locator("ul > li")).to_have_text("Les écoles restent ouvertes.")
    expect(shown.locator("ol a")).to_have_attribute("rel", "noopener noreferrer nofollow")
    nadege.over("Le bourg").tool("bold").click()
    expect(shown.locator("h3 strong")).to_have_text("Le bourg")
    assert axe(omar) == []


def test_undo_takes_back_only_my_own_words_and_formats(write: Write, reading: Reading):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    nadege.over("écoles").press("Control+b")
    expect(malik.root.locator("strong")).to_have_text("écoles")
    malik.over("écoles").press("Control+i")
    expect(nadege.root.locator("em")).to_have_text("écoles")
    malik.on(len(WORDS)).type(" Fin.")
    nadege.reads(f"{WORDS} Fin.", "text")
    nadege.over("bourg").press("Control+z")
    expect(malik.root.locator("strong")).to_have_count(0)
    expect(malik.root.locator("em")).to_have_text("écoles")
    nadege.press("Control+z").reads(f"{WORDS} Fin.", "text")
    nadege.press("Control+Shift+z")
    expect(malik.root.locator("strong")).to_have_text("écoles")
    malik.on(3).press("Control+z")
    nadege.reads(WORDS, "text")


def test_what_is_written_offline_is_kept_and_comes_back(
    write: Write, reading: Reading, way: Network
):
    nadege = write("state", reading.edit, by=way)
    malik = write("authority", reading.edit)
    way.cut()
    nadege.on(0).type("Hors ligne, ")
    nadege.over("vide").press("Control+b")
    expect(nadege.page.locator("[data-save]")).to_have_class("save is-offline", timeout=PATIENCE)
    malik.over("vide").type("remplit")
    way.mend()
    final = f"Hors ligne, {WORDS.replace('vide', 'remplit')}"
    for one in (nadege, malik):
        one.reads(final, "text").saved()
    assert nadege.root.inner_html() == malik.root.inner_html()
    eventually(lambda: reading.words == final)


def test_people_with_plain_fields_keep_the_formats_of_others(
    write: Write, enter: Enter, reading: Reading
):
    nadege = write("state", reading.edit)
    nadege.over("écoles").press("Control+b")
    nadege.over("Trois lignes").tool("bullet").click()
    nadege.saved()
    jean = enter("facilitator", reading.edit, java_script_enabled=False)
    paper = jean.field("text").input_value()
    nadege.on(0).type("Ici, ")
    plain = enter("authority", "/")
    plain.page.route("**/coop-rich.js*", lambda route: route.abort())
    plain.page.goto(reading.edit)
    expect(plain.page.locator("textarea[name=text]")).to_be_visible()
    plain.ready().reads(nadege.words("text"), "text")
    plain.at(plain.words("text").index("Les écoles"), name="text").type("Surtout, ")
    jean.field("text").fill(paper.replace("passent", "passent chaque jour"))
    jean.page.locator("form.form button.fwd").click()
    final = (
        "Ici, Le bourg se vide.\nSurtout, Les écoles restent ouvertes.\n"
        "Trois lignes de car passent chaque jour."
    )
    expect(nadege.root.locator("li")).to_have_text("Trois lignes de car passent chaque jour.")
    plain.saved()
    eventually(lambda: reading.words == final)
    assert nadege.words("text").rstrip("\n") == final
    assert reading.told == [
        "paragraph: Ici, Le bourg se vide. / Surtout, Les [b écoles] restent ouvertes.",
        "bullet: Trois lignes de car passent chaque jour.",
    ]


def test_letters_being_composed_are_not_disturbed_by_others(write: Write, reading: Reading):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    nadege.on(0)
    keys = composing(nadege)
    compose(keys, "に")
    malik.on(len(WORDS)).type(" Fin.")
    malik.over("écoles").press("Control+b")
    compose(keys, "にほん")
    malik.saved()
    keys.send("Input.insertText", {"text": "日本 "})
    for one in (nadege, malik):
        one.reads(f"日本 {WORDS} Fin.", "text")
        expect(one.root.locator("strong")).to_have_text("écoles")
    nadege.type("é")
    malik.reads(f"日本 é{WORDS} Fin.", "text")
    nadege.press("Control+z").press("Control+z")
    malik.reads(f"{WORDS} Fin.", "text")


PASTE = """(root, [html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  root.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true }));
}"""
PASTED = """<h1 style="color:red">Chiffres</h1><p><b style='font-weight:normal'>Un </b>
<i>deux</i> <u>trois</u> <a href="javascript:alert(1)">mal</a>
<a href="https://bien.example/">bien</a><img src="x" onerror="alert(1)"></p>
<ul><li>un</li><li style="margin:0">deux</li></ul><table><tr><td>case</td></tr></table>"""


def test_what_is_pasted_keeps_only_the_formats_that_a_text_may_have(write: Write, reading: Reading):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    nadege.press("Control+a")
    nadege.root.click()
    nadege.press("Control+a")
    nadege.root.evaluate(PASTE, [PASTED, "x"])
    nadege.saved()
    malik.reads(nadege.words("text"), "text")
    told = reading.told
    assert told[0] == "heading: Chiffres"
    assert told[1].startswith("paragraph: Un [i deux] trois mal [<https://bien.example/> bien]")
    assert told[2].startswith("bullet: un / deux")
    assert "case" in reading.words
    assert nadege.root.locator("[style], img, table, u").count() == 0


def test_the_toolbar_is_used_with_the_keyboard_alone(write: Write, reading: Reading):
    nadege = write("state", reading.edit)
    nadege.over("écoles").press("Alt+F10")
    expect(nadege.tool("header")).to_be_focused()
    nadege.press("ArrowRight").press("Enter")
    expect(nadege.tool("bold")).to_be_focused()
    expect(nadege.tool("bold")).to_have_attribute("aria-pressed", "true")
    nadege.press("ArrowRight").press("Space")
    expect(nadege.root.locator("em, strong").first).to_have_text("écoles")
    nadege.press("Escape")
    expect(nadege.root).to_be_focused()
    assert nadege.selected() == "écoles"
    nadege.press("Tab")
    expect(nadege.page.locator("form.form button.fwd")).to_be_focused()
    nadege.press("Shift+Tab").press("Shift+Tab")
    expect(nadege.tool("italic")).to_be_focused()
    eventually(lambda: "[bi écoles]" in reading.told[0])


def test_somebody_who_may_no_longer_write_reads_on_without_writing(
    house: House, write: Write, reading: Reading
):
    aissata = write("contributor", reading.edit)
    try:
        house.end_place("contributor")
        expect(aissata.page.locator("[data-piece=notice]:visible").first).to_be_visible(
            timeout=15_000
        )
        expect(aissata.root).to_have_attribute("aria-readonly", "true")
        expect(aissata.root).to_have_attribute("contenteditable", "false")
        expect(aissata.tool("bold")).to_have_attribute("aria-disabled", "true")
    finally:
        house.give_place("contributor")


def test_carets_of_others_are_drawn_and_said_to_nobody(write: Write, reading: Reading):
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    nadege.over("Les écoles restent ouvertes.")
    drawn = malik.page.locator(".live-drawn")
    expect(drawn.locator(".caret")).to_have_count(1)
    expect(drawn.locator(".sel")).to_have_count(1)
    line = malik.root.locator("p").nth(1).bounding_box()
    seen = drawn.locator(".caret").bounding_box()
    assert line
    assert seen
    assert abs(seen["y"] - line["y"]) < line["height"]
    expect(malik.page.locator(".live-over")).to_have_attribute("aria-hidden", "true")
    expect(malik.page.locator(".live-line")).to_contain_text("Nadège")


def test_a_session_that_ends_while_formatting_keeps_words_and_formats(
    house: House, write: Write, reading: Reading
):
    aissata, malik = (write(who, reading.edit) for who in ("civil", "authority"))
    house.end_session("civil")
    notice = aissata.page.locator("[data-piece=notice]:visible").first
    expect(notice).to_be_visible(timeout=15_000)
    aissata.over("bourg").press("Control+b").on(0).type("Sans session. ")
    notice.locator("[data-act=enter]").click()
    dialog = aissata.page.locator("dialog[open]")
    dialog.locator("[name=email]").fill(house.world.people["civil"].email)
    dialog.locator("[name=password]").fill(world.PASSWORD)
    dialog.locator("button[type=submit].fwd").click()
    aissata.saved()
    expect(aissata.root).to_be_focused()
    malik.reads(f"Sans session. {WORDS}", "text")
    expect(malik.root.locator("strong")).to_have_text("bourg")


def test_the_first_words_of_a_reading_are_begun_together_and_formatted(house: House, write: Write):
    address = f"/sites/{house.world.other_site.slug}/vision/lecture/modifier"
    nadege = write("other_state", address)
    nadege.root.click()
    nadege.press("Control+b").type("Ici")
    malik = write("other_authority", address)
    expect(malik.root.locator("strong")).to_have_text("Ici")
    malik.on(3).press("Control+b").type(", on se parle.")
    nadege.reads("Ici, on se parle.", "text")
    nadege.saved().page.locator("form.form button.fwd").click()
    shown = nadege.page.locator("[data-live-rich]")
    expect(shown).to_have_text("Ici, on se parle.")
    expect(shown.locator("strong")).to_have_text("Ici")


@pytest.mark.parametrize("first", ("header", "list"))
def test_a_line_made_a_heading_and_an_item_at_the_same_moment_is_one_thing_for_everybody(
    write: Write, reading: Reading, way: Network, first: str
):
    nadege, malik = write("state", reading.edit, by=way), write("authority", reading.edit)
    way.cut()
    heading, item = (nadege, malik) if first == "header" else (malik, nadege)
    heading.over("Les écoles").tool("header").click()
    item.over("Les écoles").tool("bullet").click()
    malik.saved()
    way.mend()
    nadege.saved()
    third = write("civil", reading.edit)
    for one in (nadege, malik, third):
        expect(one.root.locator("li")).to_have_text("Les écoles restent ouvertes.")
        expect(one.root.locator("h2")).to_have_count(0)
    eventually(lambda: "bullet: Les écoles restent ouvertes." in reading.told)
    third.over("Les écoles").tool("header").click()
    for one in (nadege, malik, third):
        expect(one.root.locator("h2")).to_have_text("Les écoles restent ouvertes.")


def test_characters_that_begin_alike_stay_whole(house: House, write: Write):
    """🌾, 🍀, 🏠 and 🎓 share their first half: what was typed is found by comparing halves."""
    reading = new_reading(house)
    nadege, malik = (write(who, reading.edit) for who in ("state", "authority"))
    kept = WORDS
    for turn, (at, typed) in enumerate(
        (at, typed) for at in (0, 2, 4, 6) for typed in ("🌾", "🍀", "🏠", "🎓")
    ):
        place = len(kept.encode("utf-16-le")[: 2 * at].decode("utf-16-le"))
        nadege.on(at)
        if turn % 3 == 2:
            nadege.press("Control+b")
        nadege.type(typed)
        kept = kept[:place] + typed + kept[place:]
    for one in (nadege, malik):
        one.reads(kept, "text").saved()
    eventually(lambda: reading.words == kept)
