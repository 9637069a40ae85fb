"""Leverage (« effet de levier »): how far actions reach down the chain, and for how much effort.

Source: DOMAIN §2, "Leverage": « choose the most contributive actions: how many changes they reach
downstream in the chain, weighted by contribution strength, against effort ».

Strength, confidence and effort are ordinal: their numbers tell an order and nothing else. Nothing
here is therefore multiplied, summed or averaged; only counted and compared.

**A step** from one change to the next has one of three grades, those of strength (1 a little, 2
clearly, 3 decisive)::

    grade(link) = min(strength, belief)

    strength: as said of the link; 1 while it is not said
    belief:   of the least confident college: « we doubt it », « rather doubtful » → 1,
              « rather confident » → 2, « confident » → 3; 2 while nobody has said anything

so that a step is decisive only when it is said to be, and believed by whoever spoke.

**A path** is worth its weakest step, **a change** the best of the paths that lead to it, its first
step being the contribution of the action itself (max–min, the only way to compose steps that uses
their order alone)::

    reach(a, c) = max over paths  a → d1 → … → c  of  min(strength(a, d1), grade(d1, d2), …)
    n_g(a)      = number of changes c with reach(a, c) ≥ g,   g = 3, 2, 1

Unwanted effects are not gained: no path goes through one, and one counts only for an action that is
said to contribute to it directly, that is, to prevent or soften it. The vision is not counted: it
is what everything leads to.

**Against effort.** An action does better than another when it reaches at least as many changes at
each grade for at most as much effort, and one of these is strict::

    better(b, a) = n_3(b) ≥ n_3(a), n_2(b) ≥ n_2(a), n_1(b) ≥ n_1(a), effort(b) ≤ effort(a),
                   not all four equal

Effort that is not said is taken as the heaviest. Actions are ranked by how many do better than they
do; among as many, by n_3, n_2, n_1 (most first), then by effort (least first), then by number.

A set of changes is one integer, a bit a change: the sets reached from each change are made once,
from the vision back; all of it is linear in links and actions, times the width of those integers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from coopspace.changes.rules import VISION, Confidence, Strength, code_order
from coopspace.plan.rules import Effort

GRADES = (3, 2, 1)
"""From the strongest to the weakest."""
_BELIEF = {
    Confidence.DOUBT: 1,
    Confidence.RATHER_NOT: 1,
    Confidence.RATHER: 2,
    Confidence.SURE: 3,
}
_UNSAID = 2
_HEAVIEST = max(Effort)


class Step(NamedTuple):
    """A link as a path takes it: the codes of its ends (`V`: the vision) and its grade."""

    source: str
    target: str
    grade: int


class Candidate(NamedTuple):
    """An action to compare: its number, its effort, and what it contributes to, how much."""

    number: int
    effort: int | None
    contributions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How far an action reaches. `counts` are n_3, n_2, n_1; `vision` the grade at which it reaches
    the vision (0: it does not); `better` how many do better, `named` the first of these."""

    number: int
    effort: int | None
    counts: tuple[int, int, int]
    vision: int
    better: int
    named: tuple[int, ...]

    @property
    def reached(self) -> int:
        """How many changes in all."""
        return self.counts[-1]

    @property
    def split(self) -> tuple[int, int, int]:
        """How many at each grade exactly: decisively, clearly, a little."""
        three, two, one = self.counts
        return three, two - three, one - two


def grade(strength: int | None, beliefs: Iterable[int]) -> int:
    """The grade of a link, from its strength and what each college says that it believes."""
    said = [_BELIEF[Confidence(one)] for one in beliefs]
    return min(int(strength or Strength.SOME), min(said, default=_UNSAID))


class Ways:
    """Which changes are reached from each change of a chain without loops, at each grade."""

    def __init__(
        self,
        codes: Iterable[str],
        steps: Iterable[Step],
        *,
        unwanted: Iterable[str] = (),
    ) -> None:
        """`unwanted` are the codes of effects to prevent: no way goes through them."""
        self.codes = sorted({*codes} - {VISION}, key=code_order)
        self.unwanted = frozenset(unwanted)
        self._place = {code: place for place, code in enumerate([*self.codes, VISION])}
        self._vision = 1 << self._place[VISION]
        self._after: dict[str, list[Step]] = {code: [] for code in self._place}
        self._beside: dict[str, list[str]] = {}
        for step in steps:
            if step.source not in self._place or step.target not in self._place:
                continue
            if step.target in self.unwanted and step.source not in self.unwanted:
                self._beside.setdefault(step.source, []).append(step.target)
            elif step.source not in self.unwanted and step.target not in self.unwanted:
                self._after[step.source].append(step)
        self._reached = self._closed()

    def _closed(self) -> dict[int, dict[str, int]]:
        """The set that each change reaches, itself included, by steps of each grade at least."""
        found: dict[int, dict[str, int]] = {least: {} for least in GRADES}
        for code in self._from_the_end():
            bit = 1 << self._place[code]
            for least, known in found.items():
                reached = bit
                for step in self._after[code]:
                    if step.grade >= least:
                        reached |= known[step.target]
                known[code] = reached
        return found

    def _from_the_end(self) -> list[str]:
        """The changes in an order where each comes after those that it leads to."""
        before: dict[str, list[str]] = {code: [] for code in self._place}
        waits = {}
        for code, steps in self._after.items():
            waits[code] = len(steps)
            for step in steps:
                before[step.target].append(code)
        order = [code for code, left in waits.items() if not left]
        for code in order:
            for one in before[code]:
                waits[one] -= 1
                if not waits[one]:
                    order.append(one)
        if len(order) < len(waits):
            raise ValueError("a chain of changes has no loop")
        return order

    def reach(self, contributions: Iterable[tuple[str, int]], least: int) -> int:
        """The set reached at this grade at least by what contributes so."""
        reached, known = 0, self._reached[least]
        for code, strength in contributions:
            if strength >= least:
                reached |= known.get(code, 0)
        return reached

    def grades(self, contributions: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Each change that is reached, in reading order, with its grade; the vision last."""
        given = list(contributions)
        found: dict[str, int] = {}
        for least in GRADES:
            for code in self.named(self.reach(given, least)):
                found.setdefault(code, least)
        return dict(sorted(found.items(), key=lambda one: code_order(one[0])))

    def beside(self, contributions: Iterable[tuple[str, int]]) -> list[str]:
        """The unwanted effects to which something that is reached leads, not softened directly."""
        given = list(contributions)
        direct = {code for code, _strength in given}
        watched = sum(self.bit(code) for code in self._beside)
        reached = self.reach(given, GRADES[-1]) & watched
        met = {one for code in self.named(reached) for one in self._beside[code]}
        return sorted(met - direct, key=code_order)

    def bit(self, code: str) -> int:
        """The set that holds this change alone."""
        return 1 << self._place[code]

    def count(self, reached: int) -> int:
        """How many changes a set holds, the vision apart."""
        return (reached & ~self._vision).bit_count()

    def sees(self, reached: int) -> bool:
        """Whether a set holds the vision."""
        return bool(reached & self._vision)

    def best_way(self, contributions: Iterable[tuple[str, int]]) -> tuple[tuple[str, ...], int]:
        """A shortest way to the vision among the strongest ones, and its grade; empty if none."""
        given = list(contributions)
        for least in GRADES:
            onward = self._onward[least]
            ways = [
                tuple(_followed(code, onward))
                for code, strength in given
                if strength >= least and code in onward
            ]
            if ways:
                return min(
                    ways, key=lambda way: (len(way), [code_order(one) for one in way])
                ), least
        return (), 0

    @cached_property
    def _onward(self) -> dict[int, dict[str, str]]:
        """For each grade, the next change on a shortest way to the vision."""
        before: dict[str, list[Step]] = {}
        for steps in self._after.values():
            for step in steps:
                before.setdefault(step.target, []).append(step)
        return {least: _towards_the_vision(before, least) for least in GRADES}

    def named(self, reached: int) -> list[str]:
        """The codes of a set, in reading order."""
        names = []
        while reached:
            lowest = reached & -reached
            place = lowest.bit_length() - 1
            names.append(self.codes[place] if place < len(self.codes) else VISION)
            reached ^= lowest
        return names


def _towards_the_vision(before: Mapping[str, Sequence[Step]], least: int) -> dict[str, str]:
    onward = {VISION: VISION}
    reached = [VISION]
    while reached:
        further = []
        for code in sorted(reached, key=code_order):
            for step in before.get(code, ()):
                if step.grade >= least and step.source not in onward:
                    onward[step.source] = code
                    further.append(step.source)
        reached = further
    return onward


def _followed(code: str, onward: Mapping[str, str]) -> Iterator[str]:
    while code != VISION:
        yield code
        code = onward[code]
    yield VISION


def ranked(ways: Ways, candidates: Sequence[Candidate]) -> list[Ranked]:
    """The actions, those that nothing does better than first."""
    found = [_reach(ways, one) for one in candidates]
    keys = [(*counts, -(one.effort or _HEAVIEST)) for one, counts, _vision in found]
    better = _better(keys)
    made = [
        Ranked(
            number=one.number,
            effort=one.effort,
            counts=counts,
            vision=vision,
            better=above.bit_count(),
            named=tuple(sorted(found[place][0].number for place in _first(above, 3))),
        )
        for (one, counts, vision), above in zip(found, better, strict=True)
    ]
    return sorted(made, key=_order)


def _order(one: Ranked) -> tuple[int, ...]:
    three, two, all_ = one.counts
    return one.better, -three, -two, -all_, one.effort or _HEAVIEST, one.number


def _reach(ways: Ways, one: Candidate) -> tuple[Candidate, tuple[int, int, int], int]:
    strong, clear, weak = (ways.reach(one.contributions, least) for least in GRADES)
    vision = 3 if ways.sees(strong) else 2 if ways.sees(clear) else int(ways.sees(weak))
    return one, (ways.count(strong), ways.count(clear), ways.count(weak)), vision


def _better(keys: Sequence[tuple[int, ...]]) -> list[int]:
    """For each, the set of those that are at least as good in everything and better in something:
    the sets that are at least as good in one thing are met, those that are equal in all taken out.
    """
    everybody = (1 << len(keys)) - 1
    found = [everybody] * len(keys)
    for side in range(len(keys[0]) if keys else 0):
        order = sorted(range(len(keys)), key=lambda place: -keys[place][side])
        so_far = 0
        for _value, group in groupby(order, key=lambda place: keys[place][side]):
            alike = list(group)
            for place in alike:
                so_far |= 1 << place
            for place in alike:
                found[place] &= so_far
    same: dict[tuple[int, ...], int] = {}
    for place, key in enumerate(keys):
        same[key] = same.get(key, 0) | 1 << place
    return [one & ~same[key] for one, key in zip(found, keys, strict=True)]


def _first(some: int, most: int) -> list[int]:
    found: list[int] = []
    while some and len(found) < most:
        lowest = some & -some
        found.append(lowest.bit_length() - 1)
        some ^= lowest
    return found


def without_support(
    ways: Ways, kept: Iterable[Candidate], others: Iterable[Candidate]
) -> dict[str, tuple[int, ...]]:
    """The wanted changes that nothing kept reaches, in reading order, each with the numbers of the
    others that would reach it."""
    reached = 0
    for one in kept:
        reached |= ways.reach(one.contributions, GRADES[-1])
    bare: dict[str, list[int]] = {
        code: []
        for code in ways.codes
        if code not in ways.unwanted and not reached & ways.bit(code)
    }
    mask = sum(ways.bit(code) for code in bare)
    for one in others:
        for code in ways.named(ways.reach(one.contributions, GRADES[-1]) & mask):
            bare[code].append(one.number)
    return {code: tuple(numbers) for code, numbers in bare.items()}


def candidate(number: int, effort: int | None, contributions: Mapping[str, int]) -> Candidate:
    """An action as it is compared."""
    return Candidate(number, effort, tuple((code, int(one)) for code, one in contributions.items()))
