"""The canvas as it is shown: columns of cards in their kept order, lanes, folds, what is lit.

Pure and remembered: the same rows give the same board, so a page that nobody changed costs
nothing to lay out again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coopspace.changes.chain import Arc, Lit, build, lit
from coopspace.changes.layout import Lane, Slot, arrange
from coopspace.changes.rules import VISION, Level, System, code_order
from coopspace.changes.strategy import CardRow, LinkRow

ROOMY = 10
"""A column of more cards than this is folded into groups, each with its count and its paths."""
GROUP = 5
NOTHING = Lit(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Card:
    """A card, with what surrounds it: `state` is the CSS classes that say where it stands."""

    row: CardRow
    systems: tuple[System, ...]
    leads_to: tuple[str, ...]
    comes_from: tuple[str, ...]
    warnings: tuple[str, ...]
    state: str
    place: int
    of: int

    @property
    def code(self) -> str:
        """The code of the change."""
        return self.row.code


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours shown together; folded, it keeps its codes, its warnings and its links visible."""

    number: int
    slots: tuple[Card | Lane, ...]
    cards: tuple[Card, ...]
    leads_to: tuple[str, ...]
    warned: int
    open: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One level: its cards and lanes from top to bottom, and its groups when it is folded."""

    level: Level
    slots: tuple[Card | Lane, ...]
    cards: tuple[Card, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole canvas."""

    columns: tuple[Column, ...]
    curves: tuple[tuple[str, ...], ...]
    """Each link as (source, target, CSS classes): what the browser draws."""
    chosen: Card | None
    before: tuple[CardRow, ...]
    after: tuple[CardRow, ...]
    to_vision: bool
    count: int
    folded: bool

    @property
    def cards(self) -> dict[str, Card]:
        """Every card by its code."""
        return {card.code: card for column in self.columns for card in column.cards}


@dataclass(frozen=True)
class Asked:
    """What the reader asked to see: a card opened, a system put forward, everything unfolded."""

    chosen: str = ""
    system: System | None = None
    unfolded: bool = False


PLAIN = Asked()
Marks = tuple[tuple[str, str], ...]
"""What a careful reader says on cards: the code of each, and a sentence in the reader's words."""


@lru_cache(maxsize=64)
def board(
    rows: tuple[CardRow, ...],
    links: tuple[LinkRow, ...],
    asked: Asked = PLAIN,
    marks: Marks = (),
) -> Board:
    """Lay the canvas out, with the chosen card and its path lit, and one system put forward."""
    chosen, system = asked.chosen, asked.system
    nodes, arcs = tuple(row.node for row in rows), tuple(link.arc for link in links)
    graph = build(nodes, arcs)
    around = lit(graph, chosen) if chosen in graph else NOTHING
    cards = _cards(rows, arcs, marks, _States(chosen, around, system))
    columns = tuple(
        _column(level, slots, cards, around.codes | {chosen}, asked.unfolded)
        for level, slots in zip(Level, arrange(nodes, arcs), strict=True)
    )
    here = cards.get(chosen)
    by_code = {row.code: row for row in rows}
    return Board(
        columns=columns,
        curves=tuple(_curve(link, around, by_code, system) for link in links),
        chosen=here,
        before=tuple(by_code[code] for code in here.comes_from) if here else (),
        after=tuple(by_code[code] for code in here.leads_to if code != VISION) if here else (),
        to_vision=bool(here and VISION in here.leads_to),
        count=len(rows),
        folded=any(column.groups for column in columns),
    )


@dataclass(frozen=True, slots=True)
class _States:
    """What decides how a card stands out."""

    chosen: str
    around: Lit
    system: System | None

    def of(self, row: CardRow, warned: bool) -> str:
        classes = []
        if row.code == self.chosen:
            classes.append("is-selected")
        elif row.code in self.around.codes:
            classes.append("on-path")
        if warned:
            classes.append("is-warned")
        if self.system is not None and self.system not in row.systems:
            classes.append("is-apart")
        if row.effect.value != "intended":
            classes.append("is-side")
        return " ".join(classes)


def _cards(
    rows: Iterable[CardRow], arcs: Iterable[Arc], marks: Marks, states: _States
) -> dict[str, Card]:
    onward: dict[str, list[str]] = {}
    inward: dict[str, list[str]] = {}
    for source, target in arcs:
        onward.setdefault(source, []).append(target)
        inward.setdefault(target, []).append(source)
    warnings: dict[str, list[str]] = {}
    for code, sentence in marks:
        warnings.setdefault(code, []).append(sentence)
    return {
        row.code: Card(
            row=row,
            systems=tuple(system for system in System if system in row.systems),
            leads_to=tuple(sorted(onward.get(row.code, ()), key=code_order)),
            comes_from=tuple(sorted(inward.get(row.code, ()), key=code_order)),
            warnings=tuple(warnings.get(row.code, ())),
            state=states.of(row, row.code in warnings),
            place=0,
            of=0,
        )
        for row in rows
    }


def _column(
    level: Level,
    slots: Sequence[Slot],
    cards: dict[str, Card],
    shown: frozenset[str],
    unfolded: bool,
) -> Column:
    codes = [slot for slot in slots if isinstance(slot, str)]
    for place, code in enumerate(codes, 1):
        cards[code] = _placed(cards[code], place, len(codes))
    standing = tuple(cards[slot] if isinstance(slot, str) else slot for slot in slots)
    groups = _groups(standing, shown, unfolded) if len(codes) > ROOMY else ()
    return Column(level, standing, tuple(cards[code] for code in codes), groups)


def _placed(card: Card, place: int, of: int) -> Card:
    return Card(
        card.row,
        card.systems,
        card.leads_to,
        card.comes_from,
        card.warnings,
        card.state,
        place,
        of,
    )


def _groups(
    slots: tuple[Card | Lane, ...], shown: frozenset[str], unfolded: bool
) -> tuple[Group, ...]:
    """Neighbours by about five, cut where what they first lead to changes; lanes stay between."""
    groups: list[list[Card | Lane]] = [[]]
    size, target = 0, ""
    for slot in slots:
        if isinstance(slot, Card):
            towards = slot.leads_to[0] if slot.leads_to else ""
            if size > GROUP or (size >= GROUP - 1 and towards != target):
                groups.append([])
                size = 0
            size, target = size + 1, towards
        groups[-1].append(slot)
    return tuple(_group(number, one, shown, unfolded) for number, one in enumerate(groups, 1))


def _group(number: int, slots: list[Card | Lane], shown: frozenset[str], unfolded: bool) -> Group:
    cards = tuple(slot for slot in slots if isinstance(slot, Card))
    return Group(
        number=number,
        slots=tuple(slots),
        cards=cards,
        leads_to=tuple(sorted({code for card in cards for code in card.leads_to}, key=code_order)),
        warned=sum(bool(card.warnings) for card in cards),
        open=unfolded or any(card.code in shown for card in cards),
    )


def _curve(
    link: LinkRow, around: Lit, rows: dict[str, CardRow], system: System | None
) -> tuple[str, ...]:
    classes = []
    if link.arc in around.links:
        classes.append("hot")
    if link.strength:
        classes.append(f"s{int(link.strength)}")
    if link.disputed:
        classes.append("disputed")
    ends = [rows[code] for code in link.arc if code != VISION]
    if system is not None and any(system not in row.systems for row in ends):
        classes.append("apart")
    return (link.source, link.target, " ".join(classes))
