"""A drawing stands alone, is told to those who do not see it, and has its table beside it."""

import io
import time
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pypdf import PdfReader

from coopspace.exports.drawings import Drawing, pdf, png, svg
from coopspace.exports.sheets import Book, Column, Kind, Sheet
from tests.exports.test_poster_pdf import structure, tags

AT = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 300">'
INSIDE = (
    '<title>Essai</title><rect x="0" y="0" width="400" height="300" fill="#1F1B52"/>'
    '<text x="420" y="60" font-family="Atkinson Hyperlegible Next" font-size="20">Été</text>'
)
DRAWN = Drawing(f"{HEAD}{INSIDE}</svg>", "Deux niveaux, et ce qui les sépare.")
SHEET = Sheet(
    "Réponses par niveau",
    (Column("Niveau"), Column("Réponses", Kind.NUMBER)),
    (("Coordination #import \"x\" *gras*", 4), ("<b>Assistance</b>", 3)),
    (("Site", "Le Haut-Plessis"),),
)  # fmt: skip


def book(*sheets: Sheet) -> Book:
    return Book("Tour n° 1 – Le Haut-Plessis", "fr", AT, sheets or (SHEET,), "À lire")


def test_the_file_holds_its_letters_and_asks_for_nothing():
    root = ET.fromstring(svg(DRAWN))
    assert root.tag.endswith("svg")
    kept = svg(DRAWN).decode()
    assert "@font-face" in kept
    assert kept.count("url(") == kept.count("url(data:font/woff2")
    assert "href" not in kept


def test_the_image_is_twice_as_fine_as_a_screen():
    image = Image.open(io.BytesIO(png(DRAWN)))
    assert image.size == (1600, 600)
    assert image.convert("RGB").getpixel((100, 100)) == (0x1F, 0x1B, 0x52)
    assert image.convert("RGB").getpixel((1590, 590)) == (255, 255, 255)


def test_the_page_is_read_aloud_with_its_table():
    reader = PdfReader(io.BytesIO(pdf(book(), DRAWN, lead=("Quatre réponses.",))), strict=True)
    root = reader.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == "fr-FR"
    found = tags(reader)
    assert found.count("/H1") == 1
    assert found.count("/TH") == 2
    assert found.count("/TD") == 4
    figures = [one for one in structure(root["/StructTreeRoot"]["/K"]) if one["/S"] == "/Figure"]
    assert [one["/Alt"] for one in figures] == [DRAWN.alt]
    words = reader.pages[0].extract_text()
    assert '#import "x" *gras*' in words
    assert "<b>Assistance</b>" in words
    assert "Le Haut-Plessis" in words
    assert reader.metadata.author == "CoopSpace"
    assert "Tour n° 1" in reader.metadata.title


def test_a_table_alone_makes_a_page_too():
    reader = PdfReader(io.BytesIO(pdf(book())), strict=True)
    assert "Coordination" in reader.pages[0].extract_text()
    assert "/Figure" not in tags(reader)


def test_a_long_table_repeats_its_headings_in_a_moment():
    rows = tuple((f"Ligne {n}", n) for n in range(500))
    start = time.perf_counter()
    made = pdf(book(Sheet("Longue", SHEET.columns, rows)), DRAWN)
    assert time.perf_counter() - start < 5
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) > 5
    assert all("Réponses" in page.extract_text() for page in reader.pages[1:-1])


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>1</script>",
        "<style>a{}</style>",
        '<image href="http://exemple.fr/x.png"/>',
        '<use href="#a"/>',
        "<foreignObject/>",
        '<rect onclick="x()"/>',
        '<rect fill="url(http://exemple.fr)"/>',
        '<rect fill="var(--ink)"/>',
        '<rect style="fill:red"/>',
        "<!-- rien -->",
        '<a href="http://exemple.fr"><text>x</text></a>',
    ],
)
def test_a_drawing_that_does_not_stand_alone_is_refused(hostile):
    with pytest.raises(ValueError, match=r"has no place|declares nothing"):
        Drawing(f"{HEAD}{hostile}</svg>", "")


def test_a_drawing_may_say_anything_in_its_words():
    said = "url(http://exemple.fr) &lt;script&gt; style=x onload=y &amp; href"
    Drawing(f"{HEAD}<text>{said}</text></svg>", said)
