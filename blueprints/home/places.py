"""What « My sites » shows: each programme, its sites, and where each of them is headed."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.sites import actions, cast
from coopspace.sites.model import Membership, Programme, Site
from coopspace.vision import adoption


@dataclass(frozen=True)
class Card:
    """A site: the person's place there (none for a lead), and its vision if it is written."""

    site: Site
    place: Membership | None
    vision: str

    @property
    def follows(self) -> bool:
        """Whether the person's own place lets them keep the site in view."""
        held = ROLE_PERMISSIONS[Role(self.place.role)] if self.place else frozenset()
        return Permission.SITE_FOLLOW in held


@dataclass
class Group:
    """A programme, whether the person leads it, and the sites of it that they may open."""

    programme: Programme
    leads: bool
    cards: list[Card] = field(default_factory=list)

    @property
    def follows(self) -> bool:
        """Whether the person keeps sites of it in view."""
        return self.leads or any(one.follows for one in self.cards)


def groups(session: Session, person: User) -> list[Group]:
    """The programmes where the person is at home, by name; sites by name, never by advance."""
    parts: dict[uuid.UUID, tuple[Site, Membership | None]] = {
        site.id: (site, place) for site, place in cast.parts_of(session, person)
    }
    found: dict[uuid.UUID, Group] = {}
    for programme in actions.places_of(session, person).programmes:
        found[programme.id] = Group(programme, leads=True)
        for site in programme.sites:
            if site.ended_at is None and site.id not in parts:
                parts[site.id] = (site, None)
    for site, place in sorted(parts.values(), key=lambda part: part[0].name):
        group = found.setdefault(site.programme_id, Group(site.programme, leads=False))
        group.cards.append(Card(site, place, _vision(session, site)))
    return sorted(found.values(), key=lambda group: group.programme.name)


def _vision(session: Session, site: Site) -> str:
    with in_site(session, site.id):
        return adoption.summary(session, site).text
