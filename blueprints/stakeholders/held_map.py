"""What one request for the map holds: what the reader may see, what they ask, what it gives.

Measures, scenes and drawings are kept for a while by their own values: two pages of the same
network are counted once, and nothing is kept that could be another site's or another reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from flask import request
from sqlalchemy.orm import Session

from blueprints.stakeholders.asking import Size, Wishes, wishes
from blueprints.stakeholders.moment import Moment
from blueprints.stakeholders.scene import MANY_LINES, Scene, scene
from coopspace.kernel.later import Later
from coopspace.network.graph import Network
from coopspace.stakeholders import counted, places, waves
from coopspace.stakeholders.model import NetworkWave
from coopspace.stakeholders.outlines import Outline, outline

if TYPE_CHECKING:
    from coopspace.network import holding
    from coopspace.network import waves as changes
    from coopspace.network.holding import Departure
    from coopspace.network.measures import Measures
    from coopspace.network.reading import Fact
    from coopspace.network.waves import Change
else:
    holding = Later("coopspace.network.holding")
    changes = Later("coopspace.network.waves")
TODAY = Moment()


@dataclass(frozen=True)
class HeldMap:
    """The map of one request."""

    wishes: Wishes
    seen: Outline
    before: Outline | None
    waves: tuple[NetworkWave, ...]

    @property
    def network(self) -> Network:
        """What is shown."""
        return self.seen.network

    @cached_property
    def names(self) -> dict[str, str]:
        """The organisations' names by public id, those of the wave before included."""
        return (self.before.names if self.before else {}) | self.seen.names

    @cached_property
    def measures(self) -> "Measures":
        """What may be said of the network."""
        return counted.measured(self.network)

    @property
    def facts(self) -> "tuple[Fact, ...]":
        """What the network tells, first things first."""
        return counted.told(self.network)

    @property
    def left(self) -> "Departure | None":
        """What would fall apart if the organisation that is looked at left."""
        chosen = self.wishes.asked.chosen
        return _left(self.network, chosen) if chosen in self.network.by_id else None

    @cached_property
    def change(self) -> "Change | None":
        """What moved since the wave that it is compared with."""
        return _changed(self.before.network, self.network) if self.before else None

    @cached_property
    def scene(self) -> Scene:
        """What is drawn, listed and set in a grid."""
        return _scene(
            self.network,
            self.before.network if self.before else None,
            self.wishes,
            tuple(sorted(places.placed(self.seen, self.before).items())),
        )

    @property
    def moment(self) -> Moment:
        """Which moment is shown."""
        return _moment(self.wishes.wave, self.wishes.day, self.waves)

    @property
    def compared(self) -> Moment | None:
        """The moment that it is compared with."""
        found = _moment(self.wishes.against, self.wishes.against_day, self.waves)
        return found if self.before else None


def hold(session: Session, given: Mapping[str, str] | None = None) -> HeldMap:
    """Read the map that the address asks for, at the site in scope."""
    asked = request.args if given is None else given
    known = tuple(waves.waves_of(session))
    first = wishes(asked, waves=[one.number for one in known], names={}, many=False)
    shown = _moment(first.wave, first.day, known)
    seen = outline(session, wave=shown.wave, on=shown.on)
    other = _moment(first.against, first.against_day, known)
    before = outline(session, wave=other.wave, on=other.on) if other != TODAY else None
    names = (before.names if before else {}) | seen.names
    wished = wishes(
        asked,
        waves=[one.number for one in known],
        names=names,
        many=len(seen.network.ties) > MANY_LINES,
    )
    return HeldMap(wished, seen, before, known)


def _moment(wave: int | None, day: date | None, known: tuple[NetworkWave, ...]) -> Moment:
    if wave is None:
        return Moment(day=day)
    return Moment(wave=next(one for one in known if one.number == wave))


@lru_cache(maxsize=32)
def _left(network: Network, chosen: str) -> "Departure":
    return holding.leaving(holding.graph_of(network), chosen)


@lru_cache(maxsize=16)
def _changed(before: Network, after: Network) -> "Change":
    return changes.compare(before, after)


@lru_cache(maxsize=32)
def _scene(
    network: Network,
    before: Network | None,
    wished: Wishes,
    placed: tuple[tuple[str, tuple[float, float]], ...],
) -> Scene:
    return scene(
        network,
        wished.asked,
        places=dict(placed),
        sizes=_sizes(network, wished.size),
        before=before,
    )


def _sizes(network: Network, size: Size) -> dict[str, float]:
    """What the size of each says; where no figure of the whole may be given, its own ties."""
    found = counted.measured(network)
    if size is Size.SAME:
        return {}
    if size is Size.PASSAGES and found.whole is not None:
        return {one: standing.betweenness for one, standing in found.whole.standing.items()}
    return {one: float(place.degree) for one, place in found.places.items()}
