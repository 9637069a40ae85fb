"""What can be found: each kind says which words are its own, who reads them and where they stand.

A kind that is not here is not found.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from coopspace import discussed_kinds, method, searched_words
from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.agreement.clauses import CLAUSE, PART
from coopspace.agreement.model import AgreementClause, AgreementPart, AgreementTelling
from coopspace.changes.actions import DESCRIPTION, STATEMENT
from coopspace.changes.linking import ASSUMPTION, RATIONALE
from coopspace.changes.model import Change, Link
from coopspace.changes.rules import CHANGE, LINK
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.decisions.actions import PROPOSAL
from coopspace.decisions.model import Decision, DecisionEvent, DecisionFraming
from coopspace.discussed_kinds import ACTION, INDICATOR, SENTENCE, SITUATION, WORDS, Thing
from coopspace.discussion.model import DiscussionComment, DiscussionThread, DiscussionWording
from coopspace.indicators.model import Indicator, IndicatorMeasure, IndicatorTelling
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_
from coopspace.narrative.actions import NARRATIVE
from coopspace.plan.model import PlanAction, PlanTelling
from coopspace.readiness.model import ReadinessConclusion, ReadinessRound
from coopspace.roles.model import RoleTelling
from coopspace.roles.rules import SupportRole
from coopspace.search import index
from coopspace.search.index import Ids, Source, Via, Watched
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.vision.actions import Which
from coopspace.visits.model import Visit, VisitTelling

Things = dict[uuid.UUID, Thing]
Texts = dict[uuid.UUID, list[str]]
Column = InstrumentedAttribute[Any]
OfRound = TypeVar("OfRound", ContinuumRound, ReadinessRound)


@dataclass(frozen=True)
class SearchedKind:
    """A kind of thing: its heading, the permission that opens it, what keeps it up to date, and
    how those that were found are named and reached."""

    label: str
    read: Permission
    source: Source
    find: Callable[[Session, Ids, str], Things]


def _owners(key: Column, *columns: Column) -> Via:
    """The rows whose text is one of these documents."""

    def via(session: Session, ids: Ids) -> Iterable[uuid.UUID]:
        query = select(key).where(or_(*(one.in_(ids) for one in columns)))
        return session.scalars(query)

    return via


def _discussed(kind: str, session: Session, names: dict[str, uuid.UUID], language: str) -> Things:
    """As the discussions name them."""
    found = discussed_kinds.KINDS[kind].find(session, names.keys(), language)
    return {names[about]: thing for about, thing in found.items()}


def _text(kind: Which, topic: str, label: str) -> SearchedKind:
    """A shared text of which a site has one."""

    def find(session: Session, ids: Ids, language: str) -> Things:
        return _discussed(topic, session, dict.fromkeys([WORDS], next(iter(ids))), language)

    words = searched_words.shared(kind, Permission.VISION_READ)
    source = Source(topic, words, documents=frozenset({kind}))
    return SearchedKind(label, Permission.VISION_READ, source, find)


def _narrative_things(_session: Session, ids: Ids, _language: str) -> Things:
    return {one: Thing("", "narrative.show") for one in ids}


def _visit_things(session: Session, ids: Ids, _language: str) -> Things:
    rows = session.scalars(select(Visit).where(Visit.id.in_(ids)))
    return {one.id: Thing("", "visits.prepare", {"_anchor": f"visit-{one.number}"}) for one in rows}


def _round_things(model: type[OfRound], endpoint: str) -> Callable[[Session, Ids, str], Things]:
    """Rounds, which pages call by their number."""

    def find(session: Session, ids: Ids, _language: str) -> Things:
        rows = session.scalars(select(model).where(model.id.in_(ids)))
        return {
            one.id: Thing("", endpoint, {"number": str(one.number)}, one.ended_at is not None)
            for one in rows
        }

    return find


def _action_things(session: Session, ids: Ids, language: str) -> Things:
    rows = session.scalars(select(PlanAction).where(PlanAction.id.in_(ids)))
    return _discussed(ACTION, session, {str(one.number): one.id for one in rows}, language)


def _indicator_things(session: Session, ids: Ids, language: str) -> Things:
    rows = session.scalars(select(Indicator).where(Indicator.id.in_(ids)))
    return _discussed(INDICATOR, session, {str(one.number): one.id for one in rows}, language)


def _clause_things(session: Session, ids: Ids, language: str) -> Things:
    rows = session.scalars(select(AgreementClause).where(AgreementClause.id.in_(ids)))
    return _discussed(CLAUSE, session, {one.code: one.id for one in rows}, language)


def _part_things(session: Session, ids: Ids, language: str) -> Things:
    rows = session.scalars(select(AgreementPart).where(AgreementPart.id.in_(ids)))
    return _discussed(PART, session, {one.ref: one.id for one in rows}, language)


def _decision_things(session: Session, ids: Ids, _language: str) -> Things:
    rows = session.execute(
        select(Decision, DecisionFraming)
        .join(DecisionFraming, DecisionFraming.decision_id == Decision.id)
        .where(Decision.id.in_(ids), DecisionFraming.until.is_(None))
    )
    return {
        one.id: Thing(
            f"{one.number}. {framing.content['matter']}",
            "decisions.show",
            {"number": str(one.number)},
        )
        for one, framing in rows
    }


def _organisation_things(session: Session, ids: Ids, _language: str) -> Things:
    rows = session.execute(
        select(Stakeholder, StakeholderTelling)
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(Stakeholder.id.in_(ids), StakeholderTelling.until.is_(None))
    )
    return {
        one.id: Thing(now.name, "stakeholders.show", {"ref": one.ref}, gone=now.ended)
        for one, now in rows
    }


def _advance_things(session: Session, ids: Ids, _language: str) -> Things:
    rows = session.scalars(select(Advance).where(Advance.id.in_(ids)))
    return {
        one.id: Thing("", "advances.show", {"number": str(one.number)}, one.ended_at is not None)
        for one in rows
    }


def _entry_things(session: Session, ids: Ids, _language: str) -> Things:
    rows = session.scalars(select(AccompanimentEntry).where(AccompanimentEntry.id.in_(ids)))
    return {one.id: Thing("", "accompaniment.show", {"number": str(one.number)}) for one in rows}


def _role_things(session: Session, ids: Ids, language: str) -> Things:
    words = method.load("roles")
    found = {}
    for one in session.scalars(select(RoleTelling).where(RoleTelling.id.in_(ids))):
        role = SupportRole(one.role)
        name = words.text(f"roles.{role}.short", language)
        found[one.id] = Thing(name, "roles.show", {"number": str(role.number)})
    return found


def _thread_things(session: Session, ids: Ids, language: str) -> Things:
    rows = session.scalars(select(DiscussionThread).where(DiscussionThread.id.in_(ids))).all()
    about = discussed_kinds.things(session, [(one.kind, one.about) for one in rows], language)
    return {
        one.id: Thing(
            about[one.kind, one.about].title if (one.kind, one.about) in about else "",
            "discussion.show",
            {"thread": one.ref},
        )
        for one in rows
    }


def _of_comments(session: Session, ids: Ids) -> Iterable[uuid.UUID]:
    query = select(DiscussionComment.thread_id).where(DiscussionComment.id.in_(ids))
    return session.scalars(query)


def _named(kind: str) -> Callable[[Session, Ids, str], Things]:
    """Things that discussions name by their identifier."""

    def find(session: Session, ids: Ids, language: str) -> Things:
        return _discussed(kind, session, {one.hex: one for one in ids}, language)

    return find


KINDS: dict[str, SearchedKind] = {
    SENTENCE: _text(Which.SENTENCE, SENTENCE, N_("The shared vision")),
    SITUATION: _text(Which.READING, SITUATION, N_("The shared reading of the situation")),
    CHANGE: SearchedKind(
        N_("Changes"),
        Permission.CHANGE_READ,
        Source(
            CHANGE,
            searched_words.changes,
            (Watched(Change),),
            frozenset({STATEMENT, DESCRIPTION}),
            _owners(Change.id, Change.statement_id, Change.description_id),
        ),
        _named(CHANGE),
    ),
    LINK: SearchedKind(
        N_("Links between changes"),
        Permission.CHANGE_READ,
        Source(
            LINK,
            searched_words.links,
            (Watched(Link),),
            frozenset({RATIONALE, ASSUMPTION}),
            _owners(Link.id, Link.rationale_id, Link.assumption_id),
        ),
        _named(LINK),
    ),
    "narrative": SearchedKind(
        N_("Narrative of the strategy"),
        Permission.CHANGE_READ,
        Source(
            "narrative",
            searched_words.shared(NARRATIVE, Permission.CHANGE_READ),
            documents=frozenset({NARRATIVE}),
        ),
        _narrative_things,
    ),
    ACTION: SearchedKind(
        N_("Actions of the plan"),
        Permission.PLAN_READ,
        Source(ACTION, searched_words.actions, (Watched(PlanTelling, "action_id"),)),
        _action_things,
    ),
    INDICATOR: SearchedKind(
        N_("Indicators of changes"),
        Permission.INDICATOR_READ,
        Source(
            INDICATOR,
            searched_words.indicators,
            (
                Watched(Indicator),
                Watched(IndicatorTelling, "indicator_id"),
                Watched(IndicatorMeasure, "indicator_id"),
            ),
        ),
        _indicator_things,
    ),
    CLAUSE: SearchedKind(
        N_("Clauses of the agreement"),
        Permission.AGREEMENT_READ,
        Source(
            CLAUSE,
            searched_words.clauses,
            (Watched(AgreementClause),),
            frozenset({CLAUSE}),
            _owners(AgreementClause.id, AgreementClause.document_id),
        ),
        _clause_things,
    ),
    PART: SearchedKind(
        N_("What is settled beside the agreement"),
        Permission.AGREEMENT_READ,
        Source(PART, searched_words.parts, (Watched(AgreementTelling, "part_id"),)),
        _part_things,
    ),
    "decision": SearchedKind(
        N_("Decisions"),
        Permission.DECISION_READ,
        Source(
            "decision",
            searched_words.decisions,
            (Watched(DecisionFraming, "decision_id"), Watched(DecisionEvent, "decision_id")),
            frozenset({PROPOSAL}),
            _owners(Decision.id, Decision.document_id),
        ),
        _decision_things,
    ),
    "organisation": SearchedKind(
        N_("Stakeholders"),
        Permission.STAKEHOLDER_READ,
        Source(
            "organisation",
            searched_words.organisations,
            (Watched(StakeholderTelling, "stakeholder_id"),),
        ),
        _organisation_things,
    ),
    "advance": SearchedKind(
        N_("Advances"),
        Permission.ADVANCE_READ,
        Source("advance", searched_words.advances, (Watched(AdvanceWording, "advance_id"),)),
        _advance_things,
    ),
    "positioning": SearchedKind(
        N_("Rounds of positioning"),
        Permission.CONTINUUM_READ,
        Source(
            "positioning",
            searched_words.positionings,
            (Watched(ContinuumRound), Watched(ContinuumConclusion, "round_id")),
        ),
        _round_things(ContinuumRound, "continuum.show"),
    ),
    "conditions": SearchedKind(
        N_("Rounds on our conditions"),
        Permission.READINESS_READ,
        Source(
            "conditions",
            searched_words.conditions,
            (Watched(ReadinessRound), Watched(ReadinessConclusion, "round_id")),
        ),
        _round_things(ReadinessRound, "readiness.show"),
    ),
    "role": SearchedKind(
        N_("The seven roles"),
        Permission.SUPPORT_READ,
        Source("role", searched_words.roles, (Watched(RoleTelling),)),
        _role_things,
    ),
    "log": SearchedKind(
        N_("The log of accompaniment"),
        Permission.ACCOMPANIMENT_READ,
        Source("log", searched_words.entries, (Watched(AccompanimentTelling, "entry_id"),)),
        _entry_things,
    ),
    "visit": SearchedKind(
        N_("Visits"),
        Permission.VISIT_PREPARE,
        Source("visit", searched_words.visits, (Watched(VisitTelling, "visit_id"),)),
        _visit_things,
    ),
    "thread": SearchedKind(
        N_("Discussions"),
        Permission.DISCUSSION_READ,
        Source(
            "thread",
            searched_words.threads,
            (
                Watched(DiscussionComment, "thread_id"),
                Watched(DiscussionWording, "comment_id", _of_comments),
            ),
        ),
        _thread_things,
    ),
}
"""Every kind, in the order in which a page tells what was found."""
index.keep(*(one.source for one in KINDS.values()))
