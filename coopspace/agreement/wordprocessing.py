"""Reads the parts of a DOCX: the body, its styles, its lists, where its links lead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring

from coopspace.agreement.written import Line, Words, Written, row, split
from coopspace.kernel.unpacking import Unreadable

DOCUMENT, STYLES, NUMBERING, LINKS, TYPES = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)
WANTED = frozenset({DOCUMENT, STYLES, NUMBERING, LINKS, TYPES})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN = b"wordprocessingml.document.main+xml"
_HEADING = re.compile(r"(?:heading|titre) ?([1-9])")
_HELD = frozenset({"ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "customXml"})
"""What holds words that stand, between a paragraph and them; what was deleted is not one."""
_OFF = frozenset({"0", "false", "none", "off"})


@dataclass(frozen=True)
class Style:
    """How paragraphs or words of a style look, as far as it is told here."""

    level: int = 0
    bold: bool | None = None
    italic: bool | None = None
    listed: str = ""


@dataclass
class Package:
    """What the body refers to."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[tuple[str, str], str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


def read(parts: Mapping[str, bytes]) -> Iterator[Written]:
    """The blocks of the body, in order. Raises Unreadable."""
    if DOCUMENT not in parts or _MAIN not in parts.get(TYPES, b""):
        raise Unreadable("kind")
    package = Package()
    if NUMBERING in parts:
        package.lists = _lists(fromstring(parts[NUMBERING], forbid_dtd=True))
    if STYLES in parts:
        package.styles = _styles(fromstring(parts[STYLES], forbid_dtd=True), package.lists)
    if LINKS in parts:
        links = fromstring(parts[LINKS], forbid_dtd=True)
        package.links = {one.get("Id", ""): one.get("Target", "") for one in links}
    body = fromstring(parts[DOCUMENT], forbid_dtd=True).find(f"{_W}body")
    if body is None:
        raise Unreadable("kind")
    yield from _blocks(package, body)


def _blocks(package: Package, holder: Any) -> Iterator[Written]:
    for one in holder:
        name = _name(one)
        if name == "p":
            yield _paragraph(package, one)
        elif name == "tbl":
            yield Written("paragraph", [*_rows(package, one)])
        elif name in _HELD:
            yield from _blocks(package, one)


def _rows(package: Package, table: Any) -> Iterator[Line]:
    for line in _within(table, "tr"):
        yield row(
            [words for block in _blocks(package, cell) for words in block.lines]
            for cell in _within(line, "tc")
        )


def _within(holder: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those within a content control."""
    for one in holder:
        if _name(one) == wanted:
            yield one
        elif _name(one) in _HELD:
            yield from _within(one, wanted)


def _paragraph(package: Package, paragraph: Any) -> Written:
    says = paragraph.find(f"{_W}pPr")
    style = package.styles.get(_value(says, "pStyle"), Style())
    lines = split(_words(package, paragraph, style))
    level = _outline(says) or style.level
    if level:
        return Written("heading", lines, level)
    return Written(_listed(package, says) or style.listed or "paragraph", lines)


def _listed(package: Package, says: Any) -> str:
    """Which list this paragraph is an item of, by its own numbering; « » where none is told."""
    numbered = says.find(f"{_W}numPr") if says is not None else None
    if numbered is None:
        return ""
    number = _value(numbered, "numId")
    if number == "0":
        return "paragraph"
    return package.lists.get((number, _value(numbered, "ilvl") or "0"), "bullet")


def _words(package: Package, holder: Any, style: Style, link: str = "") -> Iterator[Words]:
    for one in holder:
        name = _name(one)
        if name == "r":
            yield _run(package, one, style, link)
        elif name == "hyperlink":
            yield from _words(package, one, style, package.links.get(one.get(_ID, ""), ""))
        elif name in _HELD:
            yield from _words(package, one, style, link)


def _run(package: Package, run: Any, style: Style, link: str) -> Words:
    says = run.find(f"{_W}rPr")
    own = package.styles.get(_value(says, "rStyle"), Style())
    bold, italic = (
        next((told for told in (_set(says, mark), named, around) if told is not None), False)
        for mark, named, around in (("b", own.bold, style.bold), ("i", own.italic, style.italic))
    )
    text = "".join(_letters(one) for one in run)
    return Words(text, bool(bold), bool(italic), link)


def _letters(one: Any) -> str:
    name = _name(one)
    if name == "t":
        return str(one.text or "").replace("\n", " ")
    if name == "noBreakHyphen":
        return "\u2011"
    return {"tab": " ", "br": "\n", "cr": "\n"}.get(name, "")


def _lists(root: Any) -> dict[tuple[str, str], str]:
    """Whether each level of each list is a list of bullets or a numbered one."""
    kinds: dict[str, dict[str, str]] = {}
    for one in root.findall(f"{_W}abstractNum"):
        kinds[one.get(f"{_W}abstractNumId", "")] = {
            level.get(f"{_W}ilvl", ""): (
                "bullet" if _value(level, "numFmt") in ("bullet", "none", "") else "ordered"
            )
            for level in one.findall(f"{_W}lvl")
        }
    return {
        (one.get(f"{_W}numId", ""), level): kind
        for one in root.findall(f"{_W}num")
        for level, kind in kinds.get(_value(one, "abstractNumId"), {}).items()
    }


def _styles(root: Any, lists: dict[tuple[str, str], str]) -> dict[str, Style]:
    told = {one.get(f"{_W}styleId", ""): one for one in root.findall(f"{_W}style")}
    return {name: _style(told, name, lists) for name in told}


def _style(told: dict[str, Any], name: str, lists: dict[tuple[str, str], str]) -> Style:
    """A style with what it takes from those it rests on; a circle of styles ends by itself."""
    level, bold, italic, listed = 0, None, None, ""
    seen: set[str] = set()
    while name in told and name not in seen:
        seen.add(name)
        one = told[name]
        says, words = one.find(f"{_W}pPr"), one.find(f"{_W}rPr")
        level = level or _heading(one) or _outline(says)
        listed = listed or _listed(Package(lists=lists), says)
        bold = _set(words, "b") if bold is None else bold
        italic = _set(words, "i") if italic is None else italic
        name = _value(one, "basedOn")
    return Style(level, bold, italic, listed)


def _heading(style: Any) -> int:
    name = _value(style, "name").lower()
    if name in ("title", "titre"):
        return 1
    found = _HEADING.fullmatch(name)
    return int(found.group(1)) + 1 if found else 0


def _outline(says: Any) -> int:
    """The level that a paragraph has in the outline; 1 is the title's."""
    value = _value(says, "outlineLvl")
    return int(value) + 2 if value.isdecimal() and int(value) < 9 else 0


def _set(says: Any, mark: str) -> bool | None:
    found = says.find(f"{_W}{mark}") if says is not None else None
    return None if found is None else found.get(f"{_W}val", "1") not in _OFF


def _value(holder: Any, name: str) -> str:
    found = holder.find(f"{_W}{name}") if holder is not None else None
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _name(one: Any) -> str:
    """The name of an element of a text; of any other, none."""
    return one.tag.removeprefix(_W) if isinstance(one.tag, str) and one.tag.startswith(_W) else ""
