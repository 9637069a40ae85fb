"""The roles of several sites as the database sums them up: for each role at each site the two
latest quarters in which it was judged, the next step, the last day of the log, who holds it.

To be called inside `across_sites(...)`, for sites whose permission was asked before. Each function
is one query, however many sites there are, and none reads what has been replaced.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentTelling
from coopspace.accounts.model import User
from coopspace.facilitation.rules import Judged, Step
from coopspace.roles.model import RoleHolding, RoleJudgement, RoleTelling
from coopspace.roles.rules import STEPS, Holder, Quarter, Spread, SupportRole, Who
from coopspace.sites.model import Membership
from coopspace.stakeholders.model import StakeholderTelling

Place = tuple[uuid.UUID, SupportRole]
"""A role at a site."""
Sites = Collection[uuid.UUID]


def judged(session: Session, sites: Sites) -> dict[Place, list[Judged]]:
    """How each role was judged in the latest quarter that anybody judged, then in the one before:
    how many people say each step. One of both may be missing."""
    row = RoleJudgement
    stands = (row.site_id.in_(sites), row.until.is_(None))
    place = (row.site_id, row.role, row.period)
    periods = select(*place).where(*stands).group_by(*place).subquery()
    rank = func.row_number().over(
        partition_by=(periods.c.site_id, periods.c.role), order_by=periods.c.period.desc()
    )
    ranked = select(periods, rank.label("rank")).subquery()
    of_quarter = and_(
        ranked.c.site_id == row.site_id,
        ranked.c.role == row.role,
        ranked.c.period == row.period,
    )
    query = (
        select(*place, row.coverage, func.count(row.id))
        .join(ranked, and_(of_quarter, ranked.c.rank <= 2))
        .where(*stands)
        .group_by(*place, row.coverage)
        .order_by(row.site_id, row.role, row.period.desc())
    )
    counted: dict[tuple[Place, date], list[int]] = {}
    for site, support, period, step, count in session.execute(query):
        counts = counted.setdefault(((site, SupportRole(support)), period), [0] * (STEPS + 1))
        counts[step or 0] += count
    found: dict[Place, list[Judged]] = {}
    for (where, period), (unknown, *counts) in counted.items():
        one = Judged(Quarter.of(period), Spread(tuple(counts), unknown))
        found.setdefault(where, []).append(one)
    return found


def steps(session: Session, sites: Sites) -> dict[Place, Step]:
    """The next step of each role, where one is said."""
    row = RoleTelling
    query = select(row.site_id, row.role, row.step, row.step_day, row.step_person, row.seq).where(
        row.site_id.in_(sites), row.until.is_(None), row.step_day.is_not(None)
    )
    return {
        (site, SupportRole(support)): Step(words, day, person, seq)
        for site, support, words, day, person, seq in session.execute(query)
        if day is not None and person is not None
    }


def last_days(session: Session, sites: Sites) -> dict[Place, date]:
    """The latest day for which something is logged, role by role."""
    row = AccompanimentTelling
    query = (
        select(row.site_id, row.role, func.max(row.day))
        .where(row.site_id.in_(sites), row.until.is_(None), row.withdrawn.is_(False))
        .group_by(row.site_id, row.role)
    )
    return {(site, SupportRole(support)): day for site, support, day in session.execute(query)}


@dataclass
class Hands:
    """Who holds the roles of one site, and the names of the organisations among them."""

    held: dict[SupportRole, list[Holder]] = field(default_factory=dict)
    names: dict[uuid.UUID, str] = field(default_factory=dict)


def hands(session: Session, sites: Sites) -> dict[uuid.UUID, Hands]:
    """Who holds each role today, and whether they are still of the site, or on its map."""
    row = RoleHolding
    query = (
        select(
            row.site_id,
            row.role,
            row.user_id,
            row.stakeholder_id,
            Membership.id,
            User.name,
            User.disabled_at,
            StakeholderTelling.name,
            StakeholderTelling.ended,
        )
        .outerjoin(User, User.id == row.user_id)
        .outerjoin(
            Membership,
            and_(
                Membership.site_id == row.site_id,
                Membership.user_id == row.user_id,
                Membership.ended_at.is_(None),
            ),
        )
        .outerjoin(
            StakeholderTelling,
            and_(
                StakeholderTelling.stakeholder_id == row.stakeholder_id,
                StakeholderTelling.until.is_(None),
            ),
        )
        .where(row.site_id.in_(sites), row.until.is_(None))
        .order_by(row.at, row.id)
    )
    found: dict[uuid.UUID, Hands] = {}
    for site, support, person, group, place, name, closed, called, ended in session.execute(query):
        here = place is not None and closed is None if person else ended is False
        id_ = person or group
        assert id_ is not None  # the database holds exactly one of both
        holder = Holder(Who.PERSON if person else Who.ORGANISATION, id_, here)
        kept = found.setdefault(site, Hands())
        kept.held.setdefault(SupportRole(support), []).append(holder)
        kept.names[holder.id] = name or called or ""
    return found
