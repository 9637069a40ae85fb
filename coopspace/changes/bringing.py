"""A file comes in: kept until it is looked at, then written as one event, all of it or nothing.

The whole event is `coopspace.plan.bringing`: a file may hold actions too."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.actions import DESCRIPTION, STATEMENT
from coopspace.changes.layout import STEP
from coopspace.changes.linking import ASSUMPTION, RATIONALE
from coopspace.changes.model import Change, ChangeCode, Link, StrategyImport
from coopspace.changes.planning import Fate, Plan
from coopspace.changes.remembered import remember_changes, remember_links
from coopspace.changes.rules import Level
from coopspace.changes.written import ChangeLine, LinkLine
from coopspace.kernel import audit, clock
from coopspace.kernel.base import new_id
from coopspace.kernel.refusal import NotFound
from coopspace.live import store
from coopspace.live.several import create_many
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

A_DAY = timedelta(days=1)
Ids = dict[str, uuid.UUID]


def keep_draft(
    session: Session, site: Site, *, format: str, name: str, content: str, by: User
) -> StrategyImport:
    """Keep what was read of a file until its bringer has looked at it. One draft each, for a day:
    an earlier one is forgotten."""
    hold(session, site.id)
    stale = select(StrategyImport).where(
        StrategyImport.done_at.is_(None),
        or_(StrategyImport.by == by.id, StrategyImport.at < clock.now() - A_DAY),
    )
    last = session.scalar(select(func.max(StrategyImport.number))) or 0
    for one in session.scalars(stale):
        session.delete(one)
    session.flush()
    draft = StrategyImport(
        site_id=site.id,
        number=last + 1,
        format=format,
        name=name[:120],
        content=content,
        by=by.id,
        at=clock.now(),
    )
    session.add(draft)
    session.flush()
    return draft


def import_of(session: Session, number: int) -> StrategyImport:
    """The import of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(StrategyImport).where(StrategyImport.number == number))
    if found is None:
        raise NotFound
    return found


def draft_of(session: Session, number: int) -> StrategyImport:
    """The draft of this number, for whoever writes the strategy. Raises NotFound."""
    found = import_of(session, number)
    if found.done_at is not None:
        raise NotFound
    return found


def imports_of(session: Session) -> list[StrategyImport]:
    """The imports that were done, the newest first."""
    query = select(StrategyImport).where(StrategyImport.done_at.is_not(None))
    return list(session.scalars(query.order_by(StrategyImport.number.desc())))


class Written(NamedTuple):
    """What came with a file: which change each code of the site is now, the rows that are new."""

    ids: Ids
    changes: list[uuid.UUID]
    links: list[uuid.UUID]


def write(
    session: Session, site_id: uuid.UUID, planned: Plan, *, by: User, at: datetime
) -> Written:
    """Write the changes and the links that were planned in this same act, the site held."""
    ids = _living(session)
    fresh = [one.said for one in planned.changes if one.fate is Fate.NEW]
    drawn = [one.said for one in planned.links if one.fate is Fate.NEW]
    changes = _add_changes(session, site_id, fresh, by=by, at=at)
    ids |= changes
    links = _add_links(session, site_id, drawn, ids, by=by, at=at)
    remember_changes(session, [*changes.values()], by=by.id, at=at)
    remember_links(session, links, by=by.id, at=at)
    return Written(ids, [*changes.values()], links)


def close(
    session: Session, draft: StrategyImport, came: Mapping[str, Sequence[uuid.UUID]], *, by: User
) -> None:
    """The draft is an import now: it says what came, by kind, so that all of it can be undone."""
    draft.done_at = clock.now()
    draft.changes, draft.links = len(came["changes"]), len(came["links"])
    draft.content = json.dumps({kind: [str(one) for one in some] for kind, some in came.items()})
    session.flush()
    note(session, "strategy:import", draft, by)


def _add_changes(
    session: Session, site_id: uuid.UUID, lines: list[ChangeLine], *, by: User, at: datetime
) -> Ids:
    """The changes, each last of its column, in the order of the file."""
    statements = create_many(
        session, STATEMENT, [one.statement for one in lines], site_id=site_id, by=by.id, at=at
    )
    descriptions = create_many(
        session, DESCRIPTION, [one.description for one in lines], site_id=site_id, by=by.id, at=at
    )
    keys = _last_keys(session)
    made: list[dict[str, Any]] = []
    for one, statement_id, description_id in zip(lines, statements, descriptions, strict=True):
        keys[one.level] = keys.get(one.level, -STEP) + STEP
        made.append(
            {
                "id": new_id(),
                "site_id": site_id,
                "level": one.level,
                "number": int(one.code[1:]),
                "nature": one.nature,
                "effect": one.effect,
                "who": one.who,
                "systems": one.systems,
                "horizon": one.horizon,
                "key": keys[one.level],
                "statement_id": statement_id,
                "description_id": description_id,
                "end_reason": "",
                **_dated(by, at),
            }
        )
    codes = [
        {
            "id": new_id(),
            "site_id": site_id,
            "change_id": one["id"],
            "level": one["level"],
            "number": one["number"],
            "since": at,
        }
        for one in made
    ]
    if made:
        session.execute(insert(Change), made)
        session.execute(insert(ChangeCode), codes)
    return {line.code: one["id"] for line, one in zip(lines, made, strict=True)}


def _dated(by: User, at: datetime) -> dict[str, Any]:
    """What a row says of its own coming."""
    return {
        "version": 1,
        "changed_at": at,
        "changed_by": by.id,
        "created_at": at,
        "created_by": by.id,
    }


def _add_links(
    session: Session,
    site_id: uuid.UUID,
    lines: list[LinkLine],
    ids: Ids,
    *,
    by: User,
    at: datetime,
) -> list[uuid.UUID]:
    """The links; one that had ended comes back, with its history and the words of the file."""
    ends = [(ids[one.source], ids.get(one.target)) for one in lines]
    of_the_living = (
        select(Link)
        .join(Change, Change.id == Link.source_id)
        .where(Link.ended_at.is_not(None), Change.ended_at.is_(None))
    )
    ended = {(one.source_id, one.target_id): one for one in session.scalars(of_the_living)}
    fresh = [at_ for at_, pair in enumerate(ends) if pair not in ended]
    texts = {
        kind: create_many(
            session,
            kind,
            [getattr(lines[at_], name) for at_ in fresh],
            site_id=site_id,
            by=by.id,
            at=at,
        )
        for kind, name in ((RATIONALE, "rationale"), (ASSUMPTION, "assumption"))
    }
    made = [
        {
            "id": new_id(),
            "site_id": site_id,
            "source_id": ends[at_][0],
            "target_id": ends[at_][1],
            "strength": _strength(lines[at_]),
            "disputed": False,
            "rationale_id": texts[RATIONALE][place],
            "assumption_id": texts[ASSUMPTION][place],
            **_dated(by, at),
        }
        for place, at_ in enumerate(fresh)
    ]
    if made:
        session.execute(insert(Link), made)
    back = [(ended[pair], line) for pair, line in zip(ends, lines, strict=True) if pair in ended]
    for one, line in back:
        _bring_back(session, one, line, by=by)
    session.flush()
    return [*(one["id"] for one in made), *(one.id for one, _line in back)]


def _bring_back(session: Session, one: Link, line: LinkLine, *, by: User) -> None:
    one.ended_at = one.ended_with = None
    if line.strength is not None:
        one.strength = _strength(line)
    for document_id, words in (
        (one.rationale_id, line.rationale),
        (one.assumption_id, line.assumption),
    ):
        if words:
            seen = store.read(session, document_id).token
            store.write(session, document_id, words, seen=seen, by=by.id)


def _strength(line: LinkLine) -> int | None:
    return int(line.strength) if line.strength else None


def _living(session: Session) -> Ids:
    rows = session.scalars(select(Change).where(Change.ended_at.is_(None)))
    return {one.code: one.id for one in rows}


def _last_keys(session: Session) -> dict[Level, float]:
    rows = session.execute(
        select(Change.level, func.max(Change.key))
        .where(Change.ended_at.is_(None))
        .group_by(Change.level)
    )
    return {Level(level): key for level, key in rows}


def note(session: Session, act: str, done: StrategyImport, by: User) -> None:
    """Tell the journal what was done with an import."""
    audit.record(
        session,
        act,
        site_id=done.site_id,
        actor_id=by.id,
        on=("strategy_import", done.number),
        number=done.number,
        changes=done.changes,
        links=done.links,
        actions=len(came_with(done, "actions")),
    )


def brought(done: StrategyImport) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """The changes and the links that came with an import."""
    return came_with(done, "changes"), came_with(done, "links")


def came_with(done: StrategyImport, kind: str) -> list[uuid.UUID]:
    """What came of this kind; older imports held no actions."""
    told: dict[str, list[str]] = json.loads(done.content)
    return [uuid.UUID(one) for one in told.get(kind, [])]
