"""Following acts: what a flush wrote is noted, and just before the commit whoever it concerns is
told, in the same transaction. Rooms know nothing of it."""

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from coopspace.kernel.base import SiteOwned, in_site
from coopspace.notices.causes import CAUSES, How
from coopspace.notices.telling import TO_MAIL

_KEY = "noticed"


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    written = ((How.NEW, session.new), (How.CHANGED, session.dirty), (How.GONE, session.deleted))
    for how, rows in written:
        found = [(how, row) for row in rows if type(row) in CAUSES]
        if found:
            session.info.setdefault(_KEY, []).extend(found)


@event.listens_for(Session, "before_commit")
def follow(session: Session) -> None:
    """Tell whoever is concerned by what this transaction wrote so far."""
    if session.in_nested_transaction():
        return
    if session.new or session.dirty or session.deleted:
        session.flush()
    happened: list[tuple[How, SiteOwned]] = session.info.pop(_KEY, [])
    for how, row in happened:
        with in_site(session, row.site_id):
            CAUSES[type(row)](session, how, row)
            session.flush()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, given_up: SessionTransaction) -> None:
    if given_up.parent is None:
        session.info.pop(_KEY, None)
        session.info.pop(TO_MAIL, None)
