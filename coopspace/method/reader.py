"""Reads one file of the method into frozen values, and refuses a file that is not whole.

A file is a tree of sections. A leaf holds `fr` and `en`; its `source` is its own or that of the
nearest section above it, said in both languages as well (a mere string is taken for French).
Nothing else is understood, so that a slip of the pen is seen at once.

An installation words the method its own way in files of the same shape, beside its database
(`take_own`): what they say stands in the place of ours, or is added after it. A programme words
sentences its own way on its pages (`wording`).
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
QUESTIONS = "questions"
"""The sections whose entries a programme may leave out: `left_out = true`."""
LANGUAGES = ("fr", "en")


class Misprint(ValueError):
    """A file of the method is not whole: the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from, in both languages; `en` is empty where it is said in French
    only."""

    fr: str
    en: str = ""

    def text(self, locale: str = "fr") -> str:
        """The source in this language, in French where there is nothing else."""
        return self.en or self.fr if locale.startswith("en") else self.fr

    def lang(self, locale: str = "fr") -> str | None:
        """The language that `text` speaks where it is not the page's (the HTML attribute)."""
        return "fr" if locale.startswith("en") and not self.en else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of the method in both languages, and where it comes from."""

    key: str
    fr: str
    en: str
    source: Source

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


@dataclass
class _Own:
    """Where the installation keeps its own words, once it was said."""

    folder: Path | None = None


_own = _Own()


def take_own(folder: Path) -> None:
    """From now on, read what this folder says in the place of ours. Call it before anything is
    read. Raises Misprint at once when one of its files is not whole, or names no room of ours."""
    _own.folder = folder
    ours.cache_clear()
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in rooms():
            raise Misprint(f"{path}: the rooms of the method are {', '.join(rooms())}")
        ours(path.stem)


@cache
def ours(room: str) -> Section:
    """The words of one room as files say them, read once. Raises Misprint, or
    FileNotFoundError for no such room."""
    path = METHOD / f"{room}.toml"
    found = read(path.read_text(encoding="utf-8"), name=path.name)
    own = _own.folder / path.name if _own.folder else None
    if own is None or not own.is_file():
        return found
    return _with_own(found, own)


def _with_own(ours: Section, path: Path) -> Section:
    """Our words, with those of this file in their place or after them."""
    name = str(path)
    tree = _tree(path.read_text(encoding="utf-8"), name=name)
    gone = frozenset(_left_out(tree, key=path.stem, name=name))
    says = any(isinstance(value, dict) for word, value in tree.items() if word != "source")
    said = _section(tree, key=path.stem, name=name, source=None) if says else None
    return _joined(_without(ours, gone, name=name), said, name=name)


def _left_out(tree: dict[str, Any], *, key: str, name: str) -> Iterator[str]:
    """The entries that a file leaves out; they are taken off its tree."""
    for word in [*tree]:
        value, below = tree[word], f"{key}.{word}"
        if not isinstance(value, dict):
            continue
        if value.get("left_out") is True:
            if not key.endswith(f".{QUESTIONS}"):
                raise Misprint(f"{name}: {below} cannot be left out, only questions can")
            del tree[word]
            yield below
            continue
        yield from _left_out(value, key=below, name=name)
        if not value:
            del tree[word]


def _without(section: Section, gone: frozenset[str], *, name: str) -> Section:
    """A section without what is left out of it."""
    parts: dict[str, Entry | Section] = {}
    for word, part in section.parts.items():
        if part.key in gone:
            continue
        parts[word] = _without(part, gone, name=name) if isinstance(part, Section) else part
    if not parts:
        raise Misprint(f"{name}: {section.key} would be empty")
    return Section(key=section.key, parts=MappingProxyType(parts))


def _joined(ours: Section, own: Section | None, *, name: str) -> Section:
    """Two sections of the same name as one."""
    if own is None:
        return ours
    parts = dict(ours.parts)
    for word, part in own.parts.items():
        known = parts.get(word)
        if known is not None and isinstance(known, Section) != isinstance(part, Section):
            raise Misprint(f"{name}: {part.key} has not the shape of ours")
        both = isinstance(known, Section) and isinstance(part, Section)
        parts[word] = _joined(known, part, name=name) if both else part  # type: ignore[arg-type]
    return Section(key=ours.key, parts=MappingProxyType(parts))


def read(content: str, *, name: str) -> Section:
    """The words held by the text of a file; `name` is the file's, for the message of a Misprint."""
    return _section(_tree(content, name=name), key=Path(name).stem, name=name, source=None)


def _tree(content: str, *, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Misprint(f"{name}: {error}") from error


def _section(tree: dict[str, Any], *, key: str, name: str, source: Source | None) -> Section:
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


def _entry(value: dict[str, Any], *, key: str, name: str, source: Source | None) -> Entry:
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


def _source(value: dict[str, Any], *, key: str, name: str) -> Source | None:
    source = value.get("source")
    if source is None:
        return None
    said = {"fr": source} if isinstance(source, str) else source
    known = isinstance(said, dict) and {"fr"} <= {*said} <= {*LANGUAGES}
    if not known or not all(isinstance(one, str) and one.strip() for one in said.values()):
        raise Misprint(f"{name}: the source of {key} is not a sentence, in fr or in fr and en")
    return Source(**{language: one.strip() for language, one in said.items()})
