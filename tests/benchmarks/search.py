"""A search over 100,000 things of 100 sites, on both engines: `python -m tests.benchmarks.search`.

One person who leads the programme looks among all of them: the time is that of what the page asks
of the entries, the median of nine, for words found rarely, often, everywhere and nowhere. Another
size: `python -m tests.benchmarks.search 20000`.
"""

import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from coopspace.kernel import storage
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Permission
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade_engine
from coopspace.search.finding import Reach, find
from coopspace.search.model import SearchEntry
from coopspace.search.rules import asked, folded
from coopspace.searched_kinds import KINDS
from coopspace.sites import actions as sites
from tests import postgres
from tests.world import person

THINGS, SITES = 100_000, 100
MOST_MS = 200
TIMES = 9
WORDS = 25
ASKED = ("phare", "habitants quartier", "de", "introuvable", "« les habitants »", "ha qu log")
OFTEN = [
    "les",
    "habitants",
    "du",
    "quartier",
    "de",
    "la",
    "ville",
    "et",
    "des",
    "logements",
    "avec",
    "une",
    "table",
    "pour",
    "tous",
]


def main(many: int) -> bool:
    """Print the figures; whether they stay within the limit."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name, engine in engines(Path(folder)):
            upgrade_engine(engine)
            with Session(engine) as session:
                reaches = fill(session, many)
                for question in ASKED:
                    took, found = measured(session, reaches, question)
                    good = good and took <= MOST_MS
                    sys.stdout.write(f"{name}, {question!r}: {found} found, {took:.0f} ms\n")
            engine.dispose()
    sys.stdout.write(f"{many:,} things, {SITES} sites; at most {MOST_MS} ms each\n")
    return good


def engines(folder: Path) -> Iterator[tuple[str, Engine]]:
    """Both, empty."""
    yield "SQLite", storage.open_engine(f"sqlite+pysqlite:///{folder / 'search.db'}")
    postgres.open_run()
    try:
        address = postgres.create("search").replace("postgresql:", "postgresql+psycopg:")
        yield "PostgreSQL", storage.open_engine(address)
    finally:
        postgres.close_run()


def fill(session: Session, many: int) -> list[Reach]:
    """Sites with as many things each; what the person who leads them all may read."""
    chance = random.Random(8)
    rare = [f"mot{number}" for number in range(20_000)]
    with saving(session), across_sites(session, because="a benchmark fills many sites"):
        lead = person(session, "Lise Pilote")
        programme = sites.open_programme(session, "Pays", lead=lead, by=lead)
        every = [
            sites.open_site(session, programme, name=f"Site {number}", by=lead).id
            for number in range(SITES)
        ]
        kinds = [*KINDS.items()]
        rows = []
        for number in range(many):
            said = chance.choices(OFTEN, k=WORDS // 2) + chance.choices(rare, k=WORDS // 2)
            if number % 1_000 == 0:
                said.append("phare")
            chance.shuffle(said)
            kind, one = kinds[number % len(kinds)]
            rows.append(
                {
                    "site_id": every[number % SITES],
                    "kind": kind,
                    "ref": uuid.uuid4(),
                    "permission": one.read,
                    "words": folded(" ".join(said)),
                }
            )
        session.execute(insert(SearchEntry), rows)
    session.execute(text("ANALYZE"))
    session.rollback()
    return [Reach(one, frozenset(Permission)) for one in every]


def measured(session: Session, reaches: list[Reach], question: str) -> tuple[float, int]:
    """The median time in milliseconds, and how many things were found."""
    kinds = {kind: one.read for kind, one in KINDS.items()}
    times, found = [], 0
    for _time in range(TIMES):
        start = time.perf_counter()
        found = len(find(session, reaches, asked(question), kinds=kinds).hits)
        times.append(1000 * (time.perf_counter() - start))
        session.rollback()
    return statistics.median(times), found


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else THINGS))
