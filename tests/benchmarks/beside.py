"""The live room beside its peers: `python -m tests.benchmarks.beside [CLIENTS…]`.

The same crowd, the same updates, on the same machine, by turns: ours (every key committed on the
disk before anybody sees it), hocuspocus with its SQLite extension and in memory, y-websocket with
LevelDB. Then each is killed while people type, started again, and asked for its texts.
"""

import asyncio
import shutil
import signal
import statistics
import sys
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher

from coopspace.accounts import passwords
from coopspace.config import Settings
from coopspace.live import guard, merging
from tests.benchmarks import peers
from tests.benchmarks.dialects import Dialect, Hocuspocus, Ours, Plain
from tests.benchmarks.live import EACH, House, Typed, build, gather, typed
from tests.benchmarks.typing_crowd import Crowd
from tests.live.process import Process
from tests.ports import free_port

TURNS = 3
UNDER_TYPING = 4.0
"""Seconds of typing before the kill."""
AFTERWARDS = 2.0
"""Seconds that a server is given to say more than its first answer: some answer before they have
read their store."""


@dataclass
class Server:
    """One of those compared: how it is started on a folder, and how one speaks to it."""

    name: str
    dialect: type[Dialect]
    start: Callable[[House, Path], Process | peers.Peer]


SERVERS = (
    Server("CoopSpace, SQLite FULL", Ours, lambda house, _: Process(house.settings, free_port())),
    Server(
        "hocuspocus, SQLite", Hocuspocus, lambda _, folder: peers.hocuspocus(free_port(), folder)
    ),
    Server("hocuspocus, memory", Hocuspocus, lambda _, __: peers.hocuspocus(free_port(), None)),
    Server("y-websocket, LevelDB", Plain, lambda _, folder: peers.y_websocket(free_port(), folder)),
)


def fresh(server: Server, house: House, folder: Path) -> House:
    """Texts in which nobody has typed yet, for each server and turn alike: ours begins again from
    the house as it was built, the others make texts as they are asked."""
    if server.dialect is not Ours:
        return replace(house, texts=[uuid.uuid4() for _ in house.texts])
    shutil.copytree(house.settings.data, folder / "data")
    return replace(house, settings=replace(house.settings, data=folder / "data"))


def turn(server: Server, house: House, people: int, seconds: float) -> Typed:
    """One crowd at one server, started for it."""
    with tempfile.TemporaryDirectory() as folder:
        asked = fresh(server, house, Path(folder))
        with server.start(asked, Path(folder)) as process:
            return asyncio.run(typed(asked, [process], people, seconds, server.dialect))


def beside(house: House, people: int, seconds: float) -> None:
    """Every server by turns; the medians of the turns."""
    found: dict[str, list[Typed]] = {server.name: [] for server in SERVERS}
    for _ in range(TURNS):
        for server in SERVERS:
            found[server.name].append(turn(server, house, people, seconds))
    print(f"{people} clients, {EACH} a text, one key a second each; medians of {TURNS} turns")
    for name, turns in found.items():
        p50, p95, p99 = (statistics.median(one.heard[n] for one in turns) for n in range(3))
        settled = {one.settled for one in turns}
        print(
            f"  {name:<24} seen by others p50/p95/p99 {p50:>5.1f} {p95:>6.1f} {p99:>6.1f} ms"
            f"   {statistics.median(one.key for one in turns):>5.0f} µs of processor a key"
            f" ({statistics.median(one.core for one in turns):.0f} % of a core)"
            f"   {' / '.join(sorted(settled))}"
        )


async def seen(crowd: Crowd) -> dict[int, int]:
    """How many letters of each client somebody was told of: acknowledged, or shown to another."""
    known: dict[int, int] = {}
    for one in crowd.clients:
        known[one.client] = max(known.get(one.client, 0), one.acked - 1)
        for author, count in one.others.items():
            known[author] = max(known.get(author, 0), count)
    return known


async def typed_until_killed(
    server: Server, house: House, process: Process | peers.Peer, people: int
) -> dict[int, int]:
    """Kill it under typing; what people had been told or shown by then."""
    crowd = await gather(house, [process.port], people, server.dialect)
    typing = asyncio.ensure_future(crowd.type(30.0))
    await asyncio.sleep(UNDER_TYPING)
    process.end(signal.SIGKILL)
    await asyncio.sleep(0.2)
    typing.cancel()
    await asyncio.gather(typing, return_exceptions=True)
    return await seen(crowd)


async def found_again(
    server: Server, house: House, process: Process | peers.Peer, people: int
) -> dict[int, int]:
    """What the texts hold, asked as a browser that comes would."""
    crowd = Crowd(house.settings.cookie_name, server.dialect)
    for number, text in enumerate(house.texts[: -(-people // EACH)]):
        await crowd.come(process.port, text, house.tokens[number % len(house.tokens)])
    await asyncio.sleep(AFTERWARDS)
    crowd.leave()
    known: dict[int, int] = {}
    for one in crowd.clients:
        known.update(guard.clocks(merging.load([one.state, *one.updates]).get_state()))
    return known


def killed(server: Server, house: House, people: int) -> str:
    """One line: how many letters that people believed in are not there."""
    with tempfile.TemporaryDirectory() as folder:
        asked = fresh(server, house, Path(folder))
        with server.start(asked, Path(folder)) as process:
            told = asyncio.run(typed_until_killed(server, asked, process, people))
        with server.start(asked, Path(folder)) as process:
            known = asyncio.run(found_again(server, asked, process, people))
    lost = sum(max(0, count - known.get(one, 0)) for one, count in told.items())
    return f"  {server.name:<24} {lost} of {sum(map(lambda n: max(0, n), told.values()))} lost"


def main(crowds: Sequence[int], seconds: float) -> None:
    try:
        peers.install()
    except peers.Absent as reason:
        print(reason)
        return
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with tempfile.TemporaryDirectory() as folder:
        house = build(Settings(data=Path(folder), secret_key="x" * 40))
        for people in crowds:
            beside(house, people, seconds)
        print(f"Killed while {crowds[-1]} type: letters acknowledged to their author or shown to")
        print("another person that are not there when the server is back")
        for server in SERVERS:
            if "memory" not in server.name:
                print(killed(server, house, crowds[-1]))


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [100, 300, 1000], 8.0)
