"""The words by which things are found: of each kind, what its page says of it now.

Never what a person thinks: no position, no answer to a survey or to a round, no reason of a
college. Of a round, its question and what the group concluded together, once it was revealed. Each
function reads the things of the site in scope, all of them for None.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from coopspace import discussed_kinds
from coopspace.accompaniment.model import AccompanimentTelling
from coopspace.advances.model import AdvanceWording
from coopspace.agreement.model import AgreementClause, AgreementTelling
from coopspace.changes.model import Change, Link
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.decisions.model import Decision, DecisionEvent, DecisionFraming
from coopspace.discussion.model import DiscussionComment, DiscussionThread, DiscussionWording
from coopspace.indicators.model import Indicator, IndicatorMeasure, IndicatorTelling
from coopspace.kernel.permissions import Permission
from coopspace.live.model import Document
from coopspace.plan.model import PlanTelling
from coopspace.readiness.model import ReadinessConclusion, ReadinessRound
from coopspace.roles.model import RoleTelling
from coopspace.search.index import Ids, Read, Said
from coopspace.stakeholders.model import StakeholderTelling
from coopspace.visits.model import VisitTelling

Texts = dict[uuid.UUID, list[str]]
Column = InstrumentedAttribute[Any]
Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])


def _only(query: Asked, column: Column, ids: Ids | None) -> Asked:
    return query if ids is None else query.where(column.in_(ids))


def _said(
    texts: Iterable[tuple[uuid.UUID, Iterable[str | None]]], permission: Permission
) -> dict[uuid.UUID, Said]:
    return {one: Said("\n".join(filter(None, words)), permission) for one, words in texts}


def _rows(
    session: Session, query: Select[*tuple[Any, ...]], permission: Permission
) -> dict[uuid.UUID, Said]:
    """The first column is the thing, the others are its words."""
    return _said(((row[0], row[1:]) for row in session.execute(query)), permission)


def changes(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A change: its statement, who changes, what the sentence does not say."""
    said, told = aliased(Document), aliased(Document)
    query = (
        select(Change.id, said.text, Change.who, told.text)
        .join(said, said.id == Change.statement_id)
        .join(told, told.id == Change.description_id)
    )
    return _rows(session, _only(query, Change.id, ids), Permission.CHANGE_READ)


def links(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A link: why one leads to the other, and what this supposes."""
    why, supposed = aliased(Document), aliased(Document)
    query = (
        select(Link.id, why.text, supposed.text)
        .join(why, why.id == Link.rationale_id)
        .join(supposed, supposed.id == Link.assumption_id)
    )
    return _rows(session, _only(query, Link.id, ids), Permission.CHANGE_READ)


def clauses(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A clause of the agreement."""
    query = select(AgreementClause.id, Document.text).join(
        Document, Document.id == AgreementClause.document_id
    )
    return _rows(session, _only(query, AgreementClause.id, ids), Permission.AGREEMENT_READ)


def parts(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """What is settled beside the agreement, as it is said now."""
    query = select(AgreementTelling).where(AgreementTelling.until.is_(None))
    rows = session.scalars(_only(query, AgreementTelling.part_id, ids))
    texts = ((one.part_id, _spoken(one.content)) for one in rows)
    return _said(texts, Permission.AGREEMENT_READ)


_NOT_WORDS = frozenset(
    {
        "changes",
        "clauses",
        "ends",
        "kind",
        "method",
        "parties",
        "pilot",
        "place",
        "sector",
        "stakeholder",
        "starts",
        "state",
        "way",
    }
)


def _spoken(content: dict[str, Any]) -> list[str]:
    """What people wrote among what is kept of a part or of a framing; the rest names things."""
    return [
        value
        for name, value in content.items()
        if isinstance(value, str) and name not in _NOT_WORDS
    ]


def actions(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """An action of the plan, as it is said now."""
    query = select(PlanTelling).where(PlanTelling.until.is_(None))
    rows = session.scalars(_only(query, PlanTelling.action_id, ids))
    return _said(((one.action_id, _spoken(one.content)) for one in rows), Permission.PLAN_READ)


_SAID_OF_INDICATORS = ("name", "definition", "unit", "method", "who", "aim_words")


def indicators(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """An indicator: what is said of it now, what was seen and where from, what was learnt. Never
    a measure that was corrected."""
    texts: Texts = defaultdict(list)
    told = select(IndicatorTelling).where(IndicatorTelling.until.is_(None))
    for row in session.scalars(_only(told, IndicatorTelling.indicator_id, ids)):
        texts[row.indicator_id] += [row.content[one] for one in _SAID_OF_INDICATORS]
    seen = (
        select(IndicatorMeasure.indicator_id, IndicatorMeasure.words, IndicatorMeasure.source)
        .where(IndicatorMeasure.until.is_(None))
        .order_by(IndicatorMeasure.number)
    )
    for one, words, source in session.execute(_only(seen, IndicatorMeasure.indicator_id, ids)):
        texts[one] += (words, source)
    ended = select(Indicator.id, Indicator.learnt)
    for one, learnt in session.execute(_only(ended, Indicator.id, ids)):
        texts[one].append(learnt)
    return _said(texts.items(), Permission.INDICATOR_READ)


def decisions(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A decision: its matter, its proposal, what was concluded. Never what somebody said of it."""
    texts: Texts = defaultdict(list)
    framed = select(DecisionFraming).where(DecisionFraming.until.is_(None))
    for framing in session.scalars(_only(framed, DecisionFraming.decision_id, ids)):
        texts[framing.decision_id] += _spoken(framing.content)
    proposed = select(Decision.id, Document.text).join(
        Document, Document.id == Decision.document_id
    )
    for one, words in session.execute(_only(proposed, Decision.id, ids)):
        texts[one].append(words)
    told = select(DecisionEvent).order_by(DecisionEvent.decision_id, DecisionEvent.seq)
    for event in session.scalars(_only(told, DecisionEvent.decision_id, ids)):
        texts[event.decision_id].append(event.words)
    return _said(texts.items(), Permission.DECISION_READ)


def organisations(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A stakeholder as the map tells of it now."""
    now = StakeholderTelling
    query = select(
        now.stakeholder_id,
        now.name,
        now.mission,
        now.actions,
        now.constraints,
        now.levers,
        now.place,
    ).where(now.until.is_(None))
    return _rows(session, _only(query, now.stakeholder_id, ids), Permission.STAKEHOLDER_READ)


def advances(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """An advance, as it is worded now."""
    query = select(AdvanceWording).order_by(AdvanceWording.advance_id, AdvanceWording.seq)
    rows = session.scalars(_only(query, AdvanceWording.advance_id, ids))
    texts = {one.advance_id: [one.words] for one in rows}
    return _said(texts.items(), Permission.ADVANCE_READ)


def entries(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """An entry of the log that was not taken back: what moved."""
    now = AccompanimentTelling
    query = select(now.entry_id, now.moved).where(now.until.is_(None), now.withdrawn.is_(False))
    return _rows(session, _only(query, now.entry_id, ids), Permission.ACCOMPANIMENT_READ)


def roles(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """What is done for a role, what is missing, what comes next."""
    now = RoleTelling
    query = select(now.id, now.activities, now.missing, now.step).where(now.until.is_(None))
    return _rows(session, _only(query, now.id, ids), Permission.SUPPORT_READ)


def visits(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A visit that was not taken back: what its author noted."""
    now = VisitTelling
    query = select(now.visit_id, now.words).where(now.until.is_(None), now.withdrawn.is_(False))
    return _rows(session, _only(query, now.visit_id, ids), Permission.VISIT_PREPARE)


def positionings(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A round of positioning: its question and, once it was revealed, what was concluded last."""
    asked = _only(select(ContinuumRound.id, ContinuumRound.question), ContinuumRound.id, ids)
    texts = {one: [question] for one, question in session.execute(asked)}
    told = (
        select(ContinuumConclusion)
        .join(ContinuumRound, ContinuumRound.id == ContinuumConclusion.round_id)
        .where(ContinuumRound.revealed_at.is_not(None))
        .order_by(ContinuumConclusion.seq)
    )
    rows = session.scalars(_only(told, ContinuumConclusion.round_id, ids))
    standing = {one.round_id: [one.words, one.advances] for one in rows}
    found = ((one, [*words, *standing.get(one, ())]) for one, words in texts.items())
    return _said(found, Permission.CONTINUUM_READ)


def conditions(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """A round on the conditions that was revealed: what was concluded of each and of the whole."""
    told = (
        select(ReadinessConclusion)
        .join(ReadinessRound, ReadinessRound.id == ReadinessConclusion.round_id)
        .where(ReadinessRound.revealed_at.is_not(None))
        .order_by(ReadinessConclusion.seq)
    )
    standing: dict[uuid.UUID, dict[str | None, str]] = defaultdict(dict)
    for one in session.scalars(_only(told, ReadinessConclusion.round_id, ids)):
        standing[one.round_id][one.item] = one.words
    texts = ((one, words.values()) for one, words in standing.items())
    return _said(texts, Permission.READINESS_READ)


def threads(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
    """What stands in each thread; whoever may not read what it is about finds nothing of it."""
    query = (
        select(DiscussionThread.id, DiscussionThread.kind, DiscussionWording.words)
        .join(DiscussionComment, DiscussionComment.thread_id == DiscussionThread.id)
        .join(DiscussionWording, DiscussionWording.comment_id == DiscussionComment.id)
        .where(DiscussionComment.taken_back_at.is_(None))
        .order_by(DiscussionComment.number, DiscussionWording.seq)
        .add_columns(DiscussionComment.id)
    )
    latest: dict[tuple[uuid.UUID, str], dict[uuid.UUID, str]] = defaultdict(dict)
    for thread, kind, words, comment in session.execute(_only(query, DiscussionThread.id, ids)):
        latest[thread, kind][comment] = words
    return {
        thread: Said("\n".join(said.values()), discussed_kinds.KINDS[kind].read)
        for (thread, kind), said in latest.items()
        if kind in discussed_kinds.KINDS
    }


def shared(kind: str, permission: Permission) -> Read:
    """The texts of one kind, of which a site has one."""

    def read(session: Session, ids: Ids | None) -> dict[uuid.UUID, Said]:
        query = select(Document.id, Document.text).where(Document.kind == kind)
        return _rows(session, _only(query, Document.id, ids), permission)

    return read
