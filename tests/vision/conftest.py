"""A site whose vision has its first words."""

import pytest
from sqlalchemy.orm import Session

from tests.vision.acts import SENTENCE, write
from tests.world import World


@pytest.fixture
def written(session: Session, world: World) -> World:
    write(session, world, SENTENCE)
    return world
