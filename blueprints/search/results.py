"""What was found, as the page tells it: under each site and each kind, the words around."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from blueprints._shared.formatters import held
from coopspace.kernel.base import in_site
from coopspace.search.finding import Hit, Reach, find
from coopspace.search.rules import Excerpt, Needle, excerpt
from coopspace.searched_kinds import KINDS
from coopspace.sites.access import Standing
from coopspace.sites.model import Site

FEW = 4
"""How many things of a kind are shown before the rest is a press away."""
PAGE = 30
SITES = 6
"""Under how many sites the words around are shown; the others say how much they hold."""


@dataclass(frozen=True)
class Look:
    """What is asked, and where: everywhere, or at one site, or for one kind of thing there."""

    question: str
    needles: tuple[Needle, ...]
    site: str = ""
    kind: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether one kind of thing of one site is looked at, in full."""
        return bool(self.site and self.kind)

    def href(self, **changed: Any) -> str:
        """The same question asked elsewhere."""
        asked: dict[str, Any] = {"q": self.question, "site": self.site, "sur": self.kind, **changed}
        return url_for("search.index", **{name: value or None for name, value in asked.items()})


@dataclass(frozen=True)
class Result:
    """One thing: its name (it may have none), its page, the words around what was found."""

    title: str
    href: str
    excerpt: Excerpt
    gone: bool


@dataclass(frozen=True)
class OfKind:
    """What was found of one kind; `rest` leads to all of it when only some is shown."""

    kind: str
    label: str
    count: int
    results: tuple[Result, ...]
    rest: str


@dataclass(frozen=True)
class OfSite:
    """What was found at one site; `href` leads to it alone, and no word is shown without it."""

    site: Site
    count: int
    kinds: tuple[OfKind, ...]
    href: str


@dataclass(frozen=True)
class Found:
    """What the page tells."""

    sites: tuple[OfSite, ...]
    count: int
    more: bool
    earlier: str = ""
    later: str = ""


def looked(
    session: Session, look: Look, places: Sequence[tuple[Site, Standing]], *, language: str
) -> Found:
    """Look among these sites, within what the person's place opens at each."""
    here = [(site, place) for site, place in places if look.site in ("", site.slug)]
    reaches = [Reach(site.id, place.permissions) for site, place in here]
    kinds = {kind: one.read for kind, one in KINDS.items() if look.kind in ("", kind)}
    found = find(session, reaches, look.needles, kinds=kinds)
    grouped: dict[uuid.UUID, dict[str, list[Hit]]] = defaultdict(lambda: defaultdict(list))
    for hit in found.hits:
        grouped[hit.site_id][hit.kind].append(hit)
    holding = [site for site, _place in here if site.id in grouped]
    sites = tuple(
        _of_site(session, look, site, grouped[site.id], language if rank < SITES else "")
        for rank, site in enumerate(holding)
    )
    last = look.page * PAGE
    return Found(
        sites,
        count=len(found.hits),
        more=found.more,
        earlier=look.href(page=look.page - 1) if look.is_narrow and look.page > 1 else "",
        later=look.href(page=look.page + 1) if look.is_narrow and len(found.hits) > last else "",
    )


def _of_site(
    session: Session, look: Look, site: Site, hits: dict[str, list[Hit]], language: str
) -> OfSite:
    count = sum(len(some) for some in hits.values())
    href = "" if look.site else look.href(site=site.slug)
    if not language:
        return OfSite(site, count, (), href)
    with in_site(session, site.id):
        kinds = tuple(
            _of_kind(session, look, site, hits[kind], language) for kind in KINDS if kind in hits
        )
    return OfSite(site, count, kinds, href)


def _of_kind(session: Session, look: Look, site: Site, hits: list[Hit], language: str) -> OfKind:
    kind = hits[0].kind
    first = (look.page - 1) * PAGE if look.is_narrow else 0
    shown = hits[first : first + (PAGE if look.is_narrow else FEW)]
    rest = "" if look.is_narrow or len(hits) <= FEW else look.href(site=site.slug, sur=kind)
    results = tuple(_results(session, look, site, shown, language))
    return OfKind(kind, KINDS[kind].label, len(hits), results, rest)


def _results(
    session: Session, look: Look, site: Site, hits: list[Hit], language: str
) -> Iterator[Result]:
    """The things themselves, read as they stand now."""
    if not hits:
        return
    known = KINDS[hits[0].kind]
    ids = [one.ref for one in hits]
    said = known.source.read(session, ids)
    things = known.find(session, ids, language)
    for one in ids:
        around = excerpt(held(said[one].words), look.needles) if one in said else None
        if around is None or one not in things:
            continue
        thing = things[one]
        where: dict[str, Any] = {"site": site.slug, **thing.values}
        yield Result(thing.title, url_for(thing.endpoint, **where), around, thing.gone)
