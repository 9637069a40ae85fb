"""What is true of readiness: eight items, four steps, the lens of 2011, what is worth looking at.

What holds for any round of answers stands a floor below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

from coopspace.kernel import typed
from coopspace.kernel.ordinal import Spread
from coopspace.kernel.refusal import N_, Refusal
from coopspace.rounds.rules import Shape

COMMENT_MAX = 500


class Item(StrEnum):
    """What is judged: three preconditions, then five conditions, in the order of the method."""

    URGENCY = "urgency"
    CHAMPIONS = "champions"
    RESOURCES = "resources"
    ENGAGEMENT = "engagement"
    VISION = "vision"
    SUPPORT = "support"
    LEARNING = "learning"
    LEVERAGE = "leverage"


PRECONDITIONS = (Item.URGENCY, Item.CHAMPIONS, Item.RESOURCES)
CONDITIONS = (Item.ENGAGEMENT, Item.VISION, Item.SUPPORT, Item.LEARNING, Item.LEVERAGE)


class Step(IntEnum):
    """The four steps of the scale; their order is a fact, their distances are not."""

    ABSENT = 1
    SIGNS = 2
    PLACES = 3
    SHARED = 4

    @property
    def code(self) -> str:
        """How the method names it."""
        return self.name.lower()


STEPS = len(Step)


class Earlier(StrEnum):
    """The five conditions as they were first written, in 2011."""

    AGENDA = "agenda"
    MEASUREMENT = "measurement"
    ACTIVITIES = "activities"
    COMMUNICATION = "communication"
    BACKBONE = "backbone"


NEIGHBOURS: Mapping[Earlier, Item] = MappingProxyType(
    {
        Earlier.AGENDA: Item.VISION,
        Earlier.MEASUREMENT: Item.LEARNING,
        Earlier.ACTIVITIES: Item.LEVERAGE,
        Earlier.COMMUNICATION: Item.ENGAGEMENT,
        Earlier.BACKBONE: Item.SUPPORT,
    }
)
"""Each of the five of 2011 and its nearest counterpart (Cabaj and Weaver 2016 set the two lists
side by side); `seeds/method/readiness.toml` says in words what differs. The three preconditions
have none: they were written down a year later."""
ALONE = tuple(item for item in Item if item not in NEIGHBOURS.values())


class Lens(StrEnum):
    """Under which vocabulary the same answers are read."""

    OURS = "3-5"
    EARLIER = "2011"


class Outcome(StrEnum):
    """What a group may conclude of an item, or of the whole; that it is enough is one of them."""

    ENOUGH = "enough"
    ACT = "act"
    TALK = "talk"


@dataclass(frozen=True)
class Said:
    """What one person says of one item: a step, or that they cannot say, and words beside it."""

    step: int | None = None
    unknown: bool = False
    comment: str = ""


def judged(said: Mapping[Item, Said]) -> dict[Item, Said]:
    """The judgements that were given, in the order of the method; the others may come later.

    Raises Refusal beside the field to mend.
    """
    kept = {}
    for item, one in ((item, said[item]) for item in Item if item in said):
        comment = typed.words(one.comment, f"{item}_words", COMMENT_MAX)
        if one.step is None and not one.unknown:
            if comment:
                raise Refusal(
                    N_("Choose a step beside your words, or “I cannot say”."), field=item.value
                )
            continue
        if one.step is not None and (one.unknown or not 1 <= one.step <= STEPS):
            raise Refusal(N_("Choose one of the steps, or “I cannot say”."), field=item.value)
        kept[item] = Said(one.step, one.unknown, comment)
    if not kept:
        raise Refusal(N_("Judge one of the eight at least: you can come back for the others."))
    return kept


def as_kept(said: Mapping[Item, Said]) -> dict[str, dict[str, Any]]:
    """Judgements as they are stored beside their author's answer."""
    return {item.value: {"step": one.step, "comment": one.comment} for item, one in said.items()}


def as_said(kept: Mapping[str, Mapping[str, Any]]) -> dict[Item, Said]:
    """Stored judgements, in the order of the method; no step was stored for who cannot say."""
    return {
        item: Said(kept[item]["step"], kept[item]["step"] is None, kept[item]["comment"])
        for item in Item
        if item in kept
    }


LOOK = (Shape.COLLEGE_APART, Shape.TWO_CAMPS, Shape.WIDE)
"""The shapes that are a subject of conversation; none of them is a fault."""


@dataclass(frozen=True)
class Seen:
    """How an item is seen, as far as its place in the conversation depends on it."""

    item: Item
    shape: Shape
    spread: Spread | None


def to_look_at(seen: Sequence[Seen]) -> tuple[Item, ...]:
    """The items that the group sees most differently, those first: a difference is a topic.

    First by the width of the middle half, then from end to end, then by what separates people.
    """
    order = list(Item)

    def differs(one: Seen) -> tuple[int, int, int, int]:
        lies = one.spread
        width = lies.upper_quarter - lies.lower_quarter if lies else 0
        return -width, -(lies.steps if lies else 0), LOOK.index(one.shape), order.index(one.item)

    return tuple(one.item for one in sorted((s for s in seen if s.shape in LOOK), key=differs))
