"""What surrounds the cards: title, column heads, the vision in its light, the foot of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from coopspace.changes.rules import Level
from coopspace.exports.poster.letters import (
    Paragraph,
    Run,
    Style,
    balanced,
    broken,
    printable,
    run,
    shortened,
    words,
)
from coopspace.exports.poster.links import MANY, SUN_BULGE
from coopspace.exports.poster.paper import COLLEGE_COLORS, INK, INK_2, Setting
from coopspace.exports.poster.poster import SYSTEMS, Poster

DISPLAY_TRACKING = -0.018
VISION_LINES = 14


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float
    color: str


@dataclass(frozen=True)
class Head:
    """The head of a column; an empty column asks its question in a dashed card, to be filled."""

    level: Level
    title: Paragraph
    saying: Paragraph
    rule: Rule
    question: Paragraph | None
    question_box: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class Voice:
    """A college by its shape, its name, and where it stands on the vision."""

    college: str
    box: tuple[float, float, float]
    color: str
    name: Paragraph
    said: Paragraph


@dataclass(frozen=True)
class Sign:
    """An icon and what it means."""

    system: str
    x: float
    y: float
    size: float
    name: Paragraph


@dataclass(frozen=True)
class Frame:
    """Everything on the page but cards and curves."""

    over: Paragraph
    title: Paragraph
    heads: tuple[Head, ...]
    vision_over: Paragraph
    vision: Paragraph
    held_by: Paragraph
    voices: tuple[Voice, ...]
    notes: Paragraph | None
    note_rules: tuple[Rule, ...]
    key: Paragraph
    signs: tuple[Sign, ...]
    key_lines: tuple[Paragraph, ...]
    live: tuple[Paragraph, ...]
    code_box: tuple[float, float, float]


def frame_of(poster: Poster, setting: Setting, *, notes: bool) -> Frame:
    """Place what surrounds the cards."""
    return _Framer(poster, setting).frame(notes=notes)


class _Framer:
    def __init__(self, poster: Poster, setting: Setting) -> None:
        self.poster, self.setting, self.unit = poster, setting, setting.unit
        small = max(3.5 * self.unit, setting.paper.smallest)
        self.quiet = Style("text", small, INK)
        self.strong = Style("strong", small, INK)
        self.over = Style("strong", max(4 * self.unit, setting.paper.smallest), INK)
        self.foot = (258 if setting.airy else 266) * self.unit
        self.left = 11 * self.unit

    def frame(self, *, notes: bool) -> Frame:
        words_, unit = self.poster.words, self.unit
        third = 90 * unit
        key_x, key_room = (third + 105 * unit, 62 * unit) if notes else (third, 165 * unit)
        signs = tuple(self._signs(key_x, key_room))
        dashed = any(
            change.warning for changes in self.poster.by_level.values() for change in changes
        )
        live, code_box = self._live()
        return Frame(
            over=self._line(self.left, (12.4 if self.setting.airy else 11.6) * unit, self._over()),
            title=self._title(),
            heads=tuple(self._head(level) for level in Level),
            **self._vision(),
            held_by=self._line(self.left, self.foot, words_.held_by),
            voices=tuple(self._voices()),
            notes=self._line(third, self.foot, words_.notes) if notes else None,
            note_rules=tuple(self._note_rules(third, 95 * unit)) if notes else (),
            key=self._line(key_x, self.foot, words_.key),
            signs=signs,
            key_lines=tuple(self._key_lines(key_x, key_room, signs, dashed=dashed)),
            live=live,
            code_box=code_box,
        )

    def _line(self, x: float, y: float, text: str, style: Style | None = None) -> Paragraph:
        style = style or self.over
        return Paragraph(x, y, 0, broken(words(printable(text), style), 10_000))

    def _block(
        self, x: float, y: float, text: str, style: Style, *, room: float, most: int
    ) -> Paragraph:
        lines = broken(words(printable(text), style), room)
        return Paragraph(x, y, style.size * 1.27, shortened(lines, most, room))

    def _over(self) -> str:
        strategy = self.poster.words.strategy
        return f"{strategy} · {self.poster.part_said}" if self.poster.part else strategy

    def _title(self) -> Paragraph:
        """The site's name on one line, smaller when it is long, cut only when it cannot be read."""
        airy, unit = self.setting.airy, self.unit
        room = self.setting.sun_x - self.left - 4 * unit
        size = (11 if airy else 8) * unit
        text = printable(self.poster.title)
        while True:
            style = Style("display", size, INK, DISPLAY_TRACKING)
            lines = broken(words(text, style), room)
            if len(lines) <= 1 or size <= 5.2 * unit:
                break
            size *= 0.94
        return Paragraph(self.left, (23.2 if airy else 19.6) * unit, 0, shortened(lines, 1, room))

    def _head(self, level: Level) -> Head:
        column = next(one for one in self.poster.columns if one.level is level)
        x, width = self.setting.columns[level]
        airy, unit = self.setting.airy, self.unit
        title_y, saying_y, rule_y = (35, 39.6, 42.8) if airy else (29, 32.8, 35)
        style = self._head_style()
        question, box = None, None
        if not self.poster.by_level[level] and not self.poster.part:
            question, box = self._question(column.question, x, width)
        return Head(
            level=level,
            title=Paragraph(x, title_y * unit, 0, broken(words(column.title, style), 10_000)),
            saying=self._block(
                x, saying_y * unit, column.saying, self._saying(), room=width, most=1
            ),
            rule=Rule(x, rule_y * unit, width, 0.7 * unit, INK),
            question=question,
            question_box=box,
        )

    def _head_style(self) -> Style:
        """The largest size at which the three heads stand over their columns: one for all."""
        size = (5.6 if self.setting.airy else 4.9) * self.unit
        for column in self.poster.columns:
            _, room = self.setting.columns[column.level]
            natural = broken(words(column.title, Style("display", size, INK, -0.01)), 10_000)
            longest = max((line[-1].x + line[-1].width for line in natural), default=0.0)
            size = max(min(size, size * room / max(longest, 1e-9)), 3.4 * self.unit)
        return Style("display", size, INK, -0.01)

    def _saying(self) -> Style:
        size = max((4 if self.setting.airy else 3.6) * self.unit, self.setting.paper.smallest)
        return Style("text", size, INK)

    def _question(
        self, text: str, x: float, width: float
    ) -> tuple[Paragraph, tuple[float, float, float, float]]:
        style = Style("text", 5 * self.unit, INK_2)
        pad = 4 * self.unit
        paragraph = self._block(
            x + pad,
            self.setting.top + pad + 0.9 * style.size,
            text,
            style,
            room=width - 2 * pad,
            most=6,
        )
        return paragraph, (x, self.setting.top, width, self.setting.bottom - self.setting.top)

    def _vision(self) -> dict[str, Paragraph]:
        """The vision as large as the light allows, between 27 points and the sentences' size."""
        poster, unit, paper = self.poster, self.unit, self.setting.paper
        pad = (17 if self.setting.airy else 14) * unit
        x = self.setting.sun_x + pad
        room = paper.width - x - (9 if self.setting.airy else 7) * unit
        text = printable(poster.vision)
        content, color = (text, INK) if text else (poster.words.no_vision, INK_2)
        size = (9.6 if self.setting.airy else 7.6) * unit
        while True:
            style = Style("display", size, color, -0.012)
            each = list(words(content, style))
            lines = broken(each, room)
            longest = max((one.width for one in each), default=0.0)
            if (len(lines) <= VISION_LINES and longest <= room) or size <= 3.6 * unit:
                break
            size *= 0.95
        most = max(1, int(paper.height * 0.72 / (1.2 * size)))
        lines = balanced(each, room) if len(lines) <= most else shortened(lines, most, room)
        height = 1.2 * size * (len(lines) - 1)
        first = paper.height / 2 - height / 2 + 0.35 * size
        over = self._line(x, first - 1.25 * size - 2 * unit, poster.words.our_vision)
        return {"vision_over": over, "vision": Paragraph(x, first, 1.2 * size, lines)}

    def _voices(self) -> Iterator[Voice]:
        y, size = self.foot, self.quiet.size
        for voice in self.poster.voices:
            y += 1.6 * size
            name = self._line(self.left + 1.3 * size, y, voice.name, self.strong)
            said_x = max(self.left + 30 * self.unit, name.x + name.width + 2 * self.unit)
            room = self.left + 86 * self.unit - said_x
            yield Voice(
                college=voice.college,
                box=(self.left, y - 0.72 * size, 0.74 * size),
                color=COLLEGE_COLORS[voice.college],
                name=name,
                said=self._block(said_x, y, voice.said, self.quiet, room=room, most=1),
            )

    def _note_rules(self, x: float, width: float) -> Iterator[Rule]:
        first, last = self.foot + 8.5 * self.unit, 288 * self.unit
        for place in range(3):
            y = first + (last - first) * place / 2
            yield Rule(x, y, width, 0.25 * self.unit, INK_2)

    def _signs(self, x: float, room: float) -> Iterator[Sign]:
        names = self.poster.words.systems
        size, line = 4.6 * self.unit, self.quiet.size * 1.72
        across = 4 if room > 100 * self.unit else 2
        for place, system in enumerate(SYSTEMS):
            left = x + (place % across) * (room * (0.8 if across == 4 else 1) / across)
            y = self.foot + (1 + place // across) * line
            name = self._line(left + size + 1.3 * self.unit, y, names[system], self.quiet)
            yield Sign(system, left, y - 0.82 * size, size, name)

    def _key_lines(
        self, x: float, room: float, signs: tuple[Sign, ...], *, dashed: bool
    ) -> Iterator[Paragraph]:
        y = signs[-1].name.y + self.quiet.size * 1.62
        words_, drawn = self.poster.words, self.poster.drawn
        said = [words_.key_links if self.poster.changes else words_.no_change]
        if dashed:
            said.append(words_.key_dashed)
        if len(drawn) > MANY:
            said.append(words_.key_tones)
        yield self._block(x, y, " ".join(said), self.quiet, room=room, most=5)

    def _live(self) -> tuple[tuple[Paragraph, ...], tuple[float, float, float]]:
        """The code to scan with, beside it, where the page lives and its day."""
        poster, unit = self.poster, self.unit
        size = (20 if self.setting.airy else 19) * unit
        bottom = 288 * unit
        room = 43 * unit
        x = self.setting.sun_x + SUN_BULGE * unit * 0.28 - room - size - 2.5 * unit
        text_x = x + size + 2.5 * unit
        pitch = self.quiet.size * 1.3
        address = _unbroken(poster.short_address, self.strong, room)
        lines = (
            self._line(text_x, 0, poster.words.live, self.quiet),
            Paragraph(text_x, 0, pitch, address),
            self._line(text_x, 0, poster.date, self.quiet),
        )
        y = bottom - 0.25 * self.quiet.size
        placed: list[Paragraph] = []
        for line in reversed(lines):
            y -= pitch * (len(line.lines) - 1)
            placed.insert(0, Paragraph(line.x, y, pitch, line.lines))
            y -= pitch
        return tuple(placed), (x, bottom - size, size)


def _unbroken(address: str, style: Style, room: float) -> tuple[tuple[Run, ...], ...]:
    """An address on as few lines as it takes, cut after a slash."""
    pieces = address.replace("/", "/ ").split()
    lines: list[str] = []
    for piece in pieces:
        if lines and run(lines[-1] + piece, style).width <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(one for line in lines for one in broken(words(line, style), room))
