"""Everything on the page that is not letters, as SVG shapes: the same for every writer.

Shapes carry no meaning of their own (each is said in words beside it), so writers hide them from
those who listen. Every attribute is a number or a constant of the house: nothing that people wrote.
"""

from collections.abc import Iterator
from itertools import chain

from coopspace.exports.poster.cards import Card
from coopspace.exports.poster.frame import Frame, Rule
from coopspace.exports.poster.icons import (
    STROKE,
    card_path,
    code_path,
    college_path,
    system_paths,
)
from coopspace.exports.poster.letters import Paragraph
from coopspace.exports.poster.links import MANY, SUN_BULGE, Curve
from coopspace.exports.poster.paper import ALERT, CARD_EDGE, CURVES, INK, INK_2, PAPER, SUN
from coopspace.exports.poster.sheet import Sheet

ICON_SIZE, ICON_RISE = 1.18, 0.92
"""The side of an icon in a line of text, and how far it rises over the baseline, in em."""


def drawing(sheet: Sheet, *, icons_in_text: bool = False) -> str:
    """The shapes of the page, from back to front, in millimetres.

    With `icons_in_text` the icons of the cards are left to whoever writes their lines.
    """
    unit = sheet.paper.unit
    frame = sheet.frame
    return "".join(
        chain(
            (_paper(sheet), _sun(sheet)),
            (_rule(head.rule) for head in frame.heads),
            _questions(frame, unit),
            _curves(sheet),
            (_card(card, unit) for card in sheet.board.cards.values()),
            () if icons_in_text else _icons(sheet),
            _signs(frame),
            _foot(sheet),
        )
    )


def standalone(sheet: Sheet) -> str:
    """The shapes alone as an SVG document: what the PDF lays its letters on."""
    width, height = sheet.paper.width, sheet.paper.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}mm" height="{height}mm">{drawing(sheet, icons_in_text=True)}</svg>'
    )


def _paper(sheet: Sheet) -> str:
    return f'<path fill="{PAPER}" d="M0 0h{sheet.paper.width}v{sheet.paper.height}H0z"/>'


def _sun(sheet: Sheet) -> str:
    """The light of the vision: full, as an outline to save ink, dashed until it is written."""
    paper, unit = sheet.paper, sheet.paper.unit
    x, half = sheet.board.setting.sun_x, paper.height / 2
    bulge = SUN_BULGE * unit
    arc = f"A{bulge:.2f} {half:.2f} 0 0 0"
    edge = f"M{x + bulge:.2f} 0{arc} {x:.2f} {half:.2f}{arc} {x + bulge:.2f} {paper.height}"
    if not sheet.poster.vision:
        return (
            f'<path fill="none" stroke="{INK_2}" stroke-width="{0.5 * unit:.2f}" '
            f'stroke-dasharray="{3 * unit:.2f} {2 * unit:.2f}" d="{edge}"/>'
        )
    if sheet.options.saves_ink:
        return (
            f'<path fill="none" stroke="{SUN}" stroke-width="{2 * unit:.2f}" d="{edge}"/>'
            f'<path fill="none" stroke="{INK}" stroke-width="{0.35 * unit:.2f}" d="{edge}"/>'
        )
    return f'<path fill="{SUN}" d="{edge}H{paper.width}V0z"/>'


def _rule(rule: Rule) -> str:
    return (
        f'<path fill="none" stroke="{rule.color}" stroke-width="{rule.thickness:.2f}" '
        f'd="M{rule.x:.2f} {rule.y:.2f}h{rule.width:.2f}"/>'
    )


def _questions(frame: Frame, unit: float) -> Iterator[str]:
    for head in frame.heads:
        if head.question_box:
            yield (
                f'<path fill="none" stroke="{CARD_EDGE}" stroke-width="{0.4 * unit:.2f}" '
                f'stroke-dasharray="{1.6 * unit:.2f} {1.2 * unit:.2f}" '
                f'd="{card_path(*head.question_box, 4.5 * unit)}"/>'
            )


def _curves(sheet: Sheet) -> Iterator[str]:
    """Each curve on a white casing, so that at a crossing one is seen to pass over the other."""
    many = len(sheet.curves) > MANY
    thickness = (0.36 if many else 0.5) * sheet.paper.unit
    for curve in sheet.curves:
        path, color = _path(curve), CURVES[curve.tone]
        casing = thickness * (2.4 if many else 3.2)
        yield f'<path fill="none" stroke="{PAPER}" stroke-width="{casing:.2f}" d="{path}"/>'
        yield f'<path fill="none" stroke="{color}" stroke-width="{thickness:.2f}" d="{path}"/>'
    for tone, color in enumerate(CURVES):
        arrows = "".join(_arrow(one, sheet) for one in sheet.curves if one.tone == tone)
        yield f'<path fill="{color}" d="{arrows}"/>' if arrows else ""


def _path(curve: Curve) -> str:
    (x, y), *_ = curve.pieces[0]
    drawn = [f"M{x:.2f} {y:.2f}"]
    for start, out, back, end in curve.pieces:
        if out == start:
            drawn.append(f"L{end[0]:.2f} {end[1]:.2f}")
        else:
            drawn.append(
                f"C{out[0]:.2f} {out[1]:.2f} {back[0]:.2f} {back[1]:.2f} {end[0]:.2f} {end[1]:.2f}"
            )
    return "".join(drawn)


def _arrow(curve: Curve, sheet: Sheet) -> str:
    length = (1.7 if len(sheet.curves) > MANY else 2.4) * sheet.paper.unit
    (x, y), back = curve.tip, -curve.heading * length
    return f"M{x:.2f} {y:.2f}l{back:.2f} {length * 0.42:.2f}v{-length * 0.84:.2f}z"


def _card(card: Card, unit: float) -> str:
    path = card_path(card.x, card.y, card.width, card.height, card.radius)
    edge, dashes, thickness = CARD_EDGE, "", 0.4 * unit
    if card.change.warning:
        edge, dashes = ALERT, f' stroke-dasharray="{1.5 * unit:.2f} {1 * unit:.2f}"'
    elif card.change.note:
        edge, dashes = INK_2, f' stroke-dasharray="0.01 {unit:.2f}" stroke-linecap="round"'
        thickness = 0.55 * unit
    return (
        f'<path fill="{PAPER}" stroke="{edge}" stroke-width="{thickness:.2f}"{dashes} d="{path}"/>'
    )


def _icons(sheet: Sheet) -> Iterator[str]:
    """The system icons, standing on the baseline of their line."""
    for card in sheet.board.cards.values():
        for paragraph in card.paragraphs:
            for x, y, size, system in icons_of(paragraph):
                yield _icon(system, card.x + x, card.y + y, size)


def _signs(frame: Frame) -> Iterator[str]:
    for sign in frame.signs:
        yield _icon(sign.system, sign.x, sign.y, sign.size)


def icons_of(paragraph: Paragraph) -> Iterator[tuple[float, float, float, str]]:
    """Where the icons of a paragraph stand: left, top, size, which."""
    for number, line in enumerate(paragraph.lines):
        for run in line:
            if run.icon:
                baseline = paragraph.y + number * paragraph.pitch
                top = baseline - ICON_RISE * run.style.size
                yield paragraph.x + run.x, top, ICON_SIZE * run.style.size, run.icon


def icon_alone(system: str) -> str:
    """A system's icon as an SVG document of its own."""
    shape = _icon(system, 0, 0, 24)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shape}</svg>'


def _icon(system: str, x: float, y: float, size: float) -> str:
    return (
        f'<path fill="none" stroke="{INK}" stroke-width="{STROKE}" stroke-linecap="round" '
        f'stroke-linejoin="round" transform="translate({x:.3f} {y:.3f}) scale({size / 24:.5f})" '
        f'd="{system_paths()[system]}"/>'
    )


def _foot(sheet: Sheet) -> Iterator[str]:
    for voice in sheet.frame.voices:
        yield f'<path fill="{voice.color}" d="{college_path(voice.college, *voice.box)}"/>'
    for rule in sheet.frame.note_rules:
        yield _rule(rule)
    x, y, size = sheet.frame.code_box
    scale = size / len(sheet.code)
    yield (
        f'<path fill="{INK}" transform="translate({x:.3f} {y:.3f}) scale({scale:.5f})" '
        f'd="{code_path(sheet.code)}"/>'
    )
