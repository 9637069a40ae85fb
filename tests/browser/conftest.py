"""One served demonstration and one browser for each worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from coopspace.app import create_app
from coopspace.config import Settings
from tests.browser import exploring, served
from tests.browser.exploring import Explored
from tests.browser.served import Guest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here opens Chromium or a served site."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, served as a newcomer would."""
    log = tmp_path_factory.mktemp("served") / "log"
    with served.serving(log, "--demo") as address:
        yield address


@pytest.fixture(scope="session")
def cast() -> dict[str, dict]:
    """Those of the demonstration whom the tests play, by what they are at its first site."""
    people = served.people()
    first = next(iter(people[0]["sites"]))
    found: dict[str, dict] = {}
    for person in people:
        place = person["sites"].get(first, {})
        if person["administrator"]:
            found.setdefault("admin", person)
        elif person["programmes"]:
            found.setdefault("lead", person)
        elif place.get("role") == "trio":
            found.setdefault(place["college"], person)
        elif place:
            found.setdefault(place["role"], person)
    for person in people:
        for site, place in person["sites"].items():
            if place["role"] == "trio":
                found.setdefault(f"trio of {site}", person)
    return found


@pytest.fixture(scope="session")
def guests(base: str, cast: dict[str, dict]) -> dict[str, Guest]:
    """Everybody of the cast, signed in, and somebody who is not."""
    return exploring.signed_in(base, cast)


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for its map of addresses."""
    return create_app(Settings(data=tmp_path_factory.mktemp("map"), secret_key="x" * 40))


@pytest.fixture(scope="session")
def first(cast: dict[str, dict]) -> str:
    """The slug of the demonstration's first, complete site."""
    return next(iter(cast["state"]["sites"]))


@pytest.fixture(scope="session")
def explored(
    addresses: Flask, cast: dict[str, dict], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Explored]:
    """Another served demonstration, of which every screen is known."""
    with exploring.explored(addresses, cast, tmp_path_factory.mktemp("explored")) as found:
        yield found
