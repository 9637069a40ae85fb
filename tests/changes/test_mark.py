"""What tells an open canvas to look again: any act or word of this site, nothing of another."""

from itertools import pairwise

import pytest

from coopspace.changes import actions, ordering, strategy
from coopspace.changes.held import find
from coopspace.changes.rules import Level
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store


@pytest.fixture
def mark(desk):
    desk.draw("D1", "D2", "I1")
    desk.link("D1>I1")

    def read() -> str:
        with desk.look() as session:
            return strategy.mark(session, desk.site)

    return read


def test_every_kind_of_act_is_noticed(desk, mark):
    seen = [mark()]
    assert mark() == seen[0]
    for act in (
        lambda session: ordering.place(session, find(session, "D2"), before=find(session, "D1")),
        lambda session: ordering.shift(session, find(session, "D2"), step=1),
        lambda session: actions.end(session, find(session, "D2"), by=desk.world.civil, reason=""),
        lambda session: store.write(
            session, find(session, "D1").statement_id, "Autre", seen=1, by=desk.world.civil.id
        ),
    ):
        with desk.act() as session:
            act(session)
        seen.append(mark())
    assert all(one != following for one, following in pairwise(seen)), seen


def test_another_site_is_not_heard(desk, mark, session):
    before = mark()
    other = desk.world.other_site
    with saving(session), in_site(session, other.id):
        actions.add(
            session, other, by=desk.world.other_civil, level=Level.DIRECT, statement="Ailleurs"
        )
    session.rollback()
    assert mark() == before
