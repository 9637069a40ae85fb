"""What a network is made of: organisations, each one's view of its work with another, and ties.

A's view of B and B's view of A are two facts. A tie is what both make together: it stands at the
lower of the two levels, and counts from level 4 (DOMAIN §3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

LEVELS = 7
"""The levels of the continuum."""
COUNTS_FROM = 4
"""From this level on a relation is a tie; those below are shown, not counted."""
FEWEST = 10
"""Below so many organisations no figure of the whole network is given."""
LEAST_ANSWERS = 70
"""Below this share of answers, in per cent, no figure of the whole network is given."""


@dataclass(frozen=True)
class Node:
    """An organisation, or a person, of the map."""

    id: str
    name: str
    college: str
    ring: str = ""


@dataclass(frozen=True)
class View:
    """One side's view of its work with another; `origin` is "map" (the site's) or "answer"."""

    source: str
    target: str
    level: int
    desired: int | None = None
    kinds: frozenset[str] = frozenset()
    origin: str = "map"


@dataclass(frozen=True)
class Tie:
    """Two organisations, `a` before `b`, and the level each gives to what they do together.

    `there` is a's view of b, `back` is b's view of a; None where that side told nothing.
    """

    a: str
    b: str
    there: int | None
    back: int | None

    @property
    def level(self) -> int:
        """The level the tie stands at: the lower one where both sides told."""
        return min(level for level in (self.there, self.back) if level is not None)

    @property
    def counts(self) -> bool:
        """Whether it is a tie for the measures."""
        return self.level >= COUNTS_FROM

    @property
    def gap(self) -> int | None:
        """How many levels part the two views; None where one side told nothing."""
        if self.there is None or self.back is None:
            return None
        return abs(self.there - self.back)


class Silence(StrEnum):
    """Why no figure of the whole network is given."""

    FEW = "few"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Network:
    """Organisations, views, who was asked and who answered. Sorted whatever the order given."""

    nodes: tuple[Node, ...]
    views: tuple[View, ...]
    asked: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept = {node.id: node for node in sorted(self.nodes, key=_whole, reverse=True)}
        object.__setattr__(self, "nodes", tuple(kept[key] for key in sorted(kept)))
        object.__setattr__(self, "views", tuple(sorted(self.views, key=_order)))

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The organisations by their public id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Every pair of which a side told something, whatever the level, sorted by ids.

        What an organisation says of itself, or of somebody who is not on the map, is no tie.
        """
        said: dict[tuple[str, str], View] = {}
        for view in self.views:
            ends = (view.source, view.target)
            if view.source == view.target or not self.by_id.keys() >= {*ends}:
                continue
            before = said.get(ends)
            if before is None or _prevails(view, before):
                said[ends] = view
        pairs = sorted({(min(ends), max(ends)) for ends in said})
        return tuple(
            Tie(a, b, _level(said.get((a, b))), _level(said.get((b, a)))) for a, b in pairs
        )

    @cached_property
    def counted(self) -> tuple[Tie, ...]:
        """The ties that count."""
        return tuple(tie for tie in self.ties if tie.counts)

    @property
    def missing(self) -> frozenset[str]:
        """Who was asked and has not answered."""
        return self.asked - self.answered

    @property
    def silence(self) -> Silence | None:
        """Why no figure of the whole may be given; None where it may."""
        if len(self.nodes) < FEWEST:
            return Silence.FEW
        told = len(self.asked & self.answered)
        if self.asked and 100 * told < LEAST_ANSWERS * len(self.asked):
            return Silence.UNANSWERED
        return None


def without(network: Network, leaving: Iterable[str]) -> Network:
    """The network as it would stand if these organisations left it."""
    gone = frozenset(leaving)
    return Network(
        nodes=tuple(node for node in network.nodes if node.id not in gone),
        views=tuple(
            view for view in network.views if view.source not in gone and view.target not in gone
        ),
        asked=network.asked - gone,
        answered=network.answered - gone,
    )


def _prevails(view: View, before: View) -> bool:
    """An organisation's own answer speaks before the site's map; of two alike, the lower level."""
    if view.origin != before.origin:
        return view.origin == "answer"
    return view.level < before.level


def _level(view: View | None) -> int | None:
    return None if view is None else view.level


def _whole(node: Node) -> tuple[str, str, str, str]:
    return (node.id, node.name, node.college, node.ring)


def _order(view: View) -> tuple[str, str, str, int, int, tuple[str, ...]]:
    kinds = tuple(sorted(view.kinds))
    return (view.source, view.target, view.origin, view.level, view.desired or 0, kinds)
