"""Putting an agreement to signature: what is proposed, what is frozen, who is written to."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import limits
from coopspace.accounts.limits import By, Door, Limit
from coopspace.accounts.model import User
from coopspace.agreement import versions
from coopspace.agreement.content import digest, serialised
from coopspace.agreement.held import check_open, file_of, held, note
from coopspace.agreement.model import AgreementSignatory, AgreementVersion
from coopspace.agreement.versions import CONTENT, PDF, Asked, Signer, Version
from coopspace.kernel import clock, typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.mail import Letter
from coopspace.sites import circle
from coopspace.sites.holding import hold
from coopspace.sites.model import COLLEGE_LABELS, College, Membership, Site

YEARS = 10
"""The furthest review, in years."""
CAPACITY_MAX = 160
REMINDED = Door("agreement_remind", (Limit(By.WHO, 1, timedelta(hours=20)),))
"""The reminders of one version."""


@dataclass(frozen=True)
class Proposed:
    """A version that is about to be put to signature: the bytes that will be frozen."""

    number: int
    at: datetime
    language: str
    review_on: date
    consent: str
    asked: tuple[Asked, ...]
    seen: str
    content: bytes


def members(session: Session, site: Site) -> list[Membership]:
    """Everybody who may be asked to sign: the trio of today, party by party."""
    _members, voices = circle.voices(session, site)
    return [
        member for voice in voices for member in voice.members if member.user.disabled_at is None
    ]


def unable(session: Session, site: Site, version: Version) -> tuple[Signer, ...]:
    """Who has not signed an open version and no longer speaks for the party that it names: such a
    version can only be withdrawn."""
    if not version.awaited:
        return ()
    speaks = {(one.user_id, one.college) for one in members(session, site)}
    return tuple(one for one in version.awaited if (one.person, one.college) not in speaks)


def propose(
    session: Session,
    site: Site,
    *,
    capacities: Mapping[uuid.UUID, str],
    review_on: date | None,
    language: str,
    seen: str,
    at: datetime | None = None,
) -> Proposed:
    """What would be put to signature now; `capacities` says who signs, `seen` is the digest of the
    words that were read. Raises Refusal."""
    if versions.open_version(versions.versions(session)):
        raise Refusal(
            N_("A version is being signed: it must be signed, refused or withdrawn first.")
        )
    agreement = versions.draft(session, site, language=language)
    if digest(agreement) != seen:
        raise Refusal(
            N_("The agreement has changed since you opened this page: read it again below.")
        )
    _check_written(agreement)
    moment = at or clock.now()
    number = versions.next_number(session)
    consent = versions.consent_words(site, number=number, language=language)
    asked = _asked(session, site, capacities)
    review = _review(review_on)
    sealed = versions.envelope(
        agreement, number=number, at=moment, review_on=review, consent=consent, asked=asked
    )
    return Proposed(
        number, moment, language, review, consent, tuple(asked), seen, serialised(sealed)
    )


def put(
    session: Session, site: Site, *, proposed: Proposed, pdf: bytes, by: User
) -> AgreementVersion:
    """Freeze what was proposed, unless anything moved meanwhile. `pdf` was made from the very
    bytes that are frozen."""
    hold(session, site.id)
    again = propose(
        session,
        site,
        capacities={one.person: one.capacity for one in proposed.asked},
        review_on=proposed.review_on,
        language=proposed.language,
        seen=proposed.seen,
        at=proposed.at,
    )
    if again.content != proposed.content:
        raise Refusal(N_("Something changed at this very moment: read it again below."))
    row = AgreementVersion(
        site_id=site.id,
        number=proposed.number,
        language=proposed.language,
        consent=proposed.consent,
        review_on=proposed.review_on,
        put_by=by.id,
        put_at=proposed.at,
    )
    session.add(row)
    session.flush()
    for kind, content in ((CONTENT, proposed.content), (PDF, pdf)):
        session.add(file_of(row, kind, content))
    for rank, one in enumerate(proposed.asked):
        session.add(
            AgreementSignatory(
                site_id=site.id,
                version_id=row.id,
                user_id=one.person,
                rank=rank,
                college=one.college,
                name=one.name,
                capacity=one.capacity,
            )
        )
    session.flush()
    note(
        session,
        "agreement:put",
        site,
        row.number,
        by,
        digest=versions.digest_of(proposed.content),
        pdf=versions.digest_of(pdf),
    )
    return row


def remind(session: Session, site: Site, *, number: int, by: User) -> list[User]:
    """Who is to be written to again: those who have not signed. Once a day at most."""
    version = held(session, site, number)
    check_open(version)
    if limits.wait(session, REMINDED, REMINDED.limits[0], who=str(version.id)):
        raise Refusal(N_("A reminder left less than a day ago."))
    limits.take(session, REMINDED, who=str(version.id))
    note(session, "agreement:remind", site, number, by, count=len(version.awaited))
    return awaited(session, version)


def awaited(session: Session, version: Version) -> list[User]:
    """The people who have not signed an open version, those whose account is closed aside."""
    ids = [one.person for one in version.awaited]
    query = select(User).where(User.id.in_(ids), User.disabled_at.is_(None)).order_by(User.name)
    return list(session.scalars(query))


def letter(to: User, link: str, *, site: Site, number: int, until: str, again: bool) -> Letter:
    """The letter that asks to sign, or reminds of it."""
    return Letter(
        to=to.email,
        locale=to.locale,
        subject=N_("Reminder: our agreement awaits your signature (%(place)s)")
        if again
        else N_("Our agreement awaits your signature (%(place)s)"),
        paragraphs=(
            N_("Version %(number)s of the cooperation agreement of %(place)s is put to signature."),
            N_("Read it whole, then sign it or say why you do not:"),
        ),
        link=link,
        after=(N_("It can be discussed again on %(until)s, or before if one of us asks."),),
        words={"place": site.name, "number": number, "until": until},
    )


def _asked(session: Session, site: Site, capacities: Mapping[uuid.UUID, str]) -> Sequence[Asked]:
    """Who signs: members of the trio, one for each party at least, each in a capacity."""
    asked = []
    for member in members(session, site):
        if member.user_id not in capacities or member.college is None:
            continue
        field = f"capacity_{member.user_id.hex}"
        capacity = typed.line(capacities[member.user_id], field, CAPACITY_MAX)
        if not capacity:
            raise Refusal(
                N_("Say in which capacity %(name)s signs."), field=field, name=member.user.name
            )
        asked.append(Asked(member.user_id, member.user.name, College(member.college), capacity))
    for college in College:
        if all(one.college is not college for one in asked):
            raise Refusal(
                N_("Each of the three parties signs: nobody does for this one: %(party)s."),
                translated={"party": COLLEGE_LABELS[college]},
            )
    if len(asked) != len(capacities):
        raise Refusal(N_("Somebody has left the trio: look again at who signs."))
    return asked


def _check_written(agreement: Mapping[str, object]) -> None:
    sections = agreement["sections"]
    assert isinstance(sections, list)
    beside = ("clauses", "places", "decisions", "messages", "talents")
    if not any(section.get(name) for section in sections for name in beside):
        raise Refusal(N_("There is nothing to sign yet: write the agreement first."))


def _review(day: date | None) -> date:
    today = clock.today()
    if day is None:
        raise Refusal(N_("Choose the day on which you look at it again."), field="review_on")
    if day <= today:
        raise Refusal(N_("Choose a day to come."), field="review_on")
    if day.year > today.year + YEARS:
        raise Refusal(N_("Choose a day within %(years)d years."), field="review_on", years=YEARS)
    return day
