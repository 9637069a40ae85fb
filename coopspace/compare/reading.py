"""The sites of a programme beside one another, as one reader may see them.

A fixed number of queries, whatever the number of sites. Everything read here goes through
`rules.shown` before anything else looks at it: a filter, a drawing, a table or an export only ever
meet what a site shares. Nothing is kept from one request to the next, so that taking back is
immediate.
"""

import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.model import Change
from coopspace.changes.rules import System
from coopspace.compare import agreements, rules
from coopspace.compare.model import SharedItem, SiteContact, SiteProfile
from coopspace.compare.rules import Item, Judgement, Mapped, Middle, SiteView, Size, Step, Wanted
from coopspace.continuum.model import ContinuumConclusion, ContinuumFigure, ContinuumRound
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock
from coopspace.kernel.base import across_sites
from coopspace.readiness.glance import Agreed, agreed
from coopspace.sites.model import Membership, Programme, Site
from coopspace.sites.rules import alphabetical
from coopspace.stakeholders import outside

PAGE = 24
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
    taken_away: bool = False,
) -> Beside:
    """The sites that a reader asks for, those of `viewer` with all of theirs.

    What is `taken_away` in a file may be passed on: it holds what is shared, and nothing more.
    """
    with across_sites(session, because="each site shows the items that it agreed to share"):
        sites = _sites(session, programme, viewer)
        own = [one for one in sites if one.view.ours]
        mine = next((one for one in own if one.view.slug == ours), own[0] if own else None)
        if wanted.needs_paths:
            _fill_steps(session, sites, _of(programme), whole=False)
        reference = mine.seen if mine else None
        if taken_away:
            sites = [replace(one, view=replace(one.view, ours=False)) for one in sites]
        kept = [one for one in sites if rules.fits(one.seen, wanted, ours=reference)]
        leaves = tuple(_leaves(kept, most))
        at = min(max(leaf, 1), max(len(leaves), 1))
        page = kept[(at - 1) * most : at * most]
        extra = [mine] if mine and not taken_away and mine not in page else []
        _fill(session, [*page, *extra])
    return Beside(
        total=len(sites),
        sharing=sum(1 for one in sites if one.shares),
        found=len(kept),
        sites=tuple(one.seen for one in page),
        leaves=leaves,
        leaf=at,
        own=tuple(one.seen for one in own),
        ours=mine.seen if mine else None,
    )


def preview(session: Session, site: Site, *, items: Collection[Item]) -> SiteView:
    """What the others see, or would see, of this site with these items."""
    with across_sites(session, because="a site reads what the others would see of it"):
        sites = _sites(session, site.programme, None, only=site.id)
        _fill(session, sites)
        view = replace(sites[0].view, network=_mapped(session, site))
    view = replace(view, agreement=agreements.summary(session, site))
    return rules.shown(view, items)


def _mapped(session: Session, site: Site) -> Mapped:
    known = outside.organisations(session, [site.id])
    found = outside.networks(session, known, [site.id])[site.id]
    return Mapped(tuple(sorted((one.name for one in known), key=alphabetical)), len(found.ties))


def _of(programme: Programme) -> Any:
    return Site.programme_id == programme.id, Site.ended_at.is_(None)


def _sites(
    session: Session, programme: Programme, viewer: User | None, *, only: uuid.UUID | None = None
) -> list[_Known]:
    """Every site of the programme with its profile and what it shares, in alphabetical order."""
    where = (*_of(programme), *([Site.id == only] if only else []))
    shared = (
        select(SharedItem.site_id, *(_shares(item) for item in Item))
        .where(SharedItem.withdrawn_at.is_(None))
        .group_by(SharedItem.site_id)
        .subquery()
    )
    own = _own(session, programme, viewer) if viewer else frozenset()
    rows = session.execute(
        select(
            Site.id,
            Site.slug,
            Site.name,
            Site.territory,
            SiteProfile.topics,
            SiteProfile.size,
            SiteProfile.since_year,
            *(shared.c[item.value] for item in Item),
        )
        .outerjoin(SiteProfile, SiteProfile.site_id == Site.id)
        .outerjoin(shared, shared.c.site_id == Site.id)
        .where(*where)
    )
    year = clock.today().year
    found = [_known(row, own, year) for row in rows]
    return sorted(found, key=lambda one: (alphabetical(one.view.name), one.view.slug))


def _shares(item: Item) -> ColumnElement[int]:
    return func.max(case((SharedItem.item == item, 1), else_=0)).label(item.value)


def _known(row: Any, own: frozenset[uuid.UUID], year: int) -> _Known:
    key, slug, name, territory, topics, size, since_year, *shares = row
    view = SiteView(
        slug=slug,
        name=name,
        territory=territory,
        ours=key in own,
        topics=tuple((topics or "").split()),
        size=Size(size) if size else None,
        since_year=since_year,
        age=rules.age_of(since_year, year=year),
    )
    return _Known(key, view, frozenset(itertools.compress(Item, shares)))


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
    _fill_steps(session, sites, (ContinuumRound.site_id.in_(ids),), whole=True)
    systems = _systems(session, ids)
    names = _contacts(session, ids)
    judged = {one.site_id: _judgements(one) for one in agreed(session, ids)}
    for one in sites:
        one.view = replace(
            one.view,
            systems=tuple(system.value for system in System if system in systems[one.id]),
            contacts=tuple(names[one.id]),
            readiness=judged.get(one.id, ()),
        )


_LATEST = (
    select(func.max(ContinuumConclusion.seq))
    .where(ContinuumConclusion.round_id == ContinuumRound.id)
    .correlate(ContinuumRound)
    .scalar_subquery()
)
_SHOWN = (
    ContinuumRound.revealed_at,
    ContinuumFigure.lower_quarter,
    ContinuumFigure.upper_quarter,
    ContinuumFigure.answered,
    ContinuumFigure.invited,
    ContinuumConclusion.words,
    ContinuumConclusion.advances,
)
"""What a page shows of a round and a choice does not read."""
_OUTCOMES = {str(one): one for one in Outcome}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _fill_steps(session: Session, sites: Iterable[_Known], where: Any, *, whole: bool) -> None:
    """The revealed rounds of these sites, with their published figure and what was concluded.

    Not `whole`: only where the sites stood, which is what a choice among all of them reads.
    """
    rows = session.execute(
        select(
            ContinuumRound.site_id,
            ContinuumRound.number,
            ContinuumConclusion.outcome,
            ContinuumConclusion.level,
            ContinuumFigure.low,
            ContinuumFigure.high,
            *(_SHOWN if whole else ()),
        )
        .join(Site, Site.id == ContinuumRound.site_id)
        .outerjoin(ContinuumFigure, ContinuumFigure.round_id == ContinuumRound.id)
        .outerjoin(
            ContinuumConclusion,
            (ContinuumConclusion.round_id == ContinuumRound.id)
            & (ContinuumConclusion.seq == _LATEST),
        )
        .where(ContinuumRound.revealed_at.is_not(None), *where)
        .order_by(ContinuumRound.number)
    )
    steps: dict[uuid.UUID, list[Step]] = defaultdict(list)
    for site_id, *row in rows:
        steps[site_id].append(_step(*row))
    for one in sites:
        one.view = replace(one.view, steps=tuple(steps.get(one.id, ())))


def _step(
    number: int,
    outcome: str | None,
    level: int | None,
    low: int | None,
    high: int | None,
    *shown: Any,
) -> Step:
    at, lower, upper, answered, invited, words, advances = shown or (
        (_LONG_AGO, low, high, 0, 0, "", "")
    )
    middle = None
    if low is not None and high is not None:
        middle = Middle(low, high, lower, upper, answered, invited)
    said = _OUTCOMES[outcome] if outcome else None
    return Step(number, at, said, level, middle, words=words or "", advances=advances or "")


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


def _judgements(latest: Agreed) -> tuple[Judgement, ...]:
    """What the latest revealed round on the conditions may tell; its extremes stay at the site."""
    return tuple(
        Judgement(
            item=item.value,
            middle=Middle(
                stood.median.low,
                stood.median.high,
                stood.spread.lower_quarter,
                stood.spread.upper_quarter,
                stood.answered,
                stood.answered,
            )
            if stood
            else None,
        )
        for item, stood in latest.items.items()
    )


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
