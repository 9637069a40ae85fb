"""What the map shows: one set of facts, which picture, drawing, table and matrix tell.

A scene is made of what the reader may see and of what they ask; nothing is added after it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from coopspace.network.graph import COUNTS_FROM, LEVELS, Network, Node, Tie

NAMED_AT_MOST = 80
"""Up to so many organisations each has its name on the map; above, the strongest brokers only."""
STRONGEST = 14
MANY_LINES = 400
"""Above so many relations the map opens on those that count."""
LONGEST_NAME = 40
SMALLEST, LARGEST = 7.0, 18.0
"""The radius of an organisation, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks to see, understood whatever was typed."""

    least: int = 1
    sector: str = ""
    ring: str = ""
    kind: str = ""
    chosen: str = ""
    around: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One organisation: its shape says its sector, its size the measure that was chosen."""

    id: str
    name: str
    college: str
    ring: str
    x: float
    y: float
    radius: float
    measure: float
    ties: int
    named: bool = False
    chosen: bool = False
    near: bool = False

    @property
    def label(self) -> str:
        """The name as the map has room for it."""
        if len(self.name) <= LONGEST_NAME:
            return self.name
        return self.name[: LONGEST_NAME - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Line:
    """What two organisations make together: the level it stands at, and each side's view.

    `before` is the level at the wave that this one is compared with; None where there was none.
    `change` is "new", "gone", "more", "less", "same", or nothing without a comparison.
    """

    a: str
    b: str
    level: int
    there: int | None
    back: int | None
    kinds: tuple[str, ...] = ()
    near: bool = False
    before: int | None = None
    change: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is a tie for the measures."""
        return self.level >= COUNTS_FROM and self.change != "gone"

    @property
    def gap(self) -> int:
        """How many levels part the two views; nothing where one side told nothing."""
        return 0 if self.there is None or self.back is None else abs(self.there - self.back)


@dataclass(frozen=True)
class Scene:
    """Organisations by name, and lines by the names at their ends."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    asked: Asked = Asked()
    compared: bool = False

    @cached_property
    def by_id(self) -> dict[str, Mark]:
        """The organisations by their public id."""
        return {mark.id: mark for mark in self.marks}

    @property
    def chosen(self) -> Mark | None:
        """The organisation that the reader looks at."""
        return self.by_id.get(self.asked.chosen)

    @cached_property
    def of_chosen(self) -> tuple[Line, ...]:
        """The relations of the organisation that is looked at, the highest level first."""
        return tuple(sorted((one for one in self.lines if one.near), key=lambda one: -one.level))

    def other(self, line: Line, mark: Mark) -> Mark:
        """Who stands at the other end."""
        return self.by_id[line.b if line.a == mark.id else line.a]


def scene(
    network: Network,
    asked: Asked,
    *,
    places: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, float],
    before: Network | None = None,
) -> Scene:
    """The scene of a network. `places` and `sizes` are by public id; a size is never below 0."""
    kinds = _kinds(network)
    lines = [_line(tie, kinds) for tie in network.ties]
    if before is not None:
        lines = _compared(lines, before)
    everybody = (before.by_id if before else {}) | network.by_id
    shown = [one for one in lines if _asked_for(one, asked, everybody)]
    ids = _ids(everybody, shown, asked)
    shown = [_near(one, asked) for one in shown if one.a in ids and one.b in ids]
    marks = _marks(everybody, ids, shown, asked, places=places, sizes=sizes)
    order = {mark.id: place for place, mark in enumerate(marks)}
    return Scene(
        marks=marks,
        lines=tuple(
            sorted(
                (_ordered(one, order) for one in shown),
                key=lambda one: (order[one.a], order[one.b]),
            )
        ),
        asked=asked,
        compared=before is not None,
    )


def counts_by_level(lines: Iterable[Line]) -> tuple[int, ...]:
    """How many relations stand at each of the seven levels."""
    found = [0] * LEVELS
    for one in lines:
        if one.change != "gone":
            found[one.level - 1] += 1
    return tuple(found)


def _kinds(network: Network) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for view in network.views:
        pair = (min(view.source, view.target), max(view.source, view.target))
        found.setdefault(pair, set()).update(view.kinds)
    return found


def _line(tie: Tie, kinds: Mapping[tuple[str, str], set[str]]) -> Line:
    exchanged = tuple(sorted(kinds.get((tie.a, tie.b), ())))
    return Line(tie.a, tie.b, tie.level, tie.there, tie.back, exchanged)


def _compared(lines: list[Line], before: Network) -> list[Line]:
    """The lines of now with what they were, and those of before that are no more."""
    then = {(tie.a, tie.b): tie for tie in before.ties}
    kinds = _kinds(before)
    found = []
    for one in lines:
        was = then.pop((one.a, one.b), None)
        found.append(replace(one, before=was.level if was else None, change=_change(one, was)))
    found += [replace(_line(tie, kinds), before=tie.level, change="gone") for tie in then.values()]
    return found


def _change(now: Line, was: Tie | None) -> str:
    if was is None:
        return "new"
    if now.level == was.level:
        return "same"
    return "more" if now.level > was.level else "less"


def _asked_for(one: Line, asked: Asked, everybody: Mapping[str, Node]) -> bool:
    if max(one.level, one.before or 0 if one.change else 0) < asked.least:
        return False
    if asked.kind and asked.kind not in one.kinds:
        return False
    ends = [everybody[one.a], everybody[one.b]]
    if asked.sector and all(node.college != asked.sector for node in ends):
        return False
    if asked.ring and all(node.ring != asked.ring for node in ends):
        return False
    return not (asked.around and asked.chosen) or asked.chosen in (one.a, one.b)


def _ids(everybody: Mapping[str, Node], lines: list[Line], asked: Asked) -> frozenset[str]:
    """Who stands on the map: all that was asked for, and those whom they work with."""
    linked = {end for one in lines for end in (one.a, one.b)}
    if asked.around and asked.chosen in everybody:
        return frozenset(linked | {asked.chosen})
    if not asked.sector and not asked.ring:
        return frozenset(everybody)
    own = {
        node.id
        for node in everybody.values()
        if (not asked.sector or node.college == asked.sector)
        and (not asked.ring or node.ring == asked.ring)
    }
    return frozenset(linked | own)


def _near(one: Line, asked: Asked) -> Line:
    return replace(one, near=True) if asked.chosen in (one.a, one.b) else one


def _marks(
    everybody: Mapping[str, Node],
    ids: frozenset[str],
    lines: list[Line],
    asked: Asked,
    *,
    places: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, float],
) -> tuple[Mark, ...]:
    most = max((sizes.get(one, 0.0) for one in ids), default=0.0) or 1.0
    beside = {end for one in lines if one.near for end in (one.a, one.b)}
    ties: dict[str, int] = {}
    for one in lines:
        if one.change != "gone":
            for end in (one.a, one.b):
                ties[end] = ties.get(end, 0) + 1
    named = _named(ids, sizes) | (beside if len(ids) > NAMED_AT_MOST else frozenset())
    marks = [
        Mark(
            id=node.id,
            name=node.name,
            college=node.college,
            ring=node.ring,
            x=places.get(node.id, (0.0, 0.0))[0],
            y=places.get(node.id, (0.0, 0.0))[1],
            radius=round(
                SMALLEST + (LARGEST - SMALLEST) * (sizes.get(node.id, 0.0) / most) ** 0.5, 2
            ),
            measure=sizes.get(node.id, 0.0),
            ties=ties.get(node.id, 0),
            named=node.id in named or node.id == asked.chosen,
            chosen=node.id == asked.chosen,
            near=node.id in beside,
        )
        for node in everybody.values()
        if node.id in ids
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.name.casefold(), mark.id)))


def _named(ids: frozenset[str], sizes: Mapping[str, float]) -> frozenset[str]:
    if len(ids) <= NAMED_AT_MOST:
        return ids
    strongest = sorted(ids, key=lambda one: (-sizes.get(one, 0.0), one))
    return frozenset(strongest[:STRONGEST])


def _ordered(one: Line, order: Mapping[str, int]) -> Line:
    """The same line, told from the organisation that comes first by name."""
    if order[one.a] <= order[one.b]:
        return one
    return replace(one, a=one.b, b=one.a, there=one.back, back=one.there)
