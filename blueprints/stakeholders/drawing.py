"""Where everything of a scene stands on a sheet: the drawing of the page, the poster, the picture.

Places are kept between 0 and 1; a sheet of any size stretches them. Level is never colour alone:
each has its stroke and its number. Names stand where they hide the least.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

from blueprints.stakeholders.scene import Line, Mark, Scene

NUMBERED_AT_MOST = 120
"""Above so many lines, only those of the chosen organisation carry their number."""
A_LETTER = 0.53
"""How wide a letter is, on average, in the size of the text."""
BROKEN_AT = 20
SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68)
"""Where along a line its number may stand."""
ROOM = 24.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a level is drawn: width, dashes, and whether a lighter core makes it double."""

    width: float
    dashes: tuple[int, ...] = ()
    core: float = 0.0


STROKES: dict[int, Stroke] = {
    1: Stroke(1.6, (9, 4, 2, 4)),
    2: Stroke(1.8, (2, 6)),
    3: Stroke(1.6, (6, 5)),
    4: Stroke(1.6),
    5: Stroke(5.0, core=2.2),
    6: Stroke(5.0),
    7: Stroke(9.0, core=2.4),
}
"""From rivalry to one body: two strokes for coordination, a full one for collaboration."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size, its margins, and the size of its letters."""

    width: float = 760.0
    height: float = 680.0
    side: float = 78.0
    head: float = 30.0
    letters: float = 15.0
    scale: float = 1.0

    @property
    def tall(self) -> float:
        """From the highest place to the lowest: room is left for the names below."""
        return self.height - 2 * self.head - 24 * self.scale

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point of the sheet where a kept place stands."""
        return (
            round(self.side + x * (self.width - 2 * self.side), 1),
            round(self.head + y * self.tall, 1),
        )


SCREEN = Sheet()


@dataclass(frozen=True, slots=True)
class Word:
    """A name: its lines, the first one's baseline, and how it is held."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Spot:
    """An organisation on the sheet."""

    mark: Mark
    x: float
    y: float
    radius: float
    outline: str
    ring: str
    word: Word | None


@dataclass(frozen=True, slots=True)
class Band:
    """A relation on the sheet; its number stands at `nx`, `ny` where there is room for numbers."""

    line: Line
    path: str
    stroke: Stroke
    nx: float
    ny: float
    numbered: bool
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A scene on a sheet."""

    sheet: Sheet
    spots: tuple[Spot, ...]
    bands: tuple[Band, ...]


@lru_cache(maxsize=32)
def drawn(scene: Scene, sheet: Sheet = SCREEN) -> Drawn:
    """Everything of the scene in its place."""
    points = {mark.id: sheet.at(mark.x, mark.y) for mark in scene.marks}
    few = len(scene.lines) <= NUMBERED_AT_MOST
    bands = tuple(_bands(scene.lines, points, few=few))
    words = _words(scene.marks, points, bands, sheet)
    return Drawn(
        sheet=sheet,
        spots=tuple(
            Spot(
                mark,
                *points[mark.id],
                mark.radius * sheet.scale,
                outline(mark.college, mark.radius * sheet.scale),
                outline("civil", mark.radius * sheet.scale + 6),
                words.get(mark.id),
            )
            for mark in scene.marks
        ),
        bands=bands,
    )


def outline(college: str, radius: float) -> str:
    """The shape of a sector around a centre, as a path: each one its own."""
    r = radius
    if college == "state":
        side = round(r * 0.9, 2)
        return f"M{-side} {-side}H{side}V{side}H{-side}Z"
    if college in ("civil", "other"):
        return f"M{-r:.2f} 0A{r:.2f} {r:.2f} 0 1 1 {r:.2f} 0A{r:.2f} {r:.2f} 0 1 1 {-r:.2f} 0Z"
    corners, turn, stretch = _POLYGONS[college]
    points = (
        (
            round(r * stretch * sin(2 * pi * n / corners + turn), 2),
            round(-r * stretch * cos(2 * pi * n / corners + turn), 2),
        )
        for n in range(corners)
    )
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


_POLYGONS = {
    "authority": (4, 0.0, 1.24),
    "residents": (3, 0.0, 1.3),
    "health": (3, pi, 1.3),
    "business": (6, 0.0, 1.08),
}


def _bands(
    lines: Iterable[Line], points: dict[str, tuple[float, float]], *, few: bool
) -> Iterator[Band]:
    taken: list[tuple[float, float]] = list(points.values())
    for line in lines:
        (ax, ay), (bx, by) = points[line.a], points[line.b]
        numbered = few or line.near
        share = _free_share((ax, ay), (bx, by), taken) if numbered else 0.5
        if numbered:
            taken.append((ax + (bx - ax) * share, ay + (by - ay) * share))
        yield Band(
            line,
            f"M{ax} {ay}L{bx} {by}",
            STROKES[line.level],
            round(ax + (bx - ax) * share, 1),
            round(ay + (by - ay) * share, 1),
            numbered,
            share,
        )


def _free_share(
    a: tuple[float, float], b: tuple[float, float], taken: list[tuple[float, float]]
) -> float:
    """Where along a line its number stands the farthest from what is already there."""

    def room(share: float) -> float:
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        nearest = min((x - p) ** 2 + (y - q) ** 2 for p, q in taken)
        return min(nearest, ROOM**2) - abs(share - 0.5)

    return max(SHARES, key=room)


def _words(
    marks: tuple[Mark, ...],
    points: dict[str, tuple[float, float]],
    bands: Iterable[Band],
    sheet: Sheet,
) -> dict[str, Word]:
    """A place for each name: below, right, left or above, where it covers the least."""
    size = sheet.letters
    taken = [
        (x - m.radius * sheet.scale, y - m.radius * sheet.scale,
         x + m.radius * sheet.scale, y + m.radius * sheet.scale)
        for m in marks
        for x, y in (points[m.id],)
    ]  # fmt: skip
    taken += [(b.nx - 7, b.ny - 8, b.nx + 7, b.ny + 8) for b in bands if b.numbered]
    found: dict[str, Word] = {}
    for mark in sorted((m for m in marks if m.named), key=lambda m: (-m.radius, m.id)):
        x, y = points[mark.id]
        lines = _broken(mark.label)
        wide = max(map(len, lines)) * size * A_LETTER
        tall = len(lines) * size * 1.15
        best = min(
            _held((x, y), mark.radius * sheet.scale, wide=wide, tall=tall, size=size),
            key=lambda held: _covers(held[1], taken, sheet) + held[2],
        )
        word, box, _preference = best
        found[mark.id] = Word(lines, word[0], word[1], word[2])
        taken.append(box)
    return found


def _broken(label: str) -> tuple[str, ...]:
    """The name on one line, or on two of about the same length."""
    if len(label) <= BROKEN_AT or " " not in label:
        return (label,)
    cuts = [place for place, one in enumerate(label) if one == " "]
    middle = min(cuts, key=lambda place: abs(place - len(label) / 2))
    return label[:middle], label[middle + 1 :]


Box = tuple[float, float, float, float]


def _held(
    at: tuple[float, float], radius: float, *, wide: float, tall: float, size: float
) -> Iterator[tuple[tuple[float, float, str], Box, float]]:
    """The ways to hold a name by its mark: the first baseline, the box it fills, a preference."""
    (x, y), gap = at, 5.0
    below, above = y + radius + gap, y - radius - gap - tall
    middle = y - tall / 2
    yield (
        (x, round(below + size * 0.8, 1), "middle"),
        (x - wide / 2, below, x + wide / 2, below + tall),
        0.0,
    )
    for anchor, left in (("start", x + radius + gap), ("end", x - radius - gap - wide)):
        end = left if anchor == "start" else left + wide
        yield (
            (round(end, 1), round(middle + size * 0.8, 1), anchor),
            (left, middle, left + wide, middle + tall),
            40.0,
        )
    yield (
        (x, round(above + size * 0.8, 1), "middle"),
        (x - wide / 2, above, x + wide / 2, above + tall),
        60.0,
    )


def _covers(box: Box, taken: Iterable[Box], sheet: Sheet) -> float:
    """How much of what stands there a name would hide, and of itself outside the sheet."""
    left, top, right, bottom = box
    hidden = 0.0
    for a, b, c, d in taken:
        hidden += max(0.0, min(right, c) - max(left, a)) * max(0.0, min(bottom, d) - max(top, b))
    outside = max(0.0, -left) + max(0.0, right - sheet.width)
    return hidden + 40 * outside + 40 * max(0.0, bottom - sheet.height) + 40 * max(0.0, -top)
