"""Drawings to take away: an SVG of ours as itself, as an image, as a tagged PDF with its table.

The drawing comes from a template: shapes and words only, colours resolved for paper, nothing
fetched from anywhere. Typst turns it into the image and the page (PDF/UA-1); it sees our faces
only. Two files are made at the same time in a process, the others wait (SEC-30).
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from coopspace.exports.poster.letters import FONTS, printable
from coopspace.exports.poster.pdf import REGIONS, faces
from coopspace.exports.poster.svg import style
from coopspace.exports.sheets import MAKER, Book, Cell, Kind, Sheet
from coopspace.exports.widths import widths_of
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

TEMPLATE = Path(__file__).with_name("plate.typ")
FACE = "Atkinson Hyperlegible Next"
"""The `font-family` of a drawing's words: weights 400 and 600 travel with it."""
TWICE = 192
"""Pixels per inch: twice what a screen asks."""
WIDE = 1.2
"""From this proportion on, a drawing asks for a page in landscape."""
_LONGEST_LINE = 36
"""No column of a page is wider than so many characters while others wait for room."""
_SVG = "{http://www.w3.org/2000/svg}"
_NAMES = ("svg", "title", "desc", "g", "text", "tspan") + (
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
)
_SHAPES = frozenset(f"{_SVG}{name}" for name in _NAMES)
_ONCE = BoundedSemaphore(2)
Beside = tuple[tuple[str, str, str], ...]
"""Readings beside a drawing: a figure, the sentence that reads it, what follows from it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing and what it says to those who do not see it. Raises ValueError unless it stands
    alone: shapes and words, no link, no style, no script.
    """

    svg: str
    alt: str

    def __post_init__(self) -> None:
        for element in _read(self.svg).iter():
            _check(element)

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height, as its frame says them."""
        _x, _y, width, height = _read(self.svg).attrib["viewBox"].split()
        return float(width), float(height)


def svg(drawing: Drawing) -> bytes:
    """The drawing with its faces inside: the same letters wherever it is opened."""
    head, mark, rest = drawing.svg.strip().partition(">")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{mark}<style>{style()}</style>{rest}\n'
    ).encode()


def png(drawing: Drawing) -> bytes:
    """The drawing as an image, on white."""
    width, height = drawing.size
    page = (
        f"#set page(width: {width * 0.75}pt, height: {height * 0.75}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)'
    )
    return _compiled(page.encode(), {"drawing": drawing.svg.strip()}, format="png", ppi=TWICE)


def pdf(
    book: Book,
    drawing: Drawing | None = None,
    *,
    lead: tuple[str, ...] = (),
    beside: Beside = (),
) -> bytes:
    """The drawing, its table beside it, and the notes, on pages that everybody can read.

    `lead` are the sentences that say first what the drawing shows. With readings `beside` it, the
    drawing is a poster: A3 in landscape, each figure with its sentence at its right.
    """
    content = {
        "title": printable(book.title),
        "maker": MAKER,
        "language": book.language,
        "region": REGIONS.get(book.language, "US"),
        "foot": printable(f"{MAKER} · {book.title}"),
        "wide": _is_wide(book, drawing),
        "lead": [_said(one) for one in lead],
        "beside": [[_said(one) for one in told] for told in beside],
        "drawing": drawing.svg.strip() if drawing else None,
        "alt": printable(drawing.alt) if drawing else "",
        "sheets": [_table(sheet) for sheet in book.sheets if sheet.rows],
        "about": printable(book.about),
        "notes": [[_said(one) for one in note] for note in book.notes if note[1] not in lead],
    }
    return _compiled(
        TEMPLATE.read_bytes(),
        {"plate": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=book.made_at.replace(microsecond=0),
    )


def _compiled(page: bytes, inputs: dict[str, str], **how: Any) -> bytes:
    with _ONCE:
        made = typst.compile(
            page,
            root=str(FONTS),
            font_paths=faces(),
            ignore_system_fonts=True,
            package_path=str(FONTS),
            package_cache_path=str(FONTS),
            sys_inputs=inputs,
            **how,
        )
    assert isinstance(made, bytes)
    return made


def _read(text: str) -> ET.Element:
    """The drawing as a tree: ours, and without the declarations by which XML attacks."""
    if "<!" in text:
        raise ValueError("a drawing declares nothing")
    return ET.fromstring(text)  # noqa: S314


def _check(element: ET.Element) -> None:
    if element.tag not in _SHAPES:
        raise ValueError(f"{element.tag} has no place in a drawing")
    for name, value in element.attrib.items():
        known = name.removeprefix("{http://www.w3.org/XML/1998/namespace}")
        if (
            known in ("style", "class")
            or known.startswith(("on", "{"))
            or "(" in _outside(known, value)
        ):
            raise ValueError(f"{name} has no place in a drawing")


def _outside(name: str, value: str) -> str:
    """The value, where a reference could hide: a move or a word for those who listen is none."""
    return "" if name in ("transform", "aria-label") else value


def _is_wide(book: Book, drawing: Drawing | None) -> bool:
    if drawing is not None:
        width, height = drawing.size
        return width >= WIDE * height
    return any(sum(widths_of(sheet)) > 110 for sheet in book.sheets)


def _table(sheet: Sheet) -> dict[str, Any]:
    widths = [min(width, _LONGEST_LINE) for width in widths_of(sheet)]
    return {
        "title": printable(sheet.title),
        "headings": [_said(one) for one in sheet.headings],
        "numeric": [column.kind is Kind.NUMBER for column in sheet.columns],
        "widths": [max(width, sum(widths) / 14) for width in widths],
        "lines": [[_shown(cell) for cell in line] for line in sheet.lines],
    }


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else _said(str(cell))


def _said(text: str) -> str:
    """What paper can carry, its lines kept."""
    return "\n".join(printable(line) for line in text.split("\n"))
