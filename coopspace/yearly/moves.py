"""What moved at the site in scope, as its rooms remember it: only what stands, in any year.

A decision that was opened again, an import that was taken back, a judgement said twice: none of it
moved anything.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.advances import register as advances
from coopspace.agreement.governed import key_of
from coopspace.agreement.model import AgreementClosing, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.changes.model import Change, ChangeCode, ChangeProgress
from coopspace.changes.rules import Level, Progress, code_of
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.continuum.rules import Outcome as Concluded
from coopspace.decisions import rules as decisions
from coopspace.decisions.model import Decision, DecisionEvent, DecisionFraming
from coopspace.kernel.clock import PARIS
from coopspace.live.model import Document
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderImport
from coopspace.stakeholders.rules import Origin
from coopspace.yearly.rules import (
    Advance,
    Decided,
    Judged,
    Matter,
    Moved,
    Position,
    Relation,
    Signed,
    chronicle,
)


def moves(session: Session) -> list[Moved]:
    """Everything that ever moved, in order of time, in a fixed number of queries."""
    codes = _codes(session)
    return chronicle(
        [
            *_positions(session),
            *_relations(session),
            *_signed(session),
            *_decided(session, codes),
            *_judged(session),
            *_advances(session),
        ]
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def _codes(session: Session) -> dict[str, str]:
    """Every code that a change ever bore, and the one that it bears."""
    rows = session.execute(
        select(ChangeCode.level, ChangeCode.number, Change.level, Change.number).join(
            Change, Change.id == ChangeCode.change_id
        )
    )
    return {
        code_of(Level(old), then): code_of(Level(level), number)
        for old, then, level, number in rows
    }


def _positions(session: Session) -> Iterator[Moved]:
    """What was concluded of each round that was revealed, on the day of its reveal: a position is
    of the day when it was given."""
    rows = session.execute(
        select(ContinuumRound, ContinuumConclusion)
        .join(ContinuumConclusion, ContinuumConclusion.round_id == ContinuumRound.id)
        .where(ContinuumRound.revealed_at.is_not(None))
        .order_by(ContinuumRound.number, ContinuumConclusion.seq)
    )
    standing = {round_.number: (round_, said) for round_, said in rows}
    before: tuple[Concluded, int | None] | None = None
    for number, (round_, said) in standing.items():
        assert round_.revealed_at is not None  # the query asks for it
        outcome = Concluded(said.outcome)
        yield Moved(
            Matter.POSITION,
            _day(round_.revealed_at),
            Position(number, outcome, said.level, said.words, before),
        )
        before = outcome, said.level


def _relations(session: Session) -> Iterator[Moved]:
    """What the site's own map said anew of each relation: answers to surveys are in none of it."""
    refs = {one: ref for one, ref in session.execute(select(Stakeholder.id, Stakeholder.ref))}
    undone = set(
        session.scalars(
            select(StakeholderImport.id).where(StakeholderImport.undone_at.is_not(None))
        )
    )
    rows = session.scalars(
        select(RelationView).where(RelationView.origin == Origin.MAP).order_by(RelationView.seq)
    )
    views: dict[tuple[uuid.UUID, uuid.UUID], list[RelationView]] = defaultdict(list)
    for row in rows:
        if row.import_id not in undone:
            views[row.source_id, row.target_id].append(row)
    told: dict[tuple[object, ...], list[Moved]] = defaultdict(list)
    for (source, target), some in views.items():
        ends = refs[source], refs[target]
        for day, was, now, fact in _levels(some):
            move = Moved(
                Matter.RELATION,
                day,
                Relation(ends, was, now, fact=fact),
                frozenset({key_of(*ends)}),
            )
            told[day, key_of(*ends), was, now].append(move)
    yield from map(_one_of, told.values())


def _levels(some: Iterable[RelationView]) -> Iterator[tuple[date, int | None, int | None, str]]:
    """How one side's view went from level to level; that it stayed where it was is no news."""
    was: int | None = None
    for row in some:
        now = None if row.ended else row.level
        if now != was:
            yield _day(row.at), was, now, "" if row.ended else row.fact
        was = now


def _one_of(same: list[Moved]) -> Moved:
    """Both sides saw the same on the same day: it is said once."""
    first = same[0]
    if len(same) == 1 or not isinstance(first.what, Relation):
        return first
    what = first.what
    both = Relation(what.refs, what.was, what.now, both=True, fact=what.fact)
    return Moved(first.matter, first.day, both, first.keys)


def _signed(session: Session) -> Iterator[Moved]:
    rows = session.execute(
        select(AgreementVersion.number, AgreementVersion.review_on, AgreementClosing.at)
        .join(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
        .where(AgreementClosing.state == State.SIGNED)
    )
    for number, review_on, at in rows:
        yield Moved(Matter.AGREEMENT, _day(at), Signed(number, review_on))


def _decided(session: Session, codes: dict[str, str]) -> Iterator[Moved]:
    """The decisions whose outcome stands."""
    rows = session.execute(
        select(Decision.number, DecisionFraming.content, DecisionEvent)
        .join(DecisionFraming, DecisionFraming.decision_id == Decision.id)
        .join(DecisionEvent, DecisionEvent.decision_id == Decision.id)
        .where(DecisionFraming.until.is_(None))
        .order_by(DecisionEvent.seq)
    )
    latest = {number: (content, event) for number, content, event in rows}
    for number, (content, event) in latest.items():
        if event.outcome is None:
            continue
        framing = decisions.read(content)
        yield Moved(
            Matter.DECISION,
            event.day,
            Decided(number, framing.matter, decisions.Outcome(event.outcome), event.words),
            frozenset(codes.get(one, one) for one in framing.changes),
        )


def _judged(session: Session) -> Iterator[Moved]:
    """The judgements that differ from the one before; that nothing is visible yet moved nothing."""
    rows = session.execute(
        select(Change.level, Change.number, Document.text, ChangeProgress)
        .join(Change, Change.id == ChangeProgress.change_id)
        .join(Document, Document.id == Change.statement_id)
        .order_by(ChangeProgress.number)
    )
    was: dict[uuid.UUID, Progress] = {}
    for level, number, statement, said in rows:
        now, code = Progress(said.judgement), code_of(Level(level), number)
        before = was.get(said.change_id)
        if now is not before and not (before is None and now is Progress.NOT_YET):
            yield Moved(
                Matter.CHANGE,
                _day(said.at),
                Judged(code, (statement or "").strip().rstrip("."), before, now, said.reason),
                frozenset({code}),
            )
        was[said.change_id] = now


def _advances(session: Session) -> Iterator[Moved]:
    """What people wrote in the register; what a round concluded is told with the round."""
    for one in advances.register(session).standing:
        if one.number is None:
            continue
        yield Moved(
            Matter.ADVANCE,
            one.happened_on,
            Advance(one.number, one.kind, one.words, one.change),
            frozenset({one.change} - {""}),
            until=one.latest_day if one.latest_day != one.happened_on else None,
        )
