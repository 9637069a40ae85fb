"""What every OpenDocument file of ours is made of: its package, its manifest, its own words.

Written with the standard library: see `opendocument` for what that spares.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from coopspace.exports.sheets import MAKER

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
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
        "svg": "svg-compatible",
        "number": "datastyle",
    }.items()
)
OPEN = (
    f'{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
)
_RUNS = re.compile("^ +| +$| {2,}")


def packed(kind: str, files: Mapping[str, str | bytes], at: datetime) -> bytes:
    """The package: its media type first and bare, its manifest, then each file, dated."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        package.writestr(_entry("mimetype", at, ZIP_STORED), kind)
        package.writestr(_entry("META-INF/manifest.xml", at), _manifest(kind, files))
        for name, content in files.items():
            package.writestr(_entry(name, at), content)
    return held.getvalue()


def meta(title: str, language: str, at: datetime) -> str:
    """What a file says of itself: its title, the house that made it, its day, and nothing else."""
    made = at.replace(tzinfo=None, microsecond=0).isoformat()
    return (
        f"{HEAD}<office:document-meta {OPEN}><office:meta>"
        f"<meta:generator>{MAKER}</meta:generator><dc:title>{escape(title)}</dc:title>"
        f"<meta:initial-creator>{MAKER}</meta:initial-creator><dc:creator>{MAKER}</dc:creator>"
        f"<meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
        f"<dc:language>{escape(language)}</dc:language></office:meta></office:document-meta>"
    )


def words(text: str) -> str:
    """A line; a run of spaces, or one at an edge, would be read as a single one or none."""
    return _RUNS.sub(_spaces, escape(text)).replace("\t", "<text:tab/>")


def _entry(name: str, at: datetime, how: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = how
    return entry


def _manifest(kind: str, files: Iterable[str]) -> str:
    lines = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{_media(name)}"/>'
        for name in files
    )
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest'
        f':1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:version="1.3" manifest:media-type="{kind}"/>{lines}</manifest:manifest>'
    )


def _media(name: str) -> str:
    return "application/json" if name.endswith(".json") else "text/xml"


def _spaces(found: re.Match[str]) -> str:
    several = len(found[0])
    if found.start() == 0 or found.end() == len(found.string):
        return f'<text:s text:c="{several}"/>'
    return f' <text:s text:c="{several - 1}"/>'
