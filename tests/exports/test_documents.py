"""One document, several formats: the same words in the same order, whole files, nothing foreign."""

import io
import json
import posixpath
import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import docx
import odfdo
import pypdf
import pytest

from coopspace.agreement import proof
from coopspace.agreement.carried import NotOurs
from coopspace.agreement.versions import digest_of
from coopspace.exports import document, opentext, paper, word
from coopspace.exports.document import Document, Heading, Listing, Table, line
from coopspace.exports.poster.letters import printable
from tests.exports.deeds import (
    AT,
    HOSTILE,
    LONG,
    draft,
    frozen_bytes,
    long,
    of_document,
    of_docx,
    of_odt,
    of_pdf,
    parts_of,
    rich,
    version,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_HOST = re.compile(rb"https?://[^\"'<> ]+")
_NAMES = (b"http://schemas.", b"http://purl.org/", b"http://www.w3.org/")
SAMPLES = [version(rich()), draft(rich()), version(long())]
NAMED = pytest.mark.parametrize("made", SAMPLES, ids=("hostile", "draft", "fifteen pages"))


@NAMED
def test_every_format_says_the_same_words_in_the_same_order(made: Document):
    said, changeable = of_document(made), of_document(made.to_change())
    assert len(said) > 1_000
    assert of_docx(word.written(made)) == changeable
    assert of_odt(opentext.odt(made)) == changeable
    shown = of_pdf(paper.pdf(made), made)
    assert "".join(shown) == "".join(said)
    if LONG not in said:
        assert shown == said


@NAMED
def test_every_format_has_as_many_headings_lists_and_rows(made: Document):
    wanted = Counter(f"h{one.level}" for one in made.parts if isinstance(one, Heading))
    wanted["rows"] = sum(len(one.rows) + 1 for one in made.parts if isinstance(one, Table))
    wanted["items"] = sum(len(one.items) for one in made.parts if isinstance(one, Listing))
    in_word = docx.Document(io.BytesIO(word.written(made)))
    styles = Counter(one.style.name for one in in_word.paragraphs)
    found = {f"h{level}": styles[f"Heading {level}"] for level in (1, 2, 3)}
    found["rows"] = sum(len(one.rows) for one in in_word.tables)
    found["items"] = styles["List Bullet"] + styles["List Number"]
    assert found == {name: wanted[name] for name in found}
    assert styles["Title"] == styles["Subtitle"] == 1
    content = ET.fromstring(parts_of(opentext.odt(made))["content.xml"])
    levels = Counter(one.get(f"{_TEXT}outline-level") for one in content.iter(f"{_TEXT}h"))
    found = {f"h{level}": levels[str(level)] for level in (1, 2, 3)}
    found["rows"] = sum(1 for _one in content.iter(f"{_TABLE}table-row"))
    found["items"] = sum(1 for _one in content.iter(f"{_TEXT}list-item"))
    assert found == {name: wanted[name] for name in found}


@NAMED
def test_a_docx_is_whole(made: Document):
    parts = parts_of(word.written(made))
    assert next(iter(parts)) == "[Content_Types].xml"
    known = ET.fromstring(parts["[Content_Types].xml"])
    typed = {one.get("PartName") for one in known} | {one.get("Extension") for one in known}
    for name, content in parts.items():
        if not name.endswith(".json"):
            ET.fromstring(content)
        assert f"/{name}" in typed or name.rsplit(".", 1)[1] in typed, name
        if name.endswith(".rels"):
            _resolves(name, content, parts)
    named = {one.get(f"{_W}styleId") for one in ET.fromstring(parts["word/styles.xml"])}
    used = re.findall(rb'<w:(?:p|r|tbl)Style w:val="([^"]+)"', parts["word/document.xml"])
    assert {one.decode() for one in used} <= named
    numbers = re.findall(rb'<w:num w:numId="(\d+)"', parts["word/numbering.xml"])
    assert {*re.findall(rb'<w:numId w:val="(\d+)"', parts["word/document.xml"])} <= {*numbers}
    assert len(numbers) == len({*numbers})


def _resolves(name: str, content: bytes, parts: dict[str, bytes]) -> None:
    """What a list of relationships names is there; only links leave the file."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for one in ET.fromstring(content).iter(f"{_R}Relationship"):
        target = one.get("Target") or ""
        if one.get("TargetMode") == "External":
            assert (one.get("Type") or "").endswith("/hyperlink")
            assert target.startswith(("https://exemple.fr/", "mailto:"))
            assert "[" not in target
        else:
            assert posixpath.normpath(posixpath.join(folder, target.lstrip("/"))) in parts


@NAMED
def test_an_odt_is_whole(made: Document):
    data = opentext.odt(made)
    first = ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert first.extra == b""
    parts = parts_of(data)
    assert parts.pop("mimetype").decode() == opentext.TYPE
    listed = {
        one.get(f"{_MANIFEST}full-path") for one in ET.fromstring(parts["META-INF/manifest.xml"])
    }
    assert listed == {"/", *parts} - {"META-INF/manifest.xml"}
    trees = [ET.fromstring(parts[name]) for name in ("content.xml", "styles.xml", "meta.xml")]
    named = {one.get(f"{_STYLE}name") for tree in trees for one in tree.iter()} - {None}
    for tree in trees:
        for one in tree.iter():
            for space in (_TEXT, _TABLE):
                style = one.get(f"{space}style-name")
                assert style is None or style in named, style


@NAMED
def test_nothing_comes_from_another_host_and_links_alone_lead_there(made: Document):
    for data in (word.written(made), opentext.odt(made)):
        for name, content in parts_of(data).items():
            assert b"javascript:" not in content or name.endswith(".json")
            found = [one for one in _HOST.findall(content) if not one.startswith(_NAMES)]
            if not name.endswith(".json"):
                assert all(one.startswith(b"https://exemple.fr/") for one in found), (name, found)


@pytest.mark.parametrize("made", SAMPLES[:2], ids=("version", "draft"))
def test_a_file_says_what_it_is_and_names_nobody_else(made: Document):
    about = docx.Document(io.BytesIO(word.written(made))).core_properties
    assert (about.title, about.author, about.last_modified_by) == (
        made.title,
        "CoopSpace",
        "CoopSpace",
    )
    assert about.language == "fr"
    assert about.created == about.modified == AT.replace(microsecond=0)
    assert (about.comments, about.keywords, about.category) == ("", "", "")
    styles = parts_of(word.written(made))["word/styles.xml"]
    assert b'<w:lang w:val="fr-FR"' in styles
    meta = odfdo.Document(io.BytesIO(opentext.odt(made))).meta
    assert (meta.title, meta.creator, str(meta.language)) == (made.title, "CoopSpace", "fr")
    assert b'fo:language="fr" fo:country="FR"' in parts_of(opentext.odt(made))["styles.xml"]
    info = pypdf.PdfReader(io.BytesIO(paper.pdf(made))).metadata
    assert info is not None
    assert (info.title, info.author) == (printable(made.title), "CoopSpace")


def test_pages_are_a4_and_the_headings_of_tables_are_marked():
    made = SAMPLES[2]
    page = docx.Document(io.BytesIO(word.written(made))).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    body = parts_of(word.written(made))["word/document.xml"]
    tables = sum(isinstance(one, Table) for one in made.parts)
    assert body.count(b"<w:tblHeader/>") == body.count(b"<w:tblCaption ") == tables > 0
    content = parts_of(opentext.odt(made))
    assert content["content.xml"].count(b"<table:table-header-rows>") == tables
    assert b'fo:page-width="210mm" fo:page-height="297mm"' in content["styles.xml"]
    reader = pypdf.PdfReader(io.BytesIO(paper.pdf(made)))
    assert {tuple(map(round, one.mediabox)) for one in reader.pages} == {(0, 0, 595, 842)}
    assert len(reader.pages) >= 14
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_numbered_list_begins_at_one_each_time():
    made = word.written(SAMPLES[0])
    lists = sum(isinstance(one, Listing) and one.numbered for one in SAMPLES[0].parts)
    numbering = ET.fromstring(parts_of(made)["word/numbering.xml"])
    assert sum(1 for _one in numbering.iter(f"{_W}startOverride")) == lists > 10


@NAMED
def test_the_same_document_gives_the_same_bytes(made: Document):
    for write in (word.written, opentext.odt, paper.pdf):
        assert write(made) == write(made)


def test_a_heading_that_paper_cannot_hold_stops_nobody():
    made = replace(SAMPLES[1], parts=(Heading(1, line("🦩")), Heading(2, ())))
    shown = pypdf.PdfReader(io.BytesIO(paper.pdf(made))).pages[0].extract_text()
    assert shown.count("□") == 2
    assert "🦩" in docx.Document(io.BytesIO(word.written(made))).paragraphs[2].text


def test_what_no_reader_must_meet_is_taken_off_every_format():
    text = "a\x0b\x1b\ufffe\ud800\x85b\u202ec\u2066d"
    assert document.cleaned(text) == "abcd"
    assert document.cleaned("a\r\nb\tc\u00a0d\u200d") == "a\nb\tc\u00a0d\u200d"


@pytest.mark.parametrize("write", [word.written, opentext.odt], ids=("docx", "odt"))
def test_a_copy_carries_the_content_and_is_no_proof(write):
    data = write(SAMPLES[0])
    told = proof.read_file(data)
    assert told.is_copy
    assert told.content == digest_of(frozen_bytes(rich()))
    assert told.digest == digest_of(data) != told.content
    assert HOSTILE[1] in json.dumps(told.values, ensure_ascii=False)
    with pytest.raises(NotOurs, match="does not carry"):
        proof.read_file(write(SAMPLES[1]))


def _package(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK",
        b"PK\x03\x04" + b"\0" * 40,
        _package({"source/entente.json": b"{}"}),
        _package({"mimetype": b"text/plain", "source/entente.json": frozen_bytes(rich())}),
        _package({"word/document.xml": b"", "source/entente.json": b"{}"}),
        _package({"word/document.xml": b"", "source/entente.json": b" " * (9 << 20)}),
        _package({f"{at}": b"" for at in range(1_200)}),
        word.written(SAMPLES[0])[:-40],
    ],
)
def test_a_package_that_is_no_copy_of_ours_is_refused(data):
    with pytest.raises(NotOurs):
        proof.read_file(data)
