"""What the clauses govern: changes of the strategy and relations of the map, named and un-named.

A clause is held by its code, what stands beside the text by its reference. What ends elsewhere
stays named here, and is said to have ended.
"""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import governed, parts
from coopspace.agreement.clauses import CLAUSE, PART, clause_of
from coopspace.agreement.governed import BETWEEN
from coopspace.agreement.model import AgreementNaming
from coopspace.agreement.questions import by_code
from coopspace.changes.held import find
from coopspace.changes.model import Change
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site
from coopspace.stakeholders.held import stakeholder_of

Ends = Mapping[str, uuid.UUID]


def name(session: Session, site: Site, *, holder: str, about: str, by: User) -> None:
    """Say that a clause or a part governs something: a change by its code, a relation by
    `governed.key_of`. Saying it again changes nothing. Raises NotFound, or Refusal for what has
    ended."""
    hold(session, site.id)
    kind = check_holder(session, holder)
    ends = _ends(session, about)
    if _standing(session, holder, ends) is not None:
        return
    _check_there(session, ends)
    session.add(AgreementNaming(site_id=site.id, holder=holder, at=clock.now(), by=by.id, **ends))
    session.flush()
    _note(session, "name", site, on=(kind, holder), about=about, by=by)


def unname(session: Session, site: Site, *, holder: str, about: str, by: User) -> None:
    """Say so no longer; that it was said is kept."""
    hold(session, site.id)
    kind = check_holder(session, holder)
    row = _standing(session, holder, _ends(session, about))
    if row is None:
        return
    row.until, row.until_by = clock.now(), by.id
    session.flush()
    _note(session, "unname", site, on=(kind, holder), about=about, by=by)


def check_holder(session: Session, holder: str) -> str:
    """What holds: a clause, or a part that stands. Raises NotFound, or Refusal for a part that was
    taken out."""
    if holder in by_code() or clause_of(session, holder) is not None:
        return CLAUSE
    if parts.telling_of(session, parts.part_of(session, holder)).ended:
        raise Refusal(N_("This has been taken out of the agreement: bring it back first."))
    return PART


def _ends(session: Session, about: str) -> dict[str, uuid.UUID]:
    """The rows that are meant. Raises NotFound."""
    one, between, other = about.partition(BETWEEN)
    if not between:
        return {"change_id": find(session, one).id}
    if one == other:
        raise NotFound
    ids = sorted(stakeholder_of(session, ref).id for ref in (one, other))
    return {"one_id": ids[0], "other_id": ids[1]}


def _standing(session: Session, holder: str, ends: Ends) -> AgreementNaming | None:
    query = select(AgreementNaming).where(
        AgreementNaming.holder == holder, AgreementNaming.until.is_(None)
    )
    for column, id_ in ends.items():
        query = query.where(getattr(AgreementNaming, column) == id_)
    return session.scalar(query)


def _check_there(session: Session, ends: Ends) -> None:
    """Only what stands is named anew."""
    if "change_id" in ends:
        if session.get_one(Change, ends["change_id"]).ended_at is not None:
            raise Refusal(N_("This change has left the chain: bring it back first."))
    elif not governed.on_map(session, ends["one_id"], ends["other_id"]):
        raise Refusal(N_("Choose a relation that is on the map."))


def _note(
    session: Session, act: str, site: Site, *, on: tuple[str, str], about: str, by: User
) -> None:
    audit.record(session, f"agreement:{act}", site_id=site.id, actor_id=by.id, on=on, about=about)
