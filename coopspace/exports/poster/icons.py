"""Shapes: the systems' icons as the pages have them, the colleges, cards, the code to scan."""

import re
from functools import cache

from coopspace.exports.poster.poster import SYSTEMS
from coopspace.paths import STATIC

STROKE = 1.75
"""The thickness of an icon's line, on a drawing of 24 by 24."""
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_PATH = re.compile(r'<path d="([^"]+)"\s*/>')


@cache
def system_paths() -> dict[str, str]:
    """The outline of each system's icon, as one SVG path on a drawing of 24 by 24."""
    sprite = (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    symbols = dict(_SYMBOL.findall(sprite))
    return {system: " ".join(_PATH.findall(symbols[system])) for system in SYSTEMS}


def college_path(college: str, x: float, y: float, size: float) -> str:
    """A square for the State, a diamond for the local authority, a disc for civil society."""
    half, cx, cy = size / 2, x + size / 2, y + size / 2
    if college == "state":
        h = half * 0.92
        return f"M{cx - h:.3f} {cy - h:.3f}h{2 * h:.3f}v{2 * h:.3f}h{-2 * h:.3f}z"
    if college == "local_authority":
        h = half * 1.16
        return f"M{cx:.3f} {cy - h:.3f}l{h:.3f} {h:.3f}l{-h:.3f} {h:.3f}l{-h:.3f} {-h:.3f}z"
    arc = f"a{half:.3f} {half:.3f} 0 1 0"
    return f"M{cx - half:.3f} {cy:.3f}{arc} {size:.3f} 0{arc} {-size:.3f} 0z"


def code_path(modules: tuple[tuple[int, ...], ...]) -> str:
    """The dark modules of a code to scan, on a drawing one unit a module, run by run."""
    drawn: list[str] = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                drawn.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length + 1
    return "".join(drawn)


def card_path(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Square behind, round ahead: what moves forward has a round right side."""
    ahead, behind = min(radius, height / 2), min(0.22 * radius, height / 2)
    return (
        f"M{x + behind:.3f} {y:.3f}H{x + width - ahead:.3f}"
        f"a{ahead:.3f} {ahead:.3f} 0 0 1 {ahead:.3f} {ahead:.3f}"
        f"V{y + height - ahead:.3f}"
        f"a{ahead:.3f} {ahead:.3f} 0 0 1 {-ahead:.3f} {ahead:.3f}"
        f"H{x + behind:.3f}"
        f"a{behind:.3f} {behind:.3f} 0 0 1 {-behind:.3f} {-behind:.3f}"
        f"V{y + behind:.3f}"
        f"a{behind:.3f} {behind:.3f} 0 0 1 {behind:.3f} {-behind:.3f}z"
    )
