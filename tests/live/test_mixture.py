"""Sockets, HTTP and plain forms write in one text at once, through a real server that is killed.

Sockets are cut, requests are sent twice, forms are sent again: nothing that was acknowledged is
missing, nothing is there twice, and everybody reads the same.
"""

import base64
import html
import json
import re
import signal
import threading
import time
import uuid
from collections import Counter
from http.client import HTTPException

import pytest
from sqlalchemy.orm import Session

from coopspace.config import Settings
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.vision import actions as vision
from tests import ledger
from tests.browser.served import Guest
from tests.live.poller import Poller
from tests.live.process import Process
from tests.live.serving import sign_in
from tests.live.typists import Typist, marks, written
from tests.ports import free_port

SECONDS = 7.5
BROKEN = (OSError, HTTPException)


class Poster(threading.Thread):
    """Somebody whose network blocks sockets: each update is sent until it is answered, or twice."""

    def __init__(self, site: Process, document: uuid.UUID, token: str, name: str) -> None:
        super().__init__(daemon=True)
        self.poller = Poller(site, document, token)  # type: ignore[arg-type]
        self.mark, self.count, self.acknowledged, self.acts = name, 0, 0, 0
        self.enough = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self._write()
            self._until(self._read)
        except BaseException as failure:
            self.failure = failure

    def _write(self) -> None:
        self.poller.type(f"[{self.mark}{self.count}]", 0)
        self.count += 1
        [update] = self.poller.take()
        for _ in range(2 if self.count % 5 == 0 else 1):
            self._until(lambda: self._sent(update))
            self.acts += 1
        self.acknowledged = self.count
        if self.count % 3 == 0:
            self._until(self._read)
        time.sleep(0.06)

    def _sent(self, update: bytes) -> bool:
        status, _, body = self.poller.ask("POST", "updates", update)
        if status == 409:
            known = base64.urlsafe_b64decode(json.loads(body)["sv"])
            whole = self.poller.doc.get_update(known)
            status, _, body = self.poller.ask("POST", "updates", whole)
        return status == 200

    def _read(self) -> bool:
        return self.poller.poll() in (200, 204)

    def _until(self, done) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                if done():
                    return
            except (*BROKEN, AssertionError):
                pass
            assert time.monotonic() < deadline, "the server never took it"
            time.sleep(0.1)


class FormWriter(threading.Thread):
    """Somebody without script: opens the page, adds a mark, saves; again when nothing answers."""

    def __init__(self, site: Process, path: str, token: str) -> None:
        super().__init__(daemon=True)
        self.site, self.path, self.token = site, path, token
        self.mark, self.count, self.acknowledged, self.acts = "f", 0, 0, 0
        self.enough = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self._write()
        except BaseException as failure:
            self.failure = failure

    def _write(self) -> None:
        page = self._again(lambda guest: guest.get(self.path))
        text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.text, re.DOTALL)
        seen = re.search(r'name="text_seen"[^>]*value="([^"]+)"', page.text)
        assert text
        assert seen
        words = html.unescape(text.group(1))
        self.count += 1
        said = {"text": words + f"[{self.mark}{self.count - 1}]", "text_seen": seen.group(1)}
        for _ in range(2 if self.count % 4 == 0 else 1):
            answer = self._again(lambda guest: guest.post(self.path, **said))
            assert answer.status == 303, answer.text
            self.acts += 1
        self.acknowledged = self.count
        time.sleep(0.1)

    def _again(self, ask):
        deadline = time.monotonic() + 30
        while True:
            guest = Guest(f"http://{self.site.host}")
            guest.cookies[self.site.cookie] = self.token
            try:
                answer = ask(guest)
                if answer.status < 500:
                    return answer
            except (*BROKEN, AssertionError):
                pass
            assert time.monotonic() < deadline, "the page never came"
            time.sleep(0.1)


@pytest.fixture
def reading(session: Session, world) -> uuid.UUID:
    """The shared reading of the site, still empty."""
    with saving(session), in_site(session, world.site.id):
        return vision.open_vision(session, world.site, by=world.state).reading_id


def test_nothing_acknowledged_is_missing_whichever_way_it_came(
    settings: Settings, session: Session, world, reading
):
    tokens = {name: sign_in(session, getattr(world, name)) for name in ("state", "civil")}
    tokens |= {
        name: sign_in(session, getattr(world, name)) for name in ("authority", "contributor")
    }
    path = f"/sites/{world.site.slug}/vision/lecture/modifier"
    session.rollback()
    with Process(settings, free_port()) as process:
        people = [
            Typist(process, reading, tokens["state"], "a", restless=True),
            Typist(process, reading, tokens["civil"], "b", restless=True),
            Typist(process, reading, tokens["civil"], "c", restless=True),
            Poster(process, reading, tokens["authority"], "d"),
            FormWriter(process, path, tokens["contributor"]),
        ]
        for person in people:
            person.start()
        for _ in range(3):
            time.sleep(SECONDS / 3)
            process.end(signal.SIGKILL)
            acknowledged = [(person.mark, person.acknowledged) for person in people]
            known = marks(written(settings, reading)[0])
            missing = [f"{mark}{n}" for mark, count in acknowledged for n in range(count)]
            assert [one for one in missing if one not in known] == []
            process.start()
        for person in people:
            person.enough.set()
        for person in people:
            person.join(40)
            assert person.failure is None
            assert not person.is_alive()
        words, _ = written(settings, reading)
    found = marks(words)
    assert found == Counter(f"{one.mark}{n}" for one in people for n in range(one.count))
    typists = [person for person in people if isinstance(person, Typist)]
    assert marks(typists[0].words) <= found
    assert all(person.acknowledged for person in people)
    acts = sum(person.acts for person in people)
    ledger.count("acts by sockets, HTTP and forms through killed servers, 0 word lost", acts)
