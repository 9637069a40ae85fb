"""A name is shown as it was typed wherever it stands: escaped once, never twice, never not."""

import csv
import io
import json
import re

import networkx
import pytest
from lxml import etree, html
from openpyxl import load_workbook
from pypdf import PdfReader

from coopspace.stakeholders import actions, waves
from coopspace.stakeholders.rules import Sector
from tests.stakeholders.acts import acting, add, tell
from tests.stakeholders.test_pages import HOME

NAME = 'Pain & « Cie » "L\'Étoile" <3 &amp; l’autre'
OTHER = 'Ville d\'Ys & "fils"'
SITE = HOME.rsplit("/", 1)[0]
pytestmark = pytest.mark.engines("sqlite")  # pages; what is read is elsewhere on both


@pytest.fixture
def refs(session, world) -> tuple[str, str]:
    """Two such names, by which the whole network holds, with views that differ."""
    one = add(session, world, NAME, place=NAME[:40])
    other = add(session, world, OTHER, Sector.AUTHORITY, tags=('R & "D"',))
    tell(session, world, one, other, 6)
    tell(session, world, other, one, 4)
    for number in range(9):
        tell(session, world, one, add(session, world, f"Structure {number}"), 5)
    with acting(session, world):
        waves.keep_edition(session, world.site, name=NAME[:60], by=world.civil)
        gone = add_gone(session, world)
        actions.end(session, gone, why=f"Repris par {NAME}.", by=world.civil)
    return one, other


def add_gone(session, world):
    """One more that is about to leave."""
    said = actions.Described(name=f"Ancienne {NAME}"[:60])
    return actions.add(session, world.site, said=said, by=world.civil)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?vue=tableau",
        "?vue=matrice",
        "?organisation={one}",
        "?avec=1",
        "?cherche=Pain",
        "/liste",
        "/editions",
        "/{one}",
        "/{one}/modifier",
        "/{one}/avec/{other}",
        "/{one}/relations/{other}",
        "/et-si?un={one}&autre={other}&part={one}",
    ],
)
def test_pages_show_a_name_as_it_was_typed(visitor, refs, world, address):
    one, other = refs
    page = visitor.sign_in(world.civil).get(HOME + address.format(one=one, other=other)).text
    assert_once(page)


def test_the_dashboard_and_the_journal_show_it_too(visitor, refs, world):
    visitor.sign_in(world.civil)
    assert_once(visitor.get(f"{SITE}/").text)
    assert "&amp;amp;amp;" not in visitor.get(f"{SITE}/journal").text


def assert_once(page: str) -> None:
    """The name stands in the text or in a field, whole; what was typed as an entity stays one."""
    assert "&amp;amp;amp;" not in page
    assert "&amp;#3" not in page
    tree = html.document_fromstring(page)
    values = [*tree.xpath("//@value"), *tree.xpath("//@aria-label"), tree.text_content()]
    plain = " ".join(" ".join(values).split()).replace("\u00a0", " ").replace("\u202f", " ")
    assert NAME in plain


@pytest.mark.parametrize("suffix", ["svg", "graphml", "gexf", "json", "csv", "xlsx"])
def test_files_hold_it_as_it_was_typed(visitor, refs, world, suffix):
    data = visitor.sign_in(world.civil).get(f"{HOME}/export.{suffix}").data
    assert any(NAME in one for one in READERS[suffix](data))


def test_the_poster_prints_it_as_it_was_typed(visitor, refs, world):
    data = visitor.sign_in(world.civil).get(f"{HOME}/export.pdf").data
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert bare(NAME) in bare(printed)


def bare(text: str) -> str:
    """The same without any space: a line is broken where there is room."""
    return re.sub(r"\s", "", text)


def test_the_picture_is_told_it_as_it_was_typed(visitor, refs, world):
    told = json.loads(visitor.sign_in(world.civil).get(f"{HOME}/graphe.json").text)
    assert NAME in {one["name"] for one in told["nodes"]}


def _drawn(data: bytes) -> list[str]:
    """The words of a drawing; lines that follow one another are one text."""
    tree = etree.fromstring(data)
    texts = [" ".join(" ".join(one.itertext()).split()) for one in tree.iter("{*}text", "{*}desc")]
    return [one.replace("\u00a0", " ") for one in texts]


def _table(data: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    return [str(one) for row in book.worksheets[0].iter_rows(values_only=True) for one in row]


READERS = {
    "svg": _drawn,
    "graphml": lambda data: [
        str(one) for _id, all_ in networkx.parse_graphml(data).nodes(data=True)
        for one in all_.values()
    ],
    "gexf": lambda data: [
        str(one)
        for _id, all_ in networkx.read_gexf(io.BytesIO(data)).nodes(data=True)
        for one in all_.values()
    ],
    "json": lambda data: [one["label"] for one in json.loads(data)["elements"]],
    "csv": lambda data: [
        one for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        for one in row
    ],
    "xlsx": _table,
}  # fmt: skip
