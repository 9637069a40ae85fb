"""What a page of searches is made of: the question, where it is asked, what was found."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from coopspace.search.rules import Excerpt, Needle

FEW = 4
"""How many things of a kind are shown before the rest is a press away."""
PAGE = 30


@dataclass(frozen=True)
class Look:
    """What is asked, and where: everywhere, or at one site, or for one kind of thing."""

    question: str
    needles: tuple[Needle, ...]
    site: str = ""
    kind: str = ""
    page: int = 1

    def href(self, **changed: Any) -> str:
        """The same question asked elsewhere."""
        asked: dict[str, Any] = {"q": self.question, "site": self.site, "sur": self.kind, **changed}
        return url_for("search.index", **{name: value or None for name, value in asked.items()})


@dataclass(frozen=True)
class Result:
    """One thing: its name (it may have none), its page, the words around what was found. `note`
    says more of it, `left` what became of it; both may be empty."""

    title: str
    href: str
    excerpt: Excerpt
    note: str = ""
    left: str = ""


@dataclass(frozen=True)
class OfKind:
    """What was found of one kind; `rest` leads to all of it when only some is shown."""

    kind: str
    label: str
    count: int
    results: tuple[Result, ...]
    rest: str = ""
