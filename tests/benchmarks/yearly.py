"""The yearly page in figures: `python -m tests.benchmarks.yearly [ENTRIES]`.

A site with 1,000 log entries, 200 changes judged in the year, 20 concluded rounds: the page and its
PDF stand in 2 s, DOCX, ODT and XLSX beside them. Medians of several turns, as a member asks.
"""

import os
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.changes import actions as changes
from coopspace.changes.model import Change, ChangeProgress
from coopspace.changes.rules import Level, Progress
from coopspace.config import Settings
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.roles.rules import SupportRole
from tests import world as builders
from tests.world import World

TURNS, MOST_MS = 5, 2_000
CHANGES, ROUNDS = 200, 20
START = datetime(2030, 1, 2, 12, tzinfo=UTC)
END = datetime(2030, 12, 30, 12, tzinfo=UTC)
HOME = "/sites/quartier-des-trois-ponts/bilan"
WORDS = "Nous nous sommes parlé avant la séance, et le calendrier commun avance d’une semaine."


def fill(session: Session, world: World, entries: int) -> None:
    """The year of the site in scope."""
    with clock.at(START):
        for at in range(CHANGES):
            changes.add(
                session,
                world.site,
                by=world.civil,
                level=[*Level][at % len(Level)],
                statement=f"Les familles du lot {at} savent à qui parler de leur santé",
            )
    session.flush()
    ids = list(session.scalars(select(Change.id).order_by(Change.created_at)))
    rows: dict[Any, list[dict[str, Any]]] = {AccompanimentEntry: [], AccompanimentTelling: []}
    rows |= {ChangeProgress: [], ContinuumRound: [], ContinuumConclusion: []}
    site = {"site_id": world.site.id}
    for at in range(entries):
        key, moment = uuid.uuid4(), START + timedelta(days=at % 360)
        rows[AccompanimentEntry].append(
            {"id": key, **site, "number": at + 1, "mark": uuid.uuid4(), "at": moment}
            | {"author": world.facilitator.id}
        )
        rows[AccompanimentTelling].append(
            {"id": uuid.uuid4(), **site, "entry_id": key, "seq": 1, "at": moment}
            | {"by": world.facilitator.id, "role": [*SupportRole][at % 7], "minutes": 15 + at % 90}
            | {"day": moment.date(), "moved": f"{at}. {WORDS}", "change_id": ids[at % CHANGES]}
            | {"withdrawn": False, "why": ""}
        )
    for at, id_ in enumerate(ids):
        rows[ChangeProgress].append(
            {"id": uuid.uuid4(), **site, "change_id": id_, "number": 1, "reason": WORDS}
            | {"judgement": Progress.FIRST_SIGNS, "by": world.civil.id}
            | {"at": START + timedelta(days=30 + at % 300)}
        )
    for at in range(ROUNDS):
        key, moment = uuid.uuid4(), START + timedelta(days=17 * at)
        rows[ContinuumRound].append(
            {"id": key, **site, "number": at + 1, "opens_at": moment, "opened_at": moment}
            | {"closes_at": moment + timedelta(days=5), "revealed_at": moment, "hidden": True}
            | {"anonymous": False, "opened_by": world.state.id, "revealed_by": world.state.id}
            | {"invited": 5, "question": "Où en sommes-nous ?", "guests": False, "expected": 0}
        )
        rows[ContinuumConclusion].append(
            {"id": uuid.uuid4(), **site, "round_id": key, "seq": 1, "outcome": Outcome.RIGHT}
            | {"level": 1 + at % 7, "words": WORDS, "advances": "", "by": world.state.id}
            | {"at": moment}
        )
    for table, lines in rows.items():
        session.execute(insert(table), lines)


def main(entries: int) -> bool:
    """Print the medians; whether each stays within its bound."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40, exports_per_minute=10_000)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            with saving(session), in_site(session, world.site.id):
                fill(session, world, entries)
            with clock.at(END), saving(session):
                token = sessions.start(session, world.state)
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        sys.stdout.write(f"{entries:,} entries, {CHANGES} changes, {ROUNDS} rounds\n")
        with clock.at(END):
            good = all([measure(client, suffix) for suffix in ("", "pdf", "docx", "odt", "xlsx")])
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    return good


def measure(client: FlaskClient, suffix: str) -> bool:
    """The median of some visits to the page or to one of its files, after a first one."""
    address = f"{HOME}.{suffix}" if suffix else HOME
    taken, busy = [], []
    for _turn in range(TURNS + 1):
        start, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        size = len(answer.data)
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        assert answer.status_code == 200, answer.status
    median = statistics.median(taken[1:])
    sys.stdout.write(
        f"{suffix or 'page'}: {median:.0f} ms, {statistics.median(busy[1:]):.0f} ms of processor, "
        f"{size / 1000:.0f} kB (at most {MOST_MS} ms)\n"
    )
    return median <= MOST_MS


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
