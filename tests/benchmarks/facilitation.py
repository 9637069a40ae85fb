"""The facilitator’s view of 60 sites, seven roles, five years: 20 quarters judged by several
people, 10,000 entries of the log.

`python -m tests.benchmarks.facilitation [rounds] [sites]`. Rows are inserted in bulk on SQLite; the
page and the agenda are then asked through the application, for six sites and for all of them: as
many statements for both. Time is that of the process, database included.
"""

import random
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.calendar.model import AccompanimentPlan
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import clock, storage
from coopspace.kernel.base import across_sites
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.roles.model import RoleHandover, RoleHolding, RoleJudgement, RoleTelling
from coopspace.roles.rules import Quarter, SupportRole
from coopspace.sites.model import Membership, Programme, Site
from tests import world as builders
from tests.world import World

SITES, QUARTERS, JUDGES, ENTRIES, MOST = 60, 20, 4, 10_000, 300.0
FEW = 6
START = datetime(2021, 11, 2, 9, tzinfo=UTC)
PAGES = {"the view": "/accompagnement", "what asks for attention": "/accompagnement?attention=1"}
AGENDA = {"the agenda": "/accompagnement/agenda", "its file": "/accompagnement/agenda.ics"}
Rows = dict[type, list[dict[str, Any]]]


def main(times: int, sites: int) -> bool:
    """Print medians and statements; whether each page keeps its limit and their number."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            few = Programme(slug="peu", name="Quelques sites", created_at=START)
            with saving(session):
                session.add(few)
            fill(session, world, few.id, sites)
            with saving(session):
                token = sessions.start(session, world.facilitator)
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        sys.stdout.write(f"{sites} sites, {ENTRIES:,} entries, {QUARTERS} quarters\n")
        kept = []
        for name, address in {**PAGES, **AGENDA}.items():
            mark = "&" if "?" in address else "?"
            some = measure(app, client, f"{name}, {FEW} sites", f"{address}{mark}dispositif=peu", 5)
            every = measure(app, client, f"{name}, {sites} sites", address, times)
            kept.append(every[0] <= MOST and (some[1] == every[1] or address.endswith(".ics")))
        return all(kept)


def fill(session: Session, world: World, few: uuid.UUID, sites: int) -> None:
    """Every site with its judgements, its steps, its holders, its log; the facilitator at each."""
    chance = random.Random(7)
    rows: Rows = {
        table: []
        for table in (
            Site,
            Membership,
            RoleJudgement,
            RoleTelling,
            RoleHandover,
            RoleHolding,
            AccompanimentEntry,
            AccompanimentTelling,
            AccompanimentPlan,
        )
    }
    keys = [world.site.id]
    judges = [world.people[one].id for one in ("state", "authority", "civil", "facilitator")]
    for number in range(1, sites):
        keys.append(uuid.uuid4())
        programme = few if number <= FEW else world.programme.id
        rows[Site].append(
            {
                "id": keys[-1],
                "programme_id": programme,
                "slug": f"site-{number}",
                "name": f"Quartier {number}",
                "territory": "Valmorel",
                "created_at": START,
            }
        )
        rows[Membership].append(
            {
                "id": uuid.uuid4(),
                "site_id": keys[-1],
                "user_id": world.facilitator.id,
                "role": Role.FACILITATOR,
                "capacity": "",
                "since": START,
            }
        )
    for key in keys:
        for support in SupportRole:
            _role(rows, key, support, judges, chance)
        rows[AccompanimentPlan].append(
            {"id": uuid.uuid4(), "site_id": key, "minutes": 600, "by": judges[0], "at": START}
        )
    for number in range(ENTRIES):
        _entry(rows, chance.choice(keys), number, judges[3], chance)
    with saving(session), across_sites(session, because="a benchmark fills many sites at once"):
        for table, several in rows.items():
            session.execute(insert(table), several)


def _role(
    rows: Rows, site: uuid.UUID, support: SupportRole, judges: list[uuid.UUID], chance: Any
) -> None:
    own = {"site_id": site, "role": support}
    quarter, around = Quarter.of(clock.today()), chance.randint(1, 4)
    for _one in range(QUARTERS):
        around = max(1, min(4, around + chance.choice((-1, 0, 0, 0, 1))))
        rows[RoleJudgement].extend(
            {
                **own,
                "id": uuid.uuid4(),
                "period": quarter.first,
                "user_id": who,
                "coverage": max(1, min(4, around + chance.choice((-1, 0, 0, 0, 1)))),
                "reason": "Nous l’avons vu en réunion.",
                "at": START,
                "until": until,
            }
            for who in judges[:JUDGES]
            for until in (None, START)
        )
        quarter = quarter.before
    day = clock.today() + timedelta(days=chance.randint(-30, 60))
    rows[RoleTelling].extend(
        {
            **own,
            "id": uuid.uuid4(),
            "seq": seq,
            "step": "Appeler les partenaires, puis fixer un jour.",
            "step_day": day,
            "step_person": judges[0],
            "by": judges[3],
            "at": START,
            "until": None if seq == QUARTERS else START,
        }
        for seq in range(1, QUARTERS + 1)
    )
    passed = uuid.uuid4()
    rows[RoleHandover].append(
        {**own, "id": passed, "seq": 1, "words": "", "by": judges[3], "at": START}
    )
    rows[RoleHolding].append(
        {
            **own,
            "id": uuid.uuid4(),
            "user_id": chance.choice(judges),
            "begun_id": passed,
            "at": START,
        }
    )


def _entry(rows: Rows, site: uuid.UUID, number: int, author: uuid.UUID, chance: Any) -> None:
    key, day = uuid.uuid4(), date(2021, 11, 2) + timedelta(days=chance.randint(0, 1800))
    rows[AccompanimentEntry].append(
        {
            "id": key,
            "site_id": site,
            "number": number + 1,
            "mark": uuid.uuid4(),
            "author": author,
            "at": START,
        }
    )
    rows[AccompanimentTelling].append(
        {
            "id": uuid.uuid4(),
            "site_id": site,
            "entry_id": key,
            "seq": 1,
            "at": START,
            "by": author,
            "role": chance.choice(list(SupportRole)),
            "minutes": chance.choice((15, 30, 60, 120)),
            "day": day,
            "moved": "On se parle plus tôt.",
            "withdrawn": False,
        }
    )


def measure(app: Flask, client: Any, name: str, address: str, times: int) -> tuple[float, int]:
    """The median in milliseconds, and how many statements are asked."""
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
    return median, len(sent)


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:3]]
    sys.exit(not main(*[*asked, *(11, SITES)[len(asked) :]]))
