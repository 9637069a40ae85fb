"""The face holds: readable colours in both themes, icons that exist, vendored files untouched."""

import hashlib
import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

from coopspace.paths import STATIC, TEMPLATES

TOKENS = (STATIC / "css" / "tokens.css").read_text()
SPRITE = (STATIC / "icons" / "sprite.svg").read_text()
VENDOR = STATIC / "vendor" / "VENDOR.toml"
COLLEGES = ("state", "local-authority", "civil-society", "support")
GROUNDS = ("ground", "surface", "sunk", "tint")
LEVELS = range(1, 8)
DECORATIVE = {"line", "edge", "level-edge"}
SMALL_GLYPHS = 3.0
TEXT = 4.5

READ = [
    *product(("ink", "ink-2", "link", "alert"), GROUNDS),
    *product(("ink", "ink-2", "alert", "link"), ("alert-soft",)),
    *product(("ink",), [f"{college}-soft" for college in COLLEGES]),
    *product(("on-ink",), ("ink", "link", *COLLEGES)),
    ("on-sun", "sun"),
    *[(f"on-level-{n}", f"level-{n}") for n in LEVELS],
]
SEEN = [
    *product(("line-strong", "focus", *COLLEGES), GROUNDS),
    *product([f"{college}-on-sun" for college in COLLEGES if college != "support"], ("sun",)),
    ("local-authority", "local-authority-soft"),
    ("alert", "alert-soft"),
]


def colours(sheet: str) -> dict[str, dict[str, str]]:
    """The colour tokens of a sheet, for each theme."""
    body = sheet.split("@supports not", maxsplit=1)[0]
    plain = r"#[0-9A-Fa-f]{6}|transparent"
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for name, light, dark in re.findall(rf"--([\w-]+):\s*light-dark\(({plain}), ({plain})\)", body):
        found["light"][name], found["dark"][name] = light, dark
    for name, same in re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", body):
        found["light"][name] = found["dark"][name] = same
    return found


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def too_faint(sheet: str) -> list[str]:
    """The pairs that do not reach their ratio, as `theme: one on other (ratio)`."""
    faint = []
    for theme, tokens in colours(sheet).items():
        for pairs, least in ((READ, TEXT), (SEEN, SMALL_GLYPHS)):
            for one, other in pairs:
                ratio = contrast(tokens[one], tokens[other])
                if ratio < least:
                    faint.append(f"{theme}: {one} on {other} ({ratio:.2f})")
    return faint


def icons_asked(template: str) -> set[str]:
    """The names given to `icon()` in a template, both sides of a choice included."""
    names: set[str] = set()
    for first in re.findall(r"\bicon\(((?:[^(),]|\([^()]*\))*)", template):
        asked = re.sub(r"\bif\b.*?(?=\belse\b|$)", "", first)
        names |= set(re.findall(r"['\"]([\w-]+)['\"]", asked))
    return names


def icons_missing(templates: list[str], sprite: str) -> set[str]:
    """The icons asked for and not drawn."""
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    return {name for template in templates for name in icons_asked(template)} - drawn


def changed_files(vendor: str, root: Path) -> list[str]:
    """The vendored files that are gone or no longer what was recorded."""
    return [
        name
        for entry in tomllib.loads(vendor)["vendored"]
        for name, expected in entry["files"].items()
        if not (root / name).is_file()
        or hashlib.sha256((root / name).read_bytes()).hexdigest() != expected
    ]


def test_every_pair_of_colours_can_be_read_in_both_themes():
    assert too_faint(TOKENS) == []


def test_a_faint_colour_is_noticed():
    faint = re.sub(r"(--ink-2: light-dark\()#\w{6}", r"\1#A9A0AB", TOKENS)
    assert "light: ink-2 on ground (2.38)" in too_faint(faint)
    assert not [line for line in too_faint(faint) if line.startswith("dark")]


def test_no_colour_escapes_the_check():
    checked = {name for pair in (*READ, *SEEN) for name in pair}
    assert set(colours(TOKENS)["light"]) - checked == DECORATIVE


def test_browsers_without_light_dark_get_the_light_theme():
    fallback = TOKENS.split("@supports not", maxsplit=1)[1].split("@media", maxsplit=1)[0]
    given = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6}|transparent);", fallback))
    dark, light = colours(TOKENS)["dark"], colours(TOKENS)["light"]
    themed = {name for name in light if light[name] != dark[name]}
    themed |= {name for name in ("level-edge",) if name in light}
    assert given == {name: light[name] for name in given}
    assert themed <= set(given)


def test_every_icon_that_a_page_asks_for_is_drawn():
    pages = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    assert icons_missing(pages, SPRITE) == set()
    assert len(set().union(*map(icons_asked, pages))) > 5


@pytest.mark.parametrize(
    "page",
    [
        "{{ icon('unicorn') }}",
        "{{ icon('unicorn', _('A label')) }}",
        "{{ icon('check' if done else 'unicorn') }}",
        "{{ icon('unicorn' if category in ('error', 'refusal') else 'check') }}",
    ],
)
def test_an_icon_that_nobody_drew_is_noticed(page):
    assert icons_missing([page], SPRITE) == {"unicorn"}


def test_icons_named_by_a_code_are_drawn():
    codes = ["built", "economic", "political", "cultural", "saved", "offline", "conflict"]
    assert not icons_missing([f"{{{{ icon('{code}') }}}}" for code in codes], SPRITE)


def test_vendored_files_are_what_was_recorded():
    assert changed_files(VENDOR.read_text(), STATIC) == []


def test_every_font_and_library_is_recorded_with_its_licence():
    entries = tomllib.loads(VENDOR.read_text())["vendored"]
    recorded = {name for entry in entries for name in entry["files"]}
    served = {
        str(path.relative_to(STATIC))
        for folder in ("fonts", "vendor")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in {".woff2", ".js", ".css", ".wasm"}
    }
    assert served | {"icons/sprite.svg"} <= recorded
    for entry in entries:
        assert (STATIC / entry["licence_file"]).is_file(), entry["name"]
        assert all(entry[key].strip() for key in ("name", "version", "source", "licence", "built"))


def test_a_changed_or_missing_vendored_file_is_noticed(tmp_path):
    (tmp_path / "a.js").write_text("mine")
    digest = hashlib.sha256(b"theirs").hexdigest()
    record = f'[[vendored]]\n[vendored.files]\n"a.js" = "{digest}"\n"b.js" = "{digest}"\n'
    assert changed_files(record, tmp_path) == ["a.js", "b.js"]
    (tmp_path / "a.js").write_text("theirs")
    assert changed_files(record, tmp_path) == ["b.js"]


def test_the_sheets_stay_light():
    shared = ("tokens", "base", "layout", "components", "forms", "print")
    weight = sum((STATIC / "css" / f"{name}.css").stat().st_size for name in shared)
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    assert weight < 60_000
    assert fonts < 90_000
