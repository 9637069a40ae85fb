"""How long one more link takes in a chain of 2,000 changes: `python -m tests.benchmarks.chain`.

In the domain alone: the graph is there, the question is whether the link may be added.
"""

import random
import statistics
import sys
import time

from coopspace.changes.chain import build, refuse_link
from coopspace.changes.rules import Level
from tests.changes.chains import Arc, Node

CHANGES, LINKS, MOST_MS = 2_000, 5_000, 20


def main(rounds: int) -> float:
    """The median in milliseconds, printed with the slowest."""
    chance = random.Random(7)
    order = list(Level)
    nodes = [Node(f"{level[0].upper()}{n}", level) for n in range(700) for level in order][:CHANGES]
    rank = {node.code: order.index(node.level) for node in nodes}
    place = {node.code: n for n, node in enumerate(sorted(nodes, key=lambda one: rank[one.code]))}

    def pair() -> tuple[str, str]:
        one, two = chance.sample(nodes, 2)
        return (one.code, two.code) if place[one.code] < place[two.code] else (two.code, one.code)

    arcs = [Arc(*ends) for ends in {pair() for _ in range(LINKS)}]
    graph = build(nodes, arcs)
    there = {(arc.source, arc.target) for arc in arcs}
    taken = []
    for _ in range(rounds):
        source, target = pair()
        if (source, target) in there:
            continue
        start = time.perf_counter()
        refuse_link(graph, source, target)
        graph.add_edge(source, target)
        taken.append((time.perf_counter() - start) * 1000)
        there.add((source, target))
    median = statistics.median(taken)
    sys.stdout.write(
        f"one more link among {len(nodes)} changes and {len(arcs)} links: median {median:.2f} ms, "
        f"slowest {max(taken):.2f} ms of {len(taken)} (at most {MOST_MS} ms)\n"
    )
    return median


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000) > MOST_MS)
