"""Several people at the same instant: one effect, and nobody is told something untrue."""

import threading

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.decisions import actions
from coopspace.decisions.held import decision_of
from coopspace.decisions.model import DecisionEvent
from coopspace.kernel import audit, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.decisions.acts import looked, opened, seen_of, take

PRESSES = 6


def test_two_outcomes_at_once_have_one_effect(app: Flask, session: Session, world):
    opened(session, world)
    with in_site(session, world.site.id):
        words, day = seen_of(session, 1), looked(session, world).entry.day
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, place, person = threading.Barrier(PRESSES), world.site.id, world.state.id
    refused: list[Refusal] = []
    failures: list[Exception] = []

    def press(number: int) -> None:
        start.wait()
        try:
            with Session(engine) as own, saving(own), in_site(own, place):
                actions.conclude(
                    own,
                    decision_of(own, 1),
                    outcome="adopted",
                    words=f"Issue {number}",
                    day=day,
                    seen=words,
                    heard=0,
                    by=own.get_one(User, person),
                )
        except Refusal as refusal:
            refused.append(refusal)
        except Exception as error:
            failures.append(error)

    presses = [threading.Thread(target=press, args=(one,)) for one in range(PRESSES)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert failures == []
    assert len(refused) == PRESSES - 1
    session.rollback()
    with in_site(session, world.site.id):
        assert len(session.scalars(select(DecisionEvent)).all()) == 1
    lines = audit.journal(session, world.site.id)
    assert [one.action for one in lines].count("decision:adopted") == 1
    engine.dispose()


def test_the_same_position_at_the_same_instant_is_kept_once(app: Flask, session: Session, world):
    opened(session, world)
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, place, person = threading.Barrier(PRESSES), world.site.id, world.state.id
    failures: list[Exception] = []

    def press() -> None:
        start.wait()
        try:
            with Session(engine) as own, saving(own), in_site(own, place):
                site, by = own.get_one(Site, place), own.get_one(User, person)
                take(own, site, by, "consent")
        except Exception as error:
            failures.append(error)

    presses = [threading.Thread(target=press) for _ in range(PRESSES)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    engine.dispose()
    assert failures == []
    assert len(looked(session, world).said) == 1
