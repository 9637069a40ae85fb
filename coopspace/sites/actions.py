"""What people do with programmes, sites and memberships, and what pages read of them."""

import re
import unicodedata
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.permissions import Role
from coopspace.sites.model import College, Membership, Programme, ProgrammeLead, Ring, Site


@dataclass(frozen=True)
class Places:
    """Where a person is at home."""

    sites: list[Site]
    programmes: list[Programme]


def slug_of(name: str) -> str:
    """The readable address of a name: « Les Trois-Ponts » gives les-trois-ponts."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "site"


def places_of(session: Session, user: User) -> Places:
    """The sites where the person is a member, and the programmes that they lead."""
    sites = session.scalars(
        select(Site)
        .join(Membership, Membership.site_id == Site.id)
        .where(
            Membership.user_id == user.id, Membership.ended_at.is_(None), Site.ended_at.is_(None)
        )
        .order_by(Site.name)
    )
    programmes = session.scalars(
        select(Programme)
        .join(ProgrammeLead, ProgrammeLead.programme_id == Programme.id)
        .where(ProgrammeLead.user_id == user.id, ProgrammeLead.ended_at.is_(None))
        .order_by(Programme.name)
    )
    return Places(sites=list(sites), programmes=list(programmes))


def open_programme(
    session: Session, name: str, *, lead: User, by: User | None, description: str = ""
) -> Programme:
    """Open a programme with its first lead."""
    programme = Programme(
        slug=_free_slug(session, Programme, name),
        name=name.strip(),
        description=description.strip(),
        created_at=clock.now(),
    )
    session.add(programme)
    session.flush()
    session.add(
        ProgrammeLead(programme_id=programme.id, user_id=lead.id, since=clock.now(), ended_at=None)
    )
    audit.record(
        session,
        "programme:open",
        site_id=None,
        actor_id=by.id if by else None,
        on=("programme", programme.id),
        lead=lead.id,
    )
    return programme


def open_site(
    session: Session, programme: Programme, *, name: str, by: User, territory: str = ""
) -> Site:
    """Open a site in a programme; it starts empty, with nobody but those who are invited."""
    site = Site(
        programme_id=programme.id,
        slug=_free_slug(session, Site, name),
        name=name.strip(),
        territory=territory.strip(),
        created_at=clock.now(),
        ended_at=None,
    )
    session.add(site)
    session.flush()
    audit.record(session, "site:open", site_id=site.id, actor_id=by.id, on=("site", site.id))
    return site


def join(
    session: Session,
    site: Site,
    *,
    person: User,
    role: Role,
    by: User,
    college: College | None = None,
    ring: Ring | None = None,
    capacity: str = "",
) -> Membership:
    """Give somebody a place at a site."""
    member = Membership(
        site_id=site.id,
        user_id=person.id,
        role=role,
        college=college,
        ring=Ring.TRIO if role is Role.TRIO else ring,
        capacity=capacity.strip(),
        since=clock.now(),
        ended_at=None,
    )
    session.add(member)
    session.flush()
    audit.record(
        session,
        "member:join",
        site_id=site.id,
        actor_id=by.id,
        on=("membership", member.id),
        person=person.id,
        role=role.value,
        college=college.value if college else None,
    )
    return member


def _free_slug(session: Session, table: type[Site] | type[Programme], name: str) -> str:
    base = slug_of(name)
    taken = set(session.scalars(select(table.slug).where(table.slug.startswith(base))))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


def site_ids(session: Session) -> list[uuid.UUID]:
    """Every site's id, oldest first: for the command line."""
    return list(session.scalars(select(Site.id).order_by(Site.created_at)))
