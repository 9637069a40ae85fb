"""A document as DOCX (Office Open XML), for Word and LibreOffice.

Our own skeleton stands in for the one of python-docx: the styles that a document uses and no other,
no thumbnail, no name of a machine, nothing from another host. The same document gives the same
bytes, and the dates in it are its own.
"""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coopspace.exports.document import (
    Carried,
    Document,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Part,
    Table,
)
from coopspace.exports.poster.pdf import REGIONS
from coopspace.exports.sheets import MAKER
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import docx
    from docx.document import Document as Word
    from docx.opc import constants, packuri
    from docx.opc import part as opc
    from docx.oxml import ns, parser
    from docx.text import run as runs
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run
else:
    docx = Later("docx")
    constants = Later("docx.opc.constants")
    packuri = Later("docx.opc.packuri")
    opc = Later("docx.opc.part")
    ns = Later("docx.oxml.ns")
    parser = Later("docx.oxml.parser")
    runs = Later("docx.text.run")

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SOURCE = "urn:coopspace:source"
"""How a document is bound to the source that it carries."""
_SKELETON = Path(__file__).with_name("skeleton")
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/document.xml": "document.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
_WIDTH = 9412
"""Between the margins, in twentieths of a point."""
_TITLE_MAX = 255
_NUMBERS = 1
"""The abstract numbering of numbered lists, in the skeleton."""


def written(document: Document) -> bytes:
    """The document, to be changed by anybody: it says so at its end."""
    writer = _Writer(document.language)
    writer.describe(document)
    writer.paragraph("Subtitle").add_run(document.place)
    writer.paragraph("Title").add_run(document.heading)
    for one in document.to_change().parts:
        writer.add(one)
    writer.foot(document.foot)
    if document.carried:
        writer.carry(document.carried)
    held = BytesIO()
    writer.word.save(held)
    return _packed(held.getvalue(), document.made_at)


@lru_cache(maxsize=4)
def _skeleton(language: str) -> bytes:
    """An empty document in this language."""
    spoken = f"{language}-{REGIONS.get(language, 'US')}"
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        for name, file in _PARTS.items():
            packed.writestr(name, (_SKELETON / file).read_text("utf-8").replace("{lang}", spoken))
    return held.getvalue()


def _packed(made: bytes, at: datetime) -> bytes:
    """The same parts in the same order, each dated as the document."""
    held = BytesIO()
    with ZipFile(BytesIO(made)) as found, ZipFile(held, "w") as packed:
        for name in found.namelist():
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, found.read(name))
    return held.getvalue()


class _Writer:
    """Fills an empty document, part after part."""

    def __init__(self, language: str) -> None:
        self.word: Word = docx.Document(BytesIO(_skeleton(language)))
        self.under_table = False

    def describe(self, document: Document) -> None:
        """What the file says of itself: its title, the house that made it, its day."""
        about, at = self.word.core_properties, document.made_at.astimezone(UTC)
        about.title = document.title[:_TITLE_MAX]
        about.author = about.last_modified_by = MAKER
        about.created = about.modified = at.replace(tzinfo=None)
        about.language = document.language
        about.revision = 1

    def add(self, one: Part) -> None:
        """The next part."""
        if isinstance(one, Heading):
            self.fill(self.paragraph(f"Heading {one.level}"), one.line)
        elif isinstance(one, Paragraph):
            self.fill(self.paragraph(one.look.capitalize() or "Normal"), *one.lines)
        elif isinstance(one, Listing):
            self.list(one)
        elif isinstance(one, Facts):
            self.facts(one)
        elif one.rows:
            self.table(one)

    def paragraph(self, style: str) -> "WordParagraph":
        """An empty paragraph; under a table it keeps its distance."""
        made = self.word.add_paragraph(style=style)
        if self.under_table and style in ("Normal", "Aside"):
            made.paragraph_format.space_before = docx.shared.Pt(10)
        self.under_table = False
        return made

    def fill(self, paragraph: "WordParagraph", *lines: Line) -> None:
        """The words of some lines."""
        for at, line in enumerate(lines):
            if at:
                paragraph.add_run().add_break()
            for piece in line:
                if piece.text:
                    run = self.link(paragraph, piece.link) if piece.link else paragraph.add_run()
                    run.text = piece.text
                    run.bold, run.italic = piece.bold or None, piece.italic or None

    def link(self, paragraph: "WordParagraph", to: str) -> "Run":
        """Where words will lead somewhere."""
        key = paragraph.part.relate_to(to, constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = self.within(paragraph, _element("w:hyperlink", {"r:id": key}))
        made.style = self.word.styles["Hyperlink"]
        return made

    def within(self, paragraph: "WordParagraph", holder: Any) -> "Run":
        """A run inside another element of the paragraph."""
        inside = _element("w:r")
        holder.append(inside)
        paragraph._p.append(holder)
        return runs.Run(inside, paragraph)

    def list(self, one: Listing) -> None:
        """A list; a numbered one has a numbering of its own, so that it begins at 1."""
        number = 0
        if one.numbered:
            made = self.word.part.numbering_part.element.add_num(_NUMBERS)
            made.add_lvlOverride(ilvl=0).add_startOverride(1)
            number = int(made.numId)
        for item in one.items:
            paragraph = self.paragraph("List Number" if number else "List Bullet")
            self.fill(paragraph, item)
            if number:
                asked = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                asked.get_or_add_ilvl().val = 0
                asked.get_or_add_numId().val = number

    def facts(self, one: Facts) -> None:
        """A paragraph for each."""
        for term, said in one.items:
            paragraph = self.paragraph("Normal")
            paragraph.add_run(term, style="Strong")
            if one.code:
                paragraph.add_run().add_break()
                paragraph.add_run(said, style="Digest")
            else:
                paragraph.add_run(f"\u2003{said}")

    def table(self, one: Table) -> None:
        """A table whose first row is repeated on each page, whose rows are never cut."""
        made = self.word.add_table(len(one.rows) + 1, len(one.headings), style="Settled")
        made.autofit = False
        made._tbl.tblPr.append(_element("w:tblCaption", {"w:val": one.title}))
        widths = [str(_WIDTH * share // 100) for share in one.shares()]
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.set(ns.qn("w:w"), width)
        for at, (row, cells) in enumerate(zip(made.rows, (one.headings, *one.rows), strict=True)):
            asked = row._tr.get_or_add_trPr()
            asked.append(_element("w:cantSplit"))
            if at == 0:
                asked.append(_element("w:tblHeader"))
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell._tc.get_or_add_tcPr().get_or_add_tcW().set(ns.qn("w:w"), width)
                cell.paragraphs[0].style = "Cell Text"
                cell.paragraphs[0].add_run(text)
        self.under_table = True

    def foot(self, said: str) -> None:
        """What the document is, and which page this is. A table is never the last thing: Word
        wants a paragraph after it, which opens no page of its own."""
        if self.under_table:
            self.paragraph("After Table")
        paragraph = self.word.sections[0].footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.add_run(f"{said}\t")
        for at, code in enumerate(("PAGE", "NUMPAGES")):
            if at:
                paragraph.add_run(" / ")
            self.within(paragraph, _element("w:fldSimple", {"w:instr": code})).text = "1"

    def carry(self, carried: Carried) -> None:
        """The source as a part of its own, which readers of DOCX leave aside."""
        package = self.word.part.package
        made = opc.Part(
            packuri.PackURI(f"/source/{carried.name}"), "application/json", carried.content, package
        )
        package.relate_to(made, SOURCE)


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    return parser.OxmlElement(tag, {ns.qn(name): v for name, v in (attributes or {}).items()})
