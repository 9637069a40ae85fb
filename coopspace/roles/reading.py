"""The roles as pages show them: the seven today, and one with its whole history."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from coopspace.kernel.permissions import Permission
from coopspace.roles import rules
from coopspace.roles.actions import told_in
from coopspace.roles.model import RoleHandover, RoleHolding, RoleJudgement, RoleTelling
from coopspace.roles.organisations import Organisation, organisations
from coopspace.roles.rules import Coverage, Holder, Quarter, Spread, SupportRole, Told, Who
from coopspace.sites import access
from coopspace.sites.model import Membership, Site


@dataclass(frozen=True)
class Holding:
    """That somebody holds, or held, a role."""

    holder: Holder
    at: datetime
    until: datetime | None


@dataclass(frozen=True)
class Judged:
    """One person's judgement of one role in one quarter; `until` once they judged anew."""

    role: SupportRole
    quarter: Quarter
    person: uuid.UUID
    college: str
    coverage: Coverage | None
    reason: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True)
class Line:
    """One role today."""

    role: SupportRole
    holdings: tuple[Holding, ...]
    told: Told
    judgements: tuple[Judged, ...]

    @property
    def spread(self) -> Spread:
        """How they lie on the scale."""
        return rules.spread(one.coverage for one in self.judgements)

    def of(self, person: uuid.UUID) -> Judged | None:
        """This person's judgement."""
        return next((one for one in self.judgements if one.person == person), None)

    def is_late(self, today: date) -> bool:
        """Whether the day of the next step is past."""
        return self.told.day is not None and self.told.day < today


@dataclass(frozen=True)
class Roles:
    """The seven roles of the site in scope today, judged for one quarter, and who may be named."""

    lines: tuple[Line, ...]
    members: tuple[Membership, ...]
    organisations: Mapping[uuid.UUID, Organisation]

    @property
    def held(self) -> rules.Held:
        """Who holds each."""
        return {one.role: [two.holder for two in one.holdings] for one in self.lines}

    def line(self, role: SupportRole) -> Line:
        """This role."""
        return self.lines[role.number - 1]

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name stands on it."""
        found = {one.person for line in self.lines for one in line.judgements}
        found |= {one.told.person for one in self.lines if one.told.person}
        return found | _persons(one for line in self.lines for one in line.holdings)


@dataclass(frozen=True)
class Passed:
    """A handover: who took the role up, who laid it down, and the word that went with it."""

    seq: int
    at: datetime
    by: uuid.UUID
    words: str
    came: tuple[Holder, ...]
    left: tuple[Holder, ...]


@dataclass(frozen=True)
class Said:
    """What was said of a role from one moment until another."""

    seq: int
    told: Told
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class History:
    """One role through time, the latest first."""

    passed: tuple[Passed, ...]
    said: tuple[Said, ...]
    judged: tuple[Judged, ...]

    def quarters(self) -> list[tuple[Quarter, Spread]]:
        """How the role was judged, quarter after quarter, the latest first."""
        standing = [one for one in self.judged if one.until is None]
        return [
            (quarter, rules.spread(one.coverage for one in standing if one.quarter == quarter))
            for quarter in sorted({one.quarter for one in standing}, reverse=True)
        ]

    def people(self) -> set[uuid.UUID]:
        """Everybody whose name stands on it."""
        found = {one.by for one in self.passed} | {one.by for one in self.said}
        found |= {one.person for one in self.judged}
        found |= {one.told.person for one in self.said if one.told.person}
        both = (one for passed in self.passed for one in (*passed.came, *passed.left))
        return found | {one.id for one in both if one.who is Who.PERSON}


_HOLDINGS = select(RoleHolding).where(RoleHolding.until.is_(None))
_TELLINGS = select(RoleTelling).where(RoleTelling.until.is_(None))
_JUDGEMENTS = (
    select(RoleJudgement)
    .where(RoleJudgement.until.is_(None), RoleJudgement.period == bindparam("period"))
    .order_by(RoleJudgement.at, RoleJudgement.id)
)


def roles(session: Session, site: Site, quarter: Quarter) -> Roles:
    """The seven roles today, with how they are judged for this quarter, in five queries."""
    members = access.who_may(session, site, Permission.SUPPORT_READ)
    mapped = organisations(session)
    here = _here(members, mapped)
    rows_held = sorted(session.scalars(_HOLDINGS), key=_order(members, mapped))
    holdings = [_holding(row, here) for row in rows_held]
    told = {SupportRole(row.role): told_in(row) for row in session.scalars(_TELLINGS)}
    rows = session.scalars(_JUDGEMENTS, {"period": quarter.first})
    judgements = [_judged(row) for row in rows]
    return Roles(
        lines=tuple(
            Line(
                role,
                tuple(one for of, one in holdings if of is role),
                told.get(role, Told()),
                tuple(one for one in judgements if one.role is role),
            )
            for role in SupportRole
        ),
        members=tuple(members),
        organisations=mapped,
    )


def history(session: Session, role: SupportRole, seen: Roles) -> History:
    """One role through time."""
    tellings = select(RoleTelling).where(RoleTelling.role == role)
    judgements = select(RoleJudgement).where(RoleJudgement.role == role)
    return History(
        passed=tuple(passings(session, role, seen)),
        said=tuple(
            Said(row.seq, told_in(row), row.by, row.at)
            for row in session.scalars(tellings.order_by(RoleTelling.seq.desc()))
        ),
        judged=tuple(
            _judged(row)
            for row in session.scalars(
                judgements.order_by(RoleJudgement.at.desc(), RoleJudgement.id)
            )
        ),
    )


def passings(session: Session, role: SupportRole, seen: Roles) -> list[Passed]:
    """The handovers of a role, the latest first."""
    here = _here(seen.members, seen.organisations)
    handovers = select(RoleHandover).where(RoleHandover.role == role)
    holdings = select(RoleHolding).where(RoleHolding.role == role)
    rows = sorted(session.scalars(holdings), key=_order(seen.members, seen.organisations))
    hands = [(row, _holding(row, here)[1].holder) for row in rows]
    return [
        Passed(
            seq=one.seq,
            at=one.at,
            by=one.by,
            words=one.words,
            came=tuple(holder for row, holder in hands if row.begun_id == one.id),
            left=tuple(holder for row, holder in hands if row.ended_id == one.id),
        )
        for one in session.scalars(handovers.order_by(RoleHandover.seq.desc()))
    ]


def every_judgement(session: Session) -> list[Judged]:
    """Every judgement of the site in scope that stands, by quarter, then by role."""
    query = select(RoleJudgement).where(RoleJudgement.until.is_(None))
    found = [_judged(row) for row in session.scalars(query.order_by(RoleJudgement.at))]
    return sorted(found, key=lambda one: (one.quarter, one.role.number, one.at), reverse=True)


def _here(
    members: Iterable[Membership], mapped: Mapping[uuid.UUID, Organisation]
) -> set[uuid.UUID]:
    return {one.user_id for one in members} | {one.id for one in mapped.values() if one.here}


def _order(
    members: Iterable[Membership], mapped: Mapping[uuid.UUID, Organisation]
) -> Callable[[RoleHolding], tuple[datetime, int, str]]:
    """Who began first, then people before organisations, both by name."""
    ranks = {id_: rank for rank, id_ in enumerate([*(one.user_id for one in members), *mapped])}

    def key(row: RoleHolding) -> tuple[datetime, int, str]:
        id_ = row.user_id or row.stakeholder_id
        return row.at, ranks.get(id_, -1) if id_ else -1, str(row.id)

    return key


def _holding(row: RoleHolding, here: set[uuid.UUID]) -> tuple[SupportRole, Holding]:
    who = Who.PERSON if row.user_id else Who.ORGANISATION
    id_ = row.user_id or row.stakeholder_id
    assert id_ is not None  # the database holds exactly one of both
    return SupportRole(row.role), Holding(Holder(who, id_, id_ in here), row.at, row.until)


def _judged(row: RoleJudgement) -> Judged:
    return Judged(
        role=SupportRole(row.role),
        quarter=Quarter.of(row.period),
        person=row.user_id,
        college=row.college or "",
        coverage=Coverage(row.coverage) if row.coverage else None,
        reason=row.reason,
        at=row.at,
        until=row.until,
    )


def _persons(some: Iterable[Holding]) -> set[uuid.UUID]:
    return {one.holder.id for one in some if one.holder.who is Who.PERSON}
