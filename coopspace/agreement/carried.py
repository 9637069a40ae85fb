"""The canonical content inside a file of ours, whatever the file claims about itself.

A PDF is frozen with its version: its own digest is known. DOCX and ODT are copies to work on: they
carry the content that they were made from, and anybody may have changed their words since.
"""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

DOCX, ODT = "docx", "odt"
COPIES = (DOCX, ODT)
LARGEST = 8 * 1024 * 1024
"""No content that we froze is larger, in bytes: whatever a file claims, no more is unfolded."""
PLACE = "source/entente.json"
"""Where a copy carries the content, within its package."""
_MOST_PARTS = 1_000
_ODT = b"application/vnd.oasis.opendocument.text"
_WORD = "word/document.xml"
_EMBEDDED = re.compile(rb"<<([^<>]*/Type/EmbeddedFile[^<>]*(?:<<[^<>]*>>)?[^<>]*)>>\s*stream\r?\n")
_LENGTH = re.compile(rb"^/Length (\d+)|/Length (\d+)/Type/EmbeddedFile")
_DAMAGED = (BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)


class NotOurs(ValueError):
    """This file is not a version of an agreement; the message says why."""


def copied(data: bytes) -> tuple[str, bytes]:
    """What kind of copy this package is, and the content that it carries. Raises NotOurs."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if len(names) > _MOST_PARTS or names.count(PLACE) != 1:
                raise NotOurs("this file does not carry the content of an agreement")
            kind = _kind(package, names)
            with package.open(PLACE) as inside:
                return kind, inside.read(LARGEST + 1)
    except NotOurs:
        raise
    except (*_DAMAGED, zlib.error) as error:
        raise NotOurs("this file is damaged") from error


def _kind(package: ZipFile, names: list[str]) -> str:
    if _WORD in names:
        return DOCX
    if names[0] == "mimetype":
        with package.open("mimetype") as inside:
            if inside.read(len(_ODT) + 1) == _ODT:
                return ODT
    raise NotOurs("this file is neither a DOCX nor an ODT")


def embedded(pdf: bytes) -> bytes:
    """The one file that a PDF of ours carries: the canonical content. Raises NotOurs."""
    found = [*_EMBEDDED.finditer(pdf)]
    if len(found) != 1:
        raise NotOurs("this PDF does not carry the content of an agreement")
    head = found[0].group(1)
    length = _LENGTH.search(head)
    if length is None:
        raise NotOurs("this PDF does not carry the content of an agreement")
    start = found[0].end()
    stream = pdf[start : start + int(length.group(1) or length.group(2))]
    return _unfolded(stream) if b"/FlateDecode" in head else stream


def _unfolded(stream: bytes) -> bytes:
    unpack = zlib.decompressobj()
    try:
        content = unpack.decompress(stream, LARGEST)
    except zlib.error as error:
        raise NotOurs("the content that this PDF carries is damaged") from error
    if not unpack.eof:
        raise NotOurs("the content that this PDF carries is damaged")
    return content
