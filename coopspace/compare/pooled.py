"""The networks that the sites of a programme share, put together: read anew at each page.

A site that takes its map back is in nothing of this from the next request on.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace import __version__
from coopspace.compare.model import OrganisationMatch, SharedItem
from coopspace.compare.rules import Item
from coopspace.compare.truth import Said, Truth
from coopspace.kernel.base import across_sites
from coopspace.kernel.held import HELD
from coopspace.network.graph import Network
from coopspace.network.merging import Local
from coopspace.sites.model import Programme, Site
from coopspace.sites.rules import alphabetical
from coopspace.stakeholders import outside
from coopspace.stakeholders.outside import Outlined

_WHY = "each site of the programme that shares its network shows its own map"
FORM = 1
"""Raised when what is measured of a network, or how it is kept, is no longer what it was."""


@dataclass(frozen=True)
class Sharing:
    """A site that shares its network."""

    id: uuid.UUID
    slug: str
    name: str


@dataclass(frozen=True)
class Pool:
    """The organisations that sites share; `print` changes as soon as anything shared does."""

    sites: tuple[Sharing, ...]
    organisations: tuple[Outlined, ...]
    print: str

    @cached_property
    def site(self) -> dict[uuid.UUID, Sharing]:
        """The sites, by the id of their row."""
        return {one.id: one for one in self.sites}


def sharing(
    session: Session, programme: Programme, item: Item = Item.NETWORK
) -> tuple[Sharing, ...]:
    """The sites that share their network, or another item, in alphabetical order."""
    with across_sites(session, because=_WHY):
        rows = session.execute(
            select(Site.id, Site.slug, Site.name)
            .join(SharedItem, SharedItem.site_id == Site.id)
            .where(
                Site.programme_id == programme.id,
                Site.ended_at.is_(None),
                SharedItem.item == item,
                SharedItem.withdrawn_at.is_(None),
            )
        )
        found = [Sharing(*row) for row in rows]
    return tuple(sorted(found, key=lambda one: (alphabetical(one.name), one.slug)))


def pool(session: Session, programme: Programme) -> Pool:
    """What the sites share, one organisation after another."""
    sites = sharing(session, programme)
    ids = [one.id for one in sites]
    with across_sites(session, because=_WHY):
        known = tuple(outside.organisations(session, ids))
        marks = outside.marks(session, ids)
    return Pool(sites, known, _hashed(marks))


def size(session: Session, sites: tuple[Sharing, ...]) -> int:
    """How many organisations stand on the maps of these sites."""
    with across_sites(session, because=_WHY):
        return outside.count(session, [one.id for one in sites])


def fingerprint(session: Session, programme: Programme, sites: tuple[Sharing, ...]) -> str:
    """What changes as soon as a site shares or not, a map changes, or a match is said or undone."""
    with across_sites(session, because=_WHY):
        marks = outside.marks(session, [one.id for one in sites])
    pairs = sorted((str(one.act), one.same) for one in said(session, programme).said)
    named = sorted((one.slug, str(one.id)) for one in sites)
    return _hashed([FORM, __version__, marks, pairs, named])


def names(session: Session, sites: tuple[Sharing, ...], places: Iterable[str]) -> dict[str, str]:
    """How the organisations at these places (site/id) are called now, those that are shared."""
    asked = set(places)
    slug = {one.id: one.slug for one in sites}
    refs = {place.rpartition("/")[2] for place in asked}
    with across_sites(session, because=_WHY):
        found = outside.named(session, slug.keys(), refs)
    called = {f"{slug[site]}/{ref}": name for site, ref, name in found}
    return {place: name for place, name in called.items() if place in asked}


def networks(session: Session, gathered: Pool) -> list[tuple[str, Network]]:
    """The network of each site, by its slug."""
    with across_sites(session, because=_WHY):
        ids = [one.id for one in gathered.sites]
        found = outside.networks(session, gathered.organisations, ids)
    return [(one.slug, found[one.id]) for one in gathered.sites]


def said(session: Session, programme: Programme) -> Truth:
    """What was said of the programme's organisations, and stands."""
    rows = session.execute(
        select(
            OrganisationMatch.one_id,
            OrganisationMatch.other_id,
            OrganisationMatch.same,
            OrganisationMatch.act,
        ).where(
            OrganisationMatch.programme_id == programme.id, OrganisationMatch.undone_at.is_(None)
        )
    )
    return Truth(tuple(Said(*row) for row in rows))


def same(gathered: Pool, stands: Truth) -> dict[Local, str]:
    """One key for organisations that are the same: that of the first of them."""
    places = {one.id: (gathered.site[one.site_id].slug, one.ref) for one in gathered.organisations}
    several: dict[uuid.UUID, list[Local]] = {}
    for one, top in stands.root.items():
        if one in places:
            several.setdefault(top, []).append(places[one])
    return {
        place: "/".join(min(those))
        for those in several.values()
        if len(those) > 1
        for place in those
    }


def hold(session: Session, programme: Programme) -> None:
    """Wait for, and take, the right to say what is one and to start a measuring."""
    session.execute(
        select(Programme.id).where(Programme.id == programme.id).with_for_update(**HELD)
    )


def _hashed(marks: object) -> str:
    return sha256(repr(marks).encode()).hexdigest()
