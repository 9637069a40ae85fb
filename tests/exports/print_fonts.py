"""How `static/fonts/print/` was made: run again when a family publishes a new version.

    npm pack @fontsource-variable/atkinson-hyperlegible-next
    npm pack @fontsource-variable/bricolage-grotesque
    npm pack dejavu-fonts-ttf                       # then unpack the three in one folder
    python -m tests.exports.print_fonts FOLDER

Typst reads static TrueType only, so each face is one instance of its variable font, Latin and
extended Latin merged. The same faces as WOFF2 travel inside the SVG. `metrics.json` keeps the
advance widths so that the application needs no font library while it runs.
"""

import json
import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "print"
FAMILIES = {
    "text": ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-{}-wght", {"wght": 400}),
    "strong": ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-{}-wght", {"wght": 600}),
    "display": ("Bricolage Grotesque", "bricolage-grotesque-{}-opsz", {"wght": 680, "opsz": 36}),
}
WEIGHTS = {"text": 400, "strong": 600, "display": 700}
FILES = {
    "text": "atkinson-hyperlegible-next-400",
    "strong": "atkinson-hyperlegible-next-600",
    "display": "bricolage-grotesque-700",
    "other": "dejavu-sans-other-scripts",
}
OTHER_SCRIPTS = (
    (0x0100, 0x0530),
    (0x0530, 0x0700),
    (0x10A0, 0x1100),
    (0x1E00, 0x2150),
    (0x2190, 0x2300),
    (0x25A0, 0x27C0),
    (0xFB50, 0xFF00),
    (0x1F600, 0x1F650),
)
"""What the fallback keeps: the other scripts that people of a territory write, arrows, signs."""
LAYOUT = ["kern", "mark", "mkmk", "ccmp", "locl", "init", "medi", "fina", "isol", "rlig"]


def instance(source: Path, axes: dict[str, int]) -> TTFont:
    """One static face of a variable font."""
    font = TTFont(source)
    font.flavor = None
    instantiateVariableFont(font, axes, inplace=True)
    for table in ("STAT", "MVAR", "HVAR", "avar"):
        if table in font:
            del font[table]
    return font


def subset(font: TTFont, codepoints: list[int]) -> TTFont:
    """The same font with only these characters, and the layout rules that reading needs."""
    options = Options()
    options.layout_features = LAYOUT
    options.notdef_outline = True
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)
    return font


def named(font: TTFont, family: str, weight: int) -> TTFont:
    """Give the instance the names under which the poster asks for it."""
    style = {400: "Regular", 600: "SemiBold", 700: "Bold"}[weight]
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    for identifier in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=identifier)
    for identifier, text in names.items():
        font["name"].removeNames(nameID=identifier)
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 1 << 6
    font["head"].macStyle = 0
    return font


def face(folder: Path, key: str) -> TTFont:
    """Latin and extended Latin of one face, as one font."""
    family, pattern, axes = FAMILIES[key]
    parts = []
    for script in ("latin", "latin-ext"):
        found = next(folder.rglob(pattern.format(script) + "-normal.woff2"))
        part = folder / f"{key}-{script}.ttf"
        instance(found, axes).save(part)
        parts.append(str(part))
    merged = Merger().merge(parts)
    merged = subset(merged, sorted(merged.getBestCmap()))
    return named(merged, family, WEIGHTS[key])


def fallback(folder: Path) -> TTFont:
    """DejaVu Sans for what the two families do not draw."""
    font = TTFont(next(folder.rglob("DejaVuSans.ttf")))
    kept = [code for low, high in OTHER_SCRIPTS for code in range(low, high)]
    return subset(font, kept)


def advances(font: TTFont) -> list[list[int]]:
    """Runs of consecutive characters: the first code, then each advance in thousandths of an em."""
    widths, scale = font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
    runs: list[list[int]] = []
    last = None
    for code, glyph in sorted(font.getBestCmap().items()):
        if last is None or code != last + 1:
            runs.append([code])
        runs[-1].append(round(widths[glyph][0] * scale))
        last = code
    return runs


def main(folder: Path) -> None:
    """Write the faces and their metrics."""
    FONTS.mkdir(parents=True, exist_ok=True)
    metrics = {}
    for key, stem in FILES.items():
        font = fallback(folder) if key == "other" else face(folder, key)
        font.save(FONTS / f"{stem}.ttf")
        metrics[key] = advances(TTFont(FONTS / f"{stem}.ttf"))
        if key != "other":
            font.flavor = "woff2"
            font.save(FONTS / f"{stem}.woff2")
    lines = ",\n".join(f'"{key}": {json.dumps(runs)}' for key, runs in metrics.items())
    (FONTS / "metrics.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
