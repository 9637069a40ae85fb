"""The labelled statements and links, and what the reading says of each, alone in its chain."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopspace.changes.rules import USUAL_NATURE, VISION, Effect, Level
from coopspace.kernel import clock
from coopspace.review.rules import Facts, Rule, Stated, Tied
from coopspace.review.whole import reread

FOLDER = Path(__file__).parent / "labelled"
LEVELS = {level.letter: level for level in Level}
OF_STATEMENTS = frozenset(
    {
        Rule.ACTIVITY,
        Rule.NOT_KNOWLEDGE,
        Rule.WITHOUT_WHO,
        Rule.PROJECT,
        Rule.SEVERAL,
        Rule.VAGUE_WHO,
        Rule.WISH,
        Rule.NO_INDICATOR,
    }
)
OF_LINKS = frozenset({Rule.NO_ASSUMPTION, Rule.NO_REASON, Rule.JUMPS_A_LEVEL})


@dataclass(frozen=True)
class Labelled:
    """One item: its words, what a careful reader points at, what the rules point at."""

    words: str
    expected: frozenset[Rule]
    found: frozenset[Rule]


def items(half: str) -> Iterator[Labelled]:
    """The items of a half: `tuning` or `aside`. A statement has an indicator unless it says how
    many (`indicators`)."""
    for path in sorted(FOLDER.glob(f"{half}-*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from (_change(one) for one in content["changes"])
        yield from (_link(one) for one in content["links"])


def _change(item: dict[str, Any]) -> Labelled:
    level = LEVELS[item["at"]]
    one = Stated(
        "one",
        f"{level.letter}1",
        level,
        item["says"],
        USUAL_NATURE[level],
        Effect(item.get("effect", Effect.INTENDED)),
        who=item.get("who", ""),
        indicators=item.get("indicators", 1),
    )
    found = reread(Facts((one,), (), clock.today()))
    return _labelled(item["says"], item, found, OF_STATEMENTS)


def _link(item: dict[str, Any]) -> Labelled:
    ends = [f"{letter}{place}" for place, letter in enumerate((item["from"], item["to"]), 1)]
    codes = [VISION if code.startswith(VISION) else code for code in ends]
    changes = tuple(
        Stated(code, code, LEVELS[code[0]], code, USUAL_NATURE[LEVELS[code[0]]])
        for code in codes
        if code != VISION
    )
    tie = Tied("tie", codes[0], codes[1], why=item["why"], assumption=item["assumption"])
    found = reread(Facts(changes, (tie,), clock.today()))
    words = f"{' → '.join(codes)} {item['why']} / {item['assumption']}"
    return _labelled(words, item, found, OF_LINKS)


def _labelled(words: str, item: dict[str, Any], found: Any, among: frozenset[Rule]) -> Labelled:
    expected = frozenset(Rule(one) for one in item["expect"])
    return Labelled(words, expected, frozenset(one.rule for one in found) & among)


def statements() -> list[str]:
    """What all the labelled statements say."""
    return [
        one["says"]
        for path in sorted(FOLDER.glob("*.toml"))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["changes"]
    ]
