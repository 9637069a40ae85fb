"""The strategy of a past day in figures: `python -m tests.benchmarks.strategy_past [EVENTS]`.

A site with 60 changes and 150 links to which 10,000 things were done (added, ended, brought back,
moved, reworded, described): the strategy as of a day, and two days compared, in 150 ms each.
Medians of several turns. `page`: the same asked over HTTP by a member.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.changes import actions, linking, ordering
from coopspace.changes.comparing import compare
from coopspace.changes.model import Change, Link
from coopspace.changes.past import as_of
from coopspace.changes.rules import Level
from coopspace.config import Settings
from coopspace.kernel import clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.migrations.run import upgrade
from tests import world as builders
from tests.world import World

TURNS, MOST_MS = 9, 150
CHANGES, LINKS = 60, 150
START = datetime(2029, 1, 2, 12, tzinfo=UTC)
END = START + timedelta(days=365)
ADDRESS = "/sites/quartier-des-trois-ponts/strategie/dans-le-temps"


def fill(session: Session, world: World, events: int) -> None:
    """A chain, then years of acts on it."""
    chance = random.Random(7)
    with clock.at(START):
        made = [
            actions.add(
                session,
                world.site,
                by=world.civil,
                level=[*Level][at % len(Level)],
                statement=f"Les familles du lot {at} savent à qui parler de leur santé",
            )
            for at in range(CHANGES)
        ]
        drawn: list[Link] = []
        while len(drawn) < LINKS:
            source, target = chance.sample(made, 2)
            try:
                drawn.append(linking.link(session, source, target=target, by=world.civil))
            except Refusal:
                continue
    done = CHANGES + LINKS
    while done < events:
        with clock.at(START + (END - START) * done / events):
            done += _acted(session, world, chance, chance.choice(made), chance.choice(drawn))


def _acted(
    session: Session, world: World, chance: random.Random, change: Change, link: Link
) -> int:
    """One act more; 0 when the chain refuses it."""
    kind, by = chance.randrange(6), world.state
    try:
        if kind == 0 and link.ended_at is None:
            linking.unlink(session, link, by=by)
        elif kind == 0:
            linking.bring_back_link(session, link, by=by)
        elif kind == 1 and change.ended_at is None:
            actions.end(session, change, by=by)
        elif kind in (1, 2) and change.ended_at is not None:
            actions.bring_back(session, change, by=by)
        elif kind == 2:
            ordering.to_level(session, change, by=by, level=chance.choice([*Level]))
        elif kind == 3:
            _described(session, world, chance, change)
        else:
            seen = store.read(session, change.statement_id).token
            words = f"Les familles savent à qui parler, dit la {chance.randrange(999)}e personne"
            actions.reword(session, change, by=by, statement=words, seen=seen)
    except Refusal:
        return 0
    return 1


def _described(session: Session, world: World, chance: random.Random, change: Change) -> None:
    actions.describe(
        session,
        change,
        by=world.state,
        seen=change.version,
        nature=change.nature,
        effect=change.effect,
        who=f"Les familles de la rue {chance.randrange(999)}",
        systems=change.systems,
        horizon="2034",
    )


def measure(name: str, ask: Callable[[], object]) -> bool:
    """The median of some turns after a first one."""
    taken, busy = [], []
    for _turn in range(TURNS + 1):
        start, worked = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    median = statistics.median(taken[1:])
    sys.stdout.write(
        f"{name}: median {median:.0f} ms, {statistics.median(busy[1:]):.0f} ms of processor "
        f"(at most {MOST_MS} ms)\n"
    )
    return median <= MOST_MS


def main(events: int) -> bool:
    """Print the medians; whether each stays within its bound."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40)
        upgrade(settings)
        middle, late = START + (END - START) / 2, END - timedelta(days=1)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            with saving(session), in_site(session, world.site.id):
                fill(session, world, events)
            with clock.at(END), saving(session):
                token = sessions.start(session, world.state)
            sys.stdout.write(f"{events:,} events, {CHANGES} changes, {LINKS} links\n")
            with in_site(session, world.site.id):
                site = world.site
                good = [
                    measure("as of a day", lambda: as_of(session, site, late)),
                    measure(
                        "two days compared",
                        lambda: compare(as_of(session, site, middle), as_of(session, site, late)),
                    ),
                ]
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        with clock.at(END):
            asked = f"{ADDRESS}?au={late.date()}"
            good.append(measure("page", lambda: client.get(asked).data))
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    return all(good)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
