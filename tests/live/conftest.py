"""A served house with one shared text, and tabs on it."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from tests.live.serving import Site, Tab, serving, sign_in
from tests.world import World


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """The database of the application, as whoever serves it opens it."""
    opened = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    yield opened
    opened.dispose()


@pytest.fixture
def document(session: Session, world: World) -> uuid.UUID:
    """The vision's sentence of the site, still empty."""
    with saving(session), in_site(session, world.site.id):
        return store.create(session, "vision", site_id=world.site.id, by=None)


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with serving(app) as served:
        yield served


@pytest.fixture
def tab(
    site: Site, session: Session, world: World, document: uuid.UUID
) -> Iterator[Callable[..., Tab]]:
    """Open a tab of somebody of the cast on the document: `tab("state")`."""
    opened: list[Tab] = []

    def open_tab(name: str = "state", **more: object) -> Tab:
        made = Tab(site, document, sign_in(session, getattr(world, name)), **more)  # type: ignore[arg-type]
        opened.append(made)
        return made

    yield open_tab
    for one in opened:
        one.close()
