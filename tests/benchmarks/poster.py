"""How long the printed page takes: `python -m tests.benchmarks.poster [rounds]`.

From the facts of 60 changes and 150 links to the bytes of the PDF, warm: a first poster has been
made. Each round draws other sentences, so that no round finds its page already laid out.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from coopspace.exports.poster.pdf import pdf
from coopspace.exports.poster.poster import Poster
from coopspace.exports.poster.sheet import sheets
from tests.exports import samples

AT = datetime(2026, 3, 17, tzinfo=UTC)
MOST_MS = 300


def posters() -> Iterator[Poster]:
    """Chains of 60 changes and 150 links, never twice the same."""
    for seed in range(1_000_000):
        changes = tuple(
            replace(one, statement=f"{one.statement[:-1]}, {seed} fois.")
            for one in samples.changes_of(28, 21, 11)
        )
        yield samples.poster(changes, samples.links_of(changes, 150, seed=seed))


def main(rounds: int) -> float:
    """The median in milliseconds, printed with the slowest."""
    made = posters()
    pdf(sheets(next(made)), made_at=AT)
    taken = []
    for _ in range(rounds):
        poster = next(made)
        start = time.perf_counter()
        pages = sheets(poster)
        content = pdf(pages, made_at=AT)
        taken.append((time.perf_counter() - start) * 1000)
        assert len(pages) == 1
        assert content.startswith(b"%PDF-")
    median = statistics.median(taken)
    sys.stdout.write(
        f"poster PDF, 60 changes and 150 links, warm: median {median:.0f} ms, "
        f"slowest {max(taken):.0f} ms of {rounds} (at most {MOST_MS} ms)\n"
    )
    return median


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30) > MOST_MS)
