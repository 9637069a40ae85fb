"""The groups of a large network as a drawing: a disc for each, a line where ties link two.

A disc is as large as the group; it bears how many organisations are in it, and leads to them.
Nothing is said by colour.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WIDE, TALL = 960.0, 560.0
EDGE = 34.0
"""What is left free around, for the names under the discs."""
SMALLEST, LARGEST = 17.0, 58.0
APART = 26.0
"""The room between two discs: a name stands there."""
ROUNDS = 60
LINES = 150
"""So many lines are drawn, those of most ties."""
THICKEST = 9.0
WIDE_FROM = 8
"""No line is the widest with fewer ties than this."""


@dataclass
class Disc:
    """A group: its number, how many are in it, those with most ties there, and where it stands."""

    number: int
    size: int
    first: tuple[str, ...]
    sectors: tuple[tuple[str, int], ...]
    inside: int
    radius: float
    x: float
    y: float


@dataclass(frozen=True)
class Tie:
    """How many ties link two groups, and the line that says so."""

    path: str
    ties: int
    width: float


@dataclass(frozen=True)
class Drawn:
    """The drawing: discs, the largest first, and the lines under them."""

    discs: tuple[Disc, ...]
    ties: tuple[Tie, ...]
    other_groups: int
    in_other_groups: int
    in_no_group: int
    wide: float = WIDE
    tall: float = TALL


def drawn(drawing: Mapping[str, Any]) -> Drawn | None:
    """The drawing of what was found; None where no group was."""
    groups = drawing.get("groups")
    if not groups:
        return None
    discs = _discs(groups)
    most = max((WIDE_FROM, *(ties for _a, _b, ties in drawing["passages"])))
    return Drawn(
        discs=tuple(discs),
        ties=tuple(
            Tie(
                f"M{discs[a].x:.0f} {discs[a].y:.0f}L{discs[b].x:.0f} {discs[b].y:.0f}",
                ties,
                round(1.5 + (THICKEST - 1.5) * math.sqrt(ties / most), 1),
            )
            for a, b, ties in drawing["passages"][:LINES]
        ),
        other_groups=drawing["other_groups"],
        in_other_groups=drawing["in_other_groups"],
        in_no_group=drawing["in_no_group"],
    )


def _discs(groups: list[dict[str, Any]]) -> list[Disc]:
    largest = max(one["size"] for one in groups)
    shrink = min(1.0, math.sqrt(12 / len(groups)))
    xs, ys = ([one["at"][axis] for one in groups] for axis in (0, 1))
    discs = [
        Disc(
            number=number,
            size=one["size"],
            first=tuple(one["first"]),
            sectors=tuple((code, times) for code, times in one["sectors"]),
            inside=one["inside"],
            radius=round(max(SMALLEST, LARGEST * shrink * math.sqrt(one["size"] / largest)), 1),
            x=_spread(one["at"][0], xs, WIDE),
            y=_spread(one["at"][1], ys, TALL),
        )
        for number, one in enumerate(groups, 1)
    ]
    for _round in range(ROUNDS):
        if not _part(discs):
            break
    return discs


def _spread(at: float, among: list[float], length: float) -> float:
    """The whole width is used, whatever part of the map the groups stand in."""
    low, high = min(among), max(among)
    share = (at - low) / (high - low) if high > low else 0.5
    return EDGE + LARGEST + share * (length - 2 * (EDGE + LARGEST))


def _part(discs: list[Disc]) -> bool:
    """Push apart those that stand too close; whether any did."""
    moved = False
    for place, one in enumerate(discs):
        for other in discs[:place]:
            x, y = one.x - other.x, one.y - other.y
            far = math.hypot(x, y) or 1.0
            missing = one.radius + other.radius + APART - far
            if missing > 1:
                moved = True
                push = missing / 2 / far
                x, y = (x or 1.0) * push, (y or 1.0) * push
                _move(one, x, y)
                _move(other, -x, -y)
    return moved


def _move(disc: Disc, x: float, y: float) -> None:
    side = disc.radius + 8
    disc.x = round(min(WIDE - side, max(side, disc.x + x)), 1)
    disc.y = round(min(TALL - side - 18, max(side, disc.y + y)), 1)
