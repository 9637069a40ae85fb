"""Rows of the map: which telling stands, and how one takes the place of another.

Whoever changes the map first holds the site's row: two people who add the same name at the same
instant are answered one after the other.
"""

import secrets
import uuid
from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import (
    REF_ALPHABET,
    REF_LENGTH,
    Described,
    Exchange,
    Kind,
    Origin,
    Ring,
    Sector,
    Told,
)

Row = TypeVar("Row", StakeholderTelling, RelationView)


def hold(session: Session, site_id: uuid.UUID) -> None:
    """Wait for, and take, the right to change this site's map until the act is committed."""
    session.scalar(select(Site.id).where(Site.id == site_id).with_for_update(**HELD))


def new_ref(taken: Iterable[str] = ()) -> str:
    """A public id that none of these is."""
    known = set(taken)
    while True:
        ref = "".join(secrets.choice(REF_ALPHABET) for _one in range(REF_LENGTH))
        if ref not in known:
            return ref


def stakeholder_of(session: Session, ref: str) -> Stakeholder:
    """The stakeholder of this public id at the site in scope, ended or not. Raises NotFound."""
    found = session.scalar(select(Stakeholder).where(Stakeholder.ref == ref))
    if found is None:
        raise NotFound
    return found


def telling_of(session: Session, stakeholder: Stakeholder) -> StakeholderTelling:
    """What is said of them today."""
    query = select(StakeholderTelling).where(
        StakeholderTelling.stakeholder_id == stakeholder.id, StakeholderTelling.until.is_(None)
    )
    return session.scalars(query).one()


def tellings_of(session: Session, stakeholder: Stakeholder) -> list[StakeholderTelling]:
    """Everything that was said of them, the latest first."""
    query = select(StakeholderTelling).where(StakeholderTelling.stakeholder_id == stakeholder.id)
    return list(session.scalars(query.order_by(StakeholderTelling.seq.desc())))


def map_view(session: Session, source: Stakeholder, target: Stakeholder) -> RelationView | None:
    """What the site's map says today of the source's view; None if it never said anything."""
    return session.scalar(
        select(RelationView).where(
            RelationView.source_id == source.id,
            RelationView.target_id == target.id,
            RelationView.origin == Origin.MAP,
            RelationView.until.is_(None),
        )
    )


def succeed(session: Session, before: Row | None, after: Row) -> None:
    """Let one row stand in the place of another, which is kept."""
    if before is not None:
        before.until = after.at
        session.flush()
    session.add(after)
    session.flush()


def telling(
    stakeholder: Stakeholder,
    said: Described,
    *,
    seq: int,
    by: uuid.UUID | None,
    import_id: uuid.UUID | None = None,
    why: str = "",
) -> StakeholderTelling:
    """What is said of a stakeholder from now on; with `why`, that they left the map."""
    return StakeholderTelling(
        **vars(said),
        site_id=stakeholder.site_id,
        stakeholder_id=stakeholder.id,
        seq=seq,
        at=clock.now(),
        by=by,
        import_id=import_id,
        ended=bool(why),
        why=why,
    )


def view(
    source: Stakeholder,
    target: Stakeholder,
    said: Told,
    *,
    seq: int,
    by: uuid.UUID | None,
    import_id: uuid.UUID | None = None,
    why: str = "",
) -> RelationView:
    """What the map says of one side's view from now on; with `why`, that it says so no longer."""
    return RelationView(
        **vars(said),
        site_id=source.site_id,
        source_id=source.id,
        target_id=target.id,
        origin=Origin.MAP,
        seq=seq,
        at=clock.now(),
        by=by,
        import_id=import_id,
        ended=bool(why),
        why=why,
    )


def said_of(row: StakeholderTelling) -> Described:
    """The description that a row holds."""
    return Described(
        name=row.name,
        kind=Kind(row.kind),
        sector=Sector(row.sector),
        mission=row.mission,
        actions=row.actions,
        constraints=row.constraints,
        levers=row.levers,
        ring=Ring(row.ring) if row.ring else None,
        influence=row.influence,
        interest=row.interest,
        engagement=row.engagement,
        tags=row.tags,
        place=row.place,
    )


def told_in(row: RelationView) -> Told:
    """The view that a row holds."""
    return Told(
        level=row.level,
        desired=row.desired,
        trust=row.trust,
        kinds=frozenset(Exchange(one) for one in row.kinds),
        fact=row.fact,
        said_on=row.said_on,
    )


def check_seen(row: StakeholderTelling | RelationView | None, seen: int) -> None:
    """Whoever changes something must have read what stands. Raises Refusal."""
    if (row.seq if row is not None else 0) != seen:
        raise Refusal(
            N_(
                "Somebody changed this meanwhile: read what stands now, above. "
                "What you typed is still here."
            )
        )


def note(
    session: Session,
    action: str,
    *,
    site_id: uuid.UUID,
    by: uuid.UUID | None,
    on: tuple[str, object],
    **more: object,
) -> None:
    """One line of the journal: never a name, never a word."""
    audit.record(session, action, site_id=site_id, actor_id=by, on=on, **more)
