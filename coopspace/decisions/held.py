"""A decision as rows: found by its number, held while something of it changes."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.decisions.model import Decision, DecisionEvent, DecisionFraming, DecisionSeat
from coopspace.kernel import audit
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold

DECIDED = N_("An outcome is written: open this decision again first, and say why.")


def decision_of(session: Session, number: int) -> Decision:
    """The decision of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(Decision).where(Decision.number == number))
    if found is None:
        raise NotFound
    return found


def held(session: Session, decision: Decision, *, otherwise: str = DECIDED) -> Decision:
    """The decision, held until the act ends and still open. Raises Refusal, which says
    `otherwise`, when an outcome came first."""
    found = locked(session, decision)
    if found.decided_at is not None:
        raise Refusal(otherwise)
    return found


def locked(session: Session, decision: Decision) -> Decision:
    """The decision, held until the act ends: two who change it take turns."""
    hold(session, decision.site_id)
    query = (
        select(Decision)
        .where(Decision.id == decision.id)
        .with_for_update(**HELD)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one()


def framing_of(session: Session, decision: Decision) -> DecisionFraming:
    """What frames it today."""
    query = select(DecisionFraming).where(
        DecisionFraming.decision_id == decision.id, DecisionFraming.until.is_(None)
    )
    return session.scalars(query).one()


def events_of(session: Session, decision: Decision) -> list[DecisionEvent]:
    """Its outcomes and its reopenings, oldest first."""
    query = select(DecisionEvent).where(DecisionEvent.decision_id == decision.id)
    return list(session.scalars(query.order_by(DecisionEvent.seq)))


def seats_of(session: Session, decision: Decision) -> dict[uuid.UUID, DecisionSeat]:
    """Who is asked today, by person."""
    query = (
        select(DecisionSeat)
        .where(DecisionSeat.decision_id == decision.id, DecisionSeat.until.is_(None))
        .order_by(DecisionSeat.at, DecisionSeat.id)
    )
    return {one.user_id: one for one in session.scalars(query)}


def note(session: Session, decision: Decision, action: str, *, by: User) -> None:
    """One line of the journal: never a word that people wrote."""
    audit.record(
        session,
        action,
        site_id=decision.site_id,
        actor_id=by.id,
        on=("decision", decision.number),
        number=decision.number,
    )
