"""A PDF signed elsewhere, beside a version: kept as it came, handed out, never shown."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import versions
from coopspace.agreement.held import CLOSED, file_name, file_of, held, note
from coopspace.agreement.model import AgreementAttachment, AgreementFile, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.agreement.versions import ATTACHED
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Site

LARGEST = 2_000_000
"""The largest PDF that is added to a version, in bytes: our forms carry little more."""
MOST = 10
"""How many PDFs signed elsewhere a version carries."""


def attach(
    session: Session, site: Site, *, number: int, name: str, content: bytes, by: User
) -> AgreementAttachment:
    """Add a PDF that was signed elsewhere to a version."""
    version = held(session, site, number)
    if version.state in (State.REFUSED, State.WITHDRAWN):
        raise Refusal(CLOSED[version.state])
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Refusal(N_("Choose a PDF: this file is not one."), field="file")
    if len(content) > LARGEST:
        raise Refusal(N_("This file is too large: 2 MB at most."), field="file")
    if len(version.attached) >= MOST:
        raise Refusal(N_("This version carries %(most)d files already."), field="file", most=MOST)
    told = versions.digest_of(content)
    if any(one.digest == told for one in version.attached):
        raise Refusal(N_("This very file was added already."), field="file")
    row = session.get_one(AgreementVersion, version.id)
    file = file_of(row, ATTACHED, content)
    session.add(file)
    session.flush()
    last = select(func.max(AgreementAttachment.number)).where(
        AgreementAttachment.version_id == version.id
    )
    added = AgreementAttachment(
        site_id=site.id,
        version_id=version.id,
        number=(session.scalar(last) or 0) + 1,
        file_id=file.id,
        name=file_name(name),
        digest=told,
        by=by.id,
        at=clock.now(),
        ended_at=None,
    )
    session.add(added)
    session.flush()
    note(session, "agreement:attach", site, number, by, digest=told)
    return added


def detach(session: Session, site: Site, *, number: int, attachment: int, by: User) -> None:
    """Take out a PDF that was added by mistake: its bytes are erased, its digest stays told."""
    version = held(session, site, number)
    row = session.scalar(
        select(AgreementAttachment).where(
            AgreementAttachment.version_id == version.id,
            AgreementAttachment.number == attachment,
        )
    )
    if row is None:
        raise NotFound
    if row.file_id is None:
        return
    file = session.get_one(AgreementFile, row.file_id)
    row.file_id, row.ended_at = None, clock.now()
    session.flush()
    session.delete(file)
    session.flush()
    note(session, "agreement:detach", site, number, by, digest=row.digest)
