"""What was taken from elsewhere, taken back: only where nobody has written since."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import parts
from coopspace.agreement.clauses import clause_of
from coopspace.agreement.model import AgreementStart, AgreementStarted
from coopspace.agreement.starting import CLAUSE, PART, Taken, held_row
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.live import store
from coopspace.sites.holding import hold


def take_back(session: Session, row: AgreementStart, *, by: User) -> Taken:
    """Each clause says again what it said before, each part leaves. What somebody has changed
    since is theirs, and stays; gives how many clauses and parts that is. Raises Refusal."""
    hold(session, row.site_id)
    row = held_row(session, row)
    if row.done_at is None:
        raise Refusal(N_("This file was not taken in: there is nothing to take back."))
    if row.undone_at is not None:
        raise Refusal(N_("This was already taken back."))
    given = list(
        session.scalars(select(AgreementStarted).where(AgreementStarted.start_id == row.id))
    )
    undone = {CLAUSE: 0, PART: 0}
    for one in sorted(given, key=lambda each: each.kind == PART):
        back = _clause_back if one.kind == CLAUSE else _part_back
        undone[one.kind] += back(session, one, by)
    row.undone_at, row.undone_by = clock.now(), by.id
    session.flush()
    audit.record(
        session,
        "agreement:untake",
        site_id=row.site_id,
        actor_id=by.id,
        on=("agreement_start", row.number),
        start=row.number,
        count=sum(undone.values()),
    )
    kept = {kind: sum(one.kind == kind for one in given) - count for kind, count in undone.items()}
    return Taken(kept[CLAUSE], kept[PART])


def _clause_back(session: Session, one: AgreementStarted, by: User) -> bool:
    clause = clause_of(session, one.about)
    if clause is None:
        return False
    text = store.fix(session, clause.document_id)
    if text.number != one.number:
        return False
    if one.before:
        store.restore(session, clause.document_id, one.before, by=by.id)
    else:
        store.write(session, clause.document_id, "", seen=text.token, by=by.id)
    return True


def _part_back(session: Session, one: AgreementStarted, by: User) -> bool:
    part = parts.part_of(session, one.about)
    told = parts.telling_of(session, part)
    if told.seq != one.number or told.ended:
        return False
    parts.end(session, part, by=by)
    return True
