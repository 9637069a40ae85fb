"""What was found, as the page tells it: under each programme, each site and each kind, the words
around."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.formatters import held
from blueprints.search.programmes import OfProgramme, of_programmes
from blueprints.search.telling import FEW, PAGE, Look, OfKind, Result
from coopspace.kernel.base import in_site
from coopspace.search.finding import Hit, Reach, find
from coopspace.search.rules import excerpt
from coopspace.searched_kinds import KINDS
from coopspace.searched_programmes import LABELS, Places
from coopspace.sites.model import Site

SITES = 4
"""Under how many sites the words around are shown; the others say how much they hold."""


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

    programmes: tuple[OfProgramme, ...]
    sites: tuple[OfSite, ...]
    count: int
    more: bool
    earlier: str = ""
    later: str = ""


def labels() -> dict[str, str]:
    """How every kind that can be found is called."""
    return {**LABELS, **{kind: one.label for kind, one in KINDS.items()}}


def looked(session: Session, look: Look, places: Places, *, language: str) -> Found:
    """Look among these sites, within what the person's place opens at each."""
    here = [(site, place) for site, place in places if look.site in ("", site.slug)]
    reaches = [Reach(site.id, place.permissions) for site, place in here]
    kinds = {kind: one.read for kind, one in KINDS.items() if look.kind in ("", kind)}
    found = find(session, reaches, look.needles, kinds=kinds)
    programmes = of_programmes(session, look, here)
    grouped: dict[uuid.UUID, dict[str, list[Hit]]] = defaultdict(lambda: defaultdict(list))
    for hit in found.hits:
        grouped[hit.site_id][hit.kind].append(hit)
    holding = [site for site, _place in here if site.id in grouped]
    sites = tuple(
        _of_site(session, look, site, grouped[site.id], language if rank < SITES else "")
        for rank, site in enumerate(holding)
    )
    shown = [*(one.kinds for one in programmes), *(one.kinds for one in sites)]
    most = max((of.count for some in shown for of in some), default=0)
    paged = bool(look.kind) and (bool(look.site) or look.kind in LABELS)
    return Found(
        programmes,
        sites,
        count=len(found.hits) + sum(one.count for one in programmes),
        more=found.more,
        earlier=look.href(page=look.page - 1) if paged and look.page > 1 else "",
        later=look.href(page=look.page + 1) if paged and most > look.page * PAGE else "",
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
    kind, narrow = hits[0].kind, bool(look.site and look.kind)
    first, many = ((look.page - 1) * PAGE, PAGE) if narrow else (0, FEW)
    rest = "" if narrow or len(hits) <= FEW else look.href(site=site.slug, sur=kind)
    results = tuple(_results(session, look, site, hits[first : first + many], language))
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
        left = _("has ended") if thing.gone else ""
        yield Result(thing.title, url_for(thing.endpoint, **where), around, left=left)
