"""An import undone: its changes, links and actions end together, or none does."""

import uuid
from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.bringing import came_with
from coopspace.changes.model import Change, StrategyImport
from coopspace.changes.undoing import close_undone, end_brought, shortened
from coopspace.discussion.model import DiscussionThread
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan.model import (
    DISCUSSED,
    PlanAction,
    PlanContribution,
    PlanSupport,
    PlanTelling,
)
from coopspace.sites.holding import hold

Ids = frozenset[uuid.UUID]


def undo(session: Session, done: StrategyImport, *, why: str, by: User) -> None:
    """End what an import brought: its words, codes and numbers are kept, as of everything that
    ends. Raises Refusal, naming them, when some of it was worked on since."""
    hold(session, done.site_id)
    if done.done_at is None or done.undone_at is not None:
        raise Refusal(N_("This import was already undone."))
    moment = clock.now()
    actions = frozenset(came_with(done, "actions"))
    worked_on = sorted(_touched(session, done, actions)) if actions else []
    if worked_on:
        raise Refusal(
            N_(
                "Somebody has worked since on actions that this import brought: no. %(numbers)s. "
                "Stop by hand what should not be done."
            ),
            numbers=shortened([str(one) for one in worked_on]),
        )
    leant_on = _leant_on(session, frozenset(came_with(done, "changes")), actions)
    end_brought(session, done, why=why, at=moment, also=leant_on)
    for row in _standing(session, actions) if actions else ():
        row.until = moment
    close_undone(session, done, at=moment, by=by)


def _standing(
    session: Session, actions: Ids
) -> Iterator[PlanTelling | PlanContribution | PlanSupport]:
    """All that is said today of these actions."""
    for told in session.scalars(select(PlanTelling).where(PlanTelling.until.is_(None))):
        if told.action_id in actions:
            yield told
    for given in session.scalars(select(PlanContribution).where(PlanContribution.until.is_(None))):
        if given.action_id in actions:
            yield given
    for pair in session.scalars(select(PlanSupport).where(PlanSupport.until.is_(None))):
        if {pair.one_id, pair.other_id} & actions:
            yield pair


def _touched(session: Session, done: StrategyImport, actions: Ids) -> set[int]:
    """The numbers of the actions of an import that somebody has worked on since."""
    since = done.done_at
    moved = or_(PlanSupport.at > since, PlanSupport.until.is_not(None))
    given = or_(PlanContribution.at > since, PlanContribution.until.is_not(None))
    found = {
        id_
        for query in (
            select(PlanTelling.action_id).where(PlanTelling.seq > 1),
            select(PlanContribution.action_id).where(given),
            select(PlanSupport.one_id).where(moved),
            select(PlanSupport.other_id).where(moved),
        )
        for id_ in session.scalars(query)
    }
    talked = select(DiscussionThread.about).where(DiscussionThread.kind == DISCUSSED)
    about = set(session.scalars(talked))
    return {
        number
        for id_, number in session.execute(select(PlanAction.id, PlanAction.number))
        if id_ in actions and (id_ in found or str(number) in about)
    }


def _leant_on(session: Session, changes: Ids, actions: Ids) -> set[str]:
    """The codes of the changes of an import to which an action of somebody else contributes."""
    query = (
        select(Change, PlanContribution.action_id)
        .join(PlanContribution, PlanContribution.change_id == Change.id)
        .where(PlanContribution.until.is_(None))
    )
    return {
        change.code
        for change, action in session.execute(query)
        if change.id in changes and action not in actions
    }
