"""Leverage of 2,000 actions on 2,000 changes, timed: `python -m tests.benchmarks.leverage`.

In the domain alone, everything counted: the ways through the chain, the ranking of every action,
and what stays without support when half of them are kept.
"""

import random
import statistics
import sys
import time

from coopspace.changes.rules import VISION
from coopspace.plan.leverage import Candidate, Step, Ways, ranked, without_support

CHANGES, LINKS, ACTIONS, MOST_MS = 2_000, 6_000, 2_000, 300


def main(rounds: int) -> float:
    """The median in milliseconds, printed with the slowest."""
    chance = random.Random(7)
    codes = [f"{letter}{n}" for letter in "DIU" for n in range(1, 700)][:CHANGES]
    codes += [f"U{700 + n}" for n in range(CHANGES - len(codes))]
    steps = [Step(code, VISION, 3) for code in codes[-40:]]
    for _ in range(LINKS):
        one, two = sorted(chance.sample(range(CHANGES), 2))
        steps.append(Step(codes[one], codes[two], chance.randint(1, 3)))
    actions = [
        Candidate(
            number,
            chance.choice((None, 1, 2, 3, 4, 5)),
            tuple((chance.choice(codes), chance.randint(1, 3)) for _ in range(3)),
        )
        for number in range(1, ACTIONS + 1)
    ]
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        ways = Ways(codes, steps)
        ranked(ways, actions)
        without_support(ways, actions[::2], actions[1::2])
        taken.append((time.perf_counter() - start) * 1000)
    median = statistics.median(taken)
    sys.stdout.write(
        f"leverage of {ACTIONS} actions on {CHANGES} changes and {len(steps)} links: "
        f"median {median:.0f} ms, slowest {max(taken):.0f} ms of {rounds} (at most {MOST_MS} ms)\n"
    )
    return median


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20) > MOST_MS)
