"""What people do with the plan: write an action, say it anew, say what it contributes to and what
supports it. Nothing leaves the plan: an action is carried out, or stopped with a reason."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import held as changes
from coopspace.changes.rules import Strength
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.plan import rules
from coopspace.plan.held import (
    check_seen,
    contributed,
    contributions_of,
    locked,
    note,
    supports_of,
    telling_of,
)
from coopspace.plan.model import PlanAction, PlanContribution, PlanSupport, PlanTelling
from coopspace.plan.rules import Described
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.stakeholders.model import Stakeholder


def write(
    session: Session,
    site: Site,
    *,
    said: Described,
    by: User,
    supports: Collection[int] = (),
) -> PlanAction:
    """Put an action on the plan, with the actions that support it. Raises Refusal."""
    hold(session, site.id)
    whole = _checked(session, rules.whole(said))
    written = PlanAction(
        site_id=site.id,
        number=(session.scalar(select(func.max(PlanAction.number))) or 0) + 1,
        written_by=by.id,
        written_at=clock.now(),
    )
    session.add(written)
    session.flush()
    _tell(session, written, None, whole, by=by)
    _support(session, written, supports, by=by)
    note(session, written, "plan:write", by=by)
    return written


def describe(
    session: Session,
    action: PlanAction,
    *,
    said: Described,
    supports: Collection[int],
    seen: int,
    by: User,
) -> None:
    """Say anew what an action is and what supports it. `seen` is the telling that was read; saying
    what stands changes nothing. Raises Refusal."""
    action = locked(session, action)
    before = telling_of(session, action)
    now = rules.read(before.content)
    whole = _checked(session, rules.whole(said), now)
    check_seen(before.seq, seen)
    if whole != now:
        _tell(session, action, before, whole, by=by)
        note(session, action, "plan:describe", by=by)
    if _support(session, action, supports, by=by):
        note(session, action, "plan:support", by=by)


def contribute(
    session: Session,
    action: PlanAction,
    *,
    strengths: Mapping[str, Strength],
    seen: int,
    by: User,
) -> None:
    """Say to which changes an action contributes, and how much: these and no other living one.

    `seen` is `held.contributed` when the page was read. Raises Refusal.
    """
    action = locked(session, action)
    standing = contributions_of(session, action)
    if {code: row.strength for code, row in standing.items()} == {
        code: int(strength) for code, strength in strengths.items()
    }:
        return
    check_seen(contributed(session, action), seen)
    moment = clock.now()
    for code, row in standing.items():
        if strengths.get(code) != row.strength:
            row.until = moment
    session.flush()
    for code, strength in strengths.items():
        if code in standing and standing[code].until is None:
            continue
        session.add(
            PlanContribution(
                site_id=action.site_id,
                action_id=action.id,
                change_id=_living(session, code),
                strength=int(strength),
                at=moment,
                by=by.id,
            )
        )
    session.flush()
    note(session, action, "plan:contribute", by=by)


def _tell(
    session: Session,
    action: PlanAction,
    before: PlanTelling | None,
    said: Described,
    *,
    by: User,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        PlanTelling(
            site_id=action.site_id,
            action_id=action.id,
            seq=before.seq + 1 if before else 1,
            at=moment,
            by=by.id,
            content=rules.stored(said),
        )
    )
    session.flush()


def _support(session: Session, action: PlanAction, numbers: Collection[int], *, by: User) -> bool:
    """Let these actions and no other be said to support this one; whether that changed."""
    known = {
        one.number: one.id
        for one in session.scalars(select(PlanAction).where(PlanAction.id != action.id))
    }
    if any(one not in known for one in numbers):
        raise Refusal(N_("Choose other actions of this plan."), field="supports")
    wanted = {known[one] for one in numbers}
    pairs = {
        row.other_id if row.one_id == action.id else row.one_id: row
        for row in supports_of(session, action)
    }
    moment = clock.now()
    for other, row in pairs.items():
        if other not in wanted:
            row.until = moment
    places = {id_: number for number, id_ in known.items()} | {action.id: action.number}
    new = [other for other in wanted if other not in pairs]
    for other in new:
        first, second = sorted((action.id, other), key=places.__getitem__)
        session.add(
            PlanSupport(site_id=action.site_id, one_id=first, other_id=second, at=moment, by=by.id)
        )
    session.flush()
    return bool(new or set(pairs) - wanted)


def _checked(session: Session, said: Described, before: Described | None = None) -> Described:
    """A description whose organisations are on the site's map, or were already named."""
    kept = {before.pilot, *before.partners} if before else set()
    known = set(session.scalars(select(Stakeholder.ref))) | kept
    if said.pilot and said.pilot not in known:
        raise Refusal(N_("Choose an organisation of this site’s network."), field="pilot")
    if any(one not in known for one in said.partners):
        raise Refusal(N_("Choose organisations of this site’s network."), field="partners")
    return said


def _living(session: Session, code: str) -> uuid.UUID:
    try:
        change = changes.find(session, code)
    except NotFound as unknown:
        raise Refusal(N_("Choose a change of this site."), field="changes") from unknown
    if change.ended_at is not None:
        raise Refusal(
            N_("%(code)s has ended: bring it back first."), field="changes", code=change.code
        )
    return change.id
