"""What stands on a card, and how tall that makes it: a card is sized by its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from coopspace.exports.poster.letters import (
    Lengths,
    Paragraph,
    Run,
    Style,
    Word,
    broken,
    counted,
    lengths,
    printable,
    run,
    shortened,
    well_ended,
    word,
    words,
)
from coopspace.exports.poster.paper import ALERT, INK, INK_2, Setting
from coopspace.exports.poster.poster import SYSTEMS, Poster, PosterChange

MOST_LINES = 14
"""More than the longest statement takes in the narrowest column: a longer text is cut here, and
given in full on the reading page."""
PITCH = 1.22
Content = tuple[tuple[Word, ...], tuple[Word, ...]]
"""The words of a card: its sentence, then what is said about it."""


@dataclass(frozen=True)
class Card:
    """A change at its place, in millimetres; paragraphs are measured from the card's corner."""

    change: PosterChange
    x: float
    y: float
    width: float
    height: float
    radius: float
    paragraphs: tuple[Paragraph, ...]
    label: str

    @property
    def code(self) -> str:
        """D1, I4, U2."""
        return self.change.code

    @property
    def right(self) -> float:
        """Where its links leave."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Measures:
    """The paddings of a card, in millimetres, all drawn from the size of its sentence."""

    left: float
    right: float
    above: float
    below: float
    between: float
    gap: float
    """The least space between two cards of a column."""


@lru_cache(maxsize=64)
def measures_of(setting: Setting) -> Measures:
    """The paddings at this size: tighter where there are many cards."""
    em, airy = setting.em, setting.airy
    return Measures(
        left=0.62 * em,
        right=(0.68 if airy else 0.5) * em,
        above=(0.45 if airy else 0.26) * em,
        below=(0.45 if airy else 0.28) * em,
        between=0.24 * em,
        gap=(0.45 if airy else 0.36) * em,
    )


def card_of(poster: Poster, change: PosterChange, setting: Setting) -> Card:
    """The card of a change, at the top of its column."""
    x, width = setting.columns[change.level]
    build = _airy if setting.airy else _dense
    measures = measures_of(setting)
    room = width - measures.left - measures.right
    paragraphs, height = build(poster, change, setting, room)
    return Card(
        change=change,
        x=x,
        y=setting.top,
        width=width,
        height=height,
        radius=0.9 * setting.em,
        paragraphs=paragraphs,
        label=label_of(poster, change),
    )


def label_of(poster: Poster, change: PosterChange) -> str:
    """The card read aloud: sentence, systems, what it leads to, what is asked for."""
    names = poster.words.systems
    systems = ", ".join(names[one] for one in SYSTEMS if one in change.systems)
    said = [f"{change.code} {change.statement}", systems, poster.leads_to(change.code)]
    return ". ".join(part.rstrip(".") for part in (*said, change.note, change.warning) if part)


@lru_cache(maxsize=64)
def _styles(setting: Setting) -> tuple[Style, Style, Style]:
    code = Style("strong", setting.small(0.76), INK_2)
    sentence = Style("strong", setting.em, INK)
    quiet = Style("text", setting.small(0.78 if setting.airy else 0.86), INK)
    return code, sentence, quiet


def _sentence(change: PosterChange, setting: Setting) -> Iterator[Word]:
    code, sentence, _ = _styles(setting)
    yield word(run(change.code + " ", code))
    for place, one in enumerate(words(printable(change.statement), sentence)):
        yield one if place else replace(one, spaced=False)


def _airy(
    poster: Poster, change: PosterChange, setting: Setting, room: float
) -> tuple[tuple[Paragraph, ...], float]:
    """The sentence; under it the systems by icon and word, and what it leads to on the right."""
    measures = measures_of(setting)
    _, sentence, quiet = _styles(setting)
    stack = _Stack(measures.left, measures.above, measures.between)
    stack.add(_cut(well_ended(tuple(_sentence(change, setting)), room), room), sentence)
    systems = broken(_systems(poster, change, quiet, named=True), room)
    after = broken(words(printable(poster.leads_to(change.code)), quiet), room)
    if _fit_together(systems, after, room, gap=setting.em):
        stack.add(systems, quiet)
        stack.beside(after, quiet, room)
    else:
        stack.add(systems, quiet)
        stack.add(after, quiet)
    for said, color in ((change.note, INK_2), (change.warning, ALERT)):
        style = Style("strong", quiet.size, color)
        stack.add(broken(words(printable(said), style), room), style)
    return tuple(stack.paragraphs), stack.y + measures.below


def _dense(
    poster: Poster, change: PosterChange, setting: Setting, room: float
) -> tuple[tuple[Paragraph, ...], float]:
    """Everything in one run of text: the sentence, the systems by icon, what it leads to."""
    measures = measures_of(setting)
    _, sentence, quiet = _styles(setting)
    stack = _Stack(measures.left, measures.above, measures.between)
    said, about = dense_content(poster, change, setting)
    lines = broken((*said, *about), room)
    if len(lines) > MOST_LINES:
        stack.add(_cut(broken(said, room), room), sentence)
        stack.add(broken(about, room), quiet)
    else:
        stack.add(lines, sentence)
    return tuple(stack.paragraphs), stack.y + measures.below


def dense_content(poster: Poster, change: PosterChange, setting: Setting) -> Content:
    """The words of a card's sentence, and those that come after it, at this size."""
    quiet = _styles(setting)[2]
    about = [
        *_systems(poster, change, quiet, named=setting.names_systems),
        *_apart(words(printable(poster.leads_to(change.code)), quiet), 0.5 * quiet.size),
    ]
    for said, color in ((change.note, INK_2), (change.warning, ALERT)):
        style = Style("strong", quiet.size, color)
        about += _apart(words(printable(said), style), 0.5 * quiet.size)
    return tuple(_sentence(change, setting)), tuple(about)


def dense_lengths(content: Content) -> tuple[Lengths, Lengths]:
    """What `dense_height` needs to know of a card's words, whatever its width."""
    return lengths(content[0]), lengths(content[1])


def dense_height(content: tuple[Lengths, Lengths], setting: Setting, width: float) -> float:
    """How tall `_dense` makes a card of this width, without setting its lines."""
    measures = measures_of(setting)
    room = width - measures.left - measures.right
    said, about = content
    em, quiet = setting.em, _styles(setting)[2].size
    lines = counted(said + about, room)
    height = measures.above + measures.below + 1.1 * em
    if lines <= MOST_LINES:
        return height + PITCH * em * (lines - 1)
    height += PITCH * em * (min(MOST_LINES, counted(said, room)) - 1) + measures.between
    return height + PITCH * quiet * (counted(about, room) - 1) + 1.1 * quiet


def _cut(lines: tuple[tuple[Run, ...], ...], room: float) -> tuple[tuple[Run, ...], ...]:
    return shortened(lines, MOST_LINES, room)


def _systems(poster: Poster, change: PosterChange, style: Style, *, named: bool) -> Iterator[Word]:
    for place, system in enumerate(one for one in SYSTEMS if one in change.systems):
        name = poster.words.systems[system]
        icon = Run("" if named else name, style, width=style.size * 1.22, icon=system)
        gap = style.size * ((0.4 if place else 0.25) if named else 0.0)
        air = Run("", style, width=style.size * 0.26)
        yield word(icon, air, run(name, style), gap=gap) if named else word(icon, gap=gap)


def _apart(content: Iterable[Word], gap: float) -> Iterator[Word]:
    """The same words, the first one a little further from what stands before it."""
    for place, one in enumerate(content):
        yield one if place else replace(one, gap=gap)


def _fit_together(
    left: tuple[tuple[Run, ...], ...],
    right: tuple[tuple[Run, ...], ...],
    room: float,
    *,
    gap: float,
) -> bool:
    if len(left) != 1 or len(right) != 1:
        return False
    ends = [line[0][-1].x + line[0][-1].width for line in (left, right)]
    return sum(ends) + gap <= room


class _Stack:
    """Paragraphs one under the other, from the top of a card."""

    def __init__(self, x: float, y: float, between: float) -> None:
        self.x, self.y, self.between = x, y, between
        self.paragraphs: list[Paragraph] = []

    def add(self, lines: tuple[tuple[Run, ...], ...], style: Style) -> None:
        """Put these lines under the others; nothing when there are none."""
        if not lines:
            return
        if self.paragraphs:
            self.y += self.between
        pitch = PITCH * style.size
        self.paragraphs.append(Paragraph(self.x, self.y + 0.86 * style.size, pitch, lines))
        self.y += pitch * (len(lines) - 1) + 1.1 * style.size

    def beside(self, lines: tuple[tuple[Run, ...], ...], style: Style, room: float) -> None:
        """Put one line at the right end of the last one."""
        before = self.paragraphs[-1]
        line = Paragraph(0, before.y, before.pitch, lines)
        self.paragraphs.append(replace(line, x=self.x + room - line.width))
