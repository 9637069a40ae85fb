"""How long a network takes to measure and to place: `python -m tests.benchmarks.network [times]`.

A site of 300 organisations and 900 relations, nothing kept from one time to the next, with every
answer and with one in five missing (the ranges are then counted too); then a merged network of
100,000 organisations and 300,000 ties, once, in a process of its own whose memory is told. Time is
that of the process, so that another program on the machine does not count.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coopspace.network import layout
from coopspace.network.graph import Network, Node, View
from coopspace.network.holding import graph_of
from coopspace.network.measures import measure
from coopspace.network.overview import overview
from coopspace.network.waves import compare
from tests.network.networks import SECTORS, plausible

ORGANISATIONS, RELATIONS, MOST_MS = 300, 900, 500
LARGE, LARGE_TIES, MOST_SECONDS, MOST_MB = 100_000, 300_000, 120, 2_000


def main(times: int) -> bool:
    """Print the medians and the large network's figures; whether all stay within the limits."""
    networks = {
        "every answer": [plausible(ORGANISATIONS, RELATIONS, seed=n) for n in range(times)],
        "one in five missing": [
            plausible(ORGANISATIONS, RELATIONS, seed=n, missing=0.2) for n in range(times)
        ],
    }
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{ORGANISATIONS} organisations, {RELATIONS} relations, {times} networks, load {load:.1f}\n"
    )
    first_ms = child("first")["ms"]
    sys.stdout.write(f"the first one of a new process, libraries read: {first_ms:.0f} ms\n")
    kept = [
        told(f"all measures, {name}", several, measure, MOST_MS)
        for name, several in networks.items()
    ]
    told("the map from nothing", networks["every answer"], lambda n: layout.positions(n, {}))
    places = {id(one): layout.positions(one, {}) for one in networks["every answer"]}
    told("one newcomer placed", networks["every answer"], lambda n: newcomer(n, places[id(n)]))
    wave = networks["every answer"][0]
    told("two waves compared", networks["every answer"], lambda n: compare(wave, n))
    return all(kept) and apart()


def told(
    what: str, networks: list[Network], act: Callable[[Network], object], most: float | None = None
) -> bool:
    """The median and the slowest of several networks, each measured once."""
    taken = []
    for one in networks:
        start = time.process_time()
        act(replace(one) if most else one)
        taken.append((time.process_time() - start) * 1000)
    median = statistics.median(taken)
    limit = f" (at most {most:.0f} ms)" if most else ""
    sys.stdout.write(f"{what}: median {median:.0f} ms, slowest {max(taken):.0f} ms{limit}\n")
    return most is None or median <= most


def newcomer(network: Network, places: dict[str, tuple[float, float]]) -> object:
    """The map after one organisation more, with three relations."""
    friends = [node.id for node in network.nodes[:3]]
    grown = Network(
        (*network.nodes, Node("zz", "Newcomer", "civil")),
        (*network.views, *(View("zz", one, 5) for one in friends)),
    )
    return layout.positions(grown, places)


def apart() -> bool:
    """The large network, in a child: its processor time and the most memory that it held."""
    found = child("large")
    sys.stdout.write(
        f"{LARGE:,} organisations, {LARGE_TIES:,} ties, by {found['engine']}: measured in "
        f"{found['seconds']:.0f} s (at most {MOST_SECONDS} s), {found['mb']:.0f} MB at most "
        f"(at most {MOST_MB:,} MB), {found['communities']:,} communities, "
        f"first seen as {found['shown']} groups placed in {found['placed']:.1f} s\n"
    )
    return bool(found["seconds"] <= MOST_SECONDS and found["mb"] <= MOST_MB)


def child(what: str) -> dict[str, Any]:
    """What a process of its own says."""
    start = (
        "import time; start = time.process_time(); from coopspace.network.measures import measure; "
        f"read = time.process_time() - start; from tests.benchmarks import network; "
        f"network.{what}(read)"
    )
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def first(read: float) -> None:
    """Measure one network here; `read` is how long the libraries took."""
    network = plausible(ORGANISATIONS, RELATIONS)
    start = time.process_time()
    measure(network)
    json.dump({"ms": 1000 * (read + time.process_time() - start)}, sys.stdout)


def large(_read: float) -> None:
    """Measure the large network here, and say so as JSON."""
    network = merged()
    start = time.process_time()
    found = measure(network).whole
    seconds = time.process_time() - start
    assert found is not None
    start = time.process_time()
    seen = overview(network, graph_of(network), found.communities)
    layout.positions(seen.network, {})
    json.dump(
        {
            "engine": found.engine,
            "seconds": seconds,
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "communities": len(found.communities),
            "shown": len(seen.groups),
            "placed": time.process_time() - start,
        },
        sys.stdout,
    )


def merged() -> Network:
    """As 1,500 sites make one: most ties inside a site of about 66, some across."""
    chance = random.Random(3)
    ids = [f"o{number:06}" for number in range(LARGE)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LARGE_TIES:
        a = chance.randrange(LARGE)
        start = a - a % 66
        b = chance.randrange(start, min(LARGE, start + 66))
        if chance.random() < 0.1:
            b = chance.randrange(LARGE)
        if a != b:
            pairs.add((min(a, b), max(a, b)))
    return Network(
        tuple(Node(one, f"Organisation {one}", chance.choice(SECTORS)) for one in ids),
        tuple(View(ids[a], ids[b], chance.choice((4, 5, 6))) for a, b in sorted(pairs)),
    )


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
