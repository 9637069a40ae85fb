"""What people do with a decision: open it, frame it, word its proposal, ask people, conclude it,
open it again. Nothing is lost, and nothing decides but them."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement.model import AgreementPart
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import Kind
from coopspace.changes import held as changes
from coopspace.decisions import rules
from coopspace.decisions.held import events_of, framing_of, held, locked, note, seats_of
from coopspace.decisions.model import (
    Decision,
    DecisionEvent,
    DecisionFraming,
    DecisionPosition,
    DecisionSeat,
)
from coopspace.decisions.rules import Framing, Happened, Outcome
from coopspace.kernel import clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import closing, store
from coopspace.positions import taking
from coopspace.positions.taking import Seen
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

PROPOSAL = "proposal"
"""The kind of the document of a proposal."""
closing.journal(PROPOSAL)


def open_decision(
    session: Session,
    site: Site,
    *,
    framing: Framing,
    proposal: str,
    asked: Collection[uuid.UUID],
    by: User,
) -> Decision:
    """Open a decision, with the first words of its proposal and those who are asked."""
    hold(session, site.id)
    made = _checked(session, framing)
    if not store.clean(proposal).strip():
        raise Refusal(N_("Write the proposal: what would we do if we said yes?"), field="text")
    decision = Decision(
        site_id=site.id,
        number=(session.scalar(select(func.max(Decision.number))) or 0) + 1,
        document_id=store.create(session, PROPOSAL, site_id=site.id, by=by.id),
        opened_by=by.id,
        opened_at=clock.now(),
    )
    session.add(decision)
    session.flush()
    store.write(session, decision.document_id, proposal, seen=0, by=by.id)
    _frame(session, decision, None, made, by=by)
    _seat(session, site, decision, asked, by=by)
    note(session, decision, "decision:open", by=by)
    return decision


def frame(
    session: Session,
    decision: Decision,
    *,
    site: Site,
    framing: Framing,
    asked: Collection[uuid.UUID],
    seen: int,
    by: User,
) -> None:
    """Say anew what is decided, how, and who is asked. `seen` is the framing that was read."""
    decision = held(session, decision)
    before = framing_of(session, decision)
    now = rules.read(before.content)
    made = _checked(session, framing, now)
    if made != now:
        if before.seq != seen:
            raise Refusal(
                N_(
                    "Somebody changed this meanwhile: read what stands now, above. "
                    "What you typed is still here."
                )
            )
        _frame(session, decision, before, made, by=by)
        note(session, decision, "decision:frame", by=by)
    if _seat(session, site, decision, asked, by=by):
        note(session, decision, "decision:ask", by=by)


def amend(session: Session, decision: Decision, *, text: str, seen: int, by: User) -> store.Written:
    """Word the proposal anew: those who had spoken of other words are asked again. Saving the words
    that stand changes nothing."""
    decision = held(session, decision)
    if seen != store.LIVE and not store.clean(text).strip():
        raise Refusal(N_("Write the proposal: what would we do if we said yes?"), field="text")
    before = store.read(session, decision.document_id).number
    written = store.write(session, decision.document_id, text, seen=seen, by=by.id)
    if not written.saved or written.mine.number != before:
        act = "proposal:reword" if written.saved else "proposal:keep_aside"
        note(session, decision, act, by=by)
    return written


def restore(session: Session, decision: Decision, *, number: int, by: User) -> store.Text:
    """Make an earlier wording of the proposal stand again: everybody is asked anew."""
    decision = held(session, decision)
    text = store.restore(session, decision.document_id, number, by=by.id)
    note(session, decision, "proposal:restore", by=by)
    return text


REPLACED = N_(
    "The proposal has changed since you opened this page. Read what changed, then say your "
    "position on the words that stand."
)


def take_position(
    session: Session,
    decision: Decision,
    *,
    site: Site,
    stance: str,
    reason: str,
    seen: Seen,
    by: User,
) -> DecisionPosition:
    """Say one's position on the exact words seen; saying it again changes nothing."""
    decision = held(session, decision)
    place = access.standing(session, by, site)
    if place is None:
        raise NotFound
    if not place.may(Permission.DECISION_SPEAK) or by.id not in seats_of(session, decision):
        raise Refusal(
            N_(
                "Only those who are asked take a position here: whoever opened the decision can "
                "ask you too."
            )
        )
    method = rules.read(framing_of(session, decision).content).method
    if method is None:
        raise ValueError("a decision is framed with its method")
    standing = store.fix(session, decision.document_id)
    taking.check_seen(session, standing, seen, otherwise=REPLACED)
    said = rules.stance_of(method, stance)
    made = DecisionPosition(
        site_id=decision.site_id,
        decision_id=decision.id,
        document_id=decision.document_id,
        number=standing.number,
        digest=standing.digest,
        user_id=by.id,
        college=place.college,
        stance=said,
        reason=rules.words_of(reason, said),
        at=clock.now(),
    )
    kept = taking.keep(session, made, among=DecisionPosition.decision_id == decision.id)
    if kept is made:
        note(session, decision, "decision:position", by=by)
    return kept


CAME: dict[Outcome, str] = {
    Outcome.ADOPTED: "decision:adopted",
    Outcome.CHANGED: "decision:changed",
    Outcome.NOT_ADOPTED: "decision:not_adopted",
    Outcome.POSTPONED: "decision:postponed",
}
"""What the journal says of each outcome."""
CONCLUDED = N_("An outcome was written meanwhile: read it above. What you typed is still here.")


def conclude(
    session: Session,
    decision: Decision,
    *,
    outcome: str,
    words: str,
    day: date | None,
    seen: Seen,
    heard: int,
    by: User,
) -> DecisionEvent:
    """Write the outcome, of the exact words seen. `heard` is the latest position that was read:
    nobody concludes over something that they have not heard. Raises Refusal."""
    decision = held(session, decision, otherwise=CONCLUDED)
    said = rules.written(outcome, words=words, day=day, today=clock.today())
    standing = store.fix(session, decision.document_id)
    taking.check_seen(
        session,
        standing,
        seen,
        otherwise=N_(
            "The proposal has changed since you opened this page. Read what changed, then write "
            "the outcome."
        ),
    )
    if latest_position(session, decision) != heard:
        raise Refusal(
            N_(
                "Somebody took a position meanwhile: read it above, then write the outcome. What "
                "you typed is still here."
            )
        )
    event = _happen(
        session,
        decision,
        DecisionEvent(
            kind=Happened.OUTCOME,
            outcome=said.outcome,
            words=said.words,
            day=said.day,
            number=standing.number,
            digest=standing.digest,
        ),
        by=by,
    )
    decision.decided_at = event.at
    session.flush()
    note(session, decision, CAME[said.outcome], by=by)
    return event


def reopen(session: Session, decision: Decision, *, why: str, by: User) -> None:
    """Open a decision again, with the reason: what was concluded stays in its history. Opening one
    that is open changes nothing."""
    decision = locked(session, decision)
    if decision.decided_at is None:
        return
    reason = typed.words(why, "why", rules.WORDS_MAX)
    if not reason:
        raise Refusal(
            N_("Say why it is opened again: the decision keeps it with its history."), field="why"
        )
    standing = store.read(session, decision.document_id)
    _happen(
        session,
        decision,
        DecisionEvent(
            kind=Happened.REOPENED,
            words=reason,
            day=clock.today(),
            number=standing.number,
            digest=standing.digest,
        ),
        by=by,
    )
    decision.decided_at = None
    session.flush()
    note(session, decision, "decision:reopen", by=by)


def latest_position(session: Session, decision: Decision) -> int:
    """The place of the latest position, 0 while there is none."""
    query = select(func.max(DecisionPosition.seq)).where(
        DecisionPosition.decision_id == decision.id
    )
    return session.scalar(query) or 0


def _happen(
    session: Session, decision: Decision, event: DecisionEvent, *, by: User
) -> DecisionEvent:
    event.site_id, event.decision_id = decision.site_id, decision.id
    event.seq = len(events_of(session, decision)) + 1
    event.by, event.at = by.id, clock.now()
    session.add(event)
    session.flush()
    return event


def _frame(
    session: Session,
    decision: Decision,
    before: DecisionFraming | None,
    framing: Framing,
    *,
    by: User,
) -> None:
    moment = clock.now()
    if before is not None:
        before.until = moment
        session.flush()
    session.add(
        DecisionFraming(
            site_id=decision.site_id,
            decision_id=decision.id,
            seq=before.seq + 1 if before else 1,
            at=moment,
            by=by.id,
            content=rules.stored(framing),
        )
    )
    session.flush()


def _seat(
    session: Session, site: Site, decision: Decision, asked: Collection[uuid.UUID], *, by: User
) -> bool:
    """Ask these people and nobody else; whether that changed. Only who may speak is asked; whoever
    was asked and left the site is left alone."""
    speakers = {one.user_id for one in access.who_may(session, site, Permission.DECISION_SPEAK)}
    wanted = [one for one in dict.fromkeys(asked) if one in speakers]
    seats, moment = seats_of(session, decision), clock.now()
    gone = [seat for person, seat in seats.items() if person in speakers and person not in wanted]
    for seat in gone:
        seat.until = moment
    new = [person for person in wanted if person not in seats]
    session.add_all(
        DecisionSeat(
            site_id=decision.site_id,
            decision_id=decision.id,
            user_id=person,
            at=moment,
            by=by.id,
        )
        for person in new
    )
    session.flush()
    return bool(gone or new)


def _checked(session: Session, framing: Framing, before: Framing | None = None) -> Framing:
    """A framing whose rule, place, changes and clauses are those of the site; what it already named
    stays. Raises Refusal."""
    made = rules.whole(framing)
    for ref, kind, field in (
        (made.rule, Kind.DECISION, "rule"),
        (made.place, Kind.PLACE, "place"),
    ):
        _check_part(session, ref, kind, field)
    kept = before.clauses if before else ()
    if any(one not in by_code() and one not in kept for one in made.clauses):
        raise Refusal(N_("Choose clauses of the agreement."), field="clauses")
    for code in made.changes:
        try:
            changes.find(session, code)
        except NotFound as unknown:
            raise Refusal(N_("Choose a change of this site."), field="changes") from unknown
    return made


def _check_part(session: Session, ref: str, kind: Kind, field: str) -> None:
    if not ref:
        return
    query = select(AgreementPart.id).where(AgreementPart.ref == ref, AgreementPart.kind == kind)
    if session.scalar(query) is None:
        sentences = {
            "rule": N_("Choose one of the decision rules of the agreement."),
            "place": N_("Choose one of the places of the agreement."),
        }
        raise Refusal(sentences[field], field=field)
