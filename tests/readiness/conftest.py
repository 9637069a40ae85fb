"""A site with its first round on the conditions: hidden, named, open for a week."""

import pytest
from sqlalchemy.orm import Session

from tests.readiness.acts import open_round
from tests.world import World


@pytest.fixture
def opened(session: Session, world: World) -> World:
    open_round(session, world)
    return world
