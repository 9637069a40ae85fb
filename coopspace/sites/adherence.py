"""Adherence to the approach: each college says it in its own words, and may take it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import Adherence, College, Site

MOST_WORDS = 600
"""The longest words of an adherence, in characters."""


def adherences(session: Session) -> dict[College, Adherence]:
    """The adherence that stands for each college of the site in scope."""
    rows = session.scalars(
        select(Adherence).where(Adherence.withdrawn_at.is_(None)).order_by(Adherence.at)
    )
    return {College(row.college): row for row in rows}


def adhere(session: Session, site: Site, *, words: str, by: User) -> Adherence:
    """Record that one's college adheres to the approach, in its own words."""
    college = _college_of(session, site, by)
    if college in adherences(session):
        raise Refusal(
            N_("Your party already adheres: take it back first to say it otherwise."),
            field="words",
        )
    needed = N_("Say in your own words what your party joins.")
    clean = typed.words(words, "words", MOST_WORDS, needed=needed)
    row = Adherence(
        site_id=site.id,
        college=college,
        words=clean,
        recorded_by=by.id,
        at=clock.now(),
        withdrawn_at=None,
    )
    session.add(row)
    session.flush()
    _record(session, "adherence:record", site, college, by)
    return row


def withdraw(session: Session, site: Site, *, by: User) -> None:
    """Take back the adherence of one's own college; what was said is kept with its dates."""
    college = _college_of(session, site, by)
    row = adherences(session).get(college)
    if row is None:
        raise Refusal(N_("Your party has not recorded its adherence: there is nothing to undo."))
    row.withdrawn_at = clock.now()
    _record(session, "adherence:withdraw", site, college, by)


def _college_of(session: Session, site: Site, person: User) -> College:
    hold(session, site.id)
    place = access.standing(session, person, site)
    if place is None or place.college is None or not place.may(Permission.ADHERENCE_RECORD):
        raise Refusal(N_("Only a member of the trio speaks for a party."))
    return place.college


def _record(session: Session, action: str, site: Site, college: College, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=by.id,
        on=("college", college.value),
        college=college.value,
    )
