"""A first draft of the narrative from the chain's own sentences, path by path. Plain Python.

Every change is told once: a path that meets one already told says that it joins it.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase, digits
from typing import NamedTuple

from coopspace.changes.chain import Arc
from coopspace.changes.rules import VISION, Effect, Level, code_order, parse_code
from coopspace.kernel.refusal import N_

Say = Callable[..., str]
"""How a sentence is said in the reader's language: `say(msgid, **values)`."""

FIRST_WORDS = N_("Our vision: %(vision)s")
NEXT_WORDS: dict[Level, str] = {
    Level.DIRECT: N_("Then people also know or see this:"),
    Level.INTERMEDIATE: N_("Then people do this differently:"),
    Level.ULTIMATE: N_("Then this becomes ordinary:"),
}
SAME_LEVEL_WORDS = N_("And further:")
BRANCH_WORDS = N_("From %(code)s also comes this:")
EFFECT_WORDS: dict[Effect, str] = {
    Effect.UNINTENDED_POSITIVE: N_("Not sought, but welcome:"),
    Effect.NEGATIVE: N_("Unwanted, to prevent or to soften:"),
}
TO_VISION_WORDS = N_("This leads to the vision.")
JOINS_WORDS = N_("This joins %(codes)s.")
JOINS_AND_LEADS_WORDS = N_("This joins %(codes)s, and leads to the vision.")
NOWHERE_WORDS = N_("The chain does not say yet where this leads.")
ALONE_WORDS = N_("Not linked to anything yet:")
_SMALL = re.compile(
    r"(?:[ld][’']|(?:les?|la|une?|des?|du|on|nous|chaque|chacune?|tou(?:te|t)?s?|ils?|elles?"
    r"|aucune?|personne|plus|ce|cette|ces|notre|nos|leurs?"
    r"|the|an?|people|we|each|every|all|everyone|nobody|one|more|this|these|our|they|their)\b)",
    re.IGNORECASE,
)
"""What opens a statement and takes no capital after a colon, in both languages: never a name."""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around a code while the draft is put together, so that its place is known in the end."""
_NAMED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_ALPHABET = digits + ascii_lowercase
_REF = 8


@dataclass(frozen=True)
class Path:
    """One paragraph: the changes that it tells, from which one told before it leaves (or none),
    and what its last one leads to (`V`: the vision)."""

    steps: tuple[str, ...]
    leaves: str = ""
    joins: tuple[str, ...] = ()


class Told(NamedTuple):
    """What the draft says of one change."""

    statement: str
    effect: Effect = Effect.INTENDED


class Mention(NamedTuple):
    """A code in the text of a draft: where it stands, and which."""

    at: int
    code: str


@dataclass(frozen=True)
class Draft:
    """The assembled text, and where it names changes."""

    text: str
    mentions: tuple[Mention, ...]


def ref_of(change_id: uuid.UUID) -> str:
    """How a text calls a change for ever, whatever its code becomes: eight letters of its id."""
    number, letters = change_id.int, []
    for _ in range(_REF):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


def paths_of(codes: Iterable[str], arcs: Iterable[Arc]) -> tuple[Path, ...]:
    """The linked changes as paragraphs, each change once: from each start as far as it goes, then
    what leaves on the way. A change without any link is in none."""
    onward: dict[str, list[str]] = {code: [] for code in sorted(codes, key=code_order)}
    entered: set[str] = set()
    for source, target in sorted(arcs, key=lambda arc: (code_order(arc[0]), code_order(arc[1]))):
        onward[source].append(target)
        entered.add(target)
    told: set[str] = set()
    found: list[Path] = []
    for start, after in onward.items():
        if after and start not in entered:
            found += _from(start, "", onward, told)
    return tuple(found)


def _from(
    start: str, leaves: str, onward: Mapping[str, list[str]], told: set[str]
) -> Iterator[Path]:
    """The path from `start`, then those that leave from its steps."""
    waiting = [(start, leaves)]
    while waiting:
        here, before = waiting.pop(0)
        if here in told:
            continue
        steps = [here]
        told.add(here)
        while following := _untold(onward[steps[-1]], told):
            steps.append(following[0])
            told.add(following[0])
        yield Path(tuple(steps), before, tuple(onward[steps[-1]]))
        waiting = [(one, step) for step in steps for one in _untold(onward[step], told)] + waiting


def _untold(codes: Iterable[str], told: set[str]) -> list[str]:
    return [code for code in codes if code != VISION and code not in told]


def assemble(changes: Mapping[str, Told], arcs: Iterable[Arc], *, vision: str, say: Say) -> Draft:
    """The draft: the vision, each path, then what is not linked yet. Empty without any change."""
    if not changes:
        return Draft("", ())
    paths = paths_of(changes, arcs)
    linked = {code for path in paths for code in path.steps}
    alone = [code for code in sorted(changes, key=code_order) if code not in linked]
    paragraphs = [say(FIRST_WORDS, vision=vision.strip())] if vision.strip() else []
    paragraphs += [" ".join(_sentences(path, changes, say)) for path in paths]
    if alone:
        paragraphs.append(
            " ".join(
                [
                    say(ALONE_WORDS),
                    _told(alone[0], changes, say, after_colon=True),
                    *(_told(one, changes, say) for one in alone[1:]),
                ]
            )
        )
    return _placed("\n\n".join(paragraphs))


def left_over(assembled: str, now: str) -> tuple[int, int]:
    """How many of the assembled sentences still stand word for word, and of how many."""
    sentences = [one for one in _SENTENCE.split(assembled) if one.strip()]
    return sum(one in now for one in sentences), len(sentences)


def _sentences(path: Path, changes: Mapping[str, Told], say: Say) -> Iterator[str]:
    if path.leaves:
        yield say(BRANCH_WORDS, code=_code(path.leaves))
    before: Level | None = None
    for code in path.steps:
        here = _level(code)
        wanted = changes[code].effect not in EFFECT_WORDS
        if before is not None and wanted:
            yield say(SAME_LEVEL_WORDS if here is before else NEXT_WORDS[here])
        yield _told(code, changes, say, after_colon=bool(before or path.leaves))
        before = here
    if path.joins or changes[path.steps[-1]].effect not in EFFECT_WORDS:
        yield _end(path, say)


def _level(code: str) -> Level:
    parsed = parse_code(code)
    return parsed[0] if parsed else Level.DIRECT


def _end(path: Path, say: Say) -> str:
    codes = ", ".join(_code(one) for one in path.joins if one != VISION)
    if codes:
        words = JOINS_AND_LEADS_WORDS if VISION in path.joins else JOINS_WORDS
        return say(words, codes=codes)
    return say(TO_VISION_WORDS if VISION in path.joins else NOWHERE_WORDS)


def _told(code: str, changes: Mapping[str, Told], say: Say, *, after_colon: bool = False) -> str:
    """The change's own sentence, closed by its code."""
    one = changes[code]
    announced = f"{say(EFFECT_WORDS[one.effect])} " if one.effect in EFFECT_WORDS else ""
    statement = one.statement.strip().rstrip(".").rstrip()
    if after_colon or announced:
        statement = _run_on(statement)
    return f"{announced}{statement} ({_code(code)})."


def _run_on(statement: str) -> str:
    """The statement as it goes on after a colon: no capital, unless it may open with a name."""
    if _SMALL.match(statement):
        return statement[0].lower() + statement[1:]
    return statement


def _code(code: str) -> str:
    return f"{_OPEN}{code}{_CLOSE}"


def _placed(marked: str) -> Draft:
    """The text without its marks, and where they stood."""
    mentions = []
    taken = 0
    for found in _NAMED.finditer(marked):
        mentions.append(Mention(found.start() - taken, found[1]))
        taken += len(_OPEN) + len(_CLOSE)
    return Draft(_NAMED.sub(r"\1", marked), tuple(mentions))
