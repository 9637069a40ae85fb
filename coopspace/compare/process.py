"""One measuring, in a process of its own: `python -m coopspace.compare.process`.

It is told on its standard input which database and which measuring, so that neither stands in the
list of processes. It gives way to pages, and can grow and last only so much. Whatever ends it, the
row says where it stood.
"""

import json
import os
import resource
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from coopspace.compare import measuring
from coopspace.compare.measuring import ALIVE, LONGEST
from coopspace.compare.model import NetworkMeasure
from coopspace.compare.rules import STEPS
from coopspace.kernel import storage
from coopspace.kernel.later import Later
from coopspace.kernel.saving import saving
from coopspace.sites.model import Programme

if TYPE_CHECKING:
    from coopspace.compare import counting
else:
    counting = Later("coopspace.compare.counting")

MEMORY = 4 * 1024**3
"""What it may map; 100,000 organisations take less than 2 GB of it."""
EVERY = 5.0
"""Seconds between two signs of life."""
MANNERS = 10
ROOT = Path(__file__).resolve().parents[2]


def start(database: str, measure: uuid.UUID) -> "subprocess.Popen[bytes]":
    """Start the process of a measuring; it lives on if this one ends. Raises OSError."""
    child = subprocess.Popen(
        [sys.executable, "-m", "coopspace.compare.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        start_new_session=True,
    )
    assert child.stdin is not None
    with child.stdin as told:
        told.write(json.dumps([database, str(measure)]).encode())
    threading.Thread(
        target=_attend, args=(child, database, measure), name="measuring", daemon=True
    ).start()
    return child


def take_up_later(database: str) -> threading.Timer:
    """Once it is known which measurings a restart has stopped, have them done again."""
    timer = threading.Timer(ALIVE.total_seconds() + EVERY, take_up, (database,))
    timer.daemon = True
    timer.start()
    return timer


def take_up(database: str) -> "list[subprocess.Popen[bytes]]":
    """Have done again, now, what stopped without anybody knowing: the machine was started anew."""
    engine = storage.open_engine(database)
    try:
        with Session(engine) as session, saving(session):
            left = measuring.take_up(session)
    finally:
        engine.dispose()
    return [start(database, measure) for measure in left]


def _attend(child: "subprocess.Popen[bytes]", database: str, measure: uuid.UUID) -> None:
    """Wait for its end: if it had not finished, that is known at once."""
    if child.wait() == 0:
        return
    engine = storage.open_engine(database)
    try:
        with Session(engine) as session, saving(session):
            measuring.stop(session, measure)
    except SQLAlchemyError:
        return
    finally:
        engine.dispose()


def run(database: str, measure: uuid.UUID) -> None:
    """Measure, telling where it stands; the row is ended whatever happens short of a kill."""
    began = time.monotonic()
    engine = storage.open_engine(database)
    try:
        with Session(engine) as session:
            row = session.get_one(NetworkMeasure, measure)
            programme = session.get_one(Programme, row.programme_id)
            with _living(engine, measure):
                tell(engine, measure, "gathering")
                mark, networks, same = measuring.gather(session, programme)
                session.rollback()
                found = counting.count(networks, same, lambda step: tell(engine, measure, step))
            with saving(session):
                seconds = round(time.monotonic() - began, 1)
                measuring.keep(session, measure, found=found, mark=mark, seconds=seconds)
    except BaseException:
        with Session(engine) as session, saving(session):
            measuring.stop(session, measure)
        raise
    finally:
        engine.dispose()


def tell(engine: Engine, measure: uuid.UUID, step: str) -> None:
    """Write which step begins; whoever is no longer wanted ends here."""
    with Session(engine) as session, saving(session):
        if not measuring.beat(session, measure, step=list(STEPS).index(step) + 1):
            raise SystemExit(f"the measuring {measure} was ended meanwhile")


@contextmanager
def _living(engine: Engine, measure: uuid.UUID) -> Iterator[None]:
    """Give a sign of life every few seconds; a database that is busy is asked again."""
    over = threading.Event()

    def live() -> None:
        while not over.wait(EVERY):
            try:
                with Session(engine) as session, saving(session):
                    measuring.beat(session, measure)
            except SQLAlchemyError:
                continue

    thread = threading.Thread(target=live, name="measuring-lives", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def main() -> None:
    """What the process does."""
    os.nice(MANNERS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(LONGEST.total_seconds()),) * 2)
    database, measure = json.loads(sys.stdin.buffer.read())
    run(database, uuid.UUID(measure))


if __name__ == "__main__":
    main()
