"""How long the first reading of a chain takes: `python -m tests.benchmarks.review`.

60 changes and 150 links, with real statements; the words are cut anew each time. In the domain
alone: the facts are there.
"""

import random
import statistics
import sys
import time
from datetime import date
from itertools import cycle

from coopspace.changes.rules import USUAL_NATURE, VISION, Level
from coopspace.review.lexicon import lexicon
from coopspace.review.rules import Facts, Stated, Tied
from coopspace.review.whole import reread
from coopspace.sites.rules import College
from tests.review.labels import statements

CHANGES, LINKS, MOST_MS = 60, 150, 10


def chain() -> tuple[tuple[Stated, ...], tuple[Tied, ...]]:
    """A chain of that size, of statements as trios write them."""
    chance, says = random.Random(7), cycle(statements())
    changes = [
        Stated(f"{letter}{n}", f"{letter}{n}", level, next(says), USUAL_NATURE[level], who="")
        for level in Level
        for letter in level.letter
        for n in range(1, CHANGES // 3 + 1)
    ]
    codes = [*(one.code for one in changes), VISION]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < LINKS:
        one, other = sorted(chance.sample(range(len(codes)), 2))
        pairs.add((codes[one], codes[other]))
    voices = ((College.STATE, 3), (College.CIVIL_SOCIETY, 2))
    links = [
        Tied(f"{one}-{two}", one, two, "Parce que.", "", True, voices, 2)
        for one, two in sorted(pairs)
    ]
    return tuple(changes), tuple(links)


def main(rounds: int) -> float:
    """The median in milliseconds, printed with the slowest."""
    changes, links = chain()
    lexicon()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = reread(Facts(changes, links, date(2026, 6, 1)))
        taken.append((time.perf_counter() - start) * 1000)
    median = statistics.median(taken)
    sys.stdout.write(
        f"reading {CHANGES} changes and {LINKS} links: median {median:.1f} ms, "
        f"slowest {max(taken):.1f} ms, {len(found)} findings (at most {MOST_MS} ms)\n"
    )
    return median


if __name__ == "__main__":
    sys.exit(main(100) > MOST_MS)
