"""Who is here, where, said quietly; nothing of it wrong for those who do not see it."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, Subject
from tests.browser.live.network import Network
from tests.browser.live.people import Writer
from tests.browser.watch import axe

SEEN = "[data-save]"


def test_others_are_seen_on_the_page_and_in_the_field(enter: Enter, subject: Subject):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    malik.at(4, 12)
    caret = nadege.page.locator(".live-drawn .caret")
    expect(caret).to_have_count(1)
    expect(caret).to_have_attribute("data-college", "local_authority")
    expect(caret).to_have_text("Malik")
    expect(nadege.page.locator(".live-drawn .sel")).to_have_count(1)
    place = caret.bounding_box()
    field = nadege.field().bounding_box()
    assert place
    assert field
    assert field["x"] < place["x"] < field["x"] + field["width"]
    assert field["y"] < place["y"] < field["y"] + field["height"]
    expect(caret).to_have_text("", timeout=6000)
    expect(nadege.page.locator(".live-line")).to_contain_text("Malik")
    faces = nadege.page.locator(".field:has([name=statement]) > .live-faces .avatar")
    expect(faces).to_have_count(1)
    assert nadege.page.locator(".live-over[aria-hidden=true] .caret").count() == 1
    assert axe(nadege.page) == []
    appear_offline(malik)
    expect(nadege.page.locator(".live-faces .avatar")).to_have_count(0)
    expect(caret).to_have_count(0)
    malik.page.reload()
    malik.at(0).type("Caché. ")
    nadege.reads(f"Caché. {STATEMENT}")
    assert nadege.page.locator(".live-faces .avatar, .live-drawn .caret").count() == 0


def appear_offline(writer: Writer) -> None:
    writer.page.locator("details:has([data-unseen]) > summary").click()
    writer.page.locator("[data-unseen]").click()


def test_live_regions_stay_quiet_while_everybody_types(enter: Enter, subject: Subject):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    malik.at(len(STATEMENT))
    nadege.at(0)
    for letter in "trente lettres, les unes après les":
        malik.type(letter, delay=300)
        nadege.type(letter)
    said = nadege.said
    moments = [at for at, _ in said]
    assert 1 <= len(said) <= 6, said
    assert all(after - before >= 4900 for before, after in pairwise(moments))


def test_four_people_and_never_more_than_three_flags(enter: Enter, subject: Subject):
    watcher = enter("facilitator", subject.edit).ready()
    others = [enter(w, subject.edit).ready() for w in ("state", "authority", "civil")]
    others.append(enter("contributor", subject.edit).ready())
    for at, one in enumerate(others):
        one.at(at * 5)
    expect(watcher.page.locator(".live-drawn .caret")).to_have_count(4)
    assert watcher.page.locator(".live-drawn .caret > span").count() <= 3
    faces = watcher.page.locator(".field:has([name=statement]) > .live-faces .avatar")
    expect(faces).to_have_count(4)


def test_somebody_who_may_only_read_is_not_given_a_field(enter: Enter, subject: Subject):
    page = enter("observer", subject.edit).page
    assert page.locator("[data-live]").count() == 0


def test_whoever_is_at_the_site_leaves_a_phone_its_width(enter: Enter, subject: Subject):
    enter("state", subject.edit).ready()
    page = enter("civil", subject.edit, viewport={"width": 390, "height": 844}).page
    page.goto(subject.edit.split("/strategie")[0] + "/membres")
    expect(page.locator(".company")).to_be_visible(timeout=20_000)
    for width in (320, 360, 390, 430, 600, 767):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


NOTHING_OVER = """() => {
  const shown = (one) => one.getBoundingClientRect().width > 2;
  const names = [...document.querySelectorAll(".mainnav-list > li")].filter(shown);
  const signs = [...document.querySelectorAll(".mast-end > *")].filter(shown);
  const boxes = [...names, ...signs].map((one) => one.getBoundingClientRect());
  return boxes.every((a, n) => boxes.slice(n + 1).every((b) =>
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top));
}"""
LAPTOPS = (1280, 1366, 1408, 1440, 1536, 1664, 1919, 1920)


def test_nothing_at_the_top_is_written_over_anything_else(
    enter: Enter, subject: Subject, way: Network
):
    """Who is here and whether words are saved stand beside the menu on every laptop."""
    nadege = enter("state", subject.edit, by=way).ready()
    enter("authority", subject.edit).ready()
    expect(nadege.page.locator(".company")).to_be_visible()
    for state in ("is-saved", "is-offline"):
        for width in LAPTOPS:
            nadege.page.set_viewport_size({"width": width, "height": 900})
            assert nadege.page.evaluate(NOTHING_OVER), (state, width)
        if state == "is-saved":
            way.cut()
            nadege.at(0).type("Hors ligne. ")
            expect(nadege.page.locator("[data-save]")).to_have_class("save is-offline")
    way.mend()
    nadege.saved()
