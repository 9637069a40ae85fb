"""An action as rows: found by its number, held while something of it changes."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.model import Change
from coopspace.kernel import audit
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.plan.model import PlanAction, PlanContribution, PlanSupport, PlanTelling
from coopspace.sites.holding import hold

MEANWHILE = N_(
    "Somebody changed this meanwhile: read what stands now, above. What you typed is still here."
)


def action_of(session: Session, number: int) -> PlanAction:
    """The action of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(PlanAction).where(PlanAction.number == number))
    if found is None:
        raise NotFound
    return found


def locked(session: Session, action: PlanAction) -> PlanAction:
    """The action, held until the act ends: two who change it take turns."""
    hold(session, action.site_id)
    query = (
        select(PlanAction)
        .where(PlanAction.id == action.id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).one()


def telling_of(session: Session, action: PlanAction) -> PlanTelling:
    """What is said of it today."""
    return tellings_of(session, action)[0]


def tellings_of(session: Session, action: PlanAction) -> Sequence[PlanTelling]:
    """Everything that was said of it, the latest first."""
    query = select(PlanTelling).where(PlanTelling.action_id == action.id)
    return session.scalars(query.order_by(PlanTelling.seq.desc())).all()


def contributions_of(session: Session, action: PlanAction) -> dict[str, PlanContribution]:
    """What it contributes to today, by the codes of the changes; ended changes are left out."""
    query = (
        select(PlanContribution, Change)
        .join(Change, Change.id == PlanContribution.change_id)
        .where(
            PlanContribution.action_id == action.id,
            PlanContribution.until.is_(None),
            Change.ended_at.is_(None),
        )
    )
    return {change.code: row for row, change in session.execute(query)}


def contributed(session: Session, action: PlanAction) -> int:
    """How many times its contributions were said or ended: it grows with each change of them."""
    query = select(func.count(PlanContribution.id) + func.count(PlanContribution.until)).where(
        PlanContribution.action_id == action.id
    )
    return session.scalar(query) or 0


def supports_of(session: Session, action: PlanAction) -> Sequence[PlanSupport]:
    """The pairs in which it stands today."""
    query = select(PlanSupport).where(
        PlanSupport.until.is_(None),
        or_(PlanSupport.one_id == action.id, PlanSupport.other_id == action.id),
    )
    return session.scalars(query).all()


def supporting(session: Session, action: PlanAction) -> set[int]:
    """The numbers of the actions that support it today."""
    pairs = supports_of(session, action)
    ends = {end for pair in pairs for end in (pair.one_id, pair.other_id)} - {action.id}
    return set(session.scalars(select(PlanAction.number).where(PlanAction.id.in_(ends))))


def check_seen(stands: int, seen: int) -> None:
    """Whoever changes something must have read what stands. Raises Refusal."""
    if stands != seen:
        raise Refusal(MEANWHILE)


def note(session: Session, action: PlanAction, act: str, *, by: User) -> None:
    """One line of the journal: never a word that people wrote."""
    audit.record(
        session,
        act,
        site_id=action.site_id,
        actor_id=by.id,
        on=("plan_action", action.number),
        number=action.number,
    )
