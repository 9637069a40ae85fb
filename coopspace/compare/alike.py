"""Which organisations of several sites could be one: proposals, never more than that.

By a number that identifies them (SIREN, SIRET), by the same name, the same words of it, its
initials, or a name that differs by a few letters. Whoever leads the programme decides: two sites
may each have their « Mission locale ».
"""

import itertools
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from coopspace.kernel.refusal import N_
from coopspace.stakeholders.outside import Outlined
from coopspace.stakeholders.rules import name_key

NEAR = 0.88
"""How much of two names must be alike."""
CROWD = 12
"""A word that more organisations than this have in their names distinguishes none."""
MANY = 5_000
"""Above so many organisations names that are only near are not looked for: it takes too long."""
SHORTEST = 3
"""Initials shorter than this could be anybody’s."""
_SMALL = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "s")
    + ("sur", "of", "the", "and", "for", "association")
)


class Why(StrEnum):
    """Why two organisations could be one, the surest first."""

    NUMBER = "number"
    NAME = "name"
    WORDS = "words"
    INITIALS = "initials"
    NEAR = "near"


WHY_LABELS: dict[Why, str] = {
    Why.NUMBER: N_("the same registration number"),
    Why.NAME: N_("the same name"),
    Why.WORDS: N_("the same words in the name"),
    Why.INITIALS: N_("a name and its initials"),
    Why.NEAR: N_("nearly the same name"),
}


@dataclass(frozen=True)
class Proposal:
    """Some organisations of at least two sites that could be one."""

    why: Why
    who: tuple[Outlined, ...]


def proposals(known: Sequence[Outlined]) -> tuple[Proposal, ...]:
    """Every group that could be one, the surest reasons first, then by name.

    A pair is proposed once. An organisation may stand in two groups: the choice is a person's.
    """
    words = {one.id: words_of(one.name) for one in known}
    told: set[frozenset[uuid.UUID]] = set()
    found = []
    for why, groups in (
        (Why.NUMBER, _by(known, lambda one: _number(one.number))),
        (Why.NAME, _by(known, lambda one: name_key(one.name))),
        (Why.WORDS, _by(known, lambda one: " ".join(sorted(words[one.id])))),
        (Why.INITIALS, _initials(known, words)),
        (Why.NEAR, _near(known, words) if len(known) <= MANY else ()),
    ):
        kept = []
        for group in groups:
            pairs = {
                frozenset((one.id, other.id))
                for one, other in itertools.combinations(group, 2)
                if one.site_id != other.site_id
            }
            if pairs - told:
                told |= pairs
                kept.append(Proposal(why, tuple(group)))
        found += sorted(kept, key=lambda one: (name_key(one.who[0].name), one.who[0].ref))
    return tuple(found)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell something, without accents, case and plural."""
    found = re.findall(r"[a-z0-9]+", name_key(name))
    return tuple(
        word[:-1] if len(word) > SHORTEST and word[-1] in "sx" else word
        for word in found
        if word not in _SMALL
    )


def _by(known: Iterable[Outlined], key: Callable[[Outlined], str]) -> Iterator[list[Outlined]]:
    groups: dict[str, list[Outlined]] = defaultdict(list)
    for one in known:
        if named := key(one):
            groups[named].append(one)
    for several in groups.values():
        if len({one.site_id for one in several}) > 1:
            yield several


def _number(text: str) -> str:
    """The number that a file gave, if it is a SIREN or a SIRET: 9 or 14 digits that check.

    Two establishments of one company have one SIREN and two SIRET: they are compared whole.
    """
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"\d{9}|\d{14}", digits) or len(set(digits)) == 1:
        return ""
    doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(digits[::-1]))
    return digits if sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0 else ""


def _initials(
    known: Sequence[Outlined], words: dict[uuid.UUID, tuple[str, ...]]
) -> Iterator[list[Outlined]]:
    """« CCAS » and « Centre communal d’action sociale », in one sector."""
    long: dict[tuple[str, str], list[Outlined]] = defaultdict(list)
    for one in known:
        letters = "".join(word[0] for word in words[one.id])
        if len(letters) >= SHORTEST:
            long[letters, one.sector].append(one)
    for one in known:
        short = name_key(one.name)
        if short.isalnum():
            for other in long.get((short, one.sector), ()):
                if other.site_id != one.site_id:
                    yield [one, other]


def _near(
    known: Sequence[Outlined], words: dict[uuid.UUID, tuple[str, ...]]
) -> Iterator[list[Outlined]]:
    """Names that differ by a few letters, among those of a sector that share their rarest word."""
    often = Counter(word for found in words.values() for word in set(found))
    blocks: dict[tuple[str, str], list[Outlined]] = defaultdict(list)
    for one in known:
        for word in set(words[one.id]):
            if often[word] <= CROWD:
                blocks[word, one.sector].append(one)
    for several in blocks.values():
        for one, other in itertools.combinations(several, 2):
            if one.site_id != other.site_id and _alike(words[one.id], words[other.id]):
                yield [one, other]


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    first, second = " ".join(one), " ".join(other)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    quick = matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR
    return quick and matcher.ratio() >= NEAR
