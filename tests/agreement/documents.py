"""Documents as people write them, made for tests by the libraries that office suites agree with."""

import io
import zipfile

import docx
import odfdo
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

PAGE = "https://exemple.fr/charte"


def charter(mark: str = "") -> bytes:
    """A charter in DOCX: a title, headings of two levels, every format that is read."""
    made = docx.Document()
    made.add_heading("Charte du quartier", 0)
    made.add_paragraph("Pourquoi nous écrivons ceci.")
    made.add_heading("1. Pouvoir", 1)
    made.add_heading("Comment nous décidons", 2)
    said = made.add_paragraph("Nous ")
    said.add_run("décidons").bold = True
    said.add_run(" par ").italic = True
    said.add_run(f"consentement {mark}.".replace(" .", "."))
    made.add_paragraph("une proposition", style="List Bullet")
    made.add_paragraph("une objection", style="List Bullet")
    made.add_paragraph("puis l’accord", style="List Number")
    made.add_heading("Communication externe", 1)
    _link(made.add_paragraph("Voir "), "notre page", PAGE)
    _link(made.add_paragraph("Pas "), "ceci", "javascript:alert(1)")
    table = made.add_table(2, 2)
    for row, words in enumerate((("Qui", "Quoi"), ("La ville", "Le journal"))):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    return saved(made)


def saved(document) -> bytes:
    """Its bytes, by either library."""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def letter() -> bytes:
    """The same sort of text in ODT."""
    made = odfdo.Document("text")
    body = made.body
    body.clear()
    bold = odfdo.Style("text", name="Fort", bold=True)
    made.insert_style(bold, automatic=True)
    body.append(odfdo.Header(1, "Nos lieux"))
    said = odfdo.Paragraph("La table ")
    said.append(odfdo.Span("décide", style="Fort"))
    body.append(said)
    link = odfdo.Paragraph("Voir ")
    link.append(odfdo.Link(PAGE, text="notre page"))
    body.append(link)
    body.append(odfdo.List(["un", "deux"]))
    table = odfdo.Table("t", width=2, height=1)
    table.set_value((0, 0), "Qui")
    table.set_value((1, 0), "Quoi")
    body.append(table)
    return saved(made)


def repacked(data: bytes, **parts: bytes | None) -> bytes:
    """An archive with some of its parts replaced, added, or left out (None)."""
    kept = io.BytesIO()
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            if one not in named:
                new.writestr(one, old.read(one))
        for name, content in named.items():
            if content is not None:
                new.writestr(name, content)
    return kept.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name)


def _link(paragraph, words: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), key)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
