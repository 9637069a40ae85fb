"""The chain as it stands in the database, and the lock under which it is changed.

Whoever changes what the chain is made of (links, levels, codes, order) first holds the site's
row: two people who draw crossing links at the same instant are judged one after the other.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from coopspace.changes.chain import Arc, Chain, Node, build
from coopspace.changes.model import Change, ChangeCode, Link
from coopspace.changes.rules import VISION, Effect, Level, code_of, parse_code
from coopspace.kernel.refusal import NotFound


@dataclass(frozen=True)
class Held:
    """The living chain as rows: its nodes and arcs, and which id each code stands for."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    ids: dict[str, uuid.UUID]

    @property
    def graph(self) -> Chain:
        """The chain as a graph."""
        return build(self.nodes, self.arcs)


def chain_of(session: Session) -> Held:
    """The living changes, and the living links between them and to the vision."""
    held = places_of(session)
    codes = {id_: code for code, id_ in held.ids.items()}
    return replace(held, arcs=arcs_between(session, codes))


def places_of(session: Session, levels: Iterable[Level] = tuple(Level)) -> Held:
    """The living changes of these levels, where each stands in its column, without their links."""
    wanted = [level.value for level in levels]
    rows = session.execute(
        select(
            Change.id, Change.level, Change.number, Change.effect, Change.systems, Change.key
        ).where(Change.ended_at.is_(None), Change.level.in_(wanted))
    ).all()
    codes = {row.id: code_of(Level(row.level), row.number) for row in rows}
    nodes = tuple(
        Node(codes[row.id], Level(row.level), Effect(row.effect), row.systems, row.key)
        for row in rows
    )
    return Held(nodes=nodes, arcs=(), ids={code: id_ for id_, code in codes.items()})


def chain_within(session: Session, level: Level, *codes: str) -> Chain:
    """The living links inside one level, and these changes of it: where a loop could close."""
    source, target = aliased(Change), aliased(Change)
    rows = session.execute(
        select(source.number, target.number)
        .select_from(Link)
        .join(source, source.id == Link.source_id)
        .join(target, target.id == Link.target_id)
        .where(source.level == level, target.level == level, Link.ended_at.is_(None))
    )
    letter = level.letter
    arcs = [Arc(f"{letter}{one}", f"{letter}{other}") for one, other in rows]
    named = {*codes, *(arc.source for arc in arcs), *(arc.target for arc in arcs)}
    return build((Node(code, level) for code in named), arcs)


def arcs_between(session: Session, codes: dict[uuid.UUID, str]) -> tuple[Arc, ...]:
    """The living links whose two ends are among these changes (or the vision), as codes."""
    rows = session.execute(
        select(Link.source_id, Link.target_id).where(Link.ended_at.is_(None))
    ).all()
    return tuple(
        Arc(codes[source], codes[target] if target else VISION)
        for source, target in rows
        if source in codes and (target is None or target in codes)
    )


_CODED = (
    select(Change)
    .join(ChangeCode, ChangeCode.change_id == Change.id)
    .where(ChangeCode.level == bindparam("level"), ChangeCode.number == bindparam("number"))
    .execution_options(populate_existing=True)
)


def find(session: Session, code: str) -> Change:
    """The change that bears this code today or once bore it. Raises NotFound."""
    parsed = parse_code(code)
    if parsed is None:
        raise NotFound
    change = session.scalar(_CODED, {"level": parsed[0], "number": parsed[1]})
    if change is None:
        raise NotFound
    return change


def find_link(session: Session, source: str, target: str) -> Link:
    """The link between these two codes (`V`: the vision), living or ended. Raises NotFound."""
    one = find(session, source)
    other = None if target.upper() == VISION else find(session, target)
    link = pair(session, one, other)
    if link is None:
        raise NotFound
    return link


def pair(session: Session, source: Change, target: Change | None) -> Link | None:
    """The one row of this pair, living or ended."""
    ends = Link.target_id.is_(None) if target is None else Link.target_id == target.id
    return session.scalar(
        select(Link)
        .where(Link.source_id == source.id, ends)
        .execution_options(populate_existing=True)
    )


def links_of(session: Session, change: Change, *, ended: bool | None = False) -> Sequence[Link]:
    """The links that touch this change, oldest first; `ended` None for all of them."""
    query = select(Link).where((Link.source_id == change.id) | (Link.target_id == change.id))
    if ended is not None:
        query = query.where(Link.ended_at.is_not(None) if ended else Link.ended_at.is_(None))
    query = query.order_by(Link.created_at, Link.id).execution_options(populate_existing=True)
    return session.scalars(query).all()
