"""A device without a browser: it sends each entry over a bad line until it hears it is kept."""

import http.client
import itertools
import json
import random
import re
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import select

from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.kernel.base import in_site
from tests.browser.live.house import House
from tests.browser.live.network import Network

BATCH = 20
DEADLINE = 300.0
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Sent:
    """How it went: what the device heard was kept, and how often it had to try."""

    kept: dict[str, int]
    tries: int
    cuts: int


def entries(site: str, count: int) -> list[dict[str, object]]:
    """So many entries, each told apart by its words."""
    return [
        {
            "id": str(uuid.uuid4()),
            "site": site,
            "role": "trust",
            "minutes": 5,
            "moved": f"Entrée {number}",
            "day": "2026-03-17",
        }
        for number in range(count)
    ]


@contextmanager
def cutting(way: Network, *, seed: int = 7) -> Iterator[Iterator[int]]:
    """The line is torn down again and again, at moments that nobody chose."""
    over, cuts, chance = threading.Event(), itertools.count(), random.Random(seed)

    def disturb() -> None:
        while not over.wait(chance.uniform(0.02, 0.25)):
            way.cut()
            next(cuts)
            over.wait(chance.uniform(0.0, 0.05))
            way.mend()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        yield cuts
    finally:
        over.set()
        thread.join()
        way.mend()


def send_all(house: House, way: Network, some: Sequence[dict[str, object]]) -> Sent:
    """Send all of them as the page does, some at a time, until each was answered."""
    device = _Device(house, way)
    waiting, kept, tries = {str(one["id"]): one for one in some}, {}, 0
    until = time.monotonic() + DEADLINE
    with cutting(way) as cuts:
        while waiting:
            assert time.monotonic() < until, f"{len(waiting)} entries never arrived"
            tries += 1
            with suppress(OSError, http.client.HTTPException, ValueError):
                for one in device.send([*waiting.values()][:BATCH]):
                    assert one["state"] == "kept", one
                    kept[one["id"]] = one["number"]
                    waiting.pop(one["id"], None)
    return Sent(kept, tries, next(cuts))


class _Device:
    """Signed in once; its token is asked for on a line that holds."""

    def __init__(self, house: House, way: Network) -> None:
        self.port = way.port
        self.cookies = {"coopspace": house.token("facilitator")}
        self.token = _TOKEN.search(self._ask("GET", "/noter", None, {}))[1]

    def send(self, some: Sequence[dict[str, object]]) -> list[dict[str, object]]:
        """One sending; raises where the line is cut, also when all arrived."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        body = json.dumps({"entries": list(some)})
        return json.loads(self._ask("POST", "/noter/envoyer", body, headers))["answers"]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(method, path, body, {**headers, "Cookie": cookies})
            answer = line.getresponse()
            data = answer.read().decode()
            assert answer.status == 200, (answer.status, data[:300])
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return data


def on_disk(house: House) -> list[str]:
    """The words of every entry that the server keeps."""
    with house.session() as session, in_site(session, house.world.site.id):
        query = select(AccompanimentTelling.moved).join(
            AccompanimentEntry, AccompanimentEntry.id == AccompanimentTelling.entry_id
        )
        return sorted(session.scalars(query))
