"""The figures of the whole network in one list, each with its range and the answers behind it.

How each is called, counted and read stands under the same key in `seeds/method/network.toml`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from coopspace.network.measures import Measures, Whole
from coopspace.network.ranges import Range
from coopspace.network.views import Share


class Unit(StrEnum):
    """How a figure is written."""

    SHARE = "share"
    """So many of so many; `value` from 0 to 1."""
    COUNT = "count"
    INDEX = "index"
    """Without unit, between two ends that its reading names."""


@dataclass(frozen=True)
class Figure:
    """One figure. `value` is None where it means nothing for this network; never infinite."""

    key: str
    unit: Unit
    answers: Share
    value: float | None
    part: int | None = None
    whole: int | None = None
    range: Range | None = None
    expected: float | None = None
    """What it would be if every pair had the same chance of a tie; told of silos only."""


_SHARES: dict[str, Callable[[Whole], Share]] = {
    "density": lambda found: found.density,
    "reciprocity": lambda found: found.reciprocity,
    "same": lambda found: Share(found.told.same, found.told.both),
    "cross": lambda found: found.silos.cross,
    "all_three": lambda found: found.trio.all_three,
}
_COUNTS: dict[str, Callable[[Whole], int]] = {
    "components": lambda found: len(found.pieces),
    "largest": lambda found: len(found.pieces[0]) if found.pieces else 0,
    "isolated": lambda found: len(found.isolated),
    "fragile": lambda found: len(found.cuts.fragile),
    "narrow": lambda found: len(found.cuts.narrow),
    "core": lambda found: max((one.core for one in found.standing.values()), default=0),
    "closed_trios": lambda found: found.trio.closed,
}
_INDICES: dict[str, Callable[[Whole], float | None]] = {
    "silos": lambda found: found.silos.index,
    "centralisation": lambda found: found.centralisation,
}
ORDER = (
    "density",
    "components",
    "largest",
    "isolated",
    "fragile",
    "narrow",
    "cross",
    "silos",
    "closed_trios",
    "all_three",
    "centralisation",
    "core",
    "reciprocity",
    "same",
)
"""What holds first, then who works across, then how it is shared out, then the two views."""


def figures(found: Measures) -> tuple[Figure, ...]:
    """Every figure of the whole; none where no figure may be given."""
    if found.whole is None:
        return ()
    certainty = found.whole.certainty
    ranges = certainty.ranges if certainty else {}
    return tuple(_figure(key, found.whole, ranges.get(key), found.answers) for key in ORDER)


def _figure(key: str, found: Whole, between: Range | None, answers: Share) -> Figure:
    if key in _SHARES:
        share = _SHARES[key](found)
        return Figure(key, Unit.SHARE, answers, share.value, share.part, share.whole, between)
    if key in _COUNTS:
        count = _COUNTS[key](found)
        return Figure(key, Unit.COUNT, answers, count, range=between)
    expected = found.silos.expected if key == "silos" else None
    return Figure(key, Unit.INDEX, answers, _INDICES[key](found), range=between, expected=expected)
