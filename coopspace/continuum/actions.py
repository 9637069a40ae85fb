"""What people do with rounds: open, prolong, reveal, conclude, end. Answers are in `answering`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
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
from coopspace.continuum.rules import Group, Outcome, Stage
from coopspace.kernel import audit, clock
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.model import Membership, Site

ANSWERING = tuple(role for role in Role if Permission.CONTINUUM_ANSWER in ROLE_PERMISSIONS[role])


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
    session.execute(select(Site.id).where(Site.id == site.id).with_for_update())
    _one_at_a_time(session)
    now = clock.now()
    begins = max(opens_at or now, now)
    asked = rules.question_of(question)
    rules.check_dates(begins, closes_at)
    people = rules.expected_of(mode.guests, expected)
    rules.check_mode(
        hidden=mode.hidden,
        anonymous=mode.anonymous,
        members=len(members_who_answer(session, site)),
        guests=people,
    )
    opened = ContinuumRound(
        site_id=site.id,
        number=(session.scalar(select(func.max(ContinuumRound.number))) or 0) + 1,
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
    where = stage_of(held)
    if where not in (Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED):
        raise Refusal(N_("This round is over: open another one."))
    rules.check_dates(max(held.opens_at, clock.now()), closes_at)
    held.closes_at = closes_at
    _note(session, held, "continuum:prolong", by=by)


def reveal(session: Session, round_: ContinuumRound, *, by: User) -> None:
    """Show everybody what all have answered. From here on nobody changes what they said.

    Nothing that could lead from an answer to a browser outlives the reveal; in an anonymous round
    neither does the college of an answer whose group is too small to be shown.
    """
    held = lock(session, round_)
    if held.revealed_at is not None:
        return
    if stage_of(held) not in (Stage.OPEN, Stage.CLOSED):
        raise Refusal(N_("Only a round that was open can be revealed."))
    answered = answers_count(session, held)
    fewest = rules.FEWEST if held.anonymous else 1
    if answered < fewest:
        raise Refusal(
            N_(
                "An anonymous round is revealed from %(least)d answers on, and %(count)d came: "
                "below, each would be recognised. Give it more time, or end it without revealing."
            )
            if held.anonymous
            else N_("Nobody has answered yet: give the round more time, or end it."),
            least=fewest,
            count=answered,
        )
    held.revealed_at, held.revealed_by = clock.now(), by.id
    held.invited = invited_count(session, held)
    mine = ContinuumAnswer.round_id == held.id
    session.execute(update(ContinuumAnswer).where(mine).values(secret=None))
    _fix_figure(session, held)
    if held.anonymous:
        _forget_small_groups(session, held)
    _note(session, held, "continuum:reveal", by=by, answers=answered, invited=held.invited)


def end_round(session: Session, round_: ContinuumRound, *, why: str, by: User) -> None:
    """End a round that will not be revealed: what was answered is never shown."""
    held = lock(session, round_)
    if held.ended_at is not None:
        return
    if held.revealed_at is not None:
        raise Refusal(N_("This round was revealed: it stays in the story of the site."))
    reason = rules.kept_text(why, rules.WORDS_MAX, "why")
    if not reason:
        raise Refusal(N_("Say why the round ends: those who answered will read it."), field="why")
    held.ended_at, held.ended_by, held.ended_why = clock.now(), by.id, reason
    session.execute(
        update(ContinuumAnswer).where(ContinuumAnswer.round_id == held.id).values(secret=None)
    )
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
    moved = rules.kept_text(advances, rules.WORDS_MAX, "advances")
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
    found = session.scalar(select(ContinuumRound).where(ContinuumRound.number == number))
    if found is None:
        raise NotFound
    return found


def stage_of(round_: ContinuumRound) -> Stage:
    """Where this round stands now."""
    moments = rules.Moments(round_.opens_at, round_.closes_at, round_.revealed_at, round_.ended_at)
    return rules.stage(moments, now=clock.now())


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
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.site_id == site.id,
            Membership.role.in_(ANSWERING),
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
    )
    return list(session.scalars(query))


def answers_count(session: Session, round_: ContinuumRound) -> int:
    """How many have answered, counted on the marks: no answer is read."""
    query = select(func.count()).select_from(ContinuumMark)
    return session.scalar(query.where(ContinuumMark.round_id == round_.id)) or 0


def invited_count(session: Session, round_: ContinuumRound) -> int:
    """How many could answer: members of today, those who have answered and left, guests."""
    site = session.get_one(Site, round_.site_id)
    members = {one.user_id for one in members_who_answer(session, site)}
    marks = session.scalars(select(ContinuumMark).where(ContinuumMark.round_id == round_.id))
    holders = [mark.user_id for mark in marks]
    guests = sum(1 for holder in holders if holder is None)
    return len(members.union(one for one in holders if one)) + max(round_.expected, guests)


def lock(session: Session, round_: ContinuumRound) -> ContinuumRound:
    """The round, held until the act ends: an answer and the reveal come one after the other."""
    return session.scalars(
        select(ContinuumRound).where(ContinuumRound.id == round_.id).with_for_update()
    ).one()


def _one_at_a_time(session: Session) -> None:
    running = session.scalar(
        select(ContinuumRound.number).where(
            ContinuumRound.revealed_at.is_(None), ContinuumRound.ended_at.is_(None)
        )
    )
    if running is not None:
        raise Refusal(
            N_("Reveal or end round %(number)d first: one round at a time."), number=running
        )


def _fix_figure(session: Session, round_: ContinuumRound) -> None:
    """Keep what may leave the site of these answers, as they stand now and for good."""
    levels = session.scalars(
        select(ContinuumAnswer.level).where(ContinuumAnswer.round_id == round_.id)
    ).all()
    figure = rules.figure(levels, invited=round_.invited or 0)
    if figure is not None:
        session.add(ContinuumFigure(site_id=round_.site_id, round_id=round_.id, **vars(figure)))


def _forget_small_groups(session: Session, round_: ContinuumRound) -> None:
    mine = ContinuumAnswer.round_id == round_.id
    rows = session.execute(
        select(ContinuumAnswer.view, func.count()).where(mine).group_by(ContinuumAnswer.view)
    )
    sizes = {Group(view): size for view, size in rows if view is not None}
    shown = rules.shown_groups(sizes, anonymous=True)
    session.execute(
        update(ContinuumAnswer)
        .where(mine, ContinuumAnswer.view.not_in(sorted(shown)))
        .values(view=None)
    )


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
