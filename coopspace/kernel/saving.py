"""The one place where anything is committed: everything of an act, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

WRITES = "coopspace_writes"
"""Execution option of a connection that will write: SQLite takes its write lock at BEGIN."""
_KEY = "saving"


class ReadOnly(RuntimeError):
    """Something tried to write outside `saving()`: what is only looked at changes nothing."""


@contextmanager
def saving(session: Session) -> Iterator[Session]:
    """Commit what the block does, or roll all of it back and let the error through.

    What was read before is read again inside, under the write lock: an act never decides on
    stale rows. It cannot be nested: an action that commits could not be part of a bigger act.
    """
    if is_saving(session):
        raise RuntimeError("saving() is already open: let the outer act commit")
    session.rollback()
    session.info[_KEY] = True
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_KEY] = False


def is_saving(session: Session) -> bool:
    """Whether an act is under way."""
    return bool(session.info.get(_KEY))


def check_saving(session: Session) -> None:
    """Refuse, with ReadOnly, to write outside `saving()`: for what does not pass by a flush."""
    if not is_saving(session):
        raise ReadOnly("write inside saving()")


@event.listens_for(Session, "before_flush")
def _only_while_saving(session: Session, _context: object, _instances: object) -> None:
    """A flush that would write outside `saving()` is an error of ours."""
    if not is_saving(session) and (session.new or session.dirty or session.deleted):
        changed = [row for row in session.dirty if session.is_modified(row)]
        if session.new or session.deleted or changed:
            raise ReadOnly("write inside saving(): " + repr([*session.new, *changed]))


@event.listens_for(Session, "do_orm_execute")
def _statements_too(state: ORMExecuteState) -> None:
    """So would a statement that writes: where no transaction is open, it would stay."""
    if (state.is_insert or state.is_update or state.is_delete) and not is_saving(state.session):
        raise ReadOnly(f"write inside saving(): {state.statement}")
