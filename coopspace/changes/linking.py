"""What people do with a link: draw it, complete it, say how far they believe in it, end it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import rules
from coopspace.changes.chain import Arc, Chain, Node, build, refuse_link
from coopspace.changes.held import Held, chain_within, pair
from coopspace.changes.model import Change, Link, LinkConfidence
from coopspace.changes.remembered import remember_links
from coopspace.changes.rules import LINK, VISION, Confidence, Level, Strength
from coopspace.kernel import audit, clock
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, Refusal
from coopspace.live import store
from coopspace.sites.holding import hold
from coopspace.sites.model import College

RATIONALE, ASSUMPTION = "link_rationale", "link_assumption"


@dataclass(frozen=True)
class Completed:
    """What became of a link's new words and strength; whoever came second finds both."""

    rationale: store.Written
    assumption: store.Written
    strength_saved: bool
    strength_mine: Strength | None
    strength_theirs: Strength | None = None
    by: uuid.UUID | None = None
    at: datetime | None = None

    @property
    def saved(self) -> bool:
        """Whether everything stands as it was typed."""
        return self.rationale.saved and self.assumption.saved and self.strength_saved


def link(
    session: Session,
    source: Change,
    *,
    target: Change | None,
    by: User,
    rationale: str = "",
    assumption: str = "",
    strength: Strength | None = None,
    field: str = "target",
) -> Link:
    """Say that `source` contributes to `target` (None: to the vision).

    Raises Refusal on `field` with the loop spelled out when it would close one. A link that had
    ended comes back: it is the same link, with its history.
    """
    hold(session, source.site_id)
    _refuse(session, source, target, field)
    known = pair(session, source, target)
    if known is not None:
        return _again(session, known, by)
    moment = clock.now()
    made = Link(
        site_id=source.site_id,
        source_id=source.id,
        target_id=target.id if target else None,
        strength=int(strength) if strength else None,
        disputed=False,
        rationale_id=store.create(
            session, RATIONALE, site_id=source.site_id, by=by.id, text=rationale
        ),
        assumption_id=store.create(
            session, ASSUMPTION, site_id=source.site_id, by=by.id, text=assumption
        ),
        version=1,
        changed_at=moment,
        changed_by=by.id,
        created_at=moment,
        created_by=by.id,
        ended_at=None,
        ended_with=None,
    )
    session.add(made)
    session.flush()
    remember_links(session, [made.id], by=by.id, at=made.changed_at)
    _record(session, "link:add", made, by)
    return made


def complete(
    session: Session,
    one: Link,
    *,
    by: User,
    seen: int,
    strength: Strength | None,
    rationale: str,
    rationale_seen: int,
    assumption: str,
    assumption_seen: int,
) -> Completed:
    """Say why the link holds, what it supposes and how strong it is, each with what was seen."""
    session.refresh(one, with_for_update=HELD)
    why = store.write(
        session, one.rationale_id, rationale, seen=rationale_seen, by=by.id, field="rationale"
    )
    supposes = store.write(
        session, one.assumption_id, assumption, seen=assumption_seen, by=by.id, field="assumption"
    )
    mine = Strength(strength) if strength else None
    theirs = Strength(one.strength) if one.strength else None
    if mine == theirs:
        return Completed(why, supposes, True, mine)
    if seen != one.version:
        return Completed(why, supposes, False, mine, theirs, one.changed_by, one.changed_at)
    one.strength = int(mine) if mine else None
    one.version += 1
    one.changed_at, one.changed_by = clock.now(), by.id
    remember_links(session, [one.id], by=by.id, at=one.changed_at)
    return Completed(why, supposes, True, mine)


def restore(
    session: Session, one: Link, *, by: User, number: int, assumption: bool = False
) -> store.Text:
    """Make earlier reasons (or an earlier assumption) stand again, as a new wording."""
    document_id = one.assumption_id if assumption else one.rationale_id
    return store.restore(session, document_id, number, by=by.id)


def give_confidence(
    session: Session,
    one: Link,
    *,
    by: User,
    college: College,
    value: Confidence,
    reason: str,
) -> LinkConfidence:
    """Say how far a college believes in the link, and why; what it said before is kept."""
    why = rules.reason_of(reason)
    session.refresh(one, with_for_update=HELD)
    if one.ended_at is not None:
        raise Refusal(N_("This link has ended: bring it back before speaking of it."))
    last = session.scalar(
        select(func.max(LinkConfidence.number)).where(LinkConfidence.link_id == one.id)
    )
    said = LinkConfidence(
        site_id=one.site_id,
        link_id=one.id,
        number=(last or 0) + 1,
        college=College(college),
        value=int(Confidence(value)),
        reason=why,
        by=by.id,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    one.disputed = rules.disagree(row.value for row in standing_of(session, one))
    session.flush()
    _record(session, "link:confidence", one, by, college=said.college, value=said.value)
    return said


def standing_of(session: Session, one: Link) -> list[LinkConfidence]:
    """The latest word of each college on a link, in the order of the colleges."""
    latest = {row.college: row for row in said_of(session, one)}
    return [latest[college] for college in College if college in latest]


def said_of(session: Session, one: Link) -> Sequence[LinkConfidence]:
    """Everything that colleges said of a link, oldest first."""
    return session.scalars(
        select(LinkConfidence)
        .where(LinkConfidence.link_id == one.id)
        .order_by(LinkConfidence.number)
    ).all()


def unlink(session: Session, one: Link, *, by: User) -> None:
    """End a link; its words and what was said of it are kept, and it can come back."""
    hold(session, one.site_id)
    session.refresh(one)
    if one.ended_at is not None:
        raise Refusal(N_("This link has already ended."))
    one.ended_at, one.ended_with = clock.now(), None
    session.flush()
    _record(session, "link:end", one, by)


def bring_back_link(session: Session, one: Link, *, by: User) -> Link:
    """Bring an ended link back. Raises Refusal if the chain can no longer carry it."""
    hold(session, one.site_id)
    session.refresh(one)
    if one.ended_at is None:
        raise Refusal(N_("This link is already in the chain."))
    source = session.get_one(Change, one.source_id)
    target = session.get_one(Change, one.target_id) if one.target_id else None
    for change in (source, target):
        if change is not None and change.ended_at is not None:
            raise Refusal(
                N_("%(code)s has ended: bring it back first."), field="target", code=change.code
            )
    _refuse(session, source, target, "target")
    return _again(session, one, by)


def revive(session: Session, change: Change, held: Held) -> list[Arc]:
    """Bring back the links that ended with `change`; returns those that the chain refuses today.

    A link whose other end has ended waits for that one instead.
    """
    graph = held.graph
    codes = {id_: code for code, id_ in held.ids.items()}
    refused: list[Arc] = []
    waiting = session.scalars(
        select(Link)
        .where(Link.ended_with == change.id, Link.ended_at.is_not(None))
        .order_by(Link.created_at, Link.id)
    )
    for one in waiting:
        other = one.target_id if one.source_id == change.id else one.source_id
        if other is not None and other not in codes:
            one.ended_with = other
            continue
        arc = Arc(codes[one.source_id], codes[one.target_id] if one.target_id else VISION)
        try:
            refuse_link(graph, *arc)
        except Refusal:
            one.ended_with = None
            refused.append(arc)
        else:
            graph.add_edge(*arc)
            one.ended_at = one.ended_with = None
    session.flush()
    return refused


def _refuse(session: Session, source: Change, target: Change | None, field: str) -> None:
    """Ask the chain whether it may carry this link, with as little of it as the answer needs.

    Links never go back a level, so a loop can only close inside the level of both ends: between
    two levels, the two changes themselves are enough.
    """
    for change in (source, target):
        if change is not None:
            session.refresh(change)
            if change.ended_at is not None:
                raise Refusal(
                    N_("%(code)s has ended: bring it back first."), field=field, code=change.code
                )
    level = Level(source.level)
    same = target is not None and Level(target.level) is level
    graph = (
        chain_within(session, level, source.code, _code(target))
        if same
        else _ends(session, source, target)
    )
    try:
        refuse_link(graph, source.code, _code(target))
    except Refusal as refusal:
        refusal.field = field
        raise


def _ends(session: Session, source: Change, target: Change | None) -> Chain:
    """The chain reduced to these two changes and the link that may already be between them."""
    ends = [source] if target is None else [source, target]
    known = pair(session, source, target)
    living = known is not None and known.ended_at is None
    return build(
        [Node(change.code, Level(change.level)) for change in ends],
        [Arc(source.code, _code(target))] if living else [],
    )


def _again(session: Session, one: Link, by: User) -> Link:
    one.ended_at = one.ended_with = None
    session.flush()
    _record(session, "link:bring_back", one, by)
    return one


def _code(target: Change | None) -> str:
    return target.code if target is not None else VISION


def _record(session: Session, act: str, one: Link, by: User, **details: object) -> None:
    """One line of the journal, with the codes that the two ends bear at this moment."""
    source = session.get_one(Change, one.source_id)
    target = session.get_one(Change, one.target_id) if one.target_id else None
    audit.record(
        session,
        act,
        site_id=one.site_id,
        actor_id=by.id,
        on=(LINK, one.id),
        source=source.code,
        target=_code(target),
        **details,
    )
