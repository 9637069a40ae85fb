"""What people do with the clauses: open them, write them together, bring a wording back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement.model import AgreementClause
from coopspace.agreement.questions import by_code
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import NotFound
from coopspace.live import closing, store
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

CLAUSE = "clause"
"""The kind of the document of a clause."""
PART = "agreement_part"
"""The kind of a place, a decision rule, a message or a talent of the agreement, wherever one is
named: by the journal, in discussions, in searches."""
closing.journal(CLAUSE)


def clause_of(session: Session, code: str) -> AgreementClause | None:
    """The clause of this code at the site in scope; None while nobody has begun it."""
    return session.scalar(select(AgreementClause).where(AgreementClause.code == code))


def open_clause(session: Session, site: Site, *, code: str, by: User) -> AgreementClause:
    """Open a clause, still without words. Opening it again changes nothing. Raises NotFound for
    what the method does not ask."""
    hold(session, site.id)
    clause = clause_of(session, code)
    if clause is not None:
        return clause
    asked = by_code().get(code)
    if asked is None:
        raise NotFound
    clause = AgreementClause(
        site_id=site.id,
        section=asked.section,
        code=code,
        document_id=store.create(session, CLAUSE, site_id=site.id, by=by.id),
        opened_at=clock.now(),
    )
    session.add(clause)
    session.flush()
    return clause


def reword(
    session: Session, site: Site, *, code: str, text: str, seen: int, by: User, field: str = "text"
) -> store.Written | None:
    """Save new words of a clause over what was seen; the first ones open it, no word opens
    nothing. When nobody knows what was seen, the late words are kept aside. A refusal stands
    beside `field`."""
    if clause_of(session, code) is None and not store.clean(text).strip():
        return None
    clause = open_clause(session, site, code=code, by=by)
    before = store.read(session, clause.document_id).number
    written = store.write(session, clause.document_id, text, seen=seen, by=by.id, field=field)
    if not written.saved or written.mine.number != before:
        _note(session, clause, "reword" if written.saved else "keep_aside", written.mine, by)
    return written


def restore(session: Session, *, code: str, number: int, by: User) -> store.Text:
    """Make an earlier wording of a clause stand again. Raises NotFound."""
    clause = clause_of(session, code)
    if clause is None:
        raise NotFound
    text = store.restore(session, clause.document_id, number, by=by.id)
    _note(session, clause, "restore", text, by)
    return text


def _note(session: Session, clause: AgreementClause, act: str, text: store.Text, by: User) -> None:
    audit.record(
        session,
        f"{CLAUSE}:{act}",
        site_id=clause.site_id,
        actor_id=by.id,
        on=("wording", text.number),
        digest=text.digest,
    )
