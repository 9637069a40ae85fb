"""The demonstration as it is really served, and guests who open its pages over HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
TOGETHER = 2
"""How many things an address may ask at once: three filters show less than two of them."""
FILE = ":suffix>"
"""How the address of a file to take away ends: these are read by `tests/crawl.py`."""
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> list[str]:
    """The `coopspace` command of this checkout."""
    return [sys.executable, "-m", "coopspace", *arguments]


@contextmanager
def serving(log: Path, *arguments: str, program: str = "", cwd: Path = ROOT) -> Iterator[str]:
    """Serve until the block ends, by this checkout or another program; gives the base address."""
    port = free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COOPSPACE_")}
    with log.open("w") as written:
        process = subprocess.Popen(
            [*([program] if program else command()), "serve", "--port", str(port), *arguments],
            cwd=cwd,
            env=environ,
            stdout=written,
            stderr=written,
        )
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


@dataclass(frozen=True, order=True)
class Screen:
    """A page that links lead to, and who finds it."""

    rule: str
    site: str
    asked: tuple[str, ...]
    who: str
    address: str

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """Two addresses with the same key are the same screen."""
        return self.rule, self.site, self.asked


def explore(
    app: Flask, guests: dict[str, Guest], also: dict[str, list[str]]
) -> dict[tuple, Screen]:
    """Follow every link as each guest in turn; one address for each screen."""
    found: dict[tuple, Screen] = {}
    known: dict[str, Screen | None] = {}
    for who, guest in guests.items():
        waiting, met, seen = ["/", "/connexion", *also.get(who, [])], set(), set()
        while waiting:
            address = waiting.pop(0)
            if address in met:
                continue
            met.add(address)
            if address not in known:
                known[address] = _screen(app, who, address)
            screen = known[address]
            if screen is None or screen.key in seen:
                continue
            screen = replace(screen, who=who)
            seen.add(screen.key)
            answer = guest.get(address)
            if answer.location:
                waiting.append(urljoin(address, answer.location))
            assert answer.status in (200, 303), (who, address, answer.status)
            if answer.status == 200 and answer.kind == "text/html":
                found.setdefault(screen.key, screen)
                links = (link.replace("&amp;", "&") for link in _LINK.findall(answer.text))
                waiting += [urljoin(address, link) for link in links]
    return found


def _screen(app: Flask, who: str, address: str) -> Screen | None:
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or parts.path.startswith("/static/"):
        return None
    try:
        rule, values = app.url_map.bind(HOST).match(parts.path, method="GET", return_rule=True)
    except (HTTPException, RequestRedirect):
        raise AssertionError(f"{who} finds a link to {address}, which leads nowhere") from None
    asked = tuple(sorted({name for name, _ in parse_qsl(parts.query)} - {"next"}))
    if rule.rule.endswith(FILE) or len(asked) > TOGETHER:
        return None
    site = str(values.get("site", values.get("programme", "")))
    return Screen(rule.rule, site, asked, who, address)


def people() -> list[dict]:
    """Who can sign in to the demonstration."""
    told = subprocess.run(
        command("demo", "people", "--json"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)
