"""The demonstration as it is really served, and guests who open its pages over HTTP."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.once import once
from tests.ports import free_port

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def command(*arguments: str) -> list[str]:
    """The `coopspace` command of this checkout."""
    return [sys.executable, "-m", "coopspace", *arguments]


@contextmanager
def serving(log: Path, *arguments: str, program: str = "", cwd: Path = ROOT) -> Iterator[str]:
    """Serve until the block ends, by this checkout or another program; gives the base address."""
    port = free_port()
    asked = [*([program] if program else command()), "serve", "--port", str(port), *arguments]
    with _running(asked, port, log, cwd) as base:
        yield base


@contextmanager
def serving_again(folder: Path, log: Path) -> Iterator[str]:
    """Serve a demonstration that was played in this folder until the block ends."""
    port = free_port()
    asked = [sys.executable, "-m", "tests.browser.again", str(folder), str(port)]
    with _running(asked, port, log, ROOT) as base:
        yield base


@contextmanager
def _running(asked: list[str], port: int, log: Path, cwd: Path) -> Iterator[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COOPSPACE_")}
    with log.open("w") as written:
        process = subprocess.Popen(asked, cwd=cwd, env=environ, stdout=written, stderr=written)
        try:
            _wait(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if Guest(f"http://{HOST}:{port}").get("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site did not start: " + log.read_text()[-3000:])


@dataclass
class Answer:
    """What came back."""

    status: int
    kind: str
    location: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


class Guest:
    """Somebody with a cookie jar and no browser."""

    def __init__(self, base: str) -> None:
        self.address = urlsplit(base).netloc
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open an address."""
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of `/connexion` or `/aide`."""
        found = _TOKEN.search(self.get("/aide").text)
        assert found
        return self._ask("POST", path, urlencode({"csrf_token": found.group(1), **fields}))

    def sign_in(self, person: dict) -> "Guest":
        """By e-mail and password, as anybody."""
        answer = self.post("/connexion", email=person["email"], password=person["password"])
        assert answer.status == 303, answer.status
        return self

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(self.address, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        kind = answer.headers.get_content_type()
        text = data.decode() if kind == "text/html" else ""
        location = answer.headers.get("Location", "")
        return Answer(answer.status, kind, location, text, dict(answer.headers))


def people() -> list[dict]:
    """Who can sign in to the demonstration, asked once a run."""
    return json.loads((once("people", _write_people) / "people.json").read_text())


def people_now() -> list[dict]:
    """Who can sign in to the demonstration."""
    return json.loads(_said("demo", "people", "--json"))


def _write_people(folder: Path) -> None:
    (folder / "people.json").write_text(json.dumps(people_now()))


def played(folder: Path) -> Path:
    """The demonstration, played in this folder and not served yet."""
    _said("demo", "load", "--data", str(folder))
    return folder


def _said(*arguments: str) -> str:
    asked = command(*arguments)
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
