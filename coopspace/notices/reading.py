"""Notices as their person reads them: within what their places open today, grouped by thing."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.discussed_kinds import Thing
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Permission
from coopspace.notices.kinds import KINDS, open_to
from coopspace.notices.model import Notice
from coopspace.notices.rules import DISCUSSED, What, grouped
from coopspace.sites.access import Standing
from coopspace.sites.model import Membership, ProgrammeLead, Site

PAGE = 60
"""How many notices a page shows."""
MANY = 100
"""Beyond, what waits is not counted any more."""
Places = Sequence[tuple[Site, Standing]]
Key = tuple[uuid.UUID, str, str]

_HERE = exists().where(
    Membership.site_id == Notice.site_id,
    Membership.user_id == Notice.user_id,
    Membership.ended_at.is_(None),
)
_LEADS = exists().where(
    ProgrammeLead.programme_id == Site.programme_id,
    ProgrammeLead.user_id == Notice.user_id,
    ProgrammeLead.ended_at.is_(None),
)
_WAITING = (
    select(Notice.id)
    .join(Site, Site.id == Notice.site_id)
    .where(
        Notice.user_id == User.id,
        Notice.read_at.is_(None),
        Site.ended_at.is_(None),
        or_(_HERE, _LEADS),
    )
    .limit(MANY)
    .correlate(User)
    .subquery()
)
UNREAD = select(func.count()).select_from(_WAITING).scalar_subquery()
"""How many wait for a person at the sites where they have a place, no further than `MANY`: beside
the question that every page asks of who is there."""


@dataclass(frozen=True)
class Line:
    """One notice. `thing` names what it is about: a site, a kind and a name."""

    id: uuid.UUID
    what: What
    thing: Key
    place: str
    by: uuid.UUID
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class Group:
    """What happened to one thing, the latest first; without a `thing` its kind names it."""

    site: Site
    kind: str
    found: Thing | None
    lines: tuple[Line, ...]

    @property
    def unread(self) -> tuple[Line, ...]:
        """Those that were not read yet."""
        return tuple(one for one in self.lines if not one.is_read)

    def leads_to(self, line: Line) -> tuple[str, dict[str, str]] | None:
        """The page of a notice: the comment, the suggestion, or the thing itself."""
        here = {"site": self.site.slug}
        if line.what in DISCUSSED:
            ref, _, number = line.place.partition("#")
            return "discussion.show", {**here, "thread": ref, "_anchor": f"c{number}"}
        if line.what in (What.SUGGESTION, What.ACCEPTED, What.REFUSED):
            return "agreement.suggestion", {**here, "number": line.place}
        if self.found is None:
            return None
        return self.found.endpoint, {**here, **self.found.values}


@dataclass(frozen=True)
class Wish:
    """Which notices are looked at."""

    unread: bool = True
    site: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """Some notices by thing, the names of who acted, and whether there are more."""

    groups: tuple[Group, ...]
    names: Mapping[uuid.UUID, User]
    more: bool


def page(session: Session, me: User, places: Places, wish: Wish, *, language: str) -> Found:
    """Those that this person may still read, the latest first."""
    here = [(site, place) for site, place in places if wish.site in ("", site.slug)]
    query = select(Notice).where(Notice.user_id == me.id, may_read(here))
    if wish.unread:
        query = query.where(Notice.read_at.is_(None))
    first = (wish.page - 1) * PAGE
    order = (Notice.at.desc(), Notice.id)
    rows = session.scalars(query.order_by(*order).offset(first).limit(PAGE + 1)).all()
    groups = told(session, rows[:PAGE], [site for site, _place in here], language=language)
    return Found(
        groups,
        people.by_ids(session, [one.by for one in rows]),
        more=len(rows) > PAGE,
    )


def told(
    session: Session, rows: Iterable[Notice], sites: Iterable[Site], *, language: str
) -> tuple[Group, ...]:
    """These notices by thing, with how each is called in this language."""
    by_id = {site.id: site for site in sites}
    groups = grouped(_line(row) for row in rows)
    things = _things(session, [one[0].thing for one in groups], language)
    return tuple(
        Group(by_id[site_id], kind, things.get((site_id, kind, about)), tuple(lines))
        for lines in groups
        for site_id, kind, about in [lines[0].thing]
    )


def may_read(places: Places) -> ColumnElement[bool]:
    """Whether a notice is about something that these places open."""
    alike: dict[frozenset[Permission], list[uuid.UUID]] = defaultdict(list)
    for site, place in places:
        alike[place.permissions].append(site.id)
    return or_(
        false(),
        *(and_(Notice.site_id.in_(sites), _opened_by(held)) for held, sites in alike.items()),
    )


def how_many(session: Session, me: User, places: Places) -> dict[uuid.UUID, int]:
    """How many are unread at each site, of those that may be read."""
    rows = session.execute(
        select(Notice.site_id, func.count(Notice.id))
        .where(Notice.user_id == me.id, Notice.read_at.is_(None), may_read(places))
        .group_by(Notice.site_id)
    )
    return {site_id: count for site_id, count in rows}


def _opened_by(held: Collection[Permission]) -> ColumnElement[bool]:
    kinds = Notice.kind.in_(sorted(open_to(held)))
    if Permission.DISCUSSION_READ in held:
        return kinds
    return and_(kinds, Notice.what.not_in(DISCUSSED))


def _line(row: Notice) -> Line:
    return Line(
        id=row.id,
        what=What(row.what),
        thing=(row.site_id, row.kind, row.about),
        place=row.place,
        by=row.by,
        at=row.at,
        is_read=row.read_at is not None,
    )


def _things(session: Session, keys: Iterable[Key], language: str) -> dict[Key, Thing]:
    """The things themselves, in a few questions for each kind at each site."""
    wanted: dict[tuple[uuid.UUID, str], list[str]] = defaultdict(list)
    for site_id, kind, about in keys:
        wanted[site_id, kind].append(about)
    found: dict[Key, Thing] = {}
    for (site_id, kind), names in wanted.items():
        with in_site(session, site_id):
            for about, thing in KINDS[kind].find(session, names, language).items():
                found[site_id, kind, about] = thing
    return found
