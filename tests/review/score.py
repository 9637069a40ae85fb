"""How well the reading reads: `python -m tests.review.score` prints precision and recall.

`--show` tells, for the half that is used while tuning only, what was missed or wrongly said.
"""

import sys
from collections import Counter
from dataclasses import dataclass

from coopspace.review.rules import Rule
from tests.review.labels import Labelled, items

HALVES = ("tuning", "aside")


@dataclass(frozen=True)
class Score:
    """Right findings, findings that should not be, findings that are missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what is said, how much is true."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what should be said, how much is."""
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}  recall {self.recall:.3f}  "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def score(half: str) -> Score:
    """The score of one half over all rules together."""
    return _of(list(items(half)))


def _of(found: list[Labelled], among: frozenset[Rule] = frozenset(Rule)) -> Score:
    counts: Counter[str] = Counter()
    for one in found:
        counts["right"] += len(one.expected & one.found & among)
        counts["wrong"] += len((one.found - one.expected) & among)
        counts["missed"] += len((one.expected - one.found) & among)
    return Score(counts["right"], counts["wrong"], counts["missed"])


def _by_rule(found: list[Labelled]) -> None:
    for rule in Rule:
        if any(rule in one.expected | one.found for one in found):
            mine = _of(found, frozenset({rule}))
            print(f"  {rule:16} {mine.right:3} right {mine.wrong:3} wrong {mine.missed:3} missed")


def main() -> None:
    """Print both halves, rule by rule."""
    for half in HALVES:
        found = list(items(half))
        print(f"{half}: {len(found)} items, {_of(found)}")
        if half == "tuning":
            _by_rule(found)
            if "--show" in sys.argv:
                for one in found:
                    if one.expected != one.found:
                        print(f"    {one.words}\n      {set(one.expected)} / {set(one.found)}")


if __name__ == "__main__":
    main()
