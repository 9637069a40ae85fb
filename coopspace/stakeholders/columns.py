"""What files call each thing that is said: one list, for those that leave and those that come in.

Files are shaped as Kumu's: elements, and connections between them. Gephi reads the same tables:
`Id` and `Label`, `Source`, `Target` and `Weight`.
"""

from collections.abc import Callable
from datetime import date

from coopspace.stakeholders.networks import Organisation, Relation, Seen

Value = str | int | float | date | None
Word = Callable[[str], str]
"""How a code is written: as itself, or as a word of the reader's language."""

ELEMENTS: dict[str, str] = {
    "ID": "ref",
    "Label": "name",
    "Type": "sector",
    "Kind": "kind",
    "Description": "mission",
    "Tags": "tags",
    "Ring": "ring",
    "Influence": "influence",
    "Interest": "interest",
    "Engagement": "engagement",
    "Place": "place",
    "Actions": "actions",
    "Constraints": "constraints",
    "Levers": "levers",
    "X": "x",
    "Y": "y",
}
"""The heading of each column of elements, and what it holds."""
CONNECTIONS: dict[str, str] = {
    "From": "source",
    "To": "target",
    "Source": "source",
    "Target": "target",
    "Direction": "direction",
    "Weight": "level",
    "Level": "level_name",
    "Desired": "desired",
    "Trust": "trust",
    "Exchanges": "kinds",
    "Fact": "fact",
    "Date": "said_on",
    "Origin": "origin",
}
"""The same for connections. The ends stand twice: under Kumu's names and under Gephi's."""
BETWEEN = " | "
"""What parts several values in one cell, as in Kumu."""


def element(one: Organisation, word: Word) -> dict[str, Value]:
    """A stakeholder as a line; codes are written by `word`."""
    said = one.said
    return {
        "ID": one.ref,
        "Label": said.name,
        "Type": word(said.sector.value),
        "Kind": word(said.kind.value),
        "Description": said.mission or None,
        "Tags": BETWEEN.join(said.tags) or None,
        "Ring": word(said.ring.value) if said.ring else None,
        "Influence": said.influence,
        "Interest": said.interest,
        "Engagement": said.engagement,
        "Place": said.place or None,
        "Actions": said.actions or None,
        "Constraints": said.constraints or None,
        "Levers": said.levers or None,
        "X": one.x,
        "Y": one.y,
    }


def connection(one: Relation, level_name: Callable[[int], str], word: Word) -> dict[str, Value]:
    """One side's view as a line."""
    said = one.said
    return {
        "From": one.source,
        "To": one.target,
        "Source": one.source,
        "Target": one.target,
        "Direction": "directed",
        "Weight": one.level,
        "Level": level_name(one.level),
        "Desired": said.desired,
        "Trust": said.trust,
        "Exchanges": BETWEEN.join(word(kind.value) for kind in sorted(said.kinds)) or None,
        "Fact": said.fact or None,
        "Date": said.said_on,
        "Origin": one.origin.value,
    }


def tables(
    seen: Seen, *, level_name: Callable[[int], str], word: Word
) -> tuple[list[dict[str, Value]], list[dict[str, Value]]]:
    """What is seen of the network, as two tables."""
    return (
        [element(one, word) for one in seen.organisations],
        [connection(one, level_name, word) for one in seen.relations],
    )
