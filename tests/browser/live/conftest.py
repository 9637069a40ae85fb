"""A house for the live tests of this worker, and people who open its pages in browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.live.formatting import Formatting, Write
from tests.browser.live.house import House, Subject, open_house
from tests.browser.live.network import Network, network
from tests.browser.live.people import PATIENCE, Writer
from tests.browser.watch import Watched

Enter = Callable[..., Writer]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("live") / "data") as opened:
        yield opened


@pytest.fixture
def subject(house: House) -> Subject:
    return house.subject()


@pytest.fixture
def way(house: House) -> Iterator[Network]:
    """A network of one's own to the house."""
    with network(house.port) as opened:
        yield opened


@pytest.fixture
def enter(house: House, browser: Browser) -> Iterator[Enter]:
    """Open a page as somebody: `enter("state", subject.edit)`; the policy must refuse nothing."""
    opened: list[Watched] = []

    def open_page(who: str, address: str, *, by: Network | None = None, **options: Any) -> Writer:
        base = by.base if by else house.base
        watched = Watched(browser, base, **options)
        opened.append(watched)
        watched.context.add_cookies([{"name": "coopspace", "value": house.token(who), "url": base}])
        writer = Writer(watched.page(), who)
        if options.get("java_script_enabled", True):
            writer.watch()
        writer.page.goto(address)
        return writer

    yield open_page
    for watched in opened:
        watched.close()
    faults = [fault for one in opened for fault in [*one.seen.refused, *one.seen.foreign]]
    errors = [error for one in opened for error in one.seen.errors if not _expected(error)]
    assert not faults + errors, "\n".join(faults + errors)


@pytest.fixture
def write(enter: Enter) -> Write:
    """Open the page of a formatted text as somebody, ready to write: `write("state", address)`."""

    def open_page(who: str, address: str, **options: Any) -> Formatting:
        return Formatting(enter(who, address, **options).page, who).ready()

    return open_page


def _expected(error: str) -> bool:
    """What Chromium itself logs of a network that these tests cut, and of a refused request."""
    return "WebSocket connection to" in error or "Failed to load resource" in error
