"""The versions of an agreement: what is frozen when one is put to signature, and what each became.

The frozen content is an envelope around the agreement: number, hour, review day, the sentence that
is consented to and who is asked to sign travel inside, so that one digest binds them all.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace import method
from coopspace.agreement import reading
from coopspace.agreement.content import canonical
from coopspace.agreement.model import (
    AgreementAttachment,
    AgreementClosing,
    AgreementFile,
    AgreementSignatory,
    AgreementSignature,
    AgreementVersion,
)
from coopspace.agreement.rules import State
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import College, Site

FORMAT = "coopspace-agreement-version"
FORMAT_VERSION = 1
DRAFT_FORMAT = "coopspace-agreement-draft"
CONTENT, PDF, ATTACHED = "content", "pdf", "attached"


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked to sign, in which capacity."""

    person: uuid.UUID
    name: str
    college: College
    capacity: str


@dataclass(frozen=True)
class Signer:
    """Who is asked to sign a version; `signed_at` once they did, `hash` of their signature."""

    person: uuid.UUID
    name: str
    college: College
    capacity: str
    signed_at: datetime | None = None
    hash: str = ""
    method: str = ""


@dataclass(frozen=True)
class Attached:
    """A PDF signed elsewhere: its name, its digest, who added it and when."""

    number: int
    name: str
    digest: str
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Version:
    """A version as it was frozen, and what became of it."""

    id: uuid.UUID
    number: int
    language: str
    consent: str
    review_on: date
    put_by: uuid.UUID
    put_at: datetime
    digest: str
    pdf_digest: str
    pdf_size: int
    signers: tuple[Signer, ...]
    attached: tuple[Attached, ...] = ()
    state: State = State.OPEN
    closed_by: uuid.UUID | None = None
    closed_at: datetime | None = None
    reason: str = ""

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(one.signed_at is not None for one in self.signers)

    @property
    def awaited(self) -> tuple[Signer, ...]:
        """Who has not signed, while the version is open."""
        if self.state is not State.OPEN:
            return ()
        return tuple(one for one in self.signers if one.signed_at is None)

    def signer(self, person: uuid.UUID) -> Signer | None:
        """What this person is asked here, if anything."""
        return next((one for one in self.signers if one.person == person), None)

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name its page gives beside the signatories'."""
        found = {self.put_by, *(one.by for one in self.attached)}
        return found | ({self.closed_by} if self.closed_by else set())


def draft(session: Session, site: Site, *, language: str) -> dict[str, Any]:
    """The agreement as it stands, as plain values: what a new version would hold."""
    return canonical(reading.agreement(session).content, site=site.name, language=language)


def draft_envelope(agreement: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The agreement as it is being written, taken away on a day: it says that it is a draft."""
    return {
        "format": DRAFT_FORMAT,
        "format_version": FORMAT_VERSION,
        "on": on.isoformat(),
        "agreement": agreement,
    }


def envelope(
    agreement: Mapping[str, Any],
    *,
    number: int,
    at: datetime,
    review_on: date,
    consent: str,
    asked: Iterable[Asked],
) -> dict[str, Any]:
    """The canonical content of a version: what is signed, by whom, under which sentence."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "number": number,
        "put_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "review_on": review_on.isoformat(),
        "consent": consent,
        "signatories": [
            {"name": one.name, "party": str(one.college), "capacity": one.capacity} for one in asked
        ],
        "agreement": agreement,
    }


def digest_of(content: bytes) -> str:
    """SHA-256 of these bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def consent_words(site: Site, *, number: int, language: str) -> str:
    """The sentence that each signatory consents to."""
    words = method.load("agreement").text("signing.consent", language)
    return words.format(number=number, site=site.name)


def next_number(session: Session) -> int:
    """The number of the next version of the site in scope."""
    return (session.scalar(select(func.max(AgreementVersion.number))) or 0) + 1


_FROZEN = (
    select(AgreementVersion, AgreementClosing)
    .outerjoin(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
    .order_by(AgreementVersion.number.desc())
)
_SIGNERS = (
    select(AgreementSignatory, AgreementSignature)
    .outerjoin(AgreementSignature, AgreementSignature.signatory_id == AgreementSignatory.id)
    .order_by(AgreementSignatory.rank)
)
_FILES = select(
    AgreementFile.version_id, AgreementFile.kind, AgreementFile.digest, AgreementFile.size
).where(AgreementFile.kind != ATTACHED)
_ATTACHED = (
    select(AgreementAttachment)
    .where(AgreementAttachment.ended_at.is_(None))
    .order_by(AgreementAttachment.number)
)


def versions(session: Session) -> list[Version]:
    """Every version of the site in scope, the latest first: four queries whatever their number."""
    rows = session.execute(_FROZEN).all()
    if not rows:
        return []
    signers: dict[uuid.UUID, list[Signer]] = {}
    for signatory, signature in session.execute(_SIGNERS):
        signers.setdefault(signatory.version_id, []).append(_signer(signatory, signature))
    files = {(row.version_id, row.kind): row for row in session.execute(_FILES)}
    attached: dict[uuid.UUID, list[Attached]] = {}
    for one in session.scalars(_ATTACHED):
        attached.setdefault(one.version_id, []).append(
            Attached(one.number, one.name, one.digest, one.by, one.at)
        )
    return [
        _version(
            row,
            closing,
            content=files[row.id, CONTENT],
            pdf=files[row.id, PDF],
            signers=tuple(signers.get(row.id, ())),
            attached=tuple(attached.get(row.id, ())),
        )
        for row, closing in rows
    ]


def version_of(session: Session, number: int) -> Version:
    """The version of this number at the site in scope. Raises NotFound."""
    found = next((one for one in versions(session) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def standing(found: Iterable[Version], *, at: datetime | None = None) -> Version | None:
    """The version that stands, today or at a past moment: the last one that all had signed."""
    signed = [
        one
        for one in found
        if one.state is State.SIGNED
        and one.closed_at is not None
        and (at is None or one.closed_at <= at)
    ]
    return max(signed, key=lambda one: one.number, default=None)


def open_version(found: Iterable[Version]) -> Version | None:
    """The version that is being signed, if there is one: never two at a time."""
    return next((one for one in found if one.state is State.OPEN), None)


def content_of(session: Session, version: Version) -> bytes:
    """The canonical bytes, as they were frozen."""
    return _bytes(session, version, CONTENT)


def pdf_of(session: Session, version: Version) -> bytes:
    """The PDF, as it was made then."""
    return _bytes(session, version, PDF)


def attached_of(session: Session, version: Version, number: int) -> tuple[Attached, bytes]:
    """A PDF signed elsewhere and its bytes. Raises NotFound."""
    named = next((one for one in version.attached if one.number == number), None)
    query = (
        select(AgreementFile.content)
        .join(AgreementAttachment, AgreementAttachment.file_id == AgreementFile.id)
        .where(AgreementAttachment.version_id == version.id, AgreementAttachment.number == number)
    )
    content = session.scalar(query)
    if named is None or content is None:
        raise NotFound
    return named, content


def _bytes(session: Session, version: Version, kind: str) -> bytes:
    query = select(AgreementFile.content).where(
        AgreementFile.version_id == version.id, AgreementFile.kind == kind
    )
    return session.scalars(query).one()


def _signer(signatory: AgreementSignatory, signature: AgreementSignature | None) -> Signer:
    return Signer(
        person=signatory.user_id,
        name=signatory.name,
        college=College(signatory.college),
        capacity=signatory.capacity,
        signed_at=signature.at if signature else None,
        hash=signature.hash if signature else "",
        method=signature.method if signature else "",
    )


def _version(
    row: AgreementVersion,
    closing: AgreementClosing | None,
    *,
    content: Any,
    pdf: Any,
    signers: tuple[Signer, ...],
    attached: tuple[Attached, ...],
) -> Version:
    return Version(
        id=row.id,
        number=row.number,
        language=row.language,
        consent=row.consent,
        review_on=row.review_on,
        put_by=row.put_by,
        put_at=row.put_at,
        digest=content.digest,
        pdf_digest=pdf.digest,
        pdf_size=pdf.size,
        signers=signers,
        attached=attached,
        state=State(closing.state) if closing else State.OPEN,
        closed_by=closing.by if closing else None,
        closed_at=closing.at if closing else None,
        reason=closing.reason if closing else "",
    )
