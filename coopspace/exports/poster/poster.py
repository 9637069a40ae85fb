"""What the page says, before anything is placed: plain values, already in the reader's language."""

from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx

from coopspace.changes.rules import VISION, Level

SYSTEMS = ("built", "economic", "political", "cultural")
NBSP = "\u00a0"
COLLEGES = ("state", "local_authority", "civil_society")


@dataclass(frozen=True)
class PosterChange:
    """One change. `warning` asks for something (dashed card); `note` says that it is not one of
    the wanted effects (dotted card); `asked` is what else is asked of it, said in words only."""

    code: str
    level: Level
    statement: str
    systems: tuple[str, ...] = ()
    warning: str = ""
    note: str = ""
    who: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class PosterLink:
    """One change contributes to another, or to the vision (`V`)."""

    source: str
    target: str


@dataclass(frozen=True)
class PosterColumn:
    """A level: its name, what it means, the question that an empty column asks."""

    level: Level
    title: str
    saying: str
    question: str


@dataclass(frozen=True)
class PosterVoice:
    """Where a college stands on the vision, in a few words (« adoptée le 18 nov. 2025 »)."""

    college: str
    name: str
    said: str


@dataclass(frozen=True)
class PosterWords:
    """Every other sentence of the page, translated."""

    strategy: str
    our_vision: str
    no_vision: str
    no_change: str
    held_by: str
    notes: str
    key: str
    key_links: str
    key_dashed: str
    key_tones: str
    systems: dict[str, str]
    live: str
    scan: str
    leads_to: str
    leads_to_all: str
    the_vision: str
    page_of: str
    page_unlinked: str
    reading: str
    reading_help: str
    systems_are: str
    who_changes: str


@dataclass(frozen=True)
class Part:
    """One page of several: the changes that lead to `goals`, or those that lead to none of them."""

    number: int
    count: int
    goals: tuple[str, ...]


@dataclass(frozen=True)
class Poster:
    """Everything that the page shows. `shown` keeps a page of several to its own changes."""

    language: str
    title: str
    vision: str
    columns: tuple[PosterColumn, PosterColumn, PosterColumn]
    changes: tuple[PosterChange, ...]
    links: tuple[PosterLink, ...]
    voices: tuple[PosterVoice, ...]
    words: PosterWords
    date: str
    address: str
    short_address: str
    shown: frozenset[str] | None = None
    part: Part | None = None
    part_said: str = ""

    @cached_property
    def by_level(self) -> dict[Level, tuple[PosterChange, ...]]:
        """The changes on this page, level by level, in their kept order."""
        return {
            level: tuple(
                change
                for change in self.changes
                if change.level is level and (self.shown is None or change.code in self.shown)
            )
            for level in Level
        }

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the changes on this page."""
        return frozenset(change.code for level in Level for change in self.by_level[level])

    @cached_property
    def drawn(self) -> tuple[PosterLink, ...]:
        """The links whose two ends are on this page."""
        ends = self.codes | {VISION}
        return tuple(one for one in self.links if one.source in self.codes and one.target in ends)

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """What each change leads to in the whole chain, in the order of the page."""
        known = [change.code for level in Level for change in self._of(level)] + [VISION]
        place = {code: number for number, code in enumerate(known)}
        found: dict[str, list[str]] = {code: [] for code in known}
        for link in self.links:
            if link.source in place and link.target in place:
                found[link.source].append(link.target)
        return {code: tuple(sorted(after, key=place.__getitem__)) for code, after in found.items()}

    def _of(self, level: Level) -> tuple[PosterChange, ...]:
        return tuple(change for change in self.changes if change.level is level)

    def leads_to(self, code: str) -> str:
        """« Mène à I1, I3 », or nothing; it is only broken between two changes."""
        after = self.targets[code]
        if not after:
            return ""
        named = [self.words.the_vision if one == VISION else one for one in after]
        first, *others = [one.replace(" ", NBSP) for one in named]
        opening = (self.words.leads_to % {"changes": first}).replace(" ", NBSP)
        return ", ".join((opening, *others))

    def only(self, codes: frozenset[str], part: Part) -> "Poster":
        """The same poster kept to some changes, as one page of several."""
        words = self.words
        sentence = words.page_of if part.goals else words.page_unlinked
        said = sentence % {
            "number": part.number,
            "count": part.count,
            "changes": ", ".join(part.goals),
        }
        return replace(self, shown=codes, part=part, part_said=said)

    @cached_property
    def graph(self) -> "nx.DiGraph[str]":
        """The whole chain, the vision left out."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(change.code for change in self.changes)
        graph.add_edges_from(
            (link.source, link.target)
            for link in self.links
            if link.source in graph and link.target in graph
        )
        return graph
