"""A programme as its members see it: its sites in alphabetical order, never in any other."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel.permissions import Role
from coopspace.sites import rules
from coopspace.sites.leads import leads_of
from coopspace.sites.model import College, Membership, Programme, ProgrammeLead, Site


@dataclass(frozen=True)
class SiteLine:
    """What every member of the programme may know of a site: no word of what it writes."""

    site: Site
    held: tuple[College, ...]
    is_mine: bool

    @property
    def missing(self) -> tuple[College, ...]:
        """The colleges that nobody speaks for yet."""
        return tuple(college for college in College if college not in self.held)


@dataclass(frozen=True)
class Overview:
    """A programme with its leads and its sites."""

    programme: Programme
    leads: list[ProgrammeLead]
    sites: list[SiteLine]


def overview(session: Session, programme: Programme, *, viewer: User) -> Overview:
    """The programme in three queries, whatever the number of its sites.

    Memberships are what access is decided on, and carry no content: no wall is crossed.
    """
    sites = session.scalars(
        select(Site).where(Site.programme_id == programme.id, Site.ended_at.is_(None))
    ).all()
    places = members_of(session, programme)
    voices = [place for place in places if place.role == Role.TRIO]
    here = {place.site_id for place in places if place.user_id == viewer.id}
    return Overview(
        programme=programme,
        leads=leads_of(session, programme.id),
        sites=[
            SiteLine(site, _held(voices, site.id), site.id in here)
            for site in sorted(sites, key=lambda site: rules.alphabetical(site.name))
        ],
    )


def members_of(session: Session, programme: Programme) -> list[Membership]:
    """The active places of all the sites of a programme, with their people."""
    return list(
        session.scalars(
            select(Membership)
            .join(Site, Site.id == Membership.site_id)
            .where(
                Site.programme_id == programme.id,
                Site.ended_at.is_(None),
                Membership.ended_at.is_(None),
            )
            .options(joinedload(Membership.user))
        )
    )


def heirs_of(session: Session, programme: Programme, *, leaving: User) -> list[User]:
    """Who could take the lead over: the other leads and the members of its sites, by name."""
    known = {lead.user_id: lead.user for lead in leads_of(session, programme.id)}
    known |= {place.user_id: place.user for place in members_of(session, programme)}
    known.pop(leaving.id, None)
    working = (user for user in known.values() if user.disabled_at is None)
    return sorted(working, key=lambda user: rules.alphabetical(user.name))


def _held(voices: Iterable[Membership], site_id: uuid.UUID) -> tuple[College, ...]:
    spoken = {
        voice.college
        for voice in voices
        if voice.site_id == site_id and voice.user.disabled_at is None
    }
    return tuple(college for college in College if college in spoken)
