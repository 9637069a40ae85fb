"""What pages read of decisions: the register, and one decision with what each said of it."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.agreement import parts
from coopspace.agreement import rules as agreement
from coopspace.agreement.rules import Place
from coopspace.decisions import rules
from coopspace.decisions.held import events_of, seats_of
from coopspace.decisions.model import (
    Decision,
    DecisionEvent,
    DecisionFraming,
    DecisionPosition,
)
from coopspace.decisions.rules import Framing, Happened, Lack, Outcome, Said, Stance, Voice
from coopspace.kernel.clock import PARIS
from coopspace.kernel.permissions import Permission
from coopspace.live import store
from coopspace.live.model import Document
from coopspace.positions.taking import Earlier, earlier
from coopspace.sites import access
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Entry:
    """One line of the register. `outcome` is None while it is open; `reopened`: it was decided
    before. `place` is the name of the place of the agreement where it is taken."""

    number: int
    framing: Framing
    proposal: str
    opened_at: datetime
    opened_by: uuid.UUID
    concluded: DecisionEvent | None = None
    reopened: bool = False
    place: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """What came of it."""
        said = self.concluded.outcome if self.concluded else None
        return Outcome(said) if said else None

    @property
    def day(self) -> date:
        """When it was decided, or opened while it is open."""
        if self.concluded is not None:
            return self.concluded.day
        return self.opened_at.astimezone(PARIS).date()

    @property
    def words(self) -> str:
        """Everything that can be found in it."""
        said = self.concluded.words if self.concluded else ""
        framing = self.framing
        return "\n".join(
            (framing.matter, self.proposal, said, framing.who, framing.where, self.place)
        )


@dataclass(frozen=True)
class Told:
    """How a decision was framed at one moment."""

    seq: int
    framing: Framing
    at: datetime
    by: uuid.UUID


@dataclass(frozen=True)
class Sheet:
    """One decision as its page shows it. `earlier` is, by person, what they said of earlier words
    and what changed since; `heard` is the latest position that the page shows."""

    entry: Entry
    text: store.Text
    framings: tuple[Told, ...]
    said: tuple[Said, ...]
    voices: tuple[Voice, ...]
    counted: tuple[tuple[Stance, int], ...]
    lacks: tuple[tuple[Lack, int], ...]
    events: tuple[DecisionEvent, ...]
    earlier: Mapping[uuid.UUID, Earlier[Said]]

    @property
    def heard(self) -> int:
        """The place of the latest position."""
        return max((one.seq for one in self.said), default=0)

    @property
    def is_open(self) -> bool:
        """No outcome stands."""
        return self.entry.concluded is None

    def voice(self, person: uuid.UUID) -> Voice | None:
        """The part of this person, if they have one."""
        return next((one for one in self.voices if one.person == person), None)

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name the page gives."""
        return {
            self.entry.opened_by,
            *self.text.authors,
            *(one.by for one in self.framings),
            *(one.person for one in self.said),
            *(one.person for one in self.voices),
            *(one.by for one in self.events),
        }


def register(session: Session) -> list[Entry]:
    """Every decision of the site in scope, the latest first, in a handful of queries."""
    rows = session.execute(
        select(Decision, DecisionFraming.content)
        .join(DecisionFraming, DecisionFraming.decision_id == Decision.id)
        .where(DecisionFraming.until.is_(None))
    ).all()
    if not rows:
        return []
    texts = store.read_many(session, [row.Decision.document_id for row in rows])
    events = _latest_events(session)
    names = place_names(session)
    found = [
        _entry(row.Decision, row.content, texts[row.Decision.document_id], events, names)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.outcome is None, one.day, one.number), reverse=True)


def under(session: Session, rule: str) -> list[Entry]:
    """The decisions taken under a rule of the agreement, the latest first."""
    return [one for one in register(session) if one.framing.rule == rule]


def counts_by_rule(session: Session) -> Mapping[str, int]:
    """How many decisions were taken under each rule of the agreement, by its reference."""
    query = select(DecisionFraming.content).where(DecisionFraming.until.is_(None))
    rules_named = (rules.read(content).rule for content in session.scalars(query))
    return Counter(rule for rule in rules_named if rule)


def sheet(session: Session, site: Site, decision: Decision) -> Sheet:
    """One decision, today; queries do not grow with its history."""
    framings = _framings(session, decision)
    framing = framings[0].framing
    text = store.read(session, decision.document_id)
    events = events_of(session, decision)
    asked = [*seats_of(session, decision)]
    said = _said(session, site, decision, asked)
    voices = rules.voices(
        said,
        asked,
        method=framing.method or agreement.Method.CONSENT,
        number=text.number,
        digest=text.digest,
    )
    before = [one.before for one in voices if one.before is not None]
    return Sheet(
        entry=_of(decision, framing, text.text, events[-1:], place_names(session)),
        text=text,
        framings=tuple(framings),
        said=tuple(said),
        voices=tuple(voices),
        counted=tuple(rules.counted(framing.method or agreement.Method.CONSENT, voices)),
        lacks=tuple(rules.lacking(framing, voices, text=text.text)),
        events=tuple(events),
        earlier={one.position.person: one for one in earlier(session, text, before)},
    )


@dataclass(frozen=True)
class Spoken:
    """A position in the list of all of them; `exact`: it is on the words that stand."""

    number: int
    said: Said
    exact: bool


def spoken(session: Session, numbers: Collection[int]) -> list[Spoken]:
    """Every position on these decisions, by decision, oldest first; whether its author is still
    asked is not looked at."""
    rows = session.execute(
        select(Decision.number, Document.version, DecisionPosition)
        .join(Decision, Decision.id == DecisionPosition.decision_id)
        .join(Document, Document.id == Decision.document_id)
        .where(Decision.number.in_(sorted(numbers)))
        .order_by(Decision.number, DecisionPosition.seq)
    )
    return [
        Spoken(number, _told(row, set()), row.number == version) for number, version, row in rows
    ]


def place_names(session: Session) -> dict[str, str]:
    """The names of the places of the agreement, also of those that left it."""
    return {one.ref: one.said.name for one in parts.parts(session) if isinstance(one.said, Place)}


def _framings(session: Session, decision: Decision) -> list[Told]:
    query = select(DecisionFraming).where(DecisionFraming.decision_id == decision.id)
    rows = session.scalars(query.order_by(DecisionFraming.seq.desc()))
    return [Told(one.seq, rules.read(one.content), one.at, one.by) for one in rows]


def _said(session: Session, site: Site, decision: Decision, asked: list[uuid.UUID]) -> list[Said]:
    """Every position, oldest first; `speaks` says who is still asked and still may."""
    query = select(DecisionPosition).where(DecisionPosition.decision_id == decision.id)
    rows = list(session.scalars(query.order_by(DecisionPosition.seq)))
    members = access.who_may(session, site, Permission.DECISION_SPEAK) if rows else []
    speakers = {one.user_id for one in members} & set(asked)
    return [_told(row, speakers) for row in rows]


def _told(row: DecisionPosition, speakers: Collection[uuid.UUID]) -> Said:
    return Said(
        seq=row.seq,
        person=row.user_id,
        college=row.college or "",
        stance=Stance(row.stance),
        reason=row.reason,
        number=row.number,
        digest=row.digest,
        at=row.at,
        speaks=row.user_id in speakers,
    )


def _latest_events(session: Session) -> dict[uuid.UUID, DecisionEvent]:
    rows = session.scalars(select(DecisionEvent).order_by(DecisionEvent.seq))
    return {one.decision_id: one for one in rows}


def _entry(
    decision: Decision,
    content: dict[str, object],
    text: str,
    events: Mapping[uuid.UUID, DecisionEvent],
    names: Mapping[str, str],
) -> Entry:
    latest = [events[decision.id]] if decision.id in events else []
    return _of(decision, rules.read(content), text, latest, names)


def _of(
    decision: Decision,
    framing: Framing,
    text: str,
    latest: list[DecisionEvent],
    names: Mapping[str, str],
) -> Entry:
    happened = latest[0] if latest else None
    ended = happened if happened and happened.kind == Happened.OUTCOME else None
    return Entry(
        number=decision.number,
        framing=framing,
        proposal=text,
        opened_at=decision.opened_at,
        opened_by=decision.opened_by,
        concluded=ended,
        reopened=happened is not None and ended is None,
        place=names.get(framing.place, ""),
    )
