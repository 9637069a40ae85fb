"""Reads the parts of an ODT: the body, and the styles that say what is bold, a heading, a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring

from coopspace.agreement.written import Line, Words, Written, row, split
from coopspace.kernel.unpacking import Unreadable

CONTENT, STYLES, MANIFEST, MIMETYPE = (
    "content.xml",
    "styles.xml",
    "META-INF/manifest.xml",
    "mimetype",
)
WANTED = frozenset({CONTENT, STYLES, MANIFEST, MIMETYPE})
_KIND = b"application/vnd.oasis.opendocument.text"
_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _OFFICE, _STYLE = (
    f"{{{_NS}{name}:1.0}}" for name in ("text", "table", "office", "style")
)
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_HELD = frozenset({f"{_TEXT}section", f"{_TEXT}numbered-paragraph"})
_WORDS = frozenset(f"{_TEXT}{name}" for name in ("span", "ruby", "ruby-base", "meta", "meta-field"))
_MOST_SPACES = 10


@dataclass(frozen=True)
class Look:
    """How a style makes words look; None: as what is around them."""

    bold: bool | None = None
    italic: bool | None = None
    parent: str = ""
    title: bool = False

    def over(self, other: "Look") -> "Look":
        """This look, over another one."""
        return Look(
            other.bold if self.bold is None else self.bold,
            other.italic if self.italic is None else self.italic,
            title=self.title or other.title,
        )


@dataclass
class Package:
    """What the body refers to."""

    looks: dict[str, Look] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def look(self, name: str) -> Look:
        """A style with what it takes from those it rests on."""
        found, seen = Look(), set[str]()
        while name in self.looks and name not in seen:
            seen.add(name)
            found, name = found.over(self.looks[name]), self.looks[name].parent
        return found


def read(parts: Mapping[str, bytes]) -> Iterator[Written]:
    """The blocks of the body, in order. Raises Unreadable."""
    if CONTENT not in parts or parts.get(MIMETYPE, b"").strip() != _KIND:
        raise Unreadable("kind")
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise Unreadable("locked")
    package = Package()
    content = fromstring(parts[CONTENT], forbid_dtd=True)
    for root in (*([_root(parts[STYLES])] if STYLES in parts else []), content):
        _learn(package, root)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Unreadable("kind")
    yield from _blocks(package, body)


def _root(data: bytes) -> Any:
    return fromstring(data, forbid_dtd=True)


def _learn(package: Package, root: Any) -> None:
    for one in root.iter(f"{_STYLE}style"):
        says = one.find(f"{_STYLE}text-properties")
        name = one.get(f"{_STYLE}name", "")
        package.looks[name] = Look(
            _heavy(says), _slanted(says), one.get(f"{_STYLE}parent-style-name", ""), name == "Title"
        )
    for one in root.iter(f"{_TEXT}list-style"):
        package.lists[one.get(f"{_STYLE}name", "")] = [
            "ordered" if level.tag.endswith("-number") else "bullet" for level in one
        ]


def _heavy(says: Any) -> bool | None:
    weight = says.get(f"{_FO}font-weight") if says is not None else None
    if weight is None:
        return None
    return weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= 600)


def _slanted(says: Any) -> bool | None:
    style = says.get(f"{_FO}font-style") if says is not None else None
    return None if style is None else style in ("italic", "oblique")


def _blocks(package: Package, holder: Any) -> Iterator[Written]:
    for one in holder:
        if one.tag == f"{_TEXT}h":
            yield Written("heading", _lines(package, one), _level(one))
        elif one.tag == f"{_TEXT}p":
            title = package.look(one.get(f"{_TEXT}style-name", "")).title
            kind, level = ("heading", 1) if title else ("paragraph", 0)
            yield Written(kind, _lines(package, one), level)
        elif one.tag == f"{_TEXT}list":
            yield from _items(package, one, "", 0)
        elif one.tag == f"{_TABLE}table":
            yield Written("paragraph", [*_rows(package, one)])
        elif one.tag in _HELD:
            yield from _blocks(package, one)


def _level(heading: Any) -> int:
    level = heading.get(f"{_TEXT}outline-level", "1")
    return min(int(level[:2]), 9) + 1 if level.isdecimal() else 2


def _items(package: Package, listed: Any, named: str, depth: int) -> Iterator[Written]:
    """The items of a list, those of the lists within it after their own."""
    named = listed.get(f"{_TEXT}style-name", named)
    levels = package.lists.get(named, [])
    kind = levels[depth] if depth < len(levels) else "bullet"
    for item in listed:
        if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
            continue
        for one in item:
            if one.tag == f"{_TEXT}list":
                yield from _items(package, one, named, depth + 1)
            elif one.tag == f"{_TEXT}h":
                yield Written("heading", _lines(package, one), _level(one))
            elif one.tag == f"{_TEXT}p":
                yield Written(kind, _lines(package, one))


def _rows(package: Package, table: Any) -> Iterator[Line]:
    """What a file says it repeats is read once."""
    for one in table:
        if one.tag == f"{_TABLE}table-row":
            yield row(
                [words for block in _blocks(package, cell) for words in block.lines]
                for cell in one
                if cell.tag == f"{_TABLE}table-cell"
            )
        elif one.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows"):
            yield from _rows(package, one)


def _lines(package: Package, paragraph: Any) -> list[Line]:
    look = package.look(paragraph.get(f"{_TEXT}style-name", ""))
    return split(_words(package, paragraph, look, ""))


def _words(package: Package, holder: Any, look: Look, link: str) -> Iterator[Words]:
    yield _said(holder.text, look, link)
    for one in holder:
        if one.tag == f"{_TEXT}s":
            count = one.get(f"{_TEXT}c", "1")
            many = min(int(count[:3]), _MOST_SPACES) if count.isdecimal() else 1
            yield _said(" " * many, look, link)
        elif one.tag == f"{_TEXT}tab":
            yield _said(" ", look, link)
        elif one.tag == f"{_TEXT}line-break":
            yield Words("\n")
        elif one.tag in _WORDS:
            inner = package.look(one.get(f"{_TEXT}style-name", "")).over(look)
            yield from _words(package, one, inner, link)
        elif one.tag == f"{_TEXT}a":
            yield from _words(package, one, look, one.get(_HREF, ""))
        yield _said(one.tail, look, link)


def _said(text: str | None, look: Look, link: str) -> Words:
    return Words((text or "").replace("\n", " "), bool(look.bold), bool(look.italic), link)
