"""What may be said of answers on an ordered scale: counts, medians, spread. Never a mean.

Steps of a scale are ordered, not equidistant: 3.7 means nothing. A median that falls between two
steps is said as both; quartiles are answers that somebody gave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Median:
    """The middle of the answers: one step, or the two that it falls between."""

    low: int
    high: int

    @property
    def between(self) -> bool:
        """Whether half of the group stands at each side of a gap."""
        return self.low != self.high


@dataclass(frozen=True)
class Spread:
    """From the lowest to the highest answer, and the steps that hold the middle half."""

    lowest: int
    lower_quarter: int
    upper_quarter: int
    highest: int

    @property
    def steps(self) -> int:
        """Over how many steps of the scale the answers lie."""
        return self.highest - self.lowest + 1


def counts(answers: Iterable[int], *, steps: int) -> tuple[int, ...]:
    """How many answered each step, from the first to the last."""
    found = [0] * steps
    for answer in answers:
        found[answer - 1] += 1
    return tuple(found)


def answers_of(found: Sequence[int]) -> list[int]:
    """The answers behind counts, in order."""
    return [step for step, times in enumerate(found, 1) for _one in range(times)]


def median(answers: Iterable[int]) -> Median | None:
    """The middle answer, or the two middle ones of an even number; None without answers."""
    ordered = sorted(answers)
    if not ordered:
        return None
    half = len(ordered) // 2
    return Median(ordered[(len(ordered) - 1) // 2], ordered[half])


def spread(answers: Iterable[int]) -> Spread | None:
    """Where the answers lie; a quarter of the answers, at least, is at or below the lower one."""
    ordered = sorted(answers)
    if not ordered:
        return None
    last = len(ordered) - 1
    quarter = (len(ordered) + 3) // 4 - 1
    return Spread(ordered[0], ordered[quarter], ordered[last - quarter], ordered[last])


def median_if(answers: Iterable[int], *, missing: int, steps: int) -> Median | None:
    """The lowest and the highest middle there could be if the missing answered too."""
    known = list(answers)
    low = median([*known, *[1] * missing])
    high = median([*known, *[steps] * missing])
    return Median(low.low, high.high) if low and high else None
