"""The list of stakeholders: what each line holds, how lines are sifted and sorted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopspace.network.graph import COUNTS_FROM
from coopspace.stakeholders.networks import Organisation, Seen
from coopspace.stakeholders.rules import Ring, Sector, name_key


class Order(StrEnum):
    """What the list may be sorted by."""

    NAME = "nom"
    SECTOR = "secteur"
    RING = "cercle"
    TIES = "liens"
    INFLUENCE = "influence"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True)
class Row:
    """A line: a stakeholder, with how many others a relation is told, and how many of those
    relations count as ties."""

    organisation: Organisation
    told: int = 0
    ties: int = 0


@dataclass(frozen=True)
class Wish:
    """Which lines are looked for; nothing said means all of them."""

    words: str = ""
    sector: Sector | None = None
    ring: Ring | None = None
    tag: str = ""


def rows(seen: Seen) -> list[Row]:
    """Every stakeholder, with its relations counted as the measures count them."""
    told: dict[str, int] = {}
    ties: dict[str, int] = {}
    for tie in seen.network.ties:
        for end in (tie.a, tie.b):
            told[end] = told.get(end, 0) + 1
            ties[end] = ties.get(end, 0) + (tie.level >= COUNTS_FROM)
    return [Row(one, told.get(one.ref, 0), ties.get(one.ref, 0)) for one in seen.organisations]


def sifted(everybody: Iterable[Row], wish: Wish) -> list[Row]:
    """The lines that answer every wish; words are looked for in names, places, tags, missions."""
    words = name_key(wish.words).split()
    return [one for one in everybody if _answers(one.organisation, wish, words)]


def sorted_by(some: Iterable[Row], order: Order, *, backwards: bool = False) -> list[Row]:
    """The lines in this order, alike ones by name; what is not said comes last either way."""
    named = sorted(some, key=lambda one: name_key(one.organisation.name))
    if order is Order.NAME:
        return named[::-1] if backwards else named
    said = [one for one in named if _key(one, order) is not None]
    unsaid = [one for one in named if _key(one, order) is None]
    said.sort(key=lambda one: _key(one, order) or 0, reverse=backwards)
    return said + unsaid


def tags_in(everybody: Iterable[Row]) -> list[str]:
    """Every tag, once, by name."""
    found: dict[str, str] = {}
    for one in everybody:
        for tag in one.organisation.said.tags:
            found.setdefault(name_key(tag), tag)
    return [found[key] for key in sorted(found)]


def _answers(one: Organisation, wish: Wish, words: Sequence[str]) -> bool:
    said = one.said
    if wish.sector not in (None, said.sector) or wish.ring not in (None, said.ring):
        return False
    if wish.tag and name_key(wish.tag) not in {name_key(tag) for tag in said.tags}:
        return False
    if not words:
        return True
    text = name_key(" ".join((said.name, said.place, said.mission, *said.tags)))
    return all(word in text for word in words)


def _key(one: Row, order: Order) -> int | None:
    said = one.organisation.said
    if order is Order.SECTOR:
        return list(Sector).index(said.sector)
    if order is Order.RING:
        return list(Ring).index(said.ring) if said.ring else None
    if order is Order.INFLUENCE:
        return said.influence
    if order is Order.ENGAGEMENT:
        return said.engagement
    return one.ties
