"""What makes a signature hold: the chain of a version, and what a file says of itself alone."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement.carried import COPIES, LARGEST, NotOurs, copied, embedded
from coopspace.agreement.content import serialised
from coopspace.agreement.model import (
    AgreementClosing,
    AgreementFile,
    AgreementSignatory,
    AgreementSignature,
    AgreementVersion,
)
from coopspace.agreement.rules import State
from coopspace.agreement.versions import CONTENT, DRAFT_FORMAT, FORMAT, PDF, digest_of
from coopspace.kernel.base import across_sites

FIRST = "0" * 64


@dataclass(frozen=True)
class Link:
    """Everything that one signature says."""

    content: str
    pdf: str
    seq: int
    person: uuid.UUID
    name: str
    party: str
    capacity: str
    consent: str
    method: str
    at: datetime
    previous: str


def fingerprint(link: Link) -> str:
    """SHA-256 of a signature with the one before it, in hexadecimal."""
    line = {
        "content": link.content,
        "pdf": link.pdf,
        "seq": link.seq,
        "person": str(link.person),
        "name": link.name,
        "party": str(link.party),
        "capacity": link.capacity,
        "consent": link.consent,
        "method": link.method,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": link.previous,
    }
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Checked:
    """How many versions and signatures were read again, and what is not as it was written."""

    versions: int
    signatures: int
    faults: tuple[str, ...]


def check(session: Session) -> Checked:
    """Read every version and every signature of the house again, from their bytes on."""
    with across_sites(session, because="the house reads again everything that was signed in it"):
        files = _digests(session)
        closings = dict(
            session.execute(select(AgreementClosing.version_id, AgreementClosing.state)).all()
        )
        asked = _asked(session)
        names = {
            row.id: row
            for row in session.execute(
                select(
                    AgreementVersion.id,
                    AgreementVersion.site_id,
                    AgreementVersion.number,
                    AgreementVersion.consent,
                )
            )
        }
        signed = _signatures(session)
    faults: list[str] = []
    for key, row in names.items():
        told = f"site {row.site_id}, version {row.number}"
        faults += [f"{told}: {fault}" for fault in files.get(key, _Files()).faults()]
        links = signed.get(key, [])
        faults += [f"{told}: {fault}" for fault in _chain(row.consent, files.get(key), links)]
        if closings.get(key) == State.SIGNED and len(links) != asked.get(key, 0):
            faults.append(f"{told}: it is said to be signed by all and is not")
    return Checked(len(names), sum(len(one) for one in signed.values()), tuple(faults))


@dataclass
class _Files:
    """The digests of a version: as they are told, and as they are found."""

    content: str = ""
    pdf: str = ""
    wrong: tuple[str, ...] = ()

    def faults(self) -> list[str]:
        missing = [name for name in (CONTENT, PDF) if not getattr(self, name)]
        return [f"its {name} is missing" for name in missing] + [
            f"its {name} was altered" for name in self.wrong
        ]


def _digests(session: Session) -> dict[uuid.UUID, _Files]:
    found: dict[uuid.UUID, _Files] = {}
    query = select(
        AgreementFile.version_id, AgreementFile.kind, AgreementFile.digest, AgreementFile.content
    ).where(AgreementFile.kind.in_((CONTENT, PDF)))
    for row in session.execute(query.execution_options(yield_per=20)):
        files = found.setdefault(row.version_id, _Files())
        setattr(files, row.kind, row.digest)
        if digest_of(row.content) != row.digest:
            files.wrong = (*files.wrong, row.kind)
    return found


def _asked(session: Session) -> dict[uuid.UUID, int]:
    counted: dict[uuid.UUID, int] = {}
    for key in session.scalars(select(AgreementSignatory.version_id)):
        counted[key] = counted.get(key, 0) + 1
    return counted


def _signatures(session: Session) -> dict[uuid.UUID, list[Any]]:
    rows = session.execute(
        select(
            AgreementSignature.version_id,
            AgreementSignature.seq,
            AgreementSignature.consent_digest,
            AgreementSignature.method,
            AgreementSignature.at,
            AgreementSignature.previous,
            AgreementSignature.hash,
            AgreementSignatory.user_id,
            AgreementSignatory.name,
            AgreementSignatory.college,
            AgreementSignatory.capacity,
        )
        .join(AgreementSignatory, AgreementSignatory.id == AgreementSignature.signatory_id)
        .order_by(AgreementSignature.version_id, AgreementSignature.seq)
    )
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return found


def _chain(consent: str, files: _Files | None, rows: Iterable[Any]) -> Iterable[str]:
    previous, told = FIRST, files or _Files()
    words = digest_of(consent.encode())
    for place, row in enumerate(rows, 1):
        link = Link(
            content=told.content,
            pdf=told.pdf,
            seq=row.seq,
            person=row.user_id,
            name=row.name,
            party=row.college,
            capacity=row.capacity,
            consent=row.consent_digest,
            method=row.method,
            at=row.at,
            previous=row.previous,
        )
        if row.seq != place or row.previous != previous:
            yield f"signature {row.seq} does not follow the one before"
        elif row.hash != fingerprint(link):
            yield f"signature {row.seq} was altered"
        elif row.consent_digest != words:
            yield f"signature {row.seq} consents to another sentence"
        previous = row.hash


@dataclass(frozen=True)
class Told:
    """What a file says of itself: its own digest, that of the content in it, and that content."""

    kind: str
    digest: str
    content: str
    values: Mapping[str, Any]

    @property
    def is_copy(self) -> bool:
        """A file to work on: it carries the content, and its words may have been changed."""
        return self.kind in COPIES


def read_file(data: bytes) -> Told:
    """What a file says, from itself alone. Raises NotOurs."""
    if data.startswith(b"%PDF-"):
        inside = embedded(data)
        return Told(PDF, digest_of(data), digest_of(inside), _values(inside))
    if data.startswith(b"PK"):
        kind, inside = copied(data)
        return Told(kind, digest_of(data), digest_of(inside), _values(inside))
    return Told(CONTENT, digest_of(data), digest_of(data), _values(data))


def _values(content: bytes) -> Mapping[str, Any]:
    """The content, which must be written exactly as we write it."""
    if len(content) > LARGEST:
        raise NotOurs("this file is larger than any agreement")
    try:
        values = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise NotOurs("this is not the content of an agreement") from error
    if not isinstance(values, dict) or values.get("format") not in (FORMAT, DRAFT_FORMAT):
        raise NotOurs("this is not the content of an agreement")
    if values["format"] == DRAFT_FORMAT:
        raise NotOurs("this is a draft: nobody has signed it")
    if serialised(values) != content:
        raise NotOurs("this content was written again: it is not in its canonical form")
    return values
