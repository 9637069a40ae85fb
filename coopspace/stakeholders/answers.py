"""What an organisation says of its own relations in a survey.

An answer belongs to its author. Nobody else reads it, unless both sides opened it: whatever shows
relations reads them through `networks`, which knows no other way.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.stakeholders import held, rules
from coopspace.stakeholders.model import NetworkWave, RelationView, Stakeholder
from coopspace.stakeholders.rules import Origin, Told


def answer(
    session: Session, wave: NetworkWave, *, author: Stakeholder, target: Stakeholder, said: Told
) -> RelationView:
    """Keep how the author sees its work with the target, in this wave.

    Said otherwise later in the same wave it replaces itself, and must be opened again.
    """
    _check_open(wave)
    if author.id == target.id:
        raise Refusal(N_("Choose another stakeholder: a relation has two ends."), field="target")
    whole = rules.told(said, today=clock.today())
    row = answer_of(session, wave, author=author, target=target)
    if row is None:
        row = RelationView(
            **vars(whole),
            site_id=wave.site_id,
            source_id=author.id,
            target_id=target.id,
            origin=Origin.ANSWER,
            wave_id=wave.id,
            seq=1,
            at=clock.now(),
        )
        session.add(row)
    elif held.told_in(row) != whole:
        for name, value in vars(whole).items():
            setattr(row, name, value)
        row.seq, row.at = row.seq + 1, clock.now()
        row.offered_at = row.accepted_at = None
    session.flush()
    return row


def withdraw(
    session: Session, wave: NetworkWave, *, author: Stakeholder, target: Stakeholder
) -> None:
    """Take an answer back: it is erased, as its author may ask."""
    _check_open(wave)
    row = answer_of(session, wave, author=author, target=target)
    if row is not None:
        session.delete(row)
        session.flush()


def answer_of(
    session: Session, wave: NetworkWave, *, author: Stakeholder, target: Stakeholder
) -> RelationView | None:
    """What the author said of the target in this wave: for the author alone."""
    return session.scalar(
        select(RelationView).where(
            RelationView.wave_id == wave.id,
            RelationView.source_id == author.id,
            RelationView.target_id == target.id,
        )
    )


def answers_by(session: Session, wave: NetworkWave, author: Stakeholder) -> list[RelationView]:
    """What the author said in this wave: for the author alone."""
    query = select(RelationView).where(
        RelationView.wave_id == wave.id, RelationView.source_id == author.id
    )
    return list(session.scalars(query.order_by(RelationView.at)))


def offer(session: Session, row: RelationView) -> None:
    """The author agrees that this answer be seen, if the other side agrees too."""
    row.offered_at = row.offered_at or clock.now()
    session.flush()


def accept(session: Session, row: RelationView) -> None:
    """The side that it is about agrees too: from here on the answer is open."""
    if row.offered_at is None:
        raise Refusal(N_("Its author has not opened this answer."))
    row.accepted_at = row.accepted_at or clock.now()
    session.flush()


def close_again(session: Session, row: RelationView) -> None:
    """Either side changes its mind: nobody else sees the answer any more."""
    row.offered_at = row.accepted_at = None
    session.flush()


def _check_open(wave: NetworkWave) -> None:
    if wave.closed_at is not None:
        raise Refusal(N_("This survey is closed."))
