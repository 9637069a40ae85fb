"""A served house that can be killed and started again, its people, and what stands in its log."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from coopspace.accounts import passwords, sessions
from coopspace.accounts.model import User
from coopspace.changes import actions as changes
from coopspace.changes.rules import Level
from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.migrations.run import upgrade
from coopspace.sites import actions as sites
from coopspace.sites.model import Site
from coopspace.vision import actions
from tests import world
from tests.ports import free_port
from tests.world import World

PATIENCE = 20.0
STATEMENT = "Les guichets orientent du premier coup."


def eventually(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until this holds."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


@dataclass(frozen=True)
class Subject:
    """A change whose statement and description are written together."""

    code: str
    slug: str
    statement_id: uuid.UUID
    description_id: uuid.UUID

    @property
    def edit(self) -> str:
        return f"/sites/{self.slug}/strategie/{self.code}/modifier"


@dataclass
class House:
    """`coopspace serve` in a process of its own, on one port and one folder."""

    settings: Settings
    port: int
    world: World
    people: dict[str, uuid.UUID]
    process: "subprocess.Popen[bytes] | None" = None
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and wait until it answers."""
        command = [sys.executable, "-m", "coopspace", "serve", "--port", str(self.port)]
        with (self.settings.data / "served.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.settings.data)],
                env={**os.environ, "COOPSPACE_SECRET_KEY": self.settings.secret_key},
                stdout=log,
                stderr=log,
            )
        eventually(self._answers, 3 * PATIENCE)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End the process, by default without a word."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(20)
        self.process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.base}/healthz", timeout=1) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = storage.open_engine(self.settings.database)
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()

    @contextmanager
    def acting(self, who: str) -> Iterator[tuple[Session, Site, User]]:
        """An act of this person at the site, kept when it is over."""
        with self.session() as session, saving(session):
            site = session.merge(self.world.site)
            with in_site(session, site.id):
                yield session, site, session.get_one(User, self.people[who])

    def end_place(self, who: str) -> None:
        """This person no longer takes part."""
        with self.acting("lead") as (session, site, lead):
            member = sites.member_at(session, site, self.people[who])
            sites.end(session, site, member=member, by=lead)

    def give_place(self, who: str) -> None:
        """This person takes part again, as the world has it."""
        _name, role, college, ring = world.CAST[who]
        assert role
        with self.acting("lead") as (session, site, lead):
            person = session.get_one(User, self.people[who])
            sites.join(session, site, person=person, role=role, by=lead, college=college, ring=ring)

    def token(self, who: str) -> str:
        """A session of this person, one for all their pages."""
        if who not in self.tokens:
            with self.session() as session, saving(session):
                person = session.get_one(User, self.people[who])
                self.tokens[who] = sessions.start(session, person)
        return self.tokens[who]

    def end_session(self, who: str) -> None:
        """This person is signed out everywhere."""
        token = self.tokens.pop(who)
        with self.session() as session, saving(session):
            sessions.end(session, token)

    def subject(self, statement: str = STATEMENT, description: str = "") -> Subject:
        """A new change, with texts that nobody has touched."""
        with self.acting("facilitator") as (session, site, writer):
            change = changes.add(
                session,
                site,
                by=writer,
                level=Level.DIRECT,
                statement=statement,
                description=description,
            )
            return Subject(change.code, site.slug, change.statement_id, change.description_id)

    def say_vision(self, sentence: str) -> None:
        """The vision of the site says this, as words that nobody has consented to."""
        with self.acting("facilitator") as (session, site, writer):
            vision = actions.open_vision(session, site, by=writer)
            for words in (f"Avant : {sentence}", sentence):
                seen = store.read(session, vision.sentence_id).token
                actions.reword(session, site, text=words, seen=seen, by=writer)

    def words(self, document_id: uuid.UUID) -> str:
        """What stands on the server's disk."""
        with self.session() as session, in_site(session, self.world.site.id):
            return store.read(session, document_id).text


@contextmanager
def open_house(data: Path) -> Iterator[House]:
    """A house with the world of the tests in it, served."""
    settings = Settings(data=data, secret_key="x" * 40)
    data.mkdir(parents=True, exist_ok=True)
    upgrade(settings)
    engine = storage.open_engine(settings.database)
    with pytest.MonkeyPatch.context() as patch, Session(engine, expire_on_commit=False) as session:
        patch.setattr(
            passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        )
        built = world.build(session)
        people = {key: person.id for key, person in built.people.items()}
        session.expunge_all()
    engine.dispose()
    house = House(settings, free_port(), built, people)
    house.start()
    try:
        yield house
    finally:
        if house.process is not None:
            house.kill(signal.SIGTERM)
