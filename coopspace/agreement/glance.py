"""The agreement at a glance, for pages that only say where it stands."""

from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from coopspace.agreement.model import AgreementClause, AgreementPart, AgreementTelling
from coopspace.agreement.questions import asked, by_code
from coopspace.agreement.rules import Section
from coopspace.live.model import Document


class AgreementGlance(NamedTuple):
    """How many questions have an answer, and which sections have none of theirs answered."""

    answered: int
    asked: int
    settled: int
    to_write: tuple[Section, ...]

    @property
    def is_begun(self) -> bool:
        """Something is written or settled."""
        return bool(self.answered or self.settled)


_WRITTEN = (
    select(AgreementClause.code.label("code"), literal(0).label("settled"))
    .join(Document, Document.id == AgreementClause.document_id)
    .where(Document.text != "")
)
_SETTLED = (
    select(literal("").label("code"), func.count(AgreementPart.id).label("settled"))
    .join(AgreementTelling, AgreementTelling.part_id == AgreementPart.id)
    .where(AgreementTelling.until.is_(None), AgreementTelling.ended.is_(False))
)
_BOTH = union_all(_WRITTEN, _SETTLED)


def glance(session: Session) -> AgreementGlance:
    """Where the agreement of the site in scope stands, in one query."""
    rows = session.execute(_BOTH).all()
    written = {row.code for row in rows if row.code}
    answered = [one for one in asked() if one.code in written]
    begun = {known.section for code in written if (known := by_code().get(code))}
    return AgreementGlance(
        answered=len(answered),
        asked=len(asked()),
        settled=sum(row.settled for row in rows),
        to_write=tuple(one for one in Section if one not in begun),
    )
