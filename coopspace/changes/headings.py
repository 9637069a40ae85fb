"""Where the tables of a file are, and what each of their columns most likely says: plain rules.

A line of headings is found wherever it stands, under titles and blank lines; a sheet may hold
several tables. What no heading is known of stays to be chosen by whoever brings the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coopspace.changes.cells import plain

Line = tuple[int, list[str]]
_LONG = 60
"""A longer cell is no heading that is known."""


@dataclass(frozen=True)
class Vocabulary:
    """What people call the columns of one kind of table: the phrases of each field, parted by bars.

    Headings are of this kind when they say all that it `needs`, and something more than one thing;
    `surely`: whatever else they might say.
    """

    kind: str
    phrases: Mapping[str, str]
    needs: frozenset[str]
    surely: bool = False

    @cached_property
    def known(self) -> dict[str, str]:
        """The field that each phrase means."""
        return {one: name for name, several in self.phrases.items() for one in several.split("|")}

    def guess(self, headings: Iterable[str]) -> tuple[str, ...]:
        """What each column most likely says: the first to ask for a field has it."""
        return self.fields_of(_phrases(headings))

    def fields_of(self, phrases: Iterable[str]) -> tuple[str, ...]:
        """The same, of headings that are plain already."""
        taken: list[str] = []
        for phrase in phrases:
            name = self.known.get(phrase, "")
            taken.append("" if name in taken else name)
        return tuple(taken)


def _phrases(headings: Iterable[str]) -> list[str]:
    return [plain(one) if len(one) < _LONG else "" for one in headings]


CHANGES = Vocabulary(
    "changes",
    {
        "code": "code|id|identifiant|n|no|numero|ref|reference|repere",
        "level": "niveau|level|niveau de changement|niveau du changement|type de changement|type",
        "statement": (
            "ce qui aura change|what will have changed|changement|changements|changement attendu|"
            "changements attendus|changement vise|changement souhaite|enonce|enonce du changement|"
            "formulation|intitule|libelle|statement|change|changes|description du changement"
        ),
        "who": (
            "qui change|who changes|qui|who|acteur|acteurs|acteurs concernes|pour qui|"
            "public|publics|public concerne"
        ),
        "nature": "nature|nature du changement|kind",
        "effect": "effet|effect|voulu ou non",
        "systems": "systemes|systems|systeme|system|systemes concernes|systeme concerne",
        "horizon": (
            "a quel horizon|by when|horizon|echeance|date|delai|quand|pour quand|deadline|when"
        ),
        "description": "description|detail|details|precision|precisions",
        "leads_to": (
            "contribue a|contributes to|contribution|mene a|leads to|conduit a|relie a|"
            "lien|liens|links|vers"
        ),
    },
    frozenset({"statement"}),
)
LINKS = Vocabulary(
    "links",
    {
        "source": (
            "de quel changement|from which change|source|de|du|depuis|from|changement source|"
            "origine"
        ),
        "target": "vers quel changement|to which change|target|cible|vers|a|au|to|changement cible",
        "strength": "a quel point il contribue|how much it contributes|force|poids|strength|weight",
        "rationale": (
            "pourquoi l un mene a l autre|why one leads to the other|pourquoi|why|justification|"
            "raison|raisons|rationale"
        ),
        "assumption": (
            "ce que cela suppose|what this supposes|hypothese|hypotheses|assumption|assumptions"
        ),
    },
    frozenset({"source", "target"}),
    surely=True,
)


@dataclass(frozen=True)
class Block:
    """One table of a file: `kind` is what its lines are about, `fields` what each column says, if
    known."""

    kind: str
    sheet: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """How many columns it has, those without a heading included."""
        return max([len(self.headings), *(len(cells) for _at, cells in self.lines)])

    def example(self, column: int) -> str:
        """The first cell under a heading."""
        return next((c[column] for _at, c in self.lines if column < len(c) and c[column]), "")

    def read_as(self, known: Vocabulary) -> "Block":
        """The same table, whose lines are said to be about something else."""
        return replace(self, kind=known.kind, fields=known.guess(self.headings))


def blocks_of(
    sheets: Iterable[tuple[str, Sequence[Line]]], known: Sequence[Vocabulary] = (CHANGES, LINKS)
) -> tuple[Block, ...]:
    """The tables of a file. When no line of headings is known, the first line of several cells of
    the longest sheet is one of the first kind, and its columns are to be chosen."""
    sheets = list(sheets)
    found = [block for title, lines in sheets for block in _blocks(title, lines, known)]
    if found or not sheets:
        return tuple(found)
    title, lines = max(sheets, key=lambda one: len(one[1]))
    start = next((at for at, (_n, cells) in enumerate(lines) if sum(map(bool, cells)) > 1), None)
    if start is None:
        return ()
    return (_block(known[0], title, lines[start][1], lines[start + 1 :]),)


def _blocks(title: str, lines: Sequence[Line], known: Sequence[Vocabulary]) -> Iterator[Block]:
    starts: list[tuple[int, Vocabulary]] = []
    for at, (_number, cells) in enumerate(lines):
        kind = _kind(cells, known, again=bool(starts))
        if kind:
            starts.append((at, kind))
    ends = [*(at for at, _kind in starts[1:]), len(lines)][: len(starts)]
    for (at, kind), end in zip(starts, ends, strict=True):
        last = end
        if end < len(lines) and _is_title(lines[end - 1], lines[end]):
            last = end - 1
        yield _block(kind, title, lines[at][1], lines[at + 1 : last])


def _is_title(line: Line, headings: Line) -> bool:
    """Whether a line just above headings is their title."""
    return line[0] == headings[0] - 1 and sum(map(bool, line[1])) == 1


def _block(kind: Vocabulary, title: str, headings: list[str], lines: Sequence[Line]) -> Block:
    return Block(kind.kind, title, tuple(headings), kind.guess(headings), tuple(lines))


def _kind(cells: list[str], known: Sequence[Vocabulary], *, again: bool) -> Vocabulary | None:
    """Which table these cells are the headings of, if any: the one that knows most of them, the
    first named of those that know as many. Under the first ones, most cells must be known: a
    change may well be called « Changement »."""
    phrases = _phrases(cells)
    said = [(one, set(one.fields_of(phrases)) - {""}) for one in known]
    met = [(one, names) for one, names in said if one.needs <= names and len(names) > 1]
    if not met:
        return None
    kind, names = max(met, key=lambda pair: (pair[0].surely, len(pair[1])))
    return None if again and 2 * len(names) < sum(map(bool, cells)) else kind
