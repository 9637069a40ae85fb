"""Moving cards: up, down, before another one, to another level; tidying, and undoing it."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.chain import Node, refuse_level
from coopspace.changes.held import Held, chain_of, places_of
from coopspace.changes.layout import in_order, key_between, place_newcomer, respace
from coopspace.changes.model import Change, ChangeCode, Tidying
from coopspace.changes.rules import CHANGE, Level
from coopspace.changes.tidying import tidy as tidied
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def key_for(
    session: Session, level: Level, linked_with: tuple[str, ...], *, apart_from: str = ""
) -> float:
    """The order key of a newcomer in `level`: beside what it is linked with; nobody else moves."""
    held = places_of(session)
    nodes = tuple(node for node in held.nodes if node.code != apart_from)
    key = place_newcomer(nodes, level, linked_with)
    if key is None:
        nodes = _make_room(session, nodes, held.ids, level)
        key = place_newcomer(nodes, level, linked_with)
    return key or 0.0


def next_number(session: Session, level: Level) -> int:
    """The next number of this level: one that no change ever had."""
    last = session.scalar(select(func.max(ChangeCode.number)).where(ChangeCode.level == level))
    return (last or 0) + 1


def shift(session: Session, change: Change, *, step: int) -> tuple[int, int]:
    """Move a change up (-1) or down (+1) in its column; returns its place (from 1) and of how many.

    At the edge of the column nothing moves.
    """
    hold(session, change.site_id)
    session.refresh(change)
    _refuse_ended(change)
    held = places_of(session, (Level(change.level),))
    column = in_order(held.nodes)[Level(change.level).rank]
    here = column.index(change.code)
    there = min(max(here + step, 0), len(column) - 1)
    if there != here:
        column.insert(there, column.pop(here))
        _stand(session, change, column, held)
    return there + 1, len(column)


def place(session: Session, change: Change, *, before: Change | None) -> tuple[int, int]:
    """Put a change before another one of its level, or last; returns its place, of how many."""
    hold(session, change.site_id)
    session.refresh(change)
    _refuse_ended(change)
    held = places_of(session, (Level(change.level),))
    column = in_order(held.nodes)[Level(change.level).rank]
    column.remove(change.code)
    if before is not None and before.code not in column:
        raise Refusal(N_("Choose a place among the changes of the same level."), field="before")
    there = column.index(before.code) if before is not None else len(column)
    column.insert(there, change.code)
    _stand(session, change, column, held)
    return there + 1, len(column)


def to_level(session: Session, change: Change, *, by: User, level: Level) -> Change:
    """Move a change to another level; it takes a code there and its former codes still lead to it.

    Raises Refusal, naming the links, when one of them would go backward.
    """
    hold(session, change.site_id)
    session.refresh(change)
    _refuse_ended(change)
    if Level(change.level) is level:
        raise Refusal(
            N_("%(code)s already stands there: choose another level."),
            field="level",
            code=change.code,
        )
    graph = chain_of(session).graph
    refuse_level(graph, change.code, level)
    former = change.code
    around = (*graph.predecessors(former), *graph.successors(former))
    key = key_for(session, level, around, apart_from=former)
    change.number = _number_there(session, change, level)
    change.level, change.key = level, key
    change.version += 1
    change.changed_at, change.changed_by = clock.now(), by.id
    session.flush()
    audit.record(
        session,
        "change:to_level",
        site_id=change.site_id,
        actor_id=by.id,
        on=(CHANGE, change.id),
        was=former,
        code=change.code,
    )
    return change


def tidy(session: Session, site: Site, *, by: User) -> bool:
    """Reorder the columns so that links cross less; returns whether anything moved."""
    hold(session, site.id)
    held = chain_of(session)
    after = tidied(held.nodes, held.arcs)
    if in_order(held.nodes) == in_order(node._replace(key=after[node.code]) for node in held.nodes):
        return False
    session.add(
        Tidying(
            site_id=site.id,
            number=(session.scalar(select(func.max(Tidying.number))) or 0) + 1,
            before={str(held.ids[node.code]): node.key for node in held.nodes},
            after={str(held.ids[code]): key for code, key in after.items()},
            by=by.id,
            at=clock.now(),
            undone_at=None,
        )
    )
    _write_keys(session, {held.ids[code]: key for code, key in after.items()})
    return True


def undo_tidy(session: Session, site: Site, *, by: User) -> int:
    """Put back what the last tidying moved and nobody moved since; returns how many changes."""
    hold(session, site.id)
    last = last_tidying(session)
    if last is None:
        raise Refusal(N_("Nothing to put back: the columns have not been tidied."))
    now = {row.id: row.key for row in session.execute(select(Change.id, Change.key))}
    back = {
        uuid.UUID(id_): key
        for id_, key in last.before.items()
        if now.get(uuid.UUID(id_)) == last.after.get(id_)
    }
    _write_keys(session, back)
    last.undone_at = clock.now()
    session.flush()
    return len(back)


def last_tidying(session: Session) -> Tidying | None:
    """The tidying that can be undone, if the last one has not been."""
    last = session.scalar(select(Tidying).order_by(Tidying.number.desc()).limit(1))
    return last if last is not None and last.undone_at is None else None


def _refuse_ended(change: Change) -> None:
    if change.ended_at is not None:
        raise Refusal(N_("%(code)s has ended: bring it back before moving it."), code=change.code)


def _number_there(session: Session, change: Change, level: Level) -> int:
    """The number this change once had in that level, or the next one."""
    once = session.scalar(
        select(ChangeCode.number).where(
            ChangeCode.change_id == change.id, ChangeCode.level == level
        )
    )
    if once is not None:
        return once
    number = next_number(session, level)
    session.add(
        ChangeCode(
            site_id=change.site_id,
            change_id=change.id,
            level=level,
            number=number,
            since=clock.now(),
        )
    )
    return number


def _stand(
    session: Session,
    change: Change,
    column: list[str],
    held: Held,
) -> None:
    """Write the key of a change at its new place; the others keep theirs unless room is made."""
    keys = {node.code: node.key for node in held.nodes}
    there = column.index(change.code)
    key = key_between(
        keys[column[there - 1]] if there else None,
        keys[column[there + 1]] if there + 1 < len(column) else None,
    )
    if key is None:
        fresh = respace(column)
        _write_keys(session, {held.ids[code]: one for code, one in fresh.items()})
        key = fresh[change.code]
    change.key = key
    session.flush()


def _make_room(
    session: Session, nodes: tuple[Node, ...], ids: dict[str, uuid.UUID], level: Level
) -> tuple[Node, ...]:
    fresh = respace(in_order(nodes)[level.rank])
    _write_keys(session, {ids[code]: key for code, key in fresh.items()})
    return tuple(node._replace(key=fresh.get(node.code, node.key)) for node in nodes)


def _write_keys(session: Session, keys: dict[uuid.UUID, float]) -> None:
    for change in session.scalars(select(Change).where(Change.id.in_(keys))):
        change.key = keys[change.id]
    session.flush()
