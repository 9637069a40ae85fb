"""What people decide about sharing: agree to an item, take it back, describe the site, be reached.

Sharing has governance weight: each act leaves its line in the journal. Taking back is one act of
one member of the trio, and nothing keeps a copy of what was shared.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace import method
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.compare import measuring, rules
from coopspace.compare.model import SharedItem, SiteContact, SiteProfile
from coopspace.compare.rules import Item, Size
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import NotFound
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import Membership, Site


@dataclass(frozen=True)
class Decided:
    """Who decided that an item is shared, and when; `name` is empty for who has left."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Reachable:
    """Somebody of the site whom others may contact."""

    id: uuid.UUID
    user: User
    capacity: str


def share(session: Session, site: Site, *, item: Item, by: User) -> None:
    """Share one item with the other sites of the programme; nothing changes if it was shared."""
    hold(session, site.id)
    if _standing(session, item) is not None:
        return
    session.add(SharedItem(site_id=site.id, item=item, shared_by=by.id, shared_at=clock.now()))
    session.flush()
    _note(session, site, "sharing:share", ("item", item), by=by, item=str(item))


def withdraw(session: Session, site: Site, *, item: Item, by: User) -> None:
    """Take one item back, at once and everywhere; that it was shared stays in the journal."""
    hold(session, site.id)
    row = _standing(session, item)
    if row is None:
        return
    row.withdrawn_at, row.withdrawn_by = clock.now(), by.id
    session.flush()
    if item is Item.NETWORK:
        measuring.forget(session, site.programme_id)
    _note(session, site, "sharing:withdraw", ("item", item), by=by, item=str(item))


def decided(session: Session) -> dict[Item, Decided]:
    """What the site in scope shares, who decided it and when."""
    rows = session.scalars(select(SharedItem).where(SharedItem.withdrawn_at.is_(None))).all()
    known = people.by_ids(session, (row.shared_by for row in rows))
    return {
        Item(row.item): Decided(
            known[row.shared_by].name if row.shared_by in known else "", row.shared_at
        )
        for row in rows
    }


def describe(
    session: Session,
    site: Site,
    *,
    topics: list[str],
    size: Size | None,
    since_year: int | None,
    by: User,
) -> SiteProfile:
    """Say what the site works on, its size, and since which year its partners work together."""
    hold(session, site.id)
    known = tuple(method.load("compare")["topics"])
    kept = rules.profile_of(topics, since_year, known=known, year=clock.today().year)
    profile = profile_of(session) or SiteProfile(site_id=site.id)
    profile.topics, profile.size, profile.since_year = " ".join(kept), size, since_year
    profile.described_by, profile.described_at = by.id, clock.now()
    session.add(profile)
    session.flush()
    _note(session, site, "site:profile", ("site", site.id), by=by)
    return profile


def profile_of(session: Session) -> SiteProfile | None:
    """How the site in scope describes itself."""
    return session.scalar(select(SiteProfile))


def be_contact(session: Session, site: Site, *, by: User) -> None:
    """Agree to be contacted by other sites: one says it of oneself only."""
    hold(session, site.id)
    place = access.standing(session, by, site)
    if place is None:
        raise NotFound
    if _contact(session, by.id) is not None:
        return
    session.add(SiteContact(site_id=site.id, user_id=by.id, since=clock.now()))
    session.flush()
    _note(session, site, "contact:agree", ("user", by.id), by=by, person=str(by.id))


def end_contact(session: Session, site: Site, *, contact: uuid.UUID, by: User) -> None:
    """Stop being contacted, or stop naming somebody: from now on nobody reads their name."""
    hold(session, site.id)
    row = session.scalar(
        select(SiteContact).where(SiteContact.id == contact, SiteContact.ended_at.is_(None))
    )
    if row is None:
        raise NotFound
    row.ended_at, row.ended_by = clock.now(), by.id
    session.flush()
    _note(session, site, "contact:end", ("user", row.user_id), by=by, person=str(row.user_id))


def contacts(session: Session, site: Site) -> list[Reachable]:
    """Who of the site in scope may be contacted: those who said so and still have their place."""
    rows = session.execute(
        select(SiteContact.id, User, Membership.capacity)
        .join(User, User.id == SiteContact.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            SiteContact.ended_at.is_(None),
            Membership.site_id == site.id,
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id)
    )
    return [Reachable(*row) for row in rows]


def item_of(code: str) -> Item:
    """The item of this name. Raises NotFound."""
    found = next((item for item in Item if item.value == code), None)
    if found is None:
        raise NotFound
    return found


def _standing(session: Session, item: Item) -> SharedItem | None:
    return session.scalar(
        select(SharedItem).where(SharedItem.item == item, SharedItem.withdrawn_at.is_(None))
    )


def _contact(session: Session, person: uuid.UUID) -> SiteContact | None:
    return session.scalar(
        select(SiteContact).where(SiteContact.user_id == person, SiteContact.ended_at.is_(None))
    )


def _note(
    session: Session,
    site: Site,
    action: str,
    on: tuple[str, object],
    *,
    by: User,
    **more: object,
) -> None:
    audit.record(session, action, site_id=site.id, actor_id=by.id, on=on, **more)
