"""Tables of the strategy: 2,000 lines that come in, actions among them; 500 objects that go out.

`python -m tests.benchmarks.strategy_tables [times]`. Files are sent and asked for through the
application, the process that reads a file apart included: time is that of a clock on the wall. The
door of files stands open: a quiet machine sends more of them a minute than a person may.
"""

import gc
import io
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from blueprints.changes import importing
from coopspace.accounts import sessions
from coopspace.accounts.limits import By, Door, Limit
from coopspace.app import create_app
from coopspace.changes.bringing import imports_of
from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.plan import undoing
from tests import world as builders
from tests.changes.messy import book_of, csv_of
from tests.world import World

LINES, CHANGES, LINKS, ACTIONS = 2_000, 150, 250, 100
COMING, GOING = 3.0, 5.0
"""So many seconds at most."""
LEVELS = ("direct", "intermédiaire", "ultime")
HEAD = ("Code", "Niveau", "Changement attendu", "Qui change", "Contribue à", "Échéance")
FORMATS = ("csv", "xlsx", "ods", "json", "docx", "odt")
AT = "/sites/quartier-des-trois-ponts/strategie"


def rows(changes: int, links: int) -> list[tuple[str, ...]]:
    """A table of so many changes and links, each with its words."""
    leads: list[list[str]] = [[] for _one in range(changes)]
    for at in range(links):
        leads[at % changes].append(f"n{min(changes, at % changes + 1 + at // changes + 1)}")
    return [
        HEAD,
        *(
            (
                f"n{at + 1}",
                LEVELS[3 * at // changes],
                f"Ce qui aura changé pour la famille numéro {at}, dans sa rue et ailleurs",
                "Les habitants",
                "; ".join(one for one in dict.fromkeys(leads[at]) if one != f"n{at + 1}"),
                "décembre 2032",
            )
            for at in range(changes)
        ),
    ]


def actions(number: int, changes: int) -> list[tuple[str, ...]]:
    """A table of so many actions, each of which contributes to two changes and supports another."""
    return [
        ("N°", "Action", "Contribue à", "Début", "Fin", "État", "Effort", "Actions liées"),
        *(
            (
                f"{at + 1}",
                f"Ce qui est à faire chaque semaine avec le groupe numéro {at}",
                f"n{at % changes + 1} (3) ; n{(at + 7) % changes + 1} : un peu",
                "01/03/2027",
                "30/06/2028",
                "en cours",
                "léger",
                f"{at}" if at else "",
            )
            for at in range(number)
        ),
    ]


def main(times: int) -> bool:
    """Print the medians; whether every one stays within its limit."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40, exports_per_minute=10_000)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            with saving(session):
                token = sessions.start(session, world.state)
            app = create_app(settings)
            client = app.test_client()
            client.set_cookie(app.config["COOKIE"], token)
            importing.DOOR = Door("import", (Limit(By.WHO, 10_000, timedelta(minutes=1)),))
            _as_served(client)
            table = rows(LINES, LINES)
            half = [*rows(LINES // 2, LINES // 2), (), *actions(LINES // 2, LINES // 2)]
            kept = [
                _measured(client, session, world, what=what, kind=kind, made=made, times=times)
                for what, kind, made in (
                    ("changes", "csv", csv_of(*table)),
                    ("changes", "xlsx", book_of(("Stratégie", table))),
                    ("changes and actions", "csv", csv_of(*half)),
                    ("changes and actions", "xlsx", book_of(("Stratégie", half))),
                )
            ]
            whole = [*rows(CHANGES, LINKS), (), *actions(ACTIONS, CHANGES)]
            come_in(client, "csv", csv_of(*whole))
            for suffix in FORMATS:
                address = f"{AT}/export.{suffix}"
                taken = [_timed(lambda a=address: _fetch(client, a)) for _one in range(times)]
                what = f"{CHANGES} changes, {LINKS} links, {ACTIONS} actions as {suffix}"
                kept.append(_told(what, taken, GOING))
        return all(kept)


def _as_served(client: FlaskClient) -> None:
    """Templates are read once; what the house is made of is left alone by the collector, as
    `coopspace.asgi` has it."""
    client.get(f"{AT}/importer")
    gc.collect()
    gc.freeze()


def _measured(
    client: FlaskClient,
    session: Session,
    world: World,
    *,
    what: str,
    kind: str,
    made: bytes,
    times: int,
) -> bool:
    """From the file that is sent to the strategy that holds it, preview included; then undone."""
    taken = []
    for _one in range(times):
        taken.append(_timed(lambda: come_in(client, kind, made)))
        session.rollback()
        with in_site(session, world.site.id), saving(session):
            undoing.undo(session, imports_of(session)[0], why="Mesure.", by=world.state)
    return _told(f"{LINES} {what} of {kind}, looked at and written", taken, COMING)


def come_in(client: FlaskClient, kind: str, made: bytes) -> None:
    """From the file that is sent to the strategy that holds it, looked at on the way."""
    page = client.get(f"{AT}/importer").text
    data = {"csrf_token": _token(page), "file": (io.BytesIO(made), f"table.{kind}")}
    answer = client.post(f"{AT}/importer", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text[-2000:]
    looked = client.get(answer.location).text
    done = client.post(f"{answer.location}/faire", data={"csrf_token": _token(looked)})
    assert done.location.endswith("/strategie"), done.location


def _fetch(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, address
    answer.get_data()


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def _timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _told(what: str, taken: list[float], most: float) -> bool:
    median = statistics.median(taken)
    sys.stdout.write(
        f"{what}: median {median:.2f} s, slowest {max(taken):.2f} s (at most {most:.0f} s)\n"
    )
    return median <= most


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
