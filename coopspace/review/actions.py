"""What people do with a finding: keep what it points at, and say why; take that back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.review import reading
from coopspace.review.model import ReviewAnswer
from coopspace.review.rules import Finding, why_of
from coopspace.review.whole import reread
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

CHANGED = N_("The words changed meanwhile: read them again, above. What you typed is still here.")
ALREADY = N_("Somebody answered this meanwhile: their reason is among the answers, below.")


def keep(
    session: Session, site: Site, *, finding: str, digest: str, why: str, by: User
) -> ReviewAnswer:
    """Answer a finding: it stays quiet until the texts concerned change. `digest` is of those that
    were read. Raises NotFound when nothing asks any more, Refusal when its words have changed."""
    hold(session, site.id)
    said = why_of(why)
    one = _found(session, finding)
    if one.digest != digest:
        raise Refusal(CHANGED)
    before, now = _standing(session, one), clock.now()
    if before is not None:
        if before.digest == one.digest:
            raise Refusal(ALREADY)
        before.until, before.ended_by = now, by.id
        session.flush()
    row = ReviewAnswer(
        site_id=site.id,
        rule=one.rule,
        about=one.about,
        digest=one.digest,
        why=said,
        by=by.id,
        at=now,
    )
    session.add(row)
    session.flush()
    _note(session, site, one, "review:keep", by)
    return row


def take_back(session: Session, site: Site, *, finding: str, by: User) -> bool:
    """Let a finding ask again; whether it was answered."""
    hold(session, site.id)
    one = _found(session, finding)
    row = _standing(session, one)
    if row is None:
        return False
    row.until, row.ended_by = clock.now(), by.id
    session.flush()
    _note(session, site, one, "review:take_back", by)
    return True


def _found(session: Session, name: str) -> Finding:
    facts = reading.facts_of(session, clock.today())
    found = next((one for one in reread(facts) if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def _standing(session: Session, one: Finding) -> ReviewAnswer | None:
    query = select(ReviewAnswer).where(
        ReviewAnswer.rule == one.rule,
        ReviewAnswer.about == one.about,
        ReviewAnswer.until.is_(None),
    )
    return session.scalar(query)


def _note(session: Session, site: Site, one: Finding, action: str, by: User) -> None:
    """One line of the journal: what it is about, never the reason itself."""
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=by.id,
        on=("finding", one.name),
        rule=one.rule.value,
        codes=", ".join(one.codes),
    )
