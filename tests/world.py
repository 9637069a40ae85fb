"""A small world for tests, built only by acting as people do, so that no test starts from a state
that nobody could reach. The cast keeps its names; Nora is always the stranger."""

import itertools
import re
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from coopspace.sites.model import College, Programme, Ring, Site

PASSWORD = "quinze lettres au moins"
_number = itertools.count(1)


@dataclass
class World:
    """A programme with two sites that mirror each other, and everybody who has a part."""

    programme: Programme
    site: Site
    other_site: Site
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


CAST: dict[str, tuple[str, Role | None, College | None, Ring | None]] = {
    "state": ("Nadège Ferrandier", Role.TRIO, College.STATE, None),
    "authority": ("Malik Darrouy", Role.TRIO, College.LOCAL_AUTHORITY, None),
    "civil": ("Aïssata Lorin", Role.TRIO, College.CIVIL_SOCIETY, None),
    "facilitator": ("Claire Vasseur", Role.FACILITATOR, None, None),
    "contributor": ("Jeanne Peyrol", Role.CONTRIBUTOR, College.CIVIL_SOCIETY, Ring.CORE),
    "observer": ("Omar Benali", Role.OBSERVER, None, Ring.WIDE),
}


def plain(mark: str) -> str:
    """A mark as an address or a slug may hold it."""
    return re.sub(r"[^a-z]", "", mark)


def person(session: Session, name: str, *, email: str = "", administrator: bool = False) -> User:
    """An account with the world's password."""
    address = email or f"{sites.slug_of(name)}-{next(_number)}@exemple.fr"
    return accounts.open_account(
        session, address, name=name, password=PASSWORD, administrator=administrator
    )


def build(session: Session) -> World:
    """The programme, two sites with a full cast each, the lead, the administrator, the stranger."""
    with saving(session):
        admin = person(session, "Ada Ministre", administrator=True)
        lead = person(session, "Lise Pilote")
        programme = sites.open_programme(session, "Cités en mouvement", lead=lead, by=admin)
        world = World(
            programme=programme,
            site=sites.open_site(
                session, programme, name="Quartier des Trois-Ponts", by=lead, territory="Valmorel"
            ),
            other_site=sites.open_site(session, programme, name="La Carrière", by=lead),
            people={"admin": admin, "lead": lead, "stranger": person(session, "Nora Loin")},
        )
        for site, prefix in ((world.site, ""), (world.other_site, "other_")):
            with in_site(session, site.id):
                for key, (name, role, college, ring) in CAST.items():
                    who = person(session, name)
                    world.people[prefix + key] = who
                    sites.join(
                        session, site, person=who, role=role, by=lead, college=college, ring=ring
                    )
    return world
