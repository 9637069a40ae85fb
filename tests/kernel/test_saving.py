"""Everything of an act or nothing of it; nothing at all outside one."""

import pytest
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.orm import Session

from coopspace.kernel.saving import ReadOnly, saving
from coopspace.sites.model import Programme
from tests.world import World


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Programme.name)))


def test_an_act_that_breaks_leaves_nothing(session: Session, world: World):
    before = names(session)
    with pytest.raises(ZeroDivisionError):
        rename_and_break(session)
    assert names(session) == before


def rename_and_break(session: Session) -> None:
    with saving(session):
        session.scalars(select(Programme)).one().name = "Autrement"
        session.flush()
        raise ZeroDivisionError


def test_an_act_that_ends_well_is_kept(session: Session, world: World):
    with saving(session):
        session.scalars(select(Programme)).one().name = "Autrement"
    session.rollback()
    assert names(session) == ["Autrement"]


def test_nothing_is_written_outside_an_act(session: Session, world: World):
    programme = session.scalars(select(Programme)).one()
    programme.name = "Autrement"
    with pytest.raises(ReadOnly):
        session.flush()
    session.rollback()
    session.delete(session.scalars(select(Programme)).one())
    with pytest.raises(ReadOnly):
        session.flush()


@pytest.mark.parametrize("statement", [delete(Programme), update(Programme).values(name="Autre")])
def test_no_statement_writes_outside_an_act(session: Session, world: World, statement: Executable):
    with pytest.raises(ReadOnly):
        session.execute(statement)
    assert names(session) == [world.programme.name]


def test_an_act_is_not_opened_inside_another(session: Session, world: World):
    with saving(session), pytest.raises(RuntimeError, match="already open"), saving(session):
        pass


def test_an_act_decides_on_fresh_rows(session: Session, world: World):
    stale = session.scalars(select(Programme)).one()
    assert stale.name
    with Session(session.get_bind()) as other, saving(other):
        other.scalars(select(Programme)).one().name = "Entre-temps"
    with saving(session):
        assert session.scalars(select(Programme)).one().name == "Entre-temps"
