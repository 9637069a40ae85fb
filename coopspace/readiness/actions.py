"""What people do with a round on the eight: open, answer, prolong, reveal, conclude, end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.readiness import rules
from coopspace.readiness.figures import stood
from coopspace.readiness.model import (
    ReadinessAnswer,
    ReadinessConclusion,
    ReadinessMark,
    ReadinessRound,
)
from coopspace.readiness.rules import Item, Outcome, Said
from coopspace.rounds import answering, holding, marks
from coopspace.rounds.answering import Author
from coopspace.rounds.rules import check_dates, check_mode, check_revealed, concluded_in
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Mode:
    """What is chosen before a round and never after."""

    hidden: bool = True
    anonymous: bool = False


def open_round(
    session: Session,
    site: Site,
    *,
    by: User,
    closes_at: datetime,
    opens_at: datetime | None = None,
    mode: Mode | None = None,
) -> ReadinessRound:
    """Open a round, or announce it for a later day; one at a time in a site."""
    mode = mode or Mode()
    number = holding.next_number(session, site, ReadinessRound)
    now = clock.now()
    begins = max(opens_at or now, now)
    check_dates(begins, closes_at)
    people = len(holding.members_with(session, site, Permission.READINESS_ANSWER))
    check_mode(hidden=mode.hidden, anonymous=mode.anonymous, people=people)
    opened = ReadinessRound(
        site_id=site.id,
        number=number,
        opens_at=begins,
        closes_at=closes_at,
        hidden=mode.hidden,
        anonymous=mode.anonymous,
        opened_by=by.id,
        opened_at=now,
    )
    session.add(opened)
    session.flush()
    _note(session, opened, "readiness:open", by=by)
    return opened


def prolong(session: Session, round_: ReadinessRound, *, closes_at: datetime, by: User) -> None:
    """Give more time: a round that closed too soon takes answers again until the new day."""
    held = holding.lock(session, round_)
    holding.give_time(held, closes_at=closes_at)
    _note(session, held, "readiness:prolong", by=by)


def reveal(session: Session, round_: ReadinessRound, *, by: User) -> None:
    """Show everybody what all have answered, and count it once for all."""
    held = holding.lock(session, round_)
    if held.revealed_at is not None:
        return
    answered = holding.answers_count(session, held, ReadinessMark)
    check_revealed(holding.stage_of(held), anonymous=held.anonymous, answered=answered)
    invited = invited_count(session, held)
    rows = session.scalars(select(ReadinessAnswer).where(ReadinessAnswer.round_id == held.id))
    counted = stood(rows.all())
    with session.no_autoflush:  # what stood and the moment are written in one go
        held.stood = counted
        holding.settle_reveal(session, held, ReadinessAnswer, invited=invited, by=by)
    _note(session, held, "readiness:reveal", by=by, answers=answered, invited=invited)


def end_round(session: Session, round_: ReadinessRound, *, why: str, by: User) -> None:
    """End a round that will not be revealed: what was answered is never shown."""
    held = holding.lock(session, round_)
    if held.ended_at is not None:
        return
    holding.settle_end(session, held, ReadinessAnswer, why=why, by=by)
    _note(session, held, "readiness:end", by=by)


def conclude(
    session: Session,
    round_: ReadinessRound,
    *,
    item: Item | None,
    outcome: Outcome,
    words: str,
    by: User,
) -> ReadinessConclusion:
    """Write down what the group decides of one item, or of the whole; earlier words are kept."""
    held = holding.lock(session, round_)
    if held.revealed_at is None:
        raise Refusal(N_("Reveal the round first: a conclusion is drawn together."))
    kept = concluded_in(words)
    earlier = conclusions(session, held)
    latest = next((one for one in reversed(earlier) if one.item == item), None)
    if latest and (latest.outcome, latest.words) == (outcome, kept):
        return latest
    conclusion = ReadinessConclusion(
        site_id=held.site_id,
        round_id=held.id,
        seq=len(earlier) + 1,
        item=item,
        outcome=outcome,
        words=kept,
        by=by.id,
        at=clock.now(),
    )
    session.add(conclusion)
    session.flush()
    _note(session, held, "readiness:conclude", by=by, outcome=str(outcome), item=str(item or ""))
    return conclusion


def member(session: Session, site: Site, *, by: User, device: str) -> Author:
    """A member who may judge. Raises NotFound otherwise."""
    return answering.member(
        session, site, by=by, device=device, permission=Permission.READINESS_ANSWER
    )


def answer(
    session: Session, round_: ReadinessRound, *, author: Author, said: Mapping[Item, Said]
) -> ReadinessAnswer:
    """Keep what a member says of the eight, some of them or all. Nothing goes into the journal."""
    held = holding.lock(session, round_)
    mark = answering.mark_of(session, held, ReadinessMark, author)
    found = answering.begin(session, held, ReadinessAnswer, author=author, mark=mark)
    found.said = rules.as_kept(rules.judged(said))
    if mark is None:
        marks.add_mark(session, held, ReadinessMark, {"user_id": author.user_id})
    session.add(found)
    session.flush()
    return found


def withdraw(session: Session, round_: ReadinessRound, *, author: Author) -> None:
    """Take one's answer back, until the reveal: nothing of it is kept, nor that it was given."""
    held = holding.lock(session, round_)
    mark = answering.mark_of(session, held, ReadinessMark, author)
    found = answering.answer_of(session, held, ReadinessAnswer, author)
    answering.take_back(session, held, mark=mark, found=found)


def own_said(session: Session, round_: ReadinessRound, author: Author) -> dict[Item, Said]:
    """What the author said so far, for their own eyes."""
    found = answering.answer_of(session, round_, ReadinessAnswer, author)
    return rules.as_said(found.said) if found else {}


def has_answered(session: Session, round_: ReadinessRound, author: Author) -> bool:
    """Whether this member has answered."""
    return answering.mark_of(session, round_, ReadinessMark, author) is not None


def round_of(session: Session, number: int) -> ReadinessRound:
    """The round of this number at the site in scope. Raises NotFound."""
    return holding.round_of(session, ReadinessRound, number)


def answers_count(session: Session, round_: ReadinessRound) -> int:
    """How many have answered, counted on the marks: no answer is read."""
    return holding.answers_count(session, round_, ReadinessMark)


def invited_count(session: Session, round_: ReadinessRound) -> int:
    """How many could answer: the members of today, and those who have answered and left."""
    site = session.get_one(Site, round_.site_id)
    members = holding.members_with(session, site, Permission.READINESS_ANSWER)
    marked = select(ReadinessMark.user_id).where(ReadinessMark.round_id == round_.id)
    holders = (one for one in session.scalars(marked) if one)
    return len({one.user_id for one in members}.union(holders))


def conclusions(session: Session, round_: ReadinessRound) -> list[ReadinessConclusion]:
    """Everything that was concluded of a round, in order."""
    query = select(ReadinessConclusion).where(ReadinessConclusion.round_id == round_.id)
    return list(session.scalars(query.order_by(ReadinessConclusion.seq)))


def _note(
    session: Session, round_: ReadinessRound, action: str, *, by: User, **more: object
) -> None:
    audit.record(
        session,
        action,
        site_id=round_.site_id,
        actor_id=by.id,
        on=("conditions", round_.number),
        number=round_.number,
        **more,
    )
