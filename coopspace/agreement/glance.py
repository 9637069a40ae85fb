"""The agreement at a glance, for pages that only say where it stands."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from coopspace.agreement.model import (
    AgreementClause,
    AgreementClosing,
    AgreementPart,
    AgreementSignatory,
    AgreementSignature,
    AgreementSuggestion,
    AgreementSuggestionEnd,
    AgreementTelling,
    AgreementVersion,
)
from coopspace.agreement.questions import asked, by_code
from coopspace.agreement.rules import Section, State
from coopspace.live.model import Document

SOON = timedelta(days=30)
"""How long before its day a review is spoken of."""


class AgreementGlance(NamedTuple):
    """How many questions have an answer, which sections have none of theirs answered, which version
    stands and which one is being signed (0 for none), whether it waits for this person, and how
    many suggestions of others do."""

    answered: int
    asked: int
    settled: int
    to_write: tuple[Section, ...]
    stands: int = 0
    review_on: date | None = None
    being_signed: int = 0
    mine: bool = False
    suggested: int = 0

    @property
    def is_begun(self) -> bool:
        """Something is written or settled."""
        return bool(self.answered or self.settled)

    def is_to_review(self, today: date) -> bool:
        """The version that stands is soon, or by now, to be looked at again."""
        return self.review_on is not None and self.review_on <= today + SOON


_NO_VERSION = (
    literal(0).label("number"),
    literal("").label("state"),
    cast(null(), Date).label("review_on"),
    cast(literal(0), Integer).label("mine"),
)
_WRITTEN = (
    select(AgreementClause.code.label("code"), literal(0).label("settled"), *_NO_VERSION)
    .join(Document, Document.id == AgreementClause.document_id)
    .where(Document.text != "")
)
_SETTLED = (
    select(literal("").label("code"), func.count(AgreementPart.id).label("settled"), *_NO_VERSION)
    .join(AgreementTelling, AgreementTelling.part_id == AgreementPart.id)
    .where(AgreementTelling.until.is_(None), AgreementTelling.ended.is_(False))
)
_AWAITED = (
    exists()
    .where(
        AgreementSignatory.version_id == AgreementVersion.id,
        AgreementSignatory.user_id == bindparam("person"),
        ~exists().where(AgreementSignature.signatory_id == AgreementSignatory.id),
    )
    .correlate(AgreementVersion)
)
_VERSIONS = select(
    literal("").label("code"),
    literal(0).label("settled"),
    AgreementVersion.number.label("number"),
    func.coalesce(AgreementClosing.state, State.OPEN.value).label("state"),
    AgreementVersion.review_on.label("review_on"),
    cast(_AWAITED, Integer).label("mine"),
).outerjoin(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
_SUGGESTED = "suggested"
_SUGGESTIONS = (
    select(
        literal("").label("code"),
        literal(0).label("settled"),
        literal(0).label("number"),
        literal(_SUGGESTED).label("state"),
        cast(null(), Date).label("review_on"),
        cast(func.count(AgreementSuggestion.id), Integer).label("mine"),
    )
    .outerjoin(
        AgreementSuggestionEnd, AgreementSuggestionEnd.suggestion_id == AgreementSuggestion.id
    )
    .where(
        AgreementSuggestionEnd.suggestion_id.is_(None),
        AgreementSuggestion.by.is_distinct_from(bindparam("person")),
    )
)
"""The suggestions that wait, but this person’s own: `mine` is how many."""
_ALL: CompoundSelect[Any] = union_all(_WRITTEN, _SETTLED, _VERSIONS, _SUGGESTIONS)


def glance(session: Session, *, person: uuid.UUID | None = None) -> AgreementGlance:
    """Where the agreement of the site in scope stands, for this person, in one query."""
    rows = session.execute(_ALL, {"person": person}).all()
    written = {row.code for row in rows if row.code}
    answered = [one for one in asked() if one.code in written]
    begun = {known.section for code in written if (known := by_code().get(code))}
    stands = _latest(rows, State.SIGNED)
    opened = _latest(rows, State.OPEN)
    return AgreementGlance(
        answered=len(answered),
        asked=len(asked()),
        settled=sum(row.settled for row in rows),
        to_write=tuple(one for one in Section if one not in begun),
        stands=stands.number if stands else 0,
        review_on=stands.review_on if stands else None,
        being_signed=opened.number if opened else 0,
        mine=bool(opened and opened.mine),
        suggested=sum(row.mine for row in rows if row.state == _SUGGESTED),
    )


def _latest(rows: Sequence[Any], state: State) -> Any:
    """The newest version in this state, or None."""
    found = [row for row in rows if row.number and row.state == state]
    return max(found, key=lambda row: row.number, default=None)
