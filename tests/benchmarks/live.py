"""How soon words reach the others, and what a key costs: `python -m tests.benchmarks.live`.

Three people a text, one key a second each, every key committed on the disk before anybody sees it
(SQLite synchronous=FULL; PostgreSQL as it comes). The server is a process of its own, measured from
outside; it is killed at the end, and what it had acknowledged is counted in its log.
"""

import asyncio
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol

import psycopg
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coopspace.accounts import passwords, sessions
from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.live import guard, log, merging, store
from coopspace.live.writer import Writer
from coopspace.migrations.run import upgrade
from coopspace.sites import actions as sites
from coopspace.sites.model import Ring
from tests import postgres
from tests import world as builders
from tests.benchmarks.dialects import Dialect, Ours
from tests.benchmarks.typing_crowd import Crowd, Figures
from tests.live.process import Process
from tests.live.writers import Replica
from tests.ports import free_port

PEOPLE, TEXTS, EACH = 60, 334, 3
TURNS = 3
ALONE, TWO, BESIDE = (
    "one `live` process",
    "two, each text's people on both",
    "one, beside a `web` that always computes",
)
EDITS = 12_000
TICK = os.sysconf("SC_CLK_TCK")


class Measurable(Protocol):
    """A process that serves on a port."""

    port: int

    @property
    def pid(self) -> int:
        """Its number."""


@dataclass
class House:
    """An installation with people signed in and texts to write in."""

    settings: Settings
    slug: str
    tokens: list[str]
    texts: list[uuid.UUID]
    long: uuid.UUID


def build(settings: Settings) -> House:
    """People who may write, as many texts as the largest crowd needs, and a long one."""
    upgrade(settings)
    engine = storage.open_engine(settings.database)
    with Session(engine) as session:
        world = builders.build(session)
        with saving(session), in_site(session, world.site.id):
            people = [builders.person(session, f"Personne {n}") for n in range(PEOPLE)]
            for one in people:
                sites.join(
                    session,
                    world.site,
                    person=one,
                    role=Role.CONTRIBUTOR,
                    by=world.lead,
                    ring=Ring.CORE,
                )
            tokens = [sessions.start(session, one) for one in people]
            texts = [
                store.create(session, "vision", site_id=world.site.id, by=None)
                for _ in range(TEXTS + 1)
            ]
        made = House(settings, world.site.slug, tokens, texts[1:], texts[0])
    lengthen(engine, made.long)
    engine.dispose()
    return made


def lengthen(engine: Engine, document: uuid.UUID) -> None:
    """Type a long text, key by key, with words taken back."""
    writer = Writer(engine, lambda _outcomes: None)
    writer.start()
    person = Replica(7)
    for number in range(EDITS):
        if number % 6 == 5:
            person.erase(len(person.words) - 1, 1)
        else:
            person.type("e")
        for update in person.take():
            writer.put(log.Line(document, update, None))
    writer.stop()


def cpu(process: Measurable) -> float:
    """Seconds of processor that this process used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(process: Measurable) -> float:
    """Its resident memory, in KiB."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1])
    raise LookupError("VmRSS")


async def gather(
    house: House, ports: Sequence[int], people: int, dialect: type[Dialect] = Ours
) -> Crowd:
    """So many people come, three to a text, by turns through each port."""
    crowd = Crowd(house.settings.cookie_name, dialect)
    for number in range(people):
        await crowd.come(
            ports[number % len(ports)],
            house.texts[number // EACH],
            house.tokens[number % len(house.tokens)],
        )
    return crowd


@dataclass
class Typed:
    """What a crowd saw of a server, and what the server spent."""

    people: int
    lasted: float
    spent: float
    figures: Figures
    settled: str

    @property
    def heard(self) -> tuple[float, float, float]:
        """p50, p95 and p99 until a letter was seen by others, in ms."""
        return Figures.quantiles(self.figures.heard)

    @property
    def key(self) -> float:
        """Microseconds of processor a key."""
        return 1e6 * self.spent / max(1, self.figures.keys)

    @property
    def core(self) -> float:
        """Per cent of one core."""
        return 100 * self.spent / self.lasted

    def __str__(self) -> str:
        heard, told = self.heard, Figures.quantiles(self.figures.told)
        return (
            f"{self.people:>5} clients  {self.figures.keys / self.lasted:>6.0f} keys/s"
            f"   seen by others p50/p95/p99 {heard[0]:.1f}/{heard[1]:.1f}/{heard[2]:.1f} ms"
            f"   acknowledged {told[0]:.1f}/{told[1]:.1f}/{told[2]:.1f} ms"
            f"   {self.key:.0f} µs of processor a key ({self.core:.0f} % of a core)"
            f"   {self.settled}"
        )


async def typed(
    house: House,
    processes: Sequence[Measurable],
    people: int,
    seconds: float,
    dialect: type[Dialect] = Ours,
) -> Typed:
    """Let a crowd type for a while."""
    crowd = await gather(house, [one.port for one in processes], people, dialect)
    await crowd.type(2.0)
    crowd.figures = Figures()
    before = sum(map(cpu, processes))
    began = time.perf_counter()
    await crowd.type(seconds)
    spent = sum(map(cpu, processes)) - before
    lasted = time.perf_counter() - began
    settled = await crowd.rest()
    crowd.leave()
    return Typed(people, lasted, spent, crowd.figures, settled)


async def killed(house: House, process: Process, people: int) -> tuple[int, int]:
    """Kill the server under typing; letters acknowledged, and those of them that are not there."""
    crowd = await gather(house, [process.port], people)
    typing = asyncio.ensure_future(crowd.type(30.0))
    await asyncio.sleep(4.0)
    process.end(signal.SIGKILL)
    await asyncio.sleep(0.2)
    typing.cancel()
    await asyncio.gather(typing, return_exceptions=True)
    engine = storage.open_engine(house.settings.database)
    known: dict[int, int] = {}
    for text in house.texts[: 1 + people // EACH]:
        state = log.read(engine, text)
        if state is not None:
            known.update(guard.clocks(merging.load(state.updates).get_state()))
    engine.dispose()
    safe = {one.client: max(0, one.acked - 1) for one in crowd.clients}
    return sum(safe.values()), sum(max(0, n - known.get(one, 0)) for one, n in safe.items())


async def joined(house: House, process: Process) -> str:
    """How long a tab waits for a text of many thousand keys: the first one, then the next."""
    crowd = Crowd(house.settings.cookie_name)
    times = []
    for _ in range(6):
        began = time.perf_counter()
        one = await crowd.come(process.port, house.long, house.tokens[0])
        times.append(1000 * (time.perf_counter() - began))
        size = one.synced.result()
        one.close()
    return (
        f"a text of {EDITS:,} keys opens in {times[0]:.0f} ms (read from the log), then "
        f"{statistics.median(times[1:]):.0f} ms ({size:,} bytes)"
    )


async def idle(house: House, process: Process, people: int) -> str:
    """What a tab that only listens holds in memory."""
    warm = await gather(house, [process.port], 30)
    before = memory(process)
    crowd = await gather(house, [process.port], people)
    after = memory(process)
    crowd.leave()
    warm.leave()
    return f"{(after - before) / people:.0f} KiB of memory a tab at rest, its text included"


def busy(web: Process, house: House, end: threading.Event) -> None:
    """Somebody asks for the heaviest page again and again."""
    while not end.is_set():
        asking = HTTPConnection("127.0.0.1", web.port, timeout=30)
        headers = {"Cookie": f"{web.cookie}={house.tokens[0]}"}
        asking.request("GET", f"/sites/{house.slug}/strategie", headers=headers)
        asking.getresponse().read()
        asking.close()


def on_sqlite(crowds: Sequence[int], seconds: float) -> None:
    """One process, SQLite FULL."""
    print("One process, SQLite (synchronous=FULL)")
    with tempfile.TemporaryDirectory() as folder:
        house = build(Settings(data=Path(folder), secret_key="x" * 40))
        with Process(house.settings, free_port()) as process:
            print(" ", asyncio.run(joined(house, process)))
            print(" ", asyncio.run(idle(house, process, 300)))
            for people in crowds:
                print(" ", asyncio.run(typed(house, [process], people, seconds)))
            safe, lost = asyncio.run(killed(house, process, crowds[-1]))
            print(f"  killed while {crowds[-1]} type: {lost} of {safe} acknowledged keys lost")
        assert lost == 0


def on_postgresql(people: int, seconds: float) -> None:
    """One and two `live` processes, and one beside a `web` process that is busy, by turns."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres.Private())
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        with psycopg.connect(server.address(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE coop")
        house = build(
            Settings(data=Path(folder), secret_key="x" * 40, database_url=server.address("coop"))
        )
        one, two = (
            stack.enter_context(Process(house.settings, free_port(), "live")) for _ in range(2)
        )
        web = stack.enter_context(Process(house.settings, free_port(), "web"))
        found: dict[str, list[Typed]] = {ALONE: [], TWO: [], BESIDE: []}
        for _ in range(TURNS):
            found[ALONE].append(asyncio.run(typed(house, [one], people, seconds)))
            found[TWO].append(asyncio.run(typed(house, [one, two], people, seconds)))
            with beside(web, house):
                found[BESIDE].append(asyncio.run(typed(house, [one], people, seconds)))
    print(f"PostgreSQL (as it comes), {people} clients; medians of {TURNS} turns")
    for name, turns in found.items():
        p50, p95, p99 = (statistics.median(turn.heard[n] for turn in turns) for n in range(3))
        ratio = p95 / statistics.median(turn.heard[1] for turn in found[ALONE])
        print(
            f"  {name:<44} seen by others p50/p95/p99 {p50:.1f}/{p95:.1f}/{p99:.1f} ms"
            f"  (p95 ×{ratio:.2f})  {' '.join(sorted({turn.settled for turn in turns}))}"
        )


@contextmanager
def beside(web: Process, house: House) -> Iterator[None]:
    """Meanwhile two people never stop asking for the heaviest page."""
    end = threading.Event()
    asking = [threading.Thread(target=busy, args=(web, house, end)) for _ in range(2)]
    for thread in asking:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in asking:
            thread.join()


def main(crowds: Sequence[int], seconds: float) -> None:
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    on_sqlite(crowds, seconds)
    on_postgresql(min(300, crowds[-1]), seconds)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [100, 300, 1000], 8.0)
