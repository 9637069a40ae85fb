"""Letters in millimetres: how wide a text is in the poster's own faces, and where its lines break.

The widths come from `metrics.json`, made with the faces (`tests/exports/print_fonts.py`): the page
is laid out once and drawn the same by every writer.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from coopspace.paths import STATIC

FONTS = STATIC / "fonts" / "print"
POINT = 25.4 / 72
"""A typographic point in millimetres."""
OTHER = "other"
MISSING = "□"
"""What stands for a letter that no face of the poster draws."""
SAFETY = 1.006
"""Kerning moves letters by less than this share of a line (tested against the drawn text)."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size (millimetres); `tracking` is in em."""

    face: str
    size: float
    color: str
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style, or an icon, `x` millimetres after the start of their line."""

    text: str
    style: Style
    x: float = 0.0
    width: float = 0.0
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are already broken; `y` is the first baseline."""

    x: float
    y: float
    pitch: float
    lines: tuple[tuple[Run, ...], ...]

    @property
    def text(self) -> str:
        """What it says, in one line."""
        return " ".join("".join(run.text for run in line).strip() for line in self.lines)

    @property
    def width(self) -> float:
        """From its left edge to the end of its longest line."""
        return max((line[-1].x + line[-1].width for line in self.lines if line), default=0.0)


@dataclass(frozen=True, slots=True)
class Word:
    """What is never broken; a space stands before it, and `gap` more, unless it opens a line."""

    runs: tuple[Run, ...]
    spaced: bool = True
    width: float = 0.0
    gap: float = 0.0


@cache
def _advances() -> dict[str, dict[int, int]]:
    """The advance of each character of each face, in thousandths of an em."""
    runs = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))
    return {
        face: {code + place: width for code, *widths in faces for place, width in enumerate(widths)}
        for face, faces in runs.items()
    }


@lru_cache(maxsize=1024)
def printable(text: str) -> str:
    """The text with what paper can carry: no control, no reordering mark, only drawn letters.

    Signs that no face draws (colour emoji, say) leave without a trace; letters leave a □ so that
    nobody believes the sentence complete.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if character in "\t\n\r\v\f\u2028\u2029":
            kept.append(" ")
        elif character == "\u202f":
            kept.append("\u00a0")
        elif _is_drawn(character):
            kept.append(character)
        elif unicodedata.category(character)[0] in "LN":
            kept.append(MISSING)
    return "".join(kept).strip()


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return False
    code, faces = ord(character), _advances()
    return code in faces["text"] or code in faces[OTHER]


def width(text: str, style: Style) -> float:
    """How long the text is in this style, kerning aside."""
    return (_thousandths(text, style.face) / 1000 + style.tracking * len(text)) * (
        style.size * SAFETY
    )


@lru_cache(maxsize=8192)
def _thousandths(text: str, face: str) -> int:
    faces = _advances()
    own, other = faces[face], faces[OTHER]
    missing = other[ord(MISSING)]
    return sum(own.get(code) or other.get(code, missing) for code in map(ord, text))


def run(text: str, style: Style) -> Run:
    """Letters with their length."""
    return Run(text, style, width=width(text, style))


def word(*runs: Run, spaced: bool = True, gap: float = 0.0) -> Word:
    """Runs that stay together."""
    return Word(runs, spaced, sum(one.width for one in runs), gap)


@lru_cache(maxsize=1024)
def words(text: str, style: Style) -> tuple[Word, ...]:
    """The words of a text; a no-break space holds its two neighbours together."""
    return tuple(word(run(letters, style)) for letters in text.split(" ") if letters)


def broken(content: Iterable[Word], room: float) -> tuple[tuple[Run, ...], ...]:
    """Lines no longer than `room`: broken between words, inside a word only when it is too long."""
    lines: list[list[Word]] = []
    used = 0.0
    for one in _that_fit(content, room):
        space = _between(lines[-1][-1], one) if lines else 0.0
        if not lines or used + space + one.width > room:
            lines.append([one])
            used = one.width
        else:
            lines[-1].append(one)
            used += space + one.width
    return tuple(
        _set(line, spaced=place + 1 < len(lines) and lines[place + 1][0].spaced)
        for place, line in enumerate(lines)
    )


Lengths = tuple[tuple[float, float], ...]
"""For each word, the space before it inside a line, and its own length."""


def lengths(content: Iterable[Word]) -> Lengths:
    """What `counted` needs to know of words, whatever the room."""
    return tuple((_between(one, one), one.width) for one in content)


def counted(content: Lengths, room: float) -> int:
    """How many lines `broken` would make; a word longer than a line counts for its lines."""
    lines, used = 0, room + 1
    for space, length in content:
        if used + space + length <= room:
            used += space + length
            continue
        more = int(length // room)
        lines += 1 + more
        used = length - more * room
    return lines


def _that_fit(content: Iterable[Word], room: float) -> Iterator[Word]:
    for one in content:
        if one.width <= room or len(one.runs) > 1 or one.runs[0].icon:
            yield one
        else:
            yield from _cut(one, room)


def _cut(long: Word, room: float) -> Iterator[Word]:
    """Pieces of a word longer than a line: after a hyphen or slash if one stands near its end."""
    text, style, spaced = long.runs[0].text, long.runs[0].style, long.spaced
    while text:
        lengths = [width(text[:end], style) for end in range(1, len(text) + 1)]
        end = max(1, bisect_right(lengths, room))
        if end < len(text):
            marked = max(text.rfind(mark, 0, end) + 1 for mark in "-/‑")
            end = marked if 4 * marked >= 3 * end else end
        yield word(run(text[:end], style), spaced=spaced)
        text, spaced = text[end:], False


def _between(before: Word, after: Word) -> float:
    return (width(" ", before.runs[-1].style) if after.spaced else 0.0) + after.gap


def _set(line: Sequence[Word], *, spaced: bool) -> tuple[Run, ...]:
    """The runs of a line at their place, with the space that parts it from the next one."""
    placed: list[Run] = []
    x = 0.0
    for place, one in enumerate(line):
        if place and one.spaced:
            x += _append_space(placed, x)
        if place and one.gap:
            x += _append(placed, Run("", one.runs[0].style, width=one.gap), x)
        for piece in one.runs:
            x += _append(placed, piece, x)
    if spaced:
        _append_space(placed, x)
    return tuple(placed)


def _append_space(placed: list[Run], x: float) -> float:
    before = placed[-1]
    return _append(placed, run(" ", before.style), x)


def _append(placed: list[Run], piece: Run, x: float) -> float:
    before = placed[-1] if placed else None
    if before and before.text and piece.text and _alike(before, piece):
        letters, length = before.text + piece.text, before.width + piece.width
        placed[-1] = Run(letters, before.style, before.x, length)
    else:
        placed.append(Run(piece.text, piece.style, x, piece.width, piece.icon))
    return piece.width


def _alike(before: Run, after: Run) -> bool:
    return before.style == after.style and not before.icon and not after.icon


def well_ended(content: Sequence[Word], room: float) -> tuple[tuple[Run, ...], ...]:
    """`broken`, but no last line with a lonely short word: the lines are then evened out."""
    lines = broken(content, room)
    last = lines[-1][-1] if lines and lines[-1] else None
    if len(lines) > 1 and last and last.x + last.width < room * 0.3:
        return balanced(content, room)
    return lines


def balanced(content: Sequence[Word], room: float) -> tuple[tuple[Run, ...], ...]:
    """As few lines as `broken`, of lengths as even as they can be: for titles and the vision."""
    words_ = tuple(_that_fit(content, room))
    fewest = len(broken(words_, room))
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for line in range(1, fewest + 1):
        for end in range(1, len(words_) + 1):
            ways = [
                (best[line - 1, start][0] + (room - length) ** 2, start)
                for start, length in _line_starts(words_, end, room)
                if (line - 1, start) in best
            ]
            if ways:
                best[line, end] = min(ways)
    return _threaded(words_, best, fewest)


def _line_starts(content: Sequence[Word], end: int, room: float) -> Iterator[tuple[int, float]]:
    """Where a line that ends before word `end` may start, and how long it then is."""
    length = 0.0
    for start in range(end - 1, -1, -1):
        length += content[start].width
        if start + 1 < end:
            length += _between(content[start], content[start + 1])
        if length > room + 1e-9 and start + 1 < end:
            return
        yield start, length


def _threaded(
    content: Sequence[Word], best: dict[tuple[int, int], tuple[float, int]], lines: int
) -> tuple[tuple[Run, ...], ...]:
    """The lines of the best way found, from the last one back."""
    found: list[tuple[Run, ...]] = []
    end = len(content)
    for line in range(lines, 0, -1):
        start = best[line, end][1]
        followed = end < len(content) and content[end].spaced
        found.insert(0, _set(content[start:end], spaced=followed))
        end = start
    return tuple(found)


def shortened(
    lines: tuple[tuple[Run, ...], ...], most: int, room: float
) -> tuple[tuple[Run, ...], ...]:
    """At most `most` lines, the last one ended by … when something was left out."""
    if len(lines) <= most:
        return lines
    kept = list(lines[: most - 1])
    last = lines[most - 1]
    tail = last[-1]
    text = tail.text.rstrip()
    while text and tail.x + width(text + ELLIPSIS, tail.style) > room:
        text = text[:-1].rstrip()
    text += ELLIPSIS
    kept.append((*last[:-1], replace(tail, text=text, width=width(text, tail.style))))
    return tuple(kept)
