"""What may be discussed: each kind of object says who reads it, how it is called and where it is.

`coopspace.discussion` knows no room; a kind that is not here opens to nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from coopspace.agreement import parts, reading
from coopspace.agreement.clauses import CLAUSE, clause_of
from coopspace.agreement.questions import by_code
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, NotFound

PART = "agreement_part"
"""A place, a decision rule, a message or a talent of the agreement."""


@dataclass(frozen=True)
class Thing:
    """An object as a page names it: `title` may be empty, its kind then names it. `endpoint` with
    `values` is its address; `gone`: it has left the place where it stood."""

    title: str
    endpoint: str
    values: dict[str, str] = field(default_factory=dict)
    gone: bool = False


Find = Callable[[Session, Collection[str], str], dict[str, Thing]]


@dataclass(frozen=True)
class DiscussedKind:
    """A kind of object: the permission that opens it, its word in addresses, its name alone and
    within a sentence, and how those that exist are found, in the language of the reader."""

    slug: str
    read: Permission
    label: str
    within: str
    find: Find


def _clauses(session: Session, codes: Collection[str], language: str) -> dict[str, Thing]:
    found = {}
    for code in codes:
        known = by_code().get(code)
        if known is None and clause_of(session, code) is None:
            continue
        title = known.heading.text(language) if known else ""
        found[code] = Thing(title, "agreement.show", {"_anchor": code})
    return found


def _parts(session: Session, refs: Collection[str], language: str) -> dict[str, Thing]:
    rows = [one for one in parts.parts(session) if one.ref in refs]
    names = reading.called(session, rows)
    return {
        one.ref: Thing(names[one.ref], "agreement.part", {"part": one.ref}, gone=one.ended)
        for one in rows
    }


KINDS: dict[str, DiscussedKind] = {
    CLAUSE: DiscussedKind(
        "article",
        Permission.AGREEMENT_READ,
        N_("A clause of the agreement"),
        N_("a clause of the agreement"),
        _clauses,
    ),
    PART: DiscussedKind(
        "element",
        Permission.AGREEMENT_READ,
        N_("Something settled in the agreement"),
        N_("something settled in the agreement"),
        _parts,
    ),
}


def by_slug(slug: str) -> tuple[str, DiscussedKind]:
    """The kind that addresses call so. Raises NotFound."""
    for kind, one in KINDS.items():
        if one.slug == slug:
            return kind, one
    raise NotFound


def open_to(permissions: Collection[Permission]) -> frozenset[str]:
    """The kinds that somebody who holds these permissions reads."""
    return frozenset(kind for kind, one in KINDS.items() if one.read in permissions)


def things(
    session: Session, topics: Iterable[tuple[str, str]], language: str
) -> dict[tuple[str, str], Thing]:
    """These objects (kind and name), those that exist, in a few queries a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, about in topics:
        wanted[kind].add(about)
    return {
        (kind, about): thing
        for kind, names in wanted.items()
        if kind in KINDS
        for about, thing in KINDS[kind].find(session, names, language).items()
    }
