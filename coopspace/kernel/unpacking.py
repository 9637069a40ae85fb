"""What a reader of strangers' files needs in its own process: limits, and a hand on the counter.

A reader is run by `confined`, alone, and says what it found on its standard output as JSON. An
archive is measured before it is opened; XML that declares a document type is not read, so that
entities never grow.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from defusedxml import DefusedXmlException

MEMORY = 512 * 1024 * 1024
SECONDS = 15
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
SMALL = 100 * 1024
_XML = (".xml", ".rels")
_ENCODING = re.compile(rb"""^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']""")
_PLAIN = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}


class Unreadable(Exception):
    """Why nothing is read: a word that the pages know."""


def parts(
    data: bytes, *, most: int, wanted: Callable[[str], bool] = lambda name: name.endswith(_XML)
) -> Iterator[tuple[str, bytes]]:
    """The parts of an archive that are wanted, none of which is larger than it says. Raises
    Unreadable."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        found = packed.infolist()
        declared = sum(part.file_size for part in found)
        packing = sum(part.compress_size for part in found)
        if len(found) > most or declared > MOST_UNPACKED:
            raise Unreadable("bomb")
        if declared > SMALL and declared > MOST_RATIO * max(packing, 1):
            raise Unreadable("bomb")
        left = MOST_UNPACKED
        for part in found:
            if part.is_dir() or not wanted(part.filename):
                continue
            with packed.open(part) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Unreadable("bomb")
            if part.filename.endswith(_XML) and not _safe(content):
                raise Unreadable("dtd")
            yield part.filename, content


def _safe(content: bytes) -> bool:
    """Whether this is XML in letters that we can look through, without a document type."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    said = _ENCODING.match(start)
    readable = start.startswith(b"<") and (said is None or said.group(1).lower() in _PLAIN)
    return readable and b"<!DOCTYPE" not in content and b"<!ENTITY" not in content


def answer(read: Callable[[str, list[bytes]], dict[str, Any]]) -> None:
    """Read what comes on the standard input, within limits: the length of each file on a line,
    then the files; their kind is the last argument."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    lengths = [int(one) for one in sys.stdin.buffer.readline().split()]
    files = [sys.stdin.buffer.read(length) for length in lengths]
    try:
        told = read(sys.argv[-1], files)
    except Unreadable as why:
        told = {"unreadable": str(why)}
    except DefusedXmlException:
        told = {"unreadable": "dtd"}
    except MemoryError:
        told = {"unreadable": "bomb"}
    except Exception:
        told = {"unreadable": "broken"}
    sys.stdout.write(json.dumps(told))
