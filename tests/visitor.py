"""Somebody who opens pages: every answer they get is inspected (see `tests/inspection.py`)."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, Text, TypeDecorator, create_engine, select
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter, RequestRedirect
from werkzeug.test import TestResponse

from blueprints._shared.headers import HEADERS
from coopspace.accounts import sessions
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel.saving import saving
from coopspace.paths import STATIC
from coopspace.translations.catalogue import forms, found, kept, messages, said
from tests.inspection import RULES, Page, steady, typography
from tests.keeping import in_order
from tests.ledger import count
from tests.once import once
from tests.typography import english_faults, french_faults

LEADING = (
    ("a", "href", "GET"),
    ("form", "action", ""),
    ("link", "href", "GET"),
    ("script", "src", "GET"),
    ("img", "src", "GET"),
    ("use", "href", "GET"),
)
SHORTEST_QUOTE = 3
"""A piece of a person's text shorter than this is not recognised as theirs."""
_PRIVATE = {"private, no-store", "no-store"}
_HOLDS_WORDS = (String, Text, JSON, TypeDecorator)
_THEIRS: set[str] = set()
"""Faults of typography, words included, that stood in what people had written."""


class InspectingClient(FlaskClient):
    """A test client that looks at every answer, whoever asked for it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and inspect what comes back."""
        answer = super().open(*args, **kwargs)
        sent = kwargs.get("data")
        typed = [str(value) for value in sent.values()] if isinstance(sent, dict) else []
        faults = [*header_faults(answer, self.application), *self._page_faults(answer, typed)]
        assert not faults, f"{answer.request.path}:\n  " + "\n  ".join(faults)
        return answer

    def _page_faults(self, answer: TestResponse, typed: list[str]) -> list[str]:
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        if not is_page or answer.request.method in ("HEAD", "OPTIONS"):
            return []
        count("HTML pages inspected")
        body = steady(answer.get_data(as_text=True))
        faults = list(page_faults(body))
        faults += link_faults(body, self.application.url_map.bind("localhost"))
        if not _THEIRS.issuperset(found := set_faults(body)) and french_is_whole():
            left = set_faults(body, (*typed, *_written_by_people(self.application)))
            _THEIRS.update(set(found) - set(left))
            faults += left
        return faults


@cache
def french_is_whole() -> bool:
    """Whether every sentence has its French: until then, English stands on French pages.

    The missing sentences are the matter of `tests/test_translations.py`, which names them.
    """
    return (once("french", _read_the_french) / "whole").exists()


def _read_the_french(folder: Path) -> None:
    have = {said(one): all(forms(one)) for one in messages(kept())}
    if all(have.get(said(one), False) for one in messages(found())):
        (folder / "whole").touch()


@lru_cache(maxsize=4)
def _parsed(body: str) -> Page:
    """A page, parsed once for all who only read it."""
    return Page(body)


@lru_cache(maxsize=256)
def page_faults(body: str) -> tuple[str, ...]:
    """What is wrong with a page, whoever reads it."""
    page = _parsed(body)
    return tuple(f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(page))


@lru_cache(maxsize=256)
def _targets(body: str) -> tuple[tuple[str, str, str], ...]:
    """Every (element, address inside the house, method) of a page."""
    page = _parsed(body)
    return tuple(
        (tag, target.path, method or (element.get("method") or "get").upper())
        for tag, attribute, method in LEADING
        for element in page.all(tag)
        for target in [urlsplit(element.get(attribute) or "")]
        if not target.scheme and not target.netloc and target.path.startswith("/")
    )


def link_faults(body: str, addresses: MapAdapter) -> list[str]:
    """The links, forms and files of a page that lead nowhere in this house."""
    return [
        f"{tag} {path} ({method}) leads nowhere"
        for tag, path, method in _targets(body)
        if method != "DIALOG" and not _leads_somewhere(path, method, addresses)
    ]


def _leads_somewhere(path: str, method: str, addresses: MapAdapter) -> bool:
    if path.startswith("/static/"):
        return (STATIC / unquote(path.removeprefix("/static/"))).is_file()
    try:
        addresses.match(unquote(path), method=method)
    except RequestRedirect:
        return True
    except (HTTPException, MethodNotAllowed):
        return False
    return True


@lru_cache(maxsize=256)
def _all_set_faults(body: str) -> tuple[str, ...]:
    return tuple(f"typography: {fault}" for fault in typography(_parsed(body)))


def set_faults(body: str, theirs: Iterable[str] = ()) -> tuple[str, ...]:
    """Faults of typography in a page; what people wrote (`theirs`) is theirs to set."""
    if not theirs:
        return _all_set_faults(body)
    page = Page(body)
    faulty = {_folded(text) for text in theirs if french_faults(text) or english_faults(text)}
    goes_on = {text[:1].lower() + text[1:] for text in faulty}  # the narrative, after a colon
    wholes = sorted(faulty | goes_on, key=len, reverse=True)
    for element in page.elements:
        element.text = _ours(element.text or "", wholes)
        element.tail = _ours(element.tail or "", wholes)
    return tuple(f"typography: {fault}" for fault in typography(page))


def _ours(text: str, wholes: list[str]) -> str:
    """A text without what people wrote in it, the spaces that the page held for them aside."""
    folded = _folded(text).removesuffix("…")
    if len(folded) >= SHORTEST_QUOTE and any(folded in whole for whole in wholes):
        return "…"
    for whole in wholes:
        if whole[:1] in text:
            text = _as_held(whole).sub("X", text)
    return text


@cache
def _as_held(words: str) -> re.Pattern[str]:
    return re.compile(r"[ \u00a0\u202f]".join(map(re.escape, words.split(" "))))


def _folded(text: str) -> str:
    return re.sub(r"[ \t\r\n\u00a0\u202f]+", " ", text).strip()


def _written_by_people(app: Flask) -> Iterator[str]:
    engine = create_engine(
        app.config["SQLALCHEMY_DATABASE_URI"], **app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    )
    with engine.connect() as connection:
        for table in in_order():
            columns = [
                one
                for one in table.columns
                if isinstance(one.type, String | Text | JSON | TypeDecorator)
            ]
            if columns:
                for row in connection.execute(select(*columns)):
                    yield from _texts(list(row))
    engine.dispose()


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep, and in what is kept as JSON in a text."""
    if isinstance(value, str):
        yield value
        if value[:2] in ('{"', "[{", '["', "[["):
            with suppress(ValueError):
                yield from _texts(json.loads(value))
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def header_faults(answer: TestResponse, app: Flask) -> list[str]:
    """What is missing from the headers of an answer, whatever it is (SEC-22)."""
    count("answers whose headers were checked")
    faults = [
        f"header {name} is “{answer.headers.get(name)}”"
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]
    secure = "Strict-Transport-Security" in answer.headers
    if secure != app.config["HTTPS"]:
        faults.append("Strict-Transport-Security goes with https, and only with it")
    kept = answer.headers.get("Cache-Control", "")
    static = answer.request.path.startswith("/static/") and answer.status_code < 400
    if not static and kept not in _PRIVATE:
        faults.append(f"Cache-Control is “{kept}”")
    for cookie in answer.headers.getlist("Set-Cookie"):
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        if "httponly" not in flags or "path=/" not in flags:
            faults.append(f"the cookie {cookie.split('=')[0]} is not held tight: {flags}")
        if "samesite=lax" not in flags and "max-age=0" not in flags:
            faults.append(f"the cookie {cookie.split('=')[0]} is sent by other sites")
    return faults


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.test_client_class = InspectingClient
        self.client = app.test_client()

    def sign_in(self, user: User) -> "Visitor":
        """Come in as this person (through a session row, as the sign-in page makes it)."""
        with self.app.app_context(), saving(db.session()) as session:
            token = sessions.start(session, session.get_one(User, user.id))
        self.client.set_cookie(self.app.config["COOKIE"], token)
        return self

    def get(self, address: str, *, status: int = 200) -> TestResponse:
        """Open a page, check its status; its shape is inspected by the client."""
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:400]}"
        return answer

    def post(self, address: str, *, page: str | None = None, status: int = 303, **fields: object):
        """Fill the form found at `page` (default: the same address) and send it."""
        token = self.token(page or address)
        data = {"csrf_token": token, **{k: v for k, v in fields.items() if v is not None}}
        answer = self.client.post(address, data=data)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[:3000]}"
        return answer

    def token(self, page: str) -> str:
        """The CSRF token of a page's form."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        assert found, f"no form on {page}"
        return found.group(1)


def text_of(markup: str) -> str:
    """The words that a page shows, spaces folded."""
    words: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Reader().feed(markup)
    return re.sub(r"[ \t\n]+", " ", "".join(words)).strip()
