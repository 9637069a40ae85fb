"""Documents are read as they were written, apart from us; hostile ones do nothing."""

import io
import re
import zipfile

import docx
import odfdo
import pytest

from coopspace.agreement import documents, receiving, wordprocessing
from coopspace.kernel import confined, unpacking
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.unpacking import Unreadable
from tests.agreement.documents import PAGE, charter, letter, part, repacked, saved

BODY = "word__document.xml"


def words(blocks) -> list[tuple[str, int, str]]:
    """What stands in these blocks: kind, level, words, a bar between lines."""
    return [
        (
            one["kind"],
            one["level"],
            "|".join("".join(piece["text"] for piece in line) for line in one["lines"]),
        )
        for one in blocks
    ]


def marks(blocks) -> dict[str, dict[str, object]]:
    """The marks of each piece that bears some."""
    return {
        piece["text"]: {name: value for name, value in piece.items() if name != "text"}
        for one in blocks
        for line in one["lines"]
        for piece in line
        if len(piece) > 1
    }


def test_a_docx_is_read_with_its_formats():
    told = documents.read("docx", [charter()])["blocks"]
    assert words(told) == [
        ("heading", 1, "Charte du quartier"),
        ("paragraph", 0, "Pourquoi nous écrivons ceci."),
        ("heading", 2, "1. Pouvoir"),
        ("heading", 3, "Comment nous décidons"),
        ("paragraph", 0, "Nous décidons par consentement."),
        ("bullet", 0, "une proposition"),
        ("bullet", 0, "une objection"),
        ("ordered", 0, "puis l’accord"),
        ("heading", 2, "Communication externe"),
        ("paragraph", 0, "Voir notre page"),
        ("paragraph", 0, "Pas ceci"),
        ("paragraph", 0, "Qui | Quoi|La ville | Le journal"),
    ]
    assert marks(told) == {
        "décidons": {"bold": True},
        " par ": {"italic": True},
        "notre page": {"link": PAGE},
    }


def test_an_odt_is_read_with_its_formats():
    told = documents.read("odt", [letter()])["blocks"]
    assert words(told) == [
        ("heading", 2, "Nos lieux"),
        ("paragraph", 0, "La table décide"),
        ("paragraph", 0, "Voir notre page"),
        ("bullet", 0, "un"),
        ("bullet", 0, "deux"),
        ("paragraph", 0, "Qui | Quoi"),
    ]
    assert marks(told) == {"décide": {"bold": True}, "notre page": {"link": PAGE}}


def test_what_a_revision_struck_out_is_not_read_and_what_it_added_is():
    data = charter()
    text = part(data, "word/document.xml").decode()
    revised = re.sub(
        r"(<w:p>(?:(?!</w:p>).)*Pourquoi)",
        '<w:p><w:ins w:id="1"><w:r><w:t>Ajouté</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>Rayé</w:delText></w:r></w:del></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Encadré</w:t></w:r></w:p></w:sdtContent></w:sdt>\\1",
        text,
        count=1,
        flags=re.S,
    )
    told = documents.read("docx", [repacked(data, **{BODY: revised.encode()})])["blocks"]
    said = [text for _kind, _level, text in words(told)]
    assert "Ajouté" in said
    assert "Encadré" in said
    assert not any("Rayé" in one for one in said)


def test_styles_that_rest_on_each_other_in_a_circle_end():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    circle = "".join(
        f'<w:style w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("a", "b"), ("b", "a"))
    )
    data = repacked(
        charter(), **{"word__styles.xml": f"<w:styles {w}>{circle}</w:styles>".encode()}
    )
    assert documents.read("docx", [data])["blocks"]


def many(count: int) -> bytes:
    made = docx.Document()
    data = saved(made)
    head, tail = part(data, "word/document.xml").split(b"<w:body>")
    lines = b"<w:p><w:r><w:t>mot</w:t></w:r></w:p>" * count
    return repacked(data, **{BODY: head + b"<w:body>" + lines + tail})


def wide() -> bytes:
    made = odfdo.Document("text")
    data = saved(made)
    said = part(data, "content.xml")
    cell = b'<table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p>'
    table = (
        b'<table:table><table:table-row table:number-rows-repeated="99999999">'
        + cell
        + b"</table:table-cell></table:table-row></table:table></office:text>"
    )
    found = re.sub(rb"</office:text>", table, said)
    if found == said:
        found = re.sub(rb"<office:text\s*/>", b"<office:text>" + table, said)
    return repacked(data, **{"content.xml": found})


LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')
DEEP = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:sdt><w:sdtContent>" * 20_000
    + b"</w:sdtContent></w:sdt>" * 20_000
    + b"</w:body></w:document>"
)
HOSTILE = {
    "billion laughs": ("a.docx", lambda: repacked(charter(), **{BODY: LAUGHS})),
    "external entity": ("a.docx", lambda: repacked(charter(), **{BODY: OUTSIDE})),
    "in other letters": (
        "a.docx",
        lambda: repacked(charter(), **{BODY: LAUGHS.decode().encode("utf-16")}),
    ),
    "in letters of its own": (
        "a.docx",
        lambda: repacked(charter(), **{BODY: LAUGHS.decode().encode("cp037")}),
    ),
    "zip bomb": ("a.docx", lambda: repacked(charter(), **{BODY: b"0" * 60_000_000})),
    "ratio": ("a.odt", lambda: repacked(letter(), big=b"0" * 30_000_000)),
    "many entries": (
        "a.docx",
        lambda: repacked(charter(), **{f"a{n}.xml": b"<a/>" for n in range(2_001)}),
    ),
    "nested without end": ("a.docx", lambda: repacked(charter(), **{BODY: DEEP})),
    "too many blocks": ("a.docx", lambda: many(4_200)),
    "macros": (
        "a.docx",
        lambda: repacked(
            charter(),
            **{
                "[Content_Types].xml": part(charter(), "[Content_Types].xml").replace(
                    b"wordprocessingml.document.main", b"document.macroEnabled.main"
                )
            },
        ),
    ),
    "another sort of archive": ("a.docx", letter),
    "a docx named odt": ("a.odt", charter),
    "broken xml": ("a.docx", lambda: repacked(charter(), **{BODY: b"<w:document>"})),
    "cut short": ("a.docx", lambda: charter()[:2_000]),
    "encrypted": (
        "a.odt",
        lambda: repacked(
            letter(), **{"META-INF__manifest.xml": b"<manifest><encryption-data/></manifest>"}
        ),
    ),
    "protected": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "without words": ("a.docx", lambda: saved(docx.Document())),
    "nothing": ("a.docx", lambda: b""),
    "too large": ("a.docx", lambda: b"PK\x03\x04" + b"\0" * receiving.LARGEST),
    "an image": ("a.docx", lambda: b"\x89PNG\r\n\x1a\n"),
    "an old format": ("a.doc", lambda: b"\xd0\xcf\x11\xe0"),
    "a program": ("a.exe", lambda: b"MZ"),
    "no extension": ("charte", charter),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_document_of_ours_is_refused_with_an_instruction(name):
    file, data = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        receiving.cut(file, data())
    assert refused.value.field == "file"


def test_what_a_table_says_it_repeats_is_read_once():
    found = receiving.cut("a.odt", wide())
    assert [one.blocks[0].lines[0][0].text for one in found] == ["x"]


def test_the_process_that_reads_says_why_it_does_not():
    assert confined.ask(receiving.READER, "docx", [b"PK\x03\x04"]) == {"unreadable": "broken"}
    assert confined.ask("coopspace.nothing_of_this_name", "docx", [b""]) == {"unreadable": "bomb"}


def test_an_archive_that_says_less_than_it_holds_is_not_read():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("a.xml", b"<a/>")
        packed.writestr("b.txt", b"never asked for")
    assert [name for name, _content in unpacking.parts(kept.getvalue(), most=2)] == ["a.xml"]
    with pytest.raises(Unreadable, match="bomb"):
        list(unpacking.parts(kept.getvalue(), most=1))


def test_a_document_without_its_types_is_none():
    with pytest.raises(Unreadable, match="kind"):
        list(wordprocessing.read({wordprocessing.DOCUMENT: b"<a/>"}))
