"""How long the map of the network takes, beside pyvis's own page for the same graph.

`python -m tests.benchmarks.network_page [rounds]`. On the server: the page, the picture's facts,
the table and the list for 300 organisations and 900 relations, cold (nothing of this network
counted or drawn yet, every module loaded) and warm. In Chromium, nothing kept from one visit to the
next: from the click to a picture that can be used, for 300 and 1,000 organisations; then the page
that pyvis writes with its defaults, its scripts inside it, until its simulation rests.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Error, sync_playwright
from pyvis import network as pyvis
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.stakeholders import drawing, held_map, listing, map_page, tables
from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.config import Settings
from coopspace.kernel import clock, storage
from coopspace.kernel.base import in_site, new_id
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.sites.model import Site
from coopspace.stakeholders import counted, held, networks, places
from coopspace.stakeholders.model import Stakeholder
from coopspace.stakeholders.rules import Described, Exchange, Sector, Told
from tests import world as builders
from tests.browser import served
from tests.browser.watch import launch
from tests.world import World

SIZES = ((300, 900), (1_000, 3_000))
MOST_COLD, MOST_WARM = 250, 40
MOST_USABLE = {300: 1_000, 1_000: 2_000}
PATIENCE = 60_000
"""So long, in milliseconds, the page of pyvis is waited for."""
KEEPERS: tuple[ModuleType, ...] = (held_map, map_page, drawing, tables, listing, places, counted)
RESTS = "window.network && window.network.physics && window.network.physics.stabilized"


def main(rounds: int) -> bool:
    """Print the medians and the load; whether each bound is kept."""
    good = True
    for size, relations in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data=Path(folder), secret_key="x" * 40)
            token, home = build(settings, size, relations)
            app = create_app(settings)
            client = app.test_client()
            client.set_cookie(app.config["COOKIE"], token)
            if size == SIZES[0][0]:
                good &= on_the_server(client, home, rounds)
            cookie = {"name": app.config["COOKIE"], "value": token}
            good &= in_chromium(settings, cookie, home, (size, relations), rounds=rounds)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    return good


def build(settings: Settings, size: int, relations: int) -> tuple[str, str]:
    """A site with so many organisations and views, their places kept; a session, its address."""
    upgrade(settings)
    with Session(storage.open_engine(settings.database)) as session:
        world = builders.build(session)
        grow(session, world, size, relations)
        with saving(session):
            token = sessions.start(session, world.civil)
        return token, f"/sites/{world.site.slug}/parties-prenantes"


def grow(session: Session, world: World, size: int, relations: int) -> None:
    """Hubs and the others, in every sector; rows are written at once, as an import does."""
    chance = random.Random(7)
    sectors, kinds = list(Sector), list(Exchange)
    with saving(session), in_site(session, world.site.id):
        rows = []
        for _one in range(size):
            row = Stakeholder(id=new_id(), site_id=world.site.id, ref=held.new_ref())
            rows.append(row)
            session.add(row)
        session.flush()
        for number, row in enumerate(rows):
            said = Described(name=f"Organisation {number:04d}", sector=chance.choice(sectors))
            session.add(held.telling(row, said, seq=1, by=world.civil.id))
        told: set[tuple[str, str]] = set()
        while len(told) < relations:
            source = rows[int(size * chance.random() ** 2)]
            target = chance.choice(rows)
            pair = (min(source.ref, target.ref), max(source.ref, target.ref))
            if source is not target and pair not in told:
                told.add(pair)
                view = Told(
                    level=chance.choice((1, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7)),
                    kinds=frozenset(chance.sample(kinds, 2)),
                    said_on=clock.today(),
                )
                session.add(held.view(source, target, view, seq=1, by=world.civil.id))
        session.flush()
        places.settle(session, world.site)


def on_the_server(client: FlaskClient, home: str, rounds: int) -> bool:
    """The page, the facts of its picture, the table and the list, cold then warm."""
    good = True
    addresses = {
        "page": home,
        "picture": f"{home}/graphe.json",
        "table": f"{home}?vue=tableau",
        "list": f"{home}/liste",
    }
    for name, address in addresses.items():
        client.get(address)
        cold = timed(client, address, rounds, forget)
        warm = timed(client, address, rounds, lambda: None)
        bytes_ = len(client.get(address).data)
        sys.stdout.write(
            f"{name}, 300 organisations and 900 relations: cold {cold:.0f} ms (at most "
            f"{MOST_COLD}), warm {warm:.0f} ms (at most {MOST_WARM}), {bytes_ / 1000:.0f} kB\n"
        )
        good &= cold <= MOST_COLD and warm <= MOST_WARM
    return good


def timed(client: FlaskClient, address: str, rounds: int, before: Callable[[], None]) -> float:
    """The median in milliseconds of the processor's time."""
    taken = []
    for _one in range(rounds):
        before()
        start = time.process_time()
        assert client.get(address).status_code == 200
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def forget() -> None:
    """Nothing of any network is counted or drawn any more."""
    for module in KEEPERS:
        for value in vars(module).values():
            if isinstance(value, type(drawing.drawn)):
                value.cache_clear()


def in_chromium(
    settings: Settings, cookie: dict[str, str], home: str, sizes: tuple[int, int], *, rounds: int
) -> bool:
    """From the click to a usable picture, ours and pyvis's."""
    size, relations = sizes
    log = settings.data / "served.log"
    with (
        served.serving(log, "--data", str(settings.data)) as base,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        ours = [visit(browser, base, cookie, home) for _one in range(max(3, rounds // 3))]
        usable = statistics.median(one for one, _bytes in ours)
        theirs, weight = beside(browser, settings, home)
        browser.close()
    most = MOST_USABLE[size]
    sys.stdout.write(
        f"Chromium, {size} organisations and {relations} relations: usable after {usable:.0f} ms "
        f"(at most {most}), {ours[0][1] / 1000:.0f} kB in all; pyvis's own page {theirs}, "
        f"{weight / 1000:.0f} kB and two files of other hosts\n"
    )
    return usable <= most


def visit(browser: Browser, base: str, cookie: dict[str, str], home: str) -> tuple[float, int]:
    """One visit with an empty cache: milliseconds to the usable picture, bytes of all answers."""
    context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900})
    context.add_cookies([{**cookie, "url": base}])
    page = context.new_page()
    weights: list[int] = []
    page.on("requestfinished", lambda one: weights.append(one.sizes()["responseBodySize"]))
    page.goto(home)
    page.locator(".net-stage[data-usable]").wait_for()
    usable = page.evaluate("performance.getEntriesByName('network-usable')[0].startTime")
    page.wait_for_load_state("networkidle")
    context.close()
    return float(usable), sum(weights)


def beside(browser: Browser, settings: Settings, home: str) -> tuple[str, int]:
    """pyvis's page with its defaults for the same graph, until it rests or we lose patience."""
    with Session(storage.open_engine(settings.database)) as session:
        site = session.scalars(select(Site).where(Site.slug == home.split("/")[2])).one()
        with in_site(session, site.id):
            found = networks.network(session)
    made = pyvis.Network(directed=True, cdn_resources="in_line")
    for node in found.nodes:
        made.add_node(node.id, label=node.name, group=node.college)
    for tie in found.ties:
        made.add_edge(tie.a, tie.b, width=tie.level)
    page_file = settings.data / "pyvis.html"
    page_file.write_text(made.generate_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    try:
        page.goto(page_file.as_uri(), timeout=PATIENCE)
        page.wait_for_function(RESTS, timeout=PATIENCE)
        said = f"after {(time.perf_counter() - start) * 1000:.0f} ms"
    except Error:
        said = f"not yet after {(time.perf_counter() - start):.0f} s"
    page.close()
    return said, page_file.stat().st_size


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
