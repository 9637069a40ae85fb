"""A version is signed once whatever presses at once, and the database itself never changes it."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import proof, putting, signing, versions
from coopspace.agreement.rules import State
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.sites.model import Site
from tests.agreement.acts import word
from tests.agreement.signed import PDF, proposed, put, sign
from tests.agreement.test_signing import journal

TOGETHER = 50
FROZEN = (
    "agreement_version",
    "agreement_file",
    "agreement_signatory",
    "agreement_signature",
    "agreement_closing",
)
COLUMNS = {
    "agreement_version": "number = 9",
    "agreement_file": "digest = 'x'",
    "agreement_signatory": "name = 'x'",
    "agreement_signature": "method = 'x'",
    "agreement_closing": "reason = 'x'",
}


@pytest.mark.parametrize("table", FROZEN)
def test_the_database_itself_refuses_to_change_a_version(session, world, table):
    put(session, world)
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    session.rollback()
    for act in (f"UPDATE {table} SET {COLUMNS[table]}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changes"):
            session.connection().execute(text(act))
        session.rollback()


@pytest.mark.engines("sqlite")  # PostgreSQL has no REPLACE
@pytest.mark.parametrize("table", FROZEN)
def test_nothing_is_replaced_either(session, world, table):
    put(session, world)
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    session.rollback()
    with pytest.raises(DatabaseError, match=r"never changes|settled|nobody signs it"):
        session.connection().execute(text(f"REPLACE INTO {table} SELECT * FROM {table}"))
    session.rollback()


def test_the_database_refuses_who_is_not_asked_and_who_comes_late(session, world):
    put(session, world)
    sign(session, world, "state")
    session.rollback()
    early = (
        "INSERT INTO agreement_closing (version_id, site_id, state, reason, by, at) "
        "SELECT id, site_id, 'signed', '', put_by, put_at FROM agreement_version"
    )
    with pytest.raises(DatabaseError, match="not signed by all"):
        session.connection().execute(text(early))
    session.rollback()
    more = (
        "INSERT INTO agreement_signatory "
        "(id, version_id, site_id, user_id, rank, college, name, capacity) "
        "SELECT version_id, version_id, site_id, version_id, 9, college, name, capacity "
        "FROM agreement_signatory WHERE rank = 0"
    )
    with pytest.raises(DatabaseError, match="settled"):
        session.connection().execute(text(more))
    session.rollback()


def together(app, acts) -> list[str]:
    """Let each act be done in a thread of its own, all at the same instant; what became of them."""
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    start, became = threading.Barrier(len(acts)), []

    def do(act) -> None:
        start.wait()
        try:
            with Session(engine) as own:
                act(own)
            became.append("done")
        except Refusal as refusal:
            became.append(str(refusal))

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    engine.dispose()
    assert len(became) == len(acts)
    return became


def at_site(world, act):
    """An act in a session of its own."""
    place = world.site.id

    def do(own) -> None:
        with in_site(own, place), saving(own):
            act(own, own.get_one(Site, place))

    return do


def test_fifty_last_signatures_at_once_are_one(session, world, app):
    version = put(session, world)
    sign(session, world, "state")
    sign(session, world, "authority")
    seen, person = version.digest, world.civil.id
    session.rollback()

    def press(own, site) -> None:
        signing.sign(own, site, number=1, seen=seen, by=own.get_one(User, person))

    assert together(app, [at_site(world, press)] * TOGETHER) == ["done"] * TOGETHER
    assert journal(session, world) == [
        "agreement:put",
        *["agreement:sign"] * 3,
        "agreement:stand",
    ]
    with in_site(session, world.site.id):
        assert versions.version_of(session, 1).state is State.SIGNED
        assert proof.check(session) == proof.Checked(1, 3, ())


def test_a_signature_and_a_refusal_at_once_close_a_version_once(session, world, app):
    version = put(session, world)
    sign(session, world, "state")
    sign(session, world, "authority")
    seen, civil, state = version.digest, world.civil.id, world.state.id
    session.rollback()

    def signs(own, site) -> None:
        signing.sign(own, site, number=1, seen=seen, by=own.get_one(User, civil))

    def withdraws(own, site) -> None:
        signing.withdraw(own, site, number=1, reason="Non.", by=own.get_one(User, state))

    acts = [at_site(world, signs), at_site(world, withdraws)] * (TOGETHER // 2)
    together(app, acts)
    told = journal(session, world)
    assert told.count("agreement:stand") + told.count("agreement:withdraw") == 1


def test_fifty_put_to_signature_at_once_make_one_version(session, world, app):
    word(session, world, "power-who", "Nous décidons ensemble.")
    with in_site(session, world.site.id):
        before = proposed(session, world.site)
    person = world.state.id
    session.rollback()

    def freeze(own, site) -> None:
        putting.put(own, site, proposed=before, pdf=PDF, by=own.get_one(User, person))

    became = together(app, [at_site(world, freeze)] * TOGETHER)
    assert became.count("done") == 1
    assert journal(session, world) == ["agreement:put"]
