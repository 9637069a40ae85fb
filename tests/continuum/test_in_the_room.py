"""A facilitator, a projector and six phones, in real browser windows: the phones without script
and 320 pixels wide, the projector with its live count."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from tests import world as builders
from tests.browser.served import serving
from tests.browser.watch import axe
from tests.continuum.acts import HOME, QUESTION, ROUND

pytestmark = pytest.mark.browser
LEVELS = (3, 4, 4, 5, 4, 6)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A served site, and the session of its facilitator."""
    settings = Settings(data=tmp_path / "data", secret_key="x" * 40)
    settings.data.mkdir()
    upgrade(settings)
    engine = storage.open_engine(settings.database)
    with Session(engine) as session:
        world = builders.build(session)
        with saving(session):
            token = sessions.start(session, session.merge(world.facilitator))
    engine.dispose()
    with serving(tmp_path / "log", "--data", str(settings.data)) as base:
        yield base, {"name": settings.cookie_name, "value": token, "url": base}


def open_as_facilitator(facilitator: Page, base: str) -> None:
    facilitator.goto(f"{base}{HOME}/ouvrir")
    facilitator.fill("#question", QUESTION)
    facilitator.check("input[value=anonymous]")
    facilitator.check("input[value=guests]")
    facilitator.fill("#expected", "6")
    facilitator.click("form.form button[type=submit]")
    facilitator.wait_for_url(re.compile(r"/tours/\d+$"))


def answer_from_a_phone(phone: Page, level: int) -> None:
    phone.check(f"#level input[value='{level}']")
    phone.fill("#fact", "Une réunion par mois, avec un ordre du jour.")
    phone.check("#desired input[value=stay]")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    phone.click("button[type=submit]")


def test_six_phones_and_a_projector_live_a_round_and_open_the_next(room, browser: Browser):
    base, cookie = room
    desk = browser.new_context(locale="fr-FR")
    desk.add_cookies([cookie])
    facilitator, projector = desk.new_page(), desk.new_page()
    open_as_facilitator(facilitator, base)
    projector.goto(f"{base}{ROUND}/projection")
    code = projector.inner_text(".room-code").replace(" ", "")
    assert axe(projector) == []
    count = projector.locator(".room-count b")
    for number, level in enumerate(LEVELS, start=1):
        pocket = browser.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="fr-FR"
        )
        phone = pocket.new_page()
        phone.goto(f"{base}/r")
        phone.fill("#code", code.lower())
        phone.click("button[type=submit]")
        answer_from_a_phone(phone, level)
        expect(phone.locator("a[href*='changer=1']")).to_be_visible()
        expect(count).to_contain_text(str(number), timeout=10_000)
        pocket.close()
    assert "Assistance" not in facilitator.goto(f"{base}{ROUND}").text()
    facilitator.locator("details", has=facilitator.locator("form[action$=reveler]")).locator(
        "summary"
    ).click()
    facilitator.click("form[action$=reveler] button")
    expect(facilitator.locator(".stairs .is-middle")).to_have_attribute("data-level", "4")
    assert facilitator.locator(".crowd .dot").count() == len(LEVELS)
    expect(projector.locator(".stairs .is-middle")).to_have_attribute(
        "data-level", "4", timeout=10_000
    )
    assert axe(projector) == []
    facilitator.click("a[href$=conclure]")
    facilitator.check("input[value=right]")
    facilitator.check("#level input[value='4']")
    facilitator.fill("#words", "Ce niveau nous convient cette année.")
    facilitator.click("form.form button[type=submit]")
    expect(facilitator.locator("main")).to_contain_text("Ce niveau nous convient cette année.")
    open_as_facilitator(facilitator, base)
    assert facilitator.url.endswith("/tours/2")
    facilitator.goto(f"{base}{HOME}")
    expect(facilitator.locator("table.rounds tbody tr")).to_have_count(1)
    desk.close()
