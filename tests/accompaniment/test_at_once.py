"""The same entry several times at the same instant, and many at once: none lost, none doubled."""

import threading
import uuid

from flask import Flask
from sqlalchemy.orm import Session

from coopspace.accompaniment import actions
from coopspace.accounts.model import User
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.accompaniment.acts import logged

PRESSES = 6
EACH = 5


def test_arriving_at_the_same_instant_each_entry_is_kept_once(app: Flask, session, world):
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, place, person = threading.Barrier(PRESSES), world.site.id, world.facilitator.id
    marks = [uuid.uuid4() for _ in range(EACH)]
    failures: list[Exception] = []
    numbers: dict[uuid.UUID, set[int]] = {mark: set() for mark in marks}

    def press() -> None:
        start.wait()
        try:
            for mark in marks:
                with Session(engine) as own, saving(own), in_site(own, place):
                    kept = actions.log(
                        own,
                        own.get_one(Site, place),
                        mark=mark,
                        role="trust",
                        minutes=15,
                        by=own.get_one(User, person),
                    )
                    numbers[mark].add(kept.number)
        except Exception as error:
            failures.append(error)

    presses = [threading.Thread(target=press) for _ in range(PRESSES)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    engine.dispose()
    assert failures == []
    assert sorted(number for some in numbers.values() for number in some) == [1, 2, 3, 4, 5]
    assert len(logged(session, world)) == EACH
