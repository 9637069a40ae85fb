"""A document as a tagged PDF (PDF/UA-1), through Typst.

What people wrote travels as JSON and is shown as strings, never read as markup; nothing is fetched
from anywhere. Paper holds the letters that our faces draw: see `printable`.
"""

import json
import re
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from coopspace.exports.document import (
    Document,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Part,
)
from coopspace.exports.poster.letters import FONTS, MISSING, printable
from coopspace.exports.poster.pdf import REGIONS, faces
from coopspace.exports.sheets import MAKER
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

TEMPLATE = Path(__file__).with_name("paper.typ")
_ONCE = BoundedSemaphore(2)
_LONG, _LONG_IN_CELL = re.compile(r"\S{50,}"), re.compile(r"\S{16,}")
"""Words that no line may hold: without a place to break they would leave the page."""
_EVERY = 8
_BREAK = "\u200b"


def pdf(document: Document) -> bytes:
    """The document as it is printed; its source travels inside."""
    page = {
        "title": printable(document.title),
        "heading": printable(document.heading),
        "place": printable(document.place),
        "foot": printable(document.foot),
        "maker": MAKER,
        "language": document.language,
        "region": REGIONS.get(document.language, "US"),
        "parts": [_part(one) for one in document.parts],
    }
    inputs = {"document": json.dumps(page, ensure_ascii=False)}
    if document.carried:
        one = document.carried
        inputs |= {"name": one.name, "said": one.said, "source": one.content.decode()}
    how: dict[str, Any] = {"format": "pdf", "pdf_standards": "ua-1"}
    with _ONCE:
        made = typst.compile(
            TEMPLATE.read_bytes(),
            root=str(FONTS),
            font_paths=faces(),
            ignore_system_fonts=True,
            package_path=str(FONTS),
            package_cache_path=str(FONTS),
            sys_inputs=inputs,
            timestamp=document.made_at,
            **how,
        )
    assert isinstance(made, bytes)
    return made


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"is": "heading", "level": part.level + 1, "line": _titled(_line(part.line))}
    if isinstance(part, Paragraph):
        return {"is": part.look or "paragraph", "lines": [_line(one) for one in part.lines]}
    if isinstance(part, Listing):
        kind = "numbered" if part.numbered else "bulleted"
        return {"is": kind, "lines": [_line(one) for one in part.items]}
    if isinstance(part, Facts):
        kind = "code" if part.code else "facts"
        return {"is": kind, "items": [[_said(one) for one in fact] for fact in part.items]}
    return {
        "is": "table",
        "headings": [_said(one, _LONG_IN_CELL) for one in part.headings],
        "rows": [[_said(one, _LONG_IN_CELL) for one in row] for row in part.rows],
        "shares": part.shares(),
    }


def _titled(line: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A heading says something: one that only signs without a face make (PDF/UA-1) shows a □."""
    return line if any(one["text"].strip() for one in line) else [{"text": MISSING}]


def _line(line: Line) -> list[dict[str, Any]]:
    """The pieces of a line. Each is printed apart, but a space at its edge parts two words."""
    made: list[dict[str, Any]] = []
    for piece in line:
        marks = {name: True for name in ("bold", "italic") if getattr(piece, name)}
        link = {"link": piece.link} if piece.link else {}
        made.append({"text": _kept(piece.text), **marks, **link})
    return made


def _kept(text: str) -> str:
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    said = _said(text)
    return f"{head}{said}{tail}" if said else head


def _said(text: str, long: re.Pattern[str] = _LONG) -> str:
    """What paper can carry, its lines kept and its longest words broken where they must be."""
    return long.sub(_broken, "\n".join(printable(one) for one in text.split("\n")))


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return _BREAK.join(word[at : at + _EVERY] for at in range(0, len(word), _EVERY))
