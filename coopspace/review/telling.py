"""A finding in words: the sentence of its rule, filled in, in the reader's language."""

from collections.abc import Callable, Iterable

from coopspace import method
from coopspace.changes.rules import LEVEL_PLURALS, SYSTEM_LABELS, VISION, Level, System
from coopspace.kernel.refusal import N_
from coopspace.review.rules import ON_CARDS, Finding, Rule
from coopspace.sites.model import COLLEGE_LABELS, College

Say = Callable[[str], str]
"""A word of the interface in the reader's language."""
Marks = tuple[tuple[str, str], ...]
"""What stands on cards: the code of a change, and one sentence."""
THE_VISION = N_("the vision")


def told(one: Finding, *, language: str, say: Say) -> str:
    """« D2 mène tout droit à U1 »."""
    words = {name: str(value) for name, value in one.words.items()}
    if words.get("target") == VISION:
        words["target"] = say(THE_VISION)
    if "level" in words:
        words["level"] = say(LEVEL_PLURALS[Level(words["level"])])
    if "system" in words:
        words["system"] = say(SYSTEM_LABELS[System(words["system"])])
    if "college" in words:
        words["college"] = say(COLLEGE_LABELS[College(words["college"])])
    sentence = method.load("review").text(f"rules.{one.rule}.says", language)
    return sentence.format_map(words)


def marks(
    found: Iterable[Finding],
    *,
    language: str,
    say: Say,
    rules: frozenset[Rule] = ON_CARDS,
) -> Marks:
    """What is said on the cards of the changes concerned."""
    return tuple(
        (one.codes[0], told(one, language=language, say=say)) for one in found if one.rule in rules
    )
