"""The sites of a programme beside one another, as one reader may see them.

A fixed number of queries, whatever the number of sites. Everything read here goes through
`rules.shown` before anything else looks at it: a filter, a drawing, a table or an export only ever
meet what a site shares. Nothing is kept from one request to the next, so that taking back is
immediate.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.model import Change
from coopspace.changes.rules import System
from coopspace.compare import rules
from coopspace.compare.model import SharedItem, SiteContact, SiteProfile
from coopspace.compare.rules import Item, Middle, SiteView, Size, Step, Wanted
from coopspace.continuum.model import ContinuumConclusion, ContinuumFigure, ContinuumRound
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock
from coopspace.kernel.base import across_sites
from coopspace.sites.model import Membership, Programme, Site
from coopspace.sites.rules import alphabetical

PAGE = 36
"""How many sites stand on one page, in alphabetical order."""
ALL = frozenset(Item)


@dataclass(frozen=True)
class Leaf:
    """A page of the alphabet: from which site to which."""

    number: int
    first: str
    last: str


@dataclass(frozen=True)
class Beside:
    """What the page of a programme shows. `ours` is the reader's own path, shared or not."""

    total: int
    sharing: int
    found: int
    sites: tuple[SiteView, ...]
    leaves: tuple[Leaf, ...]
    leaf: int
    own: tuple[SiteView, ...]
    ours: SiteView | None


@dataclass
class _Known:
    """A site before what it shares is decided, by the id of its row."""

    id: uuid.UUID
    view: SiteView
    shares: frozenset[Item]

    @property
    def seen(self) -> SiteView:
        """The site as the reader may see it: its own members see all of theirs."""
        if not self.view.ours:
            return rules.shown(self.view, self.shares)
        return replace(rules.shown(self.view, ALL), shares=self.shares, only_us=ALL - self.shares)


def beside(
    session: Session,
    programme: Programme,
    *,
    viewer: User | None,
    wanted: Wanted,
    ours: str = "",
    leaf: int = 1,
    most: int = PAGE,
) -> Beside:
    """The sites that a reader asks for. `viewer` None: what is shared, and nothing of one's own."""
    with across_sites(session, because="each site shows the items that it agreed to share"):
        sites = _sites(session, programme, viewer)
        own = [one for one in sites if one.view.ours]
        mine = next((one for one in own if one.view.slug == ours), own[0] if own else None)
        if wanted.needs_paths:
            _fill_steps(session, sites, _of(programme), words=False)
        reference = mine.seen if mine else None
        kept = [one for one in sites if rules.fits(one.seen, wanted, ours=reference)]
        leaves = tuple(_leaves(kept, most))
        at = min(max(leaf, 1), max(len(leaves), 1))
        page = kept[(at - 1) * most : at * most]
        _fill(session, [*page, *([mine] if mine and mine not in page else [])])
    return Beside(
        total=len(sites),
        sharing=sum(1 for one in sites if one.shares),
        found=len(kept),
        sites=tuple(one.seen for one in page),
        leaves=leaves,
        leaf=at,
        own=tuple(one.view for one in own),
        ours=mine.seen if mine else None,
    )


def preview(session: Session, site: Site, *, items: Collection[Item]) -> SiteView:
    """What the others see, or would see, of this site with these items."""
    with across_sites(session, because="a site reads what the others would see of it"):
        sites = _sites(session, site.programme, None, only=site.id)
        _fill(session, sites)
    return rules.shown(sites[0].view, items)


def _of(programme: Programme) -> Any:
    return Site.programme_id == programme.id, Site.ended_at.is_(None)


def _sites(
    session: Session, programme: Programme, viewer: User | None, *, only: uuid.UUID | None = None
) -> list[_Known]:
    """Every site of the programme with its profile and what it shares, in alphabetical order."""
    where = (*_of(programme), *([Site.id == only] if only else []))
    shared: dict[uuid.UUID, set[Item]] = defaultdict(set)
    for site_id, item in session.execute(
        select(SharedItem.site_id, SharedItem.item)
        .join(Site, Site.id == SharedItem.site_id)
        .where(SharedItem.withdrawn_at.is_(None), *where)
    ):
        shared[site_id].add(Item(item))
    own = _own(session, programme, viewer) if viewer else frozenset()
    year = clock.today().year
    rows = session.execute(
        select(
            Site.id,
            Site.slug,
            Site.name,
            Site.territory,
            SiteProfile.topics,
            SiteProfile.size,
            SiteProfile.since_year,
        )
        .outerjoin(SiteProfile, SiteProfile.site_id == Site.id)
        .where(*where)
    )
    found = [
        _Known(
            row.id,
            SiteView(
                slug=row.slug,
                name=row.name,
                territory=row.territory,
                ours=row.id in own,
                topics=tuple((row.topics or "").split()),
                size=Size(row.size) if row.size else None,
                since_year=row.since_year,
                age=rules.age_of(row.since_year, year=year),
            ),
            frozenset(shared.get(row.id, ())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (alphabetical(one.view.name), one.view.slug))


def _own(session: Session, programme: Programme, viewer: User) -> frozenset[uuid.UUID]:
    """The sites where the reader has a place: a lead reads the programme as everybody does."""
    return frozenset(
        session.scalars(
            select(Membership.site_id)
            .join(Site, Site.id == Membership.site_id)
            .where(*_of(programme), Membership.user_id == viewer.id, Membership.ended_at.is_(None))
        )
    )


def _leaves(kept: Sequence[_Known], most: int) -> Iterator[Leaf]:
    for number, start in enumerate(range(0, len(kept), most), 1):
        page = kept[start : start + most]
        yield Leaf(number, page[0].view.name, page[-1].view.name)


def _fill(session: Session, sites: Sequence[_Known]) -> None:
    """Everything that one page shows of these sites."""
    ids = [one.id for one in sites]
    _fill_steps(session, sites, (Site.id.in_(ids),), words=True)
    systems = _systems(session, ids)
    names = _contacts(session, ids)
    for one in sites:
        one.view = replace(
            one.view,
            systems=tuple(system.value for system in System if system in systems[one.id]),
            contacts=tuple(names[one.id]),
        )


def _fill_steps(session: Session, sites: Iterable[_Known], where: Any, *, words: bool) -> None:
    """The revealed rounds of these sites, with their published figure and what was concluded."""
    latest = (
        select(func.max(ContinuumConclusion.seq))
        .where(ContinuumConclusion.round_id == ContinuumRound.id)
        .correlate(ContinuumRound)
        .scalar_subquery()
    )
    said = (ContinuumConclusion.words, ContinuumConclusion.advances) if words else ()
    rows = session.execute(
        select(
            ContinuumRound.site_id,
            ContinuumRound.number,
            ContinuumRound.revealed_at,
            ContinuumFigure.low,
            ContinuumFigure.high,
            ContinuumFigure.lower_quarter,
            ContinuumFigure.upper_quarter,
            ContinuumFigure.answered,
            ContinuumFigure.invited,
            ContinuumConclusion.outcome,
            ContinuumConclusion.level,
            *said,
        )
        .join(Site, Site.id == ContinuumRound.site_id)
        .outerjoin(ContinuumFigure, ContinuumFigure.round_id == ContinuumRound.id)
        .outerjoin(
            ContinuumConclusion,
            (ContinuumConclusion.round_id == ContinuumRound.id)
            & (ContinuumConclusion.seq == latest),
        )
        .where(ContinuumRound.revealed_at.is_not(None), *where)
        .order_by(ContinuumRound.number)
    )
    steps: dict[uuid.UUID, list[Step]] = defaultdict(list)
    for row in rows:
        steps[row.site_id].append(_step(row, words=words))
    for one in sites:
        one.view = replace(one.view, steps=tuple(steps.get(one.id, ())))


def _step(row: Any, *, words: bool) -> Step:
    middle = None
    if row.low is not None:
        middle = Middle(
            row.low,
            row.high,
            row.lower_quarter,
            row.upper_quarter,
            row.answered,
            row.invited,
        )
    return Step(
        number=row.number,
        at=row.revealed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        level=row.level,
        middle=middle,
        words=(row.words or "") if words else "",
        advances=(row.advances or "") if words else "",
    )


def _systems(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[System]]:
    """The systems that the strategy of each site acts on."""
    found: dict[uuid.UUID, set[System]] = defaultdict(set)
    for site_id, systems in session.execute(
        select(Change.site_id, Change.systems)
        .where(Change.site_id.in_(ids), Change.ended_at.is_(None))
        .distinct()
    ):
        found[site_id] |= systems
    return found


def _contacts(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Who of each site said that they may be contacted, by name; no address."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for site_id, name, capacity in session.execute(
        select(SiteContact.site_id, User.name, Membership.capacity)
        .join(User, User.id == SiteContact.user_id)
        .join(
            Membership,
            (Membership.user_id == User.id) & (Membership.site_id == SiteContact.site_id),
        )
        .where(
            SiteContact.site_id.in_(ids),
            SiteContact.ended_at.is_(None),
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id)
    ):
        found[site_id].append(f"{name}, {capacity}" if capacity else name)
    return found
