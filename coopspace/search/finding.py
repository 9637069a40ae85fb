"""Finding: what holds all that is asked, among the sites that somebody may open and within each
what their place opens."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Permission
from coopspace.search.model import SearchEntry
from coopspace.search.rules import Needle, kept

MOST = 1_000
"""How many things are found at most: whoever finds more is asked to be more precise."""


class Reach(NamedTuple):
    """A site, and what the place of the person who is asking opens there."""

    site_id: uuid.UUID
    permissions: frozenset[Permission]


class Hit(NamedTuple):
    """Something found."""

    site_id: uuid.UUID
    kind: str
    ref: uuid.UUID


@dataclass(frozen=True)
class Found:
    """What was found, the shortest words first; `more`: there is more than is told."""

    hits: tuple[Hit, ...]
    more: bool


def find(
    session: Session,
    reaches: Iterable[Reach],
    needles: Sequence[Needle],
    *,
    kinds: Mapping[str, Permission],
) -> Found:
    """What holds everything that is asked, in one query. `kinds`: those looked at, and what opens
    each; what a thing says may ask for another permission besides."""
    allowed = _allowed(reaches, kinds)
    if not allowed or not needles:
        return Found((), more=False)
    query = (
        select(SearchEntry.site_id, SearchEntry.kind, SearchEntry.ref)
        .where(or_(*allowed), *(SearchEntry.words.contains(kept(one)) for one in needles))
        .order_by(func.length(SearchEntry.words), SearchEntry.ref)
        .limit(MOST + 1)
    )
    with across_sites(session, because="somebody looks among all the sites that they may open"):
        hits = [Hit(*row) for row in session.execute(query)]
    return Found(tuple(hits[:MOST]), more=len(hits) > MOST)


def _allowed(
    reaches: Iterable[Reach], kinds: Mapping[str, Permission]
) -> list[ColumnElement[bool]]:
    alike: dict[frozenset[Permission], list[uuid.UUID]] = defaultdict(list)
    for one in reaches:
        alike[one.permissions].append(one.site_id)
    return [
        _within(sites, held, here)
        for held, sites in alike.items()
        if (here := [kind for kind, read in kinds.items() if read in held])
    ]


def _within(
    sites: Collection[uuid.UUID], held: Collection[Permission], kinds: Collection[str]
) -> ColumnElement[bool]:
    return and_(
        SearchEntry.site_id.in_(sites),
        SearchEntry.kind.in_(kinds),
        SearchEntry.permission.in_(sorted(held)),
    )
