"""The page as a tagged PDF (PDF/UA-1) and as an image, through Typst.

Typst places each line where `sheet` says. What people wrote travels as JSON and is shown as
strings, never read as markup. It sees our faces only: no system font, no package, no network.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopspace.changes.rules import Level
from coopspace.exports.poster.drawing import ICON_RISE, ICON_SIZE, icon_alone, standalone
from coopspace.exports.poster.letters import FONTS, Paragraph, Run, Style, printable
from coopspace.exports.poster.paper import INK
from coopspace.exports.poster.poster import SYSTEMS
from coopspace.exports.poster.reading import reading
from coopspace.exports.poster.sheet import Sheet
from coopspace.kernel.later import Later

if TYPE_CHECKING:
    import typst
else:
    typst = Later("typst")

TEMPLATE = Path(__file__).with_name("poster.typ")
REGIONS = {"fr": "FR", "en": "GB"}


@cache
def faces() -> "typst.Fonts":
    """The four faces of the poster, read once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf(sheets: tuple[Sheet, ...], *, made_at: datetime, with_reading: bool = False) -> bytes:
    """The pages as one tagged PDF; with the same facts in words after them if asked."""
    made = _compile(
        sheets,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=made_at.replace(microsecond=0),
        with_reading=with_reading,
    )
    assert isinstance(made, bytes)
    return made


def png(sheet: Sheet) -> bytes:
    """One page as an image, fine enough for a projector or a message."""
    made = _compile((sheet,), format="png", ppi=sheet.paper.ppi, with_reading=False)
    assert isinstance(made, bytes)
    return made


def _compile(sheets: tuple[Sheet, ...], *, with_reading: bool, **how: Any) -> Any:
    content = _Content(sheets, with_reading=with_reading).everything()
    return typst.compile(
        _template(),
        root=str(FONTS),
        font_paths=faces(),
        ignore_system_fonts=True,
        package_path=str(FONTS),
        package_cache_path=str(FONTS),
        sys_inputs={"poster": json.dumps(content, ensure_ascii=False)},
        **how,
    )


def _room(run: Run) -> float:
    """The room to leave when there are no letters to write."""
    return run.width if run.icon or not run.text else 0.0


class _Content:
    """The pages as plain data; styles are numbered so that they are said once."""

    def __init__(self, sheets: tuple[Sheet, ...], *, with_reading: bool) -> None:
        self.sheets, self.with_reading = sheets, with_reading
        self.styles: dict[Style, int] = {}

    def everything(self) -> dict[str, Any]:
        poster, paper = self.sheets[0].poster, self.sheets[0].paper
        pages = [self._page(sheet) for sheet in self.sheets]
        return {
            "language": poster.language,
            "region": REGIONS.get(poster.language, ""),
            "title": printable(f"{poster.words.strategy} – {poster.title}"),
            "description": printable(poster.vision),
            "width": paper.width,
            "height": paper.height,
            "unit": paper.unit,
            "ink": INK,
            "pages": pages,
            "icons": {system: icon_alone(system) for system in SYSTEMS},
            "icon_size": ICON_SIZE,
            "icon_rise": ICON_RISE,
            "reading": reading(poster, paper) if self.with_reading else None,
            "styles": [
                [style.face, style.size, style.color, style.tracking] for style in self.styles
            ],
        }

    def _page(self, sheet: Sheet) -> dict[str, Any]:
        frame, poster = sheet.frame, sheet.poster
        return {
            "drawing": standalone(sheet),
            "over": self._text(frame.over),
            "title": self._text(frame.title),
            "columns": [self._column(sheet, level) for level in Level],
            "vision_over": self._text(frame.vision_over),
            "vision": self._text(frame.vision),
            "held_by": self._text(frame.held_by),
            "voices": [[self._text(one.name), self._text(one.said)] for one in frame.voices],
            "notes": self._text(frame.notes) if frame.notes else None,
            "key": self._text(frame.key),
            "signs": [self._text(one.name) for one in frame.signs],
            "key_lines": [self._text(one) for one in frame.key_lines],
            "live": [self._text(one) for one in frame.live],
            "address": poster.address,
            "scan": poster.words.scan % {"address": poster.address},
            "code_box": frame.code_box,
        }

    def _column(self, sheet: Sheet, level: Level) -> dict[str, Any]:
        head = next(one for one in sheet.frame.heads if one.level is level)
        cards = [card for card in sheet.board.cards.values() if card.change.level is level]
        return {
            "title": self._text(head.title),
            "saying": self._text(head.saying),
            "question": self._text(head.question) if head.question else None,
            "cards": [
                [card.x, card.y, [self._text(one) for one in card.paragraphs]] for card in cards
            ],
        }

    def _text(self, paragraph: Paragraph) -> list[Any]:
        return [
            paragraph.x,
            paragraph.y,
            paragraph.pitch,
            [
                [[self._style(run.style), run.text, _room(run), run.icon] for run in line]
                for line in paragraph.lines
            ],
        ]

    def _style(self, style: Style) -> int:
        return self.styles.setdefault(style, len(self.styles))
