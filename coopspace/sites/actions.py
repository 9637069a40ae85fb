"""What people do with programmes, sites and memberships, and what pages read of them."""

import re
import unicodedata
import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.permissions import Role
from coopspace.kernel.refusal import NotFound
from coopspace.sites import access, rules
from coopspace.sites.holding import hold
from coopspace.sites.model import College, Membership, Programme, ProgrammeLead, Ring, Site
from coopspace.sites.rules import Giver, Knowingly, Place, Seat

MOST_DESCRIPTION = 2_000
"""The longest description of a programme, in characters."""
BY_MISTAKE = Knowingly()


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
    session: Session, name: str, *, lead: User | None, by: User | None, description: str = ""
) -> Programme:
    """Open a programme with its first lead, if they already have an account."""
    programme = Programme(
        slug=_free_slug(session, Programme, name),
        name=rules.named(name),
        description=typed.words(description, "description", MOST_DESCRIPTION),
        created_at=clock.now(),
    )
    session.add(programme)
    session.flush()
    if lead is not None:
        session.add(
            ProgrammeLead(
                programme_id=programme.id, user_id=lead.id, since=clock.now(), ended_at=None
            )
        )
    audit.record(
        session,
        "programme:open",
        site_id=None,
        actor_id=by.id if by else None,
        on=("programme", programme.id),
        lead=lead.id if lead else None,
    )
    return programme


def describe_programme(
    session: Session, programme: Programme, *, name: str, description: str, by: User
) -> None:
    """Say what the programme is; its address never changes."""
    programme.name = rules.named(name)
    programme.description = typed.words(description, "description", MOST_DESCRIPTION)
    audit.record(
        session,
        "programme:describe",
        site_id=None,
        actor_id=by.id,
        on=("programme", programme.id),
    )


def open_site(
    session: Session, programme: Programme, *, name: str, by: User, territory: str = ""
) -> Site:
    """Open a site in a programme; it starts empty, with nobody but those who are invited."""
    site = Site(
        programme_id=programme.id,
        slug=_free_slug(session, Site, name),
        name=rules.named(name),
        territory=typed.line(territory, "territory", rules.LONGEST),
        created_at=clock.now(),
        ended_at=None,
    )
    session.add(site)
    session.flush()
    audit.record(session, "site:open", site_id=site.id, actor_id=by.id, on=("site", site.id))
    return site


def describe_site(session: Session, site: Site, *, name: str, territory: str, by: User) -> None:
    """Say what the site is called and where it is; its address never changes."""
    site.name = rules.named(name)
    site.territory = typed.line(territory, "territory", rules.LONGEST)
    audit.record(session, "site:describe", site_id=site.id, actor_id=by.id, on=("site", site.id))


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
    """Give somebody a place at a site, or one again to who had one. Raises Refusal when `by`
    may not give it."""
    hold(session, site.id)
    asked = Place(role=role, college=college, ring=ring, capacity=capacity)
    place = rules.check_joins(
        giver_at(session, site, by), seats_of(session, site), person.id, asked
    )
    had_one = session.scalar(
        select(Membership.id)
        .where(Membership.site_id == site.id, Membership.user_id == person.id)
        .limit(1)
    )
    action = "member:return" if had_one else "member:join"
    return seat(session, site, person=person, place=place, action=action, actor_id=by.id)


def change(
    session: Session,
    site: Site,
    *,
    member: Membership,
    place: Place,
    by: User,
    knowingly: Knowingly = BY_MISTAKE,
) -> Membership:
    """Give a member another place; the one they had is kept with its dates."""
    hold(session, site.id)
    session.refresh(member)
    seats = seats_of(session, site)
    person = _holder(member, seats)
    new = rules.check_changes(
        giver_at(session, site, by), seats, person.id, place, knowingly=knowingly
    )
    if replace(new, capacity="") == replace(member.place, capacity=""):
        member.capacity = new.capacity
        return member
    _close(member, knowingly)
    session.flush()
    return seat(
        session,
        site,
        person=person,
        place=new,
        action="member:change",
        actor_id=by.id,
        was=member.role,
        knowingly=knowingly.yes,
    )


def end(
    session: Session,
    site: Site,
    *,
    member: Membership,
    by: User,
    successor: uuid.UUID | None = None,
    knowingly: Knowingly = BY_MISTAKE,
) -> None:
    """End somebody's place, or one's own; `successor` (a person) takes it in the same act."""
    hold(session, site.id)
    session.refresh(member)
    seats = seats_of(session, site)
    person = _holder(member, seats)
    taken = rules.check_ends(
        giver_at(session, site, by), seats, person.id, successor=successor, knowingly=knowingly
    )
    _close(member, knowingly)
    session.flush()
    audit.record(
        session,
        "member:leave" if person.id == by.id else "member:end",
        site_id=site.id,
        actor_id=by.id,
        on=("membership", member.id),
        person=person.id,
        role=member.role,
        college=member.college,
        knowingly=knowingly.yes,
    )
    if taken is None or successor is None:
        return
    heir = member_at(session, site, successor)
    was = heir.role
    _close(heir, BY_MISTAKE)
    session.flush()
    seat(
        session,
        site,
        person=heir.user,
        place=taken,
        action="member:succeed",
        actor_id=by.id,
        was=was,
        after=person.id,
    )


def seat(
    session: Session,
    site: Site,
    *,
    person: User,
    place: Place,
    action: str,
    actor_id: uuid.UUID,
    **details: object,
) -> Membership:
    """Open the row of a place that the rules have let through, and its line of the journal."""
    member = Membership(
        site_id=site.id,
        user_id=person.id,
        role=place.role,
        college=place.college,
        ring=place.ring,
        capacity=place.capacity,
        since=clock.now(),
        ended_at=None,
        ended_why="",
    )
    session.add(member)
    session.flush()
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=actor_id,
        on=("membership", member.id),
        person=person.id,
        role=place.role.value,
        college=place.college.value if place.college else None,
        **details,
    )
    return member


def seats_of(session: Session, site: Site) -> dict[uuid.UUID, Seat]:
    """Who holds which place today. An act holds the site first."""
    members = session.scalars(
        select(Membership)
        .where(Membership.site_id == site.id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.user))
        .execution_options(populate_existing=True)
    )
    return {
        member.user_id: Seat(
            person=member.user_id,
            name=member.user.name,
            place=member.place,
            works=member.user.disabled_at is None,
        )
        for member in members
    }


def giver_at(session: Session, site: Site, person: User) -> Giver:
    """Somebody as whoever gives or ends places at this site."""
    return Giver(person=person.id, roles=access.roles_at(session, person, site))


def member_at(session: Session, site: Site, person_id: uuid.UUID) -> Membership:
    """The active place of a person at a site. Raises NotFound."""
    member = session.scalar(
        select(Membership)
        .where(
            Membership.site_id == site.id,
            Membership.user_id == person_id,
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
    )
    if member is None:
        raise NotFound
    return member


def membership(session: Session, site: Site, membership_id: uuid.UUID) -> Membership:
    """One place of this site, active or ended, by its id. Raises NotFound."""
    member = session.scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.site_id == site.id)
        .options(joinedload(Membership.user))
    )
    if member is None:
        raise NotFound
    return member


def site_ids(session: Session) -> list[uuid.UUID]:
    """Every site's id, oldest first: for the command line."""
    return list(session.scalars(select(Site.id).order_by(Site.created_at)))


def _holder(member: Membership, seats: dict[uuid.UUID, Seat]) -> User:
    """Whoever holds this place now. Raises NotFound when it has ended meanwhile."""
    if member.ended_at is not None or member.user_id not in seats:
        raise NotFound
    return member.user


def _close(member: Membership, knowingly: Knowingly) -> None:
    member.ended_at = clock.now()
    member.ended_why = typed.words(knowingly.why, "why", 500) if knowingly.yes else ""


def _free_slug(session: Session, table: type[Site] | type[Programme], name: str) -> str:
    base = slug_of(name)
    taken = set(session.scalars(select(table.slug).where(table.slug.startswith(base))))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)
