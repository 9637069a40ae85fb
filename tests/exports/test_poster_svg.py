"""The page as SVG: real letters, read aloud as lists, safe to open anywhere."""

import base64
import hashlib
import re
from xml.etree import ElementTree as ET

import pytest

from coopspace.changes.rules import VISION
from coopspace.exports.poster.poster import PosterLink
from coopspace.exports.poster.sheet import Options, sheets
from coopspace.exports.poster.svg import style, style_digest, svg
from tests.exports import samples
from tests.exports.test_poster_pdf import HOSTILE, hostile

SVG = "{http://www.w3.org/2000/svg}"


def drawn(poster=None, **options) -> ET.Element:
    return ET.fromstring(svg(sheets(poster or samples.poster(), Options(**options))[0]))


def texts(root: ET.Element) -> str:
    said = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    return re.sub(r"\s+", " ", " ".join(said))


def labels(root: ET.Element, role: str) -> list[str]:
    return [one.get("aria-label") for one in root.iter() if one.get("role") == role]


def test_every_sentence_is_real_text():
    poster = samples.poster()
    said = texts(drawn(poster))
    for change in poster.changes:
        assert f"{change.code} {change.statement}" in said
    assert "plus personne ne traverse seul." in said
    assert "Mène à I2, I3" in said


@pytest.mark.parametrize("counts", [(0, 0, 0), (1, 0, 0), (28, 21, 11)])
def test_any_chain_makes_a_well_formed_page(counts):
    changes = samples.changes_of(*counts)
    poster = samples.poster(changes, samples.links_of(changes, 150) if changes else [])
    root = drawn(poster)
    assert root.tag == f"{SVG}svg"
    assert len(labels(root, "listitem")) == len(changes) + 3


def test_each_change_is_read_with_its_systems_and_what_it_leads_to():
    read = labels(drawn(), "listitem")
    assert (
        "D3 Les familles savent où faire garder un enfant, même tôt le matin ou le samedi. "
        "Économique, Culturel. Mène\u00a0à\u00a0I2, I3"
    ) in read
    assert read[5].endswith("Bâti, Politique. Reste à relier")
    assert labels(drawn(), "list") == [
        "Changements directs",
        "Changements intermédiaires",
        "Changements ultimes",
        "Nous tenons ce cap ensemble",
    ]


def test_the_page_is_named_and_described():
    root = drawn()
    named = root.get("aria-labelledby").split()
    found = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert found[named[0]] == "Stratégie de changement – Quartier des Trois-Ponts, Valmorel"
    assert found[named[1]].startswith("De gauche à droite")
    assert root.get("lang") == "fr"


def test_shapes_are_hidden_from_those_who_listen():
    root = drawn()
    hidden = {
        shape
        for group in root.iter(f"{SVG}g")
        if group.get("aria-hidden") == "true"
        for shape in group.iter(f"{SVG}path")
    }
    assert hidden == set(root.iter(f"{SVG}path"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_stays_text(text):
    poster = samples.poster((hostile(text),), [PosterLink("D1", VISION)], vision=text, title=text)
    source = svg(sheets(poster)[0])
    root = ET.fromstring(source)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {
        "svg", "title", "desc", "style", "g", "path", "text", "tspan", "a",
    }  # fmt: skip
    assert "\x00" not in source
    for word in re.findall(r"[A-Za-z]{5,}", text):
        assert word in texts(root).replace(" ", "") or word in texts(root)


def test_nothing_is_fetched_from_anywhere_and_nothing_runs():
    source = svg(sheets(samples.poster())[0])
    outside = re.findall(r"""(?:href|src|url)\s*[=(]\s*["']?(?!data:)([^"')]+)""", source)
    assert outside == ["https://coopspace.example/sites/trois-ponts/strategie"]
    assert not re.search(r"<script|\son\w+=|javascript:|style=", source)


def test_the_faces_travel_inside_and_their_style_sheet_can_be_named():
    root = drawn()
    (sheet,) = root.iter(f"{SVG}style")
    assert sheet.text == style()
    digest = base64.b64encode(hashlib.sha256(sheet.text.encode()).digest()).decode()
    assert style_digest() == f"'sha256-{digest}'"
    for encoded in re.findall(r"base64,([^)]+)\)", style()):
        assert base64.b64decode(encoded)[:4] == b"wOF2"


def test_the_file_stays_light():
    changes = samples.changes_of(28, 21, 11)
    source = svg(sheets(samples.poster(changes, samples.links_of(changes, 150)))[0])
    assert len(source) < 300_000


def test_letters_do_not_move_when_the_faces_are_missing():
    for one in drawn().iter(f"{SVG}tspan"):
        assert one.get("x")
        assert one.get("y")
        assert one.get("font-family").endswith("system-ui, sans-serif")
