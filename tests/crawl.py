"""Walks everything that a person can reach, files included, and reads every byte of it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zipfile import ZipFile

from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.house import House
from tests.inspection import Page

_LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
TOGETHER = 2
"""How many things an address may ask at once: three filters show less than two of them."""
MOST = 1_200
"""A crawl that finds more addresses than this is going round in circles."""


PICTURE = ".png"
"""Holds no byte that could be read: the same drawing is read as SVG."""
_SENTENCE = re.compile(r"(/methode/[^/?]+)/(?!agreement\.)[^?]+")
"""A page for each sentence of the method: one of each room is read, and those of the group of which
the mirror words some anew."""
_BESIDE = {"next", "back", "tri", "sens"}


@dataclass(frozen=True)
class Found:
    """One answer and its words."""

    address: str
    status: int
    kind: str
    words: str


def crawl(house: House, who: str) -> Iterator[Found]:
    """Every door of the site looked at, then every link, as somebody."""
    client = house.client_of(who)
    waiting = [house.address(door) for door in house.doors() if door.method == "GET"]
    seen: set[str] = set()
    met: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        if address in met:
            continue
        met.add(address)
        same, asked = _same(address)
        if same in seen or asked > TOGETHER or urlsplit(address).path.endswith(PICTURE):
            continue
        seen.add(same)
        assert len(seen) < MOST, "the crawl does not end"
        answer = client.get(address)
        yield Found(address, answer.status_code, answer.mimetype, words_of(answer))
        if answer.mimetype == "text/html":
            waiting += links(address, answer.text)


def links(address: str, page: str) -> list[str]:
    """The addresses of this house that a page names, files of ours aside."""
    found = [urljoin(address, one.replace("&amp;", "&")) for one in _LINK.findall(page)]
    return [one for one in found if one.startswith("/") and not one.startswith("/static/")]


def _same(address: str) -> tuple[str, int]:
    """Addresses that differ by where to go next, or by the order of lines alone, are the same;
    and so are those that ask the same in another order. With how much an address asks."""
    everything = parse_qsl(urlsplit(address).query)
    asked = [(k, v) for k, v in everything if k not in _BESIDE]
    path = _SENTENCE.sub(r"\1/*", urlsplit(address).path)
    return f"{path}?{urlencode(sorted(asked))}", len(everything)


def words_of(answer: TestResponse) -> str:
    """Everything that an answer says: headers, text, the text of a PDF."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    if answer.mimetype == "application/pdf":
        reader = PdfReader(io.BytesIO(answer.data))
        pages = [page.extract_text() for page in reader.pages]
        return "\n".join([headers, str(reader.metadata), *pages])
    if answer.data.startswith(b"PK"):
        with ZipFile(io.BytesIO(answer.data)) as packed:
            files = [packed.read(name).decode() for name in packed.namelist()]
        return "\n".join([headers, *files])
    if answer.mimetype.startswith("image/") and "svg" not in answer.mimetype:
        return headers
    return f"{headers}\n{answer.get_data(as_text=True)}"


def attributes(page: str) -> set[str]:
    """The names of all attributes of a page or drawing, in small letters."""
    reader = _Attributes()
    reader.feed(page)
    reader.close()
    return reader.found


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(name for name, _value in attrs)


@dataclass(frozen=True)
class Form:
    """A form that writes, as a page offers it."""

    action: str
    fields: tuple[tuple[str, str], ...]
    chosen: frozenset[str] = frozenset()
    """The fields that people choose or never see, where an id may stand."""


def forms(address: str, body: str) -> Iterator[Form]:
    """The forms of a page that are posted, with what they would send."""
    page = Page(body)
    for form in page.all("form"):
        if (form.get("method") or "").lower() == "post":
            fields = [
                (control.get("name", ""), control.get("value") or (control.text or ""))
                for control in form.iter()
                if control.get("name")
            ]
            target = urlsplit(urljoin(address, form.get("action") or address))
            chosen = frozenset(
                control.get("name", "")
                for control in form.iter()
                if control.tag == "select" or control.get("type") in ("radio", "hidden")
            )
            yield Form(target.path, tuple(fields), chosen - {"csrf_token", "next", ""})


def post(client: FlaskClient, form: Form, **others: str) -> TestResponse:
    """Send a form with some of its fields replaced or added."""
    return client.post(form.action, data={**dict(form.fields), **others})
