"""The network of a whole country, through its job: `python -m tests.benchmarks.merged`.

A programme of 1,515 sites that share maps of 66 organisations and 198 relations, some of them said
to be one, on SQLite; the measuring is asked for and done by its own process, as on the site. Its
time is that of the wall, its memory the most that its process ever held. Then how long the page's
reading takes, warm. Another size: `python -m tests.benchmarks.merged 150`.
"""

import sys
import tempfile
import time
import uuid
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coopspace.compare import measuring, process
from coopspace.compare.model import NetworkMeasure, OrganisationMatch, SharedItem
from coopspace.compare.rules import STEPS, Item
from coopspace.kernel import clock, storage
from coopspace.kernel.base import across_sites
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade_engine
from coopspace.sites import actions as sites
from coopspace.sites.model import Programme
from tests.compare.network_acts import fill
from tests.world import person

SITES, ORGANISATIONS, RELATIONS = 1_515, 66, 198
MOST_SECONDS, MOST_MB = 120, 2_000


def main(many: int) -> bool:
    """Print the figures; whether they stay within the limits."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+pysqlite:///{Path(folder) / 'country.db'}"
        engine = storage.open_engine(database)
        upgrade_engine(engine)
        with Session(engine) as session:
            with saving(session), across_sites(session, because="a benchmark fills many sites"):
                programme, lead = country(session, many)
            with saving(session):
                begun = measuring.begin(session, programme, by=lead)
                measure, size = begun.id, begun.organisations
            seconds, mb, told = watched(session, database, measure)
            start = time.process_time()
            stands = measuring.standing(session, programme)
            first_ms = 1000 * (time.process_time() - start)
            start = time.process_time()
            measuring.standing(session, programme)
            again_ms = 1000 * (time.process_time() - start)
            assert stands.found is not None
            assert stands.measure is not None
            said = stands.found.summary
            sys.stdout.write(
                f"{size:,} organisations of {many:,} sites, {said['relations']:,} relations, "
                f"{said['several_count']:,} on several sites, by {said['engine']}: measured in "
                f"{seconds:.0f} s (at most {MOST_SECONDS} s), {mb:.0f} MB at most (at most "
                f"{MOST_MB:,} MB); steps told: {told} of {len(STEPS)}; read in {first_ms:.0f} ms, "
                f"then {again_ms:.0f} ms\n"
            )
        engine.dispose()
    return seconds <= MOST_SECONDS and mb <= MOST_MB


def country(session: Session, many: int) -> tuple[Programme, object]:
    """The programme with its sites, and who leads it."""
    lead = person(session, "Lise Pilote", administrator=True)
    programme = sites.open_programme(session, "Pays entier", lead=lead, by=lead)
    before: list[uuid.UUID] = []
    now, shared, matched = clock.now(), [], []
    for number in range(many):
        site = sites.open_site(session, programme, name=f"Site {number:04}", by=lead)
        ids = fill(session, site, lead, size=ORGANISATIONS, ties=RELATIONS, seed=number)
        shared.append(
            {"id": uuid.uuid4(), "site_id": site.id, "item": Item.NETWORK}
            | {"shared_by": lead.id, "shared_at": now}
        )
        for one, other in zip(ids[:3], before[3:6], strict=False):
            low, high = sorted((one, other))
            matched.append(
                {"id": uuid.uuid4(), "programme_id": programme.id, "one_id": low}
                | {"other_id": high, "same": True, "act": uuid.uuid4(), "by": lead.id, "at": now}
            )
        before = ids
    session.connection().execute(insert(SharedItem.__table__), shared)
    session.connection().execute(insert(OrganisationMatch.__table__), matched)
    return programme, lead


def watched(session: Session, database: str, measure: uuid.UUID) -> tuple[float, float, int]:
    """The process of the measuring until its end: seconds, the most memory it held, steps told."""
    start, most, steps = time.monotonic(), 0.0, set()
    child = process.start(database, measure)
    while child.poll() is None:
        most = max(most, held(child.pid))
        session.rollback()
        steps.add(session.get_one(NetworkMeasure, measure).step)
        time.sleep(0.1)
    return time.monotonic() - start, most, len((steps | {len(STEPS)}) - {0})


def held(pid: int) -> float:
    """The most memory that a process has held so far, in MB; nothing once it is over."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(one.split()[1]) / 1024 for one in lines if one.startswith("VmHWM")), default=0)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else SITES))
