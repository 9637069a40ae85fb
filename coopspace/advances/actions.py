"""What people do with the register: write, correct, end. Nothing leaves it."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.advances import rules
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.advances.rules import Said
from coopspace.changes import held as changes
from coopspace.continuum.model import ContinuumRound
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.held import HELD
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def write(session: Session, site: Site, *, said: Said, by: User) -> Advance:
    """Add an entry to the register."""
    hold(session, site.id)
    whole = rules.said(said, today=clock.today())
    written = Advance(
        site_id=site.id,
        number=(session.scalar(select(func.max(Advance.number))) or 0) + 1,
    )
    session.add(written)
    session.flush()
    _word(session, written, whole, seq=1, by=by)
    _note(session, written, "advance:write", by=by)
    return written


def correct(session: Session, advance: Advance, *, said: Said, seen: int, by: User) -> None:
    """Say an entry better. `seen` is the wording that was corrected: another one is not undone."""
    held = _hold(session, advance)
    if held.ended_at is not None:
        raise Refusal(N_("This entry has ended: write another one."))
    latest = wording_of(session, held)
    whole = rules.said(said, today=clock.today())
    if latest.seq != seen:
        raise Refusal(
            N_("Somebody corrected this entry meanwhile: read it again below, then correct it."),
            field="words",
        )
    if _same(session, latest, whole):
        return
    _word(session, held, whole, seq=latest.seq + 1, by=by)
    _note(session, held, "advance:correct", by=by)


def end(session: Session, advance: Advance, *, why: str, by: User) -> None:
    """End an entry that should not stand: it is kept, with the reason."""
    held = _hold(session, advance)
    if held.ended_at is not None:
        return
    reason = typed.words(why, "why", rules.REASON_MAX)
    if not reason:
        raise Refusal(N_("Say why it ends: the entry stays in the register with it."), field="why")
    held.ended_at, held.ended_by, held.ended_why = clock.now(), by.id, reason
    _note(session, held, "advance:end", by=by)


def advance_of(session: Session, number: int) -> Advance:
    """The entry of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(Advance).where(Advance.number == number))
    if found is None:
        raise NotFound
    return found


def wording_of(session: Session, advance: Advance) -> AdvanceWording:
    """The wording that stands."""
    return wordings_of(session, advance)[0]


def wordings_of(session: Session, advance: Advance) -> list[AdvanceWording]:
    """Every wording of an entry, the one that stands first."""
    query = select(AdvanceWording).where(AdvanceWording.advance_id == advance.id)
    return list(session.scalars(query.order_by(AdvanceWording.seq.desc())))


def _hold(session: Session, advance: Advance) -> Advance:
    return session.scalars(
        select(Advance).where(Advance.id == advance.id).with_for_update(**HELD)
    ).one()


def _word(session: Session, advance: Advance, said: Said, *, seq: int, by: User) -> None:
    round_id, change_id = _concerned(session, said)
    session.add(
        AdvanceWording(
            site_id=advance.site_id,
            advance_id=advance.id,
            seq=seq,
            kind=said.kind,
            words=said.words,
            happened_on=said.happened_on,
            precision=said.precision,
            round_id=round_id,
            change_id=change_id,
            by=by.id,
            at=clock.now(),
        )
    )
    session.flush()


def _concerned(session: Session, said: Said) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The round and the change that an entry names. Raises Refusal where there is no such one."""
    round_id = change_id = None
    if said.round is not None:
        query = select(ContinuumRound.id).where(ContinuumRound.number == said.round)
        round_id = session.scalar(query)
        if round_id is None:
            raise Refusal(N_("Choose a round of this site."), field="round")
    if said.change:
        try:
            change_id = changes.find(session, said.change).id
        except NotFound as unknown:
            raise Refusal(N_("Choose a change of this site."), field="change") from unknown
    return round_id, change_id


def _same(session: Session, latest: AdvanceWording, said: Said) -> bool:
    """Whether this says nothing new."""
    return (
        latest.kind,
        latest.words,
        latest.happened_on,
        latest.precision,
        latest.round_id,
        latest.change_id,
    ) == (said.kind, said.words, said.happened_on, said.precision, *_concerned(session, said))


def _note(session: Session, advance: Advance, action: str, *, by: User) -> None:
    audit.record(
        session,
        action,
        site_id=advance.site_id,
        actor_id=by.id,
        on=("advance", advance.number),
        number=advance.number,
    )
