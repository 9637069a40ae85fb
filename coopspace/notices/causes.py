"""What concerns whom: each row that a room writes, read as its cause. In the site in scope, just
before the act is committed, in the order in which things happened."""

import uuid
from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coopspace.agreement.clauses import CLAUSE
from coopspace.agreement.model import (
    AgreementClause,
    AgreementClosing,
    AgreementSignatory,
    AgreementSignature,
    AgreementSuggestion,
    AgreementSuggestionEnd,
    AgreementVersion,
)
from coopspace.agreement.rules import Fate
from coopspace.decisions.model import Decision, DecisionEvent, DecisionPosition, DecisionSeat
from coopspace.decisions.rules import Happened
from coopspace.discussion.model import DiscussionComment, DiscussionMention, DiscussionThread
from coopspace.live.model import Wording
from coopspace.notices.kinds import DECISION, ROLE, SITE, VERSION
from coopspace.notices.model import Notice
from coopspace.notices.rules import DISCUSSED, What
from coopspace.notices.telling import Told, settle, take_back, tell
from coopspace.roles.model import RoleHandover, RoleHolding, RoleTelling
from coopspace.visits.model import SiteHandover


class How(Enum):
    """What became of a row."""

    NEW = auto()
    CHANGED = auto()
    GONE = auto()


def comment(session: Session, how: How, row: DiscussionComment) -> None:
    """Somebody answers: those who speak in the thread are told, but whom the comment calls. What
    its author was called to is read. Of words taken back nothing is told."""
    if row.taken_back_at is not None:
        take_back(session, Notice.source_id == row.id)
        return
    if how is not How.NEW:
        return
    thread = session.get_one(DiscussionThread, row.thread_id)
    called = select(DiscussionMention.user_id).where(DiscussionMention.comment_id == row.id)
    speaking = select(DiscussionComment.by).where(
        DiscussionComment.thread_id == row.thread_id,
        DiscussionComment.number < row.number,
        DiscussionComment.taken_back_at.is_(None),
    )
    told = _said(What.ANSWER, thread, row)
    to = {*session.scalars(speaking)} - {*session.scalars(called)}
    tell(session, told, site_id=row.site_id, to=to)
    settle(
        session,
        row.at,
        Notice.user_id == row.by,
        Notice.what.in_(DISCUSSED),
        Notice.site_id == row.site_id,
        Notice.place.startswith(f"{thread.ref}#", autoescape=True),
    )


def mention(session: Session, how: How, row: DiscussionMention) -> None:
    """A comment calls somebody, no longer calls them, or they say that they have read it."""
    its = (
        Notice.user_id == row.user_id,
        Notice.what == What.MENTION,
        Notice.source_id == row.comment_id,
    )
    if how is How.GONE:
        take_back(session, *its)
        return
    if how is How.NEW:
        said = session.get_one(DiscussionComment, row.comment_id)
        thread = session.get_one(DiscussionThread, said.thread_id)
        if said.taken_back_at is None:
            told = _said(What.MENTION, thread, said)
            tell(session, told, site_id=row.site_id, to=[row.user_id])
            session.flush()
    if row.seen_at is not None:
        settle(session, row.seen_at, *its)


def _said(what: What, thread: DiscussionThread, row: DiscussionComment) -> Told:
    place = f"{thread.ref}#{row.number}"
    return Told(what, thread.kind, thread.about, row.id, row.by, row.at, place)


def suggestion(session: Session, how: How, row: AgreementSuggestion) -> None:
    """Other words are suggested for a clause: those who wrote in it are told."""
    if how is not How.NEW:
        return
    wordings = session.execute(
        select(Wording.author_id, Wording.authors)
        .join(AgreementClause, AgreementClause.document_id == Wording.document_id)
        .where(AgreementClause.code == row.code, Wording.aside.is_(False))
    )
    wrote: set[uuid.UUID | None] = set()
    for author, typing in wordings:
        wrote |= {author, *map(uuid.UUID, typing or ())}
    told = Told(What.SUGGESTION, CLAUSE, row.code, row.id, row.by, row.at, place=str(row.number))
    tell(session, told, site_id=row.site_id, to=wrote)


_FATES = {Fate.ACCEPTED: What.ACCEPTED, Fate.REFUSED: What.REFUSED}


def decided(session: Session, how: How, row: AgreementSuggestionEnd) -> None:
    """What became of a suggestion: its author is told, and it waits for nobody any more."""
    if how is not How.NEW:
        return
    of = session.get_one(AgreementSuggestion, row.suggestion_id)
    settle(session, row.at, Notice.what == What.SUGGESTION, Notice.source_id == of.id)
    what = _FATES.get(Fate(row.state))
    if what is not None:
        told = Told(what, CLAUSE, of.code, of.id, row.by, row.at, place=str(of.number))
        tell(session, told, site_id=row.site_id, to=[of.by])


def seat(session: Session, how: How, row: DecisionSeat) -> None:
    """Somebody is asked for their position, or no longer."""
    if row.until is not None:
        settle(session, row.until, Notice.what == What.ASKED, Notice.source_id == row.id)
    elif how is How.NEW:
        told = Told(What.ASKED, DECISION, _number(session, row), row.id, row.by, row.at)
        tell(session, told, site_id=row.site_id, to=[row.user_id])


def position(session: Session, how: How, row: DecisionPosition) -> None:
    """Somebody has said their position: they are not asked any more."""
    if how is How.NEW:
        mine = Notice.user_id == row.user_id
        settle(session, row.at, mine, *_asked(session, row))


def outcome(session: Session, how: How, row: DecisionEvent) -> None:
    """An outcome is written, or the decision opened again: those who were asked are told."""
    if how is not How.NEW:
        return
    settle(session, row.at, *_asked(session, row))
    decision = session.get_one(Decision, row.decision_id)
    seats = select(DecisionSeat.user_id).where(
        DecisionSeat.decision_id == row.decision_id, DecisionSeat.until.is_(None)
    )
    to = {*session.scalars(seats)}
    concluded = Happened(row.kind) is Happened.OUTCOME
    told = Told(
        What.DECIDED if concluded else What.ASKED,
        DECISION,
        str(decision.number),
        row.id,
        row.by,
        row.at,
    )
    tell(session, told, site_id=row.site_id, to={*to, decision.opened_by} if concluded else to)


def _number(session: Session, row: DecisionSeat | DecisionPosition | DecisionEvent) -> str:
    return str(session.get_one(Decision, row.decision_id).number)


def _asked(
    session: Session, row: DecisionPosition | DecisionEvent
) -> tuple[ColumnElement[bool], ...]:
    return _about(row.site_id, DECISION, _number(session, row), What.ASKED)


def _about(
    site_id: uuid.UUID, kind: str, about: str, what: What
) -> tuple[ColumnElement[bool], ...]:
    return (
        Notice.site_id == site_id,
        Notice.kind == kind,
        Notice.about == about,
        Notice.what == what,
    )


def signatory(session: Session, how: How, row: AgreementSignatory) -> None:
    """Somebody is asked to sign."""
    if how is How.NEW:
        version = session.get_one(AgreementVersion, row.version_id)
        told = Told(What.SIGN, VERSION, str(version.number), row.id, version.put_by, version.put_at)
        tell(session, told, site_id=row.site_id, to=[row.user_id])


def signature(session: Session, how: How, row: AgreementSignature) -> None:
    """Somebody has signed."""
    if how is How.NEW:
        settle(session, row.at, Notice.what == What.SIGN, Notice.source_id == row.signatory_id)


def closing(session: Session, how: How, row: AgreementClosing) -> None:
    """A version is signed by all, refused or withdrawn: nobody is asked to sign it any more."""
    if how is How.NEW:
        version = session.get_one(AgreementVersion, row.version_id)
        settle(session, row.at, *_about(row.site_id, VERSION, str(version.number), What.SIGN))


def step(session: Session, how: How, row: RoleTelling) -> None:
    """The next step of a role is somebody’s: told once as long as it stays the same."""
    if how is not How.NEW:
        return
    before = session.scalar(
        select(RoleTelling).where(RoleTelling.role == row.role, RoleTelling.seq == row.seq - 1)
    )
    if before and (before.step, before.step_person) == (row.step, row.step_person):
        return
    settle(session, row.at, *_about(row.site_id, ROLE, str(row.role), What.STEP))
    told = Told(What.STEP, ROLE, str(row.role), row.id, row.by, row.at)
    tell(session, told, site_id=row.site_id, to=[row.step_person])


def holding(session: Session, how: How, row: RoleHolding) -> None:
    """A role comes into somebody’s hands, or leaves them."""
    if row.until is not None:
        settle(session, row.until, Notice.what == What.ROLE, Notice.source_id == row.id)
    elif how is How.NEW:
        passed = session.get_one(RoleHandover, row.begun_id)
        told = Told(What.ROLE, ROLE, str(row.role), row.id, passed.by, row.at)
        tell(session, told, site_id=row.site_id, to=[row.user_id])


def handover(session: Session, how: How, row: SiteHandover) -> None:
    """A site is handed over to somebody, until they receive it or it is taken back."""
    if how is How.NEW:
        told = Told(What.HAND, SITE, str(row.number), row.id, row.by, row.at)
        tell(session, told, site_id=row.site_id, to=[row.incoming])
        session.flush()
    if (ended := row.received_at or row.withdrawn_at) is not None:
        settle(session, ended, Notice.what == What.HAND, Notice.source_id == row.id)


Cause = Callable[[Session, How, Any], None]
CAUSES: dict[type, Cause] = {
    DiscussionComment: comment,
    DiscussionMention: mention,
    AgreementSuggestion: suggestion,
    AgreementSuggestionEnd: decided,
    AgreementSignatory: signatory,
    AgreementSignature: signature,
    AgreementClosing: closing,
    DecisionSeat: seat,
    DecisionPosition: position,
    DecisionEvent: outcome,
    RoleTelling: step,
    RoleHolding: holding,
    SiteHandover: handover,
}
"""Which rows concern somebody."""
