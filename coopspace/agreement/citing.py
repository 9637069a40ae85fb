"""Quoting what stands beside the text without a script: its name is put at the end of a clause."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import clauses, parts, reading
from coopspace.kernel.refusal import N_, Refusal
from coopspace.live import formats, merging, store, wordings
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def cite(session: Session, site: Site, *, code: str, ref: str, by: User) -> None:
    """Put the name of a part at the end of a clause, as a quotation. Raises Refusal for what does
    not stand in the agreement, NotFound for a clause that the method does not open."""
    hold(session, site.id)
    part = next((one for one in parts.parts(session) if one.ref == ref and not one.ended), None)
    if part is None:
        raise Refusal(N_("Choose something that stands in the agreement."), field="ref")
    name = merging.tidy(reading.called(session, [part])[ref])
    clause = clauses.open_clause(session, site, code=code, by=by)
    standing = store.fix(session, clause.document_id)
    clauses.reword(
        session,
        site,
        code=code,
        text=f"{standing.text} {name}",
        seen=standing.token,
        by=by,
        field="ref",
    )
    document = wordings.locked(session, clause.document_id)
    update = formats.mark(
        wordings.head_state(session, document),
        name,
        {"link": f"#{ref}"},
        client=merging.identity(document.id, "cite", document.head_seq, ref),
    )
    if update is not None:
        wordings.append(session, document, update, by=by.id)
        store.fix(session, document.id)
