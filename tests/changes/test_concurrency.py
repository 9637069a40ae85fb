"""People who draw crossing links at the same instant never close a loop, on either database."""

import multiprocessing
import uuid
from collections import Counter

import networkx as nx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import actions, linking
from coopspace.changes.held import chain_of, find
from coopspace.changes.rules import Level
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

ROUNDS = 10
PATIENCE = 60
spawn = multiprocessing.get_context("spawn")


def draw(address, who, links, barrier, told) -> None:
    """In a process of its own: draw each link at the instant when the others draw theirs."""
    engine = storage.open_engine(address)
    site_id, person_id = who
    with Session(engine) as session:
        for source, target in links:
            barrier.wait(PATIENCE)
            try:
                with in_site(session, site_id), saving(session):
                    person = session.get_one(User, person_id)
                    one, other = find(session, source), find(session, target)
                    linking.link(session, one, target=other, by=person)
            except Refusal:
                told.put("refused")
            else:
                told.put("drawn")
    engine.dispose()


def together(desk, app, plans: list[list[tuple[str, str]]]) -> Counter[str]:
    """Let one process for each plan draw its links, all in step; what became of them."""
    barrier, told = spawn.Barrier(len(plans)), spawn.Queue()
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    who = (desk.site.id, desk.world.civil.id)
    desk.session.rollback()
    people = [
        spawn.Process(target=draw, args=(address, who, plan, barrier, told)) for plan in plans
    ]
    for process in people:
        process.start()
    became = Counter(told.get(timeout=PATIENCE) for plan in plans for _link in plan)
    for process in people:
        process.join(PATIENCE)
        assert process.exitcode == 0
    return became


def add_changes(desk, count: int) -> None:
    with desk.act() as session:
        for _ in range(count):
            actions.add(
                session,
                desk.site,
                by=desk.world.state,
                level=Level.INTERMEDIATE,
                statement="Somebody does it",
            )


def test_people_who_draw_crossing_links_at_the_same_instant_never_close_a_loop(desk, app):
    """Three people in step: crossing links of two changes, then the three sides of triangles."""
    add_changes(desk, 5 * ROUNDS)
    pairs = [(f"I{2 * n + 1}", f"I{2 * n + 2}") for n in range(ROUNDS)]
    crossing = [pairs, [(target, source) for source, target in pairs], pairs]
    after = 2 * ROUNDS
    corners = [[f"I{after + 3 * n + corner}" for corner in (1, 2, 3)] for n in range(ROUNDS)]
    sides = [[(three[side], three[side - 2]) for three in corners] for side in range(3)]
    became = together(
        desk, app, [first + then for first, then in zip(crossing, sides, strict=True)]
    )
    assert became == {"drawn": ROUNDS + 2 * ROUNDS, "refused": 2 * ROUNDS + ROUNDS}
    with desk.look() as session:
        graph = chain_of(session).graph
    assert nx.is_directed_acyclic_graph(graph)
    assert graph.number_of_edges() == 3 * ROUNDS


def test_two_people_who_add_a_change_at_once_get_two_codes(desk, app):
    engine = storage.open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with Session(engine) as other:
        with desk.act() as session:
            hold(session, desk.site.id)
            with pytest.raises(OperationalError):
                impatient(other, desk.site.id, desk.world.civil.id)
        impatient(other, desk.site.id, desk.world.civil.id)
    engine.dispose()
    with desk.look() as session:
        assert len(chain_of(session).nodes) == 1


def impatient(session: Session, site_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Add a change, or give up at once when somebody else is changing the chain."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().connection.dbapi_connection.execute("PRAGMA busy_timeout=50")
    with in_site(session, site_id), saving(session):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL lock_timeout = 50"))
        person = session.get_one(User, person_id)
        site = session.get_one(Site, site_id)
        actions.add(session, site, by=person, level=Level.DIRECT, statement="Somebody knows")
