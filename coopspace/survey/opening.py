"""Opening an answer to the site: its author offers it, the organisation that it is about agrees.

Either of the two closes it again at any moment, the survey over or not.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.stakeholders import answers, held
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Origin, name_key
from coopspace.survey.doors import Entered


@dataclass(frozen=True)
class About:
    """An answer of somebody else that they offer to open: who they are, not what it says."""

    ref: str
    name: str
    accepted: bool


def offered_to(session: Session, entered: Entered) -> list[About]:
    """The answers about this organisation whose authors offer to open them, by name."""
    query = (
        select(Stakeholder.ref, StakeholderTelling.name, RelationView.accepted_at)
        .join(RelationView, RelationView.source_id == Stakeholder.id)
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(
            StakeholderTelling.until.is_(None),
            RelationView.origin == Origin.ANSWER,
            RelationView.wave_id == entered.running.wave.id,
            RelationView.target_id == entered.stakeholder.id,
            RelationView.offered_at.is_not(None),
        )
    )
    found = [About(ref, name, at is not None) for ref, name, at in session.execute(query)]
    return sorted(found, key=lambda one: name_key(one.name))


def offer(session: Session, entered: Entered, *, ref: str) -> None:
    """The author offers to open what they said of this partner, once they have finished."""
    row = _own(session, entered, ref)
    if entered.respondent.finished_at is None:
        raise Refusal(N_("Finish your answers first."))
    answers.offer(session, row)


def accept(session: Session, entered: Entered, *, ref: str) -> None:
    """The organisation agrees that the answer about it be open."""
    answers.accept(session, _about(session, entered, ref))


def close_own(session: Session, entered: Entered, *, ref: str) -> None:
    """The author closes their answer again."""
    answers.close_again(session, _own(session, entered, ref))


def close_about(session: Session, entered: Entered, *, ref: str) -> None:
    """The organisation that an offered answer is about closes it again."""
    answers.close_again(session, _about(session, entered, ref))


def _own(session: Session, entered: Entered, ref: str) -> RelationView:
    target = held.stakeholder_of(session, ref)
    row = answers.answer_of(
        session, entered.running.wave, author=entered.stakeholder, target=target
    )
    if row is None:
        raise NotFound
    return row


def _about(session: Session, entered: Entered, ref: str) -> RelationView:
    """An answer about this organisation; one that is not offered is not told from none."""
    author = held.stakeholder_of(session, ref)
    row = answers.answer_of(
        session, entered.running.wave, author=author, target=entered.stakeholder
    )
    if row is None or row.offered_at is None:
        raise NotFound
    return row
