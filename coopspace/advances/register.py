"""The register as it is read: what people wrote, and what the rounds concluded, by date.

The advances that a group keeps when it concludes a round are read from the round: they are
corrected there, by concluding anew.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.advances import rules
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.advances.rules import Kind, Precision
from coopspace.changes.model import Change
from coopspace.changes.rules import Level, code_of
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.kernel.clock import PARIS
from coopspace.live.model import Document


@dataclass(frozen=True)
class Entry:
    """One line of the register. `number` is None for what a round concluded."""

    kind: Kind
    words: str
    happened_on: date
    precision: Precision
    by: str
    number: int | None = None
    round: int | None = None
    change: str = ""
    corrected: bool = False
    ended_on: date | None = None
    ended_why: str = ""
    ended_by: str = ""

    @property
    def latest_day(self) -> date:
        """The day by which it had happened."""
        return rules.latest_day(self.happened_on, self.precision)

    @property
    def concluded(self) -> bool:
        """Whether a group concluded it in a round."""
        return self.number is None


@dataclass(frozen=True)
class Register:
    """Every line: those that stand, the newest first, and those that ended."""

    standing: tuple[Entry, ...]
    ended: tuple[Entry, ...]

    def between(self, *, after: date | None, until: date | None = None) -> tuple[Entry, ...]:
        """What people wrote of the time after one day and up to another, oldest first."""
        written = [one for one in self.standing if not one.concluded]
        return tuple(reversed(rules.within(written, after=after, until=until)))


def register(session: Session) -> Register:
    """The register of the site in scope, in a fixed number of queries."""
    rows = list(session.scalars(select(Advance)))
    latest, first = _wordings(session)
    concluded = _concluded(session)
    rounds = {
        one: number
        for one, number in session.execute(select(ContinuumRound.id, ContinuumRound.number))
    }
    codes = _codes(session, {one.change_id for one in latest.values() if one.change_id})
    writers = [one.by for one in first.values()] + [row.ended_by for row in rows if row.ended_by]
    known = people.by_ids(session, [*writers, *(one.by for one, _round in concluded)])
    names = {user.id: user.name for user in known.values()}
    entries = [
        _entry(row, latest[row.id], first[row.id], rounds=rounds, codes=codes, names=names)
        for row in rows
    ]
    entries += [_of_round(one, of, names) for one, of in concluded]
    entries.sort(key=lambda one: (one.latest_day, one.number or 0), reverse=True)
    return Register(
        standing=tuple(one for one in entries if one.ended_on is None),
        ended=tuple(one for one in entries if one.ended_on is not None),
    )


def _wordings(
    session: Session,
) -> tuple[dict[uuid.UUID, AdvanceWording], dict[uuid.UUID, AdvanceWording]]:
    """The latest and the first wording of each entry."""
    said = list(session.scalars(select(AdvanceWording).order_by(AdvanceWording.seq)))
    return (
        {one.advance_id: one for one in said},
        {one.advance_id: one for one in reversed(said)},
    )


def _concluded(session: Session) -> list[tuple[ContinuumConclusion, ContinuumRound]]:
    """The standing conclusion of each round, where it keeps advances."""
    rows = session.execute(
        select(ContinuumConclusion, ContinuumRound)
        .join(ContinuumRound, ContinuumRound.id == ContinuumConclusion.round_id)
        .order_by(ContinuumConclusion.seq)
    )
    standing = {round_.id: (one, round_) for one, round_ in rows}
    return [(one, round_) for one, round_ in standing.values() if one.advances]


def _codes(session: Session, ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not ids:
        return {}
    rows = session.execute(select(Change.id, Change.level, Change.number).where(Change.id.in_(ids)))
    return {id_: code_of(Level(level), number) for id_, level, number in rows}


def _entry(
    row: Advance,
    latest: AdvanceWording,
    first: AdvanceWording,
    *,
    rounds: dict[uuid.UUID, int],
    codes: dict[uuid.UUID, str],
    names: dict[uuid.UUID, str],
) -> Entry:
    return Entry(
        kind=Kind(latest.kind),
        words=latest.words,
        happened_on=latest.happened_on,
        precision=Precision(latest.precision),
        by=names.get(first.by, ""),
        number=row.number,
        round=rounds.get(latest.round_id) if latest.round_id else None,
        change=codes.get(latest.change_id, "") if latest.change_id else "",
        corrected=latest.seq > 1,
        ended_on=row.ended_at.astimezone(PARIS).date() if row.ended_at else None,
        ended_why=row.ended_why,
        ended_by=names.get(row.ended_by, "") if row.ended_by else "",
    )


def _of_round(
    one: ContinuumConclusion, round_: ContinuumRound, names: dict[uuid.UUID, str]
) -> Entry:
    day = (round_.revealed_at or one.at).astimezone(PARIS).date()
    return Entry(
        kind=Kind.ADVANCE,
        words=one.advances,
        happened_on=day,
        precision=Precision.DAY,
        by=names.get(one.by, ""),
        round=round_.number,
    )


def before_round(session: Session, round_: ContinuumRound) -> tuple[Entry, ...]:
    """What people wrote of the time between the reveal before this round and its own."""
    last = session.scalar(
        select(func.max(ContinuumRound.revealed_at)).where(ContinuumRound.number < round_.number)
    )
    return register(session).between(after=_day(last), until=_day(round_.revealed_at))


def timeline(
    told: Register, rounds: Sequence[ContinuumRound]
) -> dict[int | None, tuple[Entry, ...]]:
    """What people wrote of the time before each of these revealed rounds, by its number; under
    None, of the time since the last of them."""
    found: dict[int | None, tuple[Entry, ...]] = {}
    after = None
    for one in sorted(rounds, key=lambda one: one.number):
        until = _day(one.revealed_at)
        found[one.number] = told.between(after=after, until=until)
        after = until
    found[None] = told.between(after=after)
    return found


def links_of(session: Session) -> tuple[list[int], list[tuple[str, str]]]:
    """What an entry may concern: the rounds, newest first, and the living changes in words."""
    rounds = session.scalars(select(ContinuumRound.number).order_by(ContinuumRound.number.desc()))
    rows = session.execute(
        select(Change.level, Change.number, Document.text)
        .join(Document, Document.id == Change.statement_id)
        .where(Change.ended_at.is_(None))
        .order_by(Change.level, Change.number)
    )
    return list(rounds), [(code_of(Level(level), number), said) for level, number, said in rows]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(PARIS).date() if moment else None
