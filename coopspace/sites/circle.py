"""Who takes part in a site, ring by ring, and whether the three prerequisites are met."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.permissions import Role
from coopspace.sites import rules
from coopspace.sites.leads import leads_of
from coopspace.sites.model import Adherence, College, Membership, ProgrammeLead, Ring, Site


@dataclass(frozen=True)
class Voice:
    """One college in the trio: its people, what it said, when it was last at work."""

    college: College
    members: list[Membership]
    adherence: Adherence | None = None
    adhered_by: User | None = None
    last_act: datetime | None = None

    @property
    def is_held(self) -> bool:
        """Whether somebody speaks for it today."""
        return any(member.user.disabled_at is None for member in self.members)


@dataclass(frozen=True)
class Circle:
    """Everybody who takes part in a site."""

    voices: list[Voice]
    facilitators: list[Membership]
    core: list[Membership]
    wide: list[Membership]
    leads: list[ProgrammeLead]
    past: list[Membership]

    @property
    def missing(self) -> list[College]:
        """The colleges without a voice."""
        return [voice.college for voice in self.voices if not voice.is_held]

    @property
    def inviters(self) -> list[User]:
        """Who can invite somebody into the trio today."""
        held = [*(member for voice in self.voices for member in voice.members), *self.facilitators]
        people = [member.user for member in held] + [lead.user for lead in self.leads]
        return [one for one in dict.fromkeys(people) if one.disabled_at is None]

    @property
    def not_adhering(self) -> list[College]:
        """The colleges that have not recorded their adherence."""
        return [voice.college for voice in self.voices if voice.adherence is None]

    @property
    def silent(self) -> list[College]:
        """The colleges that left no trace of work lately."""
        return [voice.college for voice in self.voices if voice.last_act is None]


def circle(session: Session, site: Site) -> Circle:
    """The whole page of members, in a fixed number of queries. The site must be in scope."""
    members, said = voices(session, site)
    active = [member for member in members if member.ended_at is None]
    return Circle(
        voices=said,
        facilitators=[member for member in active if member.role == Role.FACILITATOR],
        core=_ring(active, Ring.CORE),
        wide=_ring(active, Ring.WIDE),
        leads=leads_of(session, site.programme_id),
        past=_gone(members, active),
    )


def voices(session: Session, site: Site) -> tuple[list[Membership], list[Voice]]:
    """Every place of the site, active and ended, oldest first, and the three colleges with what
    they said and last did: two queries. The site must be in scope."""
    members, said = _places(session, site)
    active = [member for member in members if member.ended_at is None]
    users = {member.user_id: member.user for member in members}
    acts = last_acts(session, site)
    held = [member for member in active if member.role == Role.TRIO]
    return members, [
        Voice(
            college,
            [member for member in held if member.college == college],
            adherence=said.get(college),
            adhered_by=_author(said.get(college), users),
            last_act=_latest(acts, active, college),
        )
        for college in College
    ]


_PLACES = (
    select(Membership, Adherence)
    .outerjoin(
        Adherence,
        and_(
            Adherence.recorded_by == Membership.user_id,
            Adherence.college == Membership.college,
            Adherence.withdrawn_at.is_(None),
        ),
    )
    .where(Membership.site_id == bindparam("site"))
    .options(joinedload(Membership.user))
    .order_by(Membership.since, Membership.id)
)
_ACTS = (
    select(AuditEvent.actor_id, func.max(AuditEvent.at))
    .where(
        AuditEvent.chain == bindparam("chain"),
        AuditEvent.at >= bindparam("since"),
        AuditEvent.actor_id.is_not(None),
        *(~AuditEvent.action.startswith(one) for one in rules.NOT_PARTICIPATION),
    )
    .group_by(AuditEvent.actor_id)
)


def _places(session: Session, site: Site) -> tuple[list[Membership], dict[College, Adherence]]:
    """The places with their people, and the adherence that stands for each college.

    Whoever recorded an adherence had a place in that college, and places are never deleted: the
    two are read in one query.
    """
    rows = session.execute(_PLACES, {"site": site.id}).all()
    said = {College(row[1].college): row[1] for row in rows if row[1] is not None}
    return [row[0] for row in rows], said


def last_acts(session: Session, site: Site) -> dict[uuid.UUID, datetime]:
    """When each person last worked here, within the time that counts, read from the journal."""
    since = clock.now() - rules.RECENT
    rows = session.execute(_ACTS, {"chain": audit.chain_of(site.id), "since": since})
    return {actor: at for actor, at in rows if actor is not None}


def _author(said: Adherence | None, users: dict[uuid.UUID, User]) -> User | None:
    return users.get(said.recorded_by) if said else None


def _latest(
    acts: dict[uuid.UUID, datetime], active: list[Membership], college: College
) -> datetime | None:
    moments = [acts[m.user_id] for m in active if m.college == college and m.user_id in acts]
    return max(moments, default=None)


def _ring(active: list[Membership], ring: Ring) -> list[Membership]:
    held = [m for m in active if m.ring == ring and m.role != Role.FACILITATOR]
    return sorted(held, key=lambda m: rules.alphabetical(m.user.name))


def _gone(members: list[Membership], active: list[Membership]) -> list[Membership]:
    """The last place of those who hold none any more, the latest departure first."""
    here = {member.user_id for member in active}
    last = {m.user_id: m for m in members if m.ended_at is not None and m.user_id not in here}
    return sorted(last.values(), key=lambda m: (m.ended_at, str(m.id)), reverse=True)
