"""Sixty phones behind one address: join by code, answer, wait for the reveal.

`python -m tests.benchmarks.room [phones] [seconds]`. The site is served as an installation serves
it; each phone is a connection of its own that opens the page of the round, sends its answer at a
random moment of the window (0 seconds: all at once), then opens the page again. A projector asks
for the count every two seconds. An answer that was acknowledged must be in the figures.
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.config import Settings
from coopspace.continuum import actions, doors, results
from coopspace.continuum.rules import LEVELS
from coopspace.kernel import clock, storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from tests import world as builders
from tests.browser.served import Guest, serving
from tests.world import World

PHONES, SECONDS, MOST_MS = 60, 60, 300
ROUND = "/sites/quartier-des-trois-ponts/continuum/tours/1"


class Times:
    """How long each request took, and what was refused."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {"join": [], "answer": [], "count": [], "reveal": []}
        self.refused: list[str] = []
        self.acknowledged: list[int] = []

    def ask(self, what: str, guest: Guest, path: str, wanted: int, form: dict | None = None) -> str:
        """One request, measured."""
        start = time.perf_counter()
        body = urlencode(form) if form else None
        answer = guest._ask("POST" if body else "GET", path, body)
        self.taken[what].append((time.perf_counter() - start) * 1000)
        if answer.status != wanted:
            self.refused.append(f"{what}: {answer.status}")
        return answer.text


def main(phones: int, seconds: float) -> bool:
    """Print the figures; whether nothing was lost or refused and the slowest wait is short."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", secret_key="x" * 40)
        settings.data.mkdir()
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            code, token = prepare(session, world, phones)
            with serving(Path(folder) / "log", "--data", str(settings.data)) as base:
                times = play(base, code, phones, seconds, (settings.cookie_name, token))
            with in_site(session, world.site.id):
                found = results.results(session, actions.round_of(session, 1))
    counted = list(found.counts) if found else []
    said = [times.acknowledged.count(level) for level in range(1, LEVELS + 1)]
    worst = 0.0
    for what, taken in times.taken.items():
        slow = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else max(taken, default=0)
        worst = max(worst, slow)
        middle = statistics.median(taken or [0])
        sys.stdout.write(
            f"{what}: {len(taken)} requests, median {middle:.0f} ms, 95th centile {slow:.0f} ms\n"
        )
    sys.stdout.write(
        f"{phones} phones over {seconds:g} s: {len(times.acknowledged)} acknowledged, "
        f"{sum(counted)} counted, {len(times.refused)} refused {times.refused[:3]} "
        f"(95th centile at most {MOST_MS} ms)\n"
    )
    return counted == said and not times.refused and worst <= MOST_MS


def prepare(session: Session, world: World, phones: int) -> tuple[str, str]:
    """A round that sixty people join by code; its code, and a session of who runs it."""
    with saving(session), in_site(session, world.site.id):
        opened = actions.open_round(
            session,
            world.site,
            by=world.facilitator,
            question="Où en est notre coopération ?",
            closes_at=clock.now() + timedelta(days=1),
            mode=actions.Mode(anonymous=True, guests=True),
            expected=phones,
        )
        door = doors.door_of(session, opened)
        token = sessions.start(session, session.merge(world.facilitator))
        code = door.code if door else ""
    session.rollback()
    return code, token


def play(base: str, code: str, phones: int, seconds: float, token: tuple[str, str]) -> Times:
    """The room, from the first phone to the reveal."""
    times, over, chance = Times(), threading.Event(), random.Random(60)
    waits = [chance.uniform(0, seconds) for _phone in range(phones)]

    def phone(number: int) -> None:
        time.sleep(waits[number])
        guest, path, level = Guest(base), f"/r/{code}", 1 + number % LEVELS
        page = times.ask("join", guest, path, 200)
        form = {
            "csrf_token": _between(page.split('name="csrf_token"', 1)[1], 'value="', '"'),
            "level": str(level),
            "desired": "stay",
            "fact": "Une réunion par mois.",
            "view": "civil_society",
        }
        times.ask("answer", guest, path, 303, form)
        if "changer=1" in times.ask("join", guest, path, 200):
            times.acknowledged.append(level)

    runner = Guest(base)
    runner.cookies[token[0]] = token[1]

    def projector() -> None:
        while not over.wait(2):
            times.ask("count", runner, f"{ROUND}/projection/etat.json", 200)

    watching = threading.Thread(target=projector)
    watching.start()
    with ThreadPoolExecutor(phones) as pool:
        list(pool.map(phone, range(phones)))
    over.set()
    watching.join()
    page = runner.get(ROUND).text
    form = {"csrf_token": _between(page.split("/reveler", 1)[1], 'value="', '"')}
    times.ask("reveal", runner, f"{ROUND}/reveler", 303, form)
    times.ask("reveal", runner, f"{ROUND}/projection", 200)
    return times


def _between(page: str, before: str, after: str) -> str:
    return page.split(before, 1)[1].split(after, 1)[0]


if __name__ == "__main__":
    given = sys.argv[1:]
    wanted = int(given[0]) if given else PHONES
    sys.exit(0 if main(wanted, float(given[1]) if len(given) > 1 else SECONDS) else 1)
