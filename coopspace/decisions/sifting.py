"""Looking for decisions in the register: by words, matter, method, outcome and period."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from coopspace.agreement.rules import Method
from coopspace.decisions.rules import Framing, Outcome


class Listed(Protocol):
    """What a line of the register tells of a decision."""

    @property
    def framing(self) -> Framing:
        """What it is about."""

    @property
    def outcome(self) -> Outcome | None:
        """What came of it, None while it is open."""

    @property
    def day(self) -> date:
        """When it was decided, or opened while it is open."""

    @property
    def words(self) -> str:
        """Everything that can be found in it."""


E = TypeVar("E", bound=Listed)


@dataclass(frozen=True)
class Wish:
    """What is looked for; nothing is asked of what is empty."""

    words: str = ""
    rule: str = ""
    method: Method | None = None
    outcome: Outcome | None = None
    is_open: bool = False
    since: date | None = None
    until: date | None = None


def found(entries: Iterable[E], wish: Wish) -> list[E]:
    """The decisions that have everything that is wished; both days count."""
    terms = folded(wish.words).split()
    return [one for one in entries if _fits(one, wish) and _says(one, terms)]


def _fits(one: Listed, wish: Wish) -> bool:
    return (
        (not wish.rule or one.framing.rule == wish.rule)
        and (wish.method is None or one.framing.method is wish.method)
        and (wish.outcome is None or one.outcome is wish.outcome)
        and (not wish.is_open or one.outcome is None)
        and (wish.since is None or one.day >= wish.since)
        and (wish.until is None or one.day <= wish.until)
    )


def _says(one: Listed, terms: list[str]) -> bool:
    if not terms:
        return True
    text = folded(one.words)
    return all(term in text for term in terms)


def folded(text: str) -> str:
    """Words as they are compared: no accent, no capital, one apostrophe."""
    plain = unicodedata.normalize("NFD", text.replace("’", "'").replace("\u00a0", " "))
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()
