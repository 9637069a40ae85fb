"""Which organisations of several sites are one: what was said, and what cannot be said beside it.

One table: pairs that are the same, and pairs that are not. Who is the same as a third is the same;
nobody is the same as somebody of whom it was said that they are not. Two organisations of one map
stay two: that map is its site's to mend.
"""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from coopspace.kernel.refusal import N_, Refusal

TOGETHER = 40
"""So many organisations at most are said to be one in one act."""


@dataclass(frozen=True)
class Said:
    """One pair, and whether it is the same."""

    one: uuid.UUID
    other: uuid.UUID
    same: bool
    act: uuid.UUID


@dataclass(frozen=True)
class Truth:
    """All that stands of a programme."""

    said: tuple[Said, ...] = ()

    @cached_property
    def root(self) -> dict[uuid.UUID, uuid.UUID]:
        """For each organisation that is the same as another, the one that stands for all."""
        above: dict[uuid.UUID, uuid.UUID] = {}

        def top(one: uuid.UUID) -> uuid.UUID:
            while (higher := above.setdefault(one, one)) != one:
                above[one] = above[higher]
                one = higher
            return one

        for pair in self.said:
            if pair.same:
                ends = top(pair.one), top(pair.other)
                above[max(ends)] = min(ends)
        return {one: top(one) for one in list(above)}

    @cached_property
    def apart(self) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
        """The pairs of which it is said that they differ, by those that stand for them."""
        return frozenset(
            _pair(self.of(pair.one), self.of(pair.other)) for pair in self.said if not pair.same
        )

    def of(self, one: uuid.UUID) -> uuid.UUID:
        """The organisation that stands for this one and all that are the same."""
        return self.root.get(one, one)

    def settled(self, one: uuid.UUID, other: uuid.UUID) -> bool:
        """Whether what was said decides of these two: they are the same, or they differ."""
        ends = self.of(one), self.of(other)
        return ends[0] == ends[1] or _pair(*ends) in self.apart


def one_of(truth: Truth, chosen: Mapping[uuid.UUID, uuid.UUID]) -> Iterator[Said]:
    """The pairs to be added so that all of these are the same. Raises Refusal.

    `chosen` holds organisations with their sites: those that somebody chose, and those that are
    the same as one of them already.
    """
    _enough(chosen)
    roots = {truth.of(one) for one in chosen}
    if len(roots) == 1:
        raise Refusal(N_("These are already the same."), field="who")
    if len(set(chosen.values())) < len(chosen):
        raise Refusal(
            N_("Two of these stand on the map of one site: only that site can make them one."),
            field="who",
        )
    if any(_pair(*pair) in truth.apart for pair in itertools.combinations(sorted(roots), 2)):
        raise Refusal(
            N_("It was said that two of these are not the same: take that back first."), field="who"
        )
    act = uuid.uuid4()
    first, *others = sorted(roots)
    return (Said(first, other, True, act) for other in others)


def not_one_of(truth: Truth, chosen: Mapping[uuid.UUID, uuid.UUID]) -> Iterator[Said]:
    """The pairs to be added so that none of these is the same as another. Raises Refusal."""
    _enough(chosen)
    act = uuid.uuid4()
    pairs = list(itertools.combinations(sorted(chosen), 2))
    if any(truth.of(one) == truth.of(other) for one, other in pairs):
        raise Refusal(
            N_("It was said that two of these are the same: take that back first."), field="who"
        )
    for one, other in pairs:
        if chosen[one] != chosen[other] and not truth.settled(one, other):
            yield Said(one, other, False, act)


def _enough(chosen: Mapping[uuid.UUID, uuid.UUID]) -> None:
    if len(chosen) < 2:
        raise Refusal(N_("Choose two organisations or more."), field="who")
    if len(chosen) > TOGETHER:
        raise Refusal(N_("Choose at most %(most)d at a time."), field="who", most=TOGETHER)


def _pair(one: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    return min(one, other), max(one, other)
