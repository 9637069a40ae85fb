"""The database stops, the disk is full: nothing is lost, nothing is spoilt, and all goes on."""

import random
import resource
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coopspace.app import create_app
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.vision import actions as vision
from tests import ledger, postgres
from tests import world as builders
from tests.browser.served import Guest
from tests.databases import _migrate
from tests.live.poller import Poller
from tests.live.process import Process
from tests.live.serving import Tab, eventually, serving, sign_in
from tests.live.typists import marks, written
from tests.ports import free_port

SMALL = 24 * 1024 * 1024
LEFT = 200_000
"""Bytes that are left when the disk is nearly full."""


@dataclass
class Text:
    """An installation with one shared text, and a person at it."""

    settings: Settings
    document: uuid.UUID
    token: str
    page: str


def begin(settings: Settings) -> Text:
    engine = storage.open_engine(settings.database)
    with Session(engine) as session:
        world = builders.build(session)
        with saving(session), in_site(session, world.site.id):
            document = vision.open_vision(session, world.site, by=world.state).reading_id
        token = sign_in(session, world.state)
        page = f"/sites/{world.site.slug}/vision/lecture/modifier"
    engine.dispose()
    return Text(settings, document, token, page)


def type_until_refused(tab: Tab) -> int:
    """Marks, each with thousands of letters soon erased; returns how many were acknowledged."""
    chance = random.Random(1)
    for count in range(200):
        mark = f"[m{count}]"
        tab.write(mark + "".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(6_000)))
        tab.hear_until(lambda: tab.saved)
        if tab.closed is not None:
            assert tab.closed == 1013
            return count
        tab.erase(tab.words.index(mark) + len(mark), 6_000)
    raise AssertionError("the disk was never full")


def all_there(told: Text, count: int) -> None:
    words, numbers = written(told.settings, told.document)
    known = marks(words)
    assert [n for n in range(count) if known[f"m{n}"] != 1] == []
    assert numbers == list(range(1, len(numbers) + 1))


class Disk:
    """A tmpfs of its own, filled and freed at will."""

    def __init__(self, folder: Path, size: int = SMALL) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.mounted = not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)],
            capture_output=True,
        ).returncode

    def fill(self, left: int = LEFT) -> None:
        """Leave so many bytes."""
        (self.folder / "filler").write_bytes(b"x" * (self._free() - left))

    def free(self) -> None:
        (self.folder / "filler").unlink()

    def _free(self) -> int:
        told = subprocess.run(
            ["df", "--output=avail", "-B1", str(self.folder)], capture_output=True, check=True
        )
        return int(told.stdout.split()[-1])

    def close(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


class Ceiling:
    """Where nothing may be mounted: files of the process may not grow beyond a size."""

    def __init__(self, process: Process, data: Path) -> None:
        self.process, self.data = process, data

    def fill(self) -> None:
        largest = max(path.stat().st_size for path in self.data.glob("coopspace.db*"))
        self._allow(largest + LEFT)

    def free(self) -> None:
        self._allow(resource.RLIM_INFINITY)

    def _allow(self, size: int) -> None:
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    made = Disk(folder)
    try:
        yield made
    finally:
        made.close()


def live_through_it(told: Text, process: Process, full, free, *, pages=(500, 503)) -> None:
    """Type until nothing more can be written; read, be told, free some space, go on."""
    tab = Tab(process, told.document, told.token).join()  # type: ignore[arg-type]
    full()
    count = type_until_refused(tab)
    all_there(told, count)
    guest = Guest(f"http://{process.host}")
    guest.cookies[process.cookie] = told.token
    page = guest.post(told.page, text="Par la page. " * 400, text_seen="0")
    assert page.status in pages
    assert page.status == 303 or "</h1>" in page.text
    free()
    tab.join()
    tab.save("[enfin]")
    all_there(told, count)
    assert marks(written(told.settings, told.document)[0])["enfin"] == 1
    tab.close()
    ledger.count("disks filled under live texts, 0 acknowledged word lost, nothing spoilt")


def whole(settings: Settings) -> None:
    engine = storage.open_engine(settings.database)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()


@pytest.mark.engines("sqlite")
def test_a_disk_that_is_full_under_sqlite(settings: Settings, tmp_path: Path, databases):
    with disk(tmp_path / "small") as small:
        if small.mounted:
            databases.copy_to(small.folder / "data")
            settings = Settings(data=small.folder / "data", secret_key=settings.secret_key)
        told = begin(settings)
        with Process(settings, free_port()) as process:
            ceiling = Ceiling(process, settings.data)
            way = small if small.mounted else ceiling
            live_through_it(told, process, way.fill, way.free)
        whole(settings)


@pytest.mark.engines("sqlite")
def test_files_that_may_not_grow_under_sqlite(settings: Settings):
    told = begin(settings)
    with Process(settings, free_port()) as process:
        ceiling = Ceiling(process, settings.data)
        live_through_it(told, process, ceiling.fill, ceiling.free)
    whole(settings)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Private]:
    with postgres.Private() as started:
        yield started


def own_database(server: postgres.Private, tmp_path: Path, name: str, where: str = "") -> Settings:
    with psycopg.connect(server.address(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} {where}")
    address = server.address(name)
    _migrate(address.replace("postgresql:", "postgresql+psycopg:", 1))
    return Settings(data=tmp_path / "data", secret_key="x" * 40, database_url=address)


def test_a_postgresql_that_restarts_under_live_texts(server: postgres.Private, tmp_path: Path):
    settings = own_database(server, tmp_path, "restarted")
    told = begin(settings)
    app = create_app(settings)
    with serving(app) as site:
        one = Tab(site, told.document, told.token).join()
        two = Poller(site, told.document, told.token)
        count = 0
        for _ in range(3):
            for _ in range(20):
                one.save(f"[m{count}]")
                count += 1
            server.crash()
            one.write("[en attente]")
            assert one.until_closed(15) == 1013
            two.type("x")
            [update] = two.take()
            assert two.ask("POST", "updates", update)[0] == 503
            assert one.open().until_closed(15) == 1013
            server.start()
            all_there(told, count)
            eventually(partial(taken, two, update))
            one.join()
            assert "[en attente]" in one.words
        one.save("[enfin]")
        server.crash()  # and it may be gone when the process ends
        one.close()
    server.start()
    all_there(told, count)
    with app.app_context():
        db.engine.dispose()
    ledger.count("restarts of PostgreSQL under live texts, 0 acknowledged word lost", 3)


def taken(one: Poller, update: bytes) -> bool:
    return one.ask("POST", "updates", update)[0] == 200


def test_a_disk_that_is_full_under_postgresql(server: postgres.Private, tmp_path: Path):
    """A tablespace on a small disk; where nothing may be mounted, its server may not grow files."""
    with disk(Path(server.folder) / "small") as small:
        server.give(small.folder)
        where = ""
        if small.mounted:
            with psycopg.connect(server.address(), autocommit=True) as admin:
                admin.execute(f"CREATE TABLESPACE small LOCATION '{small.folder}'")
            where = "TABLESPACE small"
        told = begin(own_database(server, tmp_path, "starved", where))
        with Process(told.settings, free_port()) as process:
            if small.mounted:
                live_through_it(told, process, small.fill, small.free)
            else:
                short = (303, 500, 503)  # a little still fits in the file of another table
                live_through_it(told, process, server.starve, server.feed, pages=short)
        drop(server, small.mounted)


def drop(server: postgres.Private, mounted: bool) -> None:
    with psycopg.connect(server.address(), autocommit=True) as admin:
        admin.execute("DROP DATABASE starved WITH (FORCE)")
        if mounted:
            admin.execute("DROP TABLESPACE small")
