"""A document cut into pieces at its headings, and the question that each is like.

The likeness is counted in words, always in the same way: those of a piece's headings weigh more
than those of its text. It proposes; people choose.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coopspace.live.formats import Block, Piece
from coopspace.stakeholders.rules import name_key

MOST = 60
"""So many pieces at most: a document that has more headings is cut at its highest ones only."""
LONGEST = 12_000
"""A piece that is longer goes on in another one: a clause holds 20,000 characters."""
LEAST = 3
"""What a likeness weighs at least to be proposed."""
STEM = 5
"""Words that begin alike are the same word here: « décider », « décidons »."""
_HEADING_MAX = 120
_NUMBERED = re.compile(r"(?:article|titre|chapitre|partie|section|chapter|part)\s+[\dIVX]+\b", re.I)
_RANK = re.compile(
    r"^\s*(?:(?:article|titre|chapitre|partie|section|chapter|part)\s+)?"
    r"(?:(?:\d+|[IVX]+)(?:\.\d+)*\s*[.)°–—:-]+\s*|\d+\s+)?",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")
_SMALL = """
les des une aux par pour sur sous dans avec sans que qui quoi est sont ont nous nos notre
vous ils elles leur leurs ces cette tout tous toute toutes chaque plus pas comment quand entre etre
avoir faire fait autre autres the and for with our its that this are what how who when which from
into have has not each all one does where"""
_EMPTY = frozenset(_SMALL.split())


@dataclass(frozen=True)
class Cut:
    """A piece of a document: its heading, those above it, and what it says. `more`: it goes on
    from the piece before."""

    heading: str
    trail: tuple[str, ...]
    blocks: tuple[Block, ...]
    more: bool = False


@dataclass(frozen=True)
class Asked:
    """A question as a document may answer it: `section` names its section, `near` the words by
    which documents call it; `asks` is false for what the questions of a section do not ask."""

    code: str
    section: str
    title: str
    headings: tuple[str, ...]
    question: str
    near: str
    asks: bool = True


@dataclass(frozen=True)
class Guess:
    """The question that a piece is like, and the words that say so."""

    code: str
    words: tuple[str, ...]


def pieces(told: Iterable[Mapping[str, Any]]) -> list[Cut]:
    """The pieces of a document that is told as plain blocks (`documents.read`)."""
    blocks = _filled(_headed([*told]))
    levels = [one["level"] for one in blocks if one["kind"] == "heading"]
    deepest = max(levels, default=0)
    while deepest > min(levels, default=0) and sum(one <= deepest for one in levels) > MOST:
        deepest -= 1
    found: list[Cut] = []
    title = _title(blocks)
    for heading, trail, inside in _cut(blocks, deepest):
        made = _joined(inside)
        above = tuple(one for one in trail if one != title)
        for number, some in enumerate(_portions(made)):
            found.append(Cut(heading, above, tuple(some), more=number > 0))
    return found


def guess(cut: Cut, asked: Sequence[Asked]) -> Guess | None:
    """The question that this piece is most like; None where no likeness weighs enough."""
    best: tuple[int, Guess] | None = None
    for one in asked:
        found = _likeness(cut, one)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def heading(text: str) -> Block:
    """A heading of a shared text."""
    return Block("heading", ((Piece(text),),))


def same_heading(one: str, other: str) -> bool:
    """Whether two headings say the same, their numbers aside."""
    said, known = (_WORD.findall(name_key(_RANK.sub("", text))) for text in (one, other))
    return bool(said) and said == known


def stems(text: str) -> dict[str, str]:
    """The words of a text by what they begin with, in order; small words are left out."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        key = name_key(word)
        if len(key) >= 3 and key not in _EMPTY and not key.isdecimal():
            found.setdefault(key[:STEM], word)
    return found


def kept(cuts: Iterable[Cut]) -> list[dict[str, Any]]:
    """Pieces as plain values."""
    return [
        {
            "heading": one.heading,
            "trail": [*one.trail],
            "more": one.more,
            "blocks": [
                {"kind": block.kind, "lines": [[_plain(p) for p in line] for line in block.lines]}
                for block in one.blocks
            ],
        }
        for one in cuts
    ]


def read(values: Iterable[Mapping[str, Any]]) -> list[Cut]:
    """The pieces that were kept."""
    return [
        Cut(one["heading"], tuple(one["trail"]), tuple(map(_block, one["blocks"])), one["more"])
        for one in values
    ]


def _likeness(cut: Cut, one: Asked) -> tuple[int, Guess] | None:
    head, trail = stems(cut.heading), stems(" ".join(cut.trail))
    body = stems(" ".join(_text(block) for block in cut.blocks)[:4_000])
    title, heading, near, question = (
        stems(text) for text in (one.title, " ".join(one.headings), one.near, one.question)
    )
    near = {key: word for key, word in near.items() if key not in heading}
    above = {**{k: w for k, w in trail.items() if k in title}, **_both(head, title)}
    own = [
        (5, _both(head, heading)),
        (3, _both(head, near)),
        (2, _both(trail, {**heading, **near})),
        (1, _both(head, question)),
        (1, dict([*_both(body, near).items()][:3])),
    ]
    if any(same_heading(cut.heading, known) for known in one.headings):
        own.insert(0, (5, {"": cut.heading}))
    weight = sum(each * len(words) for each, words in own)
    if not one.asks:
        weight = 1 if above else 0
    elif not weight:
        return None
    weight += 2 * len(above)
    if weight < LEAST:
        return None
    said = dict([*above.items(), *(pair for _each, words in own for pair in words.items())])
    shown = [said[""]] if "" in said else list(said.values())[:4]
    return weight, Guess(one.code, tuple(shown))


def _both(words: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {key: word for key, word in words.items() if key in others}


def _headed(told: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The blocks, short lines in bold taken for headings where a document has no other."""
    if any(one["kind"] == "heading" for one in told):
        return told
    return [{**one, "kind": "heading", "level": 1} if _like_heading(one) else one for one in told]


def _filled(told: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The blocks; a heading under which nothing stands is a line of what is above it."""
    found = []
    for place, one in enumerate(told):
        after = told[place + 1] if place + 1 < len(told) else None
        alone = after is None or (after["kind"] == "heading" and after["level"] <= one["level"])
        if one["kind"] == "heading" and alone:
            one = {**one, "kind": "paragraph", "level": 0}
        found.append(one)
    return found


def _title(blocks: Sequence[Mapping[str, Any]]) -> str | None:
    """What the whole document is called: the only heading of its level, above all the others. It
    says nothing of a piece."""
    headings = [one for one in blocks if one["kind"] == "heading"]
    if len(headings) < 2 or any(one["level"] <= headings[0]["level"] for one in headings[1:]):
        return None
    return _words_of(headings[0])


def _words_of(one: Mapping[str, Any]) -> str:
    return "".join(piece["text"] for piece in one["lines"][0])


def _like_heading(one: Mapping[str, Any]) -> bool:
    if one["kind"] != "paragraph" or len(one["lines"]) != 1:
        return False
    line = one["lines"][0]
    text = "".join(piece["text"] for piece in line)
    bold = all(piece.get("bold") or not piece["text"].strip() for piece in line)
    return 0 < len(text.strip()) <= _HEADING_MAX and (bold or bool(_NUMBERED.match(text)))


def _cut(
    blocks: Iterable[Mapping[str, Any]], deepest: int
) -> Iterator[tuple[str, tuple[str, ...], list[Mapping[str, Any]]]]:
    """Each heading with those above it and what stands under it, where something does."""
    above: list[tuple[int, str]] = []
    inside: list[Mapping[str, Any]] = []
    count = 0
    for one in (*blocks, None):
        cuts = one is None or (one["kind"] == "heading" and one["level"] <= deepest)
        if not cuts or (count >= MOST and one is not None):
            assert one is not None
            inside.append(one)
            continue
        if inside:
            *trail, heading = [text for _level, text in above] or [""]
            yield heading, tuple(trail), inside
            inside, count = [], count + 1
        if one is not None:
            above = [pair for pair in above if pair[0] < one["level"]]
            above.append((one["level"], _words_of(one)))


def _joined(told: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Blocks of shared texts: the items of one list are one block."""
    found: list[Block] = []
    for one in told:
        block = _block(one)
        if found and found[-1].kind == block.kind in ("bullet", "ordered"):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, *block.lines))
        else:
            found.append(block)
    return found


def _portions(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """These blocks, in portions that a clause can hold."""
    some: list[Block] = []
    length = 0
    for one in (short for block in blocks for short in _short(block)):
        size = len(_text(one))
        if some and length + size > LONGEST:
            yield some
            some, length = [], 0
        some.append(one)
        length += size
    if some:
        yield some


def _short(block: Block) -> Iterator[Block]:
    """A block, cut between its lines or within one where it is too long."""
    if len(_text(block)) <= LONGEST:
        yield block
        return
    for line in block.lines:
        for piece in line:
            for start in range(0, len(piece.text), LONGEST):
                part = replace(piece, text=piece.text[start : start + LONGEST])
                yield Block(block.kind, ((part,),))


def _text(block: Block) -> str:
    return " ".join("".join(piece.text for piece in line) for line in block.lines)


def _plain(piece: Piece) -> dict[str, Any]:
    marks = {name: getattr(piece, name) for name in ("bold", "italic", "link")}
    return {"text": piece.text, **{name: value for name, value in marks.items() if value}}


def _block(told: Mapping[str, Any]) -> Block:
    return Block(
        told["kind"], tuple(tuple(Piece(**piece) for piece in line) for line in told["lines"])
    )
