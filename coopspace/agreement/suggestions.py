"""The suggestions of the site in scope, as they are read: all of them in one query, one whole."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from coopspace.agreement.model import AgreementSuggestion, AgreementSuggestionEnd
from coopspace.agreement.rules import Fate
from coopspace.kernel.refusal import NotFound
from coopspace.live import lettered
from coopspace.live.difference import Part, difference
from coopspace.live.lettered import Letters


@dataclass(frozen=True)
class Line:
    """A suggestion without its words: who proposes it for which clause, and what became of it."""

    id: uuid.UUID
    number: int
    code: str
    seen: int
    reason: str
    by: uuid.UUID
    at: datetime
    fate: Fate = Fate.OPEN
    ended_by: uuid.UUID | None = None
    ended_at: datetime | None = None
    answer: str = ""
    wording: int | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has decided yet."""
        return self.fate is Fate.OPEN

    def people(self) -> set[uuid.UUID]:
        """Everybody whom it names."""
        return {self.by} | ({self.ended_by} if self.ended_by else set())


@dataclass(frozen=True)
class Suggestion(Line):
    """A suggestion whole: the formatted words that it starts from, and those that it proposes."""

    base: Letters = ()
    words: Letters = ()

    def parts(self) -> list[Part]:
        """What it changes, word by word."""
        return difference(lettered.words_of(self.base), lettered.words_of(self.words))

    @property
    def only_formats(self) -> bool:
        """The same words, formatted otherwise."""
        return lettered.words_of(self.base) == lettered.words_of(self.words)


_ENDS = AgreementSuggestionEnd.suggestion_id == AgreementSuggestion.id
_ALL = select(AgreementSuggestion, AgreementSuggestionEnd).outerjoin(AgreementSuggestionEnd, _ENDS)
_OPEN = AgreementSuggestionEnd.suggestion_id.is_(None)


def listed(session: Session) -> list[Line]:
    """Every suggestion: the open ones as they came, then the others, the latest decided first."""
    lines = [Line(**_told(*row)) for row in session.execute(_ALL)]
    return [
        *sorted((one for one in lines if one.is_open), key=lambda one: one.number),
        *sorted(
            (one for one in lines if not one.is_open),
            key=lambda one: (one.ended_at, one.number),
            reverse=True,
        ),
    ]


def of_clause(session: Session, code: str) -> list[Line]:
    """The suggestions for one clause, the latest first."""
    query = _ALL.where(AgreementSuggestion.code == code)
    rows = session.execute(query.order_by(AgreementSuggestion.number.desc()))
    return [Line(**_told(*row)) for row in rows]


def suggestion_of(session: Session, number: int) -> Suggestion:
    """The suggestion of this number, whole. Raises NotFound."""
    query = _ALL.where(AgreementSuggestion.number == number).options(
        undefer(AgreementSuggestion.base), undefer(AgreementSuggestion.words)
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound
    return Suggestion(
        **_told(*row),
        base=lettered.unpacked(row[0].base),
        words=lettered.unpacked(row[0].words),
    )


def open_rows(session: Session, *, code: str, by: uuid.UUID) -> list[AgreementSuggestion]:
    """What this person proposes for a clause and nobody has decided on."""
    query = (
        select(AgreementSuggestion)
        .outerjoin(AgreementSuggestionEnd, _ENDS)
        .where(_OPEN, AgreementSuggestion.code == code, AgreementSuggestion.by == by)
        .options(undefer(AgreementSuggestion.words))
    )
    return list(session.scalars(query))


def waiting(session: Session) -> dict[str, int]:
    """How many suggestions wait, by clause."""
    query = (
        select(AgreementSuggestion.code, func.count())
        .outerjoin(AgreementSuggestionEnd, _ENDS)
        .where(_OPEN)
        .group_by(AgreementSuggestion.code)
    )
    return {code: number for code, number in session.execute(query)}


def _told(row: AgreementSuggestion, end: AgreementSuggestionEnd | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "code": row.code,
        "seen": row.seen,
        "reason": row.reason,
        "by": row.by,
        "at": row.at,
        "fate": Fate(end.state) if end else Fate.OPEN,
        "ended_by": end.by if end else None,
        "ended_at": end.at if end else None,
        "answer": end.reason if end else "",
        "wording": end.wording if end else None,
    }
