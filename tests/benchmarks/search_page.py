"""The whole page of a search over 100,000 things of 100 sites, on both engines:
`python -m tests.benchmarks.search_page`.

One person leads the programme and looks among all of them. The things are real ones of nine kinds,
and 200 events of the calendar beside them; the time is that of the request, the median of nine, for
words found rarely, often, everywhere and nowhere. Another size:
`python -m tests.benchmarks.search_page 20000`.
"""

import random
import statistics
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.accounts import sessions
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.app import create_app
from coopspace.calendar.model import CalendarEvent, CalendarSaying
from coopspace.changes.model import Change
from coopspace.config import Settings
from coopspace.continuum.model import ContinuumRound
from coopspace.decisions.model import Decision, DecisionFraming
from coopspace.discussion.model import DiscussionComment, DiscussionThread, DiscussionWording
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.kernel.base import Base, in_site
from coopspace.kernel.saving import saving
from coopspace.live.model import Document
from coopspace.migrations.run import upgrade
from coopspace.plan.model import PlanAction, PlanTelling
from coopspace.sites import actions as sites
from coopspace.stakeholders.model import Stakeholder, StakeholderTelling
from coopspace.visits.model import Visit, VisitTelling
from tests import postgres
from tests.benchmarks.search import ASKED, MOST_MS, OFTEN, SITES, THINGS, TIMES, WORDS
from tests.world import person

START = datetime(2024, 1, 10, 9, tzinfo=UTC)
EVENTS = 200
Rows = dict[type[Base], list[dict[str, Any]]]


def main(many: int) -> bool:
    """Print the figures; whether they stay within the limit."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for name, settings in houses(Path(folder)):
            upgrade(settings)
            engine = storage.open_engine(settings.database)
            with Session(engine) as session:
                token = fill(session, many)
            engine.dispose()
            good = all([measured(name, settings, token, one) for one in ASKED]) and good
    sys.stdout.write(f"{many:,} things, {SITES} sites; at most {MOST_MS} ms each\n")
    return good


def houses(folder: Path) -> Iterator[tuple[str, Settings]]:
    """Both, empty."""
    key = "x" * 40
    yield "SQLite", Settings(data=folder, secret_key=key)
    postgres.open_run()
    try:
        address = postgres.create("search_page")
        yield "PostgreSQL", Settings(data=folder / "pg", secret_key=key, database_url=address)
    finally:
        postgres.close_run()


def fill(session: Session, many: int) -> str:
    """Sites with as many things each; how the person who leads them all is signed in."""
    said = Words()
    with saving(session):
        lead = person(session, "Lise Pilote")
        programme = sites.open_programme(session, "Pays", lead=lead, by=lead)
        every = [
            sites.open_site(session, programme, name=f"Site {number}", by=lead).id
            for number in range(SITES)
        ]
        rows: Rows = defaultdict(list)
        for number in range(EVENTS):
            _event(rows, said(), number, programme.id, lead.id)
        keep(session, rows)
    for site_id in every:
        rows = defaultdict(list)
        for number in range(many // SITES):
            build = BUILDERS[number % len(BUILDERS)]
            build(rows, site_id, lead.id, said(), number + 1)
        with saving(session), in_site(session, site_id):
            keep(session, rows)
    with saving(session):
        token = sessions.start(session, lead)
    session.execute(text("ANALYZE"))
    session.commit()
    return token


def keep(session: Session, rows: Rows) -> None:
    """Insert the rows, what others refer to first."""
    order = [one.name for one in Base.metadata.sorted_tables]
    for table in sorted(rows, key=lambda one: order.index(one.__tablename__)):
        session.execute(insert(table), rows[table])


class Words:
    """Some words each time it is asked: half of them said often, half rarely."""

    def __init__(self) -> None:
        self.chance = random.Random(8)
        self.rare = [f"mot{number}" for number in range(20_000)]
        self.times = 0

    def __call__(self) -> str:
        said = self.chance.choices(OFTEN, k=WORDS // 2)
        said += self.chance.choices(self.rare, k=WORDS // 2)
        if self.times % 1_000 == 0:
            said.append("phare")
        self.times += 1
        self.chance.shuffle(said)
        return " ".join(said)


def _event(rows: Rows, said: str, number: int, programme: uuid.UUID, by: uuid.UUID) -> None:
    key, starts = uuid.uuid4(), START + timedelta(days=number)
    rows[CalendarEvent].append(
        {
            "id": key,
            "programme_id": programme,
            "number": number + 1,
            "opened_by": by,
            "opened_at": START,
        }
    )
    content = {"title": said[:80], "kind": "meeting", "audience": "everybody", "prepare": said}
    rows[CalendarSaying].append(
        {
            "event_id": key,
            "seq": 1,
            "happened": "written",
            "starts": starts,
            "ends": starts + timedelta(hours=2),
            "content": content,
            "by": by,
            "at": START,
        }
    )


def _document(rows: Rows, site: uuid.UUID, kind: str, said: str) -> uuid.UUID:
    key = uuid.uuid4()
    words = {"text": said, "version": 1, "updated_at": START}
    rows[Document].append({"id": key, "site_id": site, "kind": kind, **words})
    return key


def _change(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    rows[Change].append(
        {
            "site_id": site,
            "level": "direct",
            "number": number,
            "nature": "knowledge",
            "effect": "intended",
            "who": "Les habitants",
            "systems": frozenset(),
            "key": float(number),
            "statement_id": _document(rows, site, "change_statement", said),
            "description_id": _document(rows, site, "change_description", ""),
            "changed_at": START,
            "changed_by": by,
            "created_at": START,
            "created_by": by,
        }
    )


def _action(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[PlanAction].append(
        {"id": key, "site_id": site, "number": number, "written_by": by, "written_at": START}
    )
    content = {"title": said[:80], "resources": said}
    told = {"action_id": key, "seq": 1, "at": START, "by": by, "content": content}
    rows[PlanTelling].append({"site_id": site, **told})


def _decision(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[Decision].append(
        {
            "id": key,
            "site_id": site,
            "number": number,
            "document_id": _document(rows, site, "decision_proposal", said),
            "opened_by": by,
            "opened_at": START,
        }
    )
    content = {"matter": f"Une matière {number}"}
    framed = {"decision_id": key, "seq": 1, "at": START, "by": by, "content": content}
    rows[DecisionFraming].append({"site_id": site, **framed})


def _organisation(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[Stakeholder].append({"id": key, "site_id": site, "ref": f"r{number}"})
    rows[StakeholderTelling].append(
        {
            "site_id": site,
            "stakeholder_id": key,
            "seq": 1,
            "at": START,
            "by": by,
            "kind": "organisation",
            "name": f"Organisation {number}",
            "sector": "other",
            "mission": said,
            "tags": (),
        }
    )


def _advance(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[Advance].append({"id": key, "site_id": site, "number": number})
    rows[AdvanceWording].append(
        {
            "site_id": site,
            "advance_id": key,
            "seq": 1,
            "kind": "advance",
            "words": said,
            "happened_on": date(2026, 1, 1),
            "precision": "day",
            "by": by,
            "at": START,
        }
    )


def _log(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[AccompanimentEntry].append(
        {
            "id": key,
            "site_id": site,
            "number": number,
            "mark": uuid.uuid4(),
            "author": by,
            "at": START,
        }
    )
    rows[AccompanimentTelling].append(
        {
            "site_id": site,
            "entry_id": key,
            "seq": 1,
            "at": START,
            "by": by,
            "role": "trust",
            "minutes": 30,
            "day": date(2026, 1, 1),
            "moved": said,
        }
    )


def _thread(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key, comment = uuid.uuid4(), uuid.uuid4()
    rows[DiscussionThread].append(
        {
            "id": key,
            "site_id": site,
            "ref": f"t{number}",
            "kind": "vision",
            "about": "mots",
            "opened_at": START,
            "moved_at": START,
        }
    )
    rows[DiscussionComment].append(
        {"id": comment, "site_id": site, "thread_id": key, "number": 1, "by": by, "at": START}
    )
    rows[DiscussionWording].append(
        {"site_id": site, "comment_id": comment, "seq": 1, "words": said, "by": by, "at": START}
    )


def _visit(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    key = uuid.uuid4()
    rows[Visit].append({"id": key, "site_id": site, "number": number, "author": by, "at": START})
    told = {"visit_id": key, "seq": 1, "at": START, "day": date(2026, 1, 1), "words": said}
    rows[VisitTelling].append({"site_id": site, **told})


def _positioning(rows: Rows, site: uuid.UUID, by: uuid.UUID, said: str, number: int) -> None:
    rows[ContinuumRound].append(
        {
            "site_id": site,
            "number": number,
            "question": said[:200],
            "opens_at": START,
            "closes_at": START + timedelta(days=9),
            "hidden": True,
            "anonymous": False,
            "guests": False,
            "expected": 0,
            "opened_by": by,
            "opened_at": START,
        }
    )


BUILDERS = (
    _change,
    _action,
    _decision,
    _organisation,
    _advance,
    _log,
    _thread,
    _visit,
    _positioning,
)


def measured(name: str, settings: Settings, token: str, question: str) -> bool:
    """Print the median time in milliseconds and how much the page asks and says; whether it is
    within the limit."""
    app = create_app(settings)
    client = app.test_client()
    client.set_cookie(app.config["COOKIE"], token)
    address = f"/recherche?q={quote(question)}"
    with app.app_context():
        engine = db.engine
    sent: list[str] = []
    client.get(address)
    event.listen(engine, "before_cursor_execute", lambda *more: sent.append(more[2]))
    answer = client.get(address)
    statements, times, spent = len(sent), [], []
    for _time in range(TIMES):
        start, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - start))
        spent.append(1000 * (time.process_time() - cpu))
        assert answer.status_code == 200
    median = statistics.median(times)
    sys.stdout.write(
        f"{name}, {question!r}: {answer.text.count('<mark>')} marks, {statements} statements, "
        f"{len(answer.data) / 1000:.0f} kB, {median:.0f} ms "
        f"({statistics.median(spent):.0f} ms of our own process)\n"
    )
    engine.dispose()
    return median <= MOST_MS


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else THINGS))
