"""What people do with rounds: open, prolong, reveal, conclude, end. Answers are in `answering`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.continuum import doors, rules
from coopspace.continuum.model import (
    ContinuumAnswer,
    ContinuumConclusion,
    ContinuumFigure,
    ContinuumMark,
    ContinuumRound,
)
from coopspace.continuum.rules import Outcome, Stage
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.rounds import holding
from coopspace.rounds.holding import lock as lock
from coopspace.rounds.holding import stage_of as stage_of
from coopspace.sites.model import Membership, Site


@dataclass(frozen=True)
class Mode:
    """What is chosen before a round and never after."""

    hidden: bool = True
    anonymous: bool = False
    guests: bool = False


def open_round(
    session: Session,
    site: Site,
    *,
    by: User,
    question: str,
    closes_at: datetime,
    opens_at: datetime | None = None,
    mode: Mode | None = None,
    expected: int | None = None,
) -> ContinuumRound:
    """Open a round, or announce it for a later day; one at a time in a site."""
    mode = mode or Mode()
    number = holding.next_number(session, site, ContinuumRound)
    now = clock.now()
    begins = max(opens_at or now, now)
    asked = rules.question_of(question)
    rules.check_dates(begins, closes_at)
    people = rules.expected_of(mode.guests, expected)
    rules.check_mode(
        hidden=mode.hidden,
        anonymous=mode.anonymous,
        people=len(members_who_answer(session, site)) + people,
    )
    opened = ContinuumRound(
        site_id=site.id,
        number=number,
        question=asked,
        opens_at=begins,
        closes_at=closes_at,
        hidden=mode.hidden,
        anonymous=mode.anonymous,
        guests=mode.guests,
        expected=people,
        opened_by=by.id,
        opened_at=now,
    )
    session.add(opened)
    session.flush()
    if mode.guests:
        doors.make(session, opened)
    _note(session, opened, "continuum:open", by=by)
    return opened


def prolong(session: Session, round_: ContinuumRound, *, closes_at: datetime, by: User) -> None:
    """Give more time: a round that closed too soon takes answers again until the new day."""
    held = lock(session, round_)
    holding.give_time(held, closes_at=closes_at)
    _note(session, held, "continuum:prolong", by=by)


def reveal(session: Session, round_: ContinuumRound, *, by: User) -> None:
    """Show everybody what all have answered. From here on nobody changes what they said."""
    held = lock(session, round_)
    if held.revealed_at is not None:
        return
    answered = answers_count(session, held)
    rules.check_revealed(stage_of(held), anonymous=held.anonymous, answered=answered)
    invited = invited_count(session, held)
    holding.settle_reveal(session, held, ContinuumAnswer, invited=invited, by=by)
    _fix_figure(session, held)
    _note(session, held, "continuum:reveal", by=by, answers=answered, invited=invited)


def end_round(session: Session, round_: ContinuumRound, *, why: str, by: User) -> None:
    """End a round that will not be revealed: what was answered is never shown."""
    held = lock(session, round_)
    if held.ended_at is not None:
        return
    holding.settle_end(session, held, ContinuumAnswer, why=why, by=by)
    _note(session, held, "continuum:end", by=by)


def conclude(
    session: Session,
    round_: ContinuumRound,
    *,
    outcome: Outcome,
    level: int | None,
    words: str,
    by: User,
    advances: str = "",
) -> ContinuumConclusion:
    """Write down what the group decides of a revealed round; an earlier conclusion is kept."""
    held = lock(session, round_)
    if held.revealed_at is None:
        raise Refusal(N_("Reveal the round first: a conclusion is drawn together."))
    named, kept = rules.conclusion_of(outcome, level, words)
    moved = typed.words(advances, "advances", rules.WORDS_MAX)
    latest = conclusion_of(session, held)
    if latest and (latest.outcome, latest.level, latest.words, latest.advances) == (
        outcome,
        named,
        kept,
        moved,
    ):
        return latest
    conclusion = ContinuumConclusion(
        site_id=held.site_id,
        round_id=held.id,
        seq=(latest.seq if latest else 0) + 1,
        outcome=outcome,
        level=named,
        words=kept,
        advances=moved,
        by=by.id,
        at=clock.now(),
    )
    session.add(conclusion)
    session.flush()
    _note(session, held, "continuum:conclude", by=by, outcome=str(outcome))
    return conclusion


def new_code(session: Session, round_: ContinuumRound, *, by: User) -> None:
    """Another code for twelve hours: the one before, and the QR that was shown, stop working."""
    held = lock(session, round_)
    if not held.guests or stage_of(held) not in (Stage.ANNOUNCED, Stage.OPEN):
        raise Refusal(N_("This round is not joined by code now."))
    doors.renew(session, held)
    _note(session, held, "continuum:new_code", by=by)


def round_of(session: Session, number: int) -> ContinuumRound:
    """The round of this number at the site in scope. Raises NotFound."""
    return holding.round_of(session, ContinuumRound, number)


def conclusion_of(session: Session, round_: ContinuumRound) -> ContinuumConclusion | None:
    """The conclusion that stands."""
    return session.scalar(
        select(ContinuumConclusion)
        .where(ContinuumConclusion.round_id == round_.id)
        .order_by(ContinuumConclusion.seq.desc())
        .limit(1)
    )


def members_who_answer(session: Session, site: Site) -> list[Membership]:
    """The members of the site who take a position: the trio and the contributors."""
    return holding.members_with(session, site, Permission.CONTINUUM_ANSWER)


def answers_count(session: Session, round_: ContinuumRound) -> int:
    """How many have answered, counted on the marks: no answer is read."""
    return holding.answers_count(session, round_, ContinuumMark)


def invited_count(session: Session, round_: ContinuumRound) -> int:
    """How many could answer: members of today, those who have answered and left, guests."""
    site = session.get_one(Site, round_.site_id)
    members = {one.user_id for one in members_who_answer(session, site)}
    marks = session.scalars(select(ContinuumMark).where(ContinuumMark.round_id == round_.id))
    holders = [mark.user_id for mark in marks]
    guests = sum(1 for holder in holders if holder is None)
    return len(members.union(one for one in holders if one)) + max(round_.expected, guests)


def _fix_figure(session: Session, round_: ContinuumRound) -> None:
    """Keep what may leave the site of these answers, as they stand now and for good."""
    levels = session.scalars(
        select(ContinuumAnswer.level).where(ContinuumAnswer.round_id == round_.id)
    ).all()
    figure = rules.figure(levels, invited=round_.invited or 0)
    if figure is not None:
        session.add(ContinuumFigure(site_id=round_.site_id, round_id=round_.id, **vars(figure)))


def _note(
    session: Session, round_: ContinuumRound, action: str, *, by: User, **more: object
) -> None:
    audit.record(
        session,
        action,
        site_id=round_.site_id,
        actor_id=by.id,
        on=("round", round_.number),
        number=round_.number,
        **more,
    )
