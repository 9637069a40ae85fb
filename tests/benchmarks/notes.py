"""Log entries over a cut connection: `python -m tests.benchmarks.notes [ENTRIES]`.

A device sends them through a line that is torn down several times a second, and again until it
hears of each that it is kept. Then the server's disk is asked: how many are lost, how many twice.
"""

import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.accompaniment.sending import entries, on_disk, send_all
from tests.browser.live.house import open_house
from tests.browser.live.network import network

ENTRIES = 1_000


def main(count: int) -> None:
    """Send, count, say."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_house(Path(folder) / "data") as house,
        network(house.port) as way,
    ):
        some = entries(house.world.site.slug, count)
        began = time.perf_counter()
        sent = send_all(house, way, some)
        took = time.perf_counter() - began
        found = Counter(on_disk(house))
    lost = sum(1 for one in some if not found[str(one["moved"])])
    doubled = sum(times - 1 for times in found.values() if times > 1)
    logging.info(
        "%d entries, %d sendings, %d cuts, %.1f s: %d lost, %d doubled",
        count,
        sent.tries,
        sent.cuts,
        took,
        lost,
        doubled,
    )
    if lost or doubled:
        sys.exit(1)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
