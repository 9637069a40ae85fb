"""What the lead of a programme says of organisations on several sites: these are one, these not.

Only what sites share now is proposed, listed or chosen. What was said stays true, and is shown
again, when a site shares its network again.
"""

import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.compare import alike, pooled, truth
from coopspace.compare.alike import Proposal
from coopspace.compare.model import OrganisationMatch
from coopspace.compare.pooled import Pool
from coopspace.compare.truth import Said, Truth
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import Programme
from coopspace.stakeholders.outside import Outlined
from coopspace.stakeholders.rules import name_key

_PROPOSED: dict[uuid.UUID, tuple[str, tuple[Proposal, ...]]] = {}
"""The latest proposals of a programme, for as long as nothing shared has changed."""
FOUND = 40


@dataclass(frozen=True)
class Decided:
    """What was said in one act, as far as its organisations are shared; `by` may have left."""

    act: uuid.UUID
    same: bool
    who: tuple[Outlined, ...]
    by: User | None
    row: OrganisationMatch


def proposed(session: Session, programme: Programme, pool: Pool) -> list[Proposal]:
    """The groups that could be one and of which nothing is settled yet."""
    kept = _PROPOSED.get(programme.id)
    if kept is None or kept[0] != pool.print:
        kept = _PROPOSED[programme.id] = (pool.print, alike.proposals(pool.organisations))
    stands = pooled.said(session, programme)
    left = (replace(one, who=_one_of_each(one.who, stands)) for one in kept[1])
    return [one for one in left if _open(one, stands)]


def decided(session: Session, programme: Programme, pool: Pool) -> list[Decided]:
    """What was said and stands, newest first."""
    rows = session.scalars(_standing(programme).order_by(OrganisationMatch.at.desc())).all()
    known = {one.id: one for one in pool.organisations}
    acts: dict[uuid.UUID, list[OrganisationMatch]] = {}
    for row in rows:
        acts.setdefault(row.act, []).append(row)
    authors = people.by_ids(session, (row.by for row in rows))
    found = []
    for act, pairs in acts.items():
        ends = {end for row in pairs for end in (row.one_id, row.other_id)}
        who = tuple(known[one] for one in sorted(ends) if one in known)
        if len(who) > 1:
            found.append(Decided(act, pairs[0].same, who, authors.get(pairs[0].by), pairs[0]))
    return found


def search(pool: Pool, words: str) -> list[Outlined]:
    """The organisations in whose name all these words stand, by name."""
    asked = name_key(words).split()
    found = [
        one
        for one in pool.organisations
        if asked and all(word in name_key(one.name) for word in asked)
    ]
    return sorted(found, key=lambda one: (name_key(one.name), one.ref))[:FOUND]


def say_same(session: Session, programme: Programme, *, who: Iterable[uuid.UUID], by: User) -> None:
    """Say that these organisations are one. Raises Refusal, NotFound."""
    stands, sites = _chosen(session, programme)
    chosen = _these(who, sites)
    roots = {stands.of(one) for one in chosen}
    whole = {one for one in stands.root if stands.of(one) in roots and one in sites}
    said = truth.one_of(stands, {one: sites[one] for one in chosen | whole})
    _add(session, programme, said, by=by, action="match:same")


def say_different(
    session: Session, programme: Programme, *, who: Iterable[uuid.UUID], by: User
) -> None:
    """Say that none of these organisations is another. Raises Refusal, NotFound."""
    stands, sites = _chosen(session, programme)
    said = truth.not_one_of(stands, {one: sites[one] for one in _these(who, sites)})
    _add(session, programme, said, by=by, action="match:different")


def undo(session: Session, programme: Programme, *, act: uuid.UUID, by: User) -> None:
    """Take back what was said in one act. Raises NotFound."""
    pooled.hold(session, programme)
    gone = session.execute(
        update(OrganisationMatch)
        .where(
            OrganisationMatch.programme_id == programme.id,
            OrganisationMatch.act == act,
            OrganisationMatch.undone_at.is_(None),
        )
        .values(undone_at=clock.now(), undone_by=by.id)
        .returning(OrganisationMatch.id)
    ).all()
    if not gone:
        raise NotFound
    _note(session, programme, "match:undo", act, by=by)


def _chosen(session: Session, programme: Programme) -> tuple[Truth, dict[uuid.UUID, uuid.UUID]]:
    pooled.hold(session, programme)
    pool = pooled.pool(session, programme)
    return pooled.said(session, programme), {one.id: one.site_id for one in pool.organisations}


def _these(who: Iterable[uuid.UUID], sites: dict[uuid.UUID, uuid.UUID]) -> set[uuid.UUID]:
    chosen = set(who)
    if not chosen <= sites.keys():
        raise NotFound
    return chosen


def _add(
    session: Session, programme: Programme, said: Iterable[Said], *, by: User, action: str
) -> None:
    pairs = list(said)
    for pair in pairs:
        session.add(
            OrganisationMatch(
                programme_id=programme.id,
                one_id=pair.one,
                other_id=pair.other,
                same=pair.same,
                act=pair.act,
                by=by.id,
                at=clock.now(),
            )
        )
    session.flush()
    if pairs:
        _note(session, programme, action, pairs[0].act, by=by)


def _one_of_each(who: tuple[Outlined, ...], stands: Truth) -> tuple[Outlined, ...]:
    """The first of those that are the same already."""
    return tuple({stands.of(one.id): one for one in reversed(who)}.values())[::-1]


def _open(proposal: Proposal, stands: Truth) -> bool:
    """Whether anything of it is still to be said."""
    first, *others = proposal.who
    ends = [(first, other) for other in others] + list(itertools.pairwise(others))
    return any(
        one.site_id != other.site_id and not stands.settled(one.id, other.id) for one, other in ends
    )


def _standing(programme: Programme) -> Select[OrganisationMatch]:
    return select(OrganisationMatch).where(
        OrganisationMatch.programme_id == programme.id, OrganisationMatch.undone_at.is_(None)
    )


def _note(session: Session, programme: Programme, action: str, act: uuid.UUID, *, by: User) -> None:
    audit.record(
        session, action, site_id=None, actor_id=by.id, on=("programme", programme.id), act=str(act)
    )
