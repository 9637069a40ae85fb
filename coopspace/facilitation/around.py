"""What is beside the roles of several sites: when somebody last wrote there, the rounds, the
agreement, the decisions, the hours planned, the training attended, the alerts set aside.

To be called inside `across_sites(...)`, for sites whose permission was asked before. Each function
is one query, however many sites there are.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from coopspace.agreement.model import AgreementClosing, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.calendar.model import (
    AccompanimentPlan,
    Attendance,
    CalendarEvent,
    CalendarSaying,
)
from coopspace.calendar.rules import Happened, Kind
from coopspace.continuum.model import ContinuumRound
from coopspace.decisions.model import Decision
from coopspace.facilitation.asides import Aside
from coopspace.facilitation.model import AlertAside
from coopspace.facilitation.rules import Rule, Running, Since
from coopspace.kernel import audit
from coopspace.kernel.audit import AuditEvent, AuditHead
from coopspace.kernel.clock import PARIS
from coopspace.readiness.model import ReadinessRound
from coopspace.stakeholders.model import NetworkWave
from coopspace.survey.model import Survey

Sites = Collection[uuid.UUID]
OWN_ACTS = ("alert:set_aside", "alert:bring_back")
"""What is done from this view: no sign of life of a site."""


def local(moment: datetime) -> date:
    """The day of a moment, in France."""
    return moment.astimezone(PARIS).date()


def last_lines(session: Session, sites: Sites) -> dict[uuid.UUID, date]:
    """The day of the latest line in the journal of each site: read at the end of its chain, so
    that years of lines behind it cost nothing."""
    chains = {audit.chain_of(one): one for one in sites}
    latest = (
        select(AuditEvent.at)
        .where(AuditEvent.chain == AuditHead.chain, AuditEvent.action.not_in(OWN_ACTS))
        .order_by(AuditEvent.seq.desc())
        .limit(1)
        .correlate(AuditHead)
        .scalar_subquery()
    )
    rows = session.execute(select(AuditHead.chain, latest).where(AuditHead.chain.in_(chains)))
    return {chains[chain]: local(at) for chain, at in rows if at is not None}


@dataclass(frozen=True)
class Version:
    """A version of an agreement that stands or is being signed."""

    site: uuid.UUID
    id: uuid.UUID
    number: int
    review: date
    put_at: datetime
    state: State


def versions(session: Session, sites: Sites) -> list[Version]:
    """The versions that were signed, or wait for a signature, by number."""
    row = AgreementVersion
    query = (
        select(row.site_id, row.id, row.number, row.review_on, row.put_at, AgreementClosing.state)
        .outerjoin(AgreementClosing, AgreementClosing.version_id == row.id)
        .where(row.site_id.in_(sites))
        .order_by(row.number)
    )
    found = [
        Version(site, id_, number, review, put_at, State(state or State.OPEN))
        for site, id_, number, review, put_at, state in session.execute(query)
    ]
    return [one for one in found if one.state in (State.OPEN, State.SIGNED)]


def standing(found: Iterable[Version]) -> dict[uuid.UUID, Version]:
    """The newest of those that were signed, by site."""
    return {one.site: one for one in found if one.state is State.SIGNED}


def signing(found: Iterable[Version]) -> dict[uuid.UUID, Since]:
    """The newest of those that wait for a signature, by site."""
    waiting = (one for one in found if one.state is State.OPEN)
    return {one.site: Since(one.number, local(one.put_at)) for one in waiting}


@dataclass(frozen=True)
class Held:
    """A round, of positioning, on our conditions, or of the network, as its dates tell it."""

    site: uuid.UUID
    id: uuid.UUID
    room: str
    number: int
    opened_at: datetime
    closes_at: datetime
    revealed_at: datetime | None

    @property
    def running(self) -> Running:
        """As rules read one that is not revealed."""
        return Running(self.room, self.number, local(self.closes_at))


def rounds(session: Session, sites: Sites) -> list[Held]:
    """The rounds that were not ended, of each site."""
    kinds = (("continuum", ContinuumRound), ("readiness", ReadinessRound))
    asked: list[Select[*tuple[Any, ...]]] = [
        select(
            literal(room).label("room"),
            row.site_id,
            row.id,
            row.number,
            row.opened_at,
            row.closes_at,
            row.revealed_at,
        ).where(row.site_id.in_(sites), row.ended_at.is_(None))
        for room, row in kinds
    ]
    asked.append(
        select(
            literal("survey").label("room"),
            Survey.site_id,
            NetworkWave.id,
            NetworkWave.number,
            NetworkWave.opened_at,
            Survey.closes_at,
            NetworkWave.closed_at.label("revealed_at"),
        )
        .join(NetworkWave, NetworkWave.id == Survey.wave_id)
        .where(Survey.site_id.in_(sites))
    )
    return [
        Held(
            one.site_id, one.id, one.room, one.number, one.opened_at, one.closes_at, one.revealed_at
        )
        for one in session.execute(union_all(*asked).order_by("number"))
    ]


def open_decisions(session: Session, sites: Sites) -> dict[uuid.UUID, list[Since]]:
    """The decisions that are open, by site, the oldest first."""
    query = (
        select(Decision.site_id, Decision.number, Decision.opened_at)
        .where(Decision.site_id.in_(sites), Decision.decided_at.is_(None))
        .order_by(Decision.number)
    )
    found: dict[uuid.UUID, list[Since]] = {}
    for site, number, at in session.execute(query):
        found.setdefault(site, []).append(Since(number, local(at)))
    return found


def planned(session: Session, sites: Sites) -> dict[uuid.UUID, int]:
    """The minutes of accompaniment that each site may count on."""
    row = AccompanimentPlan
    query = select(row.site_id, row.minutes).where(row.site_id.in_(sites), row.until.is_(None))
    return {site: minutes for site, minutes in session.execute(query)}


def trained(session: Session, sites: Sites) -> dict[uuid.UUID, dict[uuid.UUID, int]]:
    """The half-days of training that each person of each site came to."""
    row = Attendance
    query = (
        select(row.site_id, row.user_id, CalendarSaying.content)
        .join(CalendarEvent, CalendarEvent.id == row.event_id)
        .join(CalendarSaying, CalendarSaying.event_id == CalendarEvent.id)
        .where(
            row.site_id.in_(sites),
            row.until.is_(None),
            row.came.is_(True),
            CalendarSaying.until.is_(None),
            CalendarSaying.happened != Happened.CANCELLED,
        )
    )
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = {}
    for site, person, content in session.execute(query):
        if content["kind"] == Kind.TRAINING:
            people = found.setdefault(site, {})
            people[person] = people.get(person, 0) + int(content["halves"])
    return found


def asides(session: Session, sites: Sites) -> dict[uuid.UUID, list[Aside]]:
    """The alerts that are set aside at each site."""
    query = select(AlertAside).where(AlertAside.site_id.in_(sites), AlertAside.until.is_(None))
    found: dict[uuid.UUID, list[Aside]] = {}
    for row in session.scalars(query):
        found.setdefault(row.site_id, []).append(aside_of(row))
    return found


def aside_of(row: AlertAside) -> Aside:
    """A row as rules read it."""
    return Aside(
        id=row.id,
        rule=Rule(row.rule),
        about=row.about,
        mark=row.mark,
        why=row.why,
        day=row.day,
        by=row.by,
        at=local(row.at),
        until=local(row.until) if row.until else None,
        ended_by=row.ended_by,
    )
