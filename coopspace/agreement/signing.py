"""Signing a version, refusing to, taking it back.

Whoever acts holds the site: fifty who press at the same instant are answered one after the other,
and the tables refuse what would be a second effect.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import proof, versions
from coopspace.agreement.held import check_open, held, note
from coopspace.agreement.model import (
    AgreementClosing,
    AgreementSignatory,
    AgreementSignature,
    AgreementVersion,
)
from coopspace.agreement.rules import TEXT_MAX, State
from coopspace.agreement.versions import Version
from coopspace.kernel import clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites import access
from coopspace.sites.model import Site

METHOD = "session_proved"
"""How a signature is made: by somebody signed in, who types their password again."""


def sign(session: Session, site: Site, *, number: int, seen: str, by: User) -> Version:
    """Sign, in one's own name and for one's party, the content of this digest. Signing twice
    changes nothing; the last signature makes the version stand."""
    version = held(session, site, number)
    signer = version.signer(by.id)
    if signer is not None and signer.signed_at is not None:
        return version
    check_open(version)
    _check_signer(session, site, version, by)
    if seen != version.digest:
        raise Refusal(N_("This is not the text that you read: open the version again."))
    _add_signature(session, version, by)
    signed = versions.version_of(session, number)
    latest = signed.signer(by.id)
    note(
        session,
        "agreement:sign",
        site,
        number,
        by,
        digest=version.digest,
        college=str(latest.college) if latest else "",
        signature=latest.hash if latest else "",
    )
    if signed.signed == len(signed.signers):
        _close(session, signed, State.SIGNED, "", by)
        note(session, "agreement:stand", site, number, by, digest=version.digest)
    return versions.version_of(session, number)


def refuse(session: Session, site: Site, *, number: int, reason: str, by: User) -> None:
    """Refuse to sign, with a reason: the version is closed, and the text is discussed again."""
    version = held(session, site, number)
    check_open(version)
    signer = _check_signer(session, site, version, by)
    if signer.signed_at is not None:
        raise Refusal(N_("You have signed this version: withdraw it rather, while it is open."))
    _close(session, version, State.REFUSED, _reason(reason), by)
    note(session, "agreement:refuse", site, number, by, college=str(signer.college))


def withdraw(session: Session, site: Site, *, number: int, reason: str, by: User) -> None:
    """Take a version back before its last signature, with a reason."""
    version = held(session, site, number)
    check_open(version)
    _close(session, version, State.WITHDRAWN, _reason(reason), by)
    note(session, "agreement:withdraw", site, number, by)


def _check_signer(session: Session, site: Site, version: Version, by: User) -> versions.Signer:
    """Somebody who is asked to sign, and who still speaks for the same party today."""
    signer = version.signer(by.id)
    if signer is None:
        raise Refusal(N_("You are not among those who sign this version."))
    place = access.standing(session, by, site)
    speaks = place is not None and place.may(Permission.AGREEMENT_SIGN)
    if not speaks or place is None or place.college != signer.college:
        raise Refusal(N_("You no longer speak here for the party that you were to sign for."))
    return signer


def _add_signature(session: Session, version: Version, by: User) -> None:
    query = select(AgreementSignatory).where(
        AgreementSignatory.version_id == version.id, AgreementSignatory.user_id == by.id
    )
    signatory = session.scalars(query).one()
    last = session.scalar(
        select(AgreementSignature)
        .where(AgreementSignature.version_id == version.id)
        .order_by(AgreementSignature.seq.desc())
        .limit(1)
    )
    link = proof.Link(
        content=version.digest,
        pdf=version.pdf_digest,
        seq=last.seq + 1 if last else 1,
        person=by.id,
        name=signatory.name,
        party=str(signatory.college),
        capacity=signatory.capacity,
        consent=versions.digest_of(version.consent.encode()),
        method=METHOD,
        at=clock.now(),
        previous=last.hash if last else proof.FIRST,
    )
    session.add(
        AgreementSignature(
            site_id=signatory.site_id,
            version_id=version.id,
            signatory_id=signatory.id,
            seq=link.seq,
            consent_digest=link.consent,
            method=link.method,
            at=link.at,
            previous=link.previous,
            hash=proof.fingerprint(link),
        )
    )
    session.flush()


def _close(session: Session, version: Version, state: State, reason: str, by: User) -> None:
    row = session.get_one(AgreementVersion, version.id)
    session.add(
        AgreementClosing(
            version_id=version.id,
            site_id=row.site_id,
            state=state,
            reason=reason,
            by=by.id,
            at=clock.now(),
        )
    )
    session.flush()


def _reason(text: str) -> str:
    reason = typed.words(text, "reason", TEXT_MAX)
    if not reason:
        raise Refusal(N_("Say why: the others need it to go on."), field="reason")
    return reason
