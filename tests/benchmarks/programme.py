"""The page of a programme of 1,500 sites, 8 rounds each, 20 answers a round, on the server.

`python -m tests.benchmarks.programme [rounds] [sites]`. Rows are inserted in bulk; the pages are
then asked in turn through the application; time is that of the process, database included, so that
another program on the machine does not count.
"""

import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.compare.model import Help, SharedItem, SiteProfile
from coopspace.compare.rules import HelpKind, Item, Size
from coopspace.config import Settings
from coopspace.continuum.model import (
    ContinuumAnswer,
    ContinuumConclusion,
    ContinuumFigure,
    ContinuumRound,
)
from coopspace.continuum.rules import Outcome, figure
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.kernel.base import across_sites
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.sites.model import Site
from tests import world as builders
from tests.world import World

SITES, ROUNDS, PEOPLE, MOST = 1_500, 8, 20, 400.0
TOPICS = ("health", "housing", "food", "youth", "employment", "ties")
START = datetime(2022, 1, 10, 9, tzinfo=UTC)
PAGES = {
    "all the sites": "",
    "another page": "?page=20",
    "by half-year": "?par=semestre",
    "a topic and a size": "?theme=health&taille=to_3000",
    "from one level to another": "?de=4&vers=5",
    "sites like ours": "?comme=nous",
}


def main(times: int, sites: int) -> bool:
    """Print the medians; whether every page stays within the limit with as many questions."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            answers = fill(session, world, sites)
            with saving(session):
                token = sessions.start(session, world.state)
            slug = world.programme.slug
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        sys.stdout.write(f"{sites:,} sites, {ROUNDS} rounds, {answers:,} answers\n")
        return all(
            [
                measure(app, client, name, f"/dispositifs/{slug}/comparer{asked}", times)
                for name, asked in PAGES.items()
            ]
        )


def fill(session: Session, world: World, sites: int) -> int:
    """Every site with its rounds, its figures, its conclusions, what it shares; the answers."""
    chance = random.Random(3)
    rows: dict[type, list[dict[str, Any]]] = {
        table: []
        for table in (
            Site,
            SiteProfile,
            SharedItem,
            Help,
            ContinuumRound,
            ContinuumAnswer,
            ContinuumFigure,
            ContinuumConclusion,
        )
    }
    keys = [world.site.id, world.other_site.id]
    for number in range(sites - len(keys)):
        keys.append(uuid.uuid4())
        rows[Site].append(
            {
                "id": keys[-1],
                "programme_id": world.programme.id,
                "slug": f"site-{number}",
                "name": f"Quartier {chance.choice('ABCDEFGHIJKLMNOPRSTUV')}{number}",
                "territory": "Valmorel",
                "created_at": START,
            }
        )
    for key in keys:
        _describe(rows, key, world, chance)
        for number in range(1, ROUNDS + 1):
            _round(rows, key, number, world, chance)
    with saving(session), across_sites(session, because="a benchmark fills many sites at once"):
        for table, several in rows.items():
            session.execute(insert(table), several)
    return len(rows[ContinuumAnswer])


def _describe(rows: Any, site: uuid.UUID, world: World, chance: random.Random) -> None:
    who = {"site_id": site}
    rows[SiteProfile].append(
        {
            **who,
            "id": uuid.uuid4(),
            "topics": " ".join(chance.sample(TOPICS, 2)),
            "size": chance.choice(list(Size)),
            "since_year": chance.randint(2015, 2026),
            "described_by": world.lead.id,
            "described_at": START,
        }
    )
    rows[SharedItem].extend(
        {**who, "id": uuid.uuid4(), "item": item, "shared_by": world.lead.id, "shared_at": START}
        for item in Item
    )
    rows[Help].append(
        {
            **who,
            "id": uuid.uuid4(),
            "kind": HelpKind.OFFER,
            "words": "Nous pouvons raconter ce que nous avons fait.",
            "by": world.lead.id,
            "at": START,
        }
    )


def _round(rows: Any, site: uuid.UUID, number: int, world: World, chance: random.Random) -> None:
    key, day = uuid.uuid4(), START + timedelta(days=170 * number + chance.randint(0, 60))
    around = chance.randint(2, 6)
    levels = [max(1, min(7, around + chance.randint(-1, 1))) for _one in range(PEOPLE)]
    who = {"site_id": site, "round_id": key}
    rows[ContinuumRound].append(
        {
            "site_id": site,
            "id": key,
            "number": number,
            "question": "Où en sommes-nous ?",
            "opens_at": day,
            "closes_at": day + timedelta(days=9),
            "hidden": True,
            "anonymous": False,
            "guests": False,
            "expected": 0,
            "opened_by": world.lead.id,
            "opened_at": day,
            "revealed_by": world.lead.id,
            "revealed_at": day + timedelta(days=7),
            "invited": PEOPLE + 3,
        }
    )
    rows[ContinuumAnswer].extend(
        {**who, "id": uuid.uuid4(), "level": level, "stay": False, "name": "Quelqu’un"}
        for level in levels
    )
    cell = figure(levels, invited=PEOPLE + 3)
    assert cell is not None
    rows[ContinuumFigure].append({**who, **vars(cell)})
    outcome = chance.choice(list(Outcome))
    rows[ContinuumConclusion].append(
        {
            **who,
            "id": uuid.uuid4(),
            "seq": 1,
            "outcome": outcome,
            "level": None if outcome is Outcome.TALK else around,
            "words": "Nous tenons ce que nous faisons, sans réunion de plus.",
            "advances": "Un calendrier commun, tenu à trois.",
            "by": world.lead.id,
            "at": day,
        }
    )


def measure(app: Flask, client: Any, name: str, address: str, times: int) -> bool:
    """The median and the slowest of several, in milliseconds, and how many questions are asked."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    client.get(address)
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(address)
    event.remove(engine, "before_cursor_execute", note)
    taken = []
    for _one in range(times):
        start = time.process_time()
        answer = client.get(address)
        taken.append((time.process_time() - start) * 1000)
        assert answer.status_code == 200
    median = statistics.median(taken)
    sys.stdout.write(
        f"{name}: {len(answer.data) / 1000:.0f} kB, {len(sent)} statements; "
        f"median {median:.0f} ms, slowest {max(taken):.0f} ms (at most {MOST:.0f} ms)\n"
    )
    return median <= MOST


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:3]]
    sys.exit(not main(*[*asked, *(15, SITES)[len(asked) :]]))
