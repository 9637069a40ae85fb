"""The page as SVG: real letters in our own faces, read aloud as lists of changes.

The faces travel inside the file; where they are refused, the reader's own letters take the same
places. Everything that people wrote goes through `_escaped`.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from coopspace.changes.rules import Level
from coopspace.exports.poster.drawing import drawing
from coopspace.exports.poster.frame import Frame, Head
from coopspace.exports.poster.letters import FONTS, Paragraph, Run, printable
from coopspace.exports.poster.sheet import Sheet

FACES = {
    "text": ("Atkinson Hyperlegible Next", 400, "atkinson-hyperlegible-next-400"),
    "strong": ("Atkinson Hyperlegible Next", 600, "atkinson-hyperlegible-next-600"),
    "display": ("Bricolage Grotesque", 700, "bricolage-grotesque-700"),
}
OTHERWISE = "system-ui, sans-serif"


def svg(sheet: Sheet) -> str:
    """The page as an SVG document."""
    return "".join(_parts(sheet))


@cache
def style() -> str:
    """The only style sheet of the file: where its faces come from. The same for every poster."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{_encoded(stem)}) format('woff2')}}"
        for family, weight, stem in FACES.values()
    )


@cache
def style_digest() -> str:
    """What a content security policy has to name for the style sheet above to be read."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _encoded(stem: str) -> str:
    return base64.b64encode((FONTS / f"{stem}.woff2").read_bytes()).decode()


def _parts(sheet: Sheet) -> Iterator[str]:
    poster, paper, frame = sheet.poster, sheet.paper, sheet.frame
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="title description"'
        f" lang={_attribute(poster.language)} xml:lang={_attribute(poster.language)}"
        f' width="{paper.width}mm" height="{paper.height}mm"'
        f' viewBox="0 0 {paper.width} {paper.height}">'
    )
    title = " – ".join(part for part in (poster.words.strategy, poster.title) if part)
    yield f'<title id="title">{_escaped(title)}</title>'
    about = poster.part_said or poster.words.key_links
    yield f'<desc id="description">{_escaped(about)}</desc>'
    yield f"<style>{style()}</style>"
    yield f'<g aria-hidden="true">{drawing(sheet)}</g>'
    yield _text(frame.over)
    yield _text(frame.title)
    for level in Level:
        yield from _column(sheet, level)
    yield f'<g role="group" aria-label={_attribute(poster.words.our_vision)}>'
    yield _text(frame.vision_over) + _text(frame.vision) + "</g>"
    yield from _foot(sheet, frame)
    yield "</svg>\n"


def _column(sheet: Sheet, level: Level) -> Iterator[str]:
    head = next(one for one in sheet.frame.heads if one.level is level)
    yield from _head(head)
    cards = [card for card in sheet.board.cards.values() if card.change.level is level]
    if not cards:
        return
    yield f'<g role="list" aria-label={_attribute(head.title.text)}>'
    for card in cards:
        yield (
            f'<g role="listitem" aria-label={_attribute(card.label)}>'
            f'<g aria-hidden="true" transform="translate({card.x:.3f} {card.y:.3f})">'
        )
        yield from map(_text, card.paragraphs)
        yield "</g></g>"
    yield "</g>"


def _head(head: Head) -> Iterator[str]:
    yield _text(head.title)
    yield _text(head.saying)
    if head.question:
        yield _text(head.question)


def _foot(sheet: Sheet, frame: Frame) -> Iterator[str]:
    yield _text(frame.held_by)
    yield f'<g role="list" aria-label={_attribute(frame.held_by.text)}>'
    for voice in frame.voices:
        said = f"{voice.name.text} : {voice.said.text}"
        yield f'<g role="listitem" aria-label={_attribute(said)}><g aria-hidden="true">'
        yield _text(voice.name) + _text(voice.said) + "</g></g>"
    yield "</g>"
    if frame.notes:
        yield _text(frame.notes)
    yield _text(frame.key)
    yield from _texts(sign.name for sign in frame.signs)
    yield from _texts(frame.key_lines)
    live, address, date = frame.live
    yield _text(live)
    yield f"<a href={_attribute(sheet.poster.address)}>{_text(address)}</a>"
    yield _text(date)


def _texts(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    return map(_text, paragraphs)


def _text(paragraph: Paragraph) -> str:
    """One element a paragraph, a place a run: nothing moves when the faces are not there."""
    runs = "".join(
        _run(run, paragraph.x + run.x, paragraph.y + number * paragraph.pitch)
        for number, line in enumerate(paragraph.lines)
        for run in line
        if run.text and not run.icon
    )
    return f'<text xml:space="preserve">{runs}</text>' if runs else ""


def _run(run: Run, x: float, y: float) -> str:
    family, weight, _stem = FACES[run.style.face]
    tracking = run.style.tracking * run.style.size
    spaced = f' letter-spacing="{tracking:.4f}"' if tracking else ""
    return (
        f'<tspan x="{x:.3f}" y="{y:.3f}" font-family="{family}, {OTHERWISE}" '
        f'font-weight="{weight}" font-size="{run.style.size:.4f}" fill="{run.style.color}"{spaced}>'
        f"{_escaped(run.text)}</tspan>"
    )


def _escaped(text: str) -> str:
    """Text as XML content: never read as markup, and without what XML forbids."""
    return escape(_legal(text))


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    opened, closed = text.startswith(" "), text.endswith(" ")
    inner = printable(text)
    return f"{' ' * opened}{inner}{' ' * (closed and bool(inner))}"
