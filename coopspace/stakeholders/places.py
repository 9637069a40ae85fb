"""Where stakeholders stand on the picture: kept, moved by hand, tidied on demand, put back.

Places lie between 0 and 1, from the left and from the top. The same map is drawn the same every
time: who has no place yet is placed among the others, who do not move.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.kernel.later import Later
from coopspace.kernel.refusal import N_, Refusal
from coopspace.network.graph import Network
from coopspace.sites.model import Site
from coopspace.stakeholders import held
from coopspace.stakeholders.model import Stakeholder
from coopspace.stakeholders.outlines import Outline, Place, outline

if TYPE_CHECKING:
    from coopspace.network import layout
else:
    layout = Later("coopspace.network.layout")

STEP = 0.02
"""How far one press of a button moves somebody."""
STEPS: dict[str, Place] = {
    "left": (-STEP, 0.0),
    "right": (STEP, 0.0),
    "up": (0.0, -STEP),
    "down": (0.0, STEP),
}


class MapTidying(SiteOwned, Base):
    """One tidying of the map, with the places before and after: it can be taken back."""

    __tablename__ = "map_tidying"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("undone_at IS NULL OR undone_at >= at", name="undone_after"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    before: Mapped[dict[str, list[float]]] = mapped_column(JSON)
    after: Mapped[dict[str, list[float]]] = mapped_column(JSON)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


def placed(seen: Outline, before: Outline | None = None) -> dict[str, Place]:
    """Where each stands, those of another wave included."""
    kept = (before.kept if before else {}) | seen.kept
    found = dict(_placed(seen.network, tuple(sorted(kept.items()))))
    if before is not None:
        found = dict(_placed(before.network, tuple(sorted((found | kept).items())))) | found
    return found


def version(place: Place) -> str:
    """What tells that somebody has been moved since the page was read."""
    return f"{place[0]:.4f} {place[1]:.4f}"


def settle(session: Session, site: Site) -> dict[str, Place]:
    """Keep the place of whoever has none: from then on nobody who comes moves them."""
    held.hold(session, site.id)
    seen = outline(session)
    found = placed(seen)
    new = {one: place for one, place in found.items() if one not in seen.kept}
    if new:
        _write(session, new, pinned=False)
    return found


def move(session: Session, site: Site, stakeholder: Stakeholder, *, to: Place, seen: str) -> Place:
    """Put somebody elsewhere by hand. Raises Refusal if somebody else moved them meanwhile."""
    here = settle(session, site).get(stakeholder.ref)
    if here is None or version(here) != seen:
        raise Refusal(N_("Somebody moved it meanwhile: it stands where they put it."))
    there = (_inside(to[0]), _inside(to[1]))
    _write(session, {stakeholder.ref: there}, pinned=True)
    return there


def step(session: Session, site: Site, stakeholder: Stakeholder, *, way: str, seen: str) -> Place:
    """Move somebody by one step: left, right, up or down. Raises Refusal as `move` does."""
    x, y = settle(session, site).get(stakeholder.ref, (0.5, 0.5))
    dx, dy = STEPS[way]
    return move(session, site, stakeholder, to=(x + dx, y + dy), seen=seen)


def tidy(session: Session, site: Site, *, by: User) -> bool:
    """Draw the map afresh from its relations alone; whether anything moved."""
    before = settle(session, site)
    after = dict(_placed(outline(session).network, ()))
    if all(version(place) == version(after[one]) for one, place in before.items()):
        return False
    session.add(
        MapTidying(
            site_id=site.id,
            number=(session.scalar(select(func.max(MapTidying.number))) or 0) + 1,
            before={one: list(place) for one, place in before.items()},
            after={one: list(place) for one, place in after.items()},
            by=by.id,
            at=clock.now(),
            undone_at=None,
        )
    )
    _write(session, after, pinned=False)
    return True


def undo_tidy(session: Session, site: Site) -> int:
    """Put back whom the last tidying moved and nobody moved since; returns how many."""
    held.hold(session, site.id)
    last = last_tidying(session)
    if last is None:
        raise Refusal(N_("Nothing to put back: the map has not been tidied."))
    now = outline(session).kept
    back = {
        one: (place[0], place[1])
        for one, place in last.before.items()
        if one in now and version(now[one]) == version(_pair(last.after.get(one)))
    }
    _write(session, back, pinned=False)
    last.undone_at = clock.now()
    session.flush()
    return len(back)


def last_tidying(session: Session) -> MapTidying | None:
    """The tidying that can be undone, if the last one has not been."""
    last = session.scalar(select(MapTidying).order_by(MapTidying.number.desc()).limit(1))
    return last if last is not None and last.undone_at is None else None


@lru_cache(maxsize=32)
def _placed(network: Network, kept: tuple[tuple[str, Place], ...]) -> tuple[tuple[str, Place], ...]:
    found: Mapping[str, Place] = layout.positions(network, dict(kept))
    return tuple(sorted(found.items()))


def _write(session: Session, places: Mapping[str, Place], *, pinned: bool) -> None:
    query = select(Stakeholder).where(Stakeholder.ref.in_(sorted(places)))
    for row in session.scalars(query):
        row.x, row.y = places[row.ref]
        row.pinned = pinned or row.pinned
    session.flush()


def _inside(share: float) -> float:
    """Nobody stands outside the sheet."""
    return round(min(1.0, max(0.0, share)), 5)


def _pair(place: list[float] | None) -> Place:
    return (place[0], place[1]) if place else (-1.0, -1.0)
