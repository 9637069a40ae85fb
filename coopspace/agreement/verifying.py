"""Whether a digest is that of a version put to signature in this house: said to anybody, and no
word, name or place with it."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.agreement.model import (
    AgreementClosing,
    AgreementFile,
    AgreementSignatory,
    AgreementSignature,
    AgreementVersion,
)
from coopspace.agreement.rules import State
from coopspace.agreement.versions import ATTACHED, PDF
from coopspace.kernel.base import across_sites

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Known:
    """What is said of a version to whoever holds its digest. `is_pdf`: of its PDF, not of its
    content; `replaced`: another version was signed since."""

    is_pdf: bool
    state: State
    put_at: datetime
    closed_at: datetime | None
    signatures: int
    asked: int
    replaced: bool


def known(session: Session, digest: str) -> Known | None:
    """What is true of this digest; None for one that nobody put to signature here."""
    if not DIGEST.fullmatch(digest):
        return None
    with across_sites(session, because="whoever holds a digest asks if it is one of ours"):
        row = session.execute(
            select(AgreementFile.kind, AgreementVersion, AgreementClosing)
            .join(AgreementVersion, AgreementVersion.id == AgreementFile.version_id)
            .outerjoin(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
            .where(AgreementFile.digest == digest, AgreementFile.kind != ATTACHED)
            .limit(1)
        ).first()
        if row is None:
            return None
        kind, version, closing = row
        return Known(
            is_pdf=kind == PDF,
            state=State(closing.state) if closing else State.OPEN,
            put_at=version.put_at,
            closed_at=closing.at if closing else None,
            signatures=_count(session, AgreementSignature, version),
            asked=_count(session, AgreementSignatory, version),
            replaced=_replaced(session, version),
        )


def _count(
    session: Session,
    what: type[AgreementSignature] | type[AgreementSignatory],
    version: AgreementVersion,
) -> int:
    query = select(func.count()).select_from(what).where(what.version_id == version.id)
    return session.scalar(query) or 0


def _replaced(session: Session, version: AgreementVersion) -> bool:
    query = (
        select(AgreementVersion.id)
        .join(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
        .where(
            AgreementVersion.site_id == version.site_id,
            AgreementVersion.number > version.number,
            AgreementClosing.state == State.SIGNED,
        )
        .limit(1)
    )
    return session.scalar(query) is not None
