"""The printed page: tagged, in reading order, true to the words that people wrote."""

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from coopspace.changes.rules import Level
from coopspace.exports.poster.pdf import pdf, png
from coopspace.exports.poster.poster import PosterChange, PosterLink
from coopspace.exports.poster.sheet import Options, sheets
from coopspace.paths import STATIC
from tests.exports import samples

AT = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
HOSTILE = [
    '#import "@preview/evil:1.0.0": *',
    '#eval("1+1") #read("/etc/passwd")',
    "*gras* _souligné_ $x^2$ `code` <label> @ref [crochets] {accolades} ~ \\ // /* */",
    "</script><script>alert(1)</script> &amp; ]]> \"guillemets\" 'simples'",
    "Fête 🎉 et \x00 nul \x1b, \u202einversé\u202c, \ufeffmarque",
    "العربية والعبرية עברית dans une même phrase",
]


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def printed(poster=None, *, with_reading: bool = False, **options) -> PdfReader:
    return read(
        pdf(sheets(poster or samples.poster(), Options(**options)), made_at=AT,
            with_reading=with_reading)
    )  # fmt: skip


def structure(node) -> Iterator[DictionaryObject]:
    """The elements of the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from structure(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node["/K"])


def tags(reader: PdfReader) -> list[str]:
    return [str(one["/S"]) for one in structure(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])]


def words_of(reader: PdfReader, page: int = 0) -> str:
    return re.sub(r"\s+", " ", reader.pages[page].extract_text())


def test_the_page_declares_what_pdf_ua_asks():
    root = printed().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"].startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    packet = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", packet)
    assert "Stratégie de changement – Quartier des Trois-Ponts, Valmorel" in packet


def test_the_structure_follows_the_page():
    reader = printed()
    found = tags(reader)
    assert found[0] == "/Document"
    assert found.count("/H1") == 1
    assert found.count("/H2") == 6
    assert found.count("/LI") == 14 + 3 + 4
    assert not {"/Span", "/NonStruct"} & set(found)


def test_what_is_said_only_by_a_sign_is_named():
    changes = samples.changes_of(28, 21, 11)
    reader = printed(samples.poster(changes, samples.links_of(changes, 150)))
    figures = [
        one
        for one in structure(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
        if one["/S"] == "/Figure"
    ]
    named = [one["/Alt"] for one in figures]
    assert set(named[:-1]) == {"Bâti", "Économique", "Politique", "Culturel"}
    assert len(named) == sum(len(one.systems) for one in changes) + 1
    assert "coopspace.example" in named[-1]


def test_levels_are_read_from_left_to_right_then_the_vision():
    text = words_of(printed())
    order = ["Changements directs", "D6 Les", "Changements intermédiaires", "I5 Les"]
    order += ["Changements ultimes", "U3 Rien", "Notre vision", "plus personne", "Nous tenons"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_every_sentence_and_every_link_is_in_the_text():
    poster = samples.poster()
    text = words_of(printed(poster)).replace("\u00a0", " ")
    for change in poster.changes:
        assert change.statement in text
        assert f"{change.code} " in text
    assert poster.vision.replace("\u00a0", " ") in text
    assert "Mène à I2, I3" in text
    assert text.count("Mène à la vision") == 3
    assert "Reste à relier" in text
    for said in ("adoptée le 18 nov. 2025", "17 mars 2026"):
        assert said in text


def test_letters_stand_where_the_page_was_laid_out():
    (sheet,) = sheets(samples.poster())
    found: dict[str, tuple[float, float]] = {}

    def note(text, cm, tm, _font, _size) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        found.setdefault(text.strip(), (x / 72 * 25.4, sheet.paper.height - y / 72 * 25.4))

    printed().pages[0].extract_text(visitor_text=note)
    card = sheet.board.cards["I4"]
    laid = [(card.x, card.y, card.paragraphs[0]), (0, 0, sheet.frame.vision)]
    for left, top, paragraph in laid:
        for number, line in enumerate(paragraph.lines):
            expected = top + paragraph.y + number * paragraph.pitch
            x, y = found[line[-1].text.strip()]
            assert y == pytest.approx(expected, abs=0.05)
            assert x == pytest.approx(left + paragraph.x + line[-1].x, abs=0.3)


def test_headings_are_bookmarks():
    reader = printed()
    titles = [str(one.title) for one in reader.outline if not isinstance(one, list)]
    assert titles[0] == "Quartier des Trois-Ponts, Valmorel"


def test_the_live_page_can_be_followed():
    links = [one.get_object() for one in printed().pages[0]["/Annots"]]
    addresses = {one["/A"]["/URI"] for one in links}
    assert addresses == {"https://coopspace.example/sites/trois-ponts/strategie"}
    assert all(one["/Contents"] for one in links)


@pytest.mark.parametrize(("format", "size"), [("a3", (420, 297)), ("a4", (297, 210))])
def test_the_page_is_one_sheet_of_the_paper_asked_for(format, size):
    reader = printed(format=format)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    found = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
    assert found == size


def test_only_our_faces_are_inside_and_every_one_is():
    fonts = printed(samples.poster(changes=(hostile(HOSTILE[-1]),), links=[])).pages[0]
    found = {}
    for font in fonts["/Resources"]["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        found[inner["/BaseFont"].split("+")[1]] = inner["/FontDescriptor"]
    assert set(found) == {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-SemiBold",
        "BricolageGrotesque-Bold",
        "DejaVuSans",
    }
    assert all("/FontFile2" in one for one in found.values())


def hostile(text: str) -> PosterChange:
    return PosterChange("D1", Level.DIRECT, text, ("built",), warning=text, note=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_shown_and_never_obeyed(text):
    poster = samples.poster((hostile(text),), [PosterLink("D1", "V")], vision=text, title=text)
    for with_reading in (False, True):
        reader = printed(poster, with_reading=with_reading)
        shown = words_of(reader)
        for word in re.findall(r"[A-Za-z]{5,}", text):
            assert word in shown.replace(" ", "") or word in shown


def test_a_sentence_of_markup_is_printed_as_it_was_typed():
    text = HOSTILE[2].replace("~ ", "")
    poster = samples.poster((PosterChange("D1", Level.DIRECT, text),), [])
    assert "*gras* _souligné_ $x^2$ `code` <label> @ref [crochets]" in words_of(printed(poster))


def test_accents_ligatures_and_no_break_spaces_can_be_copied():
    text = "À l’œuvre\u00a0: « déjà » naître, où çà, Łódź – 50\u00a0% d’élèves."
    poster = samples.poster((PosterChange("D1", Level.DIRECT, text),), [])
    assert text.replace("\u00a0", " ") in words_of(printed(poster)).replace("\u00a0", " ")


def test_an_empty_chain_is_a_page_to_fill():
    text = words_of(printed(samples.poster((), [], vision="")))
    assert "The vision is still to be written, together." in text
    assert "What must people and organisations come to know or see" in text
    assert "No change is written yet." in text


def test_the_reading_pages_say_the_same_facts_in_full():
    poster = replace(samples.poster(), changes=(*samples.poster().changes,))
    reader = printed(poster, with_reading=True)
    assert len(reader.pages) > 1
    text = " ".join(words_of(reader, page) for page in range(1, len(reader.pages)))
    assert "The strategy in words" in text
    for change in poster.changes:
        assert change.statement in text
    assert text.count("Leads to:") == 13
    found = tags(reader)
    assert found.count("/LI") > 14 + 3 + 4 + 14 + len(poster.links)


def test_each_page_of_several_is_tagged_in_the_same_document():
    reader = printed(by_goal=True)
    assert len(reader.pages) == 4
    assert tags(reader).count("/H1") == 4
    assert "Page 4 of 4: what leads to no ultimate change yet" in words_of(reader, 3)


def test_the_image_has_the_size_of_its_paper():
    for format, expected in (("a3", (2480, 1754)), ("a4", (2339, 1654))):
        (sheet,) = sheets(samples.poster(), Options(format=format))
        image = Image.open(io.BytesIO(png(sheet)))
        assert image.format == "PNG"
        assert all(abs(a - b) <= 1 for a, b in zip(image.size, expected, strict=True))


def brightness(options: Options, x: float, y: float) -> int:
    """The grey of one spot of the page, given in millimetres, 0 to 255."""
    (sheet,) = sheets(samples.poster(), options)
    image = Image.open(io.BytesIO(png(sheet))).convert("L")
    scale = image.size[0] / sheet.paper.width
    return image.getpixel((int(x * scale), int(y * scale)))


def test_saving_ink_leaves_the_light_white_and_its_edge_dark_enough_to_be_seen_in_grey():
    assert brightness(Options(), 400, 60) < 215
    assert brightness(Options(saves_ink=True), 400, 60) == 255
    (sheet,) = sheets(samples.poster(), Options(saves_ink=True))
    image = Image.open(io.BytesIO(png(sheet))).convert("L")
    row = [image.getpixel((x, image.size[1] // 2)) for x in range(1855, 1880)]
    assert min(row) < 90


def test_the_page_says_nothing_of_the_machine_that_made_it():
    content = pdf(sheets(samples.poster()), made_at=AT)
    for folder in (Path.home(), STATIC.parent, Path(tempfile.gettempdir())):
        assert bytes(folder) not in content
    assert content == pdf(sheets(samples.poster()), made_at=AT)
