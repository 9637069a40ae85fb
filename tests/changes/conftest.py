"""A session at work in one site, as the gate and `saving()` would have it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import settings
from sqlalchemy.orm import Session

from coopspace.changes import actions, linking
from coopspace.changes.held import find, find_link
from coopspace.changes.model import Change, Link
from coopspace.changes.rules import VISION, parse_code
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from tests.world import World

settings.register_profile("chain", deadline=None)
settings.load_profile("chain")


class Desk:
    """Acting on the chain of the world's site, one act a transaction, by its trio."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world, self.site = session, world, world.site

    @contextmanager
    def act(self) -> Iterator[Session]:
        """One act: committed, or rolled back by what it raises."""
        with in_site(self.session, self.site.id), saving(self.session):
            yield self.session

    @contextmanager
    def look(self) -> Iterator[Session]:
        """Reading only, as it stands now: what others committed since is seen."""
        self.session.rollback()
        with in_site(self.session, self.site.id):
            yield self.session

    def draw(self, *codes: str, **extra) -> None:
        """Add changes until each of these codes exists, in order."""
        for code in codes:
            level, _number = parse_code(code)
            with self.act() as session:
                added = actions.add(
                    session,
                    self.site,
                    by=self.world.state,
                    level=level,
                    statement=f"What {code} says",
                    **extra,
                )
                assert added.code == code

    def link(self, *pairs: str, **extra) -> None:
        """Link `D1>I1`, `U1>V`."""
        for one in pairs:
            source, target = one.split(">")
            with self.act() as session:
                linking.link(
                    session,
                    find(session, source),
                    target=None if target == VISION else find(session, target),
                    by=self.world.civil,
                    **extra,
                )

    def change(self, code: str) -> Change:
        with self.look() as session:
            change = find(session, code)
            session.expunge(change)
            return change

    def a_link(self, pair: str) -> Link:
        with self.look() as session:
            link = find_link(session, *pair.split(">"))
            session.expunge(link)
            return link


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)
