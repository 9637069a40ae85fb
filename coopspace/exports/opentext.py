"""A document as ODT (OpenDocument 1.3), for LibreOffice and Word."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from coopspace.exports import odf
from coopspace.exports.document import (
    Document,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Part,
    Table,
)
from coopspace.exports.odf import HEAD, OPEN
from coopspace.exports.poster.pdf import REGIONS
from coopspace.live.formats import Piece

TYPE = "application/vnd.oasis.opendocument.text"
_STYLES = Path(__file__).with_name("skeleton") / "text_styles.xml"
_WIDTH = 166
"""Between the margins, in millimetres."""
_UNDER_TABLE = {"": "Under_20_table", "aside": "Aside_20_under_20_table"}
"""The styles that keep their distance from a table."""
_CELLS = (
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.8mm" fo:border="none" fo:border-bottom="1pt solid #2a1a2e"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.8mm" fo:border="none" fo:border-bottom="0.5pt solid #c3b4bf"/></style:style>'
    '<style:style style:name="rows" style:family="table"><style:table-properties '
    f'style:width="{_WIDTH}mm" table:align="left" table:border-model="collapsing"/></style:style>'
)


def odt(document: Document) -> bytes:
    """The document, to be changed by anybody: it says so at its end."""
    files: dict[str, str | bytes] = {
        "content.xml": "".join(_content(document.to_change())),
        "styles.xml": _styles(document),
        "meta.xml": odf.meta(document.title, document.language, document.made_at),
    }
    if document.carried:
        files[f"source/{document.carried.name}"] = document.carried.content
    return odf.packed(TYPE, files, document.made_at)


def _styles(document: Document) -> str:
    spoken = {"{language}": document.language, "{country}": REGIONS.get(document.language, "US")}
    styles = _STYLES.read_text("utf-8")
    for name, value in spoken.items():
        styles = styles.replace(name, value)
    return (
        f"{HEAD}<office:document-styles {OPEN}>{styles}<office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        f'<text:p text:style-name="Footer">{odf.words(document.foot)}<text:tab/>'
        "<text:page-number>1</text:page-number> / <text:page-count>1</text:page-count></text:p>"
        "</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def _content(document: Document) -> Iterator[str]:
    tables = [one for one in document.parts if isinstance(one, Table)]
    yield f"{HEAD}<office:document-content {OPEN}><office:automatic-styles>{_CELLS}"
    for share in sorted({share for one in tables for share in one.shares()}):
        yield (
            f'<style:style style:name="w{share}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{_WIDTH * share / 100:.2f}mm"/>'
            "</style:style>"
        )
    yield "</office:automatic-styles><office:body><office:text>"
    yield _p("Subtitle", odf.words(document.place))
    yield _p("Title", odf.words(document.heading))
    before: Part | None = None
    for number, one in enumerate(document.parts):
        yield from _part(one, number, isinstance(before, Table))
        before = one
    yield "</office:text></office:body></office:document-content>"


def _part(one: Part, number: int, under_table: bool) -> Iterator[str]:
    if isinstance(one, Heading):
        yield (
            f'<text:h text:style-name="Heading_20_{one.level}" text:outline-level="{one.level}">'
            f"{_line(one.line)}</text:h>"
        )
    elif isinstance(one, Paragraph):
        style = _UNDER_TABLE.get(one.look) if under_table else None
        yield _p(
            style or one.look.capitalize() or "Text_20_body",
            "<text:line-break/>".join(_line(line) for line in one.lines),
        )
    elif isinstance(one, Listing):
        yield from _list(one)
    elif isinstance(one, Facts):
        for fact in one.items:
            yield _fact(fact, _UNDER_TABLE[""] if under_table else "Text_20_body", one.code)
            under_table = False
    elif one.rows:
        yield from _table(one, number)


def _p(style: str, said: str) -> str:
    return f'<text:p text:style-name="{style}">{said}</text:p>'


def _list(one: Listing) -> Iterator[str]:
    style, names = ("Numbers", "List_20_Number") if one.numbered else ("Bullets", "List_20_Bullet")
    yield f'<text:list text:style-name="{style}">'
    for item in one.items:
        yield f"<text:list-item>{_p(names, _line(item))}</text:list-item>"
    yield "</text:list>"


def _fact(fact: tuple[str, str], style: str, code: bool) -> str:
    term = _span("Strong_20_Emphasis", odf.words(fact[0]))
    said = _lines(fact[1])
    between, shown = ("<text:line-break/>", _span("Digest", said)) if code else ("\u2003", said)
    return _p(style, f"{term}{between}{shown}")


def _table(one: Table, number: int) -> Iterator[str]:
    yield (
        f'<table:table table:name="Table{number}" table:style-name="rows"><table:title>'
        f"{escape(one.title)}</table:title>"
    )
    for share in one.shares():
        yield f'<table:table-column table:style-name="w{share}"/>'
    yield f"<table:table-header-rows>{_row(one.headings, head=True)}</table:table-header-rows>"
    yield from (_row(row) for row in one.rows)
    yield "</table:table>"


def _row(cells: Iterable[str], *, head: bool = False) -> str:
    style = "head" if head else "cell"
    return "".join(
        (
            "<table:table-row>",
            *(
                f'<table:table-cell table:style-name="{style}" office:value-type="string">'
                f"{_p(_cell(head or not at), _lines(cell))}</table:table-cell>"
                for at, cell in enumerate(cells)
            ),
            "</table:table-row>",
        )
    )


def _cell(names: bool) -> str:
    return "Table_20_Heading" if names else "Table_20_Contents"


def _lines(text: str) -> str:
    return "<text:line-break/>".join(odf.words(one) for one in text.split("\n"))


def _line(line: Line) -> str:
    return "".join(_piece(one) for one in line)


def _piece(piece: Piece) -> str:
    said = odf.words(piece.text)
    if piece.bold:
        said = _span("Strong_20_Emphasis", said)
    if piece.italic:
        said = _span("Emphasis", said)
    if piece.link:
        return (
            f'<text:a xlink:type="simple" xlink:href={quoteattr(piece.link)} '
            f'text:style-name="Internet_20_link">{said}</text:a>'
        )
    return said


def _span(style: str, said: str) -> str:
    return f'<text:span text:style-name="{style}">{said}</text:span>'
