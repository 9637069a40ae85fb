"""A book of tables as ODS (OpenDocument 1.3), written with the standard library.

Measured in November 2026 side by side: 500 rows of 15 cells take odfdo 3.27 (Apache-2.0, on lxml)
2 s and 24 MiB of an idle server’s 150, this file 0.03 s and nothing. The tests read it back with
odfdo, which is a package of the tests only.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from coopspace.exports.sheets import MAKER, Book, Cell, Sheet, written
from coopspace.exports.widths import widths_of

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "meta": "meta",
        "config": "config",
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
    }.items()
)
_OPEN = f'{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
_RUNS = re.compile("^ +| +$| {2,}")
_NOTE_WIDTHS = (30, 80)
_MILLIMETRES = 2.1
"""The width of a character."""
_STYLES = (
    f"{_HEAD}<office:document-styles {_OPEN}><office:styles>"
    '<style:default-style style:family="table-cell"><style:table-cell-properties '
    'style:vertical-align="top" fo:wrap-option="wrap"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
    "</office:styles></office:document-styles>"
)
_DAY = (
    '<number:date-style style:name="N1"><number:year number:style="long"/><number:text>-'
    '</number:text><number:month number:style="long"/><number:text>-</number:text>'
    '<number:day number:style="long"/></number:date-style>'
)
_CELLS = (
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties '
    'fo:background-color="#F3ECEB" style:vertical-align="top" fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>'
)


def ods(book: Book) -> bytes:
    """The book, its headings kept in sight; the notes of its tables in a tab of their own."""
    files = {
        "content.xml": "".join(_content(book)),
        "styles.xml": _STYLES,
        "meta.xml": _meta(book),
        "settings.xml": _settings(book),
    }
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        packed.writestr(_entry(book, "mimetype", ZIP_STORED), TYPE)
        packed.writestr(_entry(book, "META-INF/manifest.xml"), _manifest(files))
        for name, text in files.items():
            packed.writestr(_entry(book, name), text)
    return held.getvalue()


def _entry(book: Book, name: str, how: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, book.made_at.timetuple()[:6])
    entry.compress_type = how
    return entry


def _manifest(files: Iterable[str]) -> str:
    lines = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in files
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest'
        f':1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:version="1.3" manifest:media-type="{TYPE}"/>{lines}</manifest:manifest>'
    )


def _meta(book: Book) -> str:
    made = book.made_at.replace(tzinfo=None, microsecond=0).isoformat()
    return (
        f"{_HEAD}<office:document-meta {_OPEN}><office:meta>"
        f"<meta:generator>{MAKER}</meta:generator><dc:title>{escape(written(book.title))}</dc:title>"
        f"<meta:initial-creator>{MAKER}</meta:initial-creator><dc:creator>{MAKER}</dc:creator>"
        f"<meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
        f"<dc:language>{escape(book.language)}</dc:language></office:meta></office:document-meta>"
    )


def _settings(book: Book) -> str:
    """The first row stays in sight."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(tab)}>"
        + "".join(
            f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
            "</config:config-item>"
            for name, kind, value in (
                ("VerticalSplitMode", "short", 2),
                ("VerticalSplitPosition", "int", 1),
                ("PositionBottom", "int", 1),
                ("ActiveSplitRange", "short", 2),
            )
        )
        + "</config:config-item-map-entry>"
        for _sheet, tab in zip(book.sheets, book.tabs, strict=False)
    )
    return (
        f"{_HEAD}<office:document-settings {_OPEN}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{frozen}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _content(book: Book) -> Iterator[str]:
    widths = [widths_of(sheet) for sheet in book.sheets] + [_NOTE_WIDTHS]
    yield f"{_HEAD}<office:document-content {_OPEN}><office:automatic-styles>{_DAY}{_CELLS}"
    for width in sorted({one for several in widths for one in several}):
        yield (
            f'<style:style style:name="w{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * _MILLIMETRES:.1f}mm"/>'
            "</style:style>"
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet, tab, columns in zip(book.sheets, book.tabs, widths, strict=False):
        yield from _table(sheet, tab, columns)
    if book.notes:
        yield from _opening(book.tabs[-1], _NOTE_WIDTHS)
        yield from (_row(note) for note in book.notes)
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _opening(tab: str, widths: Iterable[int]) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(tab)}>"
    yield from (f'<table:table-column table:style-name="w{width}"/>' for width in widths)


def _table(sheet: Sheet, tab: str, widths: Iterable[int]) -> Iterator[str]:
    yield from _opening(tab, widths)
    yield f"<table:table-header-rows>{_row(sheet.headings, 'head')}</table:table-header-rows>"
    yield from (_row(line) for line in sheet.lines)
    yield "</table:table>"


def _row(line: Iterable[Cell], style: str = "") -> str:
    return f"<table:table-row>{''.join(_cell(one, style) for one in line)}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    dressed = f' table:style-name="{style}"' if style else ""
    if isinstance(cell, str):
        said = "".join(f"<text:p>{_line(one)}</text:p>" for one in cell.split("\n"))
        return f'<table:table-cell office:value-type="string"{dressed}>{said}</table:table-cell>'
    if isinstance(cell, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell}" '
            f'table:style-name="day"><text:p>{cell}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"{dressed}>'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def _line(text: str) -> str:
    """A line; a run of spaces, or one at an edge, would be read as a single one or none."""
    return _RUNS.sub(_spaces, escape(text)).replace("\t", "<text:tab/>")


def _spaces(found: re.Match[str]) -> str:
    several = len(found[0])
    if found.start() == 0 or found.end() == len(found.string):
        return f'<text:s text:c="{several}"/>'
    return f' <text:s text:c="{several - 1}"/>'
