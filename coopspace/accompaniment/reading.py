"""What pages read of the log: the entries of a site, and all that one entry ever said."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.accompaniment.rules import Wish
from coopspace.agreement.governed import key_of
from coopspace.changes.model import Change
from coopspace.changes.rules import Level, code_of
from coopspace.live.model import Document
from coopspace.roles.rules import SupportRole
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import name_key


@dataclass(frozen=True)
class About:
    """What an entry concerns: a change by its code and words, or a relation by its two names."""

    change: str = ""
    words: str = ""
    ends: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How it is called on a form."""
        return self.change or key_of(*self.refs)


@dataclass(frozen=True)
class Line:
    """An entry as it is told at one moment: `seq` 1 is its first telling, `told_at` when."""

    number: int
    author: uuid.UUID
    role: SupportRole
    minutes: int
    day: date
    moved: str
    about: About | None
    seq: int
    told_at: datetime
    withdrawn: bool
    why: str


_one, _other = aliased(Stakeholder), aliased(Stakeholder)
_one_said, _other_said = aliased(StakeholderTelling), aliased(StakeholderTelling)
_TOLD: Select[*tuple[Any, ...]] = (
    select(
        AccompanimentEntry.number,
        AccompanimentEntry.author,
        AccompanimentTelling,
        Change.level,
        Change.number.label("rank"),
        Document.text,
        _one.ref.label("one"),
        _one_said.name.label("one_name"),
        _other.ref.label("other"),
        _other_said.name.label("other_name"),
    )
    .select_from(AccompanimentTelling)
    .join(AccompanimentEntry, AccompanimentEntry.id == AccompanimentTelling.entry_id)
    .outerjoin(Change, Change.id == AccompanimentTelling.change_id)
    .outerjoin(Document, Document.id == Change.statement_id)
    .outerjoin(_one, _one.id == AccompanimentTelling.one_id)
    .outerjoin(_one_said, and_(_one_said.stakeholder_id == _one.id, _one_said.until.is_(None)))
    .outerjoin(_other, _other.id == AccompanimentTelling.other_id)
    .outerjoin(
        _other_said, and_(_other_said.stakeholder_id == _other.id, _other_said.until.is_(None))
    )
)
_STANDING = _TOLD.where(AccompanimentTelling.until.is_(None))


def entries(session: Session, wish: Wish) -> list[Line]:
    """The entries of the site in scope that count and are looked for, the latest day first, in
    one query."""
    rows = session.execute(_STANDING.where(AccompanimentTelling.withdrawn.is_(False)))
    found = sifted((_line(row) for row in rows), wish)
    return sorted(found, key=lambda one: (one.day, one.number), reverse=True)


def sifted(lines: Iterable[Line], wish: Wish) -> list[Line]:
    """Those that are looked for, in the order in which they stand."""
    return [one for one in lines if _fits(one, wish)]


def tellings(session: Session, entry: AccompanimentEntry) -> list[Line]:
    """All that one entry ever said, the latest first."""
    query = _TOLD.where(AccompanimentTelling.entry_id == entry.id)
    return [_line(row) for row in session.execute(query.order_by(AccompanimentTelling.seq.desc()))]


def authors(some: Iterable[Line]) -> set[uuid.UUID]:
    """Those who wrote these."""
    return {one.author for one in some}


def _fits(line: Line, wish: Wish) -> bool:
    return (
        wish.of(line.role)
        and (not wish.person or str(line.author) == wish.person)
        and (wish.since is None or line.day >= wish.since)
        and (wish.until is None or line.day <= wish.until)
    )


def _line(row: Any) -> Line:
    said: AccompanimentTelling = row.AccompanimentTelling
    return Line(
        number=row.number,
        author=row.author,
        role=SupportRole(said.role),
        minutes=said.minutes,
        day=said.day,
        moved=said.moved,
        about=_about(row),
        seq=said.seq,
        told_at=said.at,
        withdrawn=said.withdrawn,
        why=said.why,
    )


def _about(row: Any) -> About | None:
    if row.level is not None:
        return About(change=code_of(Level(row.level), row.rank), words=(row.text or "").strip())
    if row.one is None:
        return None
    sides = sorted(
        ((row.one_name, row.one), (row.other_name, row.other)), key=lambda one: name_key(one[0])
    )
    return About(ends=tuple(side[0] for side in sides), refs=tuple(side[1] for side in sides))
