"""The chain of a site read again: six queries the first time, one as long as nothing changed."""

import uuid
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from coopspace.changes import strategy
from coopspace.changes.model import Change, ChangeProgress, Link, LinkConfidence
from coopspace.changes.rules import LINK, VISION, Effect, Level, Nature, code_of
from coopspace.discussion.model import DiscussionThread
from coopspace.indicators.model import Indicator, IndicatorChange
from coopspace.kernel.clock import PARIS
from coopspace.live.model import Document
from coopspace.review.model import ReviewAnswer
from coopspace.review.rules import Facts, Finding, Gravity, Stated, Tied
from coopspace.review.whole import reread
from coopspace.sites.model import College, Site

SITES_KEPT = 64


@dataclass(frozen=True)
class Answer:
    """« We keep it, because… », by whom and when."""

    why: str
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Reading:
    """What the reading of a site finds today: what is open, and what was answered. Never equal to
    another one, so that what is made of it may be kept beside it."""

    found: tuple[Finding, ...]
    kept: tuple[tuple[Finding, Answer], ...]
    says: dict[str, str]
    """What each change says, by its code."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What asks for something."""
        return tuple(one for one in self.found if one.is_warning)

    @property
    def readings(self) -> tuple[Finding, ...]:
        """What only tells how the chain is made."""
        return tuple(one for one in self.found if not one.is_warning)

    def of(self, gravity: Gravity) -> tuple[Finding, ...]:
        """What asks this much."""
        return tuple(one for one in self.found if one.gravity is gravity)


_read: OrderedDict[tuple[uuid.UUID, str, date], Reading] = OrderedDict()


def look(session: Session, site: Site, today: date, *, mark: str = "") -> Reading:
    """The reading of the site in scope. `mark` is `strategy.mark` when the page asked it already:
    as long as it is the same, the very same reading is given again."""
    key = (site.id, mark or strategy.mark(session, site), today)
    found = _read.get(key)
    if found is None:
        found = _read[key] = read(session, today)
        while len(_read) > SITES_KEPT:
            _read.popitem(last=False)
    return found


def read(session: Session, today: date) -> Reading:
    """The reading of the site in scope, read anew."""
    facts = facts_of(session, today)
    answers = {
        (str(row.rule), row.about, row.digest): Answer(row.why, row.by, row.at)
        for row in session.scalars(_ANSWERS)
    }
    found: list[Finding] = []
    kept: list[tuple[Finding, Answer]] = []
    for one in reread(facts):
        answer = answers.get((*one.key, one.digest)) if answers else None
        if answer is None:
            found.append(one)
        else:
            kept.append((one, answer))
    says = {one.code: one.says for one in facts.in_order}
    return Reading(tuple(found), tuple(kept), says)


def facts_of(session: Session, today: date) -> Facts:
    """What the reading reads, of the site in scope."""
    voices: dict[uuid.UUID, list[tuple[str, int]]] = defaultdict(list)
    for link, college, value in session.execute(_VOICES):
        voices[link].append((college, value))
    talked = frozenset(session.scalars(_TALKED))
    links: list[Tied] = []
    touched: dict[str, datetime] = {}
    for row in session.execute(_LINKS):
        links.append(_tied(row, voices.get(row.id, []), talked))
        for code in (links[-1].source, links[-1].target):
            touched[code] = max(touched.get(code, row.changed_at), row.changed_at)
    shown = {change: many for change, many in session.execute(_SHOWN)}
    changes = [_stated(row, touched, shown.get(row.id, 0)) for row in session.execute(_CHANGES)]
    codes = {VISION, *(one.code for one in changes)}
    living = tuple(one for one in links if {one.source, one.target} <= codes)
    return Facts(tuple(changes), living, today)


_judged = (
    select(func.max(ChangeProgress.at))
    .where(ChangeProgress.change_id == Change.id)
    .correlate(Change)
    .scalar_subquery()
    .label("judged_at")
)
_CHANGES = (
    select(
        Change.id,
        Change.level,
        Change.number,
        Change.nature,
        Change.effect,
        Change.who,
        Change.systems,
        Change.horizon,
        Change.changed_at,
        Document.text,
        Document.updated_at,
        _judged,
    )
    .join(Document, Document.id == Change.statement_id)
    .where(Change.ended_at.is_(None))
    .order_by(Change.level, Change.number)
)
_source, _target = aliased(Change), aliased(Change)
_why, _assumption = aliased(Document), aliased(Document)
_LINKS = (
    select(
        Link.id,
        _source.level,
        _source.number,
        _target.level.label("target_level"),
        _target.number.label("target_number"),
        _why.text.label("why"),
        _assumption.text.label("assumption"),
        Link.disputed,
        Link.changed_at,
    )
    .join(_source, _source.id == Link.source_id)
    .outerjoin(_target, _target.id == Link.target_id)
    .join(_why, _why.id == Link.rationale_id)
    .join(_assumption, _assumption.id == Link.assumption_id)
    .where(Link.ended_at.is_(None))
)
_VOICES = (
    select(LinkConfidence.link_id, LinkConfidence.college, LinkConfidence.value)
    .join(Link, Link.id == LinkConfidence.link_id)
    .where(Link.ended_at.is_(None))
    .order_by(LinkConfidence.link_id, LinkConfidence.number)
)
_TALKED = select(DiscussionThread.about).where(DiscussionThread.kind == LINK)
_ANSWERS = select(ReviewAnswer).where(ReviewAnswer.until.is_(None))


_SHOWN = (
    select(IndicatorChange.change_id, func.count())
    .join(Indicator, Indicator.id == IndicatorChange.indicator_id)
    .where(IndicatorChange.until.is_(None), Indicator.ended_at.is_(None))
    .group_by(IndicatorChange.change_id)
)


def _stated(  # type: ignore[no-untyped-def]
    row, touched: dict[str, datetime], indicators: int
) -> Stated:
    code = code_of(Level(row.level), row.number)
    moments = (row.changed_at, row.updated_at, row.judged_at, touched.get(code))
    news = max(one for one in moments if one is not None)
    return Stated(
        ref=row.id.hex,
        code=code,
        level=Level(row.level),
        says=row.text,
        nature=Nature(row.nature),
        effect=Effect(row.effect),
        who=row.who,
        systems=row.systems,
        horizon=row.horizon,
        news=news.astimezone(PARIS).date(),
        indicators=indicators,
    )


def _tied(  # type: ignore[no-untyped-def]
    row, said: list[tuple[str, int]], talked: frozenset[str]
) -> Tied:
    latest = {College(college): value for college, value in said}
    target = code_of(Level(row.target_level), row.target_number) if row.target_level else VISION
    return Tied(
        ref=row.id.hex,
        source=code_of(Level(row.level), row.number),
        target=target,
        why=row.why,
        assumption=row.assumption,
        disputed=bool(row.disputed),
        voices=tuple(sorted(latest.items())),
        times=len(said),
        discussed=row.id.hex in talked,
    )
