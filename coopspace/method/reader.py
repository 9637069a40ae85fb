"""Reads one file of the method into frozen values, and refuses a file that is not whole.

A file is a tree of sections. A leaf holds `fr` and `en`; its `source` is its own or that of the
nearest section above it. Nothing else is understood, so that a slip of the pen is seen at once.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from coopspace.paths import SEEDS

METHOD = SEEDS / "method"
LANGUAGES = ("fr", "en")


class Misprint(ValueError):
    """A file of the method is not whole: the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of the method in both languages, and where it comes from."""

    key: str
    fr: str
    en: str
    source: str

    def text(self, locale: str = "fr") -> str:
        """The sentence in this language; French for any language that is not English."""
        return self.en if locale.startswith("en") else self.fr


@dataclass(frozen=True, slots=True)
class Section:
    """Entries and sections under one name, in the order in which the file gives them.

    `section["levels.direct.label"]` reaches down; templates may write `section.levels.direct`.
    """

    key: str
    parts: "MappingProxyType[str, Entry | Section]"

    def __getitem__(self, path: str) -> "Any":
        """The entry or the section at a dotted path. Raises KeyError naming what is missing."""
        found: Entry | Section = self
        for name in path.split("."):
            if not isinstance(found, Section) or name not in found.parts:
                raise KeyError(f"{self.key}: {path}")
            found = found.parts[name]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __contains__(self, path: object) -> bool:
        try:
            self[str(path)]
        except KeyError:
            return False
        return True

    def text(self, path: str, locale: str = "fr") -> str:
        """The sentence at a dotted path, in this language."""
        return str(self[path].text(locale))

    def entries(self) -> Iterator[Entry]:
        """Every entry below, in order."""
        for part in self.parts.values():
            if isinstance(part, Entry):
                yield part
            else:
                yield from part.entries()


def rooms() -> tuple[str, ...]:
    """The rooms that have words, in alphabetical order."""
    return tuple(sorted(path.stem for path in METHOD.glob("*.toml")))


@cache
def load(room: str) -> Section:
    """The words of one room, read once. Raises Misprint, or FileNotFoundError for no such room."""
    path = METHOD / f"{room}.toml"
    return read(path.read_text(encoding="utf-8"), name=path.name)


def read(content: str, *, name: str) -> Section:
    """The words held by the text of a file; `name` is the file's, for the message of a Misprint."""
    try:
        tree = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Misprint(f"{name}: {error}") from error
    return _section(tree, key=Path(name).stem, name=name, source="")


def _section(tree: dict[str, Any], *, key: str, name: str, source: str) -> Section:
    source = _source(tree, key=key, name=name) or source
    parts: dict[str, Entry | Section] = {}
    for word, value in tree.items():
        if word == "source":
            continue
        below = f"{key}.{word}"
        if not isinstance(value, dict):
            raise Misprint(f"{name}: {below} is not understood (fr, en, source or a section)")
        if any(language in value for language in LANGUAGES):
            parts[word] = _entry(value, key=below, name=name, source=source)
        else:
            parts[word] = _section(value, key=below, name=name, source=source)
    if not parts:
        raise Misprint(f"{name}: {key} is empty")
    return Section(key=key, parts=MappingProxyType(parts))


def _entry(value: dict[str, Any], *, key: str, name: str, source: str) -> Entry:
    unknown = sorted(set(value) - {*LANGUAGES, "source"})
    if unknown:
        raise Misprint(f"{name}: {key} has a key that is not understood: {', '.join(unknown)}")
    for language in LANGUAGES:
        said = value.get(language)
        if not isinstance(said, str) or not said.strip():
            raise Misprint(f"{name}: {key} says nothing in {language}")
    source = _source(value, key=key, name=name) or source
    if not source:
        raise Misprint(f"{name}: {key} does not say where it comes from (source)")
    return Entry(key=key, fr=value["fr"].strip(), en=value["en"].strip(), source=source)


def _source(value: dict[str, Any], *, key: str, name: str) -> str:
    source = value.get("source", "")
    if not isinstance(source, str) or ("source" in value and not source.strip()):
        raise Misprint(f"{name}: the source of {key} is not a sentence")
    return source.strip()
