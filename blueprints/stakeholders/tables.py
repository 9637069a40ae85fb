"""The facts of a scene without a picture: the list of relations, and the grid of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from blueprints.stakeholders.scene import Line, Mark, Scene
from coopspace.kernel.ordinal import Median, median
from coopspace.stakeholders.rules import SECTORS

GRID_AT_MOST = 100
"""Above so many organisations the grid is of sectors."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grid: its organisation's own view of each of the others, in their order."""

    mark: Mark
    views: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sectors: how many relations, how many of them count, the middle of their levels."""

    relations: int
    counted: int
    possible: int
    middle: Median | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Organisations grouped by sector, or sectors alone."""

    rows: tuple[Row, ...]
    groups: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, tuple[Pair | None, ...]], ...]


@lru_cache(maxsize=32)
def grid(scene: Scene) -> Grid:
    """Who sees whom at which level; the pairs of sectors whatever the size."""
    order = {sector.value: place for place, sector in enumerate(SECTORS)}
    marks = sorted(scene.marks, key=lambda m: (order[m.college], m.name.casefold(), m.id))
    present = [one for one in order if any(mark.college == one for mark in marks)]
    sizes = tuple((one, sum(mark.college == one for mark in marks)) for one in present)
    return Grid(
        rows=tuple(_rows(marks, scene.lines)) if len(marks) <= GRID_AT_MOST else (),
        groups=sizes,
        pairs=tuple(_pairs(sizes, scene)),
    )


def ordered(lines: Iterable[Line], sort: str) -> list[Line]:
    """The relations as the reader wants them; by name where nothing else parts them."""
    if sort == "niveau":
        return sorted(lines, key=lambda one: -one.level)
    if sort == "ecart":
        return sorted(lines, key=lambda one: -one.gap)
    if sort == "avant":
        return sorted(lines, key=lambda one: _CHANGES.index(one.change))
    return list(lines)


_CHANGES = ("new", "more", "less", "gone", "same", "")


def _rows(marks: list[Mark], lines: Iterable[Line]) -> Iterable[Row]:
    views: dict[tuple[str, str], int] = {}
    for one in lines:
        if one.change == "gone":
            continue
        if one.there is not None:
            views[one.a, one.b] = one.there
        if one.back is not None:
            views[one.b, one.a] = one.back
    for mark in marks:
        yield Row(mark, tuple(views.get((mark.id, other.id)) for other in marks))


def _pairs(
    sizes: tuple[tuple[str, int], ...], scene: Scene
) -> Iterable[tuple[str, tuple[Pair | None, ...]]]:
    levels: dict[frozenset[str], list[Line]] = {}
    for one in scene.lines:
        if one.change != "gone":
            ends = frozenset((scene.by_id[one.a].college, scene.by_id[one.b].college))
            levels.setdefault(ends, []).append(one)
    for place, (college, number) in enumerate(sizes):
        cells: list[Pair | None] = []
        for other_place, (other, others) in enumerate(sizes):
            if other_place > place:
                cells.append(None)
                continue
            held = levels.get(frozenset((college, other)), [])
            possible = number * (number - 1) // 2 if college == other else number * others
            cells.append(
                Pair(
                    len(held), sum(one.counts for one in held), possible,
                    median(one.level for one in held),
                )
            )  # fmt: skip
        yield college, tuple(cells)
