"""What the two sides of a relation say of it: do both say it, and do they say the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from coopspace.kernel import ordinal
from coopspace.kernel.ordinal import Median
from coopspace.network.graph import COUNTS_FROM, LEVELS, Network, Tie


@dataclass(frozen=True)
class Share:
    """So many of so many; no value where there is nothing to share."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Told:
    """How many relations were told by both sides, and how far apart the two views lie."""

    both: int
    same: int
    near: int
    """One level apart: a nuance."""
    far: int
    one_side: int
    apart: tuple[Tie, ...]
    """Two levels apart or more, the widest first: subjects of conversation."""


def told(network: Network) -> Told:
    """The views compared, whatever their level (Frey et al., 2006, « Levels of Collaboration »).

    Two levels for one relation point to a subject for discussion, not to a mistake.
    """
    gaps = [gap for tie in network.ties if (gap := tie.gap) is not None]
    apart = sorted(
        (tie for tie in network.ties if (tie.gap or 0) > 1),
        key=lambda tie: (-(tie.gap or 0), tie.a, tie.b),
    )
    return Told(
        both=len(gaps),
        same=gaps.count(0),
        near=gaps.count(1),
        far=len(apart),
        one_side=len(network.ties) - len(gaps),
        apart=tuple(apart),
    )


def speakers(network: Network) -> frozenset[str]:
    """Who told anything, or answered that there is nobody: who else is silent denies nothing."""
    return frozenset(view.source for view in network.views) | network.answered


def reciprocity(network: Network) -> Share:
    """Of the ties that one side tells, how many the other tells too, among those who speak.

    2M / (2M + A): M pairs where both sides give level 4 or more, A where one alone does
    (Wasserman & Faust, 1994, 12.3; the arcs returned, of all arcs).
    """
    return returned(network.ties, speakers(network))


def returned(ties: Iterable[Tie], speaking: frozenset[str]) -> Share:
    """The arcs of level 4 or more that are returned, of all arcs between two who speak."""
    mutual = alone = 0
    for tie in ties:
        if tie.a in speaking and tie.b in speaking:
            sides = sum((level or 0) >= COUNTS_FROM for level in (tie.there, tie.back))
            mutual += sides == 2
            alone += sides == 1
    return Share(2 * mutual, 2 * mutual + alone)


def levels(network: Network) -> tuple[int, ...]:
    """How many relations stand at each level of the continuum, those below 4 included."""
    return ordinal.counts((tie.level for tie in network.ties), steps=LEVELS)


def median(network: Network) -> Median | None:
    """The level in the middle of all relations told."""
    return ordinal.median(tie.level for tie in network.ties)


def strengths(network: Network) -> dict[str, tuple[int, ...]]:
    """How many relations each organisation has at each level.

    The strength of a node (Barrat et al., 2004) without the sum: levels are ordered, not measured.
    """
    found = {node.id: [0] * LEVELS for node in network.nodes}
    for tie in network.ties:
        for end in (tie.a, tie.b):
            found[end][tie.level - 1] += 1
    return {node: tuple(times) for node, times in found.items()}
