"""An import taken back: the map as it was before, but for what people have worked on since."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.stakeholders import held
from coopspace.stakeholders.bringing import note
from coopspace.stakeholders.model import (
    RelationView,
    StakeholderImport,
    StakeholderTelling,
    WaveParty,
)
from coopspace.stakeholders.rules import Origin


@dataclass(frozen=True)
class TakenBack:
    """How many stakeholders and views went back to what they were, and how many stay because
    somebody has worked on them since."""

    back: int
    kept: int


def take_back(session: Session, done: StakeholderImport, *, why: str, by: User) -> TakenBack:
    """Put back what an import changed: newcomers leave the map, the others are as before.

    What somebody has changed since is theirs, and stays, with the newcomers whom it concerns.
    """
    held.hold(session, done.site_id)
    if done.done_at is None or done.undone_at is not None:
        raise Refusal(N_("This import was already taken back."))
    views = _mine(session, RelationView, done)
    new: list[Any] = [_back(session, one, why, by) for one in views if one.until is None]
    busy = _worked_on(session, done)
    tellings = _mine(session, StakeholderTelling, done)
    free = [one for one in tellings if one.until is None and _may_leave(one, busy)]
    new += [_back(session, one, why, by) for one in free]
    session.flush()
    session.add_all(new)
    done.undone_at, done.undone_by = clock.now(), by.id
    session.flush()
    kept = len(views) + len(tellings) - len(new)
    note(session, "map:undo", done, by, back=len(new), kept=kept)
    return TakenBack(back=len(new), kept=kept)


def _may_leave(one: StakeholderTelling, busy: set[uuid.UUID]) -> bool:
    return one.seq > 1 or one.stakeholder_id not in busy


def _mine(session: Session, table: Any, done: StakeholderImport) -> list[Any]:
    return list(session.scalars(select(table).where(table.import_id == done.id)))


def _worked_on(session: Session, done: StakeholderImport) -> set[uuid.UUID]:
    """Whom a survey asks, or a view on the map that is not of this import; answers keep nobody."""
    query = select(RelationView.source_id, RelationView.target_id).where(
        RelationView.origin == Origin.MAP,
        RelationView.until.is_(None),
        RelationView.ended.is_(False),
        RelationView.import_id.is_distinct_from(done.id),
    )
    asked = set(session.scalars(select(WaveParty.stakeholder_id)))
    return asked.union(*session.execute(query))


def _back(session: Session, row: Any, why: str, by: User) -> Any:
    """The row that puts back what stood before this one; the end of it where nothing did."""
    table = type(row)
    key = (
        (table.stakeholder_id == row.stakeholder_id,)
        if table is StakeholderTelling
        else (
            table.source_id == row.source_id,
            table.target_id == row.target_id,
            table.origin == Origin.MAP,
        )
    )
    before = session.scalar(select(table).where(*key, table.seq == row.seq - 1))
    stood = before or row
    names = {one.key for one in table.__mapper__.column_attrs} - {"id", "until", "import_id"}
    values = {name: getattr(stood, name) for name in names}
    ended = before is None or before.ended
    values |= {"seq": row.seq + 1, "at": clock.now(), "by": by.id}
    values |= {"ended": ended, "why": (before.why if before else why) if ended else ""}
    row.until = values["at"]
    return table(**values)
